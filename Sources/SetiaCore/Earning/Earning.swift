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
            reasons: reasons,
            counted: counted.claims
        )
        state.orders += 1
        if !event.isAnonymous { state.lastOrderAt = max(state.lastOrderAt ?? event.occurredAt, event.occurredAt) }
        state.note(key) { $0.paid = paid }
        qualify(order)
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
        let (type, first) = (event.type, reasons.count)
        var scene: ConditionScene?
        var grouped: [Int] = []
        for place in rules.indices
        where rules[place].on == type && isOpen(rule: place) && isInAudience(rule: place) && holds(rule: place, &scene)
            && hasPart(inRule: place)
        {
            tellSegments(ofRule: place)
            if rules[place].group == nil {
                try apply(rule: place, order, terms, to: &gains)
            } else {
                grouped.append(place)
            }
        }
        if !grouped.isEmpty { try applyGroups(grouped, order, terms, to: &gains, since: first) }
        for place in gains.indices { try multiply(&gains[place], order, terms, upTo: nil, since: first) }
        if !programme.achievements.isEmpty { try achieve(order, &scene, &gains) }
        return gains
    }

    /// What the rules that gave for an order would give for what is kept of it, by wallet (rule R-7).
    ///
    /// - Parameters:
    ///   - kept: What is kept.
    ///   - paid: The whole order.
    ///   - gifts: What the rules gave for it.
    /// - Returns: for each wallet of that programme, what the order would have earned.
    /// - Throws: where a number grows past what can be kept.
    mutating func earnings(
        for kept: Order,
        of paid: OrderRecord.Paid,
        _ gifts: [OrderRecord.Paid.Gift]
    ) throws(Refusal) -> [(wallet: Key, points: Points)] {
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
        let terms = EarningTerms(programme)
        var gains = terms.wallets.indices.map { Gain(place: $0, wallet: terms.wallets[$0].key) }
        for place in rules.indices where rules[place].on == .orderPaid {
            guard let gift = gifts.first(where: { $0.rule == rules[place].id }),
                version.programme.returns.keepsThresholds
                    || rules[place].condition.stillHolds(kept, scene: { scene($0, order: kept) })
            else { continue }
            try apply(rule: place, kept, terms, upTo: gift.points, to: &gains)
        }
        // What was reached stays so until the whole order has come back.
        for gift in gifts where programme.achievements.contains(where: { $0.key == gift.rule }) {
            guard let place = gains.firstIndex(where: { $0.wallet == gift.wallet }) else { continue }
            gains[place].fixed = try sum(gains[place].fixed, gift.points.units)
        }
        var earnings: [(wallet: Key, points: Points)] = []
        for place in gains.indices {
            try multiply(&gains[place], kept, terms, upTo: gifts, since: before)
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
            if holds(rules[place].condition.tests[test], &scene, &saw) { continue }
            reasons.append(
                saw.isEmpty
                    ? rules[place].notMet[test]
                    : .conditionNotMet(
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

    /// The same of what is no rule.
    mutating func holds(_ condition: Condition, of key: Key, _ scene: inout ConditionScene?) -> Bool {
        for test in condition.tests.indices {
            var saw: [Reason.Seen] = []
            if holds(condition.tests[test], &scene, &saw) { continue }
            reasons.append(.conditionNotMet(rule: key, condition: condition.text, test: test, saw: saw))
            return false
        }
        return true
    }

    /// Whether a test holds; where not, what an expression saw.
    private func holds(_ test: Condition.Test, _ scene: inout ConditionScene?, _ saw: inout [Reason.Seen]) -> Bool {
        if case .inSegment(let segment) = test { return version.belongs(state, to: segment, at: at) }
        guard case .expression(let expression) = test else { return test.holds(tierSets, state, event) }
        let own: ConditionScene
        if let scene, scene.fits(expression.language) {
            own = scene
        } else {
            own = self.scene(expression.language)
            scene = own
        }
        if expression.holds(in: own) { return true }
        saw = expression.saw(in: own)
        return false
    }

    /// Whether the time of a rule, and of its campaign, is now; where not, that is a reason (rule E-15).
    private mutating func isOpen(rule place: Int) -> Bool {
        guard rules[place].isTimed else { return true }
        var isOpen = rules[place].schedule?.covers(event.occurredAt, in: version.zone) ?? true
        if isOpen, let schedule = campaign(of: place)?.schedule {
            isOpen = schedule.covers(event.occurredAt, in: version.zone)
        }
        if !isOpen { reasons.append(.notScheduled(rule: rules[place].id)) }
        return isOpen
    }

    /// What expressions look at: the event, and the member as she is before it; another order where one is given.
    private func scene(_ language: ConditionLanguage, order: Order? = nil) -> ConditionScene {
        let (event, member) = sources(language, order)
        return ConditionScene(language, event: event, member: member)
    }

    private func sources(_ language: ConditionLanguage, _ order: Order?) -> (EventSource, MemberSource) {
        var own: Order?
        if case .orderPaid(let order) = event.matter { own = order }
        return (
            EventSource(language: language, event: event, order: order ?? own, zone: version.zone),
            MemberSource(
                language: language,
                state: state,
                tierSets: tierSets,
                wallets: programme.wallets,
                segments: programme.segments,
                zone: version.zone,
                moment: at
            )
        )
    }

    /// The lines of an order that a filter takes; all where there is none.
    func lines(of order: Order, _ filter: LineFilter?) -> [Order.Line] {
        guard let filter else { return order.lines }
        var scene: LineScene?
        return order.lines.filter { line in
            filter.takes(line) { language in
                if let scene { return scene }
                let (event, member) = sources(language, order)
                let own = LineScene(language, event: event, member: member)
                scene = own
                return own
            }
        }
    }

    /// Reads one rule whose condition holds.
    mutating func apply(
        rule: Int,
        _ order: Order?,
        _ terms: EarningTerms,
        upTo most: Points? = nil,
        to gains: inout [Gain]
    ) throws(Refusal) {
        switch rules[rule].effect {
        case .multiply(let factor, let wallet):
            for place in gains.indices where wallet == nil || gains[place].wallet == wallet {
                gains[place].multipliers.append(Gain.Multiplier(place: rule, rule: rules[rule].id, factor: factor))
            }
        case .earnByRate(let wallet, _), .earnFixed(let wallet, _, _):
            guard let place = gains.firstIndex(where: { $0.wallet == wallet }),
                let offer = try offer(of: rule, order, terms, gains[place].place)
            else { return }
            reasons.append(offer.reason)
            let points = given(offer.points, by: rule, in: wallet, upTo: most)
            if most == nil { note(points, by: rule, in: &gains[place]) }
            if offer.isFixed {
                gains[place].fixed = try sum(gains[place].fixed, points)
                if rules[rule].hasOwnDates { gains[place].own.append(Gain.Own(rule: rule, fixed: points)) }
            } else {
                if rules[rule].hasOwnDates { gains[place].own.append(Gain.Own(rule: rule, byRate: points)) }
                gains[place].byRate = try sum(gains[place].byRate, points)
                if points == offer.points, offer.part > .zero {
                    gains[place].parts.append(Gain.Part(reason: reasons.count - 1, part: offer.part))
                }
            }
        }
    }

    /// What a rule that earns would give before any cap, and the reason that tells it; none where there is no rate, which
    /// is a reason then.
    mutating func offer(
        of rule: Int,
        _ order: Order?,
        _ terms: EarningTerms,
        _ walletPlace: Int
    ) throws(Refusal) -> Offer? {
        let id = rules[rule].id
        switch rules[rule].effect {
        case .multiply: return nil
        case .earnFixed(let wallet, let points, nil):
            return Offer(
                points: points.units,
                isFixed: true,
                reason: .earnedFixed(rule: id, wallet: wallet, points: points)
            )
        case .earnFixed(let wallet, let each, let unit?):
            let count = count(of: unit, order, rules[rule].lines)
            let (points, overflow) = count.multipliedReportingOverflow(by: each.units)
            guard !overflow else { throw .outOfRange(field: "data") }
            let reason = Reason.earnedPer(
                rule: id,
                wallet: wallet,
                each: each,
                count: count,
                unit: unit,
                points: Points(points)
            )
            return Offer(points: points, isFixed: true, reason: reason)
        case .earnByRate(let wallet, let own):
            guard let basis = basis(order, rules[rule].lines) else { return nil }
            let rate =
                own.isEmpty
                ? terms.wallets[walletPlace].rate(for: basis.currency) : own.first { $0.currency == basis.currency }
            guard let rate else {
                reasons.append(.noRateForCurrency(rule: id, wallet: wallet, currency: basis.currency))
                return nil
            }
            return try earned(basis, by: id, at: rate, in: wallet, terms.accrual)
        }
    }

    /// How many of something the event has.
    func count(of unit: Rule.Unit, _ order: Order?, _ filter: LineFilter?) -> Int64 {
        switch unit {
        case .piece: return order.map { lines(of: $0, filter).reduce(0) { $0 &+ $1.quantity } } ?? 0
        case .line: return order.map { Int64(lines(of: $0, filter).count) } ?? 0
        case .number(let name):
            guard case .happened(let occurrence) = event.matter, case .number(let number)? = occurrence.value(name)
            else { return 0 }
            return max(0, number)
        }
    }

    /// What a rate counts: what was paid for the lines, or the amount that was told of what happened.
    private func basis(_ order: Order?, _ filter: LineFilter?) -> Money? {
        if let order {
            let amount = filter == nil ? order.total : lines(of: order, filter).reduce(0) { $0 + $1.net }
            return money(amount, order.currency)
        }
        guard case .happened(let occurrence) = event.matter, case .money(let amount)? = occurrence.value("amount")
        else { return nil }
        return amount
    }

    /// What is given of what a rule gives: what its caps and those of its campaign let through and then the budgets of
    /// both, or for what is kept of an order no more than it gave.
    private mutating func given(_ points: Int64, by rule: Int, in wallet: Key, upTo most: Points?) -> Int64 {
        if let most { return min(points, most.units) }
        guard !rules[rule].caps.isEmpty || rules[rule].campaign != nil || rules[rule].budget != nil else {
            return points
        }
        let (id, caps) = (rules[rule].id, rules[rule].caps)
        let ofRule = capped(points, of: .rule(id), in: wallet, rule: id, by: caps, rejects: rules[rule].rejectsOverCap)
        var given = ofRule
        let campaign = campaign(of: rule)
        if let campaign {
            let (owner, rejects) = (CapUse.Owner.campaign(campaign.key), campaign.rejectsOverCap)
            given = capped(ofRule, of: owner, in: wallet, rule: id, by: campaign.caps, rejects: rejects)
        }
        let paid = budgeted(given, by: rule, in: wallet)
        if paid < given {
            // What a budget withholds is not counted towards her caps.
            let day = version.zone.day(of: event.occurredAt)
            let times: Int64 = paid == 0 ? -1 : 0
            count(paid - given, times: times, of: .rule(id), caps, on: day)
            if let campaign {
                count(paid - given, times: times, of: .campaign(campaign.key), campaign.caps, on: day)
            }
        }
        return paid
    }

    /// The campaign that a rule belongs to, or none.
    func campaign(of rule: Int) -> Campaign? {
        guard let key = rules[rule].campaign else { return nil }
        return programme.campaigns.first { $0.key == key }
    }

    /// So many points for each whole step of an amount, and where parts count for the part of a step too (rule E-2).
    private func earned(
        _ basis: Money,
        by rule: Key,
        at rate: Rate,
        in wallet: Key,
        _ accrual: Accrual
    ) throws(Refusal) -> Offer {
        let steps = rate.per > 0 ? basis.minorUnits / rate.per : 0
        var (points, overflow) = steps.multipliedReportingOverflow(by: rate.points.units)
        guard !overflow else { throw .outOfRange(field: "data.lines") }
        var part = Rational.zero
        if accrual == .proportional, rate.per > 0 {
            let rest = Rational(rate.points.units, rate.per).times(Rational(basis.minorUnits - steps * rate.per))
            guard let rest else { throw .outOfRange(field: "data.lines") }
            let whole = rest.timesFloor(1)
            points = try sum(points, whole)
            part = rest - Rational(whole)
        }
        let reason = Reason.earnedByRate(
            rule: rule,
            wallet: wallet,
            basis: basis,
            each: rate.points,
            per: money(rate.per, basis.currency),
            points: Points(points)
        )
        return Offer(points: points, part: part, isFixed: false, reason: reason)
    }

    /// Opens a lot in each wallet that gained something (rules L-1 and L-2).
    private mutating func credit(_ gains: [Gain]) throws(Refusal) -> [OrderRecord.EarnedLot] {
        var lots: [OrderRecord.EarnedLot] = []
        let wallets = programme.wallets
        let countsEarned = tierSets.contains { $0.measuresPoints }
        for gain in gains {
            var earned = try sum(gain.byRate, gain.fixed)
            if !wallets[gain.place].caps.isEmpty {
                let caps = wallets[gain.place].caps
                earned = capped(earned, of: .wallet(gain.wallet), in: gain.wallet, by: caps, rejects: false)
            }
            if let most = wallets[gain.place].maximumBalance {
                earned = withinBalance(earned, of: gain.wallet, upTo: most)
            }
            giveUp(try sum(gain.byRate, gain.fixed) - earned, of: gain)
            let points = Points(earned)
            guard points > .zero else { continue }
            for part in gain.lots(of: points) {
                let dates = dates(of: wallets[gain.place], by: part.rule)
                let lot = try credit(part.points, as: .earn, to: gain.wallet, dates)
                lots.append(OrderRecord.EarnedLot(wallet: gain.wallet, lot: lot, points: part.points))
                if countsEarned { countEarned(part.points, in: gain.wallet, lot: lot, activeFrom: dates.activeFrom) }
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

    func sum(_ a: Int64, _ b: Int64) throws(Refusal) -> Int64 {
        let (sum, overflow) = a.addingReportingOverflow(b)
        guard !overflow else { throw .outOfRange(field: "data.lines") }
        return sum
    }
}
