package import SetiaCore
package import SetiaInsight

/// Whether members come back for the reward, out of habit, or by choice: bought or real.
package struct BoughtInsight: Sendable {
    /// Which wallet's points.
    package let wallet: Key
    /// What rewards usually cost in it, rising; empty where there is no usual price.
    package let prices: [Points]
    /// How many rewards were had for its points.
    package let rewards: Int
    /// The part that follows rewards; none where `silence` says why.
    package let bought: RewardShare?
    /// Why nothing can be said of it.
    package let silence: RewardShare.Silence?
    /// The part that is at members' own fixed times; none for too few.
    package let habit: HabitShare?
    /// Of all visits but first ones, those of members who recommended the brand, reviewed it, helped others, or whose friend
    /// bought, where nothing was given for it.
    package let advocates: Share
    /// The same of members who did so only where something was given for it: no sign of attachment.
    package let paidAdvocates: Share
    /// Friends of members who bought: where nothing was given for it, and where something was.
    package let friends: (unpaid: Int, paid: Int)
    /// How often rewards, rates or what points pay changed in the programme.
    package let rewardChanges: Int
    /// What the hold-out of the whole programme says of buying; none where nobody is held out of it.
    package var contrast: CampaignComparison?
    /// Members with a visit.
    package let members: Int
    /// Members whose visits follow rewards most, of those with ten visits or more; the greatest first.
    package let most: [(member: MemberID, visits: Int, share: Estimate)]

    /// How many members are named.
    package static let mostNamed = 50
    /// The fewest visits of a member who is named.
    package static let leastVisits = 10
}

/// All members with what can be said of each, for `setia insight bought`.
package struct BoughtMembers: Sendable {
    package let insight: BoughtInsight
    /// Each member with four times between visits or more, in the order of their ids.
    package let members: [(member: MemberID, visits: Int, share: Estimate)]
}

extension SetiaService {
    /// Reads all orders once and all entries twice: for what rewards usually cost, and for how each visit stood to one.
    ///
    /// - Parameters:
    ///   - wallet: Which; none is the programme's first.
    ///   - progress: Is told now and then how many orders and entries were read.
    /// - Returns: what was measured.
    /// - Throws: `Unready`, `MeasuringRefusal.unknownWallet`, or the store's failure.
    package func measuredBought(
        of wallet: Key? = nil,
        _ progress: @escaping @Sendable (Int) -> Void = { _ in }
    ) async throws -> BoughtMembers {
        let now = surroundings.now()
        return try await store.reading { archive in
            let version = try self.configuration(archive).published().version(at: now)
            let known = version.programme.wallets.map(\.key)
            guard let chosen = wallet ?? known.first, known.contains(chosen) else {
                throw MeasuringRefusal.unknownWallet(wallet ?? Key(""), known: known)
            }
            var read = 0
            func count() throws {
                read += 1
                guard read & 0xFFF == 0 else { return }
                try Task.checkCancellation()
                progress(read)
            }
            var visits = VisitColumns()
            try archive.purchases { member, at, _ in
                if let member { visits.add(member, at) }
                try count()
            }
            visits.sort()
            var prices = UsualPrices()
            var spent = SpentTogether()
            try archive.movements { member, entry in
                if entry.wallet == chosen, let points = spent.add(member, entry) { prices.add(points) }
                try count()
            }
            if let points = spent.end() { prices.add(points) }
            var fold = BoughtFold(zone: version.zone, prices: prices.prices ?? [], visits: visits)
            fold.advocacy = try archive.advocacy()
            fold.rewardChanges = try self.configuration(archive).published().versions.rewardChanges
            try archive.movements { member, entry in
                if entry.wallet == chosen { fold.add(member, entry) }
                try count()
            }
            return fold.finished(wallet: chosen, rewards: prices.rewards, hasPrices: prices.prices != nil)
        }
    }
}

/// When each member bought: members by number, and times in the order in which they came until they are sorted.
private struct VisitColumns {
    private(set) var members: [MemberID] = []
    private var numbers: [MemberID: Int32] = [:]
    private var rows: [(member: Int32, at: Int64)] = []
    private var starts: [Int] = []

