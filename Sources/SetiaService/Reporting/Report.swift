package import SetiaCore
package import SetiaInsight

/// The figures of `setia report`: what was bought, by how many, and whether they came back.
package struct Report: Sendable {
    /// The programme's zone, in which days and months are counted.
    package let timeZone: Key
    /// When it was made.
    package let at: Instant
    /// Members by status, guests left out.
    package let members: [MemberStatus: Int64]
    /// Members with at least one paid order that did not come back whole.
    package let customers: Int
    /// Paid orders that did not come back whole, guests' included.
    package let orders: Int
    /// Of these, guests'.
    package let guestOrders: Int
    /// What was paid for what is kept of them, by currency in byte order.
    package let revenue: [Money]
    /// What happened to points, by wallet in byte order.
    package let points: [WalletFigures]
    /// Members with purchases on two or more days, of those with one or more.
    package let repeatRate: Share
    /// Members with two or more orders, of those with one or more.
    package let repeatRateByOrders: Share
    /// Second purchase day within so many days of the first, of all customers.
    package let repeatWithin: [(days: Int, share: Share)]
    /// Month by month, empty ones too.
    package let months: [Month]
    /// Those who first bought in a month, and how many of them bought in the months after.
    package let cohorts: [Cohort]

    /// One month.
    package struct Month: Sendable {
        /// The counts.
        package let row: MonthlyRow
        /// What was paid for what is kept of the month's orders, by currency in byte order; what came back later is taken
        /// off here too.
        package let revenue: [Money]
    }

    /// What happened to points of one wallet.
    package struct WalletFigures: Sendable, Hashable {
        /// Which.
        package let wallet: Key
        /// Earned by events.
        package let issued: Points
        /// Spent, less what was given back.
        package let spent: Points
        /// Lapsed unspent.
        package let expired: Points
        /// Taken back for returned orders.
        package let clawedBack: Points
        /// By hand, both ways together.
        package let adjusted: Points
        /// Came along from an older system.
        package let opened: Points
        /// What all accounts hold together, debts taken off.
        package let outstanding: Points
    }
}

extension SetiaService {
    /// Makes the report from all orders and entries there are, in one pass each; memory grows with members, not orders.
    package func report() async throws -> Report {
        let now = surroundings.now()
        return try await store.reading { archive in
            let version = try self.configuration(archive).published().version(at: now)
            var fold = ReportFold(zone: version.zone)
            try archive.purchases { member, at, total in fold.add(member, at, total) }
            return fold.report(
                timeZone: version.programme.timeZone,
                at: now,
                members: try archive.memberCounts(),
                points: walletFigures(try archive.pointSums())
            )
        }
    }

    /// Whether something fell due more than a day ago and was not done yet, as where no server has run.
    ///
    /// - Throws: the store's failure.
    package func isTimeBehind() async throws -> Bool {
        let yesterday = surroundings.now().adding(days: -1)
        return try await store.reading { try !$0.members(dueBy: yesterday, limit: 1).isEmpty }
    }
}

/// Purchases as they stream by.
struct ReportFold {
    let zone: any LocalTime
    var history = PurchaseHistory()
    var places: [MemberID: Int32] = [:]
    var orders = 0
    var guestOrders = 0
    var revenue: [Currency: [CalendarMonth: Int64]] = [:]

    init(zone: any LocalTime) {
        self.zone = zone
    }

    mutating func add(_ member: MemberID?, _ at: Instant, _ total: Money) {
        guard let member else { return add(place: nil, at, total) }
        let next = Int32(places.count)
        let place = places[member, default: next]
        if place == next { places[member] = next }
        add(place: place, at, total)
    }

    /// Adds a purchase of the member who has this number, or of a guest.
    mutating func add(place: Int32?, _ at: Instant, _ total: Money) {
        let day = zone.day(of: at)
        orders += 1
        revenue[total.currency, default: [:]][CalendarMonth(of: day), default: 0] += total.minorUnits
        guard let place else {
            guestOrders += 1
            return
        }
        history.append(member: place, day: day, amountMinorUnits: total.minorUnits)
    }

    func report(
        timeZone: Key,
        at: Instant,
        members: [MemberStatus: Int64],
        points: [Report.WalletFigures]
    ) -> Report {
        let currencies = revenue.keys.sorted()
        let repeatRate = repeatPurchaseRate(history, by: .days)
        return Report(
            timeZone: timeZone,
            at: at,
            members: members,
            customers: repeatRate.denominator,
            orders: orders,
            guestOrders: guestOrders,
            revenue: currencies.compactMap { currency in
                money((revenue[currency] ?? [:]).values.reduce(0, +), currency)
            },
            points: points,
            repeatRate: repeatRate,
            repeatRateByOrders: repeatPurchaseRate(history, by: .orders),
            repeatWithin: [30, 60, 90, 180, 365].map {
                (days: $0, share: SetiaInsight.repeatWithin(days: $0, history))
            },
            months: monthly(history).map { row in
                Report.Month(
                    row: row,
                    revenue: currencies.compactMap { money(revenue[$0]?[row.month] ?? 0, $0) }
                )
            },
            cohorts: cohorts(history)
        )
    }

    private func money(_ minorUnits: Int64, _ currency: Currency) -> Money? {
        try? Money(minorUnits: minorUnits, currency: currency)
    }
}

/// The sums of entries, told by what they mean.
func walletFigures(_ sums: [PointSum]) -> [Report.WalletFigures] {
    var byWallet: [Key: [Entry.Kind: Points]] = [:]
    for sum in sums { byWallet[sum.wallet, default: [:]][sum.kind] = sum.points }
    return byWallet.keys.sorted().map { wallet in
        let points = byWallet[wallet] ?? [:]
        let of = { (kind: Entry.Kind) in points[kind] ?? .zero }
        return Report.WalletFigures(
            wallet: wallet,
            issued: of(.earn) + of(.correction),
            spent: -(of(.spend) + of(.giveBack)),
            expired: -of(.expire),
            clawedBack: -of(.clawBack),
            adjusted: of(.adjust),
            opened: of(.open),
            // What is on its way between members is somebody's still, and all that transfers lack.
            outstanding: Entry.Kind.allCases.reduce(.zero) { $1 == .transfer ? $0 : $0 + of($1) }
        )
    }
}
