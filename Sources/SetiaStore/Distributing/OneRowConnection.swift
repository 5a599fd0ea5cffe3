internal import SQLBase

/// A connection that runs a statement for many rows once for each row, with the row's own values as its parameters.
///
/// Several machines need it so: a statement that names its member by `member_id = $1` goes to the one machine that has
/// her, and one that joins with rows handed over, or locks several members at once, is refused there.
final class OneRowConnection: SQLConnection {
    private let inner: any SQLConnection

    init(_ inner: any SQLConnection) {
        self.inner = inner
    }

    var dialect: Dialect { inner.dialect }

    @discardableResult
    func run(_ statement: SQLStatement, _ values: [SQLValue]) throws(SQLFailure) -> Int {
        try inner.run(statement, values)
    }

    func query(_ statement: SQLStatement, _ values: [SQLValue], each: (SQLRow) throws -> Void) throws {
        try inner.query(statement, values, each: each)
    }

    func script(_ text: String) throws(SQLFailure) { try inner.script(text) }

    @discardableResult
    func savepoint<R>(_ body: () throws -> R) throws -> R { try inner.savepoint(body) }
}
