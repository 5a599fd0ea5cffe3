internal import SetiaCore
internal import SetiaInsight

extension SetiaService {
    /// Makes the figures from all that is kept, in one pass over members, events and entries; none without a programme.
    ///
    /// Memory grows with members, not with events.
    func makeFigures(at now: Instant) async throws -> FiguresSnapshot? {
        let newestEpoch = sealing.newestEpoch
        return try await store.reading { archive in
            guard let book = try self.configuration(archive).book else { return nil }
            let current = book.version(at: now)
            guard let wallet = current.programme.wallets.first?.key else { return nil }
            var fold = FiguresFold(zone: current.zone, wallet: wallet, now: now)
            let progress = try archive.searchProgress()
            try archive.everyone { member, status, joinedAt in
                fold.add(member, status, joinedAt)
                if !progress.isDone, progress.after.map({ $0 < member }) ?? true { fold.unfilled += 1 }
            }
            try archive.sales { fold.add($0) }
            try archive.movements { fold.add($0, $1) }
            fold.points.endMember()
            var attention: [AttentionItem] = []
            if let since = try self.overdue(archive, now) { attention.append(.timeStandsStill(since: since)) }
            if newestEpoch < String(now.adding(days: -2).rfc3339.prefix(7)) {
                attention.append(.keysNotTurned(since: newestEpoch))
            }
            attention += fold.attention(shops: try archive.shops().map(\.id))
            if let next = book.versions.first(where: { $0.number > current.number }) {
                attention.append(.programmeBegins(number: next.number, at: next.validFrom))
            }
            if fold.unfilled > 0 { attention.append(.searchFilling(left: fold.unfilled)) }
            return FiguresSnapshot(
                at: now,
                tookMilliseconds: 0,
                report: fold.sales.report(
                    timeZone: current.programme.timeZone,
                    at: now,
                    members: fold.counts,
                    points: walletFigures(fold.points.sums)
                ),
                wallet: wallet,
                months: fold.months(),
                stores: fold.stores(),
                attention: attention
            )
        }
    }

    /// Since when something is due that should have been written an hour ago.
    private func overdue(_ archive: any Archive, _ now: Instant) throws -> Instant? {
        let late = try archive.members(dueBy: now.adding(milliseconds: -3_600_000), limit: 1)
        guard let first = late.first else { return nil }
        return try archive.states([StateRequest(member: first)])[0]?.nextLook
    }
}

/// All that streams by on the way to the figures.
struct FiguresFold {
    private let zone: any LocalTime
    private let now: Instant
    private let monthAgo: Instant
    var sales: ReportFold
    var points: PointsFold
    /// A number for each member but guests, from 0.
    private(set) var numbers: [MemberID: Int32] = [:]
    private(set) var counts: [MemberStatus: Int64] = [:]
    var unfilled = 0
    private var joined: [CalendarMonth: Int] = [:]
    private var orders: [CalendarMonth: Int] = [:]
    private var byStore: [StoreID: OfStore] = [:]

    private struct OfStore {
        var orders = 0
        var buyers: Set<Int32> = []
        var last: Instant?
    }

    init(zone: any LocalTime, wallet: Key, now: Instant) {
        self.zone = zone
        self.now = now
        monthAgo = now.adding(days: -30)
        sales = ReportFold(zone: zone)
        points = PointsFold(zone: zone, wallet: wallet, now: now)
    }

    mutating func add(_ member: MemberID, _ status: MemberStatus, _ joinedAt: Instant?) {
        numbers[member] = Int32(numbers.count)
        counts[status, default: 0] += 1
        if let joinedAt { joined[CalendarMonth(of: zone.day(of: joinedAt)), default: 0] += 1 }
    }

    mutating func add(_ sale: Sale) {
        let buyer = numbers[sale.member]
        sales.add(place: buyer, sale.at, sale.total)
        orders[CalendarMonth(of: zone.day(of: sale.at)), default: 0] += 1
        var store = byStore[sale.store] ?? OfStore()
        byStore[sale.store] = nil
        store.orders += 1
        store.last = max(store.last ?? sale.at, sale.at)
        if sale.at > monthAgo, let buyer { store.buyers.insert(buyer) }
        byStore[sale.store] = store
    }

    mutating func add(_ member: MemberID, _ entry: Entry) {
        if points.begins(member) { points.begin(member, isMember: numbers[member] != nil) }
        points.add(entry)
    }

    /// From the first month with anything in it to the present one; at most the last 60.
    func months() -> [MonthFigures] {
        let active = Dictionary(
            uniqueKeysWithValues: monthly(sales.history).map { ($0.month, $0.active) }
        )
        let present = CalendarMonth(of: zone.day(of: now))
        let all = [joined.keys.min(), orders.keys.min(), points.months.keys.min()].compactMap { $0 }
        let first = max(all.min()?.number ?? present.number, present.number - 59)
        guard first <= present.number else { return [] }
        return (first...present.number).map { number in
            let month = CalendarMonth(number: number)
            return MonthFigures(
                month: month,
                activeMembers: active[month] ?? 0,
                orders: orders[month] ?? 0,
                pointsIssued: points.months[month]?.issued ?? .zero,
                pointsSpent: points.months[month]?.spent ?? .zero,
                newMembers: joined[month] ?? 0
            )
        }
    }

    func stores() -> [StoreFigures] {
        byStore.sorted { $0.key < $1.key }.map { store, figures in
            StoreFigures(
                store: store,
                orders: figures.orders,
                activeMembers: figures.buyers.count,
                lastSaleAt: figures.last
            )
        }
    }

    func attention(shops: [StoreID]) -> [AttentionItem] {
        var items: [AttentionItem] = []
        for (wallet, sum) in points.owed.sorted(by: { $0.key < $1.key }) {
            items.append(.pointsOwed(wallet: wallet, points: sum.points, members: sum.members))
        }
        let weekAgo = now.adding(days: -7)
        let silent = shops.filter { shop in byStore[shop]?.last.map { $0 < weekAgo } ?? false }
        if !silent.isEmpty { items.append(.storesWithoutSale(silent)) }
        for (wallet, sum) in points.expiring.sorted(by: { $0.key < $1.key }) {
            items.append(.pointsExpiring(wallet: wallet, points: sum.points, members: sum.members))
        }
        return items
    }
}
