/// An amount of money, in the minor unit of one currency; 0 or more.
package struct Money: Sendable, Hashable {
    /// Sen, cents, yen: the smallest unit that the programme uses of the currency; 0 or more.
    package let minorUnits: Int64
    package let currency: Currency

    /// - Throws: `MalformedMoney.negative` below zero: what takes money back says so by its kind, not by a sign.
    package init(minorUnits: Int64, currency: Currency) throws(MalformedMoney) {
        guard minorUnits >= 0 else { throw .negative(minorUnits) }
        self.minorUnits = minorUnits
        self.currency = currency
    }

    /// An amount of which it is known that it is 0 or more.
    init(known minorUnits: Int64, _ currency: Currency) {
        self.minorUnits = minorUnits
        self.currency = currency
    }

    package static func zero(_ currency: Currency) -> Money { Money(known: 0, currency) }
}

/// Why something is no amount of money.
package enum MalformedMoney: Error, Sendable, Hashable {
    case negative(Int64)
    case notACurrency(String)
}

extension Money: CustomStringConvertible {
    /// For messages to us: the minor units and the code, such as "1250 MYR" for 12.50 ringgit.
    package var description: String { "\(minorUnits) \(currency)" }
}

extension Money {
    /// Both amounts together.
    ///
    /// Another currency is a fault, and so is a sum past 64 bits: currencies are compared where money comes in.
    package func plus(_ other: Money) -> Money {
        mustMatch(other)
        let (sum, overflow) = minorUnits.addingReportingOverflow(other.minorUnits)
        if overflow { fault("money overflows: \(self) + \(other)") }
        return Money(known: sum, currency)
    }

    /// What is left of this amount after `other`, or nil when `other` is more.
    ///
    /// Another currency is a fault.
    package func minus(_ other: Money) -> Money? {
        mustMatch(other)
        return other.minorUnits <= minorUnits ? Money(known: minorUnits - other.minorUnits, currency) : nil
    }

    private func mustMatch(_ other: Money) {
        if currency != other.currency { fault("two currencies in one sum: \(self) and \(other)") }
    }
}
