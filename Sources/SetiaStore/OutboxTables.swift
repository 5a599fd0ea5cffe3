internal import JSONText
internal import SQLBase
package import SetiaCore
internal import SetiaService

// Reads and writes `outbox`, and `listener` for whoever is no webhook.

extension TableStore {
    /// Lets `listener` be told of each event of `type` that is recorded from now on; again changes nothing.
    ///
    /// A line of the outbox is written with the event. Lines of webhooks are sent; whoever else listens reads its own.
    package func add(listener: String, to type: EventType) async throws {
        try await writing { ledger in
            guard let tables = ledger as? TableLedger else { preconditionFailure("the ledger is not of this store") }
            try tables.connection.run(
                "INSERT INTO listener (listener_id, topic) VALUES ($1, $2) ON CONFLICT DO NOTHING",
                [.text(listener), .text(type.rawValue)]
            )
            try tables.raiseConfigurationVersion()
        }
    }
}

/// Who listens to which events; mostly nobody.
struct Listeners {
    fileprivate var byTopic: [String: [String]] = [:]

    /// Who listens to a type of event, in the order of their names.
    fileprivate func listeners(to topic: String) -> [String] {
        guard let all = byTopic["*"] else { return byTopic[topic, default: []] }
        return (byTopic[topic, default: []] + all).sorted { Key($0) < Key($1) }
    }
}

extension TableLedger {
    /// Who listens, read anew for each batch: a table of a few rows, in memory, so there is nothing to keep in step.
    func listeners() throws -> Listeners {
        var listeners = Listeners()
        try connection.query("SELECT topic, listener_id FROM listener ORDER BY listener_id, topic") { row in
            listeners.byTopic[row.text(0), default: []].append(row.text(1))
        }
        return listeners
    }

    /// Writes a line for each event and each listener to its type.
    func tell(
        _ listeners: Listeners,
        of events: [(member: MemberID, event: MemberPart.RecordedEvent)]
    ) throws {
        guard !listeners.byTopic.isEmpty else { return }
        try insert(
            events.flatMap { member, recorded in
                let topic = recorded.event.type.rawValue
                return listeners.listeners(to: topic).map { listener in
                    OutboxLine(
                        event: EventID(member: member, number: recorded.decision.number),
                        listener: listener,
                        topic: topic,
                        recordedAt: recorded.recordedAt,
                        dueAt: recorded.recordedAt
                    )
                }
            }
        )
    }

    func add(_ line: OutboxLine) throws { try insert([line]) }

    private func insert(_ lines: [OutboxLine]) throws {
        try connection.run(
            addingLines,
            lines.map { line in
                var body = JSONWriter()
                body.beginObject()
                body.number("v", 1)
                body.text("event", line.event.text)
                body.endObject()
                return [
                    .text(line.event.member.text), .text(line.id), .integer(line.event.member.lane),
                    .text(line.topic), .text(body.text), .text(line.state.rawValue),
                    .integer(line.dueAt.milliseconds), .text(line.listener), .integer(line.recordedAt.milliseconds),
                ]
            }
        )
    }

    func outboxLines(
        for webhook: Identifier,
        dueBy moment: Instant,
        in lanes: LaneSet,
        limit: Int
    ) throws -> [OutboxLine] {
        try connection.rows(
            SQLStatement(
                """
                \(selectingLines) WHERE listener_id = $1 AND state = 'waiting' AND due_ms <= $2
                    AND (CAST($3 AS BIGINT) >> CAST(lane AS INTEGER)) & 1 = 1
                ORDER BY due_ms, member_id, id LIMIT $4
                """
            ),
            [
                .text(webhook.text), .integer(moment.milliseconds), .integer(Int64(bitPattern: lanes.bits)),
                .integer(Int64(limit)),
            ]
        ).map { try $0.outboxLine() }
    }

