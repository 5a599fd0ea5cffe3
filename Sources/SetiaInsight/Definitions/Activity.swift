package import SetiaCore

/// Who was active in two windows, one after the other: retention, churn and who came back.
package struct Activity: Sendable, Hashable {
    /// Members active in both, of those active in the first: `Definition.retention`.
    package let retention: Share
    /// Those silent in the first and active before it who bought in the second: `Definition.reactivation`.
    package let reactivation: Share
    /// Members active in the second who never bought before.
    package let new: Int
    /// Members active in the second.
    package let active: Int

    /// Of those active in the first, those silent in the second.
    ///
    /// A later return is reactivation, not negative churn.
    package var churn: Share { retention.rest }

    /// - Parameters:
    ///   - days: Each member's days.
    ///   - end: The last day of the second window.
    ///   - length: How many days each window has; above 0.
    package init(_ days: MemberDays, until end: Day, length: Int) {
        guard length > 0 else { fault("a window of \(length) days") }
        var (stayed, left, returned, silent, new) = (0, 0, 0, 0, 0)
        for member in 0..<days.memberCount {
            switch Activity.standing(of: days[member], until: end, length: length) {
            case .stayed: stayed += 1
            case .left: left += 1
            case .returned: returned += 1
            case .silent: silent += 1
            case .new: new += 1
            case .none: break
            }
        }
        retention = Share(stayed, of: stayed + left)
        reactivation = Share(returned, of: returned + silent)
        self.new = new
        active = stayed + returned + new
    }

    /// How a member stands to two windows, one after the other.
    enum Standing {
        /// Active in both.
        case stayed
        /// Active in the first only.
        case left
        /// Active before the first and in the second only.
        case returned
        /// Active before the first only.
        case silent
        /// Active in the second, and never before.
        case new
        /// Bought nothing by the end.
        case none
    }

    /// How the member stands whose days these are, ascending.
    static func standing(of days: ArraySlice<Int32>, until end: Day, length: Int) -> Standing {
        let second = (end.number - Int32(length) + 1)...end.number
        let first = (second.lowerBound - Int32(length))...(second.lowerBound - 1)
        var (inFirst, inSecond, earlier) = (false, false, false)
        for day in days {
            if second.contains(day) {
                inSecond = true
            } else if first.contains(day) {
                inFirst = true
            } else if day < first.lowerBound {
                earlier = true
            }
        }
        if inFirst { return inSecond ? .stayed : .left }
        if earlier { return inSecond ? .returned : .silent }
        return inSecond ? .new : .none
    }
}

/// How often members buy by their own rhythm, and who fell silent by it.
package struct Rhythm: Sendable, Hashable {
    /// Members silent for longer than twice their median gap, of those with three purchase days or more:
    /// `Definition.churnByRhythm`.
    package let churn: Share
    /// Members whose rhythm is unknown: fewer than three purchase days.
    package let unknown: Int
    /// The median of all gaps, in days, `Definition.timeBetween`; none without gaps.
    package let medianGap: Int?
    /// Its range at 95 %, by ranks; none for fewer than six gaps.
    package let medianGapInterval: ClosedRange<Int>?
    /// How many gaps there are.
    package let gaps: Int

    /// - Parameters:
    ///   - days: Each member's days.
    ///   - end: The last day of which all purchases are known.
    ///   - factor: How many times her median gap a member may be silent.
    package init(_ days: MemberDays, until end: Day, factor: Int = 2) {
        var (churned, known, unknown) = (0, 0, 0)
        var all: [Int32: Int] = [:]
        for member in 0..<days.memberCount {
            let own = days[member]
            guard !own.isEmpty else { continue }
            for (earlier, later) in zip(own, own.dropFirst()) { all[later - earlier, default: 0] += 1 }
            guard let isSilent = Rhythm.isSilent(own, until: end, factor: factor) else {
                unknown += 1
                continue
            }
            known += 1
            if isSilent { churned += 1 }
        }
        churn = Share(churned, of: known)
        self.unknown = unknown
        let sorted = all.sorted { $0.key < $1.key }
        let total = sorted.reduce(0) { $0 + $1.value }
        gaps = total
        func atRank(_ rank: Double) -> Int {
            var below = 0
            let rank = min(max(1, Int(rank.rounded())), total)
            for (gap, count) in sorted {
                below += count
                if below >= rank { return Int(gap) }
            }
            fault("no gap of rank \(rank) of \(total)")
        }
        medianGap = total == 0 ? nil : atRank((Double(total) / 2).rounded(.up))
        let half = z95 * Double(total).squareRoot() / 2
        medianGapInterval =
            total < 6
            ? nil
            : atRank((Double(total) / 2 - half).rounded(.down))...atRank((Double(total) / 2 + half).rounded(.up) + 1)
    }

    /// Whether the member whose days these are, ascending, is silent for longer than her rhythm allows; none where it is
    /// unknown, for fewer than three days.
    static func isSilent(_ days: ArraySlice<Int32>, until end: Day, factor: Int = 2) -> Bool? {
        guard days.count >= 3, let last = days.last else { return nil }
        var gaps = zip(days, days.dropFirst()).map { $1 - $0 }
        gaps.sort()
        // Twice the median, so that a half is none.
        let twice = gaps[gaps.count / 2] + gaps[(gaps.count - 1) / 2]
        return 2 * Int(end.number - last) > factor * Int(twice)
    }
}

/// Who had not bought again, by days since the first purchase: `Definition.timeToSecond`.
///
/// Same days of several orders count once. Who has not bought again is watched up to `end`.
package func timeToSecond(_ history: PurchaseHistory, until end: Day) -> KaplanMeier {
    KaplanMeier(
        history.members.compactMap { member in
            guard member.isBuyer, member.firstDay <= end.number else { return nil }
            if member.boughtOnTwoDays, member.secondDay <= end.number {
                return KaplanMeier.Watch(time: member.daysToSecond, happened: true)
            }
            return KaplanMeier.Watch(time: Int(end.number) - Int(member.firstDay), happened: false)
        }
    )
}

/// How often members buy and for how much, in a window.
package struct Frequency: Sendable, Hashable {
    /// Orders a member who bought: `Definition.frequency`.
    package let orders: Moments
    /// Minor units an order: `Definition.orderValue`.
    package let orderValue: Moments

    package init(_ purchases: PurchaseColumns, from first: Day? = nil, through last: Day? = nil) {
        let window = (first?.number ?? .min)...(last?.number ?? .max)
        var counts = [Int32](repeating: 0, count: purchases.memberCount)
        var values = Moments()
        purchases.eachPurchase { member, day, amount in
            guard window.contains(day) else { return }
            counts[Int(member)] += 1
            values.add(Double(amount))
        }
        orders = Moments(counts.lazy.filter { $0 > 0 }.map { Double($0) })
        orderValue = values
    }
}
