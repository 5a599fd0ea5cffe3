internal import JSONText
internal import SetiaCore

/// Something that a member can be looked up by, in the form that is hashed.
package enum FindingWord: Sendable, Hashable {
    /// A word of a name or its beginning, folded.
    case name(String)
    /// The last four digits of a telephone number.
    case phoneEnd(String)

    /// What is hashed: the kind, a zero byte, the text.
    package var bytes: [UInt8] {
        switch self {
        case .name(let text): Array("name\u{0}\(text)".utf8)
        case .phoneEnd(let digits): Array("phone\u{0}\(digits)".utf8)
        }
    }
}

extension FindingWord {
    /// A beginning longer than this is looked up by so much of it; the rest is compared with the name itself.
    private static let longest = 6

    /// What is kept of a name: of each word its beginnings, from three letters to six, or from two where a letter says
    /// more, as in Thai and Chinese; of a shorter word the word.
    static func words(ofName name: String) -> Set<FindingWord> {
        var words: Set<FindingWord> = []
        for word in foldedWords(of: name) {
            let shortest = shortest(of: word)
            if word.count < shortest {
                words.insert(.name(text(word[...])))
            } else {
                for length in shortest...min(word.count, longest) { words.insert(.name(text(word.prefix(length)))) }
            }
        }
        return words
    }

    /// What is kept of a telephone number.
    static func word(ofPhone phone: String) -> FindingWord {
        .phoneEnd(String(phone.suffix(4)))
    }

    /// What a typed word is looked up by.
    static func lookUp(_ word: [Unicode.Scalar]) -> FindingWord {
        .name(text(word.prefix(longest)))
    }

    /// Whether a typed word is too short for a beginning, so that it is taken for a whole word.
    static func isShort(_ word: [Unicode.Scalar]) -> Bool { word.count < shortest(of: word) }

    /// Whether a name has a word that begins so, or that is so where it is short.
    static func name(_ words: [[Unicode.Scalar]], has typed: [Unicode.Scalar]) -> Bool {
        isShort(typed) ? words.contains { $0 == typed } : words.contains { $0.starts(with: typed) }
    }

    /// The fewest letters of a beginning: two in scripts whose words are short or whose letters are many.
    private static func shortest(of word: [Unicode.Scalar]) -> Int {
        switch word.first?.value ?? 0 {
        case 0xE00...0xEFF, 0x1000...0x109F, 0x1780...0x17FF: 2
        case 0x3040...0x30FF, 0x3400...0x4DBF, 0x4E00...0x9FFF, 0x20000...0x3FFFF: 2
        default: 3
        }
    }

    private static func text(_ scalars: ArraySlice<Unicode.Scalar>) -> String {
        String(String.UnicodeScalarView(scalars))
    }
}

/// What a person is called, of all that is known of her: her name in one piece, or else in two.
func personName(of person: JSONObject) -> String? {
    func text(_ key: String) -> String? {
        person[key]?.string.flatMap { $0.isEmpty ? nil : $0 }
    }
    if let name = text("name") { return name }
    let pieces = ["givenName", "familyName"].compactMap(text)
    return pieces.isEmpty ? nil : pieces.joined(separator: " ")
}
