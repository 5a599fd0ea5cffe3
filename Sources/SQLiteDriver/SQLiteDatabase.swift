internal import GRDB
internal import Glibc
package import SQLBase

/// A SQLite file: one writer and several readers beside it, by way of its write-ahead log.
///
/// What `writing` has committed survives a loss of power: each commit waits for the disk (`synchronous=FULL`). GRDB
/// keeps the connections, their queues and their transactions; bodies run on those queues and block none of Swift's
/// threads.
///
/// - SeeAlso: <https://www.sqlite.org/wal.html>
package final class SQLiteDatabase: SQLDatabase {
    package let dialect = Dialect.sqlite

    let gate = Gate()
    // Before the pool, so that without `close` too the statements are freed before their connections.
    let connections = Connections()
    let pool: DatabasePool

    /// Opens the database in the file at `path`, and makes it if there is none, for its owner alone (mode 0600).
    ///
    /// The folder must exist. The files `-wal` and `-shm` beside it belong to it and have its mode. It blocks for a
    /// moment, longer where a log is left from a crash.
    package init(
        path: String,
        configuration: SQLiteConfiguration = SQLiteConfiguration()
    ) throws(SQLFailure) {
        try makePrivateFile(at: path)
        do {
            pool = try opened(path, configuration.forGRDB(connections), patience: configuration.busyTimeoutMilliseconds)
            // GRDB sets NORMAL when it turns the log on, which is after all that a configuration can say (7.10).
            try pool.writeWithoutTransaction { try $0.execute(sql: "PRAGMA synchronous = FULL") }
        } catch {
            throw SQLFailure(error, unspecific: .cannotOpen)
        }
    }

    package var load: SQLLoad { SQLLoad(running: gate.inside, waiting: 0, most: nil) }

    @discardableResult
    package func writing<R: Sendable>(
        _: SQLIsolation,
        _ body: @escaping @Sendable (any SQLConnection) throws -> R
    ) async throws -> R {
        try gate.enter()
        defer { gate.leave() }
        return try await withCheckedThrowingContinuation { continuation in
            pool.asyncWriteWithoutTransaction { [connections] database in
                continuation.resume(
                    with: Result {
                        let connection = connections.connection(of: database)
                        var result: R?
                        do {
                            try database.inTransaction(.immediate) {
                                result = try body(connection)
                                return .commit
                            }
                        } catch {
                            throw result == nil ? translated(error) : translatedCommit(error)
                        }
                        guard let result else { preconditionFailure("a transaction committed without a result") }
                        return result
                    }
                )
            }
        }
    }

    package func reading<R: Sendable>(
        _ body: @escaping @Sendable (any SQLConnection) throws -> R
    ) async throws -> R {
        try gate.enter()
        defer { gate.leave() }
        do {
            return try await pool.read { [connections] database in
                try body(connections.connection(of: database))
            }
        } catch {
            throw translated(error)
        }
    }

    /// Waits for what is running, moves the log into the file and closes all connections.
    ///
    /// The file then stands alone; the log beside it is empty. Closing again does nothing.
    package func close() async throws {
        guard await gate.close() else { return }
        connections.forgetStatements()
        try await onQueue { [pool] in
            pool.writeWithoutTransaction { _ = try? $0.checkpoint(.truncate) }
            try pool.close()
        }
    }
}

/// Opens the pool, again for as long as another program is in the middle of turning the log on, for which SQLite does not
/// wait by itself.
private func opened(_ path: String, _ configuration: Configuration, patience: Int32) throws -> DatabasePool {
    let began = ContinuousClock.now
    while true {
        do {
            return try DatabasePool(path: path, configuration: configuration)
        } catch let error as DatabaseError
            where error.resultCode == .SQLITE_BUSY && began.duration(to: .now) < .milliseconds(3 * Int(patience))
        {
            usleep(20_000)
        }
    }
}
