/// A currency by its ISO 4217 code: three capital letters, such as MYR.
///
/// That the letters have the right form is checked here; which currencies there are, and with how many decimals, the
/// programme says. Kept in one number, so that comparing two is one instruction.
package struct Currency: Sendable, Hashable {
    /// The letters' ASCII codes, the first in the highest of three bytes: numbers sort as codes do.
    private let packed: UInt32

    /// - Throws: `MalformedMoney.notACurrency` for anything but three letters from A to Z.
    package init(_ code: String) throws(MalformedMoney) {
        let letters = code.utf8
        guard letters.count == 3, letters.allSatisfy({ (65...90).contains($0) }) else { throw .notACurrency(code) }
        packed = letters.reduce(0) { $0 << 8 | UInt32($1) }
    }

    /// The ISO 4217 code.
    package var code: String {
        String(unsafeUninitializedCapacity: 3) { letters in
            letters[0] = UInt8(truncatingIfNeeded: packed >> 16)
            letters[1] = UInt8(truncatingIfNeeded: packed >> 8)
            letters[2] = UInt8(truncatingIfNeeded: packed)
            return 3
        }
    }
}

extension Currency: Comparable {
    package static func < (left: Currency, right: Currency) -> Bool { left.packed < right.packed }
}

extension Currency: CustomStringConvertible {
    package var description: String { code }
}
