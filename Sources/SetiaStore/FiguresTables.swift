internal import SQLBase
internal import SetiaCore
internal import SetiaService

// Reads and writes `snapshot`; reads all of `member`, `event` and `entry`, once through each.

extension TableLedger {
    func snapshot(_ name: String) throws -> KeptSnapshot? {
        try connection.first("SELECT at_ms, document FROM snapshot WHERE name = $1", [.text(name)]).map { row in
            KeptSnapshot(name: name, at: row.instant(0), document: row.text(1))
        }
    }

    func save(_ snapshot: KeptSnapshot) throws {
        try connection.run(
            """
            INSERT INTO snapshot (name, at_ms, document) VALUES ($1, $2, $3)
            ON CONFLICT (name) DO UPDATE SET at_ms = excluded.at_ms, document = excluded.document
            """,
            [.text(snapshot.name), .integer(snapshot.at.milliseconds), .text(snapshot.document)]
        )
    }

    func everyone(_ each: (MemberID, MemberStatus, Instant?) throws -> Void) throws {
        try connection.query("SELECT member_id, status, joined_ms FROM member WHERE is_guest = 0") { row in
            guard let status = MemberStatus(rawValue: row.text(1)) else { throw MalformedDocument(field: "status") }
            try each(try row.memberID(0), status, row.instantOrNil(2))
        }
    }

    func sales(_ each: (Sale) throws -> Void) throws {
        try connection.query(
            """
            SELECT event.member_id, event.occurred_ms, event.amount, event.currency, event.store_id,
                CASE WHEN order_state.document LIKE '%"lines"%' THEN order_state.document END
            FROM event
            LEFT JOIN order_state ON order_state.member_id = event.member_id AND order_state.source = event.source
                AND order_state.order_id = event.order_id
            WHERE event.type = 'order.paid' AND COALESCE(order_state.is_returned, 0) = 0
            """
        ) { row in
            let total = try keptMoney(row.int(2), try row.currency(3), document: row.textOrNil(5))
            var store = StoreID.online
            if let text = row.textOrNil(4) {
                guard let named = try? StoreID(text) else { throw MalformedDocument(field: "store_id") }
                store = named
            }
            try each(Sale(member: try row.memberID(0), at: row.instant(1), total: total, store: store))
        }
    }

    func movements(_ each: (MemberID, Entry) throws -> Void) throws {
        try connection.query(
            """
            SELECT member_id, number, wallet, kind, points, balance, lot, event_number, active_from_ms, expires_ms, at_ms
            FROM entry ORDER BY member_id, number
            """
        ) { row in
            guard let kind = Entry.Kind(rawValue: row.text(3)) else { throw MalformedDocument(field: "kind") }
            try each(
                try row.memberID(0),
                Entry(
                    number: row.int(1),
                    wallet: row.key(2),
                    kind: kind,
                    points: Points(row.int(4)),
                    balance: Points(row.int(5)),
                    lot: row.int(6),
                    event: row.int(7),
                    activeFrom: row.instantOrNil(8),
                    expiresAt: row.instantOrNil(9),
                    at: row.instant(10)
                )
            )
        }
    }
}
