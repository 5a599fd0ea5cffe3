internal import GRDB
internal import Synchronization

/// Our connection for each of GRDB's, which GRDB makes when it needs them.
final class Connections: Sendable {
    private let known = Mutex<[ObjectIdentifier: Confined]>([:])

    /// Takes in a connection that GRDB has just opened.
    func add(_ database: Database) throws {
        let confined = try Confined(connection: SQLiteConnection(database))
        known.withLock { $0[ObjectIdentifier(database)] = confined }
    }

    /// Ours for `database`, whose queue the caller is on.
    func connection(of database: Database) -> SQLiteConnection {
        guard let confined = known.withLock({ $0[ObjectIdentifier(database)] }) else {
            preconditionFailure("\(database) was not taken in when it was opened")
        }
        return confined.connection
    }

    /// Frees all prepared statements; nobody may be at work on any connection.
    func forgetStatements() {
        for confined in known.withLock({ Array($0.values) }) {
            confined.connection.forgetStatements()
        }
    }
}

/// A connection on its way through the lock.
///
/// Not checked by the compiler, and right because a connection is used on the queue of its GRDB connection only, and by
/// `forgetStatements` when the queues are empty.
private struct Confined: @unchecked Sendable {
    let connection: SQLiteConnection
}