    mutating func add(_ member: MemberID, _ at: Instant) {
        let next = Int32(members.count)
        let number = numbers[member, default: next]
        if number == next {
            numbers[member] = next
            members.append(member)
        }
        rows.append((number, at.milliseconds))
    }

    /// Members in the order of their ids, the times of each in theirs.
    mutating func sort() {
        let order = members.indices.sorted { members[$0] < members[$1] }
        var ranks = [Int32](repeating: 0, count: members.count)
        for (rank, number) in order.enumerated() { ranks[number] = Int32(rank) }
        members = order.map { members[$0] }
        numbers = [:]
        for place in rows.indices { rows[place].member = ranks[Int(rows[place].member)] }
        rows.sort { $0.member == $1.member ? $0.at < $1.at : $0.member < $1.member }
        starts = [Int](repeating: rows.count, count: members.count + 1)
        for place in rows.indices.reversed() { starts[Int(rows[place].member)] = place }
    }

    /// The times of a member, by her place.
    func times(of member: Int) -> [Instant] {
        rows[starts[member]..<starts[member + 1]].map { Instant(milliseconds: $0.at) }
    }
}

/// What was spent on one reward: an event takes it from several lots.
private struct SpentTogether {
    private var member: MemberID?
    private var event: Int64 = 0
    private var points: Int64 = 0

    /// - Returns: The points of the reward before, where this is of another one.
    mutating func add(_ member: MemberID, _ entry: Entry) -> Int64? {
        guard entry.isReward else { return nil }
        var done: Int64?
        if self.member != member || event != entry.event {
            done = end()
            (self.member, event) = (member, entry.event)
        }
        points -= entry.points.units
        return done
    }

    mutating func end() -> Int64? {
        defer { points = 0 }
        return points > 0 ? points : nil
    }
}

extension BoughtInsight {
    /// The same beside what the hold-out of the whole programme says.
    func beside(_ worth: WorthInsight) -> BoughtInsight {
        var insight = self
        insight.contrast = worth.subjects.first { $0.kind == .programme }?.measure.comparison
        return insight
    }

    /// Whether members differed by chance in what they were offered, and enough of them: else what rewards do to buying is
    /// not known from the hold-out.
    package var isContrastTold: Bool {
        contrast?.rows.first { $0.outcome == .orders }?.difference != nil
    }
}

extension [ProgrammeVersion] {
    /// How often rewards, rules, rates or what points pay became others from one version to the next.
    fileprivate var rewardChanges: Int {
        zip(self, dropFirst()).count { one, next in
            changes(from: one.programme, to: next.programme).contains { change in
                switch change.subject {
                case .rule, .reward, .promotion, .payment, .wallet: true
                default: false
                }
            }
        }
    }
}

extension Entry {
    /// Whether it takes points of a lot for a reward, now or set aside.
    fileprivate var isReward: Bool { (kind == .spend || kind == .hold) && isOfLot && points < .zero }
}

/// Entries as they stream by, a member's together, beside her visits.
private struct BoughtFold {
    let zone: any LocalTime
    let prices: [Int64]
    let visits: VisitColumns
    var advocacy = Advocacy()
    var rewardChanges = 0
    private var next = 0
    private var member: MemberID?
    private var entries: [Entry] = []
    private var gaps = RewardGaps()
    private var slots = HabitShare.Counts()
    private var counts: [Int32] = []
    private var (again, againByAdvocates, againByPaid) = (0, 0, 0)

    init(zone: any LocalTime, prices: [Int64], visits: VisitColumns) {
        self.zone = zone
        self.prices = prices
        self.visits = visits
    }

    mutating func add(_ member: MemberID, _ entry: Entry) {
        if self.member != member {
            endMember()
            self.member = member
        }
        entries.append(entry)
    }

    /// Ends the member whose entries came, and all before her who have none.
    private mutating func endMember() {
        guard let member else { return }
        while next < visits.members.count, visits.members[next] < member { visit(with: []) }
        if next < visits.members.count, visits.members[next] == member { visit(with: entries) }
        entries.removeAll(keepingCapacity: true)
    }

