internal import JSONText
internal import SQLBase
internal import SetiaCare
internal import SetiaCore
internal import SetiaService

// Reads and writes `journey`, `journey_version`, `journey_enrolment` and `journey_mark`.

extension TableLedger {
    func journeys() throws -> [KeptJourney] {
        try connection.rows(SQLStatement("\(journeyRows) ORDER BY journey_id")).map { try $0.journey() }
    }

    func journey(_ key: Key) throws -> KeptJourney? {
        try connection.first(SQLStatement("\(journeyRows) WHERE journey_id = $1"), [.text(key.text)])?.journey()
    }

    func journeyVersions(_ key: Key) throws -> [JourneyVersion] {
        try connection.rows(
            "SELECT version, document, created_ms FROM journey_version WHERE journey_id = $1 ORDER BY version",
            [.text(key.text)]
        ).map { row in
            JourneyVersion(journey: key, number: Int(row.int(0)), document: row.text(1), createdAt: row.instant(2))
        }
    }

    func enrolments(
        of journey: Key,
        dueBy moment: Instant,
        in lanes: LaneSet,
        limit: Int
    ) throws -> [JourneyEnrolment] {
        try connection.rows(
            SQLStatement(
                """
                SELECT \(enrolmentColumns) FROM journey_enrolment WHERE journey_id = $1 AND due_ms <= $2
                    AND (CAST($3 AS BIGINT) >> CAST(lane AS INTEGER)) & 1 = 1
                ORDER BY due_ms, member_id, enrolment_id LIMIT $4
                """
            ),
            [
                .text(journey.text), .integer(moment.milliseconds), .integer(Int64(bitPattern: lanes.bits)),
                .integer(Int64(limit)),
            ]
        ).map { try $0.enrolment() }
    }

    func enrolments(of members: [MemberID], onlyUnderWay: Bool) throws -> [JourneyEnrolment] {
        var found: [JourneyEnrolment] = []
        let rows = members.map { [SQLValue.text($0.text)] }
        try connection.query(onlyUnderWay ? findingUnderWay : findingEnrolments, rows) { row in
            found.append(try row.enrolment())
        }
        return found.sorted { ($0.member, $0.enteredAt, $0.id) < ($1.member, $1.enteredAt, $1.id) }
    }

    func enrolments(again those: [JourneyEnrolment]) throws -> [JourneyEnrolment] {
        var found: [JourneyEnrolment] = []
        try connection.query(findingAgain, those.map { [.text($0.member.text), .text($0.id.text)] }) { row in
            found.append(try row.enrolment())
        }
        return found
    }

    func enrolments(of journey: Key, _ each: (JourneyEnrolment) throws -> Void) throws {
        try connection.query(
            SQLStatement("SELECT \(enrolmentColumns) FROM journey_enrolment WHERE journey_id = $1"),
            [.text(journey.text)]
        ) { row in try each(try row.enrolment()) }
    }

    func journeyMarks(_ journey: Key, of members: [MemberID]) throws -> Set<MemberID> {
        var found: Set<MemberID> = []
        try connection.query(findingMarks, members.map { [.text($0.text), .text(journey.text)] }) { row in
            found.insert(try row.memberID(0))
        }
        return found
    }

    func complaining(_ members: [MemberID]) throws -> Set<MemberID> {
        var found: Set<MemberID> = []
        try connection.query(findingComplaints, members.map { [.text($0.text)] }) { row in
            found.insert(try row.memberID(0))
        }
        return found
    }

    func save(_ journey: KeptJourney) throws {
        try connection.run(
            """
            INSERT INTO journey (journey_id, state, version, created_ms, changed_ms, pass_day, passed_through, is_passed,
                passes)
            VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)
            ON CONFLICT (journey_id) DO UPDATE SET state = excluded.state, version = excluded.version,
                changed_ms = excluded.changed_ms, pass_day = excluded.pass_day,
                passed_through = excluded.passed_through, is_passed = excluded.is_passed, passes = excluded.passes
            """,
            [
                .text(journey.key.text), .text(journey.state.rawValue), .integer(Int64(journey.version)),
                .integer(journey.createdAt.milliseconds), .integer(journey.changedAt.milliseconds),
                .optional(journey.passDay.map { Int64($0.number) }), .optional(journey.passedThrough?.text),
                .integer(journey.isPassed ? 1 : 0), .integer(Int64(journey.passes)),
            ]
        )
    }

