import PostgresDriver
import SQLBase
import Synchronization
import Testing

@Suite("PostgreSQL: transactions", .enabled(if: Postgres.isAsked))
struct TransactionTests {
    private struct Change: Error {}

    @Test("a body that throws leaves nothing")
    func rollsBack() async throws {
        try await withMembers { database in
            await #expect(throws: Change.self) {
                try await database.writing { connection in
                    try connection.addMember("a")
                    throw Change()
                }
            }
            let left = try await database.memberIDs()
            #expect(left.isEmpty)
        }
    }

    @Test("a savepoint takes back its own and inner changes, and no others, and the transaction goes on")
    func nestsSavepoints() async throws {
        try await withMembers { database in
            try await database.writing { connection in
                try connection.addMember("a")
                try? connection.savepoint {
                    try connection.addMember("b")
                    try connection.savepoint { try connection.addMember("c") }
                    throw Change()
                }
                try connection.savepoint {
                    try connection.addMember("d")
                    try? connection.savepoint { try connection.addMember("a") }
                    try connection.addMember("e")
                }
            }
            #expect(try await database.memberIDs() == ["a", "d", "e"])
        }
    }

    @Test("what was taken back by a failure is not said to be kept")
    func noticesLostTransactions() async throws {
        try await withMembers { database in
            let failure = await failure {
                try await database.writing { connection in
                    try connection.addMember("a")
                    try? connection.addMember("a")
                }
            }
            #expect(failure != nil)
            let left = try await database.memberIDs()
            #expect(left.isEmpty)
        }
    }

    @Test("a reading sees one moment, though a writing commits in the middle of it")
    func readsSnapshots() async throws {
        try await withMembers { database in
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
        }
    }

    @Test(
        "fifty that read a balance and write it back end as if each ran alone",
        arguments: [SQLIsolation.serial, .byLocks]
    )
    func writesInTurn(isolation: SQLIsolation) async throws {
        try await withMembers { database in
            try await database.addMember("a")
            let lock = isolation == .byLocks ? " FOR UPDATE" : ""
            try await withThrowingTaskGroup(of: Void.self) { group in
                for _ in 0..<50 {
                    group.addTask {
                        var isDone = false
                        while !isDone {
                            do {
                                try await database.writing(isolation) { connection in
                                    let row = try connection.first(SQLStatement("SELECT balance FROM member\(lock)"))
                                    let balance = row?.int(0) ?? 0
                                    try connection.run("UPDATE member SET balance = $1", [.integer(balance + 1)])
                                }
                                isDone = true
                            } catch let failure as SQLFailure where failure.kind == .busy {
                                // Fifty at once may be in each other's way more often than one is run again.
                            }
                        }
                    }
                }
                try await group.waitForAll()
            }
            let balance = try await database.reading { try $0.first("SELECT balance FROM member") }
            #expect(balance == SQLRow([.integer(50)]))
        }
    }

    @Test("two that wait for each other in a circle both end, one after it was run again")
    func survivesDeadlocks() async throws {
        try await withMembers { database in
            for id in ["a", "b"] { try await database.addMember(id) }
            let (first, second) = (Signal(), Signal())
            async let one = database.raise("a", then: "b", ready: first, go: second)
            async let other = database.raise("b", then: "a", ready: second, go: first)
            let runs = try await one + other
            let rows = try await database.reading { try $0.rows("SELECT balance FROM member") }
            #expect(rows == [SQLRow([.integer(2)]), SQLRow([.integer(2)])])
            #expect(runs == 3)
        }
    }

    @Test("whoever finds all connections in use waits, and is told when it takes too long")
    func waitsForLinks() async throws {
        try await withMembers({
            $0.links = 1
            $0.poolTimeoutMilliseconds = 50
        }) { database in
            let (started, hasStarted) = AsyncStream.makeStream(of: Void.self)
            let tried = Signal()
            async let held: Void = database.reading { _ in
                hasStarted.finish()
                tried.wait()
            }
            for await _ in started {}
            let failure = await failure { try await database.addMember("a") }
            #expect(failure?.kind == .busy)
            tried.send()
            try await held
            try await database.addMember("b")
            #expect(try await database.memberIDs() == ["b"])
        }
    }

    @Test("cancelling its task ends a reading, and the connection serves the next")
    func interruptsReadings() async throws {
        try await withMembers({ $0.links = 1 }) { database in
            let (started, hasStarted) = AsyncStream.makeStream(of: Void.self)
            let endless = Task {
                try await database.reading { connection in
                    hasStarted.finish()
                    try connection.run("SELECT pg_sleep(600)")
                }
            }
            for await _ in started {}
            endless.cancel()
            let failure = await failure { try await endless.value }
            #expect(failure?.kind == .interrupted)
            let left = try await database.memberIDs()
            #expect(left.isEmpty)
        }
    }

    @Test("a connection that the server ended is made again, and nothing is written twice")
    func reconnects() async throws {
        try await withMembers({ $0.links = 2 }) { database in
            try await database.addMember("a")
            let runs = Mutex(0)
            try await database.writing { connection in
                let run = runs.withLock { runs in
                    runs += 1
                    return runs
                }
                try connection.addMember("b")
                if run == 1 { _ = try connection.rows("SELECT pg_terminate_backend(pg_backend_pid())") }
                try connection.addMember("c")
            }
            #expect(runs.withLock { $0 } == 2)
            #expect(try await database.memberIDs() == ["a", "b", "c"])
        }
    }

    @Test("a server that is not there cannot be opened, and the reason is told without the password")
    func saysWhyNot() async throws {
        let database = PostgresDatabase(
            PostgresConfiguration(address: "postgres://setia:verysecret@127.0.0.1:1/nothing?connect_timeout=1")
        )
        let failure = try #require(await failure { try await database.addMember("a") })
        #expect(failure.kind == .cannotOpen)
        #expect(failure.message.contains("127.0.0.1"))
        #expect(!failure.message.contains("verysecret"))
        try await database.close()
    }

    @Test("after closing it is refused, and closing waits for what is running")
    func closes() async throws {
        try await withMembers { database in
            let (started, hasStarted) = AsyncStream.makeStream(of: Void.self)
            let goOn = Signal()
            async let seen = database.reading { connection in
                hasStarted.finish()
                goOn.wait()
                return try connection.memberIDs()
            }
            for await _ in started {}
            async let closed: Void = database.close()
            goOn.send()
            #expect(try await seen == [])
            try await closed
            #expect(await failure { try await database.addMember("a") }?.kind == .cannotOpen)
        }
    }

    @Test("what is told on a channel is heard by whoever listens")
    func notifies() async throws {
        try await withMembers { database in
            let (heard, hear) = AsyncStream.makeStream(of: String.self)
            let (ready, isReady) = AsyncStream.makeStream(of: Void.self)
            let listening = Task {
                // Also where it cannot listen: nobody may wait for ever.
                defer {
                    isReady.finish()
                    hear.finish()
                }
                try await database.listen("setia-test", onReady: { isReady.finish() }, { hear.yield($0) })
            }
            for await _ in ready {}
            try await database.notify("setia-test", "it's here")
            var texts = heard.makeAsyncIterator()
            #expect(await texts.next() == "it's here")
            listening.cancel()
            try await listening.value
        }
    }
}

extension PostgresDatabase {
    /// Raises two balances, one after the other; between them, the first time, it says that it is ready and waits.
    ///
    /// - Returns: how often it was run.
    fileprivate func raise(_ one: String, then other: String, ready: Signal, go: Signal) async throws -> Int {
        let runs = Mutex(0)
        try await writing(.byLocks) { connection in
            let run = runs.withLock { runs in
                runs += 1
                return runs
            }
            let raising: SQLStatement = "UPDATE member SET balance = balance + 1 WHERE member_id = $1"
            try connection.run(raising, [.text(one)])
            if run == 1 {
                ready.send()
                go.wait()
            }
            try connection.run(raising, [.text(other)])
        }
        return runs.withLock { $0 }
    }
}
