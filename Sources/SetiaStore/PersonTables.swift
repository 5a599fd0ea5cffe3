internal import SQLBase
internal import SetiaCore
internal import SetiaService

// Reads and writes `person`, `identity` and `identity_key`.

extension TableLedger {
    func members(with identities: [IdentityHash]) throws -> [MemberID?] {
        var members: [IdentityHash: MemberID] = [:]
        try connection.query(findingIdentities, identities.map(\.values)) { row in
            guard let kind = IdentityKind(rawValue: row.text(0)) else { throw MalformedDocument(field: "kind") }
            members[IdentityHash(kind: kind, bytes: row.blob(1))] = try row.memberID(2)
        }
        return identities.map { members[$0] }
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
        try insert([(member, identity)])
    }

    func remove(_ identity: IdentityHash, of member: MemberID) throws {
        let values = identity.values
        try connection.run(
            "DELETE FROM identity WHERE member_id = $1 AND kind = $2 AND hash = $3",
            [.text(member.text)] + values
        )
        try connection.run(
            "DELETE FROM identity_key WHERE kind = $1 AND hash = $2 AND member_id = $3",
            values + [.text(member.text)]
        )
    }

    func move(_ identity: SealedIdentity, from: MemberID, to: MemberID) throws {
        try requireMember(to)
        let hash = identity.hash.values
        try connection.run(
            "DELETE FROM identity WHERE member_id = $1 AND kind = $2 AND hash = $3",
            [.text(from.text)] + hash
        )
        let moved = try connection.run(
            "UPDATE identity_key SET member_id = $3 WHERE kind = $1 AND hash = $2 AND member_id = $4",
            hash + [.text(to.text), .text(from.text)]
        )
        guard moved == 1 else { throw StoreFailure.noSuchMember }
        try insert([], reserved: [(to, identity)])
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
        try connection.run("DELETE FROM birthday WHERE member_id = $1", [id])
        try connection.run("DELETE FROM contact_preference WHERE member_id = $1", [id])
        try connection.run("DELETE FROM member_key WHERE member_id = $1", [id])
        try connection.run("UPDATE event SET sealed = NULL WHERE member_id = $1 AND sealed IS NOT NULL", [id])
        try forgetVisits(of: tombstone.member)
        try forgetMessages(of: tombstone.member)
        try forgetSurveyComments(of: tombstone.member)
        try forgetProductReviews(of: tombstone.member)
        try forgetCases(of: tombstone.member, at: tombstone.erasedAt)
        try forgetPlaces(of: tombstone.member)
        state.status = .erased
        state.facts = MemberFacts()
        try update([state])
        return true
    }
}

extension TableLedger {
    /// Adds identities; nobody else may have them.
    ///
    /// `reserved` ones are hers in the look-up already.
    func insert(
        _ identities: [(member: MemberID, identity: SealedIdentity)],
        reserved: [(member: MemberID, identity: SealedIdentity)] = []
    ) throws {
        try connection.run(
            claimingIdentities,
            identities.map { member, identity in identity.hash.values + [.text(member.text)] }
        )
        try connection.run(
            addingIdentities,
            (identities + reserved).map { member, identity in
                [.text(member.text)] + identity.hash.values + [
                    .blob(identity.sealed), .text(identity.evidence.text),
                    .integer(identity.addedAt.milliseconds),
                ]
            }
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

extension IdentityHash {
    fileprivate var values: [SQLValue] { [.text(kind.rawValue), .blob(bytes)] }
}

private let findingIdentities = SQLBulk(
    [("kind", .text), ("hash", .blob)],
    one: "SELECT kind, hash, member_id FROM identity_key WHERE kind = $1 AND hash = $2",
    many: """
        SELECT identity_key.kind, identity_key.hash, identity_key.member_id
        FROM given JOIN identity_key ON identity_key.kind = given.kind AND identity_key.hash = given.hash
        """
)

private let claimingIdentities = SQLBulk.insert(
    into: "identity_key",
    [("kind", .text), ("hash", .blob), ("member_id", .text)]
)

private let addingIdentities = SQLBulk.insert(
    into: "identity",
    [
        ("member_id", .text), ("kind", .text), ("hash", .blob), ("sealed", .blob), ("evidence", .text),
        ("added_ms", .integer),
    ]
)

extension StoreFailure {
    /// What a caller did wrong who writes about nobody.
    static let noSuchMember = StoreFailure(kind: .other, message: "there is no such member to write about")
}
