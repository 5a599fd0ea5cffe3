/// What the promotions of one cart are asked, apart from what the cart has come to: time, place, member, condition.
struct PromotionChecks {
    let version: ProgrammeVersion
    let cart: Cart
    let at: Instant
    /// Who and what is asked about, in an array of one: one reference, where an evaluation is handed on all the time.
    private let fixed: [Fixed]
    /// What conditions look at, in an array of at most one, as above.
    private var scenes: [ConditionScene] = []
    private var lineScene: LineScene?
    /// The places of all lines.
    private let allLines: [Int]
    /// The categories that lines have; found when one is asked for first.
    private var categories: [Key]?
    /// Each line with the place of each of its categories there.
    private var categorised: [(line: Int, category: Int)] = []
    /// By the place of a promotion, the lines that it is about, and those of which it gives free pieces.
    private var lines: [[Int]?]
    private var freeLines: [(promotion: Int, lines: [Int])] = []

    init(_ version: ProgrammeVersion, _ cart: Cart, _ member: consuming MemberState?, at: Instant, order: Order) {
        let event = Event(
            source: "cart",
            id: cart.id,
            occurredAt: at,
            store: cart.store,
            channel: cart.channel,
            isAnonymous: member == nil,
            matter: .orderPaid(order)
        )
        let isMember = member != nil
        let state = member ?? MemberState(member: MemberID(Identifier(high: 0, low: 0)))
        self.version = version
        self.cart = cart
        self.at = at
        fixed = [Fixed(order: order, event: event, state: state, isMember: isMember)]
        allLines = Array(cart.lines.indices)
        lines = Array(repeating: nil, count: version.programme.promotions.count)
    }

    private struct Fixed {
        let order: Order
        let event: Event
        /// Of somebody new where nobody is known.
        let state: MemberState
        let isMember: Bool
    }

    /// Whether a member is known whose cart it is.
    var isMember: Bool { fixed[0].isMember }
    /// The cart as the order that it would be.
    var order: Order { _read { yield fixed[0].order } }
    var event: Event { _read { yield fixed[0].event } }
    /// The member, or somebody new where nobody is known.
    var state: MemberState { _read { yield fixed[0].state } }

    /// What an active member has of a wallet to pay with; nothing where there is none.
    func available(in wallet: Key) -> Points? {
        guard isMember, fixed[0].state.status == .active else { return nil }
        return state.account(wallet)?.standing(at: at).available ?? .zero
    }

    /// Why a promotion is not given to this member with this cart, whatever it comes to; none where it may be.
    mutating func refusal(of place: Int) -> PromotionRefusal? {
        let promotion = version.programme.promotions[place]
        if let schedule = promotion.schedule, !schedule.covers(at, in: version.zone) {
            let now = Schedule.WallTime(
                day: version.zone.day(of: at),
                minute: Int(version.zone.millisecondsIntoDay(at) / 60_000)
            )
            if let until = schedule.until, now >= until { return .expired(at: version.zone.instant(of: until)) }
            if let from = schedule.from, now < from { return .notYet(from: version.zone.instant(of: from)) }
            return .notEligible(.condition(text: schedule.description, test: 0))
        }
        if let refusal = refusal(ofCampaign: promotion.campaign) { return refusal }
        if let currencies = promotion.currencies, !currencies.contains(cart.currency) {
            return .wrongCurrency(takes: currencies)
        }
        if !promotion.countries.isEmpty {
            guard let country = cart.country ?? state.facts.country, promotion.countries.contains(country) else {
                return .notEligible(.country(takes: promotion.countries))
            }
        }
        if !promotion.memberCaps.isEmpty, !isMember { return .notEligible(.membersOnly) }
        for test in promotion.condition.tests.indices where !holds(promotion.condition.tests[test]) {
            return .notEligible(.condition(text: promotion.condition.text, test: test))
        }
        return nil
    }

    /// Why a campaign has nothing for this member now, or none.
    private func refusal(ofCampaign key: Key?) -> PromotionRefusal? {
        guard let key, let campaign = version.programme.campaign(key) else { return nil }
        if let schedule = campaign.schedule, !schedule.covers(at, in: version.zone) {
            return .notEligible(.condition(text: schedule.description, test: 0))
        }
        switch campaign.audience {
        case .everyone, nil: break
        case .segment, .condition:
            guard isMember else { return .notEligible(.membersOnly) }
            if !version.isFor(state, campaign, at: at) { return .notEligible(.campaign(isHeldOut: false)) }
        }
        return isMember && state.isHeldOut(of: campaign) ? .notEligible(.campaign(isHeldOut: true)) : nil
    }

