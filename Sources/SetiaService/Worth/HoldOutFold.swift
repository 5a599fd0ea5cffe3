internal import SetiaCore
internal import SetiaInsight

/// Members of campaigns, journeys and broadcasts since their first times, and what they did as it streams by.
///
/// All of them are measured in one pass over orders, entries and gifts; memory grows with first times.
struct HoldOutFold {
    /// One campaign, journey or broadcast.
    struct Subject {
        let share: Double
        let end: Instant
        private(set) var first: Instant?
        fileprivate var members: [MemberID] = []
        fileprivate var since: [Instant] = []
        fileprivate var rows: [CampaignComparison.Member] = []
        fileprivate var orders: [Currency: Int] = [:]
        fileprivate var spent: [Currency: [Int: (after: Double, before: Double)]] = [:]

        fileprivate mutating func begin(_ member: MemberID, at: Instant, isHeldOut: Bool) -> Int {
            first = min(first ?? at, at)
            members.append(member)
            since.append(at)
            rows.append(CampaignComparison.Member(isHeldOut: isHeldOut))
            return rows.count - 1
        }
    }

    private struct Seat {
        let subject: Int
        let row: Int
    }

    private let worth: WorthPolicy?
    private let pointCosts: [Key: Double]
    private let giftCosts: [Key: Double]
    private(set) var subjects: [Subject] = []
    private var seats: [MemberID: [Seat]] = [:]
    // Of the member whose entries come by: her seats, and the lots that began in each.
    private var member: MemberID?
    private var current: [(seat: Seat, lots: Set<Int64>)] = []

    init(_ worth: WorthPolicy?) {
        self.worth = worth
        var pointCosts: [Key: Double] = [:]
        for cost in worth?.points ?? [] {
            pointCosts[cost.wallet] = Double(cost.minorUnits.numerator) / Double(cost.minorUnits.denominator)
        }
        self.pointCosts = pointCosts
        var giftCosts: [Key: Double] = [:]
        for cost in worth?.gifts ?? [] { giftCosts[cost.reward] = Double(cost.minorUnits) }
        self.giftCosts = giftCosts
    }

    /// Adds a campaign, a journey or a broadcast.
    ///
    /// - Returns: its place.
    mutating func subject(share: Double, until end: Instant) -> Int {
        subjects.append(Subject(share: share, end: end))
        return subjects.count - 1
    }

    /// Adds a member's first time; later ones change nothing.
    mutating func begin(_ member: MemberID, in subject: Int, at: Instant, isHeldOut: Bool) {
        if let known = seats[member], known.contains(where: { $0.subject == subject }) { return }
        let row = subjects[subject].begin(member, at: at, isHeldOut: isHeldOut)
        seats[member, default: []].append(Seat(subject: subject, row: row))
    }

    mutating func add(_ order: PaidOrder) {
        for seat in seats[order.member] ?? [] {
            let since = subjects[seat.subject].since[seat.row]
            let isAfter = order.at >= since && order.at < subjects[seat.subject].end
            let isBefore = order.at < since && since.milliseconds(since: order.at) <= 365 * 86_400_000
            guard isAfter || isBefore else { continue }
            let currency = order.total.currency
            let amount = Double(order.total.minorUnits)
            if isAfter {
                subjects[seat.subject].rows[seat.row].orders += 1
                subjects[seat.subject].orders[currency, default: 0] += 1
                if currency == worth?.currency {
                    let margin = Double(worth?.margin ?? 0) / 10_000
                    subjects[seat.subject].rows[seat.row].margin += margin * Double(order.fullPrice)
                    subjects[seat.subject].rows[seat.row].rewards += Double(order.discount)
                }
            }
            if isBefore {
                let days = Double(since.milliseconds(since: order.at)) / 86_400_000
                let known = subjects[seat.subject].rows[seat.row].daysSinceLast
                subjects[seat.subject].rows[seat.row].ordersBefore += 1
                subjects[seat.subject].rows[seat.row].daysSinceLast = min(known ?? days, days)
            }
            var spent = subjects[seat.subject].spent[currency]?[seat.row] ?? (0, 0)
            if isAfter { spent.after += amount } else { spent.before += amount }
            subjects[seat.subject].spent[currency, default: [:]][seat.row] = spent
        }
    }

