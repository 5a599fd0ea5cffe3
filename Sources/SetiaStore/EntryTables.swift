internal import SQLBase
internal import SetiaCore
internal import SetiaService

// Reads and writes `entry`.

extension TableLedger {
    func entries(of member: MemberID, wallet: Key?, before: Int64?, limit: Int) throws -> [Entry] {
        let values: [SQLValue] = [.text(member.text), .integer(before ?? .max), .integer(Int64(limit))]
        if let wallet {
            return try entries(EntryRow.pageOfWallet, values + [.text(wallet.text)])
        }
        return try entries(EntryRow.page, values)
    }

    func ledger(of member: MemberID) throws -> [Entry] {
        try entries(EntryRow.all, [.text(member.text)])
    }

    func pointSums() throws -> [PointSum] {
        try connection.rows(
            """
            SELECT wallet, kind, CAST(SUM(points) AS BIGINT), COUNT(*) FROM entry
            GROUP BY wallet, kind ORDER BY wallet, kind
            """
        ).map { row in
            PointSum(wallet: row.key(0), kind: try row.entryKind(1), points: Points(row.int(2)), entries: row.int(3))
        }
    }

    /// A member's entries whose numbers lie in a range, in their order.
    func entries(of member: MemberID, from first: Int64, through last: Int64) throws -> [Entry] {
        try entries(EntryRow.range, [.text(member.text), .integer(first), .integer(last)])
    }

    /// Writes the entries that these events caused.
    func insert(entriesOf events: [(member: MemberID, event: MemberPart.RecordedEvent)]) throws {
        try connection.run(
            addingEntries,
            events.flatMap { member, recorded in
                recorded.decision.entries.map { entry in
                    [
                        .text(member.text), .integer(entry.number), .text(entry.wallet.text),
                        .text(entry.kind.rawValue), .integer(entry.points.units), .integer(entry.balance.units),
                        .integer(entry.lot), .integer(entry.event), .optional(entry.activeFrom?.milliseconds),
                        .optional(entry.expiresAt?.milliseconds), .integer(entry.at.milliseconds),
                    ]
                }
            }
        )
    }

    private func entries(_ statement: SQLStatement, _ values: [SQLValue]) throws -> [Entry] {
        var entries: [Entry] = []
        try connection.query(statement, values) { row in
            entries.append(
                Entry(
                    number: row.int(0),
                    wallet: row.key(1),
                    kind: try row.entryKind(2),
                    points: Points(row.int(3)),
                    balance: Points(row.int(4)),
                    lot: row.int(5),
                    event: row.int(6),
                    activeFrom: row.instantOrNil(7),
                    expiresAt: row.instantOrNil(8),
                    at: row.instant(9)
                )
            )
        }
        return entries
    }
}

private let addingEntries = SQLBulk.insert(
    into: "entry",
    [
        ("member_id", .text), ("number", .integer), ("wallet", .text), ("kind", .text), ("points", .integer),
        ("balance", .integer), ("lot", .integer), ("event_number", .integer), ("active_from_ms", .integer),
        ("expires_ms", .integer), ("at_ms", .integer),
    ]
)

/// How rows of `entry` are read.
private enum EntryRow {
    static let all = SQLStatement("\(select) ORDER BY number")
    static let range = SQLStatement("\(select) AND number >= $2 AND number <= $3 ORDER BY number")
    static let page = SQLStatement("\(select) AND number < $2 ORDER BY number DESC LIMIT $3")
    static let pageOfWallet = SQLStatement("\(select) AND number < $2 AND wallet = $4 ORDER BY number DESC LIMIT $3")

    private static let select = """
        SELECT number, wallet, kind, points, balance, lot, event_number, active_from_ms, expires_ms, at_ms
        FROM entry WHERE member_id = $1
        """
}

extension SQLRow {
    fileprivate func entryKind(_ column: Int) throws(MalformedDocument) -> Entry.Kind {
        guard let kind = Entry.Kind(rawValue: text(column)) else { throw MalformedDocument(field: "kind") }
        return kind
    }
}
