/// An exact fraction: a rate, a multiplier, a percentage.
///
/// It is kept reduced, so that equal fractions are equal values. Steps between are computed in 128 bits; a result that
/// does not fit in 64 over 64 is a fault.
package struct Rational: Sendable, Hashable {
    package let numerator: Int64
    /// 1 or more, with no divisor in common with the numerator.
    package let denominator: Int64

    /// The fraction `numerator` / `denominator`, reduced, the sign on top.
    ///
    /// A denominator of 0 is a fault.
    package init(_ numerator: Int64, _ denominator: Int64 = 1) {
        self.init(reducing: Int128(numerator), Int128(denominator))
    }

    package static let zero = Rational(0)
    package static let one = Rational(1)

    private init(reducing numerator: Int128, _ denominator: Int128) {
        guard let reduced = Rational(ifFits: numerator, denominator) else {
            fault("a fraction does not fit: \(numerator) / \(denominator)")
        }
        self = reduced
    }

    private init?(ifFits numerator: Int128, _ denominator: Int128) {
        guard denominator != 0 else { return nil }
        let divisor = greatestCommonDivisor(numerator.magnitude, denominator.magnitude)
        let negative = (numerator < 0) != (denominator < 0)
        let top = Int128(numerator.magnitude / divisor)
        guard
            let numerator = Int64(exactly: negative ? -top : top),
            let denominator = Int64(exactly: denominator.magnitude / divisor)
        else { return nil }
        self.numerator = numerator
        self.denominator = denominator
    }
}

private func greatestCommonDivisor(_ left: UInt128, _ right: UInt128) -> UInt128 {
    var (larger, smaller) = (left, right)
    while smaller > UInt128(UInt64.max) || larger > UInt128(UInt64.max) {
        if smaller == 0 { return larger }
        (larger, smaller) = (smaller, larger % smaller)
    }
    var (a, b) = (UInt64(larger), UInt64(smaller))
    while b != 0 { (a, b) = (b, a % b) }
    return UInt128(a)
}

// MARK: - Reckoning

extension Rational {
    package static func + (left: Rational, right: Rational) -> Rational {
        Rational(
            reducing: Int128(left.numerator) * Int128(right.denominator)
                + Int128(right.numerator) * Int128(left.denominator),
            Int128(left.denominator) * Int128(right.denominator)
        )
    }

    package static func - (left: Rational, right: Rational) -> Rational {
        Rational(
            reducing: Int128(left.numerator) * Int128(right.denominator)
                - Int128(right.numerator) * Int128(left.denominator),
            Int128(left.denominator) * Int128(right.denominator)
        )
    }

    package static func * (left: Rational, right: Rational) -> Rational {
        Rational(
            reducing: Int128(left.numerator) * Int128(right.numerator),
            Int128(left.denominator) * Int128(right.denominator)
        )
    }

    /// The sum, or nil where it does not fit.
    package func plus(_ other: Rational) -> Rational? {
        Rational(
            ifFits: Int128(numerator) * Int128(other.denominator) + Int128(other.numerator) * Int128(denominator),
            Int128(denominator) * Int128(other.denominator)
        )
    }

    /// The product, or nil where it does not fit.
    package func times(_ other: Rational) -> Rational? {
        Rational(
            ifFits: Int128(numerator) * Int128(other.numerator),
            Int128(denominator) * Int128(other.denominator)
        )
    }

    /// Whether this many times `n`, however it is rounded, fits in 64 bits.
    package func fits(times n: Int64) -> Bool {
        let product = Int128(numerator) * Int128(n) / Int128(denominator)
        return product.magnitude < UInt128(Int64.max.magnitude)
    }

    /// Dividing by zero is a fault.
    package static func / (left: Rational, right: Rational) -> Rational {
        Rational(
            reducing: Int128(left.numerator) * Int128(right.denominator),
            Int128(left.denominator) * Int128(right.numerator)
        )
    }
}

extension Rational: Comparable {
    package static func < (left: Rational, right: Rational) -> Bool {
        Int128(left.numerator) * Int128(right.denominator) < Int128(right.numerator) * Int128(left.denominator)
    }
}

extension Rational: ExpressibleByIntegerLiteral {
    package init(integerLiteral value: Int64) {
        self.init(value)
    }
}

// MARK: - To whole numbers

extension Rational {
    /// `n` times this, down to the next whole number: −0.5 becomes −1.
    package func timesFloor(_ n: Int64) -> Int64 {
        let (quotient, _) = flooredProduct(n)
        return whole(quotient, of: n)
    }

