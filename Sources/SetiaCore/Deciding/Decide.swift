/// What `event` means for the member who stands at `state`, under one version of the programme: the heart of Setia.
///
/// Time comes first: what falls due between the newest moment applied and the event happens before it, in its order
/// (rule D-1). Then the event. The same arguments give the same answer on any machine, so that every decision can be
/// replayed, and tried under another programme.
///
/// An event older than the newest one applied is decided at that moment, with what it earns dated as it happened
/// (rule D-4).
///
/// - Parameters:
///   - version: The programme that held when the event occurred.
///   - state: The member before it; its `records` hold the order that the event names, if there is one.
///   - event: What happened, its member being `state.member`.
///   - counting: How it stands to counters that members share; where it is only asked, it claims what it wants of them
///     (rule B-1).
/// - Returns: The member after it, and what to write.
/// - Throws: why the programme says no; nothing has changed then.
/// - Complexity: O(rules + lots).
package func decide(
    _ version: ProgrammeVersion,
    _ state: MemberState,
    _ event: Event,
    counting: Counting = .asking
) throws(Refusal) -> (state: MemberState, decision: Decision) {
    var deciding = Deciding(version: version, state: state, event: event, counting: counting)
    switch state.status {
    case .erased where !event.mayMeetNobody: throw .memberErased(state.member)
    case .closed where !(event.mayMeetNobody || state.merged != nil && event.mayMeetTheMerged):
        throw .memberClosed(state.member)
    case .prospect, .active, .suspended, .closed, .erased: break
    }
    deciding.advance()
    deciding.meetOffers()
    switch event.matter {
    case .memberEnrolled(let facts): try deciding.enrol(facts)
    case .memberChanged(let facts): deciding.state.facts = deciding.state.facts.updated(by: facts)
    case .orderPaid(let order): try deciding.pay(order)
    case .orderReturned(let orderReturn): try deciding.takeBack(orderReturn)
    case .pointsRedeemed(let redemption): try deciding.redeem(redemption)
    case .pointsHeld(let hold): try deciding.hold(hold)
    case .pointsCaptured(let capture): try deciding.capture(capture)
    case .pointsReleased(let hold): try deciding.release(hold)
    case .holdExtended(let longer): try deciding.extend(longer)
    case .pointsTransferred(let transfer): try deciding.transfer(transfer)
    case .transferReceived(let arrival): try deciding.receive(arrival)
    case .transferEnded(let end): deciding.end(end)
    case .memberMerged(let merge): deciding.merge(merge)
    case .mergeReceived(let share): try deciding.absorb(share)
    case .mergeEnded(let end): deciding.end(end)
    case .mergeUndone(let undoing): deciding.undo(undoing)
    case .pointsAdjusted(let adjustment): try deciding.adjust(adjustment)
    case .balanceOpened(let balance): try deciding.open(balance)
    case .tierGranted(let grant): try deciding.grant(grant)
    case .consentChanged(let consent): deciding.note(consent)
    case .rewardRedeemed(let wish): try deciding.redeem(wish)
    case .redemptionChanged(let change): try deciding.change(change)
    case .voucherRedeemed(let cart): try deciding.redeem(cart)
    case .voucherReleased(let cart): try deciding.release(cart)
    case .referralChanged(let change): try deciding.refer(change)
    case .giftArrived(let arrival): try deciding.receive(arrival)
    case .householdChanged(let change): try deciding.change(change)
    case .accountChanged(let change): try deciding.change(change)
    case .happened(let occurrence):
        deciding.activate(by: occurrence)
        try deciding.giveFixed()
        if !event.isAnonymous { deciding.countHappening() }
    case .tiersReviewed(let review): try deciding.review(review)
    case .pointsExpiring(let lapses): deciding.say(lapses)
    case .levelsEnding(let levels): deciding.say(levels)
    case .segmentChanged(let change): try deciding.note(change)
    case .timePassed: break
    }
    deciding.keepAlive()
    deciding.lookAfterEvent()
    deciding.reachMilestones(since: state)
    deciding.planAccounts(after: deciding.at)
    deciding.forward(countedBefore: state)
    return deciding.finished()
}

extension Event {
    /// Whether it may happen to somebody who has left: time, and what she had handed on before.
    fileprivate var mayMeetNobody: Bool {
        switch matter {
        case .timePassed, .transferEnded, .pointsExpiring, .levelsEnding, .voucherReleased,
            .mergeEnded, .referralChanged(.heard):
            true
        case .householdChanged(let change): change.mayMeetNobody
        default: false
        }
    }

    /// Whether it may happen to an account that is another member's now: what was hers before comes back, or still comes.
    fileprivate var mayMeetTheMerged: Bool {
        switch matter {
        case .orderReturned, .redemptionChanged, .mergeReceived: true
        default: false
        }
    }
}

/// One decision on its way: the state as far as it has come, and what has been found.
///
/// It is never copied, which a decision would feel: a programme and a state are many references.
struct Deciding: ~Copyable {
    let version: ProgrammeVersion
    /// Those that are asked: the programme's, or while a return is worked out those of the order's time.
    var rules: [Rule]
    let tierSets: [TierSet]
    let event: Event
    /// The moment of the decision: the event's, or the newest applied where the event is older.
    let at: Instant
    let isLate: Bool
    /// Whether what was decided before is looked at again, since it is late.
    var isInTurn = false
    var state: MemberState
    var journal: Journal
    var reasons: [Reason] = []
    var followUps: [FollowUp] = []
    /// What it takes of counters that members share.
    var counted: Counted

    /// From how late on lateness is a reason that people are told, in milliseconds: a day.
    ///
    /// Clocks of tills differ.
    static let lateIsTold: Int64 = 86_400_000

    var programme: Programme { _read { yield version.programme } }

    init(version: ProgrammeVersion, state: MemberState, event: Event, counting: Counting) {
        self.version = version
        self.counted = Counted(counting)
        self.rules = version.programme.rules
        self.tierSets = version.programme.tierSets
        self.event = event
        self.isLate = event.occurredAt < state.clock
        self.at = max(event.occurredAt, state.clock)
        self.state = state
        if state.number == 0 { self.state.isGuest = event.isAnonymous }
        self.journal = Journal(event: state.number + 1, at: at)
        reasons.reserveCapacity(rules.count + 6)
        // A fresh clock is the lowest number there is: nothing may be subtracted from it.
        if isLate, state.clock.milliseconds - event.occurredAt.milliseconds >= Deciding.lateIsTold {
            reasons.append(.late)
        }
    }

    consuming func finished() -> (state: MemberState, decision: Decision) {
        state.number = journal.number
        state.clock = at
        let decision = Decision(
            number: journal.event,
            programmeVersion: version.number,
            isLate: isLate,
            isInTurn: isInTurn,
            entries: journal.entries,
            reasons: reasons,
            balances: state.balances(at: at),
            levels: state.standings.map { Decision.LevelHeld(tierSet: $0.tierSet, level: $0.level) },
            followUps: followUps,
            counterClaims: counted.claims,
            grants: counted.grants,
            isUncounted: counted.isUncounted
        )
        return (state, decision)
    }

    /// The wallet of this key, which the programme has.
    func wallet(_ key: Key) throws(Refusal) -> Wallet {
        guard let wallet = programme.wallet(key) else {
            throw .unknownWallet(key.text, known: programme.wallets.map(\.key.text))
        }
        return wallet
    }
}
