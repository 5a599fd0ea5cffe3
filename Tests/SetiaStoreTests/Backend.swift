import Foundation
import PostgresDriver
import SQLBase
import SQLiteDriver
import SetiaCore
import SetiaService
import SetiaStore
import SetiaTesting
import Testing

/// The stores that must keep the port's word alike.
enum Backend: CaseIterable, CustomTestStringConvertible {
    case model
    case sqlite
    case postgres

    /// All of them; without PostgreSQL where none was started for the tests, which CI does not allow.
    static let allCases: [Backend] = [.model, .sqlite] + (Postgres.isAsked ? [.postgres] : [])

    /// Those that are tables.
    static var databases: [Backend] { allCases.filter { $0 != .model } }

    var testDescription: String { "\(self)" }

    /// Runs `body` on a store that keeps nothing yet.
    func withStore<R>(_ body: (any Store) async throws -> R) async throws -> R {
        switch self {
        case .model: try await body(ModelStore())
        case .sqlite, .postgres: try await withTables { store, _ in try await body(store) }
        }
    }

    /// Runs `body` on new tables, as the store and as the database beneath it.
    func withTables<R>(_ body: (TableStore, any SQLDatabase) async throws -> R) async throws -> R {
        switch self {
        case .model: preconditionFailure("the model has no tables")
        case .sqlite: try await SetiaStoreTests.withTables { store, database in try await body(store, database) }
        case .postgres: try await withPostgresTables(body)
        }
    }
}

/// Runs `body` on a table space of its own in PostgreSQL, which is gone afterwards.
func withPostgresTables<R>(_ body: (TableStore, PostgresDatabase) async throws -> R) async throws -> R {
    let url = try #require(Postgres.url, "CI is set and SETIA_TEST_POSTGRES is not")
    var configuration = PostgresConfiguration(address: url)
    configuration.links = 4
    // Hundreds of tests share the machine.
    configuration.poolTimeoutMilliseconds = 900_000
    await postgresPlaces.enter()
    defer { Task { await postgresPlaces.leave() } }
    let root = PostgresDatabase(configuration)
    let schema = "t_\(UUID().uuidString.lowercased().replacing("-", with: "_"))"
    try await root.writing { try $0.script("CREATE SCHEMA \(schema)") }
    configuration.schema = schema
    let database = PostgresDatabase(configuration)
    let result: Result<R, any Error>
    do {
        let store = try await TableStore.open(database: database, now: Fixture.newYear)
        result = .success(try await body(store, database))
    } catch {
        result = .failure(error)
    }
    try await database.close()
    try await root.writing { try $0.script("SET LOCAL statement_timeout = 0; DROP SCHEMA \(schema) CASCADE") }
    try await root.close()
    return try result.get()
}

/// So many tests have connections at once that a server has room for those of all of them.
private let postgresPlaces = Places(50)

private actor Places {
    private var free: Int
    private var waiting: [CheckedContinuation<Void, Never>] = []

    init(_ count: Int) { free = count }

    func enter() async {
        guard free == 0 else {
            free -= 1
            return
        }
        await withCheckedContinuation { waiting.append($0) }
    }

    func leave() {
        if waiting.isEmpty { free += 1 } else { waiting.removeFirst().resume() }
    }
}

/// Runs `body` on a new SQLite file, as the store and as the database beneath it.
func withTables<R>(_ body: (TableStore, SQLiteDatabase) async throws -> R) async throws -> R {
    try await withTemporaryDirectory { directory in
        let database = try SQLiteDatabase(path: directory.appendingPathComponent("setia.db").path)
        let store = try await TableStore.open(database: database, now: Fixture.newYear)
        let result = try await body(store, database)
        try await store.close()
        return result
    }
}

extension Store {
    /// Appends the parts in one transaction and says which were not written.
    @discardableResult
    func append(_ parts: MemberPart...) async throws -> [Bool] {
        try await writing { ledger in try ledger.append(parts).map { $0 != nil } }
    }

    /// Where a member stands.
    func state(_ member: MemberID, orders: [OrderKey] = []) async throws -> MemberState? {
        try await reading { try $0.states([StateRequest(member: member, orders: orders)])[0] }
    }
}

/// The failure that `body` ends in, or nil when it ends well or with another error.
func failure<R>(of body: () async throws -> R) async -> StoreFailure? {
    do {
        _ = try await body()
        return nil
    } catch {
        return error as? StoreFailure
    }
}