    /// `n` times this, up to the next whole number: −0.5 becomes 0.
    package func timesCeil(_ n: Int64) -> Int64 {
        let (quotient, remainder) = flooredProduct(n)
        return whole(remainder == 0 ? quotient : quotient + 1, of: n)
    }

    /// `n` times this, to the nearest whole number; a half goes up, so 2.5 becomes 3 and −2.5 becomes −2.
    package func timesHalfUp(_ n: Int64) -> Int64 {
        let (quotient, remainder) = flooredProduct(n)
        return whole(2 * remainder >= Int128(denominator) ? quotient + 1 : quotient, of: n)
    }

    /// `n` times this, to the nearest whole number; a half goes to the even one, so 2.5 becomes 2 and 3.5 becomes 4.
    package func timesHalfEven(_ n: Int64) -> Int64 {
        let (quotient, remainder) = flooredProduct(n)
        let twice = 2 * remainder
        let up = twice > Int128(denominator) || (twice == Int128(denominator) && quotient & 1 == 1)
        return whole(up ? quotient + 1 : quotient, of: n)
    }

    /// The whole part, toward minus infinity, and what is left over it, 0 up to the denominator.
    private func flooredProduct(_ n: Int64) -> (quotient: Int128, remainder: Int128) {
        let product = Int128(n) * Int128(numerator)
        let (quotient, remainder) = product.quotientAndRemainder(dividingBy: Int128(denominator))
        return remainder < 0 ? (quotient - 1, remainder + Int128(denominator)) : (quotient, remainder)
    }

    private func whole(_ result: Int128, of n: Int64) -> Int64 {
        guard let result = Int64(exactly: result) else { fault("\(n) times \(self) does not fit in 64 bits") }
        return result
    }
}

// MARK: - As text

extension Rational {
    /// The number that a person wrote, exactly: "1.5", "0.25", "2", "-3.0".
    ///
    /// One form only: digits, then a point and digits if need be, and a minus in front. No exponent, no plus, no
    /// thousands, no needless zero in front. nil for another form, or for more digits than fit.
    package init?(decimal text: String) {
        let characters = text.utf8.span
        var position = 0
        func isDigit(at place: Int) -> Bool { place < characters.count && Digits.isDigit(characters[place]) }

        let negative = characters.count > 0 && characters[0] == UInt8(ascii: "-")
        if negative { position = 1 }
        guard isDigit(at: position) else { return nil }
        if characters[position] == UInt8(ascii: "0"), isDigit(at: position + 1) { return nil }

        var value: Int128 = 0
        while isDigit(at: position) {
            guard let next = appending(characters[position], to: value) else { return nil }
            value = next
            position += 1
        }
        var scale: Int128 = 1
        if position < characters.count {
            guard characters[position] == UInt8(ascii: "."), isDigit(at: position + 1) else { return nil }
            var end = characters.count
            while characters[end - 1] == UInt8(ascii: "0") { end -= 1 }
            position += 1
            while position < end {
                guard isDigit(at: position), let next = appending(characters[position], to: value) else { return nil }
                let (tenfold, overflow) = scale.multipliedReportingOverflow(by: 10)
                if overflow { return nil }
                (value, scale) = (next, tenfold)
                position += 1
            }
        }
        self.init(ifFits: negative ? -value : value, scale)
    }
}

private func appending(_ digit: UInt8, to value: Int128) -> Int128? {
    let (tenfold, overflow) = value.multipliedReportingOverflow(by: 10)
    let (sum, overflowToo) = tenfold.addingReportingOverflow(Int128(digit - UInt8(ascii: "0")))
    return overflow || overflowToo ? nil : sum
}

extension Rational: CustomStringConvertible {
    /// "1.5" where the decimals end, else "1/3"; always exact.
    package var description: String {
        guard decimalsEnd else { return "\(numerator)/\(denominator)" }
        let (whole, rest) = numerator.magnitude.quotientAndRemainder(dividingBy: denominator.magnitude)
        var text = numerator < 0 ? "-\(whole)" : "\(whole)"
        var remainder = UInt128(rest)
        if remainder != 0 { text += "." }
        while remainder != 0 {
            let (digit, rest) = (remainder * 10).quotientAndRemainder(dividingBy: UInt128(denominator.magnitude))
            text += "\(digit)"
            remainder = rest
        }
        return text
    }

    /// Decimals end when the denominator is made of twos and fives only.
    private var decimalsEnd: Bool {
        var rest = denominator >> Int64(denominator.trailingZeroBitCount)
        while rest % 5 == 0 { rest /= 5 }
        return rest == 1
    }
}
