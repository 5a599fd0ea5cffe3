internal import SetiaCore
internal import SetiaInsight
internal import SetiaService

extension ModelLedger {
    func walk(_ each: (MemberID, Int64) throws -> Void) throws {
        for (member, state) in kept.members.sorted(by: { $0.key < $1.key }) { try each(member, state.number) }
    }

    func pastEvents(after: MemberID?, through last: MemberID, _ each: (MemberID, PastEvent) throws -> Void) throws {
        for member in stretch(after, last) {
            for stored in kept.events[member] ?? [] {
                try each(
                    member,
                    PastEvent(
                        number: stored.decision.number,
                        programmeVersion: stored.decision.programmeVersion,
                        event: stored.event
                    )
                )
            }
        }
    }

    func pastMovements(
        after: MemberID?,
        through last: MemberID,
        _ each: (MemberID, Movement) throws -> Void
    ) throws {
        for member in stretch(after, last) {
            for entry in kept.entries(of: member) { try each(member, Movement(entry)) }
        }
    }

    private func stretch(_ after: MemberID?, _ last: MemberID) -> [MemberID] {
        kept.members.keys.filter { member in member <= last && after.map { member > $0 } ?? true }.sorted()
    }
}
