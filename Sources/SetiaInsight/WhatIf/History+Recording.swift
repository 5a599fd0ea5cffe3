package import SetiaCore

extension History {
    /// What would be kept of a member had these events been recorded one after the other under `book`.
    ///
    /// What the programme refuses is not recorded, as it would not have been.
    ///
    /// - Parameters:
    ///   - events: In the order in which they were told.
    ///   - member: Who; any id.
    ///   - book: What held.
    /// - Returns: her history, and how many events were refused.
    package static func recording(
        _ events: [Event],
        of member: MemberID,
        under book: ProgrammeBook
    ) -> (history: History, refused: Int) {
        var replay = Replay(of: member, events.map { PastEvent(number: 0, programmeVersion: 0, event: $0) })
        var past: [PastEvent] = []
        var movements: [Movement] = []
        for event in events {
            let version = book.version(at: event.occurredAt)
            guard let decision = try? replay.take(event, by: version) else { continue }
            past.append(PastEvent(number: decision.number, programmeVersion: version.number, event: event))
            movements += decision.entries.map { Movement($0) }
        }
        var history = History(state: replay.state)
        history.events = past
        history.movements = movements
        return (history, events.count - past.count)
    }
}
