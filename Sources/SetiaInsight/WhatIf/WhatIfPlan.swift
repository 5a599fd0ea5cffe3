package import SetiaCore

/// Under what members are replayed, and what is counted.
package struct WhatIfPlan: Sendable {
    /// The programme that is tried.
    package let changed: ProgrammeVersion
    /// What held in truth.
    package let book: ProgrammeBook
    /// From when the changed programme would have held; none is from the beginning.
    ///
    /// Before that moment, what held in truth decides.
    package let from: Instant?
    /// What would have happened from then on is left out: the present, or a moment before it.
    package let until: Instant
    /// Whether events may have been recorded that happened at `until` or later.
    package let isCut: Bool
    /// What decides in the replay: the changed programme, and before its beginning what held in truth.
    let tried: ProgrammeBook?
    /// In whose days months begin.
    package var zone: any LocalTime { book.newest.zone }

    /// A plan.
    package init(
        changed: ProgrammeVersion,
        book: ProgrammeBook,
        from: Instant? = nil,
        until: Instant,
        isCut: Bool = false
    ) {
        self.changed = changed
        self.book = book
        self.from = from
        self.until = until
        self.isCut = isCut
        tried = ProgrammeBook((from.map { from in book.versions.filter { $0.validFrom < from } } ?? []) + [changed])
    }
}

extension WhatIfPlan {
    /// The plan to try `programme` on what happened from one day through another, in the days of what held.
    ///
    /// - Parameters:
    ///   - programme: What is tried.
    ///   - zone: Its own days.
    ///   - book: What held in truth.
    ///   - from: From which day it would have held; none is from the beginning.
    ///   - through: The last day that counts; none, or one that is not over, is up to `now`.
    ///   - now: The present.
    package init(
        _ programme: Programme,
        in zone: any LocalTime,
        book: ProgrammeBook,
        from: Day?,
        through: Day?,
        now: Instant
    ) {
        let days = book.newest.zone
        let from = from.map { days.start(of: $0) }
        let cut = through.map { days.start(of: $0.adding(days: 1)) }.flatMap { $0 <= now ? $0 : nil }
        let changed = ProgrammeVersion(
            number: book.newest.number + 1,
            validFrom: from ?? book.versions[0].validFrom,
            programme: programme,
            zone: zone
        )
        self.init(changed: changed, book: book, from: from, until: cut ?? now, isCut: cut != nil)
    }
}

/// One member on her way through a replay.
private struct Trial {
    let history: History
    let past: ArraySlice<PastEvent>
    var replay: Replay
    var mine: MemberFlows

    /// None where nothing of her counts.
    init?(_ history: History, _ plan: WhatIfPlan) {
        past = plan.isCut ? history.events.prefixBefore(plan.until) : history.events[...]
        guard !past.isEmpty else { return nil }
        self.history = history
        replay = Replay(of: history.state.member, history.events)
        mine = MemberFlows(plan.zone)
    }
}

extension WhatIfTally {
    /// Replays one member and counts what comes of it.
    ///
    /// What happened is what is kept, and is not decided again, but for what falls due by the end without having been
    /// written yet; where the plan ends before the present, her standing there is folded from her events.
    ///
    /// A redemption is a wish: honoured where there are points for it, else counted as not affordable. Any other event
    /// that the changed programme refuses is counted with the reason, and the replay goes on.
    package mutating func add(_ history: History, _ plan: WhatIfPlan) throws(UnreadableHistory) {
        guard var trial = Trial(history, plan) else { return }
        for event in trial.past { _ = try take(event, of: &trial, plan, granting: nil) }
        try finish(&trial, plan)
    }

