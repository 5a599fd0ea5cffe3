internal import JSONText
internal import SetiaCore
internal import SetiaInsight

/// The figures as they are kept over a restart: JSON of our own, which is thrown away where it is not understood.
enum FiguresDocument {
    /// What it is kept under.
    static let name = "figures"
    private static let version: Int64 = 1

    /// The document of `snapshot`, and what had been recorded when it was made.
    static func text(of snapshot: FiguresSnapshot, mark: String) -> String {
        let report = snapshot.report
        let json: JSON = .object([
            "v": .integer(version),
            "mark": .string(mark),
            "took": .integer(snapshot.tookMilliseconds),
            "wallet": .string(snapshot.wallet.text),
            "timeZone": .string(report.timeZone.text),
            "members": .object(JSONObject(report.members.map { ($0.key.rawValue, .integer($0.value)) })),
            "counts": numbers([report.customers, report.orders, report.guestOrders].map(Int64.init)),
            "revenue": money(report.revenue),
            "points": .array(
                report.points.map { figures in
                    .array([
                        .string(figures.wallet.text), .integer(figures.issued.units), .integer(figures.spent.units),
                        .integer(figures.expired.units), .integer(figures.clawedBack.units),
                        .integer(figures.adjusted.units), .integer(figures.opened.units),
                        .integer(figures.outstanding.units),
                    ])
                }
            ),
            "repeat": .array([share(report.repeatRate), share(report.repeatRateByOrders)]),
            "repeatWithin": .array(report.repeatWithin.map { .array([.integer(Int64($0.days)), share($0.share)]) }),
            "reportMonths": .array(
                report.months.map { month in
                    .array([
                        numbers([
                            Int64(month.row.month.number), Int64(month.row.active), Int64(month.row.new),
                            Int64(month.row.orders), month.row.revenueMinorUnits,
                        ]),
                        share(month.row.retention), money(month.revenue),
                    ])
                }
            ),
            "cohorts": .array(report.cohorts.map { numbers([Int64($0.month.number)] + $0.active.map(Int64.init)) }),
            "months": .array(
                snapshot.months.map { month in
                    numbers([
                        Int64(month.month.number), Int64(month.activeMembers), Int64(month.orders),
                        month.pointsIssued.units, month.pointsSpent.units, Int64(month.newMembers),
                    ])
                }
            ),
            "stores": .array(
                snapshot.stores.map { store in
                    .array([
                        .string(store.store.text), .integer(Int64(store.orders)), .integer(Int64(store.activeMembers)),
                        store.lastSaleAt.map { .integer($0.milliseconds) } ?? .null,
                    ])
                }
            ),
            "attention": .array(snapshot.attention.compactMap(self.json)),
        ])
        return String(decoding: json.canonical, as: UTF8.self)
    }

    /// The figures that were kept, or none where they are of another version.
    static func snapshot(_ kept: KeptSnapshot) -> (snapshot: FiguresSnapshot, mark: String)? {
        guard let json = try? JSON.parse(kept.document), json["v"]?.int64 == version,
            let report = report(json, at: kept.at), let wallet = json["wallet"]?.string,
            let took = json["took"]?.int64, let mark = json["mark"]?.string,
            let months = json["months"]?.array?.all(month),
            let stores = json["stores"]?.array?.all(store), let attention = json["attention"]?.array?.all(attention)
        else { return nil }
        let snapshot = FiguresSnapshot(
            at: kept.at,
            tookMilliseconds: took,
            report: report,
            wallet: Key(wallet),
            months: months,
            stores: stores,
            attention: attention
        )
        return (snapshot, mark)
    }
}

// MARK: - Pieces out

extension FiguresDocument {
    private static func numbers(_ numbers: [Int64]) -> JSON { .array(numbers.map { .integer($0) }) }

    private static func share(_ share: Share) -> JSON {
        numbers([Int64(share.numerator), Int64(share.denominator)])
    }

    private static func money(_ amounts: [Money]) -> JSON {
        .array(amounts.map { .array([.integer($0.minorUnits), .string($0.currency.code)]) })
    }

    /// What waits for approval is known anew after a start and is not kept.
    private static func json(_ item: AttentionItem) -> JSON? {
        switch item {
        case .requestsWaiting, .reviewsOpen: nil
        case .timeStandsStill(let since): .array([.string("time"), .integer(since.milliseconds)])
        case .keysNotTurned(let since): .array([.string("keys"), .string(since)])
        case .pointsOwed(let wallet, let points, let members):
            .array([.string("owed"), .string(wallet.text), .integer(points.units), .integer(Int64(members))])
        case .storesWithoutSale(let stores): .array([.string("silent")] + stores.map { .string($0.text) })
        case .pointsExpiring(let wallet, let points, let members):
            .array([.string("expiring"), .string(wallet.text), .integer(points.units), .integer(Int64(members))])
        case .programmeBegins(let number, let at):
            .array([.string("programme"), .integer(Int64(number)), .integer(at.milliseconds)])
        case .searchFilling(let left): .array([.string("search"), .integer(Int64(left))])
        }
    }
}

// MARK: - Pieces in

