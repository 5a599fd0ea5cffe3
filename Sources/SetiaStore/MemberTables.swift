internal import SetiaCore
internal import SQLBase
internal import SetiaService

// Reads and writes `member`, `person`, `identity` and `identity_key`.

extension TableLedger {
    func states(_ requests: [StateRequest]) throws -> [MemberState?] {
        try requests.map { request in
            guard var state = try state(of: request.member) else { return nil }
            for order in request.orders {
                if let record = try record(of: order, member: request.member) { state.records.append(record) }
            }
            return state
        }
    }

    func members(with identities: [IdentityHash]) throws -> [MemberID?] {
        try identities.map { identity in
            try connection.first(
                "SELECT member_id FROM identity_key WHERE kind = $1 AND hash = $2",
                [.text(identity.kind.rawValue), .blob(identity.bytes)]
            )?.memberID(0)
        }
    }

    func members(after: MemberID?, limit: Int) throws -> [MemberID] {
        try connection.rows(
            "SELECT member_id FROM member WHERE member_id > $1 ORDER BY member_id LIMIT $2",
            [.text(after?.text ?? ""), .integer(Int64(limit))]
        ).map { try $0.memberID(0) }
    }

    func members(dueBy moment: Instant, limit: Int) throws -> [MemberID] {
        try connection.rows(
            "SELECT member_id FROM member WHERE due_ms <= $1 ORDER BY due_ms, member_id LIMIT $2",
            [.integer(moment.milliseconds), .integer(Int64(limit))]
        ).map { try $0.memberID(0) }
    }

    func memberCounts() throws -> [MemberStatus: Int64] {
        var counts: [MemberStatus: Int64] = [:]
        try connection.query("SELECT status, COUNT(*) FROM member WHERE is_guest = 0 GROUP BY status") { row in
            counts[try row.memberStatus(0)] = row.int(1)
        }
        return counts
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

    func erased(of members: [MemberID]) throws -> Set<MemberID> {
        var erased: Set<MemberID> = []
        for member in members {
            let row = try connection.first(
                "SELECT 1 FROM member WHERE member_id = $1 AND status = $2",
                [.text(member.text), .text(MemberStatus.erased.rawValue)]
            )
            if row != nil { erased.insert(member) }
        }
        return erased
    }

    /// The rows go, and with `secure_delete` their bytes in the file too. What the write-ahead log still holds of them
    /// is sealed under a key that is gone, save the key itself, until the log is written over or closed.
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
        try connection.run("DELETE FROM member_key WHERE member_id = $1", [id])
        try connection.run("UPDATE event SET sealed = NULL WHERE member_id = $1 AND sealed IS NOT NULL", [id])
        state.status = .erased
        state.facts = MemberFacts()
        try update(state)
        return true
    }
}

extension TableLedger {
    /// Where a member stands, without any record of an order.
    func state(of member: MemberID) throws -> MemberState? {
        guard
            let row = try connection.first(
                """
                SELECT status, is_guest, number, clock_ms, due_ms, joined_ms, document
                FROM member WHERE member_id = $1
                """,
                [.text(member.text)]
            )
        else { return nil }
        var state = MemberState(member: member)
        state.status = try row.memberStatus(0)
        state.isGuest = row.int(1) != 0
        state.number = row.int(2)
        state.clock = row.instant(3)
        state.joinedAt = row.instantOrNil(5)
        try StateDocument.read(row.text(6), into: &state)
        dueAsKept[member] = .some(row.instantOrNil(4))
        return state
    }

    /// Writes a new member.
    func insert(_ state: MemberState, _ newcomer: MemberPart.Newcomer) throws {
        let id = SQLValue.text(state.member.text)
        try connection.run(
            """
            INSERT INTO member (member_id, status, is_guest, number, clock_ms, due_ms, lane, joined_ms, document)
            VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)
            """,
            [
                id, .text(state.status.rawValue), .integer(state.isGuest ? 1 : 0), .integer(state.number),
                .integer(state.clock.milliseconds), .optional(state.nextDue?.milliseconds),
                .integer(state.member.lane), .optional(state.joinedAt?.milliseconds),
                .text(StateDocument.text(of: state)),
            ]
        )
        if let key = newcomer.key { try insert(key, of: id) }
        if let person = newcomer.person {
            try connection.run("INSERT INTO person (member_id, sealed) VALUES ($1, $2)", [id, .blob(person)])
        }
        for identity in newcomer.identities { try insert(identity, of: id) }
    }

    /// Writes where a member stands who was there.
    ///
    /// What falls due is written only where it changes: the index on it is then left alone, which is one page less to
    /// write for most events.
    func update(_ state: MemberState) throws {
        let due = state.nextDue
        var values: [SQLValue] = [
            .text(state.member.text), .text(state.status.rawValue), .integer(state.isGuest ? 1 : 0),
            .integer(state.number), .integer(state.clock.milliseconds), .optional(state.joinedAt?.milliseconds),
            .text(StateDocument.text(of: state)),
        ]
        let changed: Int
        if let kept = dueAsKept[state.member], kept == due {
            changed = try connection.run(
                """
                UPDATE member SET status = $2, is_guest = $3, number = $4, clock_ms = $5, joined_ms = $6, document = $7
                WHERE member_id = $1
                """,
                values
            )
        } else {
            values.append(.optional(due?.milliseconds))
            changed = try connection.run(
                """
                UPDATE member SET status = $2, is_guest = $3, number = $4, clock_ms = $5, joined_ms = $6, document = $7,
                    due_ms = $8
                WHERE member_id = $1
                """,
                values
            )
            dueAsKept[state.member] = .some(due)
        }
        guard changed == 1 else { throw noSuchMember }
    }

    private func insert(_ identity: SealedIdentity, of id: SQLValue) throws {
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
            throw noSuchMember
        }
    }
}

/// What a caller did wrong who writes about nobody.
private let noSuchMember = StoreFailure(kind: .other, message: "there is no such member to write about")

extension MemberID {
    /// 0 to 63: the low bits of the id, which are random.
    var lane: Int64 { Int64(identifier.low & 63) }
}

extension SQLRow {
    fileprivate func memberStatus(_ column: Int) throws(MalformedDocument) -> MemberStatus {
        guard let status = MemberStatus(rawValue: text(column)) else { throw MalformedDocument(field: "status") }
        return status
    }
}
