// Yams refuses a document at the first key that stands twice in a map. To find them all, and whatever else is wrong,
// the key's first character is put into a private plane of Unicode and the text is read again. No place moves by that.

/// Where what is disguised once stands, and what is disguised twice: the two private planes.
private let planes: [UInt32] = [0xF_0000, 0x10_0000]

extension String {
    /// The text with the key at this place disguised; none where that cannot be done, as for a key that stands four
    /// times.
    func disguisingKey(line: Int, column: Int) -> String? {
        var scalars = Array(unicodeScalars)
        guard var place = Self.index(of: line, column, in: scalars) else { return nil }
        if scalars[place] == "\"" || scalars[place] == "'" { place += 1 }
        guard place < scalars.count else { return nil }
        let value = scalars[place].value
        let hidden =
            switch value {
            case 0..<0xFFFE: Unicode.Scalar(value + planes[0])
            case planes[0]..<planes[0] + 0xFFFE: Unicode.Scalar(value - planes[0] + planes[1])
            default: nil as Unicode.Scalar?
            }
        guard let hidden else { return nil }
        scalars[place] = hidden
        return String(String.UnicodeScalarView(scalars))
    }

    /// The line and column, from 1, of a character counted from 0.
    func place(ofCharacter offset: Int) -> (line: Int, column: Int) {
        var (line, column) = (1, 1)
        for character in prefix(offset) {
            if character.isNewline { (line, column) = (line + 1, 1) } else { column += 1 }
        }
        return (line, column)
    }

    private static func index(of line: Int, _ column: Int, in scalars: [Unicode.Scalar]) -> Int? {
        var (currentLine, place) = (1, 0)
        while currentLine < line, place < scalars.count {
            switch scalars[place] {
            case "\r" where place + 1 < scalars.count && scalars[place + 1] == "\n": break
            case "\n", "\r", "\u{85}", "\u{2028}", "\u{2029}": currentLine += 1
            default: break
            }
            place += 1
        }
        place += column - 1
        return place < scalars.count ? place : nil
    }
}

/// The key without its disguise.
func undisguised(_ key: String) -> String {
    guard let first = key.unicodeScalars.first, first.value >= planes[0],
        let shown = Unicode.Scalar(first.value & 0xFFFF)
    else { return key }
    return String(Character(shown)) + String(key.unicodeScalars.dropFirst())
}
