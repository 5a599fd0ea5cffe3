/// A statement that is carried out for each of many rows, however many there are.
///
/// It is written twice: for one row, and for all rows in one go. SQLite, for which a statement costs nothing but its own
/// work, runs the first for each row; PostgreSQL, for which each statement is a journey, runs the second once, in which
/// `given` is a table of the rows handed over. Both texts do the same.
package struct SQLBulk: Sendable, Hashable {
    /// What the values of a column are.
    package enum Kind: Sendable, Hashable {
        case integer
        case text
        case blob

        fileprivate var arrayType: String {
            switch self {
            case .integer: "bigint[]"
            case .text: "text[]"
            case .blob: "bytea[]"
            }
        }
    }

    /// What each value of a row is, from left to right; each may also be `NULL`.
    package let kinds: [Kind]
    /// For one row, whose values are its parameters.
    package let one: SQLStatement
    /// For all rows: its parameters are arrays, one a column.
    package let many: SQLStatement

    /// A statement for many rows.
    ///
    /// - Parameters:
    ///   - columns: What `given` calls the values of a row, from left to right, and what they are.
    ///   - one: The statement for one row, with `$1` for its first value.
    ///   - many: The statement for all rows; where it says `FROM given` or `JOIN given`, they are.
    package init(_ columns: [(name: String, kind: Kind)], one: String, many: String) {
        kinds = columns.map(\.kind)
        self.one = SQLStatement(one)
        let arrays = columns.enumerated().map { place, column in "$\(place + 1)::\(column.kind.arrayType)" }
        let given =
            "unnest(\(arrays.joined(separator: ", "))) AS given (\(columns.map(\.name).joined(separator: ", ")))"
        self.many = SQLStatement(
            many.replacing("FROM given", with: "FROM \(given)").replacing("JOIN given", with: "JOIN \(given)")
        )
    }

    /// Adds rows to a table.
    ///
    /// - Parameters:
    ///   - table: Which.
    ///   - columns: Those that a row has values for, and what they are.
    ///   - conflict: What follows, such as `ON CONFLICT DO NOTHING`; nothing if empty.
    /// - Returns: The statement.
    package static func insert(
        into table: String,
        _ columns: [(name: String, kind: Kind)],
        conflict: String = ""
    ) -> SQLBulk {
        let names = columns.map(\.name).joined(separator: ", ")
        let places = columns.indices.map { "$\($0 + 1)" }.joined(separator: ", ")
        let end = conflict.isEmpty ? "" : " \(conflict)"
        return SQLBulk(
            columns,
            one: "INSERT INTO \(table) (\(names)) VALUES (\(places))\(end)",
            // Without a condition a conflict clause would be read as part of a join.
            many: "INSERT INTO \(table) (\(names)) SELECT \(names) FROM given WHERE TRUE\(end)"
        )
    }

    /// Compares what the texts and kinds are.
    package static func == (one: SQLBulk, other: SQLBulk) -> Bool {
        one.one == other.one && one.many == other.many && one.kinds == other.kinds
    }
}
