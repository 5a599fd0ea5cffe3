internal import SQLBase
internal import SetiaCore
internal import SetiaService

// Reads and writes `person`, `identity` and `identity_key`.

extension TableLedger {
    func members(with identities: [IdentityHash]) throws -> [MemberID?] {
        try identities.map { identity in
            try connection.first(
                "SELECT member_id FROM identity_key WHERE kind = $1 AND hash = $2",
                [.text(identity.kind.rawValue), .blob(identity.bytes)]
            )?.memberID(0)
        }
    }

    func person(_ member: MemberID) throws -> SealedPerson? {
        let id = [SQLValue.text(member.text)]
        guard try connection.first("SELECT 1 FROM member WHERE member_id = $1", id) != nil else { return nil }
        let document = try connection.first("SELECT sealed FROM person WHERE member_id = $1", id)?.blob(0)
        return SealedPerson(document: document, identities: try identities(of: member))
    }

    func setPerson(_ document: [UInt8]?, of member: MemberID) throws {
        try requireMember(member)
        guard let document else {
            try connection.run("DELETE FROM person WHERE member_id = $1", [.text(member.text)])
            return
        }
        try connection.run(
            """
            INSERT INTO person (member_id, sealed) VALUES ($1, $2)
            ON CONFLICT (member_id) DO UPDATE SET sealed = excluded.sealed
            """,
            [.text(member.text), .blob(document)]
        )
    }

    func add(_ identity: SealedIdentity, to member: MemberID) throws {
        try requireMember(member)
        try insert(identity, of: .text(member.text))
    }

    /// Deletes the rows, and with SQLite's `secure_delete` their bytes in the file too.
    ///
    /// The write-ahead log may still hold them, the wrapped key too, until it is written over or the database closed;
    /// destroying the epoch of the server's key ends that in any case.
    func erase(_ tombstone: Tombstone) throws -> Bool {
        guard var state = try state(of: tombstone.member) else { return false }
        let id = SQLValue.text(tombstone.member.text)
        for hash in try identities(of: tombstone.member).map(\.hash) + tombstone.identities {
            try connection.run(
                "DELETE FROM identity_key WHERE kind = $1 AND hash = $2 AND member_id = $3",
                [.text(hash.kind.rawValue), .blob(hash.bytes), id]
            )
        }
        try connection.run("DELETE FROM identity WHERE member_id = $1", [id])
        try connection.run("DELETE FROM person WHERE member_id = $1", [id])
        try setWords([], of: tombstone.member)
        try connection.run("DELETE FROM member_key WHERE member_id = $1", [id])
        try connection.run("UPDATE event SET sealed = NULL WHERE member_id = $1 AND sealed IS NOT NULL", [id])
        try forgetVisits(of: tombstone.member)
        state.status = .erased
        state.facts = MemberFacts()
        try update(state)
        return true
    }
}

extension TableLedger {
    /// Adds an identity; nobody else may have it.
    func insert(_ identity: SealedIdentity, of id: SQLValue) throws {
        let (kind, hash) = (SQLValue.text(identity.hash.kind.rawValue), SQLValue.blob(identity.hash.bytes))
        try connection.run("INSERT INTO identity_key (kind, hash, member_id) VALUES ($1, $2, $3)", [kind, hash, id])
        try connection.run(
            """
            INSERT INTO identity (member_id, kind, hash, sealed, evidence, added_ms) VALUES ($1, $2, $3, $4, $5, $6)
            """,
            [
                id, kind, hash, .blob(identity.sealed), .text(identity.evidence.text),
                .integer(identity.addedAt.milliseconds),
            ]
        )
    }

    private func identities(of member: MemberID) throws -> [SealedIdentity] {
        try connection.rows(
            """
            SELECT kind, hash, sealed, evidence, added_ms FROM identity WHERE member_id = $1
            ORDER BY added_ms, kind, hash
            """,
            [.text(member.text)]
        ).map { row in
            guard let kind = IdentityKind(rawValue: row.text(0)) else { throw MalformedDocument(field: "kind") }
            return SealedIdentity(
                hash: IdentityHash(kind: kind, bytes: row.blob(1)),
                sealed: row.blob(2),
                evidence: Key(row.text(3)),
                addedAt: row.instant(4)
            )
        }
    }

    private func requireMember(_ member: MemberID) throws {
        guard try connection.first("SELECT 1 FROM member WHERE member_id = $1", [.text(member.text)]) != nil else {
            throw StoreFailure.noSuchMember
        }
    }
}

extension StoreFailure {
    /// What a caller did wrong who writes about nobody.
    static let noSuchMember = StoreFailure(kind: .other, message: "there is no such member to write about")
}
