/// The bytes that JSON gives a meaning to.
enum Byte {
    static let backspace: UInt8 = 0x08
    static let tab: UInt8 = 0x09
    static let lineFeed: UInt8 = 0x0A
    static let formFeed: UInt8 = 0x0C
    static let carriageReturn: UInt8 = 0x0D
    static let space = UInt8(ascii: " ")
    static let quote = UInt8(ascii: "\"")
    static let backslash = UInt8(ascii: "\\")
    static let slash = UInt8(ascii: "/")
    static let comma = UInt8(ascii: ",")
    static let colon = UInt8(ascii: ":")
    static let point = UInt8(ascii: ".")
    static let plus = UInt8(ascii: "+")
    static let minus = UInt8(ascii: "-")
    static let zero = UInt8(ascii: "0")
    static let nine = UInt8(ascii: "9")
    static let openBrace = UInt8(ascii: "{")
    static let closeBrace = UInt8(ascii: "}")
    static let openBracket = UInt8(ascii: "[")
    static let closeBracket = UInt8(ascii: "]")
}

extension String {
    /// Runs `body` on the string's UTF-8, in place where it can.
    @inline(__always)
    func withBytes<Result>(_ body: (UnsafeBufferPointer<UInt8>) -> Result) -> Result {
        utf8.withContiguousStorageIfAvailable(body) ?? Array(utf8).withUnsafeBufferPointer(body)
    }

    /// Whether both are the same UTF-8; stricter than `==`, which takes composed and decomposed letters for one.
    func hasSameBytes(as other: String) -> Bool {
        guard utf8.count == other.utf8.count else { return false }
        return withBytes { mine in other.withBytes { compareBytes(mine, $0) == 0 } }
    }

    /// Whether this comes before the other by UTF-8 bytes, which is also the order of code points.
    func precedesByBytes(_ other: String) -> Bool {
        withBytes { mine in other.withBytes { compareBytes(mine, $0) < 0 } }
    }

    /// The first eight bytes as one number that sorts as they do; a shorter string is filled up with zeros.
    var firstEightBytes: UInt64 {
        withBytes { bytes in
            if bytes.count >= 8 { return UInt64(bigEndian: eightBytes(bytes, at: 0)) }
            let shorter = bytes.reduce(0 as UInt64) { $0 << 8 | UInt64($1) }
            return shorter << (8 * UInt64(8 - bytes.count))
        }
    }

    /// Feeds the UTF-8 and an end that no UTF-8 holds, so that "ab", "c" and "a", "bc" differ.
    func hashBytes(into hasher: inout Hasher) {
        withBytes { hasher.combine(bytes: UnsafeRawBufferPointer($0)) }
        hasher.combine(0xFF as UInt8)
    }
}

/// Below, equal to or above 0 as `one` comes before, equals or comes after `other`.
///
/// - Complexity: O(*n*) in the shorter, eight bytes at a time.
func compareBytes(_ one: UnsafeBufferPointer<UInt8>, _ other: UnsafeBufferPointer<UInt8>) -> Int {
    let shared = min(one.count, other.count)
    var place = 0
    while place + 8 <= shared {
        let a = UInt64(bigEndian: eightBytes(one, at: place))
        let b = UInt64(bigEndian: eightBytes(other, at: place))
        if a != b { return a < b ? -1 : 1 }
        place += 8
    }
    while place < shared {
        if one[place] != other[place] { return one[place] < other[place] ? -1 : 1 }
        place += 1
    }
    return one.count - other.count
}

/// The eight bytes from `place` on, as they lie in memory.
@inline(__always)
func eightBytes(_ bytes: UnsafeBufferPointer<UInt8>, at place: Int) -> UInt64 {
    UnsafeRawBufferPointer(bytes).loadUnaligned(fromByteOffset: place, as: UInt64.self)
}

/// The first byte from `start` on that cannot stand in a JSON string as it is (a quote, a backslash, a control
/// character), or the end.
///
/// - Complexity: O(*n*), eight bytes at a time.
@inline(__always)
func firstSpecialByte(of bytes: UnsafeBufferPointer<UInt8>, from start: Int) -> Int {
    let ones: UInt64 = 0x0101_0101_0101_0101
    var place = start
    while place + 8 <= bytes.count {
        // In each byte the top bit of `found` says "special"; the lowest one set is right, those above it may be the
        // subtraction's borrow, which is why only the lowest is looked at.
        let eight = UInt64(littleEndian: eightBytes(bytes, at: place))
        let quotes = eight ^ (ones &* 0x22)
        let backslashes = eight ^ (ones &* 0x5C)
        let found =
            (((quotes &- ones) & ~quotes) | ((backslashes &- ones) & ~backslashes)
                | ((eight &- ones &* 0x20) & ~eight)) & (ones &* 0x80)
        if found != 0 { return place + found.trailingZeroBitCount / 8 }
        place += 8
    }
    while place < bytes.count {
        let byte = bytes[place]
        if byte == Byte.quote || byte == Byte.backslash || byte < 0x20 { return place }
        place += 1
    }
    return place
}
