internal import SQLBase
internal import SetiaCore
internal import SetiaService

// Reads and writes `event_key` and `order_state`.

extension TableLedger {
    func claims(_ keys: [ClaimKey]) throws -> [Claim?] {
        try keys.map { try claim($0) }
    }

    /// Claims `keys` for an event.
    ///
    /// - Throws: a broken constraint where one was claimed before.
    func claim(_ keys: [ClaimKey], for number: Int64, of id: SQLValue, contentHash: [UInt8]) throws {
        for key in keys {
            try connection.run(
                """
                INSERT INTO event_key (source, kind, key, member_id, number, content_hash)
                VALUES ($1, $2, $3, $4, $5, $6)
                """,
                [
                    .text(key.source.text), .text(key.kind.rawValue), .text(key.key.text), id, .integer(number),
                    .blob(contentHash),
                ]
            )
        }
    }

    /// What is remembered of an order of this member, or none.
    ///
    /// It comes from the order's own event, which the order's claim leads to, and from what came after.
    func record(of order: OrderKey, member: MemberID) throws -> OrderRecord? {
        var record: OrderRecord?
        let claim = try claim(ClaimKey(source: order.source, kind: .order, key: order.id))
        if let claim, claim.event.member == member {
            record = OrderRecord(key: order, paid: try event(claim.event)?.paid)
        }
        let row = try connection.first(
            "SELECT is_returned, document FROM order_state WHERE member_id = $1 AND source = $2 AND order_id = $3",
            [.text(member.text), .text(order.source.text), .text(order.id.text)]
        )
        if let row {
            var later = record ?? OrderRecord(key: order)
            later.isReturned = row.int(0) != 0
            later.spent = try OrderDocument.spent(row.text(1))
            record = later
        }
        return record
    }

    /// Keeps what came after an order's own event; nothing where nothing has.
    func save(_ record: OrderRecord, of id: SQLValue) throws {
        guard record.isReturned || !record.spent.isEmpty else { return }
        try connection.run(
            """
            INSERT INTO order_state (member_id, source, order_id, is_returned, document) VALUES ($1, $2, $3, $4, $5)
            ON CONFLICT (member_id, source, order_id)
            DO UPDATE SET is_returned = excluded.is_returned, document = excluded.document
            """,
            [
                id, .text(record.key.source.text), .text(record.key.id.text), .integer(record.isReturned ? 1 : 0),
                .text(OrderDocument.text(ofSpent: record.spent)),
            ]
        )
    }

    private func claim(_ key: ClaimKey) throws -> Claim? {
        try connection.first(
            "SELECT member_id, number, content_hash FROM event_key WHERE source = $1 AND kind = $2 AND key = $3",
            [.text(key.source.text), .text(key.kind.rawValue), .text(key.key.text)]
        ).map { row in
            Claim(event: EventID(member: try row.memberID(0), number: row.int(1)), contentHash: row.blob(2))
        }
    }
}
