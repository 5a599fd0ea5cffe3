internal import SQLBase
internal import SetiaCore
internal import SetiaService

// Reads and writes `member`.

extension TableLedger {
    func states(_ requests: [StateRequest]) throws -> [MemberState?] {
        let states = try states(of: requests.map(\.member))
        return try requests.map { request in
            guard var state = states[request.member] else { return nil }
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

    func members(dueBy moment: Instant, in lanes: LaneSet, limit: Int) throws -> [MemberID] {
        try connection.rows(
            """
            SELECT member_id FROM member WHERE due_ms <= $1 AND (CAST($2 AS BIGINT) >> CAST(lane AS INTEGER)) & 1 = 1
            ORDER BY due_ms, member_id LIMIT $3
            """,
            [.integer(moment.milliseconds), .integer(Int64(bitPattern: lanes.bits)), .integer(Int64(limit))]
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
        try connection.query(findingErased, members.map { [.text($0.text)] }) { row in
            erased.insert(try row.memberID(0))
        }
        return erased
    }
}

extension TableLedger {
    /// Where a member stands, without any record of an order.
    func state(of member: MemberID) throws -> MemberState? {
        try states(of: [member])[member]
    }

    /// Where members stand, without any record of an order.
    ///
    /// In a transaction that writes, their rows are locked in the order of their ids, on a database that locks rows:
    /// whoever else wants one of them waits here, and nobody waits in a circle.
    func states(of members: [MemberID]) throws -> [MemberID: MemberState] {
        var states: [MemberID: MemberState] = [:]
        let take = { (row: SQLRow) in
            let member = try row.memberID(7)
            states[member] = try self.state(of: member, row)
        }
        if isDistributed, purpose != .reading, connection.dialect == .postgres {
            for member in members.sorted() { try connection.query(lockingMember, [.text(member.text)], each: take) }
        } else {
            let rows = members.map { [SQLValue.text($0.text)] }
            try connection.query(purpose == .reading ? readingMembers : lockingMembers, rows, each: take)
        }
        return states
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

    /// Writes new members.
    func insert(_ parts: [MemberPart]) throws {
        try connection.run(
            addingMembers,
            parts.map { part in
                let state = part.state
                return [
                    .text(state.member.text), .text(state.status.rawValue), .integer(state.isGuest ? 1 : 0),
                    .integer(state.number), .integer(state.clock.milliseconds),
                    .optional(state.nextLook?.milliseconds), .integer(state.member.lane),
                    .optional(state.joinedAt?.milliseconds), .text(StateDocument.text(of: state)),
                ]
            }
        )
        let newcomers = parts.compactMap { part in part.newcomer.map { (part.state.member, $0) } }
        try insert(newcomers.compactMap { member, newcomer in newcomer.key.map { (member, $0) } })
        try connection.run(
            addingPersons,
            newcomers.compactMap { member, newcomer in newcomer.person.map { [.text(member.text), .blob($0)] } }
        )
        try insert(
            newcomers.flatMap { member, newcomer in newcomer.identities.map { (member, $0) } },
            reserved: newcomers.flatMap { member, newcomer in newcomer.reserved.map { (member, $0) } }
        )
        try insert(newcomers.filter { !$0.1.words.isEmpty }.map { ($0.0, $0.1.words) })
    }

    /// Writes where members stand who were there.
    ///
    /// What falls due is written only where it changes: the index on it is then left alone, which is one page less to
    /// write for most events.
    func update(_ states: [MemberState]) throws {
        var (changed, kept) = ([[SQLValue]](), [[SQLValue]]())
        for state in states {
            let due = state.nextLook
            let values: [SQLValue] = [
                .text(state.member.text), .text(state.status.rawValue), .integer(state.isGuest ? 1 : 0),
                .integer(state.number), .integer(state.clock.milliseconds), .optional(state.joinedAt?.milliseconds),
                .text(StateDocument.text(of: state)),
            ]
            if let before = dueAsKept[state.member], before == due {
                kept.append(values)
            } else {
                changed.append(values + [.optional(due?.milliseconds)])
                dueAsKept[state.member] = .some(due)
            }
        }
        guard try connection.run(movingMembers, kept) + connection.run(movingDueMembers, changed) == states.count else {
            throw StoreFailure.noSuchMember
        }
    }
}

extension SQLRow {
    fileprivate func memberStatus(_ column: Int) throws(MalformedDocument) -> MemberStatus {
        guard let status = MemberStatus(rawValue: text(column)) else { throw MalformedDocument(field: "status") }
        return status
    }
}

private let memberColumns = "status, is_guest, number, clock_ms, due_ms, joined_ms, document, member_id"

private let readingMembers = SQLBulk(
    [("member_id", .text)],
    one: "SELECT \(memberColumns) FROM member WHERE member_id = $1",
    many: "SELECT \(memberColumns) FROM member WHERE member_id = ANY($1::text[])"
)

private let lockingMembers = SQLBulk(
    [("member_id", .text)],
    one: "SELECT \(memberColumns) FROM member WHERE member_id = $1",
    many: "SELECT \(memberColumns) FROM member WHERE member_id = ANY($1::text[]) ORDER BY member_id FOR UPDATE"
)

/// The same for one member, on whichever machine she is.
private let lockingMember = SQLStatement("SELECT \(memberColumns) FROM member WHERE member_id = $1 FOR UPDATE")

private let findingErased = SQLBulk(
    [("member_id", .text)],
    one: "SELECT member_id FROM member WHERE member_id = $1 AND status = 'erased'",
    many: "SELECT member_id FROM member WHERE member_id = ANY($1::text[]) AND status = 'erased'"
)

private let addingMembers = SQLBulk.insert(
    into: "member",
    [
        ("member_id", .text), ("status", .text), ("is_guest", .integer), ("number", .integer),
        ("clock_ms", .integer), ("due_ms", .integer), ("lane", .integer), ("joined_ms", .integer),
        ("document", .text),
    ]
)

private let addingPersons = SQLBulk.insert(into: "person", [("member_id", .text), ("sealed", .blob)])

private let movingMembers = SQLBulk(
    [
        ("member_id", .text), ("status", .text), ("is_guest", .integer), ("number", .integer), ("clock_ms", .integer),
        ("joined_ms", .integer), ("document", .text),
    ],
    one: """
        UPDATE member SET status = $2, is_guest = $3, number = $4, clock_ms = $5, joined_ms = $6, document = $7
        WHERE member_id = $1
        """,
    many: """
        UPDATE member SET status = given.status, is_guest = given.is_guest, number = given.number,
            clock_ms = given.clock_ms, joined_ms = given.joined_ms, document = given.document
        FROM given WHERE member.member_id = given.member_id
        """
)

private let movingDueMembers = SQLBulk(
    [
        ("member_id", .text), ("status", .text), ("is_guest", .integer), ("number", .integer), ("clock_ms", .integer),
        ("joined_ms", .integer), ("document", .text), ("due_ms", .integer),
    ],
    one: """
        UPDATE member SET status = $2, is_guest = $3, number = $4, clock_ms = $5, joined_ms = $6, document = $7,
            due_ms = $8
        WHERE member_id = $1
        """,
    many: """
        UPDATE member SET status = given.status, is_guest = given.is_guest, number = given.number,
            clock_ms = given.clock_ms, joined_ms = given.joined_ms, document = given.document, due_ms = given.due_ms
        FROM given WHERE member.member_id = given.member_id
        """
)
