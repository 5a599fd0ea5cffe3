internal import SQLBase
internal import SetiaCore
internal import SetiaService

// Reads and writes `configuration`, `programme_version` and `shop`.

extension TableLedger {
    func configurationVersion() throws -> Int64 {
        guard let row = try connection.first("SELECT version FROM configuration WHERE id = 1") else {
            throw MalformedDocument(field: "configuration")
        }
        return row.int(0)
    }

    func programmes() throws -> [PublishedProgramme] {
        try connection.rows(
            "SELECT number, valid_from_ms, published_ms, document FROM programme_version ORDER BY number"
        ).map { row in
            PublishedProgramme(
                number: Int(row.int(0)),
                validFrom: row.instant(1),
                publishedAt: row.instant(2),
                document: row.text(3)
            )
        }
    }

    func publish(_ programme: PublishedProgramme) throws {
        try connection.run(
            "INSERT INTO programme_version (number, valid_from_ms, published_ms, document) VALUES ($1, $2, $3, $4)",
            [
                .integer(Int64(programme.number)), .integer(programme.validFrom.milliseconds),
                .integer(programme.publishedAt.milliseconds), .text(programme.document),
            ]
        )
        try raiseConfigurationVersion()
    }

    func shops() throws -> [Shop] {
        try connection.rows("SELECT store_id, name, country, time_zone, currency FROM shop ORDER BY store_id").map {
            row in
            guard let id = try? StoreID(row.text(0)) else { throw MalformedDocument(field: "store_id") }
            return Shop(
                id: id,
                name: row.text(1),
                country: row.key(2),
                timeZone: row.key(3),
                currency: try row.currency(4)
            )
        }
    }

    func put(_ shop: Shop) throws {
        try connection.run(
            """
            INSERT INTO shop (store_id, name, country, time_zone, currency) VALUES ($1, $2, $3, $4, $5)
            ON CONFLICT (store_id) DO UPDATE SET name = excluded.name, country = excluded.country,
                time_zone = excluded.time_zone, currency = excluded.currency
            """,
            [
                .text(shop.id.text), .text(shop.name), .text(shop.country.text), .text(shop.timeZone.text),
                .text(shop.currency.code),
            ]
        )
        try raiseConfigurationVersion()
    }

    /// Says to all who keep programmes, shops or listeners in memory that these have changed.
    func raiseConfigurationVersion() throws {
        try connection.run("UPDATE configuration SET version = version + 1 WHERE id = 1")
    }
}
