internal import SQLBase
internal import SetiaCore
internal import SetiaInsight
internal import SetiaService

// Reads `member`, `event` and `entry`, in stretches of members.

extension TableLedger {
    func walk(_ each: (MemberID, Int64) throws -> Void) throws {
        try connection.query("SELECT member_id, number FROM member ORDER BY member_id") { row in
            try each(try row.memberID(0), row.int(1))
        }
    }

    func pastEvents(after: MemberID?, through last: MemberID, _ each: (MemberID, PastEvent) throws -> Void) throws {
        var member = OneMember()
        try connection.query(
            """
            SELECT member_id, number, source, key, type, occurred_ms, programme_version, facts FROM event
            WHERE member_id > $1 AND member_id <= $2 ORDER BY member_id, number
            """,
            [.text(after?.text ?? ""), .text(last.text)]
        ) { row in
            guard let type = EventType(named: row.text(4)) else { throw MalformedDocument(field: "type") }
            let event = try FactsDocument.event(
                source: row.key(2),
                id: row.key(3),
                type: type,
                occurredAt: row.instant(5),
                facts: Array(row.text(7).utf8)
            )
            try each(
                try member.id(of: row),
                PastEvent(number: row.int(1), programmeVersion: Int(row.int(6)), event: event)
            )
        }
    }

    func pastMovements(
        after: MemberID?,
        through last: MemberID,
        _ each: (MemberID, Movement) throws -> Void
    ) throws {
        var member = OneMember()
        try connection.query(
            """
            SELECT member_id, event_number, wallet, kind, points, at_ms FROM entry
            WHERE member_id > $1 AND member_id <= $2 ORDER BY member_id, number
            """,
            [.text(after?.text ?? ""), .text(last.text)]
        ) { row in
            guard let kind = Entry.Kind(rawValue: row.text(3)) else { throw MalformedDocument(field: "kind") }
            try each(
                try member.id(of: row),
                Movement(
                    event: row.int(1),
                    wallet: row.key(2),
                    kind: kind,
                    points: Points(row.int(4)),
                    at: row.instant(5)
                )
            )
        }
    }
}

/// Rows of one member follow each other: her id is read once.
private struct OneMember {
    private var known: (text: String, id: MemberID)?

    mutating func id(of row: SQLRow) throws(MalformedDocument) -> MemberID {
        let text = row.text(0)
        if let known, known.text == text { return known.id }
        let id = try row.memberID(0)
        known = (text, id)
        return id
    }
}
