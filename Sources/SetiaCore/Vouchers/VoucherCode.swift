/// The form that codes have: capitals and digits, those that look alike being one (rule V-11).
///
/// A generated code is a prefix that says what it is for, 13 drawn characters and a check character. Drawn ones are of
/// 31, without 0, 1, I, L and O, and hold 64 bits. The check character makes the sum of all characters, each times its
/// place from the right, divisible by 31: a prime, so that any one wrong drawn character and any two that changed places
/// are noticed.
package enum VoucherCode {
    /// The characters that are drawn, by their values.
    package static let alphabet = Array("23456789ABCDEFGHJKMNPQRSTUVWXYZ".utf8)
    /// How many characters are drawn.
    package static let drawn = 13
    /// The longest prefix.
    package static let longestPrefix = 12
    /// The longest code of any kind, without what joins its parts.
    package static let longest = 40

    /// The code with this prefix, of letters and digits, for what was drawn: another number is another code.
    package static func code(prefix: String, drawn: UInt64) -> String {
        var characters: [UInt8] = []
        var rest = drawn
        for _ in 0..<Self.drawn {
            let (quotient, place) = rest.quotientAndRemainder(dividingBy: 31)
            characters.append(alphabet[Int(place)])
            rest = quotient
        }
        characters.append(alphabet[check(of: prefix.utf8.compactMap(folded) + characters)])
        return prefix + String(decoding: characters, as: UTF8.self)
    }

    /// As people read it: the prefix, then groups of five and four.
    package static func written(_ code: String) -> String {
        let characters = Array(code.utf8)
        let own = drawn + 1
        guard characters.count >= own else { return code }
        let head = characters.count - own
        var groups: [ArraySlice<UInt8>] = head > 0 ? [characters[..<head]] : []
        groups += [characters[head..<head + 5], characters[(head + 5)..<head + 10], characters[(head + 10)...]]
        return groups.map { String(decoding: $0, as: UTF8.self) }.joined(separator: "-")
    }

    /// The one form of what somebody typed: capitals, no spaces and hyphens, 0 as O and 1 and L as I; none where it holds
    /// anything else, nothing, or too much.
    package static func normalised(_ text: String) -> Key? {
        var characters: [UInt8] = []
        for byte in text.utf8 {
            if byte == UInt8(ascii: " ") || byte == UInt8(ascii: "-") || byte == UInt8(ascii: "_") { continue }
            guard let character = folded(byte), characters.count < longest else { return nil }
            characters.append(character)
        }
        return characters.isEmpty ? nil : Key(String(decoding: characters, as: UTF8.self))
    }

    /// Whether the check character of a generated code is right; `code` in its one form.
    package static func isRight(_ code: Key) -> Bool {
        let characters = Array(code.text.utf8)
        guard characters.count > drawn, characters.count <= drawn + 1 + longestPrefix,
            characters.suffix(drawn + 1).allSatisfy({ alphabet.contains($0) })
        else { return false }
        return weighted(characters[...], from: 1) == 0
    }

    /// The value of the check character behind `characters`.
    private static func check(of characters: [UInt8]) -> Int {
        (31 - weighted(characters[...], from: 2)) % 31
    }

    /// The sum of the values, the last of them times `from`, modulo 31.
    private static func weighted(_ characters: ArraySlice<UInt8>, from: Int) -> Int {
        var sum = 0
        for (place, character) in characters.reversed().enumerated() { sum += value(of: character) * (place + from) }
        return sum % 31
    }

    /// A character's value; in a prefix O counts as Q does and I as J.
    private static func value(of character: UInt8) -> Int {
        switch character {
        case UInt8(ascii: "2")...UInt8(ascii: "9"): Int(character - UInt8(ascii: "2"))
        case UInt8(ascii: "A")...UInt8(ascii: "H"): Int(character - UInt8(ascii: "A")) + 8
        case UInt8(ascii: "I"), UInt8(ascii: "J"): 16
        case UInt8(ascii: "K"): 17
        case UInt8(ascii: "M"), UInt8(ascii: "N"): Int(character - UInt8(ascii: "M")) + 18
        case UInt8(ascii: "O"): 21
        case UInt8(ascii: "P")...UInt8(ascii: "Z"): Int(character - UInt8(ascii: "P")) + 20
        default: 0
        }
    }

    private static func folded(_ byte: UInt8) -> UInt8? {
        switch byte {
        case UInt8(ascii: "0"): UInt8(ascii: "O")
        case UInt8(ascii: "1"), UInt8(ascii: "L"), UInt8(ascii: "l"): UInt8(ascii: "I")
        case UInt8(ascii: "2")...UInt8(ascii: "9"), UInt8(ascii: "A")...UInt8(ascii: "Z"): byte
        case UInt8(ascii: "a")...UInt8(ascii: "z"): byte - 32
        default: nil
        }
    }
}
