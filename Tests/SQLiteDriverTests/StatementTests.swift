import SQLBase
import SQLiteDriver
import Testing

@Suite("SQLite: statements and values")
struct StatementTests {
    @Test(
        "a parameter's number chooses its value, not where it stands",
        arguments: [
            ("SELECT $2, $1, $3", ["b", "a", "c"]),
            ("SELECT $3, $3, $1, $2, $1", ["c", "c", "a", "b", "a"]),
            ("SELECT $1, $2, $3", ["a", "b", "c"]),
        ]
    )
    func bindsByNumber(text: String, expected: [String]) async throws {
        let row = try await withLedger { database in
            try await database.reading { try $0.first(SQLStatement(text), [.text("a"), .text("b"), .text("c")]) }
        }
        #expect(row == SQLRow(expected.map(SQLValue.text)))
    }

    @Test("twelve parameters are twelve, not one and two")
    func bindsManyByNumber() async throws {
        let row = try await withLedger { database in
            try await database.reading { connection in
                try connection.first(
                    "SELECT $12, $11, $10, $9, $8, $7, $6, $5, $4, $3, $2, $1",
                    (1...12).map { SQLValue.integer($0) }
                )
            }
        }
        #expect(row == SQLRow((1...12).reversed().map { SQLValue.integer($0) }))
    }

    @Test(
        "parameters that are not numbered are refused",
        arguments: ["SELECT ?", "SELECT :name", "SELECT $name", "SELECT $0"]
    )
    func refusesOtherParameters(text: String) async throws {
        try await withLedger { database in
            let failure = await failure { try await database.reading { try $0.run(SQLStatement(text), []) } }
            #expect(failure?.kind == .malformedStatement)
        }
    }

