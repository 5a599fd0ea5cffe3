import SQLBase
import SQLiteDriver
import Testing

@Suite("SQLite: failures")
struct FailureTests {
    @Test(
        "a broken rule is named",
        arguments: [
            ("INSERT INTO member (member_id) VALUES ('a')", "member.member_id"),
            ("INSERT INTO entry (member_id, number, points) VALUES ('a', 1, 5)", "entry.member_id, entry.number"),
            ("INSERT INTO entry (member_id, number, points) VALUES ('a', 2, 0)", "entry_moves_something"),
            ("INSERT INTO entry (member_id, number, points) VALUES ('a', 2, NULL)", "entry.points"),
            ("INSERT INTO entry (member_id, number, points) VALUES ('a', 2, 'five')", "entry.points"),
            ("INSERT INTO member (member_id, name) VALUES ('b', 'AINI')", "member_by_name"),
            ("DELETE FROM entry", "entry_is_written_once"),
        ]
    )
    func namesConstraints(statement: String, name: String) async throws {
        try await withLedger { database in
            try await database.writing { connection in
                try connection.script(
                    """
                    CREATE UNIQUE INDEX member_by_name ON member (lower(name));
                    CREATE TRIGGER entry_stays BEFORE DELETE ON entry
                    BEGIN SELECT RAISE(ABORT, 'entry_is_written_once'); END;
                    INSERT INTO member (member_id, name) VALUES ('a', 'Aini');
                    INSERT INTO entry (member_id, number, points) VALUES ('a', 1, 5);
                    """
                )
            }
            let failure = await failure { try await database.writing { try $0.run(SQLStatement(statement)) } }
            #expect(failure?.kind == .constraint(name: name))
            #expect(failure?.statement == statement)
        }
    }

    @Test("an entry of nobody is refused")
    func enforcesForeignKeys() async throws {
        try await withLedger { database in
            let failure = await failure { try await database.writing { try $0.addEntry("nobody", 1, 5) } }
            #expect(failure?.kind == .constraint(name: nil))
        }
    }

    @Test("a rule that is checked at the end takes back the whole transaction")
    func mapsFailedCommits() async throws {
        try await withLedger { database in
            let failure = await failure {
                try await database.writing { connection in
                    try connection.script("PRAGMA defer_foreign_keys = ON")
                    try connection.addMember("a")
                    try connection.addEntry("nobody", 1, 5)
                }
            }
            #expect(failure?.kind == .constraint(name: nil))
            let members = try await database.memberIDs()
            #expect(members == [])
        }
    }

    @Test(
        "a failure never carries a value",
        arguments: [
            SQLStatement("INSERT INTO member (member_id, name) VALUES ('a', $1)"),
            "INSERT INTO member (member_id, balance) VALUES ('b', $1)",
            "SELECT json_extract('{}', $1)",
            "SELECT json($1)",
            "SELECT member_id FROM member WHERE member_id MATCH $1",
            "SELECT abs(-9223372036854775807 - 1), $1",
        ]
    )
    func carriesNoValues(statement: SQLStatement) async throws {
        let personal = "aini@example.org"
        try await withLedger { database in
            try await database.addMember("a")
            let failure = try #require(
                await failure { try await database.writing { try $0.run(statement, [.text(personal)]) } }
            )
            #expect(!"\(failure) \(failure.message) \(failure.kind)".contains("aini"))
        }
    }

    @Test(
        "a statement that SQLite does not understand is malformed",
        arguments: [
            "SELEC 1", "SELECT nothing FROM nowhere", "", "SELECT 1; SELECT 2",
        ]
    )
    func namesMalformedStatements(text: String) async throws {
        try await withLedger { database in
            let failure = await failure { try await database.reading { try $0.run(SQLStatement(text)) } }
            #expect(failure?.kind == .malformedStatement)
        }
    }

    @Test("a reading cannot write")
    func readsOnly() async throws {
        try await withLedger { database in
            let failure = await failure { try await database.reading { try $0.addMember("a") } }
            #expect(failure?.kind == .readOnly)
            let members = try await database.memberIDs()
            #expect(members == [])
        }
    }

    @Test("while one handle writes, another is told that the file is busy")
    func mapsBusy() async throws {
        try await withTemporaryPath { path in
            var impatient = SQLiteConfiguration()
            impatient.busyTimeoutMilliseconds = 0
            let one = try SQLiteDatabase(path: path)
            let other = try SQLiteDatabase(path: path, configuration: impatient)
            try await one.writing { try $0.script(ledger) }
            let (started, hasStarted) = AsyncStream.makeStream(of: Void.self)
            let tried = Signal()
            async let held: Void = one.writing { connection in
                try connection.addMember("a")
                hasStarted.finish()
                tried.wait()
            }
            for await _ in started {}
            let failure = await failure { try await other.addMember("b") }
            #expect(failure?.kind == .busy)
            #expect(try await other.memberIDs() == [])
            tried.send()
            try await held
            try await other.addMember("b")
            #expect(try await one.memberIDs() == ["a", "b"])
            try await one.close()
            try await other.close()
        }
    }

    @Test("a full disk takes back the whole transaction, and the next one runs")
    func survivesAFullDisk() async throws {
        try await withLedger { database in
            let failure = await failure {
                try await database.writing { connection in
                    try connection.script("PRAGMA max_page_count = 10")
                    try connection.addMember("a")
                    try connection.savepoint {
                        try connection.run(
                            "UPDATE member SET picture = $1",
                            [.blob([UInt8](repeating: 1, count: 100_000))]
                        )
                    }
                }
            }
            #expect(failure?.kind == .diskFull)
            try await database.addMember("b")
            let members = try await database.memberIDs()
            #expect(members == ["b"])
        }
    }

    @Test("nothing is written one by one after SQLite has taken back the transaction")
    func noticesLostTransactions() async throws {
        try await withLedger { database in
            let failure = await failure {
                try await database.writing { connection in
                    try connection.addMember("a")
                    _ = try? connection.run("INSERT OR ROLLBACK INTO member (member_id) VALUES ('a')")
                    try? connection.addMember("b")
                }
            }
            #expect(failure != nil)
            let members = try await database.memberIDs()
            #expect(members == [])
        }
    }
}
