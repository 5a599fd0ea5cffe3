package import JSONText
package import SetiaCore

/// A member as a person who may know looks at her.
package struct MemberView: Sendable {
    /// Where she stands, all that fell due by now taken as done.
    package let state: MemberState
    /// The moment of the view.
    package let at: Instant
    /// How she is recognised, in clear; empty once she is erased.
    package let identities: [Identity]
    /// What else is known of her, in clear.
    package let person: JSONObject

    /// What she holds in each wallet.
    package var balances: [WalletBalance] {
        state.balances(at: at)
    }
}

extension SetiaService {
    /// A member as she is now, with what is personal opened; none where there is no such member.
    package func member(_ id: MemberID) async throws -> MemberView? {
        let now = surroundings.now()
        return try await store.reading { archive in
            guard let state = try archive.states([StateRequest(member: id)])[0] else { return nil }
            let key = try archive.keys(of: [id])[0]
            let sealed = try archive.person(id)
            return MemberView(
                state: try self.advanced(state, to: now, archive),
                at: now,
                identities: try self.open(sealed?.identities ?? [], of: id, with: key),
                person: try self.open(sealed?.document, of: id, with: key)
            )
        }
    }

    /// Who has this identity, or none.
    package func member(with identity: Identity) async throws -> MemberID? {
        let hash = sealing.identityHash(identity)
        return try await store.reading { try $0.members(with: [hash])[0] }
    }

    /// A member's points as they are now, without anything personal; none where there is no such member.
    package func points(of id: MemberID) async throws -> MemberView? {
        let now = surroundings.now()
        return try await store.reading { archive in
            guard let state = try archive.states([StateRequest(member: id)])[0] else { return nil }
            return MemberView(state: try self.advanced(state, to: now, archive), at: now, identities: [], person: [:])
        }
    }

    /// A page of a member's ledger, newest first; none where there is no such member.
    package func entries(of id: MemberID, wallet: Key?, before: Int64?, limit: Int) async throws -> [Entry]? {
        try await store.reading { archive in
            guard try archive.states([StateRequest(member: id)])[0] != nil else { return nil }
            return try archive.entries(of: id, wallet: wallet, before: before, limit: limit)
        }
    }

    /// A page of a member's events, newest first; none where there is no such member.
    package func events(of id: MemberID, before: Int64?, limit: Int) async throws -> [StoredEvent]? {
        try await store.reading { archive in
            guard try archive.states([StateRequest(member: id)])[0] != nil else { return nil }
            return try archive.events(of: id, before: before, limit: limit)
        }
    }

    /// One recorded event, or none.
    package func event(_ id: EventID) async throws -> StoredEvent? {
        try await store.reading { try $0.event(id) }
    }

    /// The state as it will be written when somebody next looks: what falls due by `now` taken as done.
    func advanced(_ state: MemberState, to now: Instant, _ archive: any Archive) throws -> MemberState {
        guard let due = state.nextDue, due <= now, state.status != .erased,
            let book = try configuration(archive).book
        else { return state }
        let event = Event(source: "setia/clock", id: "look", occurredAt: now, matter: .timePassed)
        return try decide(book.version(at: now), state, event).state
    }

    /// Identities in clear; none where the member's key is destroyed.
    func open(_ identities: [SealedIdentity], of member: MemberID, with key: WrappedKey?) throws -> [Identity] {
        guard let key else { return [] }
        return try identities.map { sealed in
            let text = try sealing.open(sealed.sealed, of: member, use: .identity, with: key)
            return try Identity(kind: sealed.hash.kind, text: String(decoding: text, as: UTF8.self))
        }
    }

    /// What is known of a person, in clear; nothing where the member's key is destroyed.
    func open(_ document: [UInt8]?, of member: MemberID, with key: WrappedKey?) throws -> JSONObject {
        guard let document, let key else { return [:] }
        let opened = try JSON.parse(try sealing.open(document, of: member, use: .person, with: key))
        return opened.object ?? [:]
    }
}
