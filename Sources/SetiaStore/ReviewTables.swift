internal import SQLBase
internal import SetiaCore
internal import SetiaService

// Reads and writes `review`.

extension TableLedger {
    func review(_ id: Identifier) throws -> StoredReview? {
        try connection.first(SQLStatement(items + " WHERE review_id = $1"), [.text(id.text)])?.storedReview()
    }

    func review(holding keys: [ClaimKey]) throws -> StoredReview? {
        for key in keys {
            let (condition, values): (String, [SQLValue]) =
                key.kind == .event
                ? ("source = $1 AND key = $2", [.text(key.source.text), .text(key.key.text)])
                : (
                    "source = $1 AND told_kind = $2 AND told_key = $3",
                    [.text(key.source.text), .text(key.kind.rawValue), .text(key.key.text)]
                )
            if let row = try connection.first(SQLStatement("\(items) WHERE \(condition)"), values) {
                return try row.storedReview()
            }
        }
        return nil
    }

    func reviews(_ filter: ReviewFilter?, at now: Instant, before: Identifier?, limit: Int) throws -> [StoredReview] {
        // Behind every id: no digit of theirs is a tilde.
        let values: [SQLValue] = [.text(before?.text ?? "~"), .integer(Int64(limit))]
        let page = "review_id < $1 ORDER BY review_id DESC LIMIT $2"
        let now = SQLValue.integer(now.milliseconds)
        let rows =
            switch filter {
            case nil: try connection.rows(SQLStatement("\(items) WHERE \(page)"), values)
            case .open:
                try connection.rows(
                    SQLStatement("\(items) WHERE state = 'open' AND listed_ms <= $3 AND \(page)"),
                    values + [now]
                )
            case .waiting:
                try connection.rows(
                    SQLStatement("\(items) WHERE state = 'open' AND listed_ms > $3 AND \(page)"),
                    values + [now]
                )
            case .applied: try connection.rows(SQLStatement("\(items) WHERE state = 'applied' AND \(page)"), values)
            case .dismissed:
                try connection.rows(SQLStatement("\(items) WHERE state = 'dismissed' AND \(page)"), values)
            }
        return try rows.map { try $0.storedReview() }
    }

    func openReviews(at now: Instant) throws -> Int {
        try connection.first(
            "SELECT COUNT(*) FROM review WHERE state = 'open' AND listed_ms <= $1",
            [.integer(now.milliseconds)]
        ).map { Int($0.int(0)) } ?? 0
    }

    func waitingReturns(of orders: [OrderKey]?, at now: Instant, limit: Int) throws -> [StoredReview] {
        guard let orders else {
            return try connection.rows(
                SQLStatement(
                    """
                    \(items) WHERE state = 'open' AND order_id IS NOT NULL AND reason = 'unknown-order'
                        AND listed_ms > $1 ORDER BY listed_ms, review_id LIMIT $2
                    """
                ),
                [.integer(now.milliseconds), .integer(Int64(limit))]
            ).map { try $0.storedReview() }
        }
        var found: [StoredReview] = []
        for order in orders where found.count < limit {
            found += try connection.rows(
                SQLStatement(
                    """
                    \(items) WHERE source = $1 AND order_id = $2 AND state = 'open' AND reason = 'unknown-order'
                        AND listed_ms > $3 ORDER BY review_id LIMIT $4
                    """
                ),
                [
                    .text(order.source.text), .text(order.id.text), .integer(now.milliseconds),
                    .integer(Int64(limit - found.count)),
                ]
            ).map { try $0.storedReview() }
        }
        return found
    }

    func save(_ review: StoredReview) throws {
        let item = review.item
        if item.state != .open {
            let (kind, id, name) = item.decidedBy.map { columns(of: $0) } ?? ("server", nil, nil)
            try connection.run(
                """
                UPDATE review SET state = $2, actor_kind = $3, actor_id = $4, actor_name = $5, decided_ms = $6,
                    event_member = $7, event_number = $8, note = $9
                WHERE review_id = $1
                """,
                [
                    .text(item.id.text), .text(item.state.rawValue), .text(kind), .optional(id), .optional(name),
                    .optional(item.decidedAt?.milliseconds), .optional(item.applied?.member.text),
                    .optional(item.applied?.number), .optional(review.note),
                ]
            )
            return
        }
        let told = review.keys.first { $0.kind != .event }
        try connection.run(
            """
            INSERT INTO review (review_id, source, key, type, occurred_ms, received_ms, listed_ms, reason, member_id,
                told_kind, told_key, order_id, facts, content_hash, sealed, state)
            VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, 'open')
            ON CONFLICT DO NOTHING
            """,
            [
                .text(item.id.text), .text(item.event.source.text), .text(item.event.id.text),
                .text(item.event.type.rawValue), .integer(item.event.occurredAt.milliseconds),
                .integer(item.receivedAt.milliseconds), .integer(item.listedAt.milliseconds),
                .text(item.reason.rawValue), .optional(item.member?.text), .optional(told?.kind.rawValue),
                .optional(told?.key.text), .optional(item.returnedOrder?.id.text),
                .text(String(decoding: review.facts, as: UTF8.self)), .blob(review.contentHash),
                .optional(review.sealed),
            ]
        )
    }

    /// Takes away what is personal of a member in events that wait; those that are open are dismissed.
    func forgetReviews(of member: MemberID) throws {
        try connection.run(
            "UPDATE review SET sealed = NULL, note = NULL WHERE member_id = $1",
            [.text(member.text)]
        )
        try connection.run(
            """
            UPDATE review SET state = 'dismissed', actor_kind = 'server', decided_ms = received_ms
            WHERE member_id = $1 AND state = 'open'
            """,
            [.text(member.text)]
        )
    }
}

private let items = """
    SELECT review_id, source, key, type, occurred_ms, received_ms, listed_ms, reason, member_id, facts, content_hash,
        sealed, state, actor_kind, actor_id, actor_name, decided_ms, event_member, event_number, note FROM review
    """

extension SQLRow {
    fileprivate func storedReview() throws -> StoredReview {
        guard let id = Identifier(text: text(0)) else { throw MalformedDocument(field: "review_id") }
        guard let type = EventType(named: text(3)) else { throw MalformedDocument(field: "type") }
        guard let reason = ReviewItem.Reason(rawValue: text(7)) else { throw MalformedDocument(field: "reason") }
        guard let state = ReviewItem.State(rawValue: text(12)) else { throw MalformedDocument(field: "state") }
        let facts = Array(text(9).utf8)
        let event = try FactsDocument.event(
            source: key(1),
            id: key(2),
            type: type,
            occurredAt: instant(4),
            facts: facts
        )
        let applied = try isNull(17) ? nil : EventID(member: memberID(17), number: int(18))
        return StoredReview(
            item: ReviewItem(
                id: id,
                event: event,
                member: try isNull(8) ? nil : memberID(8),
                reason: reason,
                receivedAt: instant(5),
                listedAt: instant(6),
                state: state,
                decidedBy: try isNull(13) ? nil : auditActor(13),
                decidedAt: instantOrNil(16),
                applied: applied
            ),
            facts: facts,
            sealed: blobOrNil(11),
            contentHash: blob(10),
            note: blobOrNil(19)
        )
    }
}
