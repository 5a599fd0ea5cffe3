internal import SetiaCore
internal import SetiaInsight

/// Orders, entries and gifts as they stream by, on the way to the economics of customers.
struct EconomicsFold {
    private let purchases: BrandPurchases?
    private let policy: WorthPolicy?
    private let zone: any LocalTime
    private let year: Range<Instant>
    private let months: RevenueMonths?
    private let days: MemberDays
    private let isLoyal: [Bool]
    private var numbers: [MemberID: Int] = [:]
    private var full: [Int32]
    private var all: [Int32]
    private var rewardDays: [Int: [Int32]] = [:]
    private let pointCosts: [Key: Double]
    private let giftCosts: [Key: Double]
    private var rewards = 0.0
    // Of the member whose entries come by: the lots that were given in the year.
    private var member: MemberID?
    private var lots: Set<Int64> = []

    /// - Parameters:
    ///   - purchases: Those in the currency that is told; none where nobody bought.
    ///   - version: The programme that holds.
    ///   - now: When it is.
    init(_ purchases: BrandPurchases?, version: ProgrammeVersion, now: Instant) {
        self.purchases = purchases
        let policy = version.programme.worth
        self.policy = policy
        zone = version.zone
        let columns = purchases?.columns ?? PurchaseColumns()
        let today = purchases?.end ?? version.zone.day(of: now)
        months = purchases.map { RevenueMonths($0.columns, until: $0.end) }
        days = MemberDays(columns)
        let members = purchases?.members ?? []
        for (number, member) in members.enumerated() { numbers[member] = number }
        var isLoyal = [Bool](repeating: false, count: members.count)
        if members.count >= 5 {
            for score in rfm(columns.history()) {
                let segment = RFMSegment(score)
                isLoyal[Int(score.member)] = segment == .champions || segment == .loyal
            }
        }
        self.isLoyal = isLoyal
        full = [Int32](repeating: 0, count: members.count)
        all = full
        let present = CalendarMonth(of: today)
        func start(_ month: Int32) -> Instant {
            let month = CalendarMonth(number: month)
            return version.zone.start(of: Day(year: month.year, month: month.month, day: 1) ?? today)
        }
        let count = Int32(months?.year.months ?? 0)
        year = start(present.number - count)..<start(present.number)
        var points: [Key: Double] = [:]
        for cost in policy?.points ?? [] {
            points[cost.wallet] = Double(cost.minorUnits.numerator) / Double(cost.minorUnits.denominator)
        }
        pointCosts = points
        var gifts: [Key: Double] = [:]
        for cost in policy?.gifts ?? [] { gifts[cost.reward] = Double(cost.minorUnits) }
        giftCosts = gifts
    }

    mutating func add(_ order: PaidOrder) {
        guard let number = numbers[order.member], order.total.currency == purchases?.currency else { return }
        all[number] += 1
        if order.isFullPrice { full[number] += 1 }
        if policy != nil, year.contains(order.at) { rewards += Double(order.discount) }
    }

    /// Adds an entry; a member's together, in the order of their numbers.
    mutating func add(_ member: MemberID, _ entry: Entry) {
        if self.member != member {
            self.member = member
            lots.removeAll(keepingCapacity: true)
        }
        guard entry.isOfLot else { return }
        if entry.kind == .spend || entry.kind == .hold, entry.points < .zero { note(member, entry.at) }
        guard let each = pointCosts[entry.wallet], year.contains(entry.at) else { return }
        switch entry.kind {
        case .earn, .adjust, .correction:
            if entry.lot == entry.number { lots.insert(entry.lot) }
        case .expire, .cancel, .clawBack, .settle, .writeOff: break
        case .spend, .giveBack, .hold, .release, .transfer, .fee, .open: return
        }
        if lots.contains(entry.lot) { rewards += each * Double(entry.points.units) }
    }

    mutating func add(gift reward: Key, _ member: MemberID, at: Instant, count: Int64) {
        note(member, at)
        guard let each = giftCosts[reward], year.contains(at) else { return }
        rewards += each * Double(count)
    }

    private mutating func note(_ member: MemberID, _ at: Instant) {
        guard let number = numbers[member] else { return }
        rewardDays[number, default: []].append(zone.day(of: at).number)
    }

    /// None where nobody bought.
    var economics: EconomicsInsight? {
        guard let purchases, let currency = purchases.currency, let months else { return nil }
        var (loyal, others) = (ClusteredShare(), ClusteredShare())
        for number in all.indices {
            if isLoyal[number] {
                loyal.add(Int(full[number]), of: Int(all[number]))
            } else {
                others.add(Int(full[number]), of: Int(all[number]))
            }
        }
        var costs: EconomicsInsight.Costs?
        if let policy, months.year.months > 0 {
            let count = Int64(months.year.months)
            costs = EconomicsInsight.Costs(
                months: months.year.months,
                winning: policy.winning.map { $0 * count },
                keeping: policy.keeping.map { $0 * count },
                rewards: Int64(rewards.rounded()),
                new: months.year.new,
                kept: months.year.kept
            )
        }
        return EconomicsInsight(
            currency: currency,
            decimals: purchases.decimals,
            months: months,
            costs: costs,
            loyal: loyal,
            others: others
        )
    }

    /// What followed rewards by their number.
    var wearOff: RewardWearOff {
        guard let purchases else { return RewardWearOff.Fold(until: Day(number: 0)).finished }
        var fold = RewardWearOff.Fold(until: purchases.end)
        for number in 0..<days.memberCount {
            guard let rewards = rewardDays[number] else { continue }
            fold.add(visits: days[number], rewards: rewards.sorted())
        }
        return fold.finished
    }
}
