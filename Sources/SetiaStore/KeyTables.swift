internal import SQLBase
internal import SetiaCore
internal import SetiaService

// Reads and writes `member_key` and `api_key`.

extension TableLedger {
    func keys(of members: [MemberID]) throws -> [WrappedKey?] {
        var keys: [MemberID: WrappedKey] = [:]
        try connection.query(findingKeys, members.map { [.text($0.text)] }) { row in
            keys[try row.memberID(2)] = WrappedKey(epoch: row.text(0), bytes: row.blob(1))
        }
        return members.map { keys[$0] }
    }

    func keys(notOf epoch: String, after: MemberID?, limit: Int) throws -> [(member: MemberID, key: WrappedKey)] {
        try connection.rows(
            """
            SELECT member_id, epoch, wrapped FROM member_key WHERE member_id > $1 AND epoch <> $2
            ORDER BY member_id LIMIT $3
            """,
            [.text(after?.text ?? ""), .text(epoch), .integer(Int64(limit))]
        ).map { row in (try row.memberID(0), WrappedKey(epoch: row.text(1), bytes: row.blob(2))) }
    }

    func rewrap(_ key: WrappedKey, of member: MemberID) throws {
        // Nothing where the key was destroyed meanwhile: it must not come back.
        try connection.run(
            "UPDATE member_key SET epoch = $2, wrapped = $3 WHERE member_id = $1",
            [.text(member.text), .text(key.epoch), .blob(key.bytes)]
        )
    }

    /// Keeps new members' keys.
    func insert(_ keys: [(member: MemberID, key: WrappedKey)]) throws {
        try connection.run(
            addingKeys,
            keys.map { member, key in [.text(member.text), .text(key.epoch), .blob(key.bytes)] }
        )
    }

    func apiKey(hash: [UInt8]) throws -> APIKey? {
        try connection.first(
            "SELECT key_id, name, scopes, created_ms, revoked_ms, rate FROM api_key WHERE hash = $1",
            [.blob(hash)]
        )?.apiKey()
    }

    func apiKeys() throws -> [APIKey] {
        try connection.rows(
            "SELECT key_id, name, scopes, created_ms, revoked_ms, rate FROM api_key ORDER BY created_ms, key_id"
        ).map { try $0.apiKey() }
    }

    func add(_ key: APIKey, hash: [UInt8]) throws {
        try connection.run(
            """
            INSERT INTO api_key (key_id, name, scopes, created_ms, revoked_ms, hash, rate)
            VALUES ($1, $2, $3, $4, $5, $6, $7)
            """,
            [
                .text(key.id), .text(key.name), .text(key.scopes.map(\.rawValue).sorted().joined(separator: " ")),
                .integer(key.createdAt.milliseconds), .optional(key.revokedAt?.milliseconds), .blob(hash),
                .optional(key.rate),
            ]
        )
    }

    func revokeAPIKey(_ id: String, at: Instant) throws -> Bool {
        // Ended once: a second time leaves the first moment.
        try connection.run(
            "UPDATE api_key SET revoked_ms = COALESCE(revoked_ms, $2) WHERE key_id = $1",
            [.text(id), .integer(at.milliseconds)]
        ) > 0
    }
}

private let findingKeys = SQLBulk(
    [("member_id", .text)],
    one: "SELECT epoch, wrapped, member_id FROM member_key WHERE member_id = $1",
    many: "SELECT epoch, wrapped, member_id FROM member_key WHERE member_id = ANY($1::text[])"
)

private let addingKeys = SQLBulk.insert(
    into: "member_key",
    [("member_id", .text), ("epoch", .text), ("wrapped", .blob)]
)

extension SQLRow {
    fileprivate func apiKey() throws(MalformedDocument) -> APIKey {
        var scopes: Set<APIScope> = []
        for name in text(2).split(separator: " ") {
            guard let scope = APIScope(rawValue: String(name)) else { throw MalformedDocument(field: "scopes") }
            scopes.insert(scope)
        }
        return APIKey(
            id: text(0),
            name: text(1),
            scopes: scopes,
            rate: intOrNil(5),
            createdAt: instant(3),
            revokedAt: instantOrNil(4)
        )
    }
}
