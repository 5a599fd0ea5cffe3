internal import SQLBase
internal import SetiaCore
internal import SetiaService

// Reads and writes `idempotency`.

extension TableLedger {
    func claim(_ claims: [RequestClaim]) throws -> [IdempotencyRecord?] {
        try connection.run(
            claimingRequests,
            claims.map { claim in
                [
                    .blob(claim.key), .blob(claim.content), .text(claim.holder), .integer(claim.at.milliseconds),
                    .integer(claim.keptUntil.milliseconds), .integer(claim.leaseUntil.milliseconds),
                ]
            }
        )
        // Whose it is now, the row itself says: the one who claimed, or who stood there before.
        var found: [[UInt8]: (holder: String, record: IdempotencyRecord)] = [:]
        try connection.query(findingRequests, claims.map { [.blob($0.key)] }) { row in
            found[row.blob(0)] = (row.text(2), try row.idempotencyRecord())
        }
        return try claims.map { claim in
            guard let row = found[claim.key] else { throw MalformedDocument(field: "request_key") }
            return row.holder.utf8.elementsEqual(claim.holder.utf8) ? nil : row.record
        }
    }

    func keep(_ answers: [(claim: RequestClaim, answer: SealedAnswer)]) throws {
        try connection.run(
            answering,
            answers.map { claim, answer in
                [
                    .blob(claim.key), .text(claim.holder), .integer(Int64(answer.status)),
                    .optional(answer.owner?.text), .blob(answer.sealed),
                ]
            }
        )
    }

    func release(_ claims: [RequestClaim]) throws {
        try connection.run(releasing, claims.map { [.blob($0.key), .text($0.holder)] })
    }

    func forgetAnswers(at moment: Instant, limit: Int) throws -> Int {
        try connection.run(
            """
            DELETE FROM idempotency WHERE request_key IN (
                SELECT request_key FROM idempotency WHERE kept_ms <= $1 ORDER BY kept_ms, request_key LIMIT $2
            )
            """,
            [.integer(moment.milliseconds), .integer(Int64(limit))]
        )
    }
}

/// Puts a claim where there is none, or where the one that is there has had its time.
private let claimingRequests = SQLBulk.insert(
    into: "idempotency",
    [
        ("request_key", .blob), ("content_hash", .blob), ("holder", .text), ("claimed_ms", .integer),
        ("kept_ms", .integer), ("lease_ms", .integer),
    ],
    conflict: """
        ON CONFLICT (request_key) DO UPDATE SET content_hash = excluded.content_hash, holder = excluded.holder,
            claimed_ms = excluded.claimed_ms, kept_ms = excluded.kept_ms, lease_ms = excluded.lease_ms,
            status = NULL, sealed_for = NULL, answer = NULL
        WHERE idempotency.lease_ms <= excluded.claimed_ms OR idempotency.kept_ms <= excluded.claimed_ms
        """
)

private let findingRequests = SQLBulk(
    [("request_key", .blob)],
    one: """
        SELECT request_key, content_hash, holder, status, sealed_for, answer FROM idempotency WHERE request_key = $1
        """,
    many: """
        SELECT request_key, content_hash, holder, status, sealed_for, answer
        FROM idempotency WHERE request_key = ANY($1::bytea[])
        """
)

private let answering = SQLBulk(
    [("request_key", .blob), ("holder", .text), ("status", .integer), ("sealed_for", .text), ("answer", .blob)],
    one: """
        UPDATE idempotency SET lease_ms = NULL, status = $3, sealed_for = $4, answer = $5
        WHERE request_key = $1 AND holder = $2
        """,
    many: """
        UPDATE idempotency SET lease_ms = NULL, status = given.status, sealed_for = given.sealed_for,
            answer = given.answer
        FROM given WHERE idempotency.request_key = given.request_key AND idempotency.holder = given.holder
        """
)

private let releasing = SQLBulk(
    [("request_key", .blob), ("holder", .text)],
    one: "DELETE FROM idempotency WHERE request_key = $1 AND holder = $2",
    many: """
        DELETE FROM idempotency WHERE (request_key, holder) IN (SELECT request_key, holder FROM given)
        """
)

extension SQLRow {
    fileprivate func idempotencyRecord() throws(MalformedDocument) -> IdempotencyRecord {
        guard let status = intOrNil(3) else { return IdempotencyRecord(content: blob(1), answer: nil) }
        var owner: MemberID?
        if let text = textOrNil(4) {
            guard let member = MemberID(text: text) else { throw MalformedDocument(field: "sealed_for") }
            owner = member
        }
        return IdempotencyRecord(
            content: blob(1),
            answer: SealedAnswer(status: Int(status), owner: owner, sealed: blob(5))
        )
    }
}
