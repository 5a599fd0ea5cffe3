import SetiaCore

/// How many of how many: a rate that keeps both of its numbers.
package struct Share: Sendable, Hashable {
    package let numerator: Int
    package let denominator: Int

    /// A part that is below 0 or above its whole is a fault.
    package init(_ numerator: Int, of denominator: Int) {
        guard numerator >= 0, numerator <= denominator else { fault("a share of \(numerator) in \(denominator)") }
        self.numerator = numerator
        self.denominator = denominator
    }

    /// The rate from 0 to 1; nil when there is nobody to speak of, which is not 0.
    package var value: Double? {
        denominator == 0 ? nil : Double(numerator) / Double(denominator)
    }

    /// The rates that fit the numbers, at 95 % by Wilson's score interval; nil when there is nobody to speak of.
    package var interval95: Interval? { wilson(numerator, of: denominator) }

    /// Fewer than 30: shown in grey and without an arrow.
    package var isSmall: Bool { denominator < 30 }

    /// Those of the whole who are not in the part.
    package var rest: Share { Share(denominator - numerator, of: denominator) }
}
