import PostgresDriver
import SQLBase
import Testing

@Suite("PostgreSQL is told for whom a transaction is", .enabled(if: Postgres.isAsked))
struct CallerTests {
    /// What the server calls the connection within a transaction of each kind.
    private func shown(_ database: PostgresDatabase, for caller: String?) async throws -> Set<String> {
        let read: @Sendable (any SQLConnection) throws -> String = { connection in
            try connection.first("SELECT current_setting('application_name')")?.text(0) ?? ""
        }
        return try await SQLCaller.$name.withValue(caller) {
            [
                try await database.writing(.serial, read), try await database.writing(.byLocks, read),
                try await database.reading(read),
            ]
        }
    }

    @Test("the server shows the request in its list until the transaction ends")
    func untilTheEnd() async throws {
        try await withMembers { configuration in
            configuration.links = 1
        } _: { database in
            let named = try await shown(database, for: "till-3:000481")
            #expect(named == ["setia/till-3:000481"])
            let after = try await shown(database, for: nil)
            #expect(after == ["setia"])
            #expect(database.load == SQLLoad(running: 0, waiting: 0, most: 1))
        }
    }

    @Test("a name is cut where the server would cut it, and can say nothing to the server")
    func unusualNames() async throws {
        try await withMembers { database in
            let long = String(repeating: "x", count: 100)
            let cut = try await shown(database, for: long)
            #expect(cut == ["setia/" + long.prefix(57)])
            let harmless = try await shown(database, for: "a'; DROP TABLE member; --\\")
            #expect(harmless == ["setia/a;DROPTABLEmember;--"])
        }
    }
}
