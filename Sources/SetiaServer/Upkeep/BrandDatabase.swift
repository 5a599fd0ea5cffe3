internal import Foundation
internal import PostgresDriver
internal import SQLBase
internal import SQLiteDriver
package import SetiaCore
internal import SetiaService
package import SetiaStore

/// A brand's database by itself, without its keys: what those look at and look after who need not read anybody's name.
package struct BrandDatabase: Sendable {
    let database: any SQLDatabase

    /// Opens a database and changes nothing in it.
    ///
    /// - Parameters:
    ///   - location: Where it is.
    ///   - mayCreate: Whether a place without a brand will do; a SQLite file is then made.
    /// - Returns: the database, to be closed at the end.
    /// - Throws: `BrandFailure`, or why it cannot be opened.
    package static func open(_ location: DatabaseLocation, mayCreate: Bool = false) async throws -> BrandDatabase {
        let database: any SQLDatabase
        switch location.place {
        case .file(let path):
            guard mayCreate || FileManager.default.fileExists(atPath: path) else {
                throw BrandFailure.noDatabase(location)
            }
            database = try SQLiteDatabase(path: path)
        case .server(let address):
            database = PostgresDatabase(PostgresConfiguration(address: address))
        }
        do {
            let isThere = try await TableStore.isThere(in: database)
            guard isThere || mayCreate else { throw BrandFailure.noDatabase(location) }
            return BrandDatabase(database: database)
        } catch {
            try? await database.close()
            throw error
        }
    }

    /// Opens a database for `work`, and closes it whatever happens.
    package static func with<R>(
        _ location: DatabaseLocation,
        mayCreate: Bool = false,
        _ work: (BrandDatabase) async throws -> R
    ) async throws -> R {
        let opened = try await open(location, mayCreate: mayCreate)
        do {
            let result = try await work(opened)
            try await opened.database.close()
            return result
        } catch {
            try? await opened.database.close()
            throw error
        }
    }

    /// What it is and holds.
    package func condition() async throws -> DatabaseCondition {
        try await TableStore.condition(of: database)
    }

    /// Brings its tables up to date; the steps that were made.
    package func migrate(now: Instant) async throws -> [DatabaseCondition.Step] {
        try await TableStore.migrate(database, now: now)
    }

    /// How many steps of the tables' history are applied.
    package func steps() async throws -> Int {
        try await TableStore.appliedSteps(of: database)
    }

    /// Spreads its members over the machines of a Citus cluster; tells each call before it is made.
    ///
    /// - Throws: `DistributionFailure`, or the database's trouble.
    package func distribute(onStep: @escaping @Sendable (DistributionPlan.Step) -> Void) async throws {
        try await TableStore.distribute(database, onStep: onStep)
    }
}
