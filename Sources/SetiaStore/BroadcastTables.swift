internal import JSONText
internal import SQLBase
internal import SetiaCore
internal import SetiaService

// Reads and writes `broadcast`.

extension TableLedger {
    func broadcasts(limit: Int) throws -> [Broadcast] {
        try connection.rows(
            SQLStatement("\(broadcastRows) WHERE journey IS NULL ORDER BY broadcast_id DESC LIMIT $1"),
            [.integer(Int64(limit))]
        ).map { try $0.broadcast() }
    }

    func broadcast(_ id: Identifier) throws -> Broadcast? {
        try connection.first(SQLStatement("\(broadcastRows) WHERE broadcast_id = $1"), [.text(id.text)])?.broadcast()
    }

    func journeyBroadcasts(_ key: Key) throws -> [Broadcast] {
        // A slash comes behind each name, and "0" is the next character.
        try connection.rows(
            SQLStatement("\(broadcastRows) WHERE journey >= $1 AND journey < $2 ORDER BY broadcast_id"),
            [.text("\(key)/"), .text("\(key)0")]
        ).map { try $0.broadcast() }
    }

    func broadcastsAtWork() throws -> [Broadcast] {
        try connection.rows(SQLStatement("\(broadcastRows) WHERE is_settled = 0 ORDER BY broadcast_id"))
            .map { try $0.broadcast() }
    }

    func save(_ broadcast: Broadcast) throws {
        try connection.run(
            """
            INSERT INTO broadcast (broadcast_id, document, state, created_ms, started_ms, ended_ms, planned_through,
                is_planned, slot_ms, is_settled, journey)
            VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)
            ON CONFLICT (broadcast_id) DO UPDATE SET document = excluded.document, state = excluded.state,
                started_ms = excluded.started_ms, ended_ms = excluded.ended_ms,
                planned_through = excluded.planned_through, is_planned = excluded.is_planned,
                slot_ms = excluded.slot_ms, is_settled = excluded.is_settled
            """,
            [
                .text(broadcast.id.text),
                .text(String(decoding: broadcast.content.document.canonical, as: UTF8.self)),
                .text(broadcast.state.rawValue), .integer(broadcast.createdAt.milliseconds),
                .optional(broadcast.startedAt?.milliseconds), .optional(broadcast.endedAt?.milliseconds),
                .optional(broadcast.plannedThrough?.text), .integer(broadcast.isPlanned ? 1 : 0),
                .integer(broadcast.slot.milliseconds), .integer(broadcast.isSettled ? 1 : 0),
                .optional(broadcast.journey?.text),
            ]
        )
    }

    func takeSlots(of broadcast: Identifier, from: Instant, until: Instant) throws -> Bool {
        try connection.run(
            "UPDATE broadcast SET slot_ms = $3 WHERE broadcast_id = $1 AND slot_ms = $2 AND state = 'running'",
            [.text(broadcast.text), .integer(from.milliseconds), .integer(until.milliseconds)]
        ) > 0
    }
}

private let broadcastRows = """
    SELECT broadcast_id, document, state, created_ms, started_ms, ended_ms, planned_through, is_planned, slot_ms,
        is_settled, journey FROM broadcast
    """

extension SQLRow {
    fileprivate func broadcast() throws -> Broadcast {
        guard let id = Identifier(text: text(0)), let state = Broadcast.State(rawValue: text(2)) else {
            throw MalformedDocument(field: "broadcast")
        }
        var broadcast = Broadcast(
            id: id,
            content: try BroadcastContent(kept: text(1)),
            createdAt: instant(3),
            journey: textOrNil(10).flatMap { JourneyPlace(text: $0) }
        )
        broadcast.state = state
        broadcast.startedAt = instantOrNil(4)
        broadcast.endedAt = instantOrNil(5)
        broadcast.plannedThrough = textOrNil(6).flatMap { MemberID(text: $0) }
        broadcast.isPlanned = int(7) == 1
        broadcast.slot = instant(8)
        broadcast.isSettled = int(9) == 1
        return broadcast
    }
}
