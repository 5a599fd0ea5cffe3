import Foundation
import SQLBase
import SQLiteDriver
import SetiaCore
import SetiaService
import SetiaTesting
import Testing

@testable import SetiaStore

@Suite("Migrations")
struct MigrationTests {
    @Test("a new database gets all of them, and opening again changes nothing")
    func fromNothing() async throws {
        try await withTables { store, database in
            let applied = try await database.reading { connection in
                try connection.rows("SELECT number, name, checksum, applied_at_ms FROM migration ORDER BY number")
            }
            let expected = Migration.all(for: .sqlite).map { migration in
                SQLRow([
                    .integer(migration.number), .text(migration.name), .text(migration.checksum),
                    .integer(Fixture.newYear.milliseconds),
                ])
            }
            #expect(applied == expected)
            try await store.append(try Fixture.newcomer(1))
            let again = try await TableStore.open(database: database, now: Fixture.newYear.adding(days: 1))
            #expect(try await again.state(Fixture.member(1)) != nil)
            let later = try await database.reading { connection in
                try connection.rows("SELECT number, name, checksum, applied_at_ms FROM migration ORDER BY number")
            }
            #expect(later == expected)
        }
    }

    @Test("several programs that open a new database at once all find it made")
    func atOnce() async throws {
        try await withTemporaryDirectory { directory in
            let path = directory.appendingPathComponent("setia.db").path
            var configuration = SQLiteConfiguration()
            // Each waits for the others, and hundreds of tests share the machine.
            configuration.busyTimeoutMilliseconds = 60_000
            try await withThrowingTaskGroup(of: Void.self) { group in
                for _ in 0..<4 {
                    group.addTask { [configuration] in
                        let database = try SQLiteDatabase(path: path, configuration: configuration)
                        let store = try await TableStore.open(database: database, now: Fixture.newYear)
                        try await store.close()
                    }
                }
                try await group.waitForAll()
            }
        }
    }

    @Test("a database that an edited file made is refused, in words that name it")
    func editedFile() async throws {
        try await withTables { _, database in
            try await database.writing { connection in
                try connection.run("UPDATE migration SET checksum = '0123456789abcdef' WHERE number = 2")
            }
            let failure = await failure { try await TableStore.open(database: database, now: Fixture.newYear) }
            #expect(failure?.kind == .cannotOpen)
            #expect(failure?.message.contains("migration 2 (people)") == true)
        }
    }

    @Test("a database of a newer Setia is refused, and nothing in it changes")
    func newerDatabase() async throws {
        try await withTables { _, database in
            try await database.writing { connection in
                try connection.run(
                    "INSERT INTO migration (number, name, checksum, applied_at_ms) VALUES (99, 'x', 'y', 0)"
                )
                try connection.run("DELETE FROM migration WHERE number BETWEEN 4 AND 98")
            }
            let failure = await failure { try await TableStore.open(database: database, now: Fixture.newYear) }
            #expect(failure?.kind == .cannotOpen)
            #expect(failure?.message.contains("newer Setia") == true)
            let numbers = try await database.reading { connection in
                try connection.rows("SELECT number FROM migration ORDER BY number").map { $0.int(0) }
            }
            #expect(numbers == Migration.all(for: .sqlite).map(\.number).filter { $0 < 4 } + [99])
        }
    }

    @Test("a migration that fails leaves nothing of itself")
    func failingMigration() async throws {
        try await withTemporaryDirectory { directory in
            let database = try SQLiteDatabase(path: directory.appendingPathComponent("setia.db").path)
            let migrations = [
                Migration(number: 1, name: "good", bytes: Array("CREATE TABLE a (x INTEGER);".utf8)),
                Migration(number: 2, name: "bad", bytes: Array("CREATE TABLE b (x INTEGER); CREATE TABLE a (x);".utf8)),
            ]
            await #expect(throws: SQLFailure.self) {
                try await Migrator(migrations, on: database, now: Fixture.newYear).run()
            }
            let tables = try await database.reading { connection in
                try connection.rows("SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY name").map {
                    $0.text(0)
                }
            }
            #expect(tables == ["a", "migration"])
            try await database.close()
        }
    }

    @Test("numbers are 1, 2, 3 …, with the same names on both databases")
    func numbers() {
        let sqlite = Migration.all(for: .sqlite)
        let postgres = Migration.all(for: .postgres)
        #expect(sqlite.map(\.number) == Array(1...Int64(sqlite.count)))
        #expect(sqlite.map(\.number) == postgres.map(\.number))
        #expect(sqlite.map(\.name) == postgres.map(\.name))
    }

    @Test("a checksum is that of FNV-1a")
    func checksum() {
        #expect(Migration(number: 1, name: "x", bytes: []).checksum == "cbf29ce484222325")
        #expect(Migration(number: 1, name: "x", bytes: Array("foobar".utf8)).checksum == "85944171f73967e8")
    }
}
