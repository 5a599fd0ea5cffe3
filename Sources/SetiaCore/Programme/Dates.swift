/// When credited points become usable.
package enum Activation: Sendable, Hashable {
    /// At the instant of the event.
    case immediate
    /// At the first instant of the local day that lies so many days after the day of the event.
    case after(days: Int)
    /// At the first instant of the next of these days of the year, after the day of the event; in rising order, 1 to 20.
    case onDates([YearDay])
    /// When the member does something of this type, or never: what did not come within so many days is cancelled
    /// (rule L-8).
    case onEvent(EventType, cancelAfterDays: Int)
}

/// When active points lapse.
package enum Expiry: Sendable, Hashable {
    /// Never.
    case none
    /// After the last valid day: the local day of activation plus the period, month-ends clamped, and then the end of
    /// the rounding unit where one is given.
    case rolling(Period, roundedUpTo: CalendarUnit?)
    /// After the first of these days of the year that is the day of activation or later; in rising order, 1 to 20.
    case calendar([YearDay])
    /// All of them together after so long without one of these activities (rule L-7).
    case inactivity(Period, by: [WalletActivity])
}

/// What a member does that keeps her points from lapsing.
///
/// Points taken back, and points by hand, never count.
package enum WalletActivity: Sendable, Hashable {
    /// Earning points of the wallet.
    case earn
    /// Spending points of the wallet.
    case spend
    /// Something of this type, whatever it gives.
    case event(EventType)
}

/// Another expiry for what a member earns while she stands at a level or higher.
package struct LevelExpiry: Sendable, Hashable {
    /// Of which tier set.
    package let tierSet: Key
    /// From which level up.
    package let level: Key
    /// When it lapses then; never `inactivity`.
    package let expiry: Expiry

    /// Another expiry.
    package init(tierSet: Key, level: Key, expiry: Expiry) {
        self.tierSet = tierSet
        self.level = level
        self.expiry = expiry
    }
}
