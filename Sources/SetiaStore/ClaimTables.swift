internal import SQLBase
internal import SetiaCore
internal import SetiaService

// Reads and writes `event_key` and `order_state`.

extension TableLedger {
    func claims(_ keys: [ClaimKey]) throws -> [Claim?] {
        var found: [ClaimKey: Claim] = [:]
        try connection.query(findingClaims, keys.map(\.values)) { row in
            guard let kind = ClaimKind(rawValue: row.text(4)) else { throw MalformedDocument(field: "kind") }
            found[ClaimKey(source: row.key(3), kind: kind, key: row.key(5))] = try row.claim()
        }
        return keys.map { found[$0] }
    }

    /// Claims the keys of events.
    ///
    /// Where several transactions write at once, all claim in the order of the keys: two that were sent the same events
    /// then wait for each other one way, and never in a circle.
    ///
    /// - Throws: a broken constraint where one was claimed before.
    func claim(_ events: [(member: MemberID, event: MemberPart.RecordedEvent)]) throws {
        var claims = events.flatMap { member, event in event.claims.map { (key: $0, member: member, event: event) } }
        if connection.dialect == .postgres {
            claims.sort {
                ($0.key.source, $0.key.kind.rawValue, $0.key.key) < ($1.key.source, $1.key.kind.rawValue, $1.key.key)
            }
        }
        try connection.run(
            claiming,
            claims.map { key, member, event in
                key.values + [.text(member.text), .integer(event.decision.number), .blob(event.contentHash)]
            }
        )
    }

    /// What is remembered of an order of this member, or none.
    ///
    /// It comes from the order's own event, which the order's claim leads to, and from what came after.
    func record(of order: OrderKey, member: MemberID) throws -> OrderRecord? {
        var record: OrderRecord?
        let claim = try claim(ClaimKey(source: order.source, kind: .order, key: order.id))
        if let claim, claim.event.member == member {
            // One that was claimed by itself has no number until that is settled: then her events are looked through.
            let id = try claim.isPending ? paidEvent(of: order, member: member) : claim.event
            if let id { record = OrderRecord(key: order, paid: try event(id)?.paid) }
        }
        let row = try connection.first(
            "SELECT is_returned, document FROM order_state WHERE member_id = $1 AND source = $2 AND order_id = $3",
            [.text(member.text), .text(order.source.text), .text(order.id.text)]
        )
        if let row {
            var later = record ?? OrderRecord(key: order)
            later.isReturned = row.int(0) != 0
            try OrderDocument.read(row.text(1), into: &later)
            record = later
        }
        return record
    }

    /// Keeps what came after orders' own events; nothing of an order after which nothing came.
    func save(_ records: [(member: MemberID, record: OrderRecord)]) throws {
        let changed = records.filter { $0.record.hasLater }
        try connection.run(
            keepingOrders,
            changed.map { member, record in
                [
                    .text(member.text), .text(record.key.source.text), .text(record.key.id.text),
                    .integer(record.isReturned ? 1 : 0), .text(OrderDocument.text(of: record)),
                ]
            }
        )
    }

    private func claim(_ key: ClaimKey) throws -> Claim? {
        try claims([key])[0]
    }
}

extension ClaimKey {
    /// The three columns of its key.
    var values: [SQLValue] { [.text(source.text), .text(kind.rawValue), .text(key.text)] }
}

extension SQLRow {
    fileprivate func claim() throws(MalformedDocument) -> Claim {
        Claim(event: EventID(member: try memberID(0), number: int(1)), contentHash: blob(2))
    }
}

private let findingClaims = SQLBulk(
    [("source", .text), ("kind", .text), ("key", .text)],
    one: """
        SELECT member_id, number, content_hash, source, kind, key
        FROM event_key WHERE source = $1 AND kind = $2 AND key = $3
        """,
    many: """
        SELECT event_key.member_id, event_key.number, event_key.content_hash, event_key.source, event_key.kind,
            event_key.key
        FROM given JOIN event_key ON event_key.source = given.source AND event_key.kind = given.kind
            AND event_key.key = given.key
        """
)

private let claiming = SQLBulk.insert(
    into: "event_key",
    [
        ("source", .text), ("kind", .text), ("key", .text), ("member_id", .text), ("number", .integer),
        ("content_hash", .blob),
    ]
)

private let keepingOrders = SQLBulk.insert(
    into: "order_state",
    [
        ("member_id", .text), ("source", .text), ("order_id", .text), ("is_returned", .integer),
        ("document", .text),
    ],
    conflict: """
        ON CONFLICT (member_id, source, order_id)
        DO UPDATE SET is_returned = excluded.is_returned, document = excluded.document
        """
)
