package import SQLBase
package import SetiaCore
package import SetiaService

/// What is kept, in tables: the same SQL on each database.
///
/// It decides nothing and caches nothing between transactions. Its files stand by area: each names the tables that it
/// alone reads and writes.
package struct TableStore: Store {
    private let database: any SQLDatabase

    private init(_ database: any SQLDatabase) {
        self.database = database
    }

    /// The store in `database`, whose tables are made or brought up to date first.
    ///
    /// - Parameter now: What is written down as the time of a migration.
    /// - Throws: `StoreFailure`: `cannotOpen` where the database is of a newer Setia, or was migrated by other files than
    ///   ours.
    package static func open(database: any SQLDatabase, now: Instant) async throws -> TableStore {
        try await translatingFailures {
            try await Migrator(Migration.all(for: database.dialect), on: database, now: now).run()
        }
        return TableStore(database)
    }

    package func writing<R: Sendable>(_ body: @escaping @Sendable (any Ledger) throws -> R) async throws -> R {
        try await translatingFailures {
            try await database.writing { connection in try body(TableLedger(connection)) }
        }
    }

    package func reading<R: Sendable>(_ body: @escaping @Sendable (any Archive) throws -> R) async throws -> R {
        try await translatingFailures {
            try await database.reading { connection in try body(TableLedger(connection)) }
        }
    }

    package func close() async throws {
        try await translatingFailures {
            try await database.close()
        }
    }
}

/// The tables within one transaction.
///
/// What it does stands in extensions, one file an area.
final class TableLedger: Ledger {
    let connection: any SQLConnection

    /// When something falls due for the members read in this transaction, as it stands in their rows: a writing that
    /// does not change it leaves the index alone.
    var dueAsKept: [MemberID: Instant?] = [:]

    init(_ connection: any SQLConnection) {
        self.connection = connection
    }
}
