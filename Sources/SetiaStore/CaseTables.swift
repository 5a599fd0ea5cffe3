internal import SQLBase
internal import SetiaCare
internal import SetiaCore
internal import SetiaService

// Reads and writes `member_case`, `case_step`, `compensation` and `compensation_budget`.

extension TableLedger {
    func memberCase(_ id: CaseID) throws -> MemberCase? {
        try connection.first(SQLStatement("\(caseRows) WHERE member_id = $1 AND case_id = $2"), id.values)?
            .memberCase()
    }

    func memberCases(of member: MemberID, limit: Int) throws -> [MemberCase] {
        try connection.rows(
            SQLStatement("\(caseRows) WHERE member_id = $1 ORDER BY case_id DESC LIMIT $2"),
            [.text(member.text), .integer(Int64(limit))]
        ).map { try $0.memberCase() }
    }

    func memberCases(_ filter: CaseFilter, of staff: StaffID?, at now: Instant, after: CaseCursor?, limit: Int) throws
        -> [MemberCase]
    {
        let place: [SQLValue] = [
            .integer(after?.dueAt.milliseconds ?? .min), .text(after?.identifier.text ?? ""), .integer(Int64(limit)),
        ]
        let page = "due_ms >= $1 AND (due_ms > $1 OR case_id > $2) ORDER BY due_ms, case_id LIMIT $3"
        let rows =
            switch filter {
            case .open: try connection.rows(SQLStatement("\(caseRows) WHERE is_open = 1 AND \(page)"), place)
            case .mine:
                try connection.rows(
                    SQLStatement("\(caseRows) WHERE is_open = 1 AND owner = $4 AND \(page)"),
                    place + [.text(staff?.text ?? "")]
                )
            case .unassigned:
                try connection.rows(
                    SQLStatement("\(caseRows) WHERE is_open = 1 AND owner IS NULL AND \(page)"),
                    place
                )
            case .late:
                try connection.rows(
                    SQLStatement("\(caseRows) WHERE is_open = 1 AND due_ms < $4 AND \(page)"),
                    place + [.integer(now.milliseconds)]
                )
            case .closed: try connection.rows(SQLStatement("\(caseRows) WHERE is_open = 0 AND \(page)"), place)
            }
        return try rows.map { try $0.memberCase() }
    }

    func openCases() throws -> [(owner: StaffID, count: Int)] {
        try connection.rows(
            """
            SELECT owner, COUNT(*) FROM member_case WHERE is_open = 1 AND owner IS NOT NULL
            GROUP BY owner ORDER BY owner
            """,
            []
        ).compactMap { row in StaffID(text: row.text(0)).map { ($0, Int(row.int(1))) } }
    }

    func memberCases(openedFrom from: Instant, until: Instant, _ each: (MemberCase) throws -> Void) throws {
        try connection.query(
            SQLStatement("\(caseRows) WHERE opened_ms >= $1 AND opened_ms < $2"),
            [.integer(from.milliseconds), .integer(until.milliseconds)]
        ) { try each(try $0.memberCase()) }
    }

    func casesToAsk(answeredBy moment: Instant, limit: Int) throws -> [MemberCase] {
        try connection.rows(
            SQLStatement(
                "\(caseRows) WHERE asked_ms IS NULL AND answered_ms <= $1 ORDER BY answered_ms, case_id LIMIT $2"
            ),
            [.integer(moment.milliseconds), .integer(Int64(limit))]
        ).map { try $0.memberCase() }
    }

