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
        let identities = try await store.reading { archive -> [IdentityHash]? in
            guard try archive.states([StateRequest(member: member)])[0] != nil else { return nil }
            return try archive.person(member)?.identities.map(\.hash) ?? []
        }
        guard let identities else { return false }
        let tombstone = Tombstone(member: member, erasedAt: now, identities: identities)
        try sealing.bury(tombstone)
        let isDone = try await store.writing { try $0.erase(tombstone) }
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
