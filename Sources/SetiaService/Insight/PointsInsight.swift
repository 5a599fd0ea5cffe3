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

    /// Measures a book of points.
    init(_ points: BrandPoints) {
        let book = points.book
        let present = points.present
        wallet = points.wallet
        close = CalendarMonth(number: present.number - 1)
        owed = points.owed
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
    }
}
