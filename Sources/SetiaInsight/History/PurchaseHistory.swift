package import SetiaCore

/// What members bought and when, folded to what the reports need: 32 bytes a member, however many purchases.
///
/// Purchases may come in any order; the same purchases give the same history. Only what counts is appended: paid
/// orders of known members, an order that was returned in full not at all, one returned in part with what was kept.
/// Days are local days of one zone, amounts are of one currency: who appends sees to both.
///
/// A history is also a window: for a rate within a window, append only the purchases in it.
package struct PurchaseHistory: Sendable {
    /// By member; a member who bought nothing has no orders.
    private(set) var members: [MemberPurchases] = []
    private(set) var totals = MonthTotals()
    /// The month of bit 0 of `MemberPurchases.months`: a year before the first purchase that came, since most that come
    /// later are later.
    private var firstNearMonth: Int32 = 0
    /// Months that are too far from there for a bit, 64 to a word; ascending, by member within.
    private var farMonths: [FarMonths] = []
    /// The month of the last appended purchase: purchases mostly come in some order of time.
    private var latestMonth = MonthOfDay()

    package init() {}

    /// Makes room for members 0 up to `count`, so that growing does not cost.
    package mutating func reserve(members count: Int) {
        members.reserveCapacity(count)
    }

    /// Adds one purchase.
    ///
    /// - Parameters:
    ///   - member: A number from 0, given densely by the caller: there is room for every number up to the greatest.
    ///     Where members are ranked, those who tie stand in the order of their numbers.
    ///   - day: The local day of the purchase.
    ///   - amountMinorUnits: What was paid and kept, in minor units.
    package mutating func append(member: Int32, day: Day, amountMinorUnits: Int64) {
        let member = Int(member)
        if member >= members.count {
            members.append(contentsOf: repeatElement(MemberPurchases(), count: member + 1 - members.count))
        }
        let month = latestMonth.number(of: day)
        if totals.isEmpty { firstNearMonth = month - 12 }
        totals.add(amountMinorUnits, in: month)

        let bit = month - firstNearMonth
        let isNear = (0..<64).contains(bit)
        members[member].add(day, amountMinorUnits, months: isNear ? 1 << UInt64(bit) : 0)
        if !isNear { mark(farMonth: bit, of: member) }
    }

    /// When a member bought last, how many orders she has and what she paid; of one who bought.
    package func summary(of member: Int) -> (lastDay: Day, orders: Int, amount: Int64) {
        let own = members[member]
        guard own.isBuyer else { fault("member \(member) bought nothing") }
        return (Day(number: own.lastDay), Int(own.orders), own.amountMinorUnits)
    }

    private mutating func mark(farMonth bit: Int32, of member: Int) {
        let block = bit >> 6
        let place = farMonths.firstIndex { $0.block >= block } ?? farMonths.count
        if place == farMonths.count || farMonths[place].block != block {
            farMonths.insert(FarMonths(block: block), at: place)
        }
        farMonths[place].mark(bit & 63, of: member)
    }

    /// What members bought in columns, folded in one pass; in a window, where days are named.
    ///
    /// The same as appending one purchase after the other, in a tenth of the time where all months fit in 64 bits: what a
    /// day is in is looked up, and nothing is grown.
    package init(folding purchases: PurchaseColumns, from first: Day? = nil, through last: Day? = nil) {
        self.init()
        guard let window = FoldedWindow(of: purchases, first, last) else { return }
        if window.fitsBits {
            take(FoldedPurchases(purchases, purchases.pieces.indices, in: window), of: window)
            return
        }
        reserve(members: purchases.memberCount)
        purchases.eachPurchase(in: purchases.pieces.indices) { member, day, amount in
            guard window.days.contains(day) else { return }
            append(member: member, day: Day(number: day), amountMinorUnits: amount)
        }
    }

    /// The same, on two cores where there are many purchases: each folds half of them, and halves are put together.
    package static func folded(
        _ purchases: PurchaseColumns,
        from first: Day? = nil,
        through last: Day? = nil
    ) async -> PurchaseHistory {
        let pieces = purchases.pieces.indices
        guard pieces.count > 4, let window = FoldedWindow(of: purchases, first, last), window.fitsBits else {
            return PurchaseHistory(folding: purchases, from: first, through: last)
        }
        let middle = pieces.count / 2
        async let later = FoldedPurchases(purchases, middle..<pieces.upperBound, in: window)
        async let earlier = FoldedPurchases(purchases, pieces.lowerBound..<middle, in: window)
        var folded = await earlier
        folded.add(await later)
        var history = PurchaseHistory()
        history.take(folded, of: window)
        return history
    }

    private mutating func take(_ folded: consuming FoldedPurchases, of window: FoldedWindow) {
        firstNearMonth = window.months.lowerBound
        totals = MonthTotals(
            first: window.months.lowerBound,
            orders: folded.orders,
            revenueMinorUnits: folded.revenueMinorUnits
        )
        members = folded.members
    }

    /// The months of members as words of bits, where all months fit in one; none where they do not.
    var nearMonths: NearMonths? { farMonths.isEmpty ? NearMonths(first: firstNearMonth, members: members) : nil }

    /// Calls `body` with each month in which the member bought, as numbers of `CalendarMonth`, ascending.
    @inline(__always)
    func forEachActiveMonth(of member: Int, _ body: (Int32) -> Void) {
        if farMonths.isEmpty {
            forEachBit(of: members[member].months) { body(firstNearMonth + $0) }
            return
        }
        var nearIsDue = true
        for far in farMonths {
            if nearIsDue, far.block > 0 {
                forEachBit(of: members[member].months) { body(firstNearMonth + $0) }
                nearIsDue = false
            }
            forEachBit(of: far.months(of: member)) { body(firstNearMonth + far.block << 6 + $0) }
        }
        if nearIsDue { forEachBit(of: members[member].months) { body(firstNearMonth + $0) } }
    }
}

