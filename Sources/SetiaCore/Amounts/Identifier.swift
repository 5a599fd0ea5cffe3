/// A number of 128 bits that names one thing for good; made outside the core, as a UUID of version 7 (RFC 9562).
///
/// Ids made later are greater, to the millisecond and on one machine's clock: good for an index, never proof of order.
package struct Identifier: Sendable, Hashable {
    /// Milliseconds since 1970 in 48 bits, the version, and 12 random bits.
    package let high: UInt64
    /// The variant in two bits, and 62 random bits.
    package let low: UInt64

    package init(high: UInt64, low: UInt64) {
        self.high = high
        self.low = low
    }

    /// The id for something made at a moment, in the layout of UUID version 7.
    ///
    /// - Parameters:
    ///   - millisecondsSince1970: From 0 to 2^48 − 1, which is in the year 10889; anything else is a fault.
    ///   - random: The low 12 bits of the first and the low 62 bits of the second are used.
    package init(millisecondsSince1970: Int64, random: (UInt64, UInt64)) {
        guard (0..<(1 << 48)).contains(millisecondsSince1970) else {
            fault("no id can be made for \(millisecondsSince1970) ms since 1970")
        }
        high = UInt64(millisecondsSince1970) << 16 | 0x7000 | random.0 & 0x0FFF
        low = 1 << 63 | random.1 & (1 << 62 - 1)
    }
}

extension Identifier: Comparable {
    package static func < (left: Identifier, right: Identifier) -> Bool {
        left.high == right.high ? left.low < right.low : left.high < right.high
    }
}

extension Identifier: CustomStringConvertible {
    package var description: String { text }
}

// MARK: - As text

/// Crockford's base 32 in lower case: no i, l, o or u; in the order of the ASCII codes.
private let digits: StaticString = "0123456789abcdefghjkmnpqrstvwxyz"

/// 26 digits of 5 bits hold 130 bits, so the first digit is 0 to 7.
private let digitCount = 26

extension Identifier {
    /// 26 characters of Crockford's base 32 in lower case; texts sort as the ids do.
    package var text: String {
        String(unsafeUninitializedCapacity: digitCount) { characters in
            var rest = UInt128(high) << 64 | UInt128(low)
            for place in (0..<digitCount).reversed() {
                characters[place] = digits.utf8Start[Int(truncatingIfNeeded: rest) & 31]
                rest >>= 5
            }
            return digitCount
        }
    }

    /// The id that `text` writes, or nil when it is not exactly what `text` would give.
    ///
    /// Crockford's kindnesses (capitals, "o" for 0, hyphens) are refused: an id is compared as text elsewhere, so it
    /// may have only one.
    package init?(text: String) {
        let characters = text.utf8.span
        guard characters.count == digitCount, characters[0] <= UInt8(ascii: "7") else { return nil }
        var value: UInt128 = 0
        for place in characters.indices {
            guard let digit = digitValue(of: characters[place]) else { return nil }
            value = value << 5 | UInt128(digit)
        }
        self.init(high: UInt64(truncatingIfNeeded: value >> 64), low: UInt64(truncatingIfNeeded: value))
    }
}

private func digitValue(of character: UInt8) -> UInt8? {
    switch character {
    case UInt8(ascii: "0")...UInt8(ascii: "9"): character - UInt8(ascii: "0")
    case UInt8(ascii: "a")...UInt8(ascii: "h"): character - UInt8(ascii: "a") + 10
    case UInt8(ascii: "j")...UInt8(ascii: "k"): character - UInt8(ascii: "j") + 18
    case UInt8(ascii: "m")...UInt8(ascii: "n"): character - UInt8(ascii: "m") + 20
    case UInt8(ascii: "p")...UInt8(ascii: "t"): character - UInt8(ascii: "p") + 22
    case UInt8(ascii: "v")...UInt8(ascii: "z"): character - UInt8(ascii: "v") + 27
    default: nil
    }
}
