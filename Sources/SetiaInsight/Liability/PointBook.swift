package import SetiaCore

/// Points of one wallet by the month in which they were issued: what was redeemed of them at which age, what lapsed,
/// what is left and when that lapses.
package struct PointBook: Sendable {
    private var months: [CalendarMonth: OfMonth] = [:]
    private var left: [Expiry: Points] = [:]

    /// What moved of the points issued in one month.
    private struct OfMonth {
        var issued = Points.zero
        var lapsed: [CalendarMonth: Points] = [:]
        var redeemed: [CalendarMonth: Points] = [:]
    }

    private struct Expiry: Hashable {
        let issue: CalendarMonth
        let expiry: CalendarMonth?
    }

    package init() {}

    /// Why points of a lot moved.
    package enum Kind: String, Sendable, Hashable, CaseIterable {
        case issue, redeem, expire
        /// Taken back, as of a returned order: as if never issued.
        case cancel
    }

    /// Adds what moved of a lot.
    ///
    /// - Parameters:
    ///   - kind: Why.
    ///   - points: How many; below zero where it is undone, as when what was redeemed is given back.
    ///   - issue: The month in which the lot was issued.
    ///   - expiry: The month in which it lapses; none is never.
    ///   - month: The month of the movement.
    package mutating func add(
        _ kind: Kind,
        _ points: Points,
        issuedIn issue: CalendarMonth,
        lapsingIn expiry: CalendarMonth?,
        in month: CalendarMonth
    ) {
        var own = months[issue] ?? OfMonth()
        months[issue] = nil
        let lot = Expiry(issue: issue, expiry: expiry)
        switch kind {
        case .issue:
            own.issued += points
            left[lot, default: .zero] += points
        case .redeem:
            own.redeemed[month, default: .zero] += points
            left[lot, default: .zero] -= points
        case .expire:
            own.lapsed[month, default: .zero] += points
            left[lot, default: .zero] -= points
        case .cancel:
            own.issued -= points
            left[lot, default: .zero] -= points
        }
        months[issue] = own
    }

    /// The first month of issue; none where nothing was issued.
    package var first: CalendarMonth? { months.keys.min() }

    /// The last month in which anything moved; none where nothing did.
    package var last: CalendarMonth? {
        months.map { issue, own in
            max(issue, own.redeemed.keys.max() ?? issue, own.lapsed.keys.max() ?? issue)
        }.max()
    }

    /// Points issued in a month, those taken back left out.
    package func issued(in month: CalendarMonth) -> Points { months[month]?.issued ?? .zero }

    /// Points of a month's issue redeemed through a month.
    package func redeemed(of issue: CalendarMonth, through close: CalendarMonth) -> Points {
        sum(months[issue]?.redeemed, through: close)
    }

    /// Points of a month's issue that lapsed through a month.
    package func lapsed(of issue: CalendarMonth, through close: CalendarMonth) -> Points {
        sum(months[issue]?.lapsed, through: close)
    }

    /// What is left of a month's issue at the end of a month.
    package func outstanding(of issue: CalendarMonth, through close: CalendarMonth) -> Points {
        issued(in: issue) - redeemed(of: issue, through: close) - lapsed(of: issue, through: close)
    }

    private func sum(_ points: [CalendarMonth: Points]?, through close: CalendarMonth) -> Points {
        (points ?? [:]).reduce(.zero) { $1.key <= close ? $0 + $1.value : $0 }
    }

    /// What is left, by the month in which it lapses, those that never lapse last.
    package var outstandingByExpiry: [(expiry: CalendarMonth?, points: Points)] {
        var sums: [CalendarMonth?: Points] = [:]
        for (lot, points) in left { sums[lot.expiry, default: .zero] += points }
        return sums.filter { $0.value != .zero }
            .sorted { ($0.key?.number ?? .max) < ($1.key?.number ?? .max) }
            .map { (expiry: $0.key, points: $0.value) }
    }

    /// Redemption by month of issue and age, up to a close; none where nothing was issued by then.
    package func triangle(through close: CalendarMonth) -> RedemptionTriangle? {
        guard let first, first <= close else { return nil }
        let rows = (first.number...close.number).map { issue in
            let own = months[CalendarMonth(number: issue)]?.redeemed ?? [:]
            var sum = Points.zero
            return (issue...close.number).map { month in
                sum += own[CalendarMonth(number: month)] ?? .zero
                return Double(sum.units)
            }
        }
        return RedemptionTriangle(first: first, rows: rows)
    }
}
