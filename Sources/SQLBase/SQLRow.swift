/// One row of an answer; its values are read by column, counted from 0 in the order of the `SELECT`.
///
/// A row is a value of its own and outlives the query. Asking for a type that the column does not hold, or for a column
/// that is not there, is a fault: the statement and its reader disagree. The message names column and type, never the
/// value.
package struct SQLRow: Sendable, Hashable {
    /// The values from left to right.
    package var values: [SQLValue]

    /// A row as a driver read it.
    package init(_ values: [SQLValue]) {
        self.values = values
    }

    /// The whole number in `column`; `NULL` is a fault.
    package func int(_ column: Int) -> Int64 {
        guard case .integer(let value) = values[column] else { disagree(on: column, wanted: "an integer") }
        return value
    }

    /// The text in `column`; `NULL` is a fault.
    package func text(_ column: Int) -> String {
        guard case .text(let value) = values[column] else { disagree(on: column, wanted: "text") }
        return value
    }

    /// The bytes in `column`; `NULL` is a fault.
    package func blob(_ column: Int) -> [UInt8] {
        guard case .blob(let value) = values[column] else { disagree(on: column, wanted: "a blob") }
        return value
    }

    /// The whole number in `column`, or nil where it holds `NULL`.
    package func intOrNil(_ column: Int) -> Int64? {
        isNull(column) ? nil : int(column)
    }

    /// The text in `column`, or nil where it holds `NULL`.
    package func textOrNil(_ column: Int) -> String? {
        isNull(column) ? nil : text(column)
    }

    /// The bytes in `column`, or nil where it holds `NULL`.
    package func blobOrNil(_ column: Int) -> [UInt8]? {
        isNull(column) ? nil : blob(column)
    }

    /// Whether `column` holds `NULL`.
    package func isNull(_ column: Int) -> Bool {
        if case .null = values[column] { true } else { false }
    }

    private func disagree(on column: Int, wanted: String) -> Never {
        let held =
            switch values[column] {
            case .integer: "an integer"
            case .text: "text"
            case .blob: "a blob"
            case .null: "NULL"
            }
        preconditionFailure("column \(column) of \(values.count) holds \(held), not \(wanted)")
    }
}
