package import JSONText
package import SetiaCore

/// All that is kept of one member, with what is personal opened: what she may take with her, and what a brand may.
package struct ExportedMember: Sendable {
    /// Her state as it is kept, how she is recognised, and what is known of her.
    package let view: MemberView
    /// Her events in the order of their numbers.
    package let events: [ExportedEvent]
    /// Her entries in the order of their numbers.
    package let entries: [Entry]
}

/// A recorded event with its personal part opened.
package struct ExportedEvent: Sendable {
    /// The event.
    package let stored: StoredEvent
    /// What else was said; empty where nothing was, and once she is erased.
    package let personal: JSONObject
}

extension SetiaService {
    /// The members after `after`, at most `limit`, guests and erased ones too; none at the end.
    ///
    /// A page is one view of what is committed; two pages are two. What is sealed with a key that is gone is left out.
    package func exportPage(after: MemberID?, limit: Int) async throws -> [ExportedMember] {
        let now = surroundings.now()
        return try await store.reading { archive in
            let members = try archive.members(after: after, limit: limit)
            let states = try archive.states(members.map { StateRequest(member: $0) })
            let keys = try archive.keys(of: members)
            return try zip(members, zip(states, keys)).compactMap { member, kept in
                guard let state = kept.0 else { return nil }
                let sealed = try archive.person(member)
                return ExportedMember(
                    view: MemberView(
                        state: state,
                        at: now,
                        identities: try self.open(sealed?.identities ?? [], of: member, with: kept.1),
                        person: try self.open(sealed?.document, of: member, with: kept.1)
                    ),
                    events: try archive.history(of: member).map { stored in
                        ExportedEvent(stored: stored, personal: try self.personal(of: stored, with: kept.1))
                    },
                    entries: try archive.ledger(of: member)
                )
            }
        }
    }

    private func personal(of stored: StoredEvent, with key: WrappedKey?) throws -> JSONObject {
        guard let sealed = stored.sealed, let key else { return [:] }
        let opened = try JSON.parse(try sealing.open(sealed, of: stored.member, use: .event, with: key))
        return opened.object ?? [:]
    }
}
