package import SetiaCore

/// One member's events, decided again from nothing, by whichever programme is handed in with each.
///
/// It is the same `decide` that recorded them: under the same programme it gives the same entries, to the number.
///
/// - Complexity: Orders that no later event names are not remembered, so that a member of many orders costs no more an
///   event than one of few.
package struct Replay: Sendable {
    /// Where she stands after what was taken so far.
    package private(set) var state: MemberState
    private var records: [OrderKey: OrderRecord] = [:]
    private let named: Set<OrderKey>
    /// What was taken so far, where an event among all is late and asks for it.
    private var past: [DecidedEvent]?

    /// A replay of `events`, none of which is taken yet.
    package init(of member: MemberID, _ events: [PastEvent]) {
        state = MemberState(member: member)
        named = Set(events.compactMap { $0.event.laterOrder })
        var clock = Instant(milliseconds: .min)
        for event in events {
            if event.event.occurredAt < clock { past = [] }
            clock = max(clock, event.event.occurredAt)
        }
    }

    /// Decides the next event; a late one in its turn (rule D-5).
    ///
    /// - Parameters:
    ///   - event: The next one.
    ///   - version: What decides it.
    ///   - book: What decided those before it; none is `version` for all of them.
    ///   - granting: What it is granted of what it claims of counters that members share; none grants all.
    /// - Returns: what it does.
    /// - Throws: why this programme says no; nothing has changed then.
    package mutating func take(
        _ event: Event,
        by version: ProgrammeVersion,
        of book: ProgrammeBook? = nil,
        granting: (([CounterClaim]) -> [Grant])? = nil
    ) throws(Refusal) -> Decision {
        var decided = try take(event, version, book, .asking)
        if let granting, decided.decision.counterClaims.contains(where: { $0.amount > 0 }) {
            decided = try take(event, version, book, .granted(granting(decided.decision.counterClaims)))
        }
        state = decided.state
        for record in state.records where named.contains(record.key) { records[record.key] = record }
        state.records = []
        past?.append(
            DecidedEvent(
                event: event,
                decision: granting == nil && !decided.decision.counterClaims.isEmpty
                    ? decided.decision.unbound : decided.decision
            )
        )
        return decided.decision
    }

    private mutating func take(
        _ event: Event,
        _ version: ProgrammeVersion,
        _ book: ProgrammeBook?,
        _ counting: Counting
    ) throws(Refusal) -> (state: MemberState, decision: Decision) {
        state.records = event.order.flatMap { records[$0] }.map { [$0] } ?? []
        return try past == nil
            ? decide(version, state, event, counting: counting) : inTurn(event, version, book, counting)
    }

    private mutating func inTurn(
        _ event: Event,
        _ version: ProgrammeVersion,
        _ book: ProgrammeBook?,
        _ counting: Counting
    ) throws(Refusal) -> (state: MemberState, decision: Decision) {
        guard let book = book ?? ProgrammeBook([version]), Refold.isDue(event, state, under: book) else {
            return try decide(version, state, event, counting: counting)
        }
        let refold = try Refold(of: event, after: past ?? [], state, under: book, counting: counting)
        for order in refold.orders where order != event.order {
            if let record = records[order] { state.records.append(record) }
        }
        return try decide(version, state, event, refold, counting: counting)
    }

    /// Lets happen what falls due by `moment`, as the clockwork would by now.
    ///
    /// - Returns: what that moves; nothing where nothing falls due.
    package mutating func pass(
        to moment: Instant,
        version: (Instant) -> ProgrammeVersion
    ) throws(Refusal) -> [Entry] {
        let (after, entries) = try passed(state, to: moment, version: version)
        state = after
        return entries
    }
}

/// What falls due by `moment` for a member who stands at `state`, by the version that holds when it does.
package func passed(
    _ state: MemberState,
    to moment: Instant,
    version: (Instant) -> ProgrammeVersion
) throws(Refusal) -> (state: MemberState, entries: [Entry]) {
    var state = state
    var entries: [Entry] = []
    while let due = state.nextDue, due <= moment {
        let event = Event(source: "setia/clock", id: "", occurredAt: due, matter: .timePassed)
        let decided = try decide(version(due), state, event)
        state = decided.state
        entries += decided.decision.entries
    }
    return (state, entries)
}

extension Event {
    /// The order that it names.
    fileprivate var order: OrderKey? {
        switch matter {
        case .orderPaid(let order): OrderKey(source: source, id: order.id)
        default: laterOrder
        }
    }
}