    func save(_ one: MemberCase) throws {
        try connection.run(
            """
            INSERT INTO member_case (member_id, case_id, kind, source, state, is_open, opened_ms, due_ms, owner, cause,
                last_step, answered_ms, confirmed_ms, closed_ms, reopened, follow_up, given, promise_day, asked_ms)
            VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19)
            ON CONFLICT (member_id, case_id) DO UPDATE SET state = excluded.state, is_open = excluded.is_open,
                due_ms = excluded.due_ms, owner = excluded.owner, cause = excluded.cause,
                last_step = excluded.last_step, answered_ms = excluded.answered_ms,
                confirmed_ms = excluded.confirmed_ms, closed_ms = excluded.closed_ms, reopened = excluded.reopened,
                follow_up = excluded.follow_up, given = excluded.given, promise_day = excluded.promise_day,
                asked_ms = excluded.asked_ms
            """,
            one.id.values + [
                .text(one.kind.rawValue), .text(one.source.rawValue), .text(one.state.rawValue),
                .integer(one.isOpen ? 1 : 0), .integer(one.openedAt.milliseconds), .integer(one.dueAt.milliseconds),
                .optional(one.owner?.text), .optional(one.cause?.rawValue), .integer(one.lastStep),
                .optional(one.answeredAt?.milliseconds), .optional(one.confirmedAt?.milliseconds),
                .optional(one.closedAt?.milliseconds), .integer(Int64(one.reopened)),
                .optional(one.followUp.map(Int64.init)), .integer(one.given.units),
                .optional((one.promise?.number).map(Int64.init)), .optional(one.askedAt?.milliseconds),
            ]
        )
    }

    func caseSteps(of id: CaseID) throws -> [CaseStep] {
        try connection.rows(
            """
            SELECT member_id, case_id, number, at_ms, what, state, author_kind, author_id, author_name, sealed
            FROM case_step WHERE member_id = $1 AND case_id = $2 ORDER BY number
            """,
            id.values
        ).map { row in
            guard let what = CaseStep.What(rawValue: row.text(4)) else { throw MalformedDocument(field: "what") }
            guard let state = CaseState(rawValue: row.text(5)) else { throw MalformedDocument(field: "state") }
            return CaseStep(
                caseID: try row.caseID(0),
                number: row.int(2),
                at: row.instant(3),
                what: what,
                state: state,
                author: try row.author(6),
                sealed: row.blobOrNil(9)
            )
        }
    }

    func add(_ step: CaseStep) throws {
        let (kind, id, name) = columns(of: step.author)
        try connection.run(
            """
            INSERT INTO case_step (member_id, case_id, number, at_ms, what, state, author_kind, author_id, author_name,
                sealed)
            VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)
            """,
            step.caseID.values + [
                .integer(step.number), .integer(step.at.milliseconds), .text(step.what.rawValue),
                .text(step.state.rawValue), .text(kind), .optional(id), .optional(name), .optional(step.sealed),
            ]
        )
    }

    /// Takes away what was said in a member's cases; that there were some, and what became of them, stays.
    func forgetCases(of member: MemberID, at now: Instant) throws {
        try connection.run(
            "UPDATE case_step SET sealed = NULL WHERE member_id = $1 AND sealed IS NOT NULL",
            [.text(member.text)]
        )
        for one in try memberCases(of: member, limit: 100_000) where one.isOpen {
            var one = one
            one.endWithMember(at: now)
            try save(one)
        }
    }

    func compensation(_ id: Identifier, of member: MemberID) throws -> Compensation? {
        try connection.first(
            SQLStatement("\(compensationRows) WHERE member_id = $1 AND request_id = $2"),
            [.text(member.text), .text(id.text)]
        )?.compensation()
    }

    func compensations(of member: MemberID) throws -> [Compensation] {
        try connection.rows(
            SQLStatement("\(compensationRows) WHERE member_id = $1 ORDER BY request_id DESC"),
            [.text(member.text)]
        ).map { try $0.compensation() }
    }

    func save(_ given: Compensation) throws {
        try connection.run(
            """
            INSERT INTO compensation (member_id, request_id, case_id, staff, month, wallet, points, at_ms, state)
            VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)
            ON CONFLICT (member_id, request_id) DO UPDATE SET state = excluded.state
            """,
            [
                .text(given.caseID.member.text), .text(given.id.text), .text(given.caseID.identifier.text),
                .text(given.staff.text), .text(given.month.text), .text(given.wallet.text),
                .integer(given.points.units), .integer(given.at.milliseconds), .text(given.state.rawValue),
            ]
        )
    }

