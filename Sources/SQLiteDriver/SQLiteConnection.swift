internal import GRDB
internal import GRDBSQLite
internal import SQLBase

/// One connection of the pool, and the statements that are ready on it.
///
/// It is used on the queue of its GRDB connection only, inside a transaction that `SQLiteDatabase` began.
final class SQLiteConnection: SQLConnection {
    let dialect = Dialect.sqlite

    private let database: Database
    private let handle: OpaquePointer
    private var ready: [SQLStatement: PreparedStatement] = [:]

    /// The most texts kept ready; a program writes far fewer, unless it puts them together.
    private static let mostReady = 500

    init(_ database: Database) throws(SQLFailure) {
        guard let handle = database.sqliteConnection else {
            throw SQLFailure(.cannotOpen, message: "the database is closed")
        }
        self.database = database
        self.handle = handle
    }

    @discardableResult
    func run(_ statement: SQLStatement, _ values: [SQLValue]) throws(SQLFailure) -> Int {
        let prepared = try prepared(statement)
        defer { prepared.end() }
        // SQLite leaves its count of changed rows alone when a statement is of another kind; the total tells.
        let before = sqlite3_total_changes(handle)
        try prepared.begin(values)
        while try prepared.step() {}
        return sqlite3_total_changes(handle) == before ? 0 : Int(sqlite3_changes(handle))
    }

    func query(_ statement: SQLStatement, _ values: [SQLValue], each: (SQLRow) throws -> Void) throws {
        let prepared = try prepared(statement)
        defer { prepared.end() }
        try prepared.begin(values)
        var row = SQLRow([])
        while try prepared.step() {
            prepared.read(into: &row.values)
            try each(row)
        }
    }

    func script(_ text: String) throws(SQLFailure) {
        try checkTransaction(text)
        let code = sqlite3_exec(handle, text, nil, nil, nil)
        guard code == SQLITE_OK else {
            throw SQLFailure(code: code, message: String(cString: sqlite3_errmsg(handle)), statement: text)
        }
    }

    @discardableResult
    func savepoint<R>(_ body: () throws -> R) throws -> R {
        try run("SAVEPOINT inner")
        do {
            let result = try body()
            try run("RELEASE inner")
            return result
        } catch {
            // Where SQLite has taken back the whole transaction, the savepoint is gone with it.
            if sqlite3_get_autocommit(handle) == 0 {
                try run("ROLLBACK TO inner")
                try run("RELEASE inner")
            }
            throw error
        }
    }

    /// Lets go of all statements, as a connection must before it is closed.
    func forgetStatements() {
        ready = [:]
    }

    private func prepared(_ statement: SQLStatement) throws(SQLFailure) -> PreparedStatement {
        try checkTransaction(statement.text)
        guard var prepared = ready[statement] else {
            if ready.count >= Self.mostReady {
                ready = ready.filter(\.value.isInUse)
            }
            let prepared = try PreparedStatement(statement.text, on: database, connection: handle)
            ready[statement] = prepared
            return prepared
        }
        while prepared.isInUse {
            guard let spare = prepared.spare else {
                let spare = try PreparedStatement(statement.text, on: database, connection: handle)
                prepared.spare = spare
                return spare
            }
            prepared = spare
        }
        return prepared
    }

    /// Refuses to go on where SQLite has taken back the transaction by itself, as it may after a full disk or an
    /// interruption: what followed would be committed statement by statement.
    private func checkTransaction(_ text: String) throws(SQLFailure) {
        guard sqlite3_get_autocommit(handle) == 0 else {
            throw SQLFailure(.other, message: "an earlier failure took back the transaction", statement: text)
        }
        guard !Task.isCancelled else {
            throw SQLFailure(.interrupted, message: "the task was cancelled", statement: text)
        }
    }
}
