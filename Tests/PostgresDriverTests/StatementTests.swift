import PostgresDriver
import SQLBase
import Testing

@Suite("PostgreSQL: statements and values", .enabled(if: Postgres.isAsked))
struct StatementTests {
    @Test(
        "a number comes back as it went in",
        arguments: [Int64.min, -1, 0, 1, .max]
    )
    func keepsNumbers(number: Int64) async throws {
        try await withMembers { database in
            let row = try await database.reading { try $0.first("SELECT CAST($1 AS BIGINT)", [.integer(number)]) }
            #expect(row == SQLRow([.integer(number)]))
        }
    }

    @Test(
        "text and bytes come back as they went in, and nothing is not the empty text",
        arguments: [
            (SQLValue.text(""), SQLValue.blob([])), (.text("กาแฟ ☕️"), .blob(Array(0...255))),
            (.text("\u{E9}"), .blob([0])), (.text("e\u{301}"), .null),
            (.null, .blob([UInt8](repeating: 7, count: 300_000))),
            (.text(String(repeating: "long ", count: 60_000)), .null),
        ]
    )
    func keepsValues(name: SQLValue, picture: SQLValue) async throws {
        try await withMembers { database in
            try await database.writing { connection in
                try connection.run(
                    "INSERT INTO member (member_id, name, picture) VALUES ($1, $2, $3)",
                    [.text("a"), name, picture]
                )
                try connection.run(
                    .insert(into: "member", [("member_id", .text), ("name", .text), ("picture", .blob)]),
                    [[.text("b"), name, picture], [.text("c"), .null, .null]]
                )
            }
            let rows = try await database.reading { try $0.rows("SELECT name, picture FROM member ORDER BY member_id") }
            #expect(rows == [SQLRow([name, picture]), SQLRow([name, picture]), SQLRow([.null, .null])])
        }
    }

    @Test("rows by the ten thousand are added, changed and found in one go, and counted")
    func carriesOutMany() async throws {
        try await withMembers { database in
            let rows = (0..<10_000).map { [SQLValue.text("m\($0)"), .integer(Int64($0))] }
            let adding = SQLBulk.insert(
                into: "member",
                [("member_id", .text), ("balance", .integer)],
                conflict: "ON CONFLICT DO NOTHING"
            )
            let doubling = SQLBulk(
                [("id", .text), ("more", .integer)],
                one: "UPDATE member SET balance = balance + $2 WHERE member_id = $1",
                many: "UPDATE member SET balance = balance + given.more FROM given WHERE member_id = given.id"
            )
            let finding = SQLBulk(
                [("id", .text)],
                one: "SELECT member_id, balance FROM member WHERE member_id = $1",
                many: "SELECT member_id, balance FROM given JOIN member ON member_id = given.id"
            )
            try await database.writing { connection in
                #expect(try connection.run(adding, rows) == 10_000)
                #expect(try connection.run(adding, Array(rows.prefix(5))) == 0)
                #expect(try connection.run(adding, []) == 0)
                #expect(try connection.run(doubling, Array(rows[10..<20])) == 10)
                var found: [String: Int64] = [:]
                try connection.query(finding, [[.text("m3")], [.text("m12")], [.text("nobody")]]) { row in
                    found[row.text(0)] = row.int(1)
                }
                #expect(found == ["m3": 3, "m12": 24])
            }
        }
    }

    @Test("inside a query others can be run, to any depth, in a reading and in a writing")
    func nestsQueries() async throws {
        @Sendable func seen(_ connection: any SQLConnection) throws -> [String] {
            let next: SQLStatement = "SELECT member_id FROM member WHERE member_id > $1 ORDER BY member_id"
            var seen: [String] = []
            try connection.query(next, [.text("")]) { outer in
                seen.append(outer.text(0))
                try connection.query(next, [.text(outer.text(0))]) { inner in
                    seen.append(outer.text(0) + inner.text(0))
                    try connection.query(next, [.text(inner.text(0))]) { innermost in
                        seen.append(outer.text(0) + inner.text(0) + innermost.text(0))
                    }
                }
            }
            return seen
        }
        try await withMembers { database in
            for id in ["a", "b", "c"] { try await database.addMember(id) }
            let expected = ["a", "ab", "abc", "ac", "b", "bc", "c"]
            #expect(try await database.reading(seen) == expected)
            #expect(try await database.writing(seen) == expected)
        }
    }

    @Test("a query can be left by an error, and the connection used again")
    func leavesQueries() async throws {
        struct Enough: Error {}
        try await withMembers({ $0.links = 1 }) { database in
            for id in ["a", "b", "c"] { try await database.addMember(id) }
            await #expect(throws: Enough.self) {
                try await database.reading { connection in
                    try connection.query("SELECT member_id FROM member") { _ in throw Enough() }
                }
            }
            #expect(try await database.memberIDs() == ["a", "b", "c"])
        }
    }

    @Test("a million rows pass by without being held")
    func streams() async throws {
        try await withMembers { database in
            let sum = try await database.reading { connection in
                var sum: Int64 = 0
                try connection.query("SELECT CAST(n AS BIGINT) FROM generate_series(1, 1000000) AS n") {
                    sum += $0.int(0)
                }
                return sum
            }
            #expect(sum == 500_000_500_000)
        }
    }

    @Test(
        "a broken rule is named",
        arguments: [
            ("INSERT INTO member (member_id) VALUES ('a')", "member_once"),
            ("UPDATE member SET balance = -1", "balance_is_not_below_zero"),
            ("UPDATE member SET balance = NULL", "member.balance"),
        ]
    )
    func namesConstraints(statement: String, name: String) async throws {
        try await withMembers { database in
            try await database.addMember("a")
            let failure = await failure { try await database.writing { try $0.run(SQLStatement(statement)) } }
            #expect(failure?.kind == .constraint(name: name))
            #expect(failure?.statement == statement)
        }
    }

    @Test(
        "a failure never carries a value",
        arguments: [
            "INSERT INTO member (member_id, name) VALUES ('a', $1)", "SELECT CAST($1 AS BIGINT)",
            "SELECT CAST($1 AS TIMESTAMP)", "UPDATE member SET balance = CAST(CAST($1 AS TEXT) AS BIGINT)",
        ]
    )
    func carriesNoValues(statement: String) async throws {
        try await withMembers { database in
            try await database.addMember("a")
            let failure = try #require(
                await failure {
                    try await database.writing { try $0.run(SQLStatement(statement), [.text("aini@example.org")]) }
                }
            )
            #expect(!"\(failure) \(failure.message) \(failure.kind)".contains("aini"))
        }
    }

    @Test(
        "a statement that PostgreSQL does not understand is malformed",
        arguments: ["SELEC 1", "SELECT x FROM nowhere"]
    )
    func namesMalformedStatements(text: String) async throws {
        try await withMembers { database in
            let failure = await failure { try await database.reading { try $0.run(SQLStatement(text)) } }
            #expect(failure?.kind == .malformedStatement)
        }
    }

    @Test("a reading cannot write")
    func readsOnly() async throws {
        try await withMembers { database in
            let failure = await failure { try await database.reading { try $0.addMember("a") } }
            #expect(failure?.kind == .readOnly)
            let left = try await database.memberIDs()
            #expect(left.isEmpty)
        }
    }
}
