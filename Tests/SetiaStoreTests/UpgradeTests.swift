import Foundation
import PostgresDriver
import SQLBase
import SQLiteDriver
import SetiaCore
import SetiaService
import SetiaTesting
import Synchronization
import Testing

@testable import SetiaStore

/// A server of the last release goes on while a new one brings the tables up to date, and both go on after.
@Suite("Upgrading while it runs")
struct UpgradeTests {
    @Test("the old server misses no write while the tables change under it", arguments: Backend.databases)
    func underLoad(backend: Backend) async throws {
        try await backend.withTwoServers { old, new in
            let before = Migration.all(for: old.dialect).dropLast()
            try await Migrator(Array(before), on: old, now: Fixture.newYear).run()
            let oldStore = TableStore(old)
            for number in 0..<20 {
                try await oldStore.append(try Fixture.newcomer(number, Fixture.order(Key("a-\(number)"), 5_900)))
            }

            let isOver = Flag()
            let written = try await withThrowingTaskGroup(of: Int.self) { group in
                for writer in 0..<3 {
                    group.addTask {
                        var number = 0
                        while !isOver.isSet || number == 0 {
                            let member = 1_000 * (writer + 1) + number
                            let failures = try await oldStore.append(try Fixture.newcomer(member))
                            #expect(failures == [false])
                            number += 1
                        }
                        return number
                    }
                }
                let newStore = try await TableStore.open(database: new, now: Fixture.newYear.adding(days: 1))
                for number in 100..<120 { try await newStore.append(try Fixture.newcomer(number)) }
                isOver.set()
                return try await group.reduce(0, +)
            }
            let count = try await new.reading { try $0.rows("SELECT count(*) FROM member").map { $0.int(0) } }
            #expect(count == [Int64(20 + 20 + written)])
        }
    }

    @Test(
        "each server goes on with what the other wrote, with statements that it had ready before",
        arguments: Backend.databases
    )
    func turnByTurn(backend: Backend) async throws {
        try await backend.withTwoServers { old, new in
            let before = Migration.all(for: old.dialect).dropLast()
            try await Migrator(Array(before), on: old, now: Fixture.newYear).run()
            let oldStore = TableStore(old)
            let member = Fixture.member(1)
            try await oldStore.append(try Fixture.newcomer(1, Fixture.order("0", 5_900)))
            try await oldStore.append(try Fixture.part(try #require(try await oldStore.state(member))))
            let newStore = try await TableStore.open(database: new, now: Fixture.newYear.adding(days: 1))
            for turn in 1...6 {
                let store = turn % 2 == 0 ? oldStore : newStore
                let state = try #require(try await store.state(member))
                let order = Fixture.order(Key("\(turn)"), 1_000, at: Fixture.newYear.adding(days: turn))
                let failures = try await store.append(try Fixture.part(state, order))
                #expect(failures == [false])
            }
            for store in [oldStore, newStore] {
                let entries = try await store.reading {
                    try $0.entries(of: member, wallet: nil, before: nil, limit: 50)
                }
                #expect(entries.map(\.points) == Array(repeating: Points(10), count: 6) + [Points(59)])
                #expect(entries.first?.balance == Points(119))
            }
        }
    }

    @Test(
        "an old server that is started again after the upgrade says that the database is of a newer Setia",
        arguments: Backend.databases
    )
    func noWayBack(backend: Backend) async throws {
        try await backend.withTwoServers { old, new in
            _ = try await TableStore.open(database: new, now: Fixture.newYear)
            let before = Array(Migration.all(for: old.dialect).dropLast())
            let failure = await failure {
                try await Migrator(before, on: old, now: Fixture.newYear).run()
            }
            #expect(failure?.kind == .cannotOpen)
            #expect(failure?.message.contains("newer Setia") == true)
        }
    }
}

private final class Flag: Sendable {
    private let state = Mutex(false)
    var isSet: Bool { state.withLock { $0 } }
    func set() { state.withLock { $0 = true } }
}

extension Backend {
    /// Runs `body` with two ways into one database without tables, as two servers have them.
    fileprivate func withTwoServers(
        _ body: (_ old: any SQLDatabase, _ new: any SQLDatabase) async throws -> Void
    ) async throws {
        switch self {
        case .model: preconditionFailure("the model has no tables")
        case .sqlite:
            try await withTemporaryDirectory { directory in
                let path = directory.appendingPathComponent("setia.db").path
                let (old, new) = (try SQLiteDatabase(path: path), try SQLiteDatabase(path: path))
                try await body(old, new)
                try await old.close()
                try await new.close()
            }
        case .postgres:
            let url = try #require(Postgres.url, "CI is set and SETIA_TEST_POSTGRES is not")
            var configuration = PostgresConfiguration(address: url)
            configuration.links = 4
            let root = PostgresDatabase(configuration)
            let schema = "u_\(UUID().uuidString.lowercased().replacing("-", with: "_"))"
            try await root.writing { try $0.script("CREATE SCHEMA \(schema)") }
            configuration.schema = schema
            let (old, new) = (PostgresDatabase(configuration), PostgresDatabase(configuration))
            let result: Result<Void, any Error>
            do { result = .success(try await body(old, new)) } catch { result = .failure(error) }
            try await old.close()
            try await new.close()
            try await root.writing { try $0.script("SET LOCAL statement_timeout = 0; DROP SCHEMA \(schema) CASCADE") }
            try await root.close()
            try result.get()
        }
    }
}
