/// A name that other systems or the programme gave, compared and ordered by its UTF-8 bytes.
///
/// `String` holds "é" composed and "é" decomposed for equal; SQL and CEL do not, and neither does a key. The order of
/// the bytes is also that of the code points, and of `COLLATE "C"` and `BINARY` in the databases.
package struct Key: Sendable {
    package let text: String

    package init(_ text: String) {
        self.text = text
    }
}

extension Key: Hashable {
    /// Mostly settled without reading the texts: by their two words in memory (short texts and shared storage), or by
    /// their lengths.
    package static func == (left: Key, right: Key) -> Bool {
        let (one, other) = (left.words, right.words)
        if one == other { return true }
        // Both hold their bytes themselves, and those differ.
        if one[1] & other[1] & Key.isSmall != 0 { return false }
        guard left.text.utf8.count == right.text.utf8.count else { return false }
        return left.text == right.text && left.text.utf8.elementsEqual(right.text.utf8)
    }

    /// Texts of the same bytes are equal as strings too, so the string's own hash serves.
    package func hash(into hasher: inout Hasher) {
        text.hash(into: &hasher)
    }
}

extension Key: Comparable {
    package static func < (left: Key, right: Key) -> Bool {
        left.isASCII && right.isASCII
            ? left.text < right.text
            : left.text.utf8.lexicographicallyPrecedes(right.text.utf8)
    }

    /// A string's own two words: equal words are the same bytes, different ones say nothing.
    ///
    /// 2026-11: worth a sixth of `decide`; goes when `String` offers `isTriviallyIdentical`.
    private var words: SIMD2<UInt64> { unsafeBitCast(text, to: SIMD2<UInt64>.self) }

    /// Set in the second word of a text of at most 15 bytes that holds them itself.
    private static let isSmall: UInt64 = 1 << 61

    /// Costs nothing where it holds: a string knows whether it is ASCII, and then counts UTF-16 by its bytes.
    private var isASCII: Bool { text.utf8.count == text.utf16.count }
}

extension Key: ExpressibleByStringLiteral {
    package init(stringLiteral text: String) {
        self.init(text)
    }
}

extension Key: CustomStringConvertible {
    package var description: String { text }
}
