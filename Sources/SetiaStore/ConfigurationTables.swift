internal import SQLBase
internal import SetiaCore
internal import SetiaService

// Reads and writes `configuration`, `programme_version`, `programme_draft` and `shop`.

extension TableLedger {
    func configurationVersion() throws -> Int64 {
        guard let row = try connection.first("SELECT version FROM configuration WHERE id = 1") else {
            throw MalformedDocument(field: "configuration")
        }
        return row.int(0)
    }

    func programmes() throws -> [PublishedProgramme] {
        try connection.rows(
            """
            SELECT number, valid_from_ms, published_ms, document, restores, reason, cancelled_ms FROM programme_version
            ORDER BY number
            """
        ).map { row in
            PublishedProgramme(
                number: Int(row.int(0)),
                validFrom: row.instant(1),
                publishedAt: row.instant(2),
                document: row.text(3),
                restores: row.isNull(4) ? nil : Int(row.int(4)),
                reason: row.textOrNil(5),
                cancelledAt: row.isNull(6) ? nil : row.instant(6)
            )
        }
    }

    func publish(_ programme: PublishedProgramme) throws {
        try connection.run(
            """
            INSERT INTO programme_version (number, valid_from_ms, published_ms, document, restores, reason, cancelled_ms)
            VALUES ($1, $2, $3, $4, $5, $6, $7)
            """,
            [
                .integer(Int64(programme.number)), .integer(programme.validFrom.milliseconds),
                .integer(programme.publishedAt.milliseconds), .text(programme.document),
                .optional(programme.restores.map(Int64.init)), .optional(programme.reason),
                .optional(programme.cancelledAt?.milliseconds),
            ]
        )
        try raiseConfigurationVersion()
    }

    func cancelProgramme(_ number: Int, at: Instant) throws -> Bool {
        let changed = try connection.run(
            "UPDATE programme_version SET cancelled_ms = $2 WHERE number = $1 AND cancelled_ms IS NULL",
            [.integer(Int64(number)), .integer(at.milliseconds)]
        )
        if changed > 0 { try raiseConfigurationVersion() }
        return changed > 0
    }

    func drafts() throws -> [ProgrammeDraft] {
        try connection.rows(SQLStatement("\(selectingDrafts) ORDER BY name")).map { try $0.draft() }
    }

    func draft(_ name: Key) throws -> ProgrammeDraft? {
        try connection.first(SQLStatement("\(selectingDrafts) WHERE name = $1"), [.text(name.text)])?.draft()
    }

    func save(_ draft: ProgrammeDraft) throws -> Bool {
        let (kind, id, actorName) = columns(of: draft.savedBy)
        let values: [SQLValue] = [
            .text(draft.name.text), .integer(draft.revision), .optional(draft.base.map(Int64.init)),
            .integer(draft.createdAt.milliseconds), .integer(draft.savedAt.milliseconds), .text(kind), .optional(id),
            .optional(actorName), .text(draft.document),
        ]
        // Only after the revision that was read: whoever saved in between loses nothing.
        return try connection.run(draft.revision == 1 ? addingDraft : changingDraft, values) > 0
    }

    func removeDraft(_ name: Key) throws -> Bool {
        try connection.run("DELETE FROM programme_draft WHERE name = $1", [.text(name.text)]) > 0
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

private let selectingDrafts = """
    SELECT name, revision, base, created_ms, saved_ms, actor_kind, actor_id, actor_name, document FROM programme_draft
    """

private let addingDraft: SQLStatement = """
    INSERT INTO programme_draft (name, revision, base, created_ms, saved_ms, actor_kind, actor_id, actor_name, document)
    VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)
    ON CONFLICT (name) DO NOTHING
    """

private let changingDraft: SQLStatement = """
    UPDATE programme_draft SET revision = $2, base = $3, created_ms = $4, saved_ms = $5, actor_kind = $6, actor_id = $7,
        actor_name = $8, document = $9
    WHERE name = $1 AND revision = $2 - 1
    """

extension SQLRow {
    fileprivate func draft() throws -> ProgrammeDraft {
        ProgrammeDraft(
            name: key(0),
            revision: int(1),
            base: isNull(2) ? nil : Int(int(2)),
            document: text(8),
            createdAt: instant(3),
            savedAt: instant(4),
            savedBy: try auditActor(5)
        )
    }
}
