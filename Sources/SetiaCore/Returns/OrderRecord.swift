/// What is remembered of an order so that its return can be computed from what it was, never from today's rules
/// (rule R-1).
package struct OrderRecord: Sendable, Hashable {
    /// Which order.
    package let key: OrderKey
    /// What it was paid, with what it earned; none while only a redemption has named the order.
    package var paid: Paid?
    /// The points that helped to pay it, in the order they were drawn.
    package var spent: [SpentLot]
    /// Whether it came back.
    package var isReturned: Bool

    /// The paid order.
    package struct Paid: Sendable, Hashable {
        /// When it was paid.
        package let at: Instant
        /// Its total.
        package let total: Money
        /// The lots that it opened.
        package let earned: [EarnedLot]
        /// Whether its total was counted for tiers: not where nobody was named.
        package let countsForTiers: Bool

        /// A paid order.
        package init(at: Instant, total: Money, earned: [EarnedLot], countsForTiers: Bool = true) {
            self.at = at
            self.total = total
            self.earned = earned
            self.countsForTiers = countsForTiers
        }
    }

    /// A lot that the order opened.
    package struct EarnedLot: Sendable, Hashable {
        /// Which wallet.
        package let wallet: Key
        /// The lot's number.
        package let lot: Int64
        /// What it opened with.
        package let points: Points

        /// A lot that an order opened.
        package init(wallet: Key, lot: Int64, points: Points) {
            self.wallet = wallet
            self.lot = lot
            self.points = points
        }
    }

    /// A part of a lot that helped to pay the order.
    package struct SpentLot: Sendable, Hashable {
        /// Which wallet.
        package let wallet: Key
        /// The lot, with its dates.
        package let lot: Lot
        /// How many of it.
        package let points: Points

        /// A part that was spent.
        package init(wallet: Key, lot: Lot, points: Points) {
            self.wallet = wallet
            self.lot = lot
            self.points = points
        }
    }

    /// A record that nothing was written in yet.
    package init(key: OrderKey, paid: Paid? = nil, spent: [SpentLot] = [], isReturned: Bool = false) {
        self.key = key
        self.paid = paid
        self.spent = spent
        self.isReturned = isReturned
    }
}