    func outboxLines(
        for webhook: Identifier,
        onlyFailing: Bool,
        before: OutboxMark?,
        limit: Int
    ) throws -> [OutboxLine] {
        let condition = onlyFailing ? " AND failed_ms IS NOT NULL" : ""
        // Behind every member there is.
        let mark = before.map { ($0.recordedAt.milliseconds, $0.event.member.text, $0.id(for: webhook.text)) }
        let (at, member, id) = mark ?? (.max, "~", "")
        return try connection.rows(
            SQLStatement(
                """
                \(selectingLines) WHERE listener_id = $1 AND (at_ms, member_id, id) < ($2, $3, $4)\(condition)
                ORDER BY at_ms DESC, member_id DESC, id DESC LIMIT $5
                """
            ),
            [.text(webhook.text), .integer(at), .text(member), .text(id), .integer(Int64(limit))]
        ).map { try $0.outboxLine() }
    }

    func outboxLine(of event: EventID, for webhook: Identifier) throws -> OutboxLine? {
        let mark = OutboxMark(recordedAt: Instant(milliseconds: 0), event: event)
        return try connection.first(
            SQLStatement("\(selectingLines) WHERE member_id = $1 AND id = $2"),
            [.text(event.member.text), .text(mark.id(for: webhook.text))]
        )?.outboxLine()
    }

    func outboxListener(after name: String) throws -> String? {
        try connection.first(
            "SELECT listener_id FROM outbox WHERE listener_id > $1 ORDER BY listener_id LIMIT 1",
            [.text(name)]
        )?.text(0)
    }

    func take(_ lines: [OutboxLine], until: Instant) throws -> [OutboxLine] {
        var taken: Set<[String]> = []
        try connection.query(
            takingLines,
            lines.map { line in
                [
                    .text(line.event.member.text), .text(line.id), .integer(Int64(line.attempts)),
                    .integer(line.dueAt.milliseconds), .integer(until.milliseconds),
                ]
            }
        ) { row in taken.insert([row.text(0), row.text(1)]) }
        return lines.filter { taken.contains([$0.event.member.text, $0.id]) }.map { line in
            var line = line
            line.attempts += 1
            line.dueAt = until
            return line
        }
    }

    func settle(_ lines: [OutboxLine]) throws {
        try connection.run(
            settlingLines,
            lines.map { line in
                [
                    .text(line.event.member.text), .text(line.id), .integer(Int64(line.attempts)),
                    .text(line.state.rawValue), .integer(line.dueAt.milliseconds),
                    .optional(line.triedAt?.milliseconds), .optional(line.failedAt?.milliseconds),
                    .optional(line.status.map { Int64($0) }), .optional(line.reason), .optional(line.answer),
                ]
            }
        )
    }

    func putBack(_ lines: [OutboxLine], dueAt: Instant) throws -> Int {
        try connection.run(
            puttingBackLines,
            lines.map { line in
                [
                    .text(line.event.member.text), .text(line.id), .text(line.state.rawValue),
                    .integer(Int64(line.attempts)), .integer(dueAt.milliseconds),
                ]
            }
        )
    }

    func removeOutboxLines(_ lines: [OutboxLine], evenWaiting: Bool) throws {
        try connection.run(
            removingLines,
            lines.map { line in
                [.text(line.event.member.text), .text(line.id), .text(evenWaiting ? "" : "waiting")]
            }
        )
    }
}

extension OutboxLine {
    /// The event's number, a slash, the listener: hers alone.
    fileprivate var id: String { mark.id(for: listener) }
}

extension OutboxMark {
    fileprivate func id(for listener: String) -> String { "\(event.number)/\(listener)" }
}

