package import SQLBase
package import SetiaCore
package import SetiaService
internal import Tracing

/// What is kept, in tables: the same SQL on each database.
///
/// It decides nothing and caches nothing between transactions. Its files stand by area: each names the tables that it
/// alone reads and writes.
package struct TableStore: Store {
    private let database: any SQLDatabase
    private let measurements: Measurements?

    /// Whether members are spread over several machines: each statement then names one member, and each recording
    /// writes one.
    package let isDistributed: Bool

    package var takesCountersApart: Bool { database.dialect == .postgres }

    /// The store in `database`, whose tables are there already, of whatever age.
    init(_ database: any SQLDatabase, _ measurements: Measurements? = nil, isDistributed: Bool = false) {
        self.database = database
        self.measurements = measurements
        self.isDistributed = isDistributed
    }

    /// The store in `database`, whose tables are made or brought up to date first.
    ///
    /// - Parameters:
    ///   - database: Open; the store closes it.
    ///   - now: What is written down as the time of a migration.
    ///   - measurements: Where transactions are counted; none counts nothing.
    ///   - isDistributed: Whether members are spread over machines; where nothing is said, the database is asked.
    /// - Returns: the store, ready for use.
    /// - Throws: `StoreFailure`; `cannotOpen` where the database is of a newer Setia, other files than ours made it, or
    ///   a copy into it was never finished.
    package static func open(
        database: any SQLDatabase,
        now: Instant,
        measurements: Measurements? = nil,
        isDistributed: Bool? = nil
    ) async throws -> TableStore {
        try await translatingFailures {
            try await UnfinishedCopy.refuse(in: database)
            try await Migrator(Migration.all(for: database.dialect), on: database, now: now).run()
            if let isDistributed { return TableStore(database, measurements, isDistributed: isDistributed) }
            return TableStore(database, measurements, isDistributed: try await isSpread(database))
        }
    }

    /// Whether a brand's tables are in `database` already, of whatever age.
    package static func isThere(in database: any SQLDatabase) async throws -> Bool {
        try await translatingFailures {
            try await database.reading { connection in
                switch connection.dialect {
                case .sqlite: try connection.first("SELECT 1 FROM sqlite_schema WHERE name = 'migration'") != nil
                case .postgres: try connection.first("SELECT 1 WHERE to_regclass('migration') IS NOT NULL") != nil
                }
            }
        }
    }

    package func writing<R: Sendable>(_ body: @escaping @Sendable (any Ledger) throws -> R) async throws -> R {
        try await measured("writing") { try await writing(.serial, body) }
    }

    package func recording<R: Sendable>(_ body: @escaping @Sendable (any Ledger) throws -> R) async throws -> R {
        try await measured("recording") { try await writing(.byLocks, body) }
    }

    private func writing<R: Sendable>(
        _ isolation: SQLIsolation,
        _ body: @escaping @Sendable (any Ledger) throws -> R
    ) async throws -> R {
        let isDistributed = isDistributed
        return try await translatingFailures {
            do {
                return try await database.writing(isolation) { connection in
                    try TableLedger(connection, .writing, isDistributed: isDistributed).carryOut(body)
                }
            } catch is PartFailed {
                return try await database.writing(isolation) { connection in
                    try TableLedger(connection, .writingCarefully, isDistributed: isDistributed).carryOut(body)
                }
            }
        }
    }

    package func reading<R: Sendable>(_ body: @escaping @Sendable (any Archive) throws -> R) async throws -> R {
        try await measured("reading") {
            let isDistributed = isDistributed
            return try await translatingFailures {
                try await database.reading { connection in
                    try body(TableLedger(connection, .reading, isDistributed: isDistributed))
                }
            }
        }
    }

    /// Runs a transaction in a span of its own, counts how long it took, and tells the database whose request it is for.
    private func measured<R: Sendable>(_ kind: String, _ transaction: () async throws -> R) async throws -> R {
        let began = ContinuousClock.now
        defer {
            measurements?.observe(
                Measurements.Series("setia_database_seconds", "kind", kind),
                began.duration(to: .now).seconds,
                bounds: Measurements.seconds
            )
        }
        return try await withSpan("setia.database.\(kind)", ofKind: .client) { _ in
            try await SQLCaller.$name.withValue(RequestScope.id) { try await transaction() }
        }
    }

    /// On which channel servers wake each other.
    private static let channel = "setia"

    package func wakeOthers(_ name: String) async throws {
        try await translatingFailures { try await database.notify(Self.channel, name) }
    }

    package func hearOthers(_ hear: @escaping @Sendable (String) -> Void) async throws {
        try await translatingFailures { try await database.listen(Self.channel, onReady: {}, hear) }
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

    /// What a transaction is for.
    enum Purpose {
        case reading
        case writing
        /// Each part of a batch stands in a savepoint; see `append`.
        case writingCarefully
    }

    /// What this transaction is for.
    let purpose: Purpose

    /// Whether a part could not be written and has left something behind: the transaction must not be committed.
    var hasPartFailed = false

    /// Whether members are spread over several machines.
    let isDistributed: Bool

    init(_ connection: any SQLConnection, _ purpose: Purpose, isDistributed: Bool) {
        self.connection = isDistributed ? OneRowConnection(connection) : connection
        self.purpose = purpose
        self.isDistributed = isDistributed
    }

    /// Runs a writing's body, and throws `PartFailed` whatever the body makes of it where a part failed.
    func carryOut<R>(_ body: (any Ledger) throws -> R) throws -> R {
        let result = Result { try body(self) }
        if hasPartFailed { throw PartFailed() }
        return try result.get()
    }
}