    func compensationSpent(by staff: StaffID, in month: Key) throws -> Points {
        let row = try connection.first(
            "SELECT spent FROM compensation_budget WHERE staff = $1 AND month = $2",
            [.text(staff.text), .text(month.text)]
        )
        return Points(row?.int(0) ?? 0)
    }

    func takeFromBudget(_ points: Points, by staff: StaffID, in month: Key, of most: Points) throws -> Bool {
        guard points.units <= most.units else { return false }
        return try connection.run(
            """
            INSERT INTO compensation_budget (staff, month, spent) VALUES ($1, $2, $3)
            ON CONFLICT (staff, month) DO UPDATE SET spent = compensation_budget.spent + excluded.spent
            WHERE compensation_budget.spent + excluded.spent <= $4
            """,
            [.text(staff.text), .text(month.text), .integer(points.units), .integer(most.units)]
        ) > 0
    }

    func giveBackToBudget(_ points: Points, by staff: StaffID, in month: Key) throws {
        try connection.run(
            "UPDATE compensation_budget SET spent = spent - $3 WHERE staff = $1 AND month = $2",
            [.text(staff.text), .text(month.text), .integer(points.units)]
        )
    }
}

private let caseRows = """
    SELECT member_id, case_id, kind, source, state, opened_ms, due_ms, owner, cause, last_step, answered_ms,
        confirmed_ms, closed_ms, reopened, follow_up, given, promise_day, asked_ms FROM member_case
    """

private let compensationRows = """
    SELECT member_id, request_id, case_id, staff, month, wallet, points, at_ms, state FROM compensation
    """

extension SQLRow {
    /// The case that a column names, of the member in the first one.
    fileprivate func caseID(_ member: Int, _ column: Int = 1) throws(MalformedDocument) -> CaseID {
        guard let identifier = Identifier(text: text(column)) else { throw MalformedDocument(field: "case_id") }
        return CaseID(member: try memberID(member), identifier)
    }

    fileprivate func memberCase() throws -> MemberCase {
        guard let kind = CaseKind(rawValue: text(2)) else { throw MalformedDocument(field: "kind") }
        guard let source = CaseSource(rawValue: text(3)) else { throw MalformedDocument(field: "source") }
        guard let state = CaseState(rawValue: text(4)) else { throw MalformedDocument(field: "state") }
        var one = MemberCase(
            id: try caseID(0),
            kind: kind,
            source: source,
            openedAt: instant(5),
            dueAt: instant(6),
            owner: textOrNil(7).flatMap { StaffID(text: $0) }
        )
        one.state = state
        one.cause = textOrNil(8).flatMap { CaseCause(rawValue: $0) }
        one.lastStep = int(9)
        one.answeredAt = instantOrNil(10)
        one.confirmedAt = instantOrNil(11)
        one.closedAt = instantOrNil(12)
        one.reopened = Int(int(13))
        one.followUp = intOrNil(14).map { Int($0) }
        one.given = Points(int(15))
        one.promise = intOrNil(16).map { Day(number: Int32(clamping: $0)) }
        one.askedAt = instantOrNil(17)
        return one
    }

    fileprivate func compensation() throws -> Compensation {
        guard let id = Identifier(text: text(1)) else { throw MalformedDocument(field: "request_id") }
        guard let staff = StaffID(text: text(3)) else { throw MalformedDocument(field: "staff") }
        guard let state = Compensation.State(rawValue: text(8)) else { throw MalformedDocument(field: "state") }
        return Compensation(
            id: id,
            caseID: try caseID(0, 2),
            staff: staff,
            month: key(4),
            wallet: key(5),
            points: Points(int(6)),
            at: instant(7),
            state: state
        )
    }
}