extension SQLRow {
    fileprivate func outboxLine() throws(MalformedDocument) -> OutboxLine {
        let parts = text(1).split(separator: "/", maxSplits: 1, omittingEmptySubsequences: false)
        guard parts.count == 2, let number = Int64(parts[0]) else { throw MalformedDocument(field: "id") }
        guard let state = OutboxLine.State(rawValue: text(4)) else { throw MalformedDocument(field: "state") }
        var line = OutboxLine(
            event: EventID(member: try memberID(0), number: number),
            listener: String(parts[1]),
            topic: text(2),
            recordedAt: instant(3),
            dueAt: instant(5)
        )
        line.state = state
        line.attempts = Int(int(6))
        line.triedAt = instantOrNil(7)
        line.failedAt = instantOrNil(8)
        line.status = intOrNil(9).map { Int($0) }
        line.reason = textOrNil(10)
        line.answer = textOrNil(11)
        return line
    }
}

private let selectingLines = """
    SELECT member_id, id, topic, at_ms, state, due_ms, attempts, tried_ms, failed_ms, status, reason, answer FROM outbox
    """

private let addingLines = SQLBulk.insert(
    into: "outbox",
    [
        ("member_id", .text), ("id", .text), ("lane", .integer), ("topic", .text), ("body", .text),
        ("state", .text), ("due_ms", .integer), ("listener_id", .text), ("at_ms", .integer),
    ],
    conflict: "ON CONFLICT DO NOTHING"
)

private let takingLines = SQLBulk(
    [("member_id", .text), ("id", .text), ("attempts", .integer), ("due_ms", .integer), ("until_ms", .integer)],
    one: """
        UPDATE outbox SET attempts = attempts + 1, due_ms = $5
        WHERE member_id = $1 AND id = $2 AND state = 'waiting' AND attempts = $3 AND due_ms = $4
        RETURNING member_id, id
        """,
    many: """
        UPDATE outbox SET attempts = outbox.attempts + 1, due_ms = given.until_ms
        FROM given WHERE outbox.member_id = given.member_id AND outbox.id = given.id AND outbox.state = 'waiting'
            AND outbox.attempts = given.attempts AND outbox.due_ms = given.due_ms
        RETURNING outbox.member_id, outbox.id
        """
)

private let settlingLines = SQLBulk(
    [
        ("member_id", .text), ("id", .text), ("attempts", .integer), ("state", .text), ("due_ms", .integer),
        ("tried_ms", .integer), ("failed_ms", .integer), ("status", .integer), ("reason", .text), ("answer", .text),
    ],
    one: """
        UPDATE outbox SET state = $4, due_ms = $5, tried_ms = $6, failed_ms = $7, status = $8, reason = $9, answer = $10
        WHERE member_id = $1 AND id = $2 AND state = 'waiting' AND attempts = $3
        """,
    many: """
        UPDATE outbox SET state = given.state, due_ms = given.due_ms, tried_ms = given.tried_ms,
            failed_ms = given.failed_ms, status = given.status, reason = given.reason, answer = given.answer
        FROM given WHERE outbox.member_id = given.member_id AND outbox.id = given.id AND outbox.state = 'waiting'
            AND outbox.attempts = given.attempts
        """
)

private let puttingBackLines = SQLBulk(
    [("member_id", .text), ("id", .text), ("state", .text), ("attempts", .integer), ("due_ms", .integer)],
    one: """
        UPDATE outbox SET state = 'waiting', attempts = 0, due_ms = $5
        WHERE member_id = $1 AND id = $2 AND state = $3 AND attempts = $4
        """,
    many: """
        UPDATE outbox SET state = 'waiting', attempts = 0, due_ms = given.due_ms
        FROM given WHERE outbox.member_id = given.member_id AND outbox.id = given.id AND outbox.state = given.state
            AND outbox.attempts = given.attempts
        """
)

private let removingLines = SQLBulk(
    [("member_id", .text), ("id", .text), ("but", .text)],
    one: "DELETE FROM outbox WHERE member_id = $1 AND id = $2 AND state <> $3",
    many: """
        DELETE FROM outbox USING unnest($1::text[], $2::text[], $3::text[]) AS given (member_id, id, but)
        WHERE outbox.member_id = given.member_id AND outbox.id = given.id AND outbox.state <> given.but
        """
)
