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
            return try zip(states, keys).compactMap { state, key in
                try state.map { try self.exported($0, key, at: now, archive) }
            }
        }
    }

    /// All that is kept of one member; none where there is no such one.
    package func exportMember(_ member: MemberID) async throws -> ExportedMember? {
        let now = surroundings.now()
        return try await store.reading { archive in
            guard let state = try archive.states([StateRequest(member: member)])[0] else { return nil }
            return try self.exported(state, try archive.keys(of: [member])[0], at: now, archive)
        }
    }

    private func exported(_ state: MemberState, _ key: WrappedKey?, at now: Instant, _ archive: any Archive) throws
        -> ExportedMember
    {
        let member = state.member
        let sealed = try archive.person(member)
        return ExportedMember(
            view: MemberView(
                state: state,
                at: now,
                identities: try open(sealed?.identities ?? [], of: member, with: key),
                person: try open(sealed?.document, of: member, with: key)
            ),
            events: try archive.history(of: member).map { stored in
                ExportedEvent(stored: stored, personal: try personal(of: stored, with: key))
            },
            entries: try archive.ledger(of: member)
        )
    }

    private func personal(of stored: StoredEvent, with key: WrappedKey?) throws -> JSONObject {
        guard let sealed = stored.sealed, let key else { return [:] }
        let opened = try JSON.parse(try sealing.open(sealed, of: stored.member, use: .event, with: key))
        return opened.object ?? [:]
    }
}
