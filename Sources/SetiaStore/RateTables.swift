internal import SQLBase
internal import SetiaCore
internal import SetiaService

// Reads and writes `rate_level` and `rate_asked`.

extension TableLedger {
    func rateLevels(of keys: [String]) throws -> [RateLevel?] {
        var found: [Key: RateLevel] = [:]
        try connection.query(findingLevels, keys.map { [.text($0)] }) { row in
            found[row.key(0)] = RateLevel(key: row.text(0), level: row.int(1), at: row.instant(2))
        }
        return keys.map { found[Key($0)] }
    }

    func askedElsewhere(of keys: [String], than server: String, since moment: Instant) throws -> [Int64] {
        var found: [Key: Int64] = [:]
        try connection.query(
            findingAsked,
            keys.map { [.text($0), .text(server), .integer(moment.milliseconds)] }
        ) { row in
            found[row.key(0), default: 0] += row.int(1)
        }
        return keys.map { found[Key($0)] ?? 0 }
    }

    func save(_ levels: [RateLevel], asked: [Int64], server: String) throws {
        try connection.run(
            savingLevels,
            levels.map { [.text($0.key), .integer($0.level), .integer($0.at.milliseconds)] }
        )
        try connection.run(
            savingAsked,
            zip(levels, asked).map { level, asked in
                [.text(level.key), .text(server), .integer(asked), .integer(level.at.milliseconds)]
            }
        )
    }

    func forgetRates(before moment: Instant) throws {
        let moment = [SQLValue.integer(moment.milliseconds)]
        try connection.run("DELETE FROM rate_asked WHERE settled_ms < $1", moment)
        try connection.run("DELETE FROM rate_level WHERE settled_ms < $1", moment)
    }
}

private let findingLevels = SQLBulk(
    [("key_id", .text)],
    one: "SELECT key_id, level_milli, settled_ms FROM rate_level WHERE key_id = $1",
    many: "SELECT key_id, level_milli, settled_ms FROM rate_level WHERE key_id = ANY($1::text[])"
)

private let findingAsked = SQLBulk(
    [("key_id", .text), ("server", .text), ("since", .integer)],
    one: "SELECT key_id, asked FROM rate_asked WHERE key_id = $1 AND server <> $2 AND settled_ms >= $3",
    many: """
        SELECT rate_asked.key_id, rate_asked.asked
        FROM given JOIN rate_asked ON rate_asked.key_id = given.key_id AND rate_asked.server <> given.server
            AND rate_asked.settled_ms >= given.since
        """
)

private let savingLevels = SQLBulk.insert(
    into: "rate_level",
    [("key_id", .text), ("level_milli", .integer), ("settled_ms", .integer)],
    conflict: """
        ON CONFLICT (key_id) DO UPDATE SET level_milli = excluded.level_milli, settled_ms = excluded.settled_ms
        """
)

private let savingAsked = SQLBulk.insert(
    into: "rate_asked",
    [("key_id", .text), ("server", .text), ("asked", .integer), ("settled_ms", .integer)],
    conflict: "ON CONFLICT (key_id, server) DO UPDATE SET asked = excluded.asked, settled_ms = excluded.settled_ms"
)