    @Test("handing over too few values is a fault")
    func countsValues() async throws {
        try await withTemporaryPath { path in
            _ = await #expect(processExitsWith: .failure) { [path = path as String] in
                let database = try SQLiteDatabase(path: path)
                _ = try await database.reading { try $0.run("SELECT $1, $2", [.integer(1)]) }
            }
        }
    }

    @Test(
        "a value comes back as it went in",
        arguments: [
            SQLValue.integer(0), .integer(.max), .integer(.min), .text(""), .text("kopi"), .text("a\u{0}b"),
            .text("กาแฟ ☕️"),
            .text("\u{E9}"), .text("e\u{301}"), .blob([]), .blob([0]), .blob(Array(0...255)), .null,
            .text(String(repeating: "long ", count: 60_000)), .blob([UInt8](repeating: 7, count: 300_000)),
        ]
    )
    func keepsValues(value: SQLValue) async throws {
        let rows = try await withLedger { database in
            try await database.writing { connection in
                try connection.script("CREATE TABLE anything (id INTEGER PRIMARY KEY, value ANY) STRICT")
                try connection.run("INSERT INTO anything (id, value) VALUES ($1, $2)", [.integer(1), value])
                return try connection.rows("SELECT value, $1 FROM anything", [value])
            }
        }
        #expect(rows == [SQLRow([value, value])])
    }

    @Test("é composed and é decomposed are two members")
    func tellsCompositionsApart() async throws {
        try await withLedger { database in
            try await database.addMember("ren\u{E9}")
            try await database.addMember("rene\u{301}")
            let found = try await database.reading { connection in
                try connection.rows("SELECT member_id FROM member WHERE member_id = $1", [.text("ren\u{E9}")])
            }
            #expect(found == [SQLRow([.text("ren\u{E9}")])])
        }
    }

    @Test("statements that differ only in how an é is composed are two statements")
    func tellsStatementsApart() async throws {
        try await withLedger { database in
            let rows = try await database.reading { connection in
                try connection.rows("SELECT '\u{E9}'") + connection.rows("SELECT 'e\u{301}'")
            }
            #expect(rows == [SQLRow([.text("\u{E9}")]), SQLRow([.text("e\u{301}")])])
        }
    }

    @Test("a value does not stay for the next use of the statement")
    func forgetsValues() async throws {
        try await withLedger { database in
            try await database.writing { connection in
                let insert: SQLStatement = "INSERT INTO member (member_id, name) VALUES ($1, $2)"
                try connection.run(insert, [.text("a"), .text("Aini")])
                try connection.run(insert, [.text("b"), .null])
                #expect(
                    try connection.rows("SELECT name FROM member ORDER BY member_id")
                        == [SQLRow([.text("Aini")]), SQLRow([.null])]
                )
            }
        }
    }

    @Test("a statement says how many rows it changed, and one that changes none says 0")
    func countsChanges() async throws {
        try await withLedger { database in
            try await database.writing { connection in
                for id in ["a", "b", "c"] { try connection.addMember(id) }
                #expect(try connection.run("UPDATE member SET balance = 5 WHERE member_id > $1", [.text("a")]) == 2)
                #expect(try connection.run("SELECT 1") == 0)
                #expect(try connection.run("CREATE TABLE other (id INTEGER)") == 0)
                #expect(try connection.run("DELETE FROM member WHERE member_id = $1", [.text("nobody")]) == 0)
                #expect(try connection.run("DELETE FROM member WHERE balance = 5 RETURNING member_id") == 2)
            }
        }
    }

    @Test("inside a query its own statement can be run again, to any depth")
    func nestsOneStatement() async throws {
        let seen = try await withLedger { database in
            try await database.writing { connection in
                for id in ["a", "b", "c"] { try connection.addMember(id) }
                let next: SQLStatement = "SELECT member_id FROM member WHERE member_id > $1 ORDER BY member_id"
                var seen: [String] = []
                for _ in 0..<2 {
                    try connection.query(next, [.text("")]) { outer in
                        seen.append(outer.text(0))
                        try connection.query(next, [.text(outer.text(0))]) { inner in
                            seen.append(outer.text(0) + inner.text(0))
                            try connection.query(next, [.text(inner.text(0))]) { innermost in
                                seen.append(outer.text(0) + inner.text(0) + innermost.text(0))
                            }
                        }
                    }
                }
                return seen
            }
        }
        let once = ["a", "ab", "abc", "ac", "b", "bc", "c"]
        #expect(seen == once + once)
    }

    @Test("a query can be left by an error, and its statement used again")
    func leavesQueries() async throws {
        struct Enough: Error {}
        try await withLedger { database in
            try await database.writing { connection in
                for id in ["a", "b", "c"] { try connection.addMember(id) }
                let all: SQLStatement = "SELECT member_id FROM member ORDER BY member_id"
                let error = thrown { try connection.query(all) { _ in throw Enough() } }
                #expect(error is Enough)
                #expect(try connection.rows(all).count == 3)
            }
        }
    }

    @Test("a row that is kept does not change when the next is read")
    func keepsRows() async throws {
        let kept = try await withLedger { database in
            try await database.reading { connection in
                var kept: [SQLRow] = []
                try connection.query("SELECT 1 UNION ALL SELECT 2 UNION ALL SELECT 3") { kept.append($0) }
                return kept
            }
        }
        #expect(kept.map { $0.int(0) } == [1, 2, 3])
    }

    @Test("more statements than are kept ready still work")
    func outgrowsTheCache() async throws {
        try await withLedger { database in
            try await database.reading { connection in
                try connection.query("SELECT 'held' UNION ALL SELECT 'held'") { held in
                    for number in 0..<1_200 {
                        let row = try connection.first(SQLStatement("SELECT \(number)"))
                        #expect(row?.int(0) == Int64(number))
                    }
                    #expect(held.text(0) == "held")
                }
            }
        }
    }

    @Test("reading a column as another type is a fault")
    func refusesTheWrongType() async {
        await #expect(processExitsWith: .failure) { _ = SQLRow([.text("12")]).int(0) }
        await #expect(processExitsWith: .failure) { _ = SQLRow([.null]).text(0) }
        #expect(SQLRow([.null]).textOrNil(0) == nil)
    }
}
