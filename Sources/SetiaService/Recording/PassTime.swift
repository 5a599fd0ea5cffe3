internal import SetiaCore

extension SetiaService {
    /// Writes what time alone changes by now: lapses, ended terms, debts paid by points that became active.
    ///
    /// No answer hangs on it having run: whoever looks sees what falls due as done. Each moment is written as an event of
    /// its own (`time.passed`), so that a replay does the same.
    ///
    /// - Parameter onProgress: Is told how many members are done so far.
    /// - Returns: how many members something changed for.
    package func passTime(onProgress: @Sendable (Int) -> Void = { _ in }) async throws -> Int {
        let now = surroundings.now()
        var done = 0
        while true {
            let batch = try await store.writing { ledger in
                let due = try ledger.members(dueBy: now, limit: 500)
                guard !due.isEmpty else { return 0 }
                let book = try self.configuration(ledger).published()
                let parts = try ledger.states(due.map { StateRequest(member: $0) }).compactMap { state in
                    try state.map { try self.timePassed($0, by: now, book) }
                }
                for failure in try ledger.append(parts) { if let failure { throw failure } }
                return due.count
            }
            guard batch > 0 else { return done }
            done += batch
            onProgress(done)
        }
    }

    private func timePassed(_ state: MemberState, by now: Instant, _ book: ProgrammeBook) throws -> MemberPart {
        var state = state
        var events: [MemberPart.RecordedEvent] = []
        while let due = state.nextDue, due <= now {
            let event = Event(
                source: "setia/clock",
                id: Key("\(state.member.text)-\(state.number + 1)"),
                occurredAt: due,
                matter: .timePassed
            )
            let prepared = prepare(Intake(event: event, who: .member(state.member)))
            let (after, decision) = try decide(book.version(at: due), state, event)
            state = after
            events.append(
                MemberPart.RecordedEvent(
                    event: event,
                    facts: prepared.facts,
                    sealed: nil,
                    contentHash: prepared.contentHash,
                    claims: prepared.claims,
                    recordedAt: now,
                    decision: decision
                )
            )
        }
        return MemberPart(state: state, newcomer: nil, events: events)
    }
}
