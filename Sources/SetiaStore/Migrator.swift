internal import SQLBase
internal import SetiaCore
internal import SetiaService

/// Brings the tables of a database up to date: forward only, each migration in a transaction of its own.
///
/// Two programs that open a new database at once do not meet: whoever comes second finds each step done.
struct Migrator {
    private let migrations: [Migration]
    private let database: any SQLDatabase
    private let now: Instant

    init(_ migrations: [Migration], on database: any SQLDatabase, now: Instant) {
        self.migrations = migrations
        self.database = database
        self.now = now
    }

    /// Runs what is missing.
    ///
    /// - Returns: the steps that this run made, in their order; none where all were there.
    /// - Throws: `StoreFailure.cannotOpen` for a step that we do not know, or that was made by another file than ours;
    ///   nothing has changed then. `SQLFailure` where the database says no.
    @discardableResult
    func run() async throws -> [Migration] {
        let migrations = migrations
        let applied = try await database.writing { connection in
            try lock(connection)
            try connection.run(tableOfMigrations(connection.dialect))
            return try verified(migrations, against: connection)
        }
        let now = now
        var made: [Migration] = []
        for migration in migrations where !applied.contains(migration.number) {
            let isMade = try await database.writing { connection in
                try lock(connection)
                guard try !verified(migrations, against: connection).contains(migration.number) else { return false }
                try connection.script(migration.text)
                try connection.run(
                    "INSERT INTO migration (number, name, checksum, applied_at_ms) VALUES ($1, $2, $3, $4)",
                    [
                        .integer(migration.number), .text(migration.name), .text(migration.checksum),
                        .integer(now.milliseconds),
                    ]
                )
                return true
            }
            if isMade { made.append(migration) }
        }
        return made
    }
}

/// Lets one migrate a brand at a time; SQLite has one writer anyway.
private func lock(_ connection: any SQLConnection) throws {
    guard connection.dialect == .postgres else { return }
    // Whoever comes second waits for as long as the first one needs, and a step may take its time; only for tables that
    // others use does it wait no longer than anyone.
    try connection.script("SET LOCAL statement_timeout = 0; SET LOCAL lock_timeout = 0")
    // Any number will do that nobody else uses: "setia" in ASCII, and which table space it is.
    try connection.query(
        "SELECT pg_advisory_xact_lock(hashtextextended(CAST(current_schema() AS TEXT), 495857559905))"
    ) { _ in }
    try connection.script("SET LOCAL lock_timeout TO DEFAULT")
}

/// The one table that no migration makes.
private func tableOfMigrations(_ dialect: Dialect) -> SQLStatement {
    SQLStatement(
        """
        CREATE TABLE IF NOT EXISTS migration (
            number        \(dialect.integerType) NOT NULL,
            name          TEXT\(dialect.textCollation) NOT NULL,
            checksum      TEXT\(dialect.textCollation) NOT NULL,  -- of the file, 16 hexadecimal digits
            applied_at_ms \(dialect.integerType) NOT NULL,  -- UTC, milliseconds since 1970
            CONSTRAINT migration_once PRIMARY KEY (number)
        )\(dialect.strictSuffix)
        """
    )
}

/// The numbers of the migrations that the database has, each found to be ours.
private func verified(_ migrations: [Migration], against connection: any SQLConnection) throws -> Set<Int64> {
    var applied: Set<Int64> = []
    for row in try connection.rows("SELECT number, name, checksum FROM migration ORDER BY number") {
        let number = row.int(0)
        guard let ours = migrations.first(where: { $0.number == number }) else {
            throw StoreFailure(
                kind: .cannotOpen,
                message: "the database is of a newer Setia: it has migration \(number) (\(row.text(1)))"
            )
        }
        guard ours.checksum == row.text(2) else {
            throw StoreFailure(
                kind: .cannotOpen,
                message: "migration \(number) (\(ours.name)) is not the file that made this database: "
                    + "checksum \(ours.checksum), there \(row.text(2))"
            )
        }
        applied.insert(number)
    }
    return applied
}
