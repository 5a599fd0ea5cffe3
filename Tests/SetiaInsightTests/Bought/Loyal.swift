import Foundation
import SetiaInsight

/// Members of whom is known how much of their coming back is bought, and how much is habit.
struct LoyalMembers {
    /// How much faster they come one visit before a reward, and after one: logarithms.
    var near = 0.0
    var after = 0.0
    /// The price of a reward is about so many visits' points.
    var visitsToReward = 5.0
    /// The trap: nothing hangs on rewards, but who comes often for a while also redeems then.
    var isTrap = false
    var members = 100
    var days = 730.0

    /// A world: what the ledger sees of it, and what is true of it.
    struct World {
        var gaps = RewardGaps()
        /// All visits, and those within two weeks of a reward, beside the time that these two weeks make up.
        var visits = 0
        var visitsByRewards = 0
        var daysByRewards = 0.0
        var allDays = 0.0
        /// What the visits seen would have taken without the rewards' pull, by the true speeds.
        var real = 0.0
        var without = 0.0

        /// The share of the visits seen that rewards brought.
        var share: Double { 1 - real / without }
    }

    /// Draws a world.
    func world(_ random: inout SplitMix64) -> World {
        var world = World()
        for _ in 0..<members { add(to: &world, &random) }
        return world
    }

    private func add(to world: inout World, _ random: inout SplitMix64) {
        let rate = (exponential(&random) + exponential(&random)) / 20 + 1.0 / 60
        let points = Double.random(in: 100 / (visitsToReward + 0.5)...100 / (visitsToReward - 1), using: &random)
            .rounded()
        var (now, balance, pace, paceUntil, isAfter) = (0.0, 0.0, 1.0, 0.0, false)
        var (visits, rewards, times) = ([VisitPoints](), [Double](), [Double]())
        while true {
            let isNear = balance < 100 && balance + points >= 100
            if isTrap, now >= paceUntil {
                pace = Bool.random(using: &random) ? 0.4 : 2.5
                paceUntil = now + 60 * exponential(&random)
            }
            let pull = (isNear ? near : 0) + (isAfter ? after : 0)
            let gap = max(1e-4, exponential(&random) / (rate * pace * exp(pull)))
            now += gap
            guard now <= days else { break }
            if !visits.isEmpty {
                world.real += gap
                world.without += gap * exp(pull)
            }
            let earned = points
            balance += earned
            isAfter = false
            let wants = isTrap ? (pace > 1 ? 0.9 : 0.3) : 0.8
            if balance >= 100, Double.random(in: 0..<1, using: &random) < wants {
                balance -= 100
                isAfter = true
                rewards.append(now)
            }
            times.append(now)
            visits.append(
                VisitPoints(
                    at: now,
                    balance: Int64(balance.rounded()),
                    earned: Int64(earned.rounded()),
                    redeemed: isAfter ? 100 : 0
                )
            )
        }
        world.gaps.add(rewardGaps(visits, prices: [100]))
        world.visits += times.count
        world.allDays += days
        // Time within a week of any reward, and the visits in it.
        var (covered, last) = (0.0, -1.0)
        for reward in rewards {
            let from = max(0, reward - 7, last)
            let to = min(days, reward + 7)
            covered += max(0, to - from)
            last = max(last, to)
        }
        world.daysByRewards += covered
        world.visitsByRewards += times.count { time in rewards.contains { abs($0 - time) <= 7 } }
    }

    private func exponential(_ random: inout SplitMix64) -> Double {
        -log(Double.random(in: 1e-12..<1, using: &random))
    }
}