    /// Replays members together in the order of time, so that whoever comes first has what they share (rule B-2).
    ///
    /// What a budget has is given to the point, as it would have been; all of these members are in memory at once.
    ///
    /// - Complexity: O(events × (rules + lots) + events × log events).
    package mutating func addExactly(_ histories: [History], _ plan: WhatIfPlan) throws(UnreadableHistory) {
        var trials = histories.compactMap { Trial($0, plan) }
        var steps: [(at: Instant, trial: Int, event: Int)] = []
        for (place, trial) in trials.enumerated() {
            // A late one comes when it came, and not when it happened.
            var clock = Instant(milliseconds: .min)
            for (number, event) in trial.past.enumerated() {
                clock = max(clock, event.event.occurredAt)
                steps.append((clock, place, number))
            }
        }
        steps.sort { ($0.at, $0.trial, $0.event) < ($1.at, $1.trial, $1.event) }
        var counters = WhatIfCounters()
        for step in steps {
            let event = trials[step.trial].past[trials[step.trial].past.startIndex + step.event]
            let grants = { (claims: [CounterClaim]) in counters.grants(claims, at: step.at) }
            if let decision = try take(event, of: &trials[step.trial], plan, granting: grants) {
                counters.note(decision)
            }
        }
        for place in trials.indices { try finish(&trials[place], plan) }
    }

    /// Decides one event of a member again.
    private mutating func take(
        _ event: PastEvent,
        of trial: inout Trial,
        _ plan: WhatIfPlan,
        granting: (([CounterClaim]) -> [Grant])?
    ) throws(UnreadableHistory) -> Decision? {
        events += 1
        let version = try plan.version(for: event, of: trial.history.state.member)
        do {
            let decision = try trial.replay.take(event.event.asWish, by: version, of: plan.tried, granting: granting)
            for entry in decision.entries { trial.mine.changed(entry) }
            countHonoured(event.event, decision)
            let caps = decision.counterClaims.isEmpty ? [] : version.programme.budgets
            for claim in decision.counterClaims {
                let cap = caps.first { claim.counter.text.hasPrefix($0.owner.counter.text) }?.budget.points.units
                let day = plan.zone.day(of: event.event.occurredAt)
                budgets[claim.counter, default: BudgetFlow(cap: claim.cap ?? cap ?? .max)]
                    .days[day, default: 0] += claim.amount
            }
            return decision
        } catch {
            count(event.event, refusedFor: error)
            return nil
        }
    }

    /// Lets time pass to the end, and counts what came of a member.
    private mutating func finish(_ trial: inout Trial, _ plan: WhatIfPlan) throws(UnreadableHistory) {
        let (history, past) = (trial.history, trial.past)
        guard let last = past.last else { return }
        var mine = trial.mine
        let truth = try happened(history, past, last.number, plan, &mine)
        do {
            let holds = { (moment: Instant) in plan.version(at: moment) }
            for entry in try trial.replay.pass(to: plan.end, version: holds) { mine.changed(entry) }
        } catch {
            throw UnreadableHistory(member: history.state.member, reason: "time cannot pass: \(error)")
        }
        happened.add(mine.happened)
        changed.add(mine.changed)
        guard !truth.isGuest else { return }
        members += 1
        count(history.state.member, truth, trial.replay.state, mine, segments(of: truth, past, plan))
    }

    /// Notes what happened and gives where she stands at the end.
    private func happened(
        _ history: History,
        _ past: ArraySlice<PastEvent>,
        _ last: Int64,
        _ plan: WhatIfPlan,
        _ mine: inout MemberFlows
    ) throws(UnreadableHistory) -> MemberState {
        for movement in history.movements where !plan.isCut || movement.event <= last { mine.happened(movement) }
        var state = history.state
        do {
            if plan.isCut, past.count < history.events.count {
                var fold = Replay(of: state.member, history.events)
                for event in past {
                    _ = try fold.take(event.event, by: plan.recorded(event, of: state.member), of: plan.book)
                }
                state = fold.state
            }
            let (after, entries) = try passed(state, to: plan.end) { plan.book.version(at: $0) }
            for entry in entries { mine.happened(Movement(entry)) }
            return after
        } catch let unreadable as UnreadableHistory {
            throw unreadable
        } catch {
            throw UnreadableHistory(member: state.member, reason: "what was recorded is refused: \(error)")
        }
    }

