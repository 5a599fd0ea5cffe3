internal import SQLBase

/// A link inside a transaction.
final class PostgresConnection: SQLConnection {
    let dialect = Dialect.postgres

    private let link: Link
    /// Whether rows are handed over as they arrive: in a reading, whose answers may be long.
    private let isReading: Bool
    private var savepoints = 0

    init(_ link: Link, isReading: Bool) {
        self.link = link
        self.isReading = isReading
    }

    @discardableResult
    func run(_ statement: SQLStatement, _ values: [SQLValue]) throws(SQLFailure) -> Int {
        try link.run(statement, values).changedCount
    }

    func query(_ statement: SQLStatement, _ values: [SQLValue], each: (SQLRow) throws -> Void) throws {
        if isReading {
            try link.stream(statement, values, each: each)
        } else {
            try handOver(try link.run(statement, values), each)
        }
    }

    @discardableResult
    func run(_ bulk: SQLBulk, _ rows: [[SQLValue]]) throws(SQLFailure) -> Int {
        rows.isEmpty ? 0 : try link.run(bulk, rows).changedCount
    }

    func query(_ bulk: SQLBulk, _ rows: [[SQLValue]], each: (SQLRow) throws -> Void) throws {
        guard !rows.isEmpty else { return }
        try handOver(try link.run(bulk, rows), each)
    }

    func script(_ text: String) throws(SQLFailure) {
        try link.simple(text, named: text)
    }

    @discardableResult
    func savepoint<R>(_ body: () throws -> R) throws -> R {
        // Names of their own, since one name twice would hide the outer one.
        savepoints += 1
        let name = "inner\(savepoints)"
        defer { savepoints -= 1 }
        try link.simple("SAVEPOINT \(name)")
        do {
            let result = try body()
            try link.simple("RELEASE \(name)")
            return result
        } catch {
            if link.isConnected { try link.simple("ROLLBACK TO \(name); RELEASE \(name)") }
            throw error
        }
    }

    private func handOver(_ answer: Answer, _ each: (SQLRow) throws -> Void) throws {
        for number in 0..<answer.rowCount { try each(answer.row(number)) }
    }
}
