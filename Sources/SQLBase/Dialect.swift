/// Which database speaks, and the few words in which the two differ.
///
/// Queries are written once and need none of these; tables that the program makes itself do. A method that must do
/// better on one database may `switch` on the dialect.
package enum Dialect: Sendable, Hashable {
    case sqlite
    case postgres

    /// The column type of a whole number of 64 bits: `INTEGER` holds only 32 in PostgreSQL, and a strict table of
    /// SQLite does not know `BIGINT`.
    package var integerType: String {
        switch self {
        case .sqlite: "INTEGER"
        case .postgres: "BIGINT"
        }
    }

    /// The column type of bytes.
    package var blobType: String {
        switch self {
        case .sqlite: "BLOB"
        case .postgres: "BYTEA"
        }
    }

    /// What follows `TEXT` in a column, with its leading space, so that text is ordered by its bytes in both databases;
    /// PostgreSQL would order it by the locale.
    package var textCollation: String {
        switch self {
        case .sqlite: ""
        case .postgres: " COLLATE \"C\""
        }
    }

    /// What follows the closing parenthesis of `CREATE TABLE`, with its leading space, so that a column takes no other
    /// type than its own; PostgreSQL needs no word for that.
    package var strictSuffix: String {
        switch self {
        case .sqlite: " STRICT"
        case .postgres: ""
        }
    }
}
