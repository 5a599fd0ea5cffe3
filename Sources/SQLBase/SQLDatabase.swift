/// A database that runs transactions.
///
/// Bodies run on threads of the driver and may take their time; they hold up nobody but other writers. They are
/// synchronous, so nothing else can come between a check and what hangs on it.
package protocol SQLDatabase: Sendable {
    /// Which database this is.
    var dialect: Dialect { get }

    /// How busy it is now.
    var load: SQLLoad { get }

    /// Runs `body` in one transaction that may write.
    ///
    /// It is committed when `body` returns, and on disk when this returns; it is rolled back when `body` throws.
    /// Cancelling the task does not stop a writing. `body` may run more than once, each time on a transaction of its
    /// own, of which one is kept: it changes nothing but by its connection.
    ///
    /// - Throws: What `body` throws, or `SQLFailure`; in both cases nothing of it has been kept, unless the failure is
    ///   `unknownOutcome`.
    @discardableResult
    func writing<R: Sendable>(
        _ isolation: SQLIsolation,
        _ body: @escaping @Sendable (any SQLConnection) throws -> R
    ) async throws -> R

    /// Runs `body` on a snapshot: all its queries see the database as it was at one moment, whatever is committed
    /// meanwhile.
    ///
    /// Readings run beside each other and beside a writing. A statement that writes fails as `readOnly`. Cancelling the
    /// task ends the reading as `interrupted`.
    ///
    /// - Throws: What `body` throws, or `SQLFailure`.
    func reading<R: Sendable>(_ body: @escaping @Sendable (any SQLConnection) throws -> R) async throws -> R

    /// Tells whoever listens on `channel`, in whichever process.
    ///
    /// Nobody need listen. Nothing is told that is not a hint: notices may be lost while a connection is made again.
    func notify(_ channel: String, _ text: String) async throws

    /// Hands over what is told on `channel`, also by this process, until the task is cancelled.
    ///
    /// - Parameters:
    ///   - channel: Its name.
    ///   - onReady: Called when it listens.
    ///   - hear: Called with each text.
    /// - Throws: `SQLFailure` when the connection is lost; whoever still wants to hear listens again.
    func listen(_ channel: String, onReady: @Sendable () -> Void, _ hear: @escaping @Sendable (String) -> Void)
        async throws

    /// Waits for what is running and lets go of the database. Whoever comes later gets `cannotOpen`.
    func close() async throws
}

extension SQLDatabase {
    /// Nobody listens, where a database is one process's own.
    package func notify(_ channel: String, _ text: String) async throws {}

    /// Returns at once, where nobody else could tell anything.
    package func listen(
        _ channel: String,
        onReady: @Sendable () -> Void,
        _ hear: @escaping @Sendable (String) -> Void
    ) async throws {}

    /// Nothing, where nobody counts.
    package var load: SQLLoad { SQLLoad(running: 0, waiting: 0, most: nil) }

    /// Runs `body` in one transaction that may write, as if it ran alone.
    @discardableResult
    package func writing<R: Sendable>(
        _ body: @escaping @Sendable (any SQLConnection) throws -> R
    ) async throws -> R {
        try await writing(.serial, body)
    }
}
