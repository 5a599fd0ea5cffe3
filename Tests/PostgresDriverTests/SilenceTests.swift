import Foundation
import PostgresDriver
import SQLBase
import Synchronization
import Testing

/// A network that swallows everything looks like a server that is long at a statement.
///
/// The server's process of the connection is stopped here, so that nothing comes back and nothing is closed.
@Suite("A connection on which nothing comes back", .enabled(if: Postgres.isAsked))
struct SilenceTests {
    /// Within it the server, asked by another connection, must answer also on a machine that runs all tests at once; in
    /// milliseconds.
    private static let silence = 1_000

    @Test("is given up before its commit, and the transaction is run again on another")
    func runAgain() async throws {
        try await withMembers({ $0.silenceMilliseconds = SilenceTests.silence }) { database in
            let stopped = Stopped()
            try await database.writing { connection in
                if stopped.isNobody { try stopped.stop(connection) }
                try connection.addMember("a")
            }
            stopped.end()
            #expect(try await database.memberIDs() == ["a"])
        }
    }

    @Test("while committing has an outcome that is not known, and a look tells it")
    func unknown() async throws {
        try await withMembers({
            $0.silenceMilliseconds = SilenceTests.silence
            // However long a busy machine leaves the process stopped, what ends its transaction is the commit.
            $0.idleWriterMilliseconds = 600_000
        }) { database in
            let stopped = Stopped()
            let failure = await failure {
                try await database.writing { connection in
                    try connection.addMember("a")
                    try stopped.stop(connection)
                }
            }
            #expect(failure?.kind == .unknownOutcome)
            let before = try await database.memberIDs()
            #expect(before == [])
            // The commit had arrived, and is carried out once the process goes on.
            stopped.goOn()
            var after: [String] = []
            let end = ContinuousClock.now + .seconds(60)
            while after.isEmpty, ContinuousClock.now < end {
                after = try await database.memberIDs()
                try await Task.sleep(for: .milliseconds(10))
            }
            #expect(after == ["a"])
        }
    }

    @Test("is another thing than a statement that takes long")
    func longStatement() async throws {
        try await withMembers({ $0.silenceMilliseconds = SilenceTests.silence }) { database in
            let name = try await database.reading { connection in
                try connection.run("SELECT pg_sleep(3)")
                return try connection.rows("SELECT 'done'").map { $0.text(0) }
            }
            #expect(name == ["done"])
        }
    }
}

/// The server's process of one connection, stopped as by `kill -STOP`.
private final class Stopped: Sendable {
    private let process = Mutex<Int64?>(nil)

    var isNobody: Bool { process.withLock { $0 == nil } }

    func stop(_ connection: any SQLConnection) throws {
        let id = try connection.rows("SELECT CAST(pg_backend_pid() AS BIGINT)")[0].int(0)
        process.withLock { $0 = id }
        try #require(kill(pid_t(id), SIGSTOP) == 0)
    }

    func goOn() {
        if let id = process.withLock({ $0 }) { kill(pid_t(id), SIGCONT) }
    }

    /// Its transaction is taken back: nothing of it can be written any more.
    func end() {
        if let id = process.withLock({ $0 }) {
            kill(pid_t(id), SIGTERM)
            kill(pid_t(id), SIGCONT)
        }
    }
}
