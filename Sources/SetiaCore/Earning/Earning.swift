extension Deciding {
    /// A paid order: what the rules give for it, in every wallet, and what it counts for.
    mutating func pay(_ order: Order) throws(Refusal) {
        guard programme.decimals(of: order.currency) != nil else {
            throw .unknownCurrency(order.currency.code, taken: programme.currencies.map(\.currency.code))
        }
        let key = OrderKey(source: event.source, id: order.id)
        var earned: [OrderRecord.EarnedLot] = []
        if event.isAnonymous {
            reasons.append(.guestEarnsNothing)
        } else {
            earned = try credit(try gains(for: order))
            try count(order)
        }
        let paid = OrderRecord.Paid(
            at: event.occurredAt,
            order: order,
            earned: earned,
            countsForTiers: !event.isAnonymous,
            version: version.number,
            reasons: reasons
        )
        state.orders += 1
        state.note(key) { $0.paid = paid }
    }

    /// What rules give that listen to the event and need no order: fixed points.
    mutating func giveFixed() throws(Refusal) {
        _ = try credit(try gains(for: nil))
    }

    /// What the rules give, by wallet in the order of the programme; parts of a point are treated once an order and
    /// wallet (rules E-1 to E-7).
    private mutating func gains(for order: Order?) throws(Refusal) -> [Gain] {
        let terms = EarningTerms(programme)
        var gains = terms.wallets.indices.map { Gain(place: $0, wallet: terms.wallets[$0].key) }
        let type = event.type
        var scene: ConditionScene?
        for place in rules.indices where rules[place].on == type && holds(rule: place, &scene) {
            try apply(rule: place, order, terms, to: &gains)
        }
        for place in gains.indices { try multiply(&gains[place], terms) }
        return gains
    }

    /// What the rules that gave for an order would give for what is kept of it, by wallet (rule R-7).
    ///
    /// - Parameters:
    ///   - kept: What is kept.
    ///   - paid: The whole order, with the rules that gave for it.
    /// - Returns: for each wallet of that programme, what the order would have earned.
    /// - Throws: where a number grows past what can be kept.
    mutating func earnings(for kept: Order, of paid: OrderRecord.Paid) throws(Refusal) -> [(
        wallet: Key, points: Points
    )] {
        // A programme that is not at hand, as in a replay under another one, is the one that decides now.
        let programme = version.programme(numbered: paid.version) ?? version.programme
        // What it would give is no reason of this event.
        let before = reasons.count
        let asked = rules
        rules = programme.rules
        defer {
            reasons.removeSubrange(before...)
            rules = asked
        }
        let (terms, gifts) = (EarningTerms(programme), paid.gifts)
        var gains = terms.wallets.indices.map { Gain(place: $0, wallet: terms.wallets[$0].key) }
        for place in rules.indices where rules[place].on == .orderPaid {
            guard let gift = gifts.first(where: { $0.rule == rules[place].id }),
                version.programme.returns.keepsThresholds
                    || rules[place].condition.stillHolds(kept, scene: { scene($0, order: kept) })
            else { continue }
            try apply(rule: place, kept, terms, upTo: gift.points, to: &gains)
        }
        var earnings: [(wallet: Key, points: Points)] = []
        for place in gains.indices {
            try multiply(&gains[place], terms)
            earnings.append((gains[place].wallet, Points(try sum(gains[place].byRate, gains[place].fixed))))
        }
        return earnings
    }

    /// Whether the condition of a rule holds; where not, that is a reason.
    ///
    /// A rule is told by its place: one is many references, and copying it takes longer than asking it.
    private mutating func holds(rule place: Int, _ scene: inout ConditionScene?) -> Bool {
        for test in rules[place].condition.tests.indices {
            var saw: [Reason.Seen] = []
            if case .expression(let expression) = rules[place].condition.tests[test] {
                let own: ConditionScene
                if let scene, scene.fits(expression.language) {
                    own = scene
                } else {
                    own = self.scene(expression.language)
                    scene = own
                }
                if expression.holds(in: own) { continue }
                saw = expression.saw(in: own)
            } else if rules[place].condition.tests[test].holds(tierSets, state, event) {
                continue
            }
            reasons.append(
                .conditionNotMet(
                    rule: rules[place].id,
                    condition: rules[place].condition.text,
                    test: test,
                    saw: saw
                )
            )
            return false
        }
        return true
    }

    /// What expressions look at: the event, and the member as she is before it; another order where one is given.
    private func scene(_ language: ConditionLanguage, order: Order? = nil) -> ConditionScene {
        var own: Order?
        if case .orderPaid(let order) = event.matter { own = order }
        return ConditionScene(
            language,
            event: EventSource(language: language, event: event, order: order ?? own, zone: version.zone),
            member: MemberSource(
                language: language,
                state: state,
                tierSets: tierSets,
                wallets: programme.wallets,
                moment: at
            )
        )
    }

    /// Reads one rule whose condition holds.
    private mutating func apply(
        rule: Int,
        _ order: Order?,
        _ terms: EarningTerms,
        upTo most: Points? = nil,
        to gains: inout [Gain]
    ) throws(Refusal) {
        let id = rules[rule].id
        switch rules[rule].effect {
        case .earnByRate(let wallet):
            guard let order, let place = gains.firstIndex(where: { $0.wallet == wallet }) else { return }
            let rate = terms.wallets[place].rate(for: order.currency)
            guard let points = try earned(order, by: id, at: rate, in: wallet) else { return }
            let given = given(points, by: rule, in: wallet, upTo: most)
            gains[place].byRate = try sum(gains[place].byRate, given)
            if rules[rule].hasOwnDates { gains[place].own.append(Gain.Own(rule: rule, byRate: given)) }
        case .earnFixed(let wallet, let points):
            guard let place = gains.firstIndex(where: { $0.wallet == wallet }) else { return }
            reasons.append(.earnedFixed(rule: id, wallet: wallet, points: points))
            let given = given(points.units, by: rule, in: wallet, upTo: most)
            gains[place].fixed = try sum(gains[place].fixed, given)
            if rules[rule].hasOwnDates { gains[place].own.append(Gain.Own(rule: rule, fixed: given)) }
        case .multiply(let factor, let wallet):
            for place in gains.indices where wallet == nil || gains[place].wallet == wallet {
                gains[place].multipliers.append((rule: id, factor: factor))
            }
        }
    }

    /// What is given of what a rule gives: what its caps let through, or for what is kept of an order no more than it gave.
    private mutating func given(_ points: Int64, by rule: Int, in wallet: Key, upTo most: Points?) -> Int64 {
        if let most { return min(points, most.units) }
        guard !rules[rule].caps.isEmpty else { return points }
        let (id, caps) = (rules[rule].id, rules[rule].caps)
        return capped(points, of: .rule(id), in: wallet, by: caps, rejects: rules[rule].rejectsOverCap)
    }

    /// So many points for each whole step of the order's total (rule E-2); none where there is no rate.
    private mutating func earned(
        _ order: Order,
        by rule: Key,
        at rate: Rate?,
        in wallet: Key
    ) throws(Refusal) -> Int64? {
        guard let rate else {
            reasons.append(.noRateForCurrency(rule: rule, wallet: wallet, currency: order.currency))
            return nil
        }
        let steps = rate.per > 0 ? order.total / rate.per : 0
        let (points, overflow) = steps.multipliedReportingOverflow(by: rate.points.units)
        guard !overflow else { throw .outOfRange(field: "data.lines") }
        reasons.append(
            .earnedByRate(
                rule: rule,
                wallet: wallet,
                basis: money(order.total, order.currency),
                each: rate.points,
                per: money(rate.per, order.currency),
                points: Points(points)
            )
        )
        return points
    }

    /// Multiplies what rates gave, rounds it once, and shares what that adds among the multipliers by largest
    /// remainder (rules E-5 to E-7).
    private mutating func multiply(_ gain: inout Gain, _ terms: EarningTerms) throws(Refusal) {
        gain.unmultiplied = gain.byRate
        guard gain.byRate > 0, !gain.multipliers.isEmpty else { return }
        let one = Rational.one
        var factor = one
        for multiplier in gain.multipliers {
            switch terms.multipliers {
            case .additive: factor = factor + multiplier.factor - one
            case .multiplicative:
                guard let product = factor.times(multiplier.factor) else { throw .outOfRange(field: "data.lines") }
                factor = product
            }
        }
        guard factor.fits(times: gain.byRate) else { throw .outOfRange(field: "data.lines") }
        let total =
            switch terms.rounding {
            case .floor: factor.timesFloor(gain.byRate)
            case .halfUp: factor.timesHalfUp(gain.byRate)
            case .halfEven: factor.timesHalfEven(gain.byRate)
            case .ceil: factor.timesCeil(gain.byRate)
            }
        let weights = gain.multipliers.map { ($0.factor - one).timesFloor(1_000_000) }
        let parts = shared(total - gain.byRate, inProportionTo: weights)
        for (multiplier, part) in zip(gain.multipliers, parts) {
            reasons.append(
                .multiplied(
                    rule: multiplier.rule,
                    wallet: gain.wallet,
                    factor: multiplier.factor,
                    points: Points(part)
                )
            )
        }
        gain.byRate = total
    }

    /// Opens a lot in each wallet that gained something (rules L-1 and L-2).
    private mutating func credit(_ gains: [Gain]) throws(Refusal) -> [OrderRecord.EarnedLot] {
        var lots: [OrderRecord.EarnedLot] = []
        let wallets = programme.wallets
        for gain in gains {
            var earned = try sum(gain.byRate, gain.fixed)
            if !wallets[gain.place].caps.isEmpty {
                let caps = wallets[gain.place].caps
                earned = capped(earned, of: .wallet(gain.wallet), in: gain.wallet, by: caps, rejects: false)
            }
            if let most = wallets[gain.place].maximumBalance {
                earned = withinBalance(earned, of: gain.wallet, upTo: most)
            }
            let points = Points(earned)
            guard points > .zero else { continue }
            for part in gain.parts(of: points) {
                let dates = dates(of: wallets[gain.place], by: part.rule)
                let lot = try credit(part.points, as: .earn, to: gain.wallet, dates)
                lots.append(OrderRecord.EarnedLot(wallet: gain.wallet, lot: lot, points: part.points))
            }
        }
        return lots
    }

    /// How long late points and points given back can be used at least.
    static let graceDays = 30

    func money(_ minorUnits: Int64, _ currency: Currency) -> Money {
        guard let money = try? Money(minorUnits: minorUnits, currency: currency) else {
            preconditionFailure("an amount below zero: \(minorUnits) \(currency.code)")
        }
        return money
    }

    private func sum(_ a: Int64, _ b: Int64) throws(Refusal) -> Int64 {
        let (sum, overflow) = a.addingReportingOverflow(b)
        guard !overflow else { throw .outOfRange(field: "data.lines") }
        return sum
    }
}

