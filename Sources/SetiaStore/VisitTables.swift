internal import SQLBase
internal import SetiaCore
internal import SetiaService

// Reads and writes `confirmation` and `member_session`, and sweeps what visitors left.

extension TableLedger {
    func confirmation(hash: [UInt8]) throws -> ConfirmationRecord? {
        try connection.first(
            "SELECT code, sealed, wrong_codes, expires_ms, used_ms FROM confirmation WHERE hash = $1",
            [.blob(hash)]
        ).map { row in
            ConfirmationRecord(
                hash: hash,
                code: row.blob(0),
                sealed: row.blob(1),
                wrongCodes: Int(row.int(2)),
                expiresAt: row.instant(3),
                usedAt: row.instantOrNil(4)
            )
        }
    }

    func save(_ confirmation: ConfirmationRecord) throws {
        try connection.run(
            """
            INSERT INTO confirmation (hash, code, sealed, wrong_codes, expires_ms, used_ms)
            VALUES ($1, $2, $3, $4, $5, $6)
            ON CONFLICT (hash) DO UPDATE SET sealed = excluded.sealed, wrong_codes = excluded.wrong_codes,
                used_ms = excluded.used_ms
            """,
            [
                .blob(confirmation.hash), .blob(confirmation.code), .blob(confirmation.sealed),
                .integer(Int64(confirmation.wrongCodes)), .integer(confirmation.expiresAt.milliseconds),
                .optional(confirmation.usedAt?.milliseconds),
            ]
        )
    }

    func memberSession(hash: [UInt8]) throws -> MemberSessionRecord? {
        try connection.first("SELECT member_id, expires_ms FROM member_session WHERE hash = $1", [.blob(hash)]).map {
            MemberSessionRecord(hash: hash, member: try $0.memberID(0), expiresAt: $0.instant(1))
        }
    }

    func add(_ session: MemberSessionRecord) throws {
        try connection.run(
            "INSERT INTO member_session (hash, member_id, expires_ms) VALUES ($1, $2, $3)",
            [.blob(session.hash), .text(session.member.text), .integer(session.expiresAt.milliseconds)]
        )
    }

    func endMemberSession(hash: [UInt8]) throws {
        try connection.run("DELETE FROM member_session WHERE hash = $1", [.blob(hash)])
    }

    func forgetVisits(before moment: Instant) throws {
        let moment = [SQLValue.integer(moment.milliseconds)]
        try connection.run("DELETE FROM staff_session WHERE seen_ms < $1", moment)
        try connection.run("DELETE FROM staff_ticket WHERE expires_ms < $1", moment)
        try connection.run("DELETE FROM try_count WHERE last_ms < $1", moment)
        try connection.run("DELETE FROM confirmation WHERE expires_ms < $1", moment)
        try connection.run("DELETE FROM member_session WHERE expires_ms < $1", moment)
        try connection.run("DELETE FROM chat_session WHERE expires_ms < $1", moment)
        try connection.run("DELETE FROM used_token WHERE expires_ms < $1", moment)
    }

    /// Signs an erased member out, and takes away what people wrote about her.
    func forgetVisits(of member: MemberID) throws {
        try connection.run("DELETE FROM member_session WHERE member_id = $1", [.text(member.text)])
        try connection.run("DELETE FROM chat_session WHERE member_id = $1", [.text(member.text)])
        try forgetRequests(of: member)
        try forgetReviews(of: member)
        try forgetReferral(of: member)
    }
}
