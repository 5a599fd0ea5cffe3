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
    /// By the place of a promotion, the lines that it is about, and those of which it gives free pieces.
    private var lines: [[Int]?]
    private var freeLines: [[Int]?]

    init(_ version: ProgrammeVersion, _ cart: Cart, _ member: MemberState?, at: Instant, order: Order) {
        let event = Event(
            source: "cart",
            id: cart.id,
            occurredAt: at,
            store: cart.store,
            channel: cart.channel,
            isAnonymous: member == nil,
            matter: .orderPaid(order)
        )
        let state = member ?? MemberState(member: MemberID(Identifier(high: 0, low: 0)))
        self.version = version
        self.cart = cart
        self.at = at
        fixed = [Fixed(member: member, order: order, event: event, state: state)]
        let count = version.programme.promotions.count
        lines = Array(repeating: nil, count: count)
        freeLines = lines
    }

    private struct Fixed {
        let member: MemberState?
        let order: Order
        let event: Event
        let state: MemberState
    }

    var member: MemberState? { _read { yield fixed[0].member } }
    /// The cart as the order that it would be.
    var order: Order { _read { yield fixed[0].order } }
    var event: Event { _read { yield fixed[0].event } }
    private var state: MemberState { _read { yield fixed[0].state } }

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
        if !promotion.memberCaps.isEmpty, member == nil { return .notEligible(.membersOnly) }
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
            guard let member else { return .notEligible(.membersOnly) }
            if !version.isFor(member, campaign, at: at) { return .notEligible(.campaign(isHeldOut: false)) }
        }
        return member?.isHeldOut(of: campaign) ?? false ? .notEligible(.campaign(isHeldOut: true)) : nil
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
        if let known = freeLines[place] { return known }
        let found = taken(by: filter)
        freeLines[place] = found
        return found
    }

    private mutating func taken(by filter: LineFilter?) -> [Int] {
        guard let filter else { return Array(order.lines.indices) }
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

    private mutating func holds(_ test: Condition.Test) -> Bool {
        if case .inSegment(let segment) = test { return version.belongs(state, to: segment, at: at) }
        guard case .expression(let expression) = test else {
            return test.holds(version.programme.tierSets, state, event)
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
