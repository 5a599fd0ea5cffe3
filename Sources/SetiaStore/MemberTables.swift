internal import SQLBase
internal import SetiaCore
internal import SetiaService

// Reads and writes `member`.

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
        return try state(of: member, row)
    }

    /// Where a member stands whose row this is: status, is_guest, number, clock_ms, due_ms, joined_ms, document.
    func state(of member: MemberID, _ row: SQLRow) throws -> MemberState {
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
        guard changed == 1 else { throw StoreFailure.noSuchMember }
    }
}

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
