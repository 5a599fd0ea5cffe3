/// A kind of points.
package struct Wallet: Sendable, Hashable {
    /// Such as `points`.
    package let key: Key
    /// What members call it, in their languages.
    package let name: Words
    /// When a credited point can be used (rule L-1).
    package let activation: Activation
    /// When an active point lapses (rule L-2).
    package let expiry: Expiry
    /// What money gives, one rate a currency; a currency without a rate earns nothing (rule E-3).
    package let rates: [Rate]
    /// Where points are taken from that a returned order gave and the member has spent (rule R-4).
    package let shortfall: Shortfall

    /// A wallet.
    package init(
        key: Key,
        name: Words,
        activation: Activation,
        expiry: Expiry,
        rates: [Rate],
        shortfall: Shortfall = .allowNegative
    ) {
        self.key = key
        self.name = name
        self.activation = activation
        self.expiry = expiry
        self.rates = rates
        self.shortfall = shortfall
    }

    /// The rate for `currency`, or none.
    package func rate(for currency: Currency) -> Rate? {
        rates.first { $0.currency == currency }
    }
}

/// So many points for each whole step of money.
package struct Rate: Sendable, Hashable {
    /// What is paid in.
    package let currency: Currency
    /// Points for a whole step; 0 or more.
    package let points: Points
    /// A step, in minor units; 0 earns nothing and divides nothing.
    package let per: Int64

    /// `points` for each whole `per`.
    package init(currency: Currency, points: Points, per: Int64) {
        self.currency = currency
        self.points = points
        self.per = per
    }
}

/// When credited points become usable.
package enum Activation: Sendable, Hashable {
    /// At the instant of the event.
    case immediate
    /// At the first instant of the local day that lies so many days after the day of the event.
    case after(days: Int)
}

/// When active points lapse.
package enum Expiry: Sendable, Hashable {
    /// Never.
    case none
    /// After the last valid day: the local day of activation plus the period, month-ends clamped, and then the end of
    /// the rounding unit where one is given.
    case rolling(Period, roundedUpTo: CalendarUnit?)
}

/// What happens when a return asks for points that are no longer there.
package enum Shortfall: String, Sendable, Hashable, CaseIterable {
    /// Other lots in spending order, then debt; the default.
    case allowNegative
    /// Other lots, never below 0; the rest is forgiven and recorded.
    case withinBalance
    /// Only what is still pending of the order's own points; the rest is forgiven and recorded.
    case onlyPending
}
