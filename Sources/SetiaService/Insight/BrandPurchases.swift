package import SetiaCore
package import SetiaInsight

/// What members of the brand bought, in columns, for measurement.
package struct BrandPurchases: Sendable {
    /// Members numbered in the order of their ids.
    package let columns: PurchaseColumns
    /// Whose number is which.
    package let members: [MemberID]
    /// Of all amounts; none where nothing was bought.
    package let currency: Currency?
    /// How many decimals its amounts have.
    package let decimals: Int
    /// The zone in which days are counted.
    package let timeZone: Key
    /// The last day of which all purchases are known: today, or the last one asked for.
    package let end: Day
    /// Orders of nobody known, left out.
    package let guestOrders: Int
    /// Orders in other currencies, left out.
    package let otherCurrencies: Int
}

/// Why the brand's figures cannot be measured together.
package enum MeasuringRefusal: Error, Sendable, Hashable {
    /// Orders in these currencies, and none was named.
    case currencies([Currency])
    /// The programme has no such wallet; it has these.
    case unknownWallet(Key, known: [Key])
}

extension SetiaService {
    /// Reads all orders that count: paid, of known members, not returned in full.
    ///
    /// Memory grows by 16 bytes an order and some dozens a member.
    ///
    /// - Parameters:
    ///   - wanted: Only orders in this currency; none is the only one there is.
    ///   - first: The first day that counts.
    ///   - last: The last one; days are the programme's.
    ///   - progress: Is told now and then how many orders were read.
    /// - Returns: The purchases, members numbered.
    /// - Throws: `Unready`, `MeasuringRefusal.currencies`, or the store's failure.
    package func brandPurchases(
        in wanted: Currency? = nil,
        from first: Day? = nil,
        through last: Day? = nil,
        _ progress: @escaping @Sendable (Int) -> Void = { _ in }
    ) async throws -> BrandPurchases {
        let now = surroundings.now()
        return try await store.reading { archive in
            let version = try self.configuration(archive).published().version(at: now)
            var fold = PurchaseFold(zone: version.zone, wanted: wanted, from: first, through: last)
            var read = 0
            try archive.purchases { member, at, total in
                fold.add(member, at, total)
                read += 1
                if read & 0xFFF == 0 {
                    try Task.checkCancellation()
                    progress(read)
                }
            }
            return try fold.finished(version.programme, today: version.zone.day(of: now))
        }
    }

    /// The same by currency, all in one pass, those with most orders first.
    ///
    /// Members are numbered in each currency by itself; who buys in two is a customer in both.
    ///
    /// - Returns: Purchases of each currency that any known member paid in.
    /// - Throws: `Unready`, or the store's failure.
    package func brandPurchasesByCurrency() async throws -> [BrandPurchases] {
        let now = surroundings.now()
        return try await store.reading { archive in
            let version = try self.configuration(archive).published().version(at: now)
            var folds: [Currency: PurchaseFold] = [:]
            var (read, guests) = (0, 0)
            try archive.purchases { member, at, total in
                if member == nil {
                    guests += 1
                } else {
                    folds[
                        total.currency,
                        default: PurchaseFold(zone: version.zone, wanted: nil, from: nil, through: nil)
                    ]
                    .add(member, at, total)
                }
                read += 1
                if read & 0xFFF == 0 { try Task.checkCancellation() }
            }
            let today = version.zone.day(of: now)
            return try folds.sorted { ($1.value.columns.count, $0.key) < ($0.value.columns.count, $1.key) }.map {
                _,
                fold in
                var fold = fold
                fold.guestOrders = guests
                return try fold.finished(version.programme, today: today)
            }
        }
    }
}

/// Orders as they stream by.
private struct PurchaseFold {
    let zone: any LocalTime
    let wanted: Currency?
    let window: ClosedRange<Int32>
    let last: Day?
    var columns = PurchaseColumns()
    var numbers: [MemberID: Int32] = [:]
    var currencies: Set<Currency> = []
    var guestOrders = 0
    var otherCurrencies = 0

    init(zone: any LocalTime, wanted: Currency?, from first: Day?, through last: Day?) {
        self.zone = zone
        self.wanted = wanted
        self.last = last
        let start = first?.number ?? .min
        window = start...max(start, last?.number ?? .max)
    }

    mutating func add(_ member: MemberID?, _ at: Instant, _ total: Money) {
        let day = zone.day(of: at)
        guard window.contains(day.number) else { return }
        guard let member else {
            guestOrders += 1
            return
        }
        if let wanted, total.currency != wanted {
            otherCurrencies += 1
            return
        }
        currencies.insert(total.currency)
        let next = Int32(numbers.count)
        let number = numbers[member, default: next]
        if number == next { numbers[member] = next }
        columns.append(member: number, day: day, amountMinorUnits: total.minorUnits)
    }

    func finished(_ programme: Programme, today: Day) throws -> BrandPurchases {
        guard currencies.count <= 1 else { throw MeasuringRefusal.currencies(currencies.sorted()) }
        let members = numbers.keys.sorted()
        var ranks = [Int32](repeating: 0, count: members.count)
        for (rank, member) in members.enumerated() {
            if let number = numbers[member] { ranks[Int(number)] = Int32(rank) }
        }
        var columns = columns
        columns.renumber(ranks)
        let currency = currencies.first ?? wanted
        return BrandPurchases(
            columns: columns,
            members: members,
            currency: currency,
            decimals: currency.flatMap { programme.decimals(of: $0) } ?? 0,
            timeZone: programme.timeZone,
            end: min(today, last ?? today),
            guestOrders: guestOrders,
            otherCurrencies: otherCurrencies
        )
    }
}