    /// The next member with visits, and her entries.
    private mutating func visit(with entries: [Entry]) {
        defer { next += 1 }
        let entries = entries.sorted { ($0.at, $0.number) < ($1.at, $1.number) }
        var days: [VisitPoints] = []
        var (weekdays, parts) = ([Int](repeating: 0, count: 7), [Int](repeating: 0, count: 6))
        var (place, balance, lots) = (0, Int64(0), [Int64: (left: Int64, expires: Instant?)]())
        var last: Day?
        for at in visits.times(of: next) {
            let day = zone.day(of: at)
            guard day != last else { continue }
            last = day
            weekdays[day.weekday - 1] += 1
            parts[Int(zone.millisecondsIntoDay(at) / 14_400_000)] += 1
            let end = zone.start(of: day.adding(days: 1))
            var (earned, redeemed) = (Int64(0), Int64(0))
            while place < entries.count, entries[place].at < end {
                let entry = entries[place]
                place += 1
                balance = entry.balance.units
                if entry.lot == entry.number {
                    lots[entry.lot] = (left: entry.points.units, expires: entry.expiresAt)
                } else {
                    lots[entry.lot]?.left += entry.points.units
                    if lots[entry.lot]?.left == 0 { lots[entry.lot] = nil }
                }
                guard zone.day(of: entry.at) == day else { continue }
                if entry.kind == .earn { earned += entry.points.units }
                if entry.isReward { redeemed -= entry.points.units }
            }
            let soon = end.adding(days: 30)
            days.append(
                VisitPoints(
                    at: Double(at.milliseconds) / 86_400_000,
                    balance: balance,
                    earned: earned,
                    redeemed: redeemed,
                    isLapsing: lots.values.contains { lot in
                        lot.left > 0 && lot.expires.map { $0 >= end && $0 < soon } ?? false
                    }
                )
            )
        }
        slots.add(weekdays: weekdays, dayParts: parts)
        gaps.add(rewardGaps(days, prices: prices))
        counts.append(Int32(days.count))
        again += max(0, days.count - 1)
        if advocacy.unpaid.contains(visits.members[next]) {
            againByAdvocates += max(0, days.count - 1)
        } else if advocacy.paid.contains(visits.members[next]) {
            againByPaid += max(0, days.count - 1)
        }
    }

    func finished(wallet: Key, rewards: Int, hasPrices: Bool) -> BoughtMembers {
        var fold = self
        fold.endMember()
        while fold.next < visits.members.count { fold.visit(with: []) }
        var (bought, silence) = (RewardShare?.none, RewardShare.Silence?.none)
        do throws(RewardShare.Silence) {
            guard hasPrices else { throw .noThreshold }
            bought = try RewardShare(fold.gaps)
        } catch {
            silence = error
        }
        var members: [(member: MemberID, visits: Int, share: Estimate)] = []
        if let bought {
            for (place, member) in visits.members.enumerated() {
                guard let share = bought.share(of: place, fold.gaps) else { continue }
                members.append((member: member, visits: Int(fold.counts[place]), share: share))
            }
        }
        let most = members.filter { $0.visits >= BoughtInsight.leastVisits && $0.share.value > 0 }
            .sorted { ($1.share.value, $0.member) < ($0.share.value, $1.member) }
            .prefix(BoughtInsight.mostNamed)
        let insight = BoughtInsight(
            wallet: wallet,
            prices: prices.map { Points($0) },
            rewards: rewards,
            bought: bought,
            silence: silence,
            habit: HabitShare(fold.slots),
            advocates: Share(fold.againByAdvocates, of: fold.again),
            paidAdvocates: Share(fold.againByPaid, of: fold.again),
            friends: (fold.advocacy.friends, fold.advocacy.paidFriends),
            rewardChanges: fold.rewardChanges,
            members: visits.members.count,
            most: Array(most)
        )
        return BoughtMembers(insight: insight, members: members)
    }
}
