internal import SQLBase
internal import SetiaCore
internal import SetiaService

// Reads and writes `event_key` and `identity_key` apart from the members that they lead to.

extension TableLedger {
    func reserve(_ reservation: Reservation) throws {
        // In one order for all, so that two who want the same keys do not wait for each other in a circle.
        for key in reservation.claims.sorted(by: { $0.comesBefore($1) }) {
            try connection.run(
                """
                INSERT INTO event_key (source, kind, key, member_id, number, content_hash)
                VALUES ($1, $2, $3, $4, $5, $6) ON CONFLICT DO NOTHING
                """,
                key.values + [
                    .text(reservation.member.text), .integer(reservation.token), .blob(reservation.contentHash),
                ]
            )
        }
    }

    func reserve(_ identity: IdentityHash, for member: MemberID) throws {
        try connection.run(
            "INSERT INTO identity_key (kind, hash, member_id) VALUES ($1, $2, $3) ON CONFLICT DO NOTHING",
            [.text(identity.kind.rawValue), .blob(identity.bytes), .text(member.text)]
        )
    }

    func settle(_ reservation: Reservation, as event: EventID) throws {
        for key in reservation.claims.sorted(by: { $0.comesBefore($1) }) {
            try connection.run(
                """
                INSERT INTO event_key (source, kind, key, member_id, number, content_hash)
                VALUES ($1, $2, $3, $4, $5, $6)
                ON CONFLICT (source, kind, key) DO UPDATE SET member_id = excluded.member_id, number = excluded.number
                WHERE event_key.number = $7
                """,
                key.values + [
                    .text(event.member.text), .integer(event.number), .blob(reservation.contentHash),
                    .integer(reservation.token),
                ]
            )
        }
    }

    func release(_ reservation: Reservation) throws {
        for key in reservation.claims.sorted(by: { $0.comesBefore($1) }) {
            try connection.run(
                "DELETE FROM event_key WHERE source = $1 AND kind = $2 AND key = $3 AND number = $4",
                key.values + [.integer(reservation.token)]
            )
        }
    }
}

extension ClaimKey {
    fileprivate func comesBefore(_ other: ClaimKey) -> Bool {
        if source != other.source { return source < other.source }
        if kind != other.kind { return Key(kind.rawValue) < Key(other.kind.rawValue) }
        return key < other.key
    }
}
