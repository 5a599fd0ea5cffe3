/// A stretch of the text of an expression, in bytes of its UTF-8.
package struct TextRange: Sendable, Hashable {
    package let start: Int
    /// One past the last byte.
    package let end: Int

    package init(start: Int, end: Int) {
        self.start = start
        self.end = end
    }

    func joined(with other: TextRange) -> TextRange {
        TextRange(start: min(start, other.start), end: max(end, other.end))
    }
}

/// A place in the text of an expression, as a person counts it.
package struct TextPosition: Sendable, Hashable {
    /// Bytes of UTF-8 before it.
    package let offset: Int
    /// From 1.
    package let line: Int
    /// From 1, in code points.
    package let column: Int

    /// - Complexity: O(*n*) in the offset.
    init(offset: Int, in bytes: [UInt8]) {
        self.offset = offset
        var line = 1
        var column = 1
        for byte in bytes.prefix(offset) {
            if byte == UInt8(ascii: "\n") {
                line += 1
                column = 1
            } else if byte & 0xC0 != 0x80 {
                column += 1
            }
        }
        self.line = line
        self.column = column
    }
}
