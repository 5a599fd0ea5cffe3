/// A stretch of a mail as it came.
package typealias MailBytes = ArraySlice<UInt8>

/// The bytes that mail gives a meaning to.
enum Byte {
    static let tab: UInt8 = 9
    static let lineFeed: UInt8 = 10
    static let carriageReturn: UInt8 = 13
    static let space = UInt8(ascii: " ")
    static let quote = UInt8(ascii: "\"")
    static let openParenthesis = UInt8(ascii: "(")
    static let closeParenthesis = UInt8(ascii: ")")
    static let comma = UInt8(ascii: ",")
    static let hyphen = UInt8(ascii: "-")
    static let point = UInt8(ascii: ".")
    static let colon = UInt8(ascii: ":")
    static let semicolon = UInt8(ascii: ";")
    static let less = UInt8(ascii: "<")
    static let equals = UInt8(ascii: "=")
    static let greater = UInt8(ascii: ">")
    static let question = UInt8(ascii: "?")
    static let at = UInt8(ascii: "@")
    static let backslash = UInt8(ascii: "\\")
    static let underscore = UInt8(ascii: "_")
    static let percent = UInt8(ascii: "%")
}

extension UInt8 {
    /// Space or tab.
    var isBlank: Bool { self == Byte.space || self == Byte.tab }

    var isLineEnd: Bool { self == Byte.lineFeed || self == Byte.carriageReturn }

    var isDigit: Bool { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(self) }

    var isLetter: Bool { (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(self | 0x20) }

    /// ASCII capitals as small letters, everything else as it is.
    var lowered: UInt8 { (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains(self) ? self | 0x20 : self }

    /// What the character is worth as a hexadecimal digit, or nil.
    var hexDigit: UInt8? {
        switch self {
        case UInt8(ascii: "0")...UInt8(ascii: "9"): self - UInt8(ascii: "0")
        case UInt8(ascii: "a")...UInt8(ascii: "f"): self - UInt8(ascii: "a") + 10
        case UInt8(ascii: "A")...UInt8(ascii: "F"): self - UInt8(ascii: "A") + 10
        default: nil
        }
    }
}

extension ArraySlice where Element == UInt8 {
    /// Without spaces, tabs and line ends at both ends.
    var trimmed: ArraySlice {
        var slice = self
        while let first = slice.first, first.isBlank || first.isLineEnd { slice.removeFirst() }
        while let last = slice.last, last.isBlank || last.isLineEnd { slice.removeLast() }
        return slice
    }

    /// As UTF-8, what is none replaced by U+FFFD.
    var repaired: String { String(decoding: self, as: UTF8.self) }

    /// ASCII letters small.
    var lowered: String { String(decoding: map(\.lowered), as: UTF8.self) }

    /// Whether the characters that `text` has stand at `index`, capitals or not; `text` is ASCII in small letters.
    func hasWord(_ text: StaticString, at index: Int) -> Bool {
        let count = text.utf8CodeUnitCount
        guard index >= startIndex, index + count <= endIndex else { return false }
        for place in 0..<count where self[index + place].lowered != text.utf8Start[place] { return false }
        return true
    }

    /// Where the line that begins at `start` ends, and where the next one begins: line feed, carriage return, or both.
    func line(from start: Int) -> (end: Int, next: Int) {
        var index = start
        while index < endIndex, !self[index].isLineEnd { index += 1 }
        guard index < endIndex else { return (index, index) }
        let isPair = self[index] == Byte.carriageReturn && index + 1 < endIndex && self[index + 1] == Byte.lineFeed
        return (index, index + (isPair ? 2 : 1))
    }
}

extension String {
    /// ASCII letters small, everything else as it is.
    var loweredASCII: String { String(decoding: utf8.map(\.lowered), as: UTF8.self) }

    /// One line that can stand in a header or a list: controls, line and paragraph ends are spaces, none at the ends.
    var onOneLine: String {
        var scalars = String.UnicodeScalarView()
        for scalar in unicodeScalars { scalars.append(scalar.breaksLines ? " " : scalar) }
        return String(scalars).trimmingSpaces
    }

    /// Without spaces at the ends.
    var trimmingSpaces: String {
        Array(utf8)[...].trimmed.repaired
    }

    /// Line ends as line feeds, without NUL.
    var withPlainLineEnds: String {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(utf8.count)
        var last: UInt8 = 0
        for byte in utf8 {
            switch byte {
            case 0: continue
            case Byte.carriageReturn: bytes.append(Byte.lineFeed)
            case Byte.lineFeed where last == Byte.carriageReturn: break
            default: bytes.append(byte)
            }
            last = byte
        }
        return String(decoding: bytes, as: UTF8.self)
    }
}

extension Unicode.Scalar {
    /// Whether it is a control character or one that ends lines.
    var breaksLines: Bool {
        value < 0x20 || (0x7F...0x9F).contains(value) || value == 0x2028 || value == 0x2029
    }
}
