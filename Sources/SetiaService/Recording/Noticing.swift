internal import SetiaCore

extension SetiaService {
    /// What is to be said of what a decision found to be near (rules L-12 and T-12), as events to be written with its own:
    /// so each is said once, and none is lost.
    ///
    /// - Parameters:
    ///   - decision: The decision.
    ///   - state: Where the member stands after it.
    ///   - version: By which version it was made.
    ///   - recordedAt: When it is written.
    ///   - claims: Whether their keys are claimed with them.
    /// - Returns: the events, and where she stands after them.
    func noticed(
        _ decision: Decision,
        _ state: MemberState,
        by version: ProgrammeVersion,
        recordedAt: Instant,
        claims: Bool = true
    ) -> (events: [MemberPart.RecordedEvent], state: MemberState) {
        var last = state
        var events: [MemberPart.RecordedEvent] = []
        for notice in decision.notices(for: state.member, at: state.clock) {
            // It changes nothing, so nothing can be said against it.
            guard let (after, decided) = try? decide(version, last, notice) else { continue }
            last = after
            let prepared = prepare(Intake(event: notice, who: .member(state.member)))
            events.append(
                MemberPart.RecordedEvent(
                    event: notice,
                    facts: prepared.facts,
                    sealed: nil,
                    contentHash: prepared.contentHash,
                    claims: claims ? prepared.claims : [],
                    recordedAt: recordedAt,
                    decision: decided
                )
            )
        }
        return (events, last)
    }
}
