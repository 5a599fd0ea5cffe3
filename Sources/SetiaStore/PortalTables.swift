internal import SQLBase
internal import SetiaCore
internal import SetiaService

// Reads and writes `signer` and `used_token`, and ends sessions of members.

extension TableLedger {
    func signers() throws -> [SignerRecord] {
        try connection.rows(
            """
            SELECT signer_id, name, algorithm, audience, sealed, created_ms, ended_ms FROM signer
            ORDER BY signer_id
            """
        ).map { row in
            guard let id = Identifier(text: row.text(0)) else { throw MalformedDocument(field: "signer_id") }
            guard let algorithm = Signer.Algorithm(rawValue: row.text(2)) else {
                throw MalformedDocument(field: "algorithm")
            }
            return SignerRecord(
                signer: Signer(
                    id: id,
                    name: row.text(1),
                    algorithm: algorithm,
                    audience: row.text(3),
                    createdAt: row.instant(5),
                    endedAt: row.instantOrNil(6)
                ),
                sealed: row.blob(4)
            )
        }
    }

    func add(_ record: SignerRecord) throws {
        let signer = record.signer
        try connection.run(
            """
            INSERT INTO signer (signer_id, name, algorithm, audience, sealed, created_ms, ended_ms)
            VALUES ($1, $2, $3, $4, $5, $6, $7)
            """,
            [
                .text(signer.id.text), .text(signer.name), .text(signer.algorithm.rawValue), .text(signer.audience),
                .blob(record.sealed), .integer(signer.createdAt.milliseconds), .optional(signer.endedAt?.milliseconds),
            ]
        )
    }

    func endSigner(_ id: Identifier, at moment: Instant) throws -> Bool {
        try connection.run(
            "UPDATE signer SET ended_ms = COALESCE(ended_ms, $2) WHERE signer_id = $1",
            [.text(id.text), .integer(moment.milliseconds)]
        ) > 0
    }

    func useToken(_ hash: [UInt8], until: Instant) throws -> Bool {
        try connection.run(
            "INSERT INTO used_token (hash, expires_ms) VALUES ($1, $2) ON CONFLICT DO NOTHING",
            [.blob(hash), .integer(until.milliseconds)]
        ) > 0
    }

    func endMemberSessions(of member: MemberID, except hash: [UInt8]?) throws -> Int {
        try connection.run(
            "DELETE FROM member_session WHERE member_id = $1 AND hash <> $2",
            [.text(member.text), .blob(hash ?? [])]
        )
    }
}
