package import SetiaCore

/// What is owed as points, close by close: put aside with the sales, revenue as points are redeemed (IFRS 15).
///
/// Each month's sales are shared out between goods and the points issued in it by what both would cost alone; points
/// cost alone what their redemption costs, times the share expected to be redeemed. At each close every earlier month is
/// looked at again with the estimate of then, and what that changes is caught up at once (B46).
package struct LiabilitySchedule: Sendable {
    /// From the first month of issue to the close.
    package let months: [Month]
    /// By month of issue, at the close.
    package let cohorts: [Cohort]
    /// Months at whose close nothing could be estimated yet: all points were expected to be redeemed.
    package let withoutEstimate: Int

    /// One close, in minor units.
    package struct Month: Sendable, Hashable {
        package let month: CalendarMonth
        package let sales: Int64
        /// What of the sales is revenue at once.
        package let goods: Int64
        /// What of the sales was put aside.
        package let deferred: Int64
        package let opening: Int64
        /// What became revenue of what was put aside in this month and before.
        package let released: Int64
        /// The part of `released` that changed estimates made.
        package let catchUp: Int64
        package let closing: Int64
    }

    /// What is left of one month's issue.
    package struct Cohort: Sendable, Hashable {
        package let month: CalendarMonth
        package let deferred: Int64
        package let liability: Int64
        /// Points expected to be redeemed in all, at the close.
        package let expected: Points
    }

    /// - Parameters:
    ///   - book: The points.
    ///   - sales: What members paid, by the month in which it earned points, in minor units.
    ///   - value: What a point is worth when it is redeemed.
    ///   - rate: The share expected to be redeemed, where it was decided; else the chain ladder of each close.
    ///   - close: The last month, finished.
    package init(
        _ book: PointBook,
        sales: [CalendarMonth: Int64],
        value: PointValue,
        rate: Double?,
        through close: CalendarMonth
    ) {
        guard let first = book.first, first <= close else {
            (months, cohorts, withoutEstimate) = ([], [], 0)
            return
        }
        var cohorts: [(month: CalendarMonth, liability: ContractLiability)] = []
        var months: [Month] = []
        var (opening, withoutEstimate) = (Int64(0), 0)
        var expected: [Points] = []
        for number in first.number...close.number {
            let month = CalendarMonth(number: number)
            let forecast = rate == nil ? try? RedemptionForecast(book, through: month) : nil
            if rate == nil, forecast == nil { withoutEstimate += 1 }
            expected = (first.number...number).enumerated().map { place, issue in
                expectation(book, CalendarMonth(number: issue), month, rate, forecast?.rows[place])
            }
            let sold = sales[month] ?? 0
            let shares = PointAllocation(
                price: sold,
                goodsValue: sold,
                pointsValue: max(0, value.cost(of: expected[expected.count - 1]) ?? 0)
            )
            cohorts.append((month, ContractLiability(deferred: shares.points)))
            var (released, catchUp) = (Int64(0), Int64(0))
            for place in cohorts.indices {
                let issue = cohorts[place].month
                let before = CalendarMonth(number: number - 1)
                let made = cohorts[place].liability.close(
                    redeemedBefore: book.redeemed(of: issue, through: before).units,
                    redeemed: book.redeemed(of: issue, through: month).units,
                    expected: expected[place].units
                )
                released += made.revenue
                catchUp += made.catchUp
            }
            let closing = opening + shares.points - released
            months.append(
                Month(
                    month: month,
                    sales: sold,
                    goods: shares.goods,
                    deferred: shares.points,
                    opening: opening,
                    released: released,
                    catchUp: catchUp,
                    closing: closing
                )
            )
            opening = closing
        }
        self.months = months
        self.cohorts = zip(cohorts, expected).map { cohort, expected in
            Cohort(
                month: cohort.month,
                deferred: cohort.liability.deferred,
                liability: cohort.liability.outstanding,
                expected: expected
            )
        }
        self.withoutEstimate = withoutEstimate
    }
}

/// Points of a month's issue expected to be redeemed in all, as of a close: no fewer than were, no more than can be.
private func expectation(
    _ book: PointBook,
    _ issue: CalendarMonth,
    _ close: CalendarMonth,
    _ rate: Double?,
    _ row: RedemptionForecast.Row?
) -> Points {
    let redeemed = max(.zero, book.redeemed(of: issue, through: close))
    let most = redeemed + max(.zero, book.outstanding(of: issue, through: close))
    if let rate {
        let wanted = Points(Int64((Double(max(.zero, book.issued(in: issue)).units) * rate).rounded()))
        return min(most, max(redeemed, wanted))
    }
    return row.map { min(most, max(redeemed, $0.ultimate)) } ?? most
}
