package import SetiaCore
package import SetiaInsight

/// What is owed as points of one wallet, and how much of it will be asked for.
package struct PointsInsight: Sendable {
    /// Which wallet.
    package let wallet: Key
    /// The last month that is over.
    package let close: CalendarMonth
    /// Issued, and not taken back.
    package let issued: Points
    /// Of these, redeemed.
    package let redeemed: Points
    /// Of these, lapsed.
    package let lapsed: Points
    /// Of these, left.
    package let outstanding: Points
    /// What members owe for points taken back that were spent already.
    package let owed: Points
    /// What is left, by the month in which it lapses; those that never lapse last.
    package let byExpiry: [(expiry: CalendarMonth?, points: Points)]
    /// How much will have been redeemed in the end, by the last month that is over; none where `silence` says why.
    package let forecast: RedemptionForecast?
    /// Why nothing can be said of it.
    package let silence: ChainLadder.Silence?
    /// Members by what they have to do with these points, in the order of their ids.
    private let members: [Count: [MemberID]]
    /// What it comes to in money; none where the programme does not say what a point costs (rule C-13).
    package let money: InMoney?

    /// What members have to do with points.
    package enum Count: String, Sendable, Hashable, CaseIterable {
        /// Have some left.
        case outstanding
        /// Have some that lapse within 30 days.
        case lapsing
        /// Redeemed some.
        case redeemed
        /// Let some lapse.
        case lapsed
        /// Owe some: what was taken back was spent already.
        case owing
    }

    /// The members of whom that is so, in the order of their ids.
    package func members(_ count: Count) -> [MemberID] { members[count] ?? [] }

    /// Points as money, in minor units.
    package struct InMoney: Sendable, Hashable {
        /// Of all amounts.
        package let currency: Currency
        /// How many decimals it has.
        package let decimals: Int
        /// What it would come to, were all that is left redeemed.
        package let outstanding: Int64
        /// What is expected to be redeemed of it; none where nothing can be said.
        package let expected: Int64?
        /// Where that lies.
        package let expectedInterval: Interval?
        /// What is put aside at the last close by IFRS 15; none where no month is over, or no sale is in this currency.
        package let liability: Int64?
        /// Close by close by IFRS 15: put aside, released, caught up; empty where `liability` is none.
        package let schedule: [LiabilitySchedule.Month]
    }

    /// Measures a book of points.
    init(_ points: BrandPoints) {
        let book = points.book
        let present = points.present
        wallet = points.wallet
        close = CalendarMonth(number: present.number - 1)
        owed = points.owed
        members = points.members
        byExpiry = book.outstandingByExpiry
        var (issued, redeemed, lapsed) = (Points.zero, Points.zero, Points.zero)
        if let first = book.first, first <= present {
            for number in first.number...present.number {
                let month = CalendarMonth(number: number)
                issued += book.issued(in: month)
                redeemed += book.redeemed(of: month, through: present)
                lapsed += book.lapsed(of: month, through: present)
            }
        }
        self.issued = issued
        self.redeemed = redeemed
        self.lapsed = lapsed
        outstanding = issued - redeemed - lapsed
        do throws(ChainLadder.Silence) {
            forecast = try RedemptionForecast(book, through: close)
            silence = nil
        } catch {
            (forecast, silence) = (nil, error)
        }
        money = InMoney(points, outstanding: outstanding, forecast, through: close)
    }
}

extension PointsInsight.InMoney {
    /// None where the programme does not say what a point of the wallet costs.
    fileprivate init?(
        _ points: BrandPoints,
        outstanding: Points,
        _ forecast: RedemptionForecast?,
        through close: CalendarMonth
    ) {
        let programme = points.programme
        guard let worth = programme.worth, let cost = worth.points.first(where: { $0.wallet == points.wallet }) else {
            return nil
        }
        let value = PointValue(
            wallet: points.wallet,
            minorUnits: cost.minorUnits,
            currency: worth.currency,
            decimals: programme.decimals(of: worth.currency) ?? 0
        )
        guard let all = value.cost(of: outstanding) else { return nil }
        let each = Double(cost.minorUnits.numerator) / Double(cost.minorUnits.denominator)
        var (expected, interval) = (Int64?.none, Interval?.none)
        if let forecast {
            // No more than is left can be asked for.
            let most = Double(outstanding.units)
            func amount(_ points: Double) -> Double { max(0, min(most, points)) * each }
            expected = Int64(amount(forecast.toCome.value).rounded())
            if forecast.toCome.standardError > 0 {
                let range = forecast.toCome.interval95
                interval = Interval(lower: amount(range.lower), upper: amount(range.upper))
            }
        }
        let sales = points.sales[worth.currency] ?? [:]
        let schedule = LiabilitySchedule(
            points.book,
            sales: sales,
            value: value,
            rate: nil,
            through: close
        )
        self.init(
            currency: worth.currency,
            decimals: value.decimals,
            outstanding: all,
            expected: expected,
            expectedInterval: interval,
            liability: sales.isEmpty ? nil : schedule.months.last?.closing,
            schedule: sales.isEmpty ? [] : schedule.months
        )
    }
}
