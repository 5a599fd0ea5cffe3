package import SetiaCore

extension SetiaService {
    /// Makes all that is personal about a member unreadable, for ever; her ledger stays and names nobody.
    ///
    /// That it was done is first written down outside the database, so that a backup of before cannot undo it: opening
    /// it again (`buryAgain`) repeats the erasure.
    ///
    /// - Returns: whether there is such a member; erasing her again changes nothing.
    package func eraseMember(_ member: MemberID) async throws -> Bool {
        let now = surroundings.now()
        let found = try await store.reading { archive -> (identities: [IdentityHash], accounts: [MemberID])? in
            guard let state = try archive.states([StateRequest(member: member)])[0] else { return nil }
            let identities = try archive.person(member)?.identities.map(\.hash) ?? []
            return (identities, state.mergedIn.map(\.other))
        }
        guard let (identities, accounts) = found else { return false }
        // What came to her is hers: it goes with her, the furthest first.
        for account in accounts where account != member { _ = try await eraseMember(account) }
        let tombstone = Tombstone(member: member, erasedAt: now, identities: identities)
        try sealing.bury(tombstone)
        let isDone = try await store.writing { try $0.erase(tombstone) }
        ratingBoard.forget()
        changeSignal.tell([member])
        return isDone
    }

    /// Erases again whoever was erased and is there after all, as after the restore of an older backup.
    ///
    /// - Returns: how many there were.
    package func buryAgain() async throws -> Int {
        let tombstones = try sealing.tombstones()
        guard !tombstones.isEmpty else { return 0 }
        return try await store.writing { ledger in
            let done = try ledger.erased(of: tombstones.map(\.member))
            var again = 0
            for tombstone in tombstones where !done.contains(tombstone.member) {
                if try ledger.erase(tombstone) { again += 1 }
            }
            return again
        }
    }

    /// What stood for the identities of everybody erased: an older list that has one of them does not bring her back.
    func buriedIdentities() throws -> Set<IdentityHash> {
        Set(try sealing.tombstones().flatMap(\.identities))
    }
}
