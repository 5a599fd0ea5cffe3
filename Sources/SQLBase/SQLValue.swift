/// One value on its way into the database or out of it.
///
/// There are no floating-point numbers and no booleans: money and points are whole, and the databases disagree on the
/// rest. Text is kept byte for byte: "é" composed and "é" decomposed are two texts, though Swift calls them equal. Text
/// that holds U+0000 is kept by SQLite and refused by PostgreSQL.
package enum SQLValue: Sendable, Hashable {
    case integer(Int64)
    case text(String)
    case blob([UInt8])
    case null

    /// The number, or `null` where there is none.
    package static func optional(_ integer: Int64?) -> SQLValue {
        integer.map(SQLValue.integer) ?? .null
    }

    /// The text, or `null` where there is none; the empty text is a text.
    package static func optional(_ text: String?) -> SQLValue {
        text.map(SQLValue.text) ?? .null
    }

    /// The bytes, or `null` where there are none; the empty blob is a blob.
    package static func optional(_ blob: [UInt8]?) -> SQLValue {
        blob.map(SQLValue.blob) ?? .null
    }

    /// Compares text by its bytes, as the databases do.
    package static func == (one: SQLValue, other: SQLValue) -> Bool {
        switch (one, other) {
        case (.integer(let one), .integer(let other)): one == other
        case (.text(let one), .text(let other)): one.utf8.elementsEqual(other.utf8)
        case (.blob(let one), .blob(let other)): one == other
        case (.null, .null): true
        default: false
        }
    }
}
