/// How long a text message is on its way: in which alphabet, and in how many parts (rule K-17).
package struct ShortMessageLength: Sendable, Hashable {
    /// How its characters are written.
    package let alphabet: Alphabet
    /// Septets or UTF-16 code units, those of the extension table counted twice.
    package let units: Int
    /// How many messages it takes; 1 for an empty one.
    package let parts: Int

    /// How characters are written.
    package enum Alphabet: String, Sendable, Hashable {
        /// The default alphabet of GSM 03.38 with its extension table: 160 in one, 153 in each of several.
        case gsm7 = "gsm-7"
        /// Two bytes a code unit: 70 in one, 67 in each of several.
        case ucs2 = "ucs-2"
    }

    /// The length of a text.
    ///
    /// One character that GSM-7 has not makes all of it UCS-2. What takes two units is never cut in two, so that a part
    /// may hold one less.
    package init(_ text: String) {
        let widths = text.unicodeScalars.map { septets($0) }
        if widths.allSatisfy({ $0 > 0 }) {
            alphabet = .gsm7
            units = widths.reduce(0, +)
            parts = partsNeeded(widths, one: 160, several: 153)
        } else {
            let widths = text.unicodeScalars.map { $0.value > 0xFFFF ? 2 : 1 }
            alphabet = .ucs2
            units = widths.reduce(0, +)
            parts = partsNeeded(widths, one: 70, several: 67)
        }
    }
}

private func partsNeeded(_ widths: [Int], one: Int, several: Int) -> Int {
    guard widths.reduce(0, +) > one else { return 1 }
    var (parts, used) = (1, 0)
    for width in widths {
        if used + width > several {
            parts += 1
            used = 0
        }
        used += width
    }
    return parts
}

/// 1 for a character of the alphabet, 2 for one of its extension table, 0 for any other.
private func septets(_ scalar: Unicode.Scalar) -> Int {
    switch scalar {
    case "a"..."z", "A"..."Z", " "..."#", "%"..."?": return 1
    case "^", "{", "}", "\\", "[", "~", "]", "|", "€", "\u{0C}": return 2
    default: return alphabetBesides.contains(scalar) ? 1 : 0
    }
}

/// The alphabet without its letters, digits and marks that are those of ASCII.
private let alphabetBesides = Array("@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ¤¡ÄÖÑÜ§¿äöñüà".unicodeScalars)
