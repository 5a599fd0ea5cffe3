/// What is left of sales, and what rewards and winning members cost the brand: by it figures tell profit (rule C-13).
///
/// It decides no points: an event means the same with any of it.
package struct WorthPolicy: Sendable, Hashable {
    /// Of all amounts.
    package let currency: Currency
    /// How many of 10,000 minor units of sales at full price are left when the goods are paid; none is not known.
    package let margin: Int?
    /// What a point costs when it is spent, by wallet.
    package let points: [PointCost]
    /// What a reward costs for which members pay no points, by its key.
    package let gifts: [GiftCost]
    /// What is spent in a month on winning new customers, in minor units; none is not known.
    package let winning: Int64?
    /// What is spent in a month on keeping them besides rewards, in minor units; none is not known.
    package let keeping: Int64?

    /// What a point of a wallet costs.
    package struct PointCost: Sendable, Hashable {
        /// Which wallet.
        package let wallet: Key
        /// Minor units for one point; 0 or more.
        package let minorUnits: Rational

        /// A cost.
        package init(wallet: Key, minorUnits: Rational) {
            self.wallet = wallet
            self.minorUnits = minorUnits
        }
    }

    /// What a gift costs.
    package struct GiftCost: Sendable, Hashable {
        /// Which reward.
        package let reward: Key
        /// In minor units; 0 or more.
        package let minorUnits: Int64

        /// A cost.
        package init(reward: Key, minorUnits: Int64) {
            self.reward = reward
            self.minorUnits = minorUnits
        }
    }

    /// What is left, and what it costs.
    package init(
        currency: Currency,
        margin: Int? = nil,
        points: [PointCost] = [],
        gifts: [GiftCost] = [],
        winning: Int64? = nil,
        keeping: Int64? = nil
    ) {
        self.currency = currency
        self.margin = margin
        self.points = points
        self.gifts = gifts
        self.winning = winning
        self.keeping = keeping
    }
}
