/// A connection inside a transaction, lent to the body of `SQLDatabase.writing` or `reading`.
///
/// It cannot leave that body: it is not `Sendable`, and it is used by one thread at a time. Values are counted from 1
/// as the parameters are; handing over more or fewer than the statement names is a fault.
///
/// After a failure the statement has done nothing. SQLite would go on with the transaction, PostgreSQL has given it up:
/// what may fail and be carried on from stands in a `savepoint`.
package protocol SQLConnection: AnyObject {
    /// Which database this is.
    var dialect: Dialect { get }

    /// Runs a statement and throws its rows away, if it has any.
    ///
    /// - Returns: The number of rows inserted, updated or deleted by the statement itself, without those of triggers
    ///   and cascades; 0 for any other statement.
    @discardableResult
    func run(_ statement: SQLStatement, _ values: [SQLValue]) throws(SQLFailure) -> Int

    /// Runs a statement and hands over its rows one at a time, in the order of the database.
    ///
    /// The closure may use the connection, also with the same statement. What it throws ends the query and is thrown
    /// on.
    ///
    /// - Throws: `SQLFailure`, or what the closure throws.
    func query(_ statement: SQLStatement, _ values: [SQLValue], each: (SQLRow) throws -> Void) throws

    /// Runs a statement for each of many rows, in their order or at once.
    ///
    /// - Returns: The number of rows inserted, updated or deleted, over all.
    @discardableResult
    func run(_ bulk: SQLBulk, _ rows: [[SQLValue]]) throws(SQLFailure) -> Int

    /// Runs a statement for each of many rows and hands over all rows that it answers, in no order: what tells them
    /// apart is among their values.
    ///
    /// - Throws: `SQLFailure`, or what the closure throws.
    func query(_ bulk: SQLBulk, _ rows: [[SQLValue]], each: (SQLRow) throws -> Void) throws

    /// Runs several statements without parameters, divided by semicolons, as a migration is written.
    ///
    /// Those before one that fails have been run; the transaction around them takes them back.
    func script(_ text: String) throws(SQLFailure)

    /// Runs `body` so that its changes stay only if it returns.
    ///
    /// Savepoints nest. When `body` throws, all since the savepoint is taken back, also that of inner savepoints, the
    /// transaction stays open, and the error is thrown on.
    @discardableResult
    func savepoint<R>(_ body: () throws -> R) throws -> R
}

extension SQLConnection {
    /// Runs the statement for one row, once for each.
    @discardableResult
    package func run(_ bulk: SQLBulk, _ rows: [[SQLValue]]) throws(SQLFailure) -> Int {
        var changed = 0
        for row in rows { changed += try run(bulk.one, row) }
        return changed
    }

    /// Runs the statement for one row, once for each.
    package func query(_ bulk: SQLBulk, _ rows: [[SQLValue]], each: (SQLRow) throws -> Void) throws {
        for row in rows { try query(bulk.one, row, each: each) }
    }

    /// Runs a statement without parameters.
    @discardableResult
    package func run(_ statement: SQLStatement) throws(SQLFailure) -> Int {
        try run(statement, [])
    }

    /// Hands over the rows of a statement without parameters, one at a time.
    package func query(_ statement: SQLStatement, each: (SQLRow) throws -> Void) throws {
        try query(statement, [], each: each)
    }

    /// All rows at once, for answers known to be short.
    package func rows(_ statement: SQLStatement, _ values: [SQLValue] = []) throws -> [SQLRow] {
        var rows: [SQLRow] = []
        try query(statement, values) { rows.append($0) }
        return rows
    }

    /// The first row, or nil where there is none.
    ///
    /// The rows after it are read and dropped: a statement that can have many says `LIMIT 1`.
    package func first(_ statement: SQLStatement, _ values: [SQLValue] = []) throws -> SQLRow? {
        var first: SQLRow?
        try query(statement, values) { row in
            if first == nil { first = row }
        }
        return first
    }
}