/// Members whose months fit in a word each.
struct NearMonths {
    /// The month of the lowest bit, as a number of `CalendarMonth`.
    let first: Int32
    let members: [MemberPurchases]
}

/// What is kept of one member: 32 bytes.
struct MemberPurchases: Sendable {
    /// Day numbers; `Int32.max` while there is none.
    private(set) var firstDay = Int32.max
    /// The second day on which the member bought, `Int32.max` while there is none.
    private(set) var secondDay = Int32.max
    private(set) var lastDay = Int32.min
    private(set) var orders: Int32 = 0
    private(set) var amountMinorUnits: Int64 = 0
    /// A bit a month, from `PurchaseHistory.firstNearMonth`.
    private(set) var months: UInt64 = 0

    /// Without branches, which would wait for the member's numbers: those are seldom in the cache.
    @inline(__always)
    mutating func add(_ day: Day, _ amount: Int64, months: UInt64) {
        let day = day.number
        let later = day == firstDay ? Int32.max : max(firstDay, day)
        secondDay = min(secondDay, later)
        firstDay = min(firstDay, day)
        lastDay = max(lastDay, day)
        orders += 1
        self.months |= months
        let (sum, overflow) = amountMinorUnits.addingReportingOverflow(amount)
        if overflow { fault("a member's purchases overflow: \(amountMinorUnits) + \(amount)") }
        amountMinorUnits = sum
    }

    /// Adds what another part of the history has of the same member.
    mutating func add(_ other: MemberPurchases) {
        let later = firstDay == other.firstDay ? Int32.max : max(firstDay, other.firstDay)
        secondDay = min(secondDay, other.secondDay, later)
        firstDay = min(firstDay, other.firstDay)
        lastDay = max(lastDay, other.lastDay)
        orders += other.orders
        months |= other.months
        let (sum, overflow) = amountMinorUnits.addingReportingOverflow(other.amountMinorUnits)
        if overflow { fault("a member's purchases overflow: \(amountMinorUnits) + \(other.amountMinorUnits)") }
        amountMinorUnits = sum
    }

    var isBuyer: Bool { orders > 0 }
    var boughtOnTwoDays: Bool { secondDay != .max }
    var daysToSecond: Int { Int(secondDay) - Int(firstDay) }
}

/// Orders and revenue by month, all members together.
struct MonthTotals: Sendable {
    /// The number of the first month that has an order; those after it follow without a gap.
    private(set) var first: Int32 = 0
    private(set) var orders: [Int] = []
    private(set) var revenueMinorUnits: [Int64] = []

    init() {}

    /// Months as they were counted; those without orders at either end are left out.
    init(first: Int32, orders: [Int], revenueMinorUnits: [Int64]) {
        guard let begin = orders.firstIndex(where: { $0 > 0 }), let end = orders.lastIndex(where: { $0 > 0 }) else {
            return
        }
        self.first = first + Int32(begin)
        self.orders = Array(orders[begin...end])
        self.revenueMinorUnits = Array(revenueMinorUnits[begin...end])
    }

    var isEmpty: Bool { orders.isEmpty }
    var months: Range<Int32> { first..<first + Int32(orders.count) }

    fileprivate mutating func add(_ amount: Int64, in month: Int32) {
        if isEmpty { first = month }
        if month < first {
            orders.insert(contentsOf: repeatElement(0, count: Int(first - month)), at: 0)
            revenueMinorUnits.insert(contentsOf: repeatElement(0, count: Int(first - month)), at: 0)
            first = month
        }
        let place = Int(month - first)
        if place >= orders.count {
            revenueMinorUnits.append(contentsOf: repeatElement(0, count: place + 1 - orders.count))
            orders.append(contentsOf: repeatElement(0, count: place + 1 - orders.count))
        }
        orders[place] += 1
        let (sum, overflow) = revenueMinorUnits[place].addingReportingOverflow(amount)
        if overflow { fault("a month's revenue overflows: \(revenueMinorUnits[place]) + \(amount)") }
        revenueMinorUnits[place] = sum
    }
}

/// A bit a month for 64 months that are far from most purchases.
private struct FarMonths: Sendable {
    /// How many times 64 months after the near ones; below zero before them, never 0.
    let block: Int32
    private var words: [UInt64] = []

    init(block: Int32) {
        self.block = block
    }

    mutating func mark(_ bit: Int32, of member: Int) {
        if member >= words.count { words.append(contentsOf: repeatElement(0, count: member + 1 - words.count)) }
        words[member] |= 1 << UInt64(bit)
    }

    func months(of member: Int) -> UInt64 { member < words.count ? words[member] : 0 }
}

/// The month of a day, remembered while days stay in it.
private struct MonthOfDay: Sendable {
    private var days: Range<Int32> = 0..<0
    private var number: Int32 = 0

    mutating func number(of day: Day) -> Int32 {
        if !days.contains(day.number) {
            days = day.startOf(.month).number..<day.endOf(.month).number + 1
            number = CalendarMonth(of: day).number
        }
        return number
    }
}

@inline(__always)
private func forEachBit(of word: UInt64, _ body: (Int32) -> Void) {
    var rest = word
    while rest != 0 {
        body(Int32(truncatingIfNeeded: rest.trailingZeroBitCount))
        rest &= rest - 1
    }
}
