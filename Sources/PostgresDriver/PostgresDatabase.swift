internal import Dispatch
package import SQLBase
internal import Synchronization

/// A PostgreSQL database, reached over several connections at once.
///
/// What `writing` has committed survives a loss of power, as far as the server's `synchronous_commit` is on. Bodies run
/// on the connections' own threads and block none of Swift's. A transaction that another one was in the way of, or
/// whose connection was lost before its commit, is run again a bounded number of times.
///
/// - SeeAlso: <https://www.postgresql.org/docs/15/libpq.html>
package final class PostgresDatabase: SQLDatabase {
    package let dialect = Dialect.postgres

    private let configuration: PostgresConfiguration
    private let pool: LinkPool

    /// How often a transaction is run at most.
    private static let mostRuns = 8

    /// The database that `configuration` names; nothing is connected yet.
    package init(_ configuration: PostgresConfiguration) {
        self.configuration = configuration
        pool = LinkPool(configuration)
    }

    @discardableResult
    package func writing<R: Sendable>(
        _ isolation: SQLIsolation,
        _ body: @escaping @Sendable (any SQLConnection) throws -> R
    ) async throws -> R {
        let limit =
            "SET LOCAL statement_timeout = \(configuration.statementTimeoutMilliseconds); "
            + "SET LOCAL idle_in_transaction_session_timeout = \(configuration.idleWriterMilliseconds)\(callersName)"
        let begin =
            switch isolation {
            case .serial: "BEGIN ISOLATION LEVEL SERIALIZABLE; \(limit)"
            case .byLocks: "BEGIN ISOLATION LEVEL READ COMMITTED; \(limit)"
            }
        return try await transaction { link in
            try link.connect()
            try link.simple(begin)
            let result = try rollingBack(link) { try body(PostgresConnection(link, isReading: false)) }
            try commit(link)
            return result
        }
    }

    package func reading<R: Sendable>(
        _ body: @escaping @Sendable (any SQLConnection) throws -> R
    ) async throws -> R {
        let cancelling = Cancelling()
        let begin = "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY\(callersName)"
        return try await withTaskCancellationHandler {
            try await transaction { link in
                try link.connect()
                try cancelling.begin(link.canceller())
                defer { cancelling.end() }
                try link.simple(begin)
                let result = try rollingBack(link) { try body(PostgresConnection(link, isReading: true)) }
                try link.simple("COMMIT")
                return result
            }
        } onCancel: {
            cancelling.cancel()
        }
    }

    package func close() async throws {
        await pool.close()
    }

    package var load: SQLLoad { pool.load }

    /// What follows the beginning of a transaction, so that the server's lists and log name the request that it is for:
    /// in the same journey, and only until the transaction ends.
    private var callersName: String {
        guard let name = SQLCaller.name else { return "" }
        // The server keeps 63 bytes, and would say so each time that it cuts.
        let safe = "\(configuration.applicationName)/\(name)".utf8.prefix(63).filter { byte in
            byte != UInt8(ascii: "'") && byte != UInt8(ascii: "\\") && (33...126).contains(byte)
        }
        return "; SET LOCAL application_name = '\(String(decoding: safe, as: UTF8.self))'"
    }

    package func notify(_ channel: String, _ text: String) async throws {
        try await transaction { link in
            try link.connect()
            _ = try link.run("SELECT CAST(pg_notify($1, $2) AS TEXT)", [.text(channel), .text(text)])
        }
    }

    /// Listens on a connection of its own, beside the pool's.
    package func listen(_ channel: String, onReady: @Sendable () -> Void, _ hear: @escaping @Sendable (String) -> Void)
        async throws
    {
        let link = Link(configuration)
        try await link.perform { link in
            try link.connect()
            try link.simple("LISTEN \"\(channel)\"")
        }
        onReady()
        let socket = try await link.perform { $0.socket }
        while !Task.isCancelled {
            if try await link.perform({ _ in isReadable(socket, within: 250) }) {
                for text in try await link.perform({ try $0.notices() }) { hear(text) }
            }
        }
    }

    /// Runs `work` on a link, again where that may help.
    private func transaction<R: Sendable>(_ work: @escaping @Sendable (Link) throws -> R) async throws -> R {
        var runs = 1
        var lostAt: ContinuousClock.Instant?
        while true {
            let link = try await pool.take()
            let (result, recovery, wasGivenUp) = try await link.perform { link in
                let result = Result { try work(link) }
                return (result, link.recovery, link.wasGivenUp)
            }
            if wasGivenUp { pool.dropFree() }
            pool.give(link)
            switch (result, recovery) {
            case (.success(let value), _): return value
            case (.failure(let error), .none): throw error
            case (.failure(let error), _):
                guard runs < Self.mostRuns, !isUnknown(error), !Task.isCancelled else { throw error }
            }
            if case (.failure(let error), .reconnect) = (result, recovery) {
                let since = lostAt ?? .now
                lostAt = since
                guard since.duration(to: .now) < .milliseconds(configuration.reconnectMilliseconds) else { throw error }
            }
            // 10, 20, 40 … milliseconds, each up to twice as long by chance: two that met do not meet again.
            try? await Task.sleep(for: .milliseconds((5 << runs) + Int.random(in: 0...(5 << runs))))
            runs += 1
        }
    }
}

/// Runs a transaction's body; where it throws, nothing of it stays and the link can be used again.
private func rollingBack<R>(_ link: Link, _ body: () throws -> R) throws -> R {
    do {
        return try body()
    } catch {
        // Where even this fails, the connection is lost and the server takes everything back itself.
        if link.isConnected { _ = try? link.simple("ROLLBACK") }
        if !link.isConnected { link.disconnect() }
        throw error
    }
}

private func commit(_ link: Link) throws(SQLFailure) {
    let outcome: String
    do {
        outcome = try link.simple("COMMIT")
    } catch {
        guard link.isConnected else {
            link.disconnect()
            throw SQLFailure(
                .unknownOutcome,
                message: "the connection to PostgreSQL was lost while committing; whether it was kept is not known"
            )
        }
        throw error
    }
    // A transaction that has failed is rolled back by COMMIT, without an error.
    guard outcome == "COMMIT" else {
        throw SQLFailure(.other, message: "an earlier failure took back the transaction")
    }
}

private func isUnknown(_ error: any Error) -> Bool {
    if case .unknownOutcome? = (error as? SQLFailure)?.kind { true } else { false }
}

/// Ends a reading whose task was cancelled.
private final class Cancelling: Sendable {
    private let state = Mutex<(isCancelled: Bool, canceller: Canceller?)>((false, nil))

    /// - Throws: `SQLFailure`, `interrupted` where it was cancelled before it began.
    func begin(_ canceller: Canceller?) throws(SQLFailure) {
        let isCancelled = state.withLock { state in
            state.canceller = canceller
            return state.isCancelled
        }
        if isCancelled { throw SQLFailure(.interrupted, message: "the task was cancelled") }
    }

    func end() {
        state.withLock { $0.canceller = nil }
    }

    func cancel() {
        DispatchQueue.global().async { [self] in
            // Under the lock, so that it never meets the statement of whoever has the link next.
            state.withLock { state in
                state.isCancelled = true
                state.canceller?.cancel()
            }
        }
    }
}
