internal import Foundation

/// The words of a text as they are compared: without capitals, accents, width and marks that nobody types.
///
/// The same in every language and on every machine: no locale is asked. What makes another letter in one language and
/// an ornament in another is an ornament here ("Å" is "a"), so that who cannot type it finds it. Vowels and tones that
/// stand above and below letters, as in Thai, are letters of their own and stay.
///
/// - Parameter text: Any text.
/// - Returns: its words in their order, as code points; at most 24, of at most 64 code points each.
func foldedWords(of text: String) -> [[Unicode.Scalar]] {
    var words: [[Unicode.Scalar]] = []
    var word: [Unicode.Scalar] = []
    // A name is never that long; what a machine typed need not be read to its end.
    for scalar in decomposed(String(text.unicodeScalars.prefix(2_000))).unicodeScalars {
        switch folded(scalar) {
        case .letters(let letters): if word.count < 64 { word.append(contentsOf: letters) }
        case .nothing: continue
        case .end:
            if !word.isEmpty { words.append(word) }
            word = []
            if words.count == 24 { return words }
        }
    }
    if !word.isEmpty { words.append(word) }
    return words
}

/// Letters with their marks apart, and one form for what only looks different, such as full width.
private func decomposed(_ text: String) -> String {
    text.utf8.allSatisfy { $0 < 128 } ? text : text.decomposedStringWithCompatibilityMapping
}

/// What becomes of a code point.
private enum Folded {
    case letters([Unicode.Scalar])
    case nothing
    case end
}

private func folded(_ scalar: Unicode.Scalar) -> Folded {
    switch scalar {
    case "a"..."z", "0"..."9": return .letters([scalar])
    case "A"..."Z": return .letters([Unicode.Scalar(UInt8(scalar.value) | 32)])
    // Within a word and often left out: O'Brien, Nur'ain, D’Souza.
    case "'", "\u{2019}", "\u{2018}", "\u{2BC}", "\u{2BB}", "`", "\u{B4}": return .nothing
    default: break
    }
    guard scalar.value >= 128 else { return .end }
    if isOrnament(scalar) { return .nothing }
    if let letters = lettersOfTheirOwn[scalar] { return .letters(letters) }
    let properties = scalar.properties
    switch properties.generalCategory {
    // Directions, joiners, soft hyphens: nobody sees them.
    case .format: return .nothing
    case .uppercaseLetter, .lowercaseLetter, .titlecaseLetter, .modifierLetter, .otherLetter, .nonspacingMark,
        .spacingMark, .decimalNumber, .letterNumber, .otherNumber:
        let lower = properties.lowercaseMapping.unicodeScalars.filter { !isOrnament($0) }
        return .letters(lower.flatMap { lettersOfTheirOwn[$0] ?? [digit(of: $0)] })
    default: return .end
    }
}

/// The same digit as people in the West write it: ๕ and ٥ are 5.
private func digit(of scalar: Unicode.Scalar) -> Unicode.Scalar {
    guard scalar.properties.generalCategory == .decimalNumber, let value = scalar.properties.numericValue else {
        return scalar
    }
    return Unicode.Scalar(UInt8(48 + Int(value)))
}

/// Accents of Latin, Greek and Cyrillic, and the vowel points of Arabic and Hebrew.
private func isOrnament(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.value {
    case 0x300...0x36F, 0x1AB0...0x1AFF, 0x1DC0...0x1DFF, 0x20D0...0x20FF, 0xFE20...0xFE2F: true
    case 0x591...0x5BD, 0x5BF, 0x5C1, 0x5C2, 0x5C4, 0x5C5, 0x5C7: true
    case 0x610...0x61A, 0x640, 0x64B...0x65F, 0x670, 0x6D6...0x6DC, 0x6DF...0x6E4, 0x6E7, 0x6E8: true
    case 0xFE00...0xFE0F: true
    default: false
    }
}

/// Letters that no decomposition leads to those that people type for them.
private let lettersOfTheirOwn: [Unicode.Scalar: [Unicode.Scalar]] = [
    "ß": ["s", "s"], "æ": ["a", "e"], "Æ": ["a", "e"], "œ": ["o", "e"], "Œ": ["o", "e"], "ø": ["o"], "Ø": ["o"],
    "đ": ["d"], "Đ": ["d"], "ð": ["d"], "Ð": ["d"], "ł": ["l"], "Ł": ["l"], "þ": ["t", "h"], "Þ": ["t", "h"],
    "ı": ["i"], "ħ": ["h"], "Ħ": ["h"], "ς": ["σ"],
]
