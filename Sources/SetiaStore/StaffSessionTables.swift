internal import SQLBase
internal import SetiaCore
internal import SetiaService

// Reads and writes `staff_session`, `staff_ticket` and `try_count`.

extension TableLedger {
    func staffSession(hash: [UInt8]) throws -> StaffSessionRecord? {
        try connection.first(SQLStatement(sessions + " WHERE hash = $1"), [.blob(hash)])?.staffSession()
    }

    func staffSessions(of staff: StaffID) throws -> [StaffSessionRecord] {
        try connection.rows(
            SQLStatement(sessions + " WHERE staff_id = $1 ORDER BY started_ms DESC, session_id DESC"),
            [.text(staff.text)]
        ).map { try $0.staffSession() }
    }

    func save(_ session: StaffSessionRecord) throws {
        try connection.run(
            """
            INSERT INTO staff_session (hash, session_id, staff_id, started_ms, seen_ms, signed_in_ms, is_pending,
                tries_key, wrong_codes)
            VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)
            ON CONFLICT (hash) DO UPDATE SET seen_ms = excluded.seen_ms, signed_in_ms = excluded.signed_in_ms,
                wrong_codes = excluded.wrong_codes
            """,
            [
                .blob(session.hash), .text(session.id.text), .text(session.staff.text),
                .integer(session.startedAt.milliseconds), .integer(session.seenAt.milliseconds),
                .integer(session.signedInAt.milliseconds), .integer(session.isPending ? 1 : 0),
                .blob(session.triesKey), .integer(Int64(session.wrongCodes)),
            ]
        )
    }

    func endStaffSession(_ id: Identifier, of staff: StaffID) throws -> Bool {
        try connection.run(
            "DELETE FROM staff_session WHERE staff_id = $1 AND session_id = $2",
            [.text(staff.text), .text(id.text)]
        ) > 0
    }

    func endStaffSessions(of staff: StaffID, except: Identifier?) throws -> Int {
        try connection.run(
            "DELETE FROM staff_session WHERE staff_id = $1 AND session_id <> $2",
            [.text(staff.text), .text(except?.text ?? "")]
        )
    }

    func ticket(hash: [UInt8]) throws -> Ticket? {
        try connection.first(
            "SELECT kind, staff_id, expires_ms, used_ms FROM staff_ticket WHERE hash = $1",
            [.blob(hash)]
        ).map { row in
            guard let kind = Ticket.Kind(rawValue: row.text(0)) else { throw MalformedDocument(field: "kind") }
            guard let staff = StaffID(text: row.text(1)) else { throw MalformedDocument(field: "staff_id") }
            return Ticket(
                hash: hash,
                kind: kind,
                staff: staff,
                expiresAt: row.instant(2),
                usedAt: row.instantOrNil(3)
            )
        }
    }

    func save(_ ticket: Ticket) throws {
        try connection.run(
            """
            INSERT INTO staff_ticket (hash, kind, staff_id, expires_ms, used_ms) VALUES ($1, $2, $3, $4, $5)
            ON CONFLICT (hash) DO UPDATE SET used_ms = excluded.used_ms
            """,
            [
                .blob(ticket.hash), .text(ticket.kind.rawValue), .text(ticket.staff.text),
                .integer(ticket.expiresAt.milliseconds), .optional(ticket.usedAt?.milliseconds),
            ]
        )
    }

    func withdrawTickets(of staff: StaffID, kind: Ticket.Kind) throws {
        try connection.run(
            "DELETE FROM staff_ticket WHERE staff_id = $1 AND kind = $2 AND used_ms IS NULL",
            [.text(staff.text), .text(kind.rawValue)]
        )
    }

    func tries(_ keys: [[UInt8]]) throws -> [Tries?] {
        try keys.map { key in
            try connection.first("SELECT tries, first_ms, last_ms FROM try_count WHERE key = $1", [.blob(key)])
                .map { Tries(key: key, count: Int($0.int(0)), firstAt: $0.instant(1), lastAt: $0.instant(2)) }
        }
    }

    func save(_ tries: Tries) throws {
        try connection.run(
            """
            INSERT INTO try_count (key, tries, first_ms, last_ms) VALUES ($1, $2, $3, $4)
            ON CONFLICT (key) DO UPDATE SET tries = excluded.tries, first_ms = excluded.first_ms,
                last_ms = excluded.last_ms
            """,
            [
                .blob(tries.key), .integer(Int64(tries.count)), .integer(tries.firstAt.milliseconds),
                .integer(tries.lastAt.milliseconds),
            ]
        )
    }

    func forgetTries(_ key: [UInt8]) throws {
        try connection.run("DELETE FROM try_count WHERE key = $1", [.blob(key)])
    }
}

private let sessions = """
    SELECT hash, session_id, staff_id, started_ms, seen_ms, signed_in_ms, is_pending, tries_key, wrong_codes
    FROM staff_session
    """

extension SQLRow {
    fileprivate func staffSession() throws(MalformedDocument) -> StaffSessionRecord {
        guard let id = Identifier(text: text(1)) else { throw MalformedDocument(field: "session_id") }
        guard let staff = StaffID(text: text(2)) else { throw MalformedDocument(field: "staff_id") }
        return StaffSessionRecord(
            hash: blob(0),
            id: id,
            staff: staff,
            startedAt: instant(3),
            seenAt: instant(4),
            signedInAt: instant(5),
            isPending: int(6) != 0,
            triesKey: blob(7),
            wrongCodes: Int(int(8))
        )
    }
}
