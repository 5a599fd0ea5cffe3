import SetiaCore

/// A price shared out between what was handed over and the points that came with it, by what each would cost alone
/// (IFRS 15 B39-B43, paragraphs 74-76).
package struct PointAllocation: Sendable, Hashable {
    /// Minor units that are revenue at once.
    package let goods: Int64
    /// Minor units that are owed as points.
    package let points: Int64

    /// Rounded half up to the minor unit; the goods get the rest, so that nothing is lost.
    ///
    /// - Parameters:
    ///   - price: What was paid, in minor units, 0 or more.
    ///   - goodsValue: What the goods would cost alone; the price, where points come on top.
    ///   - pointsValue: What the points would cost alone: points times value times the share expected to be redeemed.
    package init(price: Int64, goodsValue: Int64, pointsValue: Int64) {
        guard price >= 0, goodsValue >= 0, pointsValue >= 0 else {
            fault("a price of \(price) over values of \(goodsValue) and \(pointsValue)")
        }
        let whole = Int128(goodsValue) + Int128(pointsValue)
        points = whole == 0 ? 0 : Int64(halfUp(Int128(price) * Int128(pointsValue), over: whole))
        goods = price - points
    }
}

/// What a month's points are owed, and what of it became revenue, close by close.
package struct ContractLiability: Sendable, Hashable {
    /// What was put aside for the points, in minor units.
    package let deferred: Int64
    /// What of it is revenue by the last close.
    package private(set) var recognised: Int64 = 0
    /// The last close's estimate of how many points will be redeemed in all.
    package private(set) var expected: Int64?

    package init(deferred: Int64) {
        guard deferred >= 0 else { fault("a deferral of \(deferred)") }
        self.deferred = deferred
    }

    package var outstanding: Int64 { deferred - recognised }

    /// What a close makes revenue.
    package struct Close: Sendable, Hashable {
        /// All of it; below zero where more points are expected than before.
        package let revenue: Int64
        /// The part of it that a changed estimate makes of what was redeemed before: the cumulative catch-up.
        package let catchUp: Int64
    }

    /// Closes a period: revenue so far is what was put aside, times points redeemed so far of those expected in all.
    ///
    /// Where as many were redeemed as are expected, or more, or none is expected any more, all of it is revenue.
    ///
    /// - Parameters:
    ///   - redeemedBefore: Points redeemed by the last close.
    ///   - redeemed: Points redeemed so far, in all.
    ///   - expected: Points expected to be redeemed in all, at this close.
    /// - Returns: What became revenue.
    package mutating func close(redeemedBefore: Int64, redeemed: Int64, expected: Int64) -> Close {
        let caughtUp = revenue(redeemedBefore, of: expected) - recognised
        let now = revenue(redeemed, of: expected)
        defer {
            recognised = now
            self.expected = expected
        }
        return Close(revenue: now - recognised, catchUp: self.expected == nil ? 0 : caughtUp)
    }

    private func revenue(_ redeemed: Int64, of expected: Int64) -> Int64 {
        guard redeemed < expected else { return deferred }
        return Int64(halfUp(Int128(deferred) * Int128(max(0, redeemed)), over: Int128(expected)))
    }
}

/// A quotient of two numbers of 0 or more, rounded half up.
func halfUp(_ above: Int128, over below: Int128) -> Int128 {
    (2 * above + below) / (2 * below)
}
