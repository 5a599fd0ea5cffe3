/// How points of a wallet pay: the programme's `payWithPoints` (rule V-8).
package struct PointsPayment: Sendable, Hashable {
    /// Whose points.
    package let wallet: Key
    /// How many points are one step, above 0; only whole steps pay.
    package let step: Points
    /// What a step is worth, one a currency; above 0.
    package let worth: [Money]
    /// How many points must be used at least.
    package let minimum: Points
    /// How many points may be used at most for one order; none is as many as there are.
    package let maximum: Points?
    /// Which part of what the goods still cost may be paid; above 0, at most 1.
    package let share: Rational
    /// Whether points that the order itself earns, and that can be used at once, pay for it too; mostly not.
    package let paysOwnOrder: Bool

    /// How points of a wallet pay.
    package init(
        wallet: Key,
        step: Points,
        worth: [Money],
        minimum: Points = .zero,
        maximum: Points? = nil,
        share: Rational = .one,
        paysOwnOrder: Bool = false
    ) {
        self.wallet = wallet
        self.step = step
        self.worth = worth
        self.minimum = minimum
        self.maximum = maximum
        self.share = share
        self.paysOwnOrder = paysOwnOrder
    }

    /// What is paid with points: whole steps, as many as are asked, had and allowed (rule V-8).
    ///
    /// Points that are asked for become money without a fraction, money that is asked for becomes points with any
    /// fraction counted whole; a step that is worth more than is still to be paid pays no more than that.
    ///
    /// - Parameters:
    ///   - asked: How much is to be paid.
    ///   - available: How many points she can use; below 0 is none.
    ///   - goods: What the goods still cost, in minor units of `currency`; 0 or more.
    ///   - currency: What is paid in.
    /// - Returns: how many points pay how much, and why not as many as were asked.
    package func paying(
        _ asked: PointsAsked.Measure,
        of available: Points,
        for goods: Int64,
        in currency: Currency
    ) -> PointsPaid {
        guard step > .zero, let worth = worth.amount(in: currency), worth > 0 else {
            return PointsPaid(wallet: wallet, points: .zero, amount: 0, limit: .noWorth)
        }
        let most = share.timesFloor(goods)
        // Steps that pay no more than may be paid, that she has, and that the brand allows.
        let byGoods = most / worth
        let byPoints = max(0, available.units) / step.units
        let byMaximum = maximum.map { $0.units / step.units } ?? .max
        var wanted: Int64
        var upTo = Int64.max
        switch asked {
        case .points(let points): wanted = max(0, points.units) / step.units
        case .amount(let amount):
            upTo = max(0, amount)
            wanted = upTo / worth + (upTo % worth == 0 ? 0 : 1)
        case .most: wanted = min(byGoods, byPoints, byMaximum)
        }
        // A last step that is worth more than what is asked pays just that, where it may be paid.
        let fits = upTo <= most ? max(byGoods, wanted) : byGoods
        let steps = min(wanted, fits, byPoints, byMaximum)
        var limit: PointsPaid.Limit?
        if steps < wanted {
            limit = steps == byPoints ? .available : steps == byMaximum ? .maximum : .goods
        }
        let (points, overflow) = steps.multipliedReportingOverflow(by: step.units)
        guard !overflow, points > 0, points >= minimum.units else {
            if points == 0, limit == nil, asked == .most {
                limit = byPoints == 0 ? .available : byGoods == 0 ? .goods : .maximum
            }
            let isTooFew = points > 0 || limit == nil
            let least = max(minimum, step)
            return PointsPaid(wallet: wallet, points: .zero, amount: 0, limit: isTooFew ? .minimum(least) : limit)
        }
        let value = steps.multipliedReportingOverflow(by: worth)
        return PointsPaid(
            wallet: wallet,
            points: Points(points),
            amount: min(value.overflow ? .max : value.partialValue, upTo, most),
            limit: limit
        )
    }
}

/// What points pay of a cart.
package struct PointsPaid: Sendable, Hashable {
    /// Of which wallet.
    package let wallet: Key
    /// How many.
    package let points: Points
    /// What they pay, in minor units.
    package let amount: Int64
    /// Why not as many as were asked; none where all are.
    package let limit: Limit?

    /// Why not as many points pay as were asked.
    package enum Limit: Sendable, Hashable {
        /// She has no more.
        case available
        /// No more may be used for one order.
        case maximum
        /// No more of the order may be paid so.
        case goods
        /// Fewer than must be used at least.
        case minimum(Points)
        /// They are worth nothing in this currency.
        case noWorth
        /// Nobody is named, or she may not spend.
        case nobody
    }

    /// What points pay.
    package init(wallet: Key, points: Points, amount: Int64, limit: Limit?) {
        self.wallet = wallet
        self.points = points
        self.amount = amount
        self.limit = limit
    }
}
