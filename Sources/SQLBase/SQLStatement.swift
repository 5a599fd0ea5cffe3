/// The text of one SQL statement, in the subset that all our databases read alike.
///
/// Parameters are numbered: `$1` is the first of the values handed over with the statement, wherever and however often
/// it stands in the text. All numbers from 1 to the highest are used. Values never become part of the text; there is no
/// interpolation, so that nothing a person typed can turn into SQL.
///
/// Connections keep statements prepared by their text, so a text that is written once and used often is the fast one.
/// Two statements are equal when their bytes are.
package struct SQLStatement: Sendable, Hashable, ExpressibleByStringLiteral {
    /// The SQL, without a semicolon at its end.
    package let text: String

    /// A statement put together by the program, as for a number of rows that varies.
    package init(_ text: String) {
        self.text = text
    }

    /// A statement as it is written in the source.
    package init(stringLiteral text: String) {
        self.text = text
    }

    /// Compares bytes; of text that is plain ASCII on both sides Swift's own comparison does, and is faster.
    package static func == (one: SQLStatement, other: SQLStatement) -> Bool {
        guard one.text == other.text else { return false }
        return (one.text.utf8Span.isKnownASCII && other.text.utf8Span.isKnownASCII)
            || one.text.utf8.elementsEqual(other.text.utf8)
    }
}
