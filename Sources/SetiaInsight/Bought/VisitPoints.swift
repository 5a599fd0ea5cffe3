/// A visit, and how the member's points stood at its end.
package struct VisitPoints: Sendable, Hashable {
    /// In days since any moment that is the same for all of a member's.
    package let at: Double
    /// What her account held at the end of the day.
    package let balance: Int64
    /// What she earned on the day.
    package let earned: Int64
    /// What she spent on rewards on the day.
    package let redeemed: Int64
    /// Whether points of hers lapse within 30 days.
    package let isLapsing: Bool

    package init(at: Double, balance: Int64, earned: Int64, redeemed: Int64, isLapsing: Bool = false) {
        (self.at, self.balance, self.earned, self.redeemed) = (at, balance, earned, redeemed)
        self.isLapsing = isLapsing
    }
}

/// The times between a member's visits, each with how it stood to a reward.
///
/// - Parameters:
///   - visits: In the order of time, one a day.
///   - prices: What rewards usually cost, rising.
/// - Returns: One time fewer than visits; none of no length.
package func rewardGaps(_ visits: [VisitPoints], prices: [Int64]) -> [RewardGaps.Gap] {
    guard visits.count > 1 else { return [] }
    let usual = visits.reduce(0) { $0 + $1.earned } / Int64(visits.count)
    return zip(visits, visits.dropFirst()).compactMap { visit, next in
        guard next.at > visit.at else { return nil }
        let price = prices.first { $0 > visit.balance }
        return RewardGaps.Gap(
            days: next.at - visit.at,
            isNear: usual > 0 && price.map { visit.balance + usual >= $0 } ?? false,
            isAfter: visit.redeemed > 0,
            isLapsing: visit.isLapsing
        )
    }
}

/// What members usually spend on a reward: only where there is a usual price can somebody be told to be near one.
package struct UsualPrices: Sendable {
    /// The part of all rewards that a price must have to be usual, and that all usual ones must have together.
    package static let leastShare = 0.1
    package static let leastTogether = 0.5
    /// The fewest rewards.
    package static let leastRewards = 30

    private var times: [Int64: Int] = [:]
    /// How many rewards were had.
    package private(set) var rewards = 0

    package init() {}

    /// Adds a reward of so many points, above 0.
    package mutating func add(_ points: Int64) {
        rewards += 1
        times[points, default: 0] += 1
    }

    /// The usual prices, rising; none where too few rewards were had, or their prices lie anywhere.
    package var prices: [Int64]? {
        guard rewards >= UsualPrices.leastRewards else { return nil }
        let usual = times.keys.sorted().filter { Double(times[$0] ?? 0) >= UsualPrices.leastShare * Double(rewards) }
        let together = usual.reduce(0) { $0 + (times[$1] ?? 0) }
        return Double(together) >= UsualPrices.leastTogether * Double(rewards) ? usual : nil
    }
}
