import Foundation
import PostgresDriver
import SQLBase
import Testing

/// A PostgreSQL that was started for the tests.
enum Postgres {
    private static let environment = ProcessInfo.processInfo.environment

    /// Where it is.
    static var url: String? { environment["SETIA_TEST_POSTGRES"] }

    /// Whether tests on it run: where it is there, and where it should be.
    static var isAsked: Bool { url != nil || environment["CI"] != nil }
}

/// Runs `body` on a table space of its own with a table of members, which is gone afterwards.
func withMembers<R>(
    _ change: (inout PostgresConfiguration) -> Void = { _ in },
    _ body: (PostgresDatabase) async throws -> R
) async throws -> R {
    let url = try #require(Postgres.url, "CI is set and SETIA_TEST_POSTGRES is not")
    let root = PostgresDatabase(PostgresConfiguration(address: url))
    let schema = "d_\(UUID().uuidString.lowercased().replacing("-", with: "_"))"
    try await root.writing { connection in
        try connection.script(
            """
            CREATE SCHEMA \(schema);
            CREATE TABLE \(schema).member (
                member_id TEXT COLLATE "C" CONSTRAINT member_once PRIMARY KEY,
                name TEXT COLLATE "C", picture BYTEA,
                balance BIGINT NOT NULL DEFAULT 0 CONSTRAINT balance_is_not_below_zero CHECK (balance >= 0)
            )
            """
        )
    }
    var configuration = PostgresConfiguration(address: url)
    configuration.schema = schema
    change(&configuration)
    let database = PostgresDatabase(configuration)
    let result: Result<R, any Error>
    do {
        result = .success(try await body(database))
    } catch {
        result = .failure(error)
    }
    try await database.close()
    try await root.writing { try $0.script("SET LOCAL statement_timeout = 0; DROP SCHEMA \(schema) CASCADE") }
    try await root.close()
    return try result.get()
}

extension SQLConnection {
    func addMember(_ id: String) throws {
        try run("INSERT INTO member (member_id) VALUES ($1)", [.text(id)])
    }

    func memberIDs() throws -> [String] {
        try rows("SELECT member_id FROM member ORDER BY member_id").map { $0.text(0) }
    }
}

extension PostgresDatabase {
    func addMember(_ id: String) async throws {
        try await writing { try $0.addMember(id) }
    }

    func memberIDs() async throws -> [String] {
        try await reading { try $0.memberIDs() }
    }
}

/// The failure that `body` ends in.
func failure<R>(of body: () async throws -> R) async -> SQLFailure? {
    do {
        _ = try await body()
        return nil
    } catch {
        return error as? SQLFailure
    }
}
