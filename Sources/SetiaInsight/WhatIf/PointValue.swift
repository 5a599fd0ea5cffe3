package import SetiaCore

/// What a point of a wallet costs the brand when it is spent.
package struct PointValue: Sendable, Hashable {
    /// Which wallet.
    package let wallet: Key
    /// Minor units of the currency for one point; 0 or more.
    package let minorUnits: Rational
    /// In what.
    package let currency: Currency
    /// How many decimals the minor unit stands for.
    package let decimals: Int

    /// A value.
    package init(wallet: Key, minorUnits: Rational, currency: Currency, decimals: Int) {
        self.wallet = wallet
        self.minorUnits = minorUnits
        self.currency = currency
        self.decimals = decimals
    }

    /// What `points` cost, in minor units, half to the even neighbour; none where that does not fit in 64 bits.
    package func cost(of points: Points) -> Int64? {
        minorUnits.fits(times: points.units) ? minorUnits.timesHalfEven(points.units) : nil
    }
}
