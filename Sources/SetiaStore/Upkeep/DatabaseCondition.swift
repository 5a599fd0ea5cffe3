package import SQLBase
package import SetiaCore
internal import SetiaService

/// What a database is, how far its tables are, and what it holds.
package struct DatabaseCondition: Sendable, Hashable {
    /// A step of the tables' history.
    package struct Step: Sendable, Hashable {
        /// Its place, from 1.
        package let number: Int64
        /// Its file's name, such as `ledger`.
        package let name: String
        /// When it was applied; none where it waits.
        package let appliedAt: Instant?
        /// Whether this program knows it, to the byte.
        package let isOurs: Bool

        /// A step.
        package init(number: Int64, name: String, appliedAt: Instant?, isOurs: Bool) {
            self.number = number
            self.name = name
            self.appliedAt = appliedAt
            self.isOurs = isOurs
        }
    }

    /// What a table holds.
    package struct Table: Sendable, Hashable {
        /// Its name.
        package let name: String
        /// How many rows, counted.
        package let rows: Int64
        /// What it takes on disk, its indexes too; none where this SQLite cannot say.
        package let bytes: Int64?
    }

    /// Which database, with its version: `SQLite 3.40.1`.
    package let server: String
    /// The steps, in their order: those that were applied and those that wait.
    package let steps: [Step]
    /// Whether a copy into it was begun and not finished.
    package let isUnfinishedCopy: Bool
    /// By name.
    package let tables: [Table]
    /// Everybody but guests.
    package let members: Int64

    /// How many rows a table has; 0 where there is no such table.
    package func rows(_ table: String) -> Int64 { tables.first { $0.name == table }?.rows ?? 0 }
}

extension TableStore {
    /// Looks at a brand's database without changing anything, whatever its age; counts every row.
    ///
    /// - Throws: `StoreFailure`.
    package static func condition(of database: any SQLDatabase) async throws -> DatabaseCondition {
        try await translatingFailures {
            try await database.reading { connection in
                let catalogue = try TableCatalogue(connection)
                // Some builds of SQLite cannot say; PostgreSQL always can.
                let bytes = try connection.dialect == .sqlite ? (try? sizes(connection)) ?? [:] : sizes(connection)
                return DatabaseCondition(
                    server: try serverName(connection),
                    steps: try steps(connection),
                    isUnfinishedCopy: try UnfinishedCopy.find(on: connection) != nil,
                    tables: try catalogue.tables.map { table in
                        DatabaseCondition.Table(
                            name: table.name,
                            rows: try count(SQLStatement("SELECT COUNT(*) FROM \(table.name)"), connection),
                            bytes: bytes[table.name]
                        )
                    },
                    members: catalogue.table("member") == nil
                        ? 0 : try count("SELECT COUNT(*) FROM member WHERE is_guest = 0", connection)
                )
            }
        }
    }

    /// How many steps of the tables' history are applied.
    package static func appliedSteps(of database: any SQLDatabase) async throws -> Int {
        try await translatingFailures {
            try await database.reading { Int(try count("SELECT COUNT(*) FROM migration", $0)) }
        }
    }

    /// Brings the tables of a brand up to date.
    ///
    /// - Returns: the steps that were made, in their order, as `condition` gives them.
    /// - Throws: `StoreFailure`.
    package static func migrate(_ database: any SQLDatabase, now: Instant) async throws -> [DatabaseCondition.Step] {
        try await translatingFailures {
            try await UnfinishedCopy.refuse(in: database)
            return try await Migrator(Migration.all(for: database.dialect), on: database, now: now).run().map {
                DatabaseCondition.Step(number: $0.number, name: $0.name, appliedAt: now, isOurs: true)
            }
        }
    }
}

private func count(_ statement: SQLStatement, _ connection: any SQLConnection) throws -> Int64 {
    try connection.first(statement)?.int(0) ?? 0
}

private func serverName(_ connection: any SQLConnection) throws -> String {
    switch connection.dialect {
    case .sqlite: "SQLite " + (try connection.first("SELECT sqlite_version()")?.text(0) ?? "")
    case .postgres:
        "PostgreSQL " + (try connection.first("SELECT current_setting('server_version')")?.text(0) ?? "")
    }
}

private func steps(_ connection: any SQLConnection) throws -> [DatabaseCondition.Step] {
    let ours = Migration.all(for: connection.dialect)
    let applied = try connection.rows("SELECT number, name, checksum, applied_at_ms FROM migration ORDER BY number")
    let known = Set(applied.map { $0.int(0) })
    return applied.map { row in
        DatabaseCondition.Step(
            number: row.int(0),
            name: row.text(1),
            appliedAt: row.instant(3),
            isOurs: ours.contains { $0.number == row.int(0) && $0.checksum == row.text(2) }
        )
    }
        + ours.filter { !known.contains($0.number) }.map { migration in
            DatabaseCondition.Step(number: migration.number, name: migration.name, appliedAt: nil, isOurs: true)
        }
}

/// What each table takes on disk, with its indexes.
private func sizes(_ connection: any SQLConnection) throws -> [String: Int64] {
    var sizes: [String: Int64] = [:]
    try connection.query(connection.dialect == .sqlite ? sizesOfSQLite : sizesOfPostgres) { row in
        sizes[row.text(0)] = row.int(1)
    }
    return sizes
}

private let sizesOfSQLite: SQLStatement = """
    SELECT made.tbl_name, SUM(dbstat.pgsize) FROM dbstat JOIN sqlite_schema AS made ON made.name = dbstat.name
    WHERE dbstat.aggregate = 1 GROUP BY made.tbl_name
    """

private let sizesOfPostgres: SQLStatement = """
    SELECT CAST(relname AS TEXT), pg_total_relation_size(pg_class.oid) FROM pg_class
    JOIN pg_namespace ON pg_namespace.oid = relnamespace
    WHERE nspname = current_schema() AND relkind IN ('r', 'p')
    """