extension FiguresDocument {
    private static func report(_ json: JSON, at: Instant) -> Report? {
        guard let timeZone = json["timeZone"]?.string, let counts = json["counts"]?.array?.all(\.int64),
            counts.count == 3, let revenue = json["revenue"]?.array?.all(money),
            let points = json["points"]?.array?.all(walletFigures), let rates = json["repeat"]?.array?.all(share),
            rates.count == 2, let within = json["repeatWithin"]?.array?.all(repeatWithin),
            let months = json["reportMonths"]?.array?.all(reportMonth),
            let cohorts = json["cohorts"]?.array?.all(cohort)
        else { return nil }
        var members: [MemberStatus: Int64] = [:]
        for member in json["members"]?.object?.members ?? [] {
            guard let status = MemberStatus(rawValue: member.key), let count = member.value.int64 else { return nil }
            members[status] = count
        }
        return Report(
            timeZone: Key(timeZone),
            at: at,
            members: members,
            customers: Int(counts[0]),
            orders: Int(counts[1]),
            guestOrders: Int(counts[2]),
            revenue: revenue,
            points: points,
            repeatRate: rates[0],
            repeatRateByOrders: rates[1],
            repeatWithin: within,
            months: months,
            cohorts: cohorts
        )
    }

    private static func share(_ json: JSON) -> Share? {
        guard let numbers = json.array?.all(\.int64), numbers.count == 2, (0...numbers[1]).contains(numbers[0]) else {
            return nil
        }
        return Share(Int(numbers[0]), of: Int(numbers[1]))
    }

    private static func money(_ json: JSON) -> Money? {
        guard let parts = json.array, parts.count == 2, let minorUnits = parts[0].int64, let code = parts[1].string,
            let currency = try? Currency(code)
        else { return nil }
        return try? Money(minorUnits: minorUnits, currency: currency)
    }

    private static func walletFigures(_ json: JSON) -> Report.WalletFigures? {
        guard let parts = json.array, let wallet = parts.first?.string,
            let points = Array(parts.dropFirst()).all(\.int64)?.map(Points.init), points.count == 7
        else { return nil }
        return Report.WalletFigures(
            wallet: Key(wallet),
            issued: points[0],
            spent: points[1],
            expired: points[2],
            clawedBack: points[3],
            adjusted: points[4],
            opened: points[5],
            outstanding: points[6]
        )
    }

    private static func repeatWithin(_ json: JSON) -> (days: Int, share: Share)? {
        guard let parts = json.array, parts.count == 2, let days = parts[0].int64, let share = share(parts[1]) else {
            return nil
        }
        return (days: Int(days), share: share)
    }

    private static func reportMonth(_ json: JSON) -> Report.Month? {
        guard let parts = json.array, parts.count == 3, let numbers = parts[0].array?.all(\.int64), numbers.count == 5,
            let number = Int32(exactly: numbers[0]), let retention = share(parts[1]),
            let revenue = parts[2].array?.all(money)
        else { return nil }
        return Report.Month(
            row: MonthlyRow(
                month: CalendarMonth(number: number),
                active: Int(numbers[1]),
                new: Int(numbers[2]),
                orders: Int(numbers[3]),
                revenueMinorUnits: numbers[4],
                retention: retention
            ),
            revenue: revenue
        )
    }

    private static func cohort(_ json: JSON) -> Cohort? {
        guard let numbers = json.array?.all(\.int64), numbers.count >= 2, let number = Int32(exactly: numbers[0]) else {
            return nil
        }
        return Cohort(month: CalendarMonth(number: number), active: numbers.dropFirst().map { Int($0) })
    }

    private static func month(_ json: JSON) -> MonthFigures? {
        guard let numbers = json.array?.all(\.int64), numbers.count == 6, let number = Int32(exactly: numbers[0]) else {
            return nil
        }
        return MonthFigures(
            month: CalendarMonth(number: number),
            activeMembers: Int(numbers[1]),
            orders: Int(numbers[2]),
            pointsIssued: Points(numbers[3]),
            pointsSpent: Points(numbers[4]),
            newMembers: Int(numbers[5])
        )
    }

    private static func store(_ json: JSON) -> StoreFigures? {
        guard let parts = json.array, parts.count == 4, let text = parts[0].string, let store = try? StoreID(text),
            let orders = parts[1].int64, let active = parts[2].int64
        else { return nil }
        return StoreFigures(
            store: store,
            orders: Int(orders),
            activeMembers: Int(active),
            lastSaleAt: parts[3].int64.map { Instant(milliseconds: $0) }
        )
    }

    private static func attention(_ json: JSON) -> AttentionItem? {
        guard let parts = json.array, parts.count >= 2, let kind = parts[0].string else { return nil }
        let number = parts.last?.int64
        switch kind {
        case "time": return number.map { .timeStandsStill(since: Instant(milliseconds: $0)) }
        case "keys": return parts[1].string.map { .keysNotTurned(since: $0) }
        case "silent":
            return Array(parts.dropFirst()).all { $0.string.flatMap { try? StoreID($0) } }
                .map { .storesWithoutSale($0) }
        case "search": return number.map { .searchFilling(left: Int($0)) }
        case "programme":
            guard let version = parts[1].int64, let number else { return nil }
            return .programmeBegins(number: Int(version), at: Instant(milliseconds: number))
        case "owed", "expiring":
            guard parts.count == 4, let wallet = parts[1].string, let points = parts[2].int64, let number else {
                return nil
            }
            return kind == "owed"
                ? .pointsOwed(wallet: Key(wallet), points: Points(points), members: Int(number))
                : .pointsExpiring(wallet: Key(wallet), points: Points(points), members: Int(number))
        default: return nil
        }
    }
}

extension Array where Element == JSON {
    /// All of them as something else, or none where one cannot be.
    fileprivate func all<T>(_ read: (JSON) -> T?) -> [T]? {
        var values: [T] = []
        for element in self {
            guard let value = read(element) else { return nil }
            values.append(value)
        }
        return values
    }
}