    /// Why the member's own limits leave no room for once more, when this cart had it so often already: with when there
    /// is room again in all of them, where there ever is.
    func limit(of promotion: Promotion, after here: Int64) -> PromotionRefusal? {
        guard !promotion.memberCaps.isEmpty else { return nil }
        let day = version.zone.day(of: at)
        var (isFull, isForGood, again) = (false, false, day)
        for cap in promotion.memberCaps {
            guard case .times(let most) = cap.measure,
                state.timesUsed(of: .promotion(promotion.key), cap.span, on: day) + here >= most
            else { continue }
            isFull = true
            guard most > 0, let next = cap.span.next(after: cap.span.start(of: day)) else {
                isForGood = true
                continue
            }
            again = max(again, next)
        }
        guard isFull else { return nil }
        return .limitReached(byMember: true, again: isForGood ? nil : version.zone.start(of: again))
    }

    /// The lines that a promotion is about.
    mutating func lines(of place: Int) -> [Int] {
        if let known = lines[place] { return known }
        let found = taken(by: version.programme.promotions[place].lines)
        lines[place] = found
        return found
    }

    /// The lines of which a promotion gives free pieces, where they are others.
    mutating func freeLines(of place: Int, _ filter: LineFilter) -> [Int] {
        if let known = freeLines.first(where: { $0.promotion == place }) { return known.lines }
        let found = taken(by: filter)
        freeLines.append((place, found))
        return found
    }

    private mutating func taken(by filter: LineFilter?) -> [Int] {
        guard let filter else { return allLines }
        if let category = filter.category { return lines(in: category) }
        var own = lineScene
        var found: [Int] = []
        found.reserveCapacity(order.lines.count)
        for (place, line) in order.lines.enumerated() {
            let isTaken = filter.takes(line) { language in
                if let own { return own }
                let (event, member) = sources(language)
                let scene = LineScene(language, event: event, member: member)
                own = scene
                return scene
            }
            if isTaken { found.append(place) }
        }
        lineScene = own
        return found
    }

    private mutating func lines(in category: Key) -> [Int] {
        let known = categories ?? categorise()
        guard let place = known.firstIndex(of: category) else { return [] }
        var found: [Int] = []
        found.reserveCapacity(cart.lines.count)
        for one in categorised where one.category == place && found.last != one.line { found.append(one.line) }
        return found
    }

    private mutating func categorise() -> [Key] {
        var known: [Key] = []
        known.reserveCapacity(8)
        categorised.reserveCapacity(2 * cart.lines.count)
        for line in cart.lines.indices {
            for category in cart.lines[line].categories {
                if let place = known.firstIndex(of: category) {
                    categorised.append((line, place))
                } else {
                    categorised.append((line, known.count))
                    known.append(category)
                }
            }
        }
        categories = known
        return known
    }

    private mutating func holds(_ test: Condition.Test) -> Bool {
        if case .inSegment(let segment) = test { return version.belongs(state, to: segment, at: at) }
        guard case .expression(let expression) = test else {
            return test.holds(version.programme.tierSets, fixed[0].state.standings, fixed[0].state.facts, event)
        }
        // In its place: handed out by the array, a whole member would be copied for each question.
        let known = scenes.withUnsafeBufferPointer { all -> Bool? in
            guard let one = all.baseAddress, !all.isEmpty, one.pointee.fits(expression.language) else { return nil }
            return expression.holds(in: one.pointee)
        }
        if let known { return known }
        let (event, member) = sources(expression.language)
        let own = ConditionScene(expression.language, event: event, member: member)
        scenes = [own]
        return expression.holds(in: own)
    }

    private func sources(_ language: ConditionLanguage) -> (EventSource, MemberSource) {
        (
            EventSource(language: language, event: event, order: order, zone: version.zone),
            MemberSource(
                language: language,
                state: state,
                tierSets: version.programme.tierSets,
                wallets: version.programme.wallets,
                segments: version.programme.segments,
                zone: version.zone,
                moment: at
            )
        )
    }
}

extension MemberState {
    /// How often something with caps was given in the stretch that holds `day`.
    func timesUsed(of owner: CapUse.Owner, _ span: Cap.Span, on day: Day) -> Int64 {
        guard span != .event else { return 0 }
        let start = span.start(of: day)
        return capUses.first { $0.owner == owner && $0.span == span && $0.start == start }?.times ?? 0
    }
}

extension LocalTime {
    /// The instant of a wall time; where a day has no such moment, as near as its first instant and the minutes say.
    func instant(of time: Schedule.WallTime) -> Instant {
        Instant(milliseconds: start(of: time.day).milliseconds + Int64(time.minute) * 60_000)
    }
}