    /// Adds an entry; a member's together, in the order of their numbers.
    ///
    /// Points cost what they are worth when they are given; of those that lapse, are taken back or cancelled the cost
    /// is taken off, where they were given since her first time. What is spent has been counted.
    mutating func add(_ member: MemberID, _ entry: Entry) {
        if self.member != member {
            self.member = member
            current = (seats[member] ?? []).map { ($0, []) }
        }
        guard !current.isEmpty, let each = pointCosts[entry.wallet], entry.isOfLot else { return }
        for place in current.indices {
            let seat = current[place].seat
            guard entry.at < subjects[seat.subject].end else { continue }
            if entry.lot == entry.number {
                // What came along from elsewhere, from another member or back from an order was given before.
                switch entry.kind {
                case .earn, .adjust, .correction: break
                default: continue
                }
                guard entry.at >= subjects[seat.subject].since[seat.row] else { continue }
                current[place].lots.insert(entry.lot)
            } else {
                guard current[place].lots.contains(entry.lot) else { continue }
                switch entry.kind {
                case .expire, .cancel, .clawBack, .settle, .writeOff, .adjust, .correction, .earn: break
                case .spend, .giveBack, .hold, .release, .transfer, .fee, .open: continue
                }
            }
            subjects[seat.subject].rows[seat.row].rewards += each * Double(entry.points.units)
        }
    }

    mutating func add(gift reward: Key, _ member: MemberID, at: Instant, count: Int64) {
        guard let each = giftCosts[reward] else { return }
        for seat in seats[member] ?? [] {
            guard at >= subjects[seat.subject].since[seat.row], at < subjects[seat.subject].end else { continue }
            subjects[seat.subject].rows[seat.row].rewards += each * Double(count)
        }
    }

    /// Both sides of one of them.
    ///
    /// Amounts are in the currency in which worth is told, else in the one in which most orders are. Whom it moves is only
    /// looked for where that is asked for, since it learns many times over.
    func measure(_ place: Int, _ programme: Programme, withUplift: Bool = false) -> HoldOutMeasure {
        let subject = subjects[place]
        let most = subject.orders.sorted { ($1.value, $0.key) < ($0.value, $1.key) }.first?.key
        let currency = worth?.currency ?? most
        var rows = subject.rows
        if let currency {
            for (row, amounts) in subject.spent[currency] ?? [:] {
                rows[row].spend = amounts.after
                rows[row].before = amounts.before
            }
        }
        // By id, so that the same members give the same digits.
        let order = subject.members.indices.sorted { subject.members[$0] < subject.members[$1] }
        let sorted = order.map { rows[$0] }
        let comparison = CampaignComparison(
            sorted,
            share: subject.share,
            outcomes: worth.map { $0.outcomes } ?? [.bought, .orders, .spend]
        )
        return HoldOutMeasure(
            currency: most == nil ? nil : currency,
            decimals: currency.flatMap { programme.decimals(of: $0) } ?? 0,
            otherCurrencies: subject.orders.filter { $0.key != currency }.values.reduce(0, +),
            since: subject.first,
            until: subject.end,
            comparison: comparison,
            uplift: withUplift && !comparison.isSplitBroken ? HoldOutUplift(sorted) : nil,
            treated: order.compactMap { rows[$0].isHeldOut ? nil : subject.members[$0] },
            heldOut: order.compactMap { rows[$0].isHeldOut ? subject.members[$0] : nil }
        )
    }
}

extension WorthPolicy {
    /// What can be told of members with what it says: no profit without a margin.
    var outcomes: [CampaignComparison.Outcome] {
        margin == nil ? [.bought, .orders, .spend, .rewards] : CampaignComparison.Outcome.allCases
    }
}

extension HoldOutFold {
    /// Reads what members did, once through each.
    ///
    /// - Throws: the store's failure.
    mutating func read(_ archive: any Archive) throws {
        guard !seats.isEmpty else { return }
        var read = 0
        func count() throws {
            read += 1
            if read & 0xFFF == 0 { try Task.checkCancellation() }
        }
        try archive.paidOrders { order in
            add(order)
            try count()
        }
        if !pointCosts.isEmpty {
            try archive.movements { member, entry in
                add(member, entry)
                try count()
            }
        }
        if !giftCosts.isEmpty {
            try archive.gifts { member, at, reward, count in add(gift: reward, member, at: at, count: count) }
        }
    }
}
