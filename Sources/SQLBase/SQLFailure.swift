/// The database could not do what it was asked: the world's trouble, in the same words for each database.
///
/// Neither message nor statement holds a parameter's value, since values may be about people; a failure may be logged.
package struct SQLFailure: Error, Sendable, CustomStringConvertible {
    /// What kind of trouble, for those who answer kinds differently.
    package enum Kind: Sendable, Hashable {
        /// Someone else holds what is needed; the same again, later, may pass.
        case busy
        /// A write where only reading is allowed: in a `reading`, or on files that we may not change.
        case readOnly
        case diskFull
        /// The file is damaged, or not a database.
        case corrupt
        /// A rule of the tables was broken. The name is the constraint's or the columns' (`member.member_id`; of
        /// several `entry.member_id, entry.number`), as the database gives it; a foreign key of SQLite has none.
        case constraint(name: String?)
        /// The database does not understand the statement, or knows no such table or column.
        case malformedStatement
        /// There is no database there, it cannot be reached, or it has been closed.
        case cannotOpen
        /// The connection was lost while a transaction was being committed: it may have been kept or not.
        case unknownOutcome
        /// Stopped before the end because the task was cancelled.
        case interrupted
        case other
    }

    /// What kind of trouble it is.
    package let kind: Kind
    /// What the database says about it, without values.
    package let message: String
    /// The text of the statement that failed; nil where it was none, as in opening or committing.
    package let statement: String?

    /// A failure as a driver found it; the driver sees to it that `message` holds no value.
    package init(_ kind: Kind, message: String, statement: String? = nil) {
        self.kind = kind
        self.message = message
        self.statement = statement
    }

    /// One line for the log: kind, message and the beginning of the statement.
    package var description: String {
        guard let statement else { return "\(kind): \(message)" }
        let words = statement.split(whereSeparator: \.isWhitespace).joined(separator: " ")
        return "\(kind): \(message); in: \(words.count > 300 ? words.prefix(300) + " …" : words)"
    }
}
