internal import GRDB
internal import GRDBSQLite
internal import SQLBase

/// A statement made ready on one connection: bound, stepped and read straight through SQLite's own interface.
///
/// GRDB prepares it and frees it; its arguments and rows, which are dictionaries and boxes, are left aside for speed.
final class PreparedStatement {
    /// Whether a query stands in the middle of it, so that it cannot begin again.
    private(set) var isInUse = false
    /// Another one of the same text, made when a query ran the statement that it was made from.
    var spare: PreparedStatement?

    private let text: String
    private let statement: Statement
    private let handle: OpaquePointer
    private let connection: OpaquePointer
    /// The number behind each parameter's `$`, by SQLite's index, which counts names in the order in which they appear.
    private let numbers: [Int]
    /// How many values belong to it: the highest number.
    private let valueCount: Int
    /// Text and bytes stand here from `begin` to `end`, so that SQLite need not copy each into memory of its own.
    private var bytes = UnsafeMutableRawBufferPointer.allocate(byteCount: 256, alignment: 1)

    /// - Throws: `SQLFailure`, `malformedStatement` also where a parameter is not written `$1`, `$2`, ….
    init(_ text: String, on database: Database, connection: OpaquePointer) throws(SQLFailure) {
        do {
            statement = try database.makeStatement(sql: text)
        } catch {
            throw SQLFailure(error, statement: text, unspecific: .malformedStatement)
        }
        handle = statement.sqliteStatement
        self.connection = connection
        self.text = text
        var numbers: [Int] = []
        for index in 0..<sqlite3_bind_parameter_count(handle) {
            guard let name = sqlite3_bind_parameter_name(handle, index + 1), name[0] == UInt8(ascii: "$"),
                let number = Int(String(cString: name + 1)), number > 0
            else {
                throw SQLFailure(.malformedStatement, message: "parameters are written $1, $2, …", statement: text)
            }
            numbers.append(number)
        }
        self.numbers = numbers
        valueCount = numbers.max() ?? 0
    }

    deinit {
        bytes.deallocate()
    }

    /// Takes the statement and gives its parameters their values; `end` follows, also after a failure.
    func begin(_ values: [SQLValue]) throws(SQLFailure) {
        precondition(values.count == valueCount, "\(values.count) values for \(valueCount) parameters in: \(text)")
        isInUse = true
        guard valueCount > 0 else { return }
        makeRoom(for: values)
        guard var free = bytes.baseAddress else { return }
        var code = SQLITE_OK
        for (position, number) in numbers.enumerated() {
            let index = Int32(position + 1)
            // Static, in SQLite's words: the bytes stay where they are until `end` takes the bindings away.
            switch values[number - 1] {
            case .integer(let value):
                code = sqlite3_bind_int64(handle, index, value)
            case .text(var value):
                let count = value.withUTF8 { utf8 in
                    if let start = utf8.baseAddress {
                        free.copyMemory(from: start, byteCount: utf8.count)
                    }
                    return utf8.count
                }
                code = sqlite3_bind_text64(
                    handle,
                    index,
                    free.assumingMemoryBound(to: CChar.self),
                    UInt64(count),
                    nil,
                    UInt8(SQLITE_UTF8)
                )
                free += count
            case .blob(let value):
                value.withUnsafeBytes { blob in
                    guard let start = blob.baseAddress else { return }
                    free.copyMemory(from: start, byteCount: blob.count)
                }
                // The address is never null, so that no bytes are a blob and not NULL.
                code = sqlite3_bind_blob64(handle, index, free, UInt64(value.count), nil)
                free += value.count
            case .null:
                continue  // what `end` has left
            }
            guard code == SQLITE_OK else { throw failure(code) }
        }
    }

    /// Goes to the next row.
    ///
    /// - Returns: False when there are no more.
    func step() throws(SQLFailure) -> Bool {
        switch sqlite3_step(handle) {
        case SQLITE_ROW: return true
        case SQLITE_DONE: return false
        case let code: throw failure(code)
        }
    }

    /// Reads the row at hand into `values`, whose memory is used again where nobody else holds it.
    func read(into values: inout [SQLValue]) {
        values.removeAll(keepingCapacity: true)
        for column in 0..<sqlite3_column_count(handle) {
            values.append(value(in: column))
        }
    }

    /// Puts the statement back: no read transaction stays open behind it and no value is kept.
    func end() {
        sqlite3_reset(handle)
        sqlite3_clear_bindings(handle)
        isInUse = false
    }

    private func value(in column: Int32) -> SQLValue {
        switch sqlite3_column_type(handle, column) {
        case SQLITE_INTEGER:
            return .integer(sqlite3_column_int64(handle, column))
        case SQLITE_TEXT:
            // The text first, then its length: the other order may measure another encoding.
            let start = sqlite3_column_text(handle, column)
            let count = Int(sqlite3_column_bytes(handle, column))
            return .text(String(decoding: UnsafeBufferPointer(start: start, count: count), as: UTF8.self))
        case SQLITE_BLOB:
            let start = sqlite3_column_blob(handle, column)
            let count = Int(sqlite3_column_bytes(handle, column))
            return .blob([UInt8](UnsafeRawBufferPointer(start: start, count: count)))
        case SQLITE_NULL:
            return .null
        default:
            preconditionFailure("column \(column) holds a floating-point number in: \(text)")
        }
    }

    private func makeRoom(for values: [SQLValue]) {
        var needed = 0
        for number in numbers {
            switch values[number - 1] {
            case .text(let value): needed += value.utf8.count
            case .blob(let value): needed += value.count
            case .integer, .null: break
            }
        }
        // After a large value the memory is given back, so that one picture does not stay with every statement.
        guard needed > bytes.count || (bytes.count > 65_536 && needed < 4_096) else { return }
        bytes.deallocate()
        bytes = .allocate(byteCount: max(needed, 256), alignment: 1)
    }

    private func failure(_ code: Int32) -> SQLFailure {
        SQLFailure(code: code, message: String(cString: sqlite3_errmsg(connection)), statement: text)
    }
}
