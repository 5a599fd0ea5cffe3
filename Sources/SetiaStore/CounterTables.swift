internal import SQLBase
internal import SetiaCore
internal import SetiaService

// Reads and writes `counter` and `reservation`.

extension TableLedger {
    func counters(_ keys: [Key]) throws -> [SharedCounter?] {
        try keys.map { key in
            try connection.first("SELECT key, cap, taken FROM counter WHERE key = $1", [.text(key.text)])
                .map(\.sharedCounter)
        }
    }

    func reserved(of counter: Key) throws -> Int64 {
        try connection.first(
            "SELECT CAST(COALESCE(SUM(amount), 0) AS BIGINT) FROM reservation WHERE counter = $1",
            [.text(counter.text)]
        )?.int(0) ?? 0
    }

    func counters(beginning prefix: Key, limit: Int) throws -> [SharedCounter] {
        // The first text behind all that begin so: keys are ASCII in their beginnings, and order is by bytes.
        let end = prefix.text + "\u{10FFFF}"
        return try connection.rows(
            "SELECT key, cap, taken FROM counter WHERE key >= $1 AND key < $2 ORDER BY key LIMIT $3",
            [.text(prefix.text), .text(end), .integer(Int64(limit))]
        ).map(\.sharedCounter)
    }

    func take(_ claim: CounterClaim, for id: Key, at now: Instant, until: Instant) throws -> Grant {
        if let cap = claim.cap {
            try connection.run(
                "INSERT INTO counter (key, cap, taken) VALUES ($1, $2, 0) ON CONFLICT DO NOTHING",
                [.text(claim.counter.text), .integer(cap)]
            )
        }
        // From here on the counter is ours: whoever else wants it waits, also one with the same cause.
        let locking = connection.dialect == .postgres ? lockingCounter : readingCounter
        guard let counter = try connection.first(locking, [.text(claim.counter.text)])?.sharedCounter else {
            return Grant(counter: claim.counter, amount: 0)
        }
        let before = try connection.first(
            "SELECT amount, code FROM reservation WHERE counter = $1 AND id = $2",
            [.text(claim.counter.text), .text(id.text)]
        )
        if let before {
            return Grant(counter: claim.counter, amount: before.int(0), code: before.textOrNil(1).map { Key($0) })
        }
        let cap = claim.cap ?? counter.cap
        let amount = claim.granted(taken: counter.taken, of: cap, at: now)
        if amount > 0 || cap != counter.cap {
            try connection.run(
                "UPDATE counter SET cap = $2, taken = taken + $3 WHERE key = $1",
                [.text(claim.counter.text), .optional(cap), .integer(amount)]
            )
        }
        guard amount > 0 else { return Grant(counter: claim.counter, amount: 0) }
        try connection.run(
            "INSERT INTO reservation (counter, id, amount, expires_ms) VALUES ($1, $2, $3, $4)",
            [.text(claim.counter.text), .text(id.text), .integer(amount), .integer(until.milliseconds)]
        )
        return Grant(counter: claim.counter, amount: amount)
    }

    @discardableResult
    func settle(_ id: Key, of counter: Key, used: Int64) throws -> Bool {
        let gone = try connection.first(
            "DELETE FROM reservation WHERE counter = $1 AND id = $2 RETURNING amount",
            [.text(counter.text), .text(id.text)]
        )
        guard let gone else { return false }
        try giveBack(gone.int(0) - used, to: counter)
        return true
    }

    func giveBack(_ amount: Int64, to counter: Key) throws {
        guard amount > 0 else { return }
        try connection.run(
            "UPDATE counter SET taken = CASE WHEN taken > $2 THEN taken - $2 ELSE 0 END WHERE key = $1",
            [.text(counter.text), .integer(amount)]
        )
    }

    func reservations(expiredBy moment: Instant, limit: Int) throws -> [CounterReservation] {
        try connection.rows(
            """
            SELECT counter, id, amount, code FROM reservation WHERE expires_ms <= $1
            ORDER BY expires_ms, counter, id LIMIT $2
            """,
            [.integer(moment.milliseconds), .integer(Int64(limit))]
        ).map { row in
            CounterReservation(
                counter: row.key(0),
                id: row.key(1),
                amount: row.int(2),
                code: row.textOrNil(3).map { Key($0) }
            )
        }
    }

    func load(_ counter: Key, by amount: Int64) throws {
        try connection.run(
            """
            INSERT INTO counter (key, cap, taken) VALUES ($1, $2, 0)
            ON CONFLICT (key) DO UPDATE SET cap = counter.cap + excluded.cap
            """,
            [.text(counter.text), .integer(amount)]
        )
    }

    func setCap(_ cap: Int64?, of counter: Key) throws {
        try connection.run(
            """
            INSERT INTO counter (key, cap, taken) VALUES ($1, $2, 0)
            ON CONFLICT (key) DO UPDATE SET cap = excluded.cap
            """,
            [.text(counter.text), .optional(cap)]
        )
    }
}

private let readingCounter = SQLStatement("SELECT key, cap, taken FROM counter WHERE key = $1")
private let lockingCounter = SQLStatement("SELECT key, cap, taken FROM counter WHERE key = $1 FOR UPDATE")

extension SQLRow {
    /// The counter whose row this is: key, cap, taken.
    fileprivate var sharedCounter: SharedCounter {
        SharedCounter(key: key(0), cap: intOrNil(1), taken: int(2))
    }
}