    func add(_ version: JourneyVersion) throws {
        try connection.run(
            "INSERT INTO journey_version (journey_id, version, document, created_ms) VALUES ($1, $2, $3, $4)",
            [
                .text(version.journey.text), .integer(Int64(version.number)), .text(version.document),
                .integer(version.createdAt.milliseconds),
            ]
        )
    }

    func listen(_ listener: Identifier, to types: [EventType]) throws {
        try connection.run("DELETE FROM listener WHERE listener_id = $1", [.text(listener.text)])
        for type in types {
            try connection.run(
                "INSERT INTO listener (listener_id, topic) VALUES ($1, $2)",
                [.text(listener.text), .text(type.rawValue)]
            )
        }
    }

    func enrol(_ enrolments: [JourneyEnrolment]) throws {
        try connection.run(
            addingEnrolments,
            enrolments.map { enrolment in
                [
                    .text(enrolment.member.text), .text(enrolment.id.text), .integer(enrolment.member.lane),
                    .text(enrolment.journey.text), .integer(Int64(enrolment.version)), .text(enrolment.entry.text),
                    .integer(enrolment.enteredAt.milliseconds),
                ] + enrolment.course
            }
        )
    }

    func save(_ enrolments: [JourneyEnrolment]) throws {
        try connection.run(
            savingEnrolments,
            enrolments.map { [.text($0.member.text), .text($0.id.text)] + $0.course }
        )
    }

    func setJourneyMarks(_ journey: Key, _ members: [MemberID], isSet: Bool) throws {
        try connection.run(
            isSet ? addingMarks : removingMarks,
            members.map { [.text($0.text), .text(journey.text)] }
        )
    }
}

private let journeyRows = """
    SELECT journey_id, state, version, created_ms, changed_ms, pass_day, passed_through, is_passed, passes FROM journey
    """

private let enrolmentNames = [
    "member_id", "enrolment_id", "journey_id", "version", "entry", "entered_ms", "step", "due_ms", "path", "goal_ms",
    "ending", "ended_ms",
]

private let enrolmentColumns = enrolmentNames.joined(separator: ", ")

private let enrolmentColumnsOfTable = enrolmentNames.map { "journey_enrolment.\($0)" }.joined(separator: ", ")

private let findingEnrolments = SQLBulk(
    [("member_id", .text)],
    one: "SELECT \(enrolmentColumns) FROM journey_enrolment WHERE member_id = $1",
    many: """
        SELECT \(enrolmentColumnsOfTable)
        FROM given JOIN journey_enrolment ON journey_enrolment.member_id = given.member_id
        """
)

private let findingUnderWay = SQLBulk(
    [("member_id", .text)],
    one: "SELECT \(enrolmentColumns) FROM journey_enrolment WHERE member_id = $1 AND due_ms IS NOT NULL",
    many: """
        SELECT \(enrolmentColumnsOfTable)
        FROM given JOIN journey_enrolment ON journey_enrolment.member_id = given.member_id
            AND journey_enrolment.due_ms IS NOT NULL
        """
)

private let findingAgain = SQLBulk(
    [("member_id", .text), ("enrolment_id", .text)],
    one: """
        SELECT \(enrolmentColumns) FROM journey_enrolment
        WHERE member_id = $1 AND enrolment_id = $2 AND due_ms IS NOT NULL
        """,
    many: """
        SELECT \(enrolmentColumnsOfTable)
        FROM given JOIN journey_enrolment ON journey_enrolment.member_id = given.member_id
            AND journey_enrolment.enrolment_id = given.enrolment_id AND journey_enrolment.due_ms IS NOT NULL
        """
)

private let findingMarks = SQLBulk(
    [("member_id", .text), ("journey_id", .text)],
    one: "SELECT member_id FROM journey_mark WHERE member_id = $1 AND journey_id = $2",
    many: """
        SELECT journey_mark.member_id
        FROM given JOIN journey_mark ON journey_mark.member_id = given.member_id
            AND journey_mark.journey_id = given.journey_id
        """
)

private let findingComplaints = SQLBulk(
    [("member_id", .text)],
    one: """
        SELECT member_id FROM member_case
        WHERE member_id = $1 AND is_open = 1 AND kind IN ('complaint', 'claim') LIMIT 1
        """,
    many: """
        SELECT DISTINCT member_case.member_id
        FROM given JOIN member_case ON member_case.member_id = given.member_id AND member_case.is_open = 1
            AND member_case.kind IN ('complaint', 'claim')
        """
)

