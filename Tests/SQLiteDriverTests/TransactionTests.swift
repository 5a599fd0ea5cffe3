import SQLBase
import SQLiteDriver
import Testing

@Suite("SQLite: transactions")
struct TransactionTests {
    private struct Change: Error {}

    @Test("a body that throws leaves nothing")
    func rollsBack() async throws {
        try await withLedger { database in
            do {
                try await database.writing { connection in
                    try connection.addMember("a")
                    try connection.script("CREATE TABLE other (id INTEGER)")
                    throw Change()
                }
                Issue.record("the body's error is not thrown on")
            } catch is Change {}
            let tables = try await database.reading { connection in
                try connection.rows("SELECT name FROM sqlite_master WHERE name = 'other'")
            }
            #expect(tables == [])
            #expect(try await database.memberIDs() == [])
        }
    }

    @Test("a savepoint takes back its own and inner changes, and no others")
    func nestsSavepoints() async throws {
        try await withLedger { database in
            try await database.writing { connection in
                try connection.addMember("a")
                let outer = thrown {
                    try connection.savepoint {
                        try connection.addMember("b")
                        try connection.savepoint { try connection.addMember("c") }
                        throw Change()
                    }
                }
                #expect(outer is Change)
                try connection.savepoint {
                    try connection.addMember("d")
                    let inner = thrown {
                        try connection.savepoint {
                            try connection.addMember("e")
                            throw Change()
                        }
                    }
                    #expect(inner is Change)
                }
            }
            #expect(try await database.memberIDs() == ["a", "d"])
        }
    }

    @Test("a savepoint gives what its body gives")
    func savepointsReturn() async throws {
        try await withLedger { database in
            let answer = try await database.writing { connection in try connection.savepoint { 42 } }
            #expect(answer == 42)
        }
    }

    @Test("a transaction goes on after a broken rule in a savepoint")
    func goesOnAfterFailure() async throws {
        try await withLedger { database in
            try await database.writing { connection in
                try connection.addMember("a")
                let failure = thrown { try connection.savepoint { try connection.addMember("a") } }
                #expect(failure is SQLFailure)
                try connection.addMember("b")
            }
            #expect(try await database.memberIDs() == ["a", "b"])
        }
    }

    @Test("a reading sees one moment, though a writing commits in the middle of it")
    func readsSnapshots() async throws {
        try await withLedger { database in
            try await database.addMember("a")
            let (looked, hasLooked) = AsyncStream.makeStream(of: Void.self)
            let written = Signal()
            async let seen = database.reading { connection in
                let before = try connection.memberIDs()
                hasLooked.finish()
                written.wait()
                return try [before, connection.memberIDs()]
            }
            for await _ in looked {}
            try await database.addMember("b")
            written.send()
            #expect(try await seen == [["a"], ["a"]])
            #expect(try await database.memberIDs() == ["a", "b"])
        }
    }

    @Test("readings run beside each other")
    func readsConcurrently() async throws {
        try await withLedger { database in
            let (first, second) = (Signal(), Signal())
            async let one: Void = database.reading { _ in
                first.send()
                second.wait()
            }
            async let other: Void = database.reading { _ in
                second.send()
                first.wait()
            }
            _ = try await (one, other)
        }
    }

    @Test("writings come one after the other")
    func writesInTurn() async throws {
        try await withLedger { database in
            try await database.addMember("a")
            try await withThrowingTaskGroup(of: Void.self) { group in
                for _ in 0..<50 {
                    group.addTask {
                        try await database.writing { connection in
                            let balance = try connection.first("SELECT balance FROM member")?.int(0) ?? 0
                            try connection.run("UPDATE member SET balance = $1", [.integer(balance + 1)])
                        }
                    }
                }
                try await group.waitForAll()
            }
            let balance = try await database.reading { try $0.first("SELECT balance FROM member") }
            #expect(balance == SQLRow([.integer(50)]))
        }
    }

    @Test("cancelling its task ends a reading, and the connection serves the next")
    func interruptsReadings() async throws {
        var configuration = SQLiteConfiguration()
        configuration.readers = 1
        try await withLedger(configuration: configuration) { database in
            let (started, hasStarted) = AsyncStream.makeStream(of: Void.self)
            let endless = Task {
                try await database.reading { connection in
                    try connection.query(
                        "WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT i FROM n"
                    ) { row in
                        if row.int(0) == 1 { hasStarted.finish() }
                    }
                }
            }
            for await _ in started {}
            endless.cancel()
            let failure = await failure { try await endless.value }
            #expect(failure?.kind == .interrupted)
            let members = try await database.memberIDs()
            #expect(members == [])
        }
    }

    @Test("cancelling its task does not stop a writing")
    func finishesWritings() async throws {
        try await withLedger { database in
            let (started, hasStarted) = AsyncStream.makeStream(of: Void.self)
            let cancelled = Signal()
            let writing = Task {
                try await database.writing { connection in
                    try connection.addMember("a")
                    hasStarted.finish()
                    cancelled.wait()
                    try connection.addMember("b")
                }
            }
            for await _ in started {}
            writing.cancel()
            cancelled.send()
            try await writing.value
            #expect(try await database.memberIDs() == ["a", "b"])
        }
    }
}