/// What of a programme says how rules earn.
private struct EarningTerms {
    let wallets: [Wallet]
    let rounding: Rounding
    let multipliers: Multipliers

    init(_ programme: borrowing Programme) {
        wallets = programme.wallets
        rounding = programme.rounding
        multipliers = programme.multipliers
    }
}

/// What an event gives in one wallet, as far as the rules have been read.
private struct Gain {
    /// The wallet's place in the programme.
    let place: Int
    let wallet: Key
    var byRate: Int64 = 0
    var fixed: Int64 = 0
    var multipliers: [(rule: Key, factor: Rational)] = []
    /// What rates gave before it was multiplied.
    var unmultiplied: Int64 = 0
    /// What of it rules gave that have dates of their own; mostly none.
    var own: [Own] = []

    /// What a rule with dates of its own gave.
    struct Own {
        /// Its place.
        let rule: Int
        var byRate: Int64 = 0
        var fixed: Int64 = 0
    }

    /// How `points` of it are to be opened: what rules with dates of their own gave apart, and the rest together first.
    ///
    /// What multipliers added and what caps held back is shared among them by largest remainder.
    func parts(of points: Points) -> [(rule: Int?, points: Points)] {
        guard !own.isEmpty else { return [(nil, points)] }
        let rated = [unmultiplied - own.reduce(0) { $0 + $1.byRate }] + own.map(\.byRate)
        let given = [fixed - own.reduce(0) { $0 + $1.fixed }] + own.map(\.fixed)
        var parts = zip(shared(byRate, inProportionTo: rated), given).map { $0 + $1 }
        if parts.reduce(0, +) != points.units { parts = shared(points.units, inProportionTo: parts) }
        return zip([nil] + own.map(\.rule), parts).filter { $0.1 > 0 }.map { ($0.0, Points($0.1)) }
    }
}