private let addingEnrolments = SQLBulk.insert(
    into: "journey_enrolment",
    [
        ("member_id", .text), ("enrolment_id", .text), ("lane", .integer), ("journey_id", .text),
        ("version", .integer), ("entry", .text), ("entered_ms", .integer), ("step", .text), ("due_ms", .integer),
        ("path", .text), ("goal_ms", .integer), ("ending", .text), ("ended_ms", .integer),
    ],
    conflict: "ON CONFLICT (member_id, journey_id, entry) DO NOTHING"
)

private let savingEnrolments = SQLBulk(
    [
        ("member_id", .text), ("enrolment_id", .text), ("step", .text), ("due_ms", .integer), ("path", .text),
        ("goal_ms", .integer), ("ending", .text), ("ended_ms", .integer),
    ],
    one: """
        UPDATE journey_enrolment SET step = $3, due_ms = $4, path = $5, goal_ms = $6, ending = $7, ended_ms = $8
        WHERE member_id = $1 AND enrolment_id = $2
        """,
    many: """
        UPDATE journey_enrolment SET step = given.step, due_ms = given.due_ms, path = given.path,
            goal_ms = given.goal_ms, ending = given.ending, ended_ms = given.ended_ms
        FROM given WHERE journey_enrolment.member_id = given.member_id
            AND journey_enrolment.enrolment_id = given.enrolment_id
        """
)

private let addingMarks = SQLBulk.insert(
    into: "journey_mark",
    [("member_id", .text), ("journey_id", .text)],
    conflict: "ON CONFLICT DO NOTHING"
)

private let removingMarks = SQLBulk(
    [("member_id", .text), ("journey_id", .text)],
    one: "DELETE FROM journey_mark WHERE member_id = $1 AND journey_id = $2",
    many: """
        DELETE FROM journey_mark USING unnest($1::text[], $2::text[]) AS given (member_id, journey_id)
        WHERE journey_mark.member_id = given.member_id AND journey_mark.journey_id = given.journey_id
        """
)

extension JourneyEnrolment {
    /// How far she is, as its columns.
    fileprivate var course: [SQLValue] {
        var writer = JSONWriter()
        writer.beginArray()
        for visit in path {
            writer.beginArray()
            writer.value(.string(visit.step.text))
            writer.value(.integer(visit.at.milliseconds))
            if !visit.outcome.text.isEmpty { writer.value(.string(visit.outcome.text)) }
            writer.endArray()
        }
        writer.endArray()
        return [
            .optional(step?.text), .optional(dueAt?.milliseconds), .text(writer.text), .optional(goalAt?.milliseconds),
            .optional(ending?.rawValue), .optional(endedAt?.milliseconds),
        ]
    }
}

extension SQLRow {
    fileprivate func journey() throws -> KeptJourney {
        guard let state = KeptJourney.State(rawValue: text(1)) else { throw MalformedDocument(field: "state") }
        var journey = KeptJourney(key: key(0), createdAt: instant(3))
        journey.state = state
        journey.version = Int(int(2))
        journey.changedAt = instant(4)
        journey.passDay = intOrNil(5).map { Day(number: Int32(truncatingIfNeeded: $0)) }
        journey.passedThrough = textOrNil(6).flatMap { MemberID(text: $0) }
        journey.isPassed = int(7) == 1
        journey.passes = Int(int(8))
        return journey
    }

    fileprivate func enrolment() throws -> JourneyEnrolment {
        guard let id = Identifier(text: text(1)), let path = try JSON.parse(Array(text(8).utf8)).array else {
            throw MalformedDocument(field: "journey_enrolment")
        }
        var enrolment = JourneyEnrolment(
            id: id,
            member: try memberID(0),
            journey: key(2),
            version: Int(int(3)),
            entry: key(4),
            enteredAt: instant(5)
        )
        enrolment.step = textOrNil(6).map { Key($0) }
        enrolment.dueAt = instantOrNil(7)
        enrolment.path = try path.map { visit in
            guard let parts = visit.array, parts.count >= 2, let step = parts[0].string, let at = parts[1].int64 else {
                throw MalformedDocument(field: "path")
            }
            return JourneyEnrolment.Visit(
                step: Key(step),
                at: Instant(milliseconds: at),
                outcome: parts.count > 2 ? Key(parts[2].string ?? "") : ""
            )
        }
        enrolment.goalAt = instantOrNil(9)
        enrolment.ending = try textOrNil(10).map { text in
            guard let ending = JourneyEnrolment.Ending(rawValue: text) else { throw MalformedDocument(field: "ending") }
            return ending
        }
        enrolment.endedAt = instantOrNil(11)
        return enrolment
    }
}
