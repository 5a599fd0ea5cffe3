internal import SQLBase
internal import SetiaCore
internal import SetiaService

// Reads and writes `chat_session`, and sees who of the staff is there.

extension TableLedger {
    func chatSession(hash: [UInt8]) throws -> ChatSessionRecord? {
        try connection.first(
            """
            SELECT member_id, conversation_id, is_proven, is_made, language, started_ms, expires_ms
            FROM chat_session WHERE hash = $1
            """,
            [.blob(hash)]
        ).map { row in
            ChatSessionRecord(
                hash: hash,
                member: row.textOrNil(0).flatMap { MemberID(text: $0) },
                conversation: row.textOrNil(1).flatMap { Identifier(text: $0) },
                isProven: row.int(2) != 0,
                isMade: row.int(3) != 0,
                language: row.textOrNil(4).map { Key($0) },
                startedAt: row.instant(5),
                expiresAt: row.instant(6)
            )
        }
    }

    func staffSeen(since moment: Instant) throws -> [StaffID] {
        try connection.rows(
            "SELECT DISTINCT staff_id FROM staff_session WHERE seen_ms >= $1 AND is_pending = 0 ORDER BY staff_id",
            [.integer(moment.milliseconds)]
        ).compactMap { StaffID(text: $0.text(0)) }
    }

    func add(_ session: ChatSessionRecord) throws {
        try connection.run(
            """
            INSERT INTO chat_session (hash, member_id, conversation_id, is_proven, is_made, language, started_ms,
                expires_ms)
            VALUES ($1, $2, $3, $4, $5, $6, $7, $8)
            """,
            [
                .blob(session.hash), .optional(session.member?.text), .optional(session.conversation?.text),
                .integer(session.isProven ? 1 : 0), .integer(session.isMade ? 1 : 0),
                .optional(session.language?.text), .integer(session.startedAt.milliseconds),
                .integer(session.expiresAt.milliseconds),
            ]
        )
    }

    func save(_ session: ChatSessionRecord, was member: MemberID?) throws -> Bool {
        try connection.run(
            """
            UPDATE chat_session SET member_id = $2, conversation_id = $3, is_proven = $4, is_made = $5
            WHERE hash = $1 AND COALESCE(member_id, '') = $6
            """,
            [
                .blob(session.hash), .optional(session.member?.text), .optional(session.conversation?.text),
                .integer(session.isProven ? 1 : 0), .integer(session.isMade ? 1 : 0), .text(member?.text ?? ""),
            ]
        ) > 0
    }

    func endChatSession(hash: [UInt8]) throws {
        try connection.run("DELETE FROM chat_session WHERE hash = $1", [.blob(hash)])
    }

    func endChatSessions(of member: MemberID) throws {
        try connection.run(
            "DELETE FROM chat_session WHERE member_id = $1 AND is_proven = 1",
            [.text(member.text)]
        )
    }
}
