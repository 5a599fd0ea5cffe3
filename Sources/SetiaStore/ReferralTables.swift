internal import SQLBase
internal import SetiaCore
internal import SetiaService

// Reads and writes `referral`.

extension TableLedger {
    func referral(of friend: MemberID) throws -> StoredReferral? {
        try connection.first(SQLStatement(all + " WHERE member_id = $1"), [.text(friend.text)])?.storedReferral()
    }

    func referrals(heldOnly: Bool, before: MemberID?, limit: Int) throws -> [StoredReferral] {
        // Behind every id: no digit of theirs is a tilde.
        let values: [SQLValue] = [.text(before?.text ?? "~"), .integer(Int64(limit))]
        let page = "member_id < $1 ORDER BY member_id DESC LIMIT $2"
        let statement = SQLStatement("\(all) WHERE \(heldOnly ? "held = 1 AND " : "")\(page)")
        return try connection.rows(statement, values).map { try $0.storedReferral() }
    }

    func referrals(from place: ReferralPlace, since: Instant) throws -> Int64 {
        let (column, hash) =
            switch place {
            case .address(let hash): ("address", hash)
            case .device(let hash): ("device", hash)
            }
        return try connection.first(
            SQLStatement("SELECT COUNT(*) FROM referral WHERE \(column) = $1 AND joined_ms > $2"),
            [.blob(hash), .integer(since.milliseconds)]
        )?.int(0) ?? 0
    }

    func save(_ referral: StoredReferral) throws {
        let (kind, id, name) = referral.decidedBy.map { columns(of: $0) } ?? (nil, nil, nil)
        try connection.run(
            """
            INSERT INTO referral (member_id, referrer, joined_ms, address, device, held, actor_kind, actor_id,
                actor_name, decided_ms, note)
            VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)
            ON CONFLICT (member_id) DO UPDATE SET held = excluded.held, actor_kind = excluded.actor_kind,
                actor_id = excluded.actor_id, actor_name = excluded.actor_name, decided_ms = excluded.decided_ms,
                note = excluded.note
            """,
            [
                .text(referral.friend.text), .text(referral.referrer.text), .integer(referral.at.milliseconds),
                .optional(referral.address), .optional(referral.device), .integer(referral.isHeld ? 1 : 0),
                .optional(kind), .optional(id), .optional(name), .optional(referral.decidedAt?.milliseconds),
                .optional(referral.note),
            ]
        )
    }

    /// Takes away from where a friend came, and what was written of it.
    func forgetReferral(of member: MemberID) throws {
        try connection.run(
            "UPDATE referral SET address = NULL, device = NULL, note = NULL, held = 0 WHERE member_id = $1",
            [.text(member.text)]
        )
    }
}

private let all = """
    SELECT member_id, referrer, joined_ms, address, device, held, actor_kind, actor_id, actor_name, decided_ms, note
    FROM referral
    """

extension SQLRow {
    fileprivate func storedReferral() throws -> StoredReferral {
        StoredReferral(
            friend: try memberID(0),
            referrer: try memberID(1),
            at: instant(2),
            address: blobOrNil(3),
            device: blobOrNil(4),
            isHeld: int(5) != 0,
            decidedBy: try isNull(6) ? nil : auditActor(6),
            decidedAt: instantOrNil(9),
            note: blobOrNil(10)
        )
    }
}
