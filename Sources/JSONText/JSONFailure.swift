/// Why a text is not JSON, and where.
///
/// It never quotes the text: what came from outside may be personal, and a failure ends up in logs.
package struct JSONFailure: Error, Sendable, Hashable, CustomStringConvertible {
    /// Bytes before the place, from 0.
    package let offset: Int
    /// The line of the place, from 1; lines end with a line feed.
    package let line: Int
    /// The column of the place, from 1, in characters as Unicode counts them (code points).
    package let column: Int
    /// What is wrong, in plain English: "expected ',' or '}'".
    package let reason: String

    /// The place and what is wrong there, for people: "line 3, column 7: expected ',' or '}'".
    package var description: String { "line \(line), column \(column): \(reason)" }

    /// A failure at a byte of a text.
    ///
    /// - Complexity: O(*n*) in `offset`; paid only when something is wrong.
    init(_ reason: String, at offset: Int, of bytes: UnsafeBufferPointer<UInt8>) {
        var line = 1
        var column = 1
        for byte in bytes.prefix(offset) {
            if byte == Byte.lineFeed {
                line += 1
                column = 1
            } else if byte & 0xC0 != 0x80 {
                column += 1
            }
        }
        self.offset = offset
        self.line = line
        self.column = column
        self.reason = reason
    }
}