    private mutating func countHonoured(_ event: Event, _ decision: Decision) {
        for case .reward(let step) in decision.reasons where step.kind == .captured {
            if let wallet = step.wallet { honoured[wallet, default: Count()].add(step.points) }
        }
        switch event.matter {
        case .pointsRedeemed(let redemption): honoured[redemption.wallet, default: Count()].add(redemption.points)
        case .voucherRedeemed(let cart):
            if let spent = cart.points { honoured[spent.wallet, default: Count()].add(spent.points) }
        default: break
        }
    }

    private mutating func count(_ event: Event, refusedFor refusal: Refusal) {
        if case .pointsRedeemed(let redemption) = event.matter, case .insufficientPoints = refusal {
            notAffordable[redemption.wallet, default: Count()].add(redemption.points)
        } else if case .voucherRedeemed(let cart) = event.matter, let spent = cart.points,
            case .insufficientPoints = refusal
        {
            notAffordable[spent.wallet, default: Count()].add(spent.points)
        } else if case .rewardRedeemed = event.matter, case .insufficientPoints(let wallet, _, let needed) = refusal {
            notAffordable[wallet, default: Count()].add(needed)
        } else if case .reward(.unknownRedemption) = refusal {
            // What became of a reward that she does not get is nothing.
        } else {
            notTaken[NotTaken(type: event.type, reason: refusal.reason), default: 0] += 1
        }
    }

    private mutating func count(
        _ member: MemberID,
        _ truth: MemberState,
        _ replayed: MemberState,
        _ mine: MemberFlows,
        _ segments: [(Segment, Key)]
    ) {
        for wallet in Set(mine.happened.wallets.keys).union(mine.changed.wallets.keys) {
            let difference = mine.changed.total(of: wallet).worth - mine.happened.total(of: wallet).worth
            add(member, difference, in: wallet, segments)
        }
        let sets = Set(truth.standings.map(\.tierSet)).union(replayed.standings.map(\.tierSet))
        for set in sets {
            let change = LevelChange(
                tierSet: set,
                from: truth.standing(in: set)?.level,
                to: replayed.standing(in: set)?.level
            )
            if change.from != change.to { levelChanges[change, default: 0] += 1 }
        }
    }

    private func segments(
        of truth: MemberState,
        _ past: ArraySlice<PastEvent>,
        _ plan: WhatIfPlan
    ) -> [(Segment, Key)] {
        var visits: [StoreID: Int] = [:]
        var orders = 0
        var spend = SpendBand()
        for event in past {
            guard case .orderPaid(let order) = event.event.matter else { continue }
            spend.add(order)
            visits[event.event.store ?? .online, default: 0] += 1
            orders += 1
        }
        // Of stores that she visits equally often, the one that comes first by its bytes.
        let favourite = visits.max { ($0.value, $1.key) < ($1.value, $0.key) }?.key
        let sets = plan.book.newest.programme.tierSets
        return [
            (.everybody, ""), (.country, truth.facts.country ?? ""), (.store, favourite?.key ?? ""),
            (.level, truth.leadingStanding(among: sets)?.level ?? ""),
            (.tenure, truth.joinedAt.map { Key(String(plan.zone.day(of: $0).year)) } ?? ""),
            (.orders, Key(band(of: orders))), (.spend, spend.key),
        ]
    }

    private func band(of orders: Int) -> String {
        switch orders {
        case ..<2: String(orders)
        case ..<5: "2-4"
        case ..<10: "5-9"
        case ..<20: "10-19"
        case ..<50: "20-49"
        default: "50+"
        }
    }
}

/// What is kept of a member cannot be replayed: a version of the programme is missing, or it was changed from outside.
package struct UnreadableHistory: Error, Sendable, Hashable, CustomStringConvertible {
    /// Whose.
    package let member: MemberID
    /// What is the matter.
    package let reason: String

    /// What a person reads.
    package var description: String { "member \(member.text) cannot be replayed: \(reason)" }
}

