import Foundation
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

    var testDescription: String { "\(self)" }

    /// Runs `body` on a store that keeps nothing yet.
    func withStore<R>(_ body: (any Store) async throws -> R) async throws -> R {
        switch self {
        case .model: try await body(ModelStore())
        case .sqlite: try await withTables { store, _ in try await body(store) }
        }
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
