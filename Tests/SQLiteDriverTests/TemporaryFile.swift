import Foundation
import SQLBase
import SQLiteDriver

/// Runs `body` with the path of a database in a folder of its own, and removes the folder.
func withTemporaryPath<R>(_ body: (String) async throws -> R) async throws -> R {
    let folder = FileManager.default.temporaryDirectory.appendingPathComponent("setia-sqlite-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    return try await body(folder.appendingPathComponent("ledger.db").path)
}

/// Runs `body` with an open database that holds two small tables of the ledger, and closes it.
func withLedger<R>(
    configuration: SQLiteConfiguration = SQLiteConfiguration(),
    _ body: (SQLiteDatabase) async throws -> R
) async throws -> R {
    try await withTemporaryPath { path in
        let database = try SQLiteDatabase(path: path, configuration: configuration)
        try await database.writing { connection in
            try connection.script(ledger)
        }
        let result = try await body(database)
        try await database.close()
        return result
    }
}

let ledger = """
    CREATE TABLE member (
        member_id TEXT    NOT NULL,
        name      TEXT,
        picture   BLOB,
        balance   INTEGER NOT NULL DEFAULT 0,  -- whole points
        PRIMARY KEY (member_id)
    ) STRICT;
    CREATE TABLE entry (
        member_id TEXT    NOT NULL,
        number    INTEGER NOT NULL,
        points    INTEGER NOT NULL,
        PRIMARY KEY (member_id, number),
        FOREIGN KEY (member_id) REFERENCES member (member_id),
        CONSTRAINT entry_moves_something CHECK (points <> 0)
    ) STRICT, WITHOUT ROWID;
    """

extension SQLConnection {
    func addMember(_ id: String) throws {
        try run("INSERT INTO member (member_id) VALUES ($1)", [.text(id)])
    }

    func addEntry(_ id: String, _ number: Int64, _ points: Int64) throws {
        try run(
            "INSERT INTO entry (member_id, number, points) VALUES ($1, $2, $3)",
            [.text(id), .integer(number), .integer(points)]
        )
    }

    func memberIDs() throws -> [String] {
        try rows("SELECT member_id FROM member ORDER BY member_id").map { $0.text(0) }
    }
}

extension SQLiteDatabase {
    func memberIDs() async throws -> [String] {
        try await reading { try $0.memberIDs() }
    }

    func addMember(_ id: String) async throws {
        try await writing { try $0.addMember(id) }
    }
}

/// The failure that `body` ends in, or nil when it ends well or with another error.
func failure<R>(of body: () async throws -> R) async -> SQLFailure? {
    do {
        _ = try await body()
        return nil
    } catch {
        return error as? SQLFailure
    }
}

/// The error that `body` throws, or nil when it ends well.
///
/// Stands in for `#expect(throws:)` inside closures: there Swift 6.3.1 takes one closure for another, or crashes, when
/// the macro's argument holds closures of its own (seen November 2026). To go when a newer compiler runs these tests
/// with it.
func thrown<R>(by body: () throws -> R) -> (any Error)? {
    do {
        _ = try body()
        return nil
    } catch {
        return error
    }
}
