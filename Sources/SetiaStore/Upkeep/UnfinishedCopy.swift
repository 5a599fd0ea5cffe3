internal import SQLBase
internal import SetiaCore
internal import SetiaService

/// The mark of a database into which a copy was begun and not brought to its end.
///
/// It is a table of one row that only the copy itself makes and takes away. Whoever finds it has less than a whole brand,
/// and does not open it.
struct UnfinishedCopy: Sendable, Hashable {
    /// Where the copy came from, as a person reads it; without a password.
    let source: String
    /// When it was begun.
    let begunAt: Instant

    /// The mark in a database; none in one that is whole.
    static func find(on connection: any SQLConnection) throws -> UnfinishedCopy? {
        let isThere =
            switch connection.dialect {
            case .sqlite: try connection.first("SELECT 1 FROM sqlite_schema WHERE name = 'unfinished_copy'") != nil
            case .postgres: try connection.first("SELECT 1 WHERE to_regclass('unfinished_copy') IS NOT NULL") != nil
            }
        guard isThere else { return nil }
        return try connection.first("SELECT source, begun_ms FROM unfinished_copy").map { row in
            UnfinishedCopy(source: row.text(0), begunAt: row.instant(1))
        }
    }

    /// Sets the mark.
    func set(on connection: any SQLConnection) throws {
        let dialect = connection.dialect
        try connection.run(
            SQLStatement(
                """
                CREATE TABLE unfinished_copy (
                    source   TEXT\(dialect.textCollation) NOT NULL,
                    begun_ms \(dialect.integerType) NOT NULL
                )\(dialect.strictSuffix)
                """
            )
        )
        try connection.run(
            "INSERT INTO unfinished_copy (source, begun_ms) VALUES ($1, $2)",
            [.text(source), .integer(begunAt.milliseconds)]
        )
    }

    /// Takes the mark away.
    static func clear(on connection: any SQLConnection) throws {
        try connection.run("DROP TABLE IF EXISTS unfinished_copy")
    }

    /// Lets nobody in where a copy is unfinished.
    ///
    /// - Throws: `StoreFailure`, `cannotOpen`.
    static func refuse(in database: any SQLDatabase) async throws {
        guard let mark = try await database.reading({ try find(on: $0) }) else { return }
        throw StoreFailure(
            kind: .cannotOpen,
            message: "a copy from \(mark.source) into it was begun at \(mark.begunAt.rfc3339) and not finished; "
                + "begin it again with setia database copy … --restart"
        )
    }
}