extension WhatIfPlan {
    /// The last millisecond that counts.
    fileprivate var end: Instant { isCut ? until.adding(milliseconds: -1) : until }

    /// What decides an event: the changed programme, or before its beginning what decided it in truth.
    fileprivate func version(
        for event: PastEvent,
        of member: MemberID
    ) throws(UnreadableHistory) -> ProgrammeVersion {
        guard let from, event.event.occurredAt < from else { return changed }
        return try recorded(event, of: member)
    }

    /// What holds at a moment at which time alone changes something.
    fileprivate func version(at moment: Instant) -> ProgrammeVersion {
        guard let from, moment < from else { return changed }
        return book.version(at: moment)
    }

    /// What decided an event in truth.
    fileprivate func recorded(_ event: PastEvent, of member: MemberID) throws(UnreadableHistory) -> ProgrammeVersion {
        if let version = book.version(numbered: event.programmeVersion) { return version }
        throw UnreadableHistory(
            member: member,
            reason: "version \(event.programmeVersion) of the programme is not there"
        )
    }
}

extension Event {
    /// The event as it is tried: a reward is wished for at whatever it costs then (rule W-11).
    fileprivate var asWish: Event {
        guard case .rewardRedeemed(let wish) = matter, wish.expected != nil else { return self }
        return Event(
            source: source,
            id: id,
            occurredAt: occurredAt,
            store: store,
            channel: channel,
            isAnonymous: isAnonymous,
            matter: .rewardRedeemed(wish.atAnyPrice)
        )
    }
}

extension [PastEvent] {
    /// Those before the first that was decided at `moment` or later.
    fileprivate func prefixBefore(_ moment: Instant) -> ArraySlice<PastEvent> {
        prefix { $0.event.occurredAt < moment }
    }
}

extension WhatIfTally.Count {
    fileprivate mutating func add(_ points: Points) {
        count += 1
        self.points += points
    }
}

/// What moved for one member, in both worlds.
private struct MemberFlows {
    private let zone: any LocalTime
    private(set) var happened = MonthlyFlows()
    private(set) var changed = MonthlyFlows()

    init(_ zone: any LocalTime) {
        self.zone = zone
    }

    mutating func happened(_ movement: Movement) {
        let month = CalendarMonth(of: zone.day(of: movement.at))
        happened.add(movement.kind, movement.points, of: movement.wallet, in: month)
    }

    mutating func changed(_ entry: Entry) {
        let month = CalendarMonth(of: zone.day(of: entry.at))
        changed.add(entry.kind, entry.points, of: entry.wallet, in: month)
    }
}

extension Refusal {
    /// Its name, as problems have it.
    fileprivate var reason: String {
        switch self {
        case .inTheFuture: "in-the-future"
        case .unknownMember: "unknown-member"
        case .memberErased: "member-erased"
        case .memberClosed: "member-closed"
        case .unknownStore: "unknown-store"
        case .unknownCurrency: "unknown-currency"
        case .unknownWallet: "unknown-wallet"
        case .unknownSegment: "unknown-segment"
        case .unknownLevel: "unknown-level"
        case .conflictingDuplicate: "conflicting-duplicate"
        case .unknownOrder: "unknown-order"
        case .alreadyReturned: "already-returned"
        case .unknownLine: "unknown-line"
        case .overReturn: "over-return"
        case .notEnrolled: "not-enrolled"
        case .household(let refusal): refusal.rawValue
        case .memberSuspended: "member-suspended"
        case .coolingOff: "cooling-off"
        case .alreadyEnrolled: "already-enrolled"
        case .insufficientPoints: "insufficient-points"
        case .notTransferable: "not-transferable"
        case .transferToSelf: "transfer-to-self"
        case .transferLimit: "transfer-limit"
        case .promotionLimit: "limit-reached"
        case .unknownHold: "unknown-hold"
        case .holdExists: "hold-exists"
        case .holdEnded(_, .expired): "hold-expired"
        case .holdEnded: "hold-ended"
        case .outOfRange: "out-of-range"
        case .reward(let refusal): refusal.code
        }
    }
}
