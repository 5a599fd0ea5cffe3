import SQLBase
import Synchronization

@testable import SetiaStore

/// What a writing transaction wrote, statement by statement.
struct WatchedWrite: Sendable {
    let text: String
    let table: String
    /// Whose rows of a per-member table it names: none where it names nobody.
    let member: String?
}

/// A database that remembers what each writing transaction wrote that was committed.
final class WatchingDatabase: SQLDatabase {
    private let inner: any SQLDatabase
    private let seen = Mutex<[[WatchedWrite]]>([])
    private let asked = Mutex<[String]>([])
    /// Is asked before each writing transaction, by its number; what it throws happens instead.
    private let before: @Sendable (Int) throws -> Void
    private let count = Mutex(0)

    init(_ inner: any SQLDatabase, before: @escaping @Sendable (Int) throws -> Void = { _ in }) {
        self.inner = inner
        self.before = before
    }

    var dialect: Dialect { inner.dialect }

    /// What was committed, transaction by transaction.
    var transactions: [[WatchedWrite]] { seen.withLock { $0 } }

    /// The texts of all statements, those that read too, in their order.
    var statements: [String] { asked.withLock { $0 } }

    func forget() {
        seen.withLock { $0 = [] }
        asked.withLock { $0 = [] }
    }

    func writing<R: Sendable>(
        _ isolation: SQLIsolation,
        _ body: @escaping @Sendable (any SQLConnection) throws -> R
    ) async throws -> R {
        let number = count.withLock { count in
            count += 1
            return count
        }
        try before(number)
        let (result, writes, texts) = try await inner.writing(isolation) { connection in
            let watching = WatchingConnection(connection)
            let result = try body(watching)
            return (result, watching.writes, watching.texts)
        }
        seen.withLock { $0.append(writes) }
        asked.withLock { $0 += texts }
        return result
    }

    func reading<R: Sendable>(_ body: @escaping @Sendable (any SQLConnection) throws -> R) async throws -> R {
        let (result, texts) = try await inner.reading { connection in
            let watching = WatchingConnection(connection)
            let result = try body(watching)
            return (result, watching.texts)
        }
        asked.withLock { $0 += texts }
        return result
    }

    func close() async throws { try await inner.close() }
}

private final class WatchingConnection: SQLConnection {
    private let inner: any SQLConnection
    private(set) var writes: [WatchedWrite] = []
    private(set) var texts: [String] = []

    init(_ inner: any SQLConnection) {
        self.inner = inner
    }

    var dialect: Dialect { inner.dialect }

    func run(_ statement: SQLStatement, _ values: [SQLValue]) throws(SQLFailure) -> Int {
        note(statement.text, values)
        return try inner.run(statement, values)
    }

    func query(_ statement: SQLStatement, _ values: [SQLValue], each: (SQLRow) throws -> Void) throws {
        note(statement.text, values)
        try inner.query(statement, values, each: each)
    }

    func run(_ bulk: SQLBulk, _ rows: [[SQLValue]]) throws(SQLFailure) -> Int {
        // Both texts do the same; of the one it can be seen whom each row names.
        for row in rows { note(bulk.one.text, row, isOneOfMany: true) }
        texts.append(bulk.one.text)
        return try inner.run(bulk, rows)
    }

    func query(_ bulk: SQLBulk, _ rows: [[SQLValue]], each: (SQLRow) throws -> Void) throws {
        texts.append(bulk.one.text)
        try inner.query(bulk, rows, each: each)
    }

    func script(_ text: String) throws(SQLFailure) { try inner.script(text) }

    func savepoint<R>(_ body: () throws -> R) throws -> R { try inner.savepoint(body) }

    private func note(_ text: String, _ values: [SQLValue], isOneOfMany: Bool = false) {
        if !isOneOfMany { texts.append(text) }
        guard let write = parsedWrite(text, values) else { return }
        writes.append(write)
    }
}

/// A statement that writes, taken apart as far as is needed to see whom it names; none for one that reads.
private func parsedWrite(_ text: String, _ values: [SQLValue]) -> WatchedWrite? {
    let words = text.split(whereSeparator: \.isWhitespace).joined(separator: " ")
    if let match = words.firstMatch(of: #/^INSERT INTO (\w+) \(([^)]*)\) (VALUES|SELECT)/#) {
        let columns = match.2.split(separator: ",").map { $0.filter { $0 != " " } }
        return WatchedWrite(
            text: words,
            table: String(match.1),
            member: columns.firstIndex(of: "member_id").flatMap { textValue(of: values, $0) }
        )
    }
    guard let match = words.firstMatch(of: #/^(?:UPDATE|DELETE FROM) (\w+) /#) else { return nil }
    var member: String?
    if let named = words.firstMatch(of: #/ WHERE (?:.* AND )?member_id = \$(\d+)/#), let place = Int(named.1) {
        member = textValue(of: values, place - 1)
    }
    return WatchedWrite(text: words, table: String(match.1), member: member)
}

private func textValue(of values: [SQLValue], _ place: Int) -> String? {
    guard values.indices.contains(place), case .text(let text) = values[place] else { return nil }
    return text
}
