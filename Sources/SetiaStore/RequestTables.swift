internal import SQLBase
internal import SetiaCore
internal import SetiaService

// Reads and writes `approval_request`.

extension TableLedger {
    func approvalRequest(_ id: Identifier) throws -> StoredRequest? {
        try connection.first(SQLStatement(requests + " WHERE request_id = $1"), [.text(id.text)])?.storedRequest()
    }

    func approvalRequests(
        _ state: ApprovalRequest.State?,
        before: Identifier?,
        limit: Int
    ) throws -> [StoredRequest] {
        // Behind every id: no digit of theirs is a tilde.
        let values: [SQLValue] = [.text(before?.text ?? "~"), .integer(Int64(limit))]
        guard let state else {
            return try connection.rows(
                SQLStatement(requests + " WHERE request_id < $1 ORDER BY request_id DESC LIMIT $2"),
                values
            ).map { try $0.storedRequest() }
        }
        return try connection.rows(
            SQLStatement(requests + " WHERE request_id < $1 AND state = $3 ORDER BY request_id DESC LIMIT $2"),
            values + [.text(state.rawValue)]
        ).map { try $0.storedRequest() }
    }

    func save(_ stored: StoredRequest) throws {
        let request = stored.request
        let (member, wallet, points) = request.kind.columns
        try connection.run(
            """
            INSERT INTO approval_request (request_id, kind, member_id, wallet, points, requested_by, requester_name,
                requested_ms, state, decided_by, decider_name, decided_ms, reason, note)
            VALUES ($1, 'adjustment', $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)
            ON CONFLICT (request_id) DO UPDATE SET state = excluded.state, decided_by = excluded.decided_by,
                decider_name = excluded.decider_name, decided_ms = excluded.decided_ms, note = excluded.note
            """,
            [
                .text(request.id.text), .text(member.text), .text(wallet.text), .integer(points.units),
                .text(request.requestedBy.text), .text(request.requesterName),
                .integer(request.requestedAt.milliseconds), .text(request.state.rawValue),
                .optional(request.decidedBy?.text), .optional(request.deciderName),
                .optional(request.decidedAt?.milliseconds), .optional(stored.reason), .optional(stored.note),
            ]
        )
    }

    /// Takes away what people wrote about a member in requests; those that wait are withdrawn.
    func forgetRequests(of member: MemberID) throws {
        try connection.run(
            "UPDATE approval_request SET reason = NULL, note = NULL WHERE member_id = $1",
            [.text(member.text)]
        )
        try connection.run(
            "UPDATE approval_request SET state = 'withdrawn' WHERE member_id = $1 AND state = 'waiting'",
            [.text(member.text)]
        )
    }
}

extension ApprovalRequest.Kind {
    fileprivate var columns: (member: MemberID, wallet: Key, points: Points) {
        switch self {
        case .adjustment(let member, let wallet, let points): (member, wallet, points)
        }
    }
}

private let requests = """
    SELECT request_id, kind, member_id, wallet, points, requested_by, requester_name, requested_ms, state, decided_by,
        decider_name, decided_ms, reason, note FROM approval_request
    """

extension SQLRow {
    fileprivate func storedRequest() throws(MalformedDocument) -> StoredRequest {
        guard let id = Identifier(text: text(0)) else { throw MalformedDocument(field: "request_id") }
        guard text(1) == "adjustment" else { throw MalformedDocument(field: "kind") }
        guard let asker = StaffID(text: text(5)) else { throw MalformedDocument(field: "requested_by") }
        guard let state = ApprovalRequest.State(rawValue: text(8)) else { throw MalformedDocument(field: "state") }
        return StoredRequest(
            request: ApprovalRequest(
                id: id,
                kind: .adjustment(member: try memberID(2), wallet: key(3), points: Points(int(4))),
                requestedBy: asker,
                requesterName: text(6),
                requestedAt: instant(7),
                state: state,
                decidedBy: textOrNil(9).flatMap { StaffID(text: $0) },
                deciderName: textOrNil(10),
                decidedAt: instantOrNil(11)
            ),
            reason: blobOrNil(12),
            note: blobOrNil(13)
        )
    }
}
