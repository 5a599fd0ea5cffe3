import Foundation
import SetiaInsight
import Testing

@Suite("Bought or real")
struct BoughtTests {
    @Test(
        "a known share is found again, on average within .05, and 90 of 100 intervals hold it",
        arguments: [(0.0, 0.0, 5.0), (0.5, 0.3, 5.0), (0.9, 0.5, 3.0)]
    )
    func knownShares(near: Double, after: Double, visits: Double) throws {
        var loyal = LoyalMembers()
        (loyal.near, loyal.after, loyal.visitsToReward) = (near, after, visits)
        let runs = 100
        var (off, held) = (0.0, 0)
        for seed in 0..<runs {
            var random = SplitMix64(seed: UInt64(seed))
            let world = loyal.world(&random)
            let found = try RewardShare(world.gaps)
            off += (found.share - world.share) / Double(runs)
            held += abs(found.share - world.share) <= 1.6449 * found.standardError ? 1 : 0
            #expect(abs(found.share - world.share) < 0.05, "seed \(seed)")
        }
        #expect(abs(off) < 0.01, "off by \(off)")
        #expect((85...97).contains(held), "\(held) of \(runs) held it")
    }

    @Test("what would not have been without rewards is what is missing in a world without them")
    func counterfactual() throws {
        var loyal = LoyalMembers()
        (loyal.near, loyal.after, loyal.members) = (0.9, 0.5, 400)
        var random = SplitMix64(seed: 7)
        let world = loyal.world(&random)
        (loyal.near, loyal.after) = (0, 0)
        var other = SplitMix64(seed: 7)
        let without = loyal.world(&other)
        let missing = 1 - Double(without.visits) / Double(world.visits)
        #expect(abs(try RewardShare(world.gaps).share - missing) < 0.05)
    }

    @Test("where visits gather around rewards only because who comes often redeems often, nothing is bought")
    func trap() throws {
        var loyal = LoyalMembers()
        loyal.isTrap = true
        var mean = 0.0
        for seed in 0..<20 {
            var random = SplitMix64(seed: UInt64(seed))
            let world = loyal.world(&random)
            // The spike is there: within a week of a reward they come half as often again, or more.
            let usual = Double(world.visits - world.visitsByRewards) / (world.allDays - world.daysByRewards)
            #expect(Double(world.visitsByRewards) / world.daysByRewards > 1.5 * usual)
            mean += try RewardShare(world.gaps).share / 20
        }
        #expect(abs(mean) < 0.02, "\(mean)")
        loyal.members = 400
        var random = SplitMix64(seed: 99)
        #expect(try RewardShare(loyal.world(&random).gaps).share < 0.05)
    }

    @Test("a member's own share says how she stood to rewards, and few times say nothing")
    func ofAMember() throws {
        var loyal = LoyalMembers()
        (loyal.near, loyal.after) = (0.9, 0.5)
        var random = SplitMix64(seed: 3)
        var gaps = loyal.world(&random).gaps
        gaps.add((0..<10).map { _ in .init(days: 7, isNear: false, isAfter: false) })
        gaps.add((0..<10).map { .init(days: 7, isNear: $0 % 2 == 0, isAfter: $0 % 2 == 1) })
        gaps.add([.init(days: 7, isNear: true, isAfter: false)])
        let found = try RewardShare(gaps)
        #expect(found.share(of: 100, gaps)?.value == 0)
        #expect(try #require(found.share(of: 101, gaps)).value > 0.3)
        #expect(found.share(of: 102, gaps) == nil)
        #expect(found.effects.map(\.standing) == [.near, .after])
        let speed = try #require(found.effects.first).speed
        #expect(speed.interval.lower > 1.5 && speed.interval.upper < 3.5)
    }

    @Test("what cannot be told is said")
    func silence() {
        #expect(throws: RewardShare.Silence.tooFew(members: 0, least: 30)) { try RewardShare(RewardGaps()) }
        var same = RewardGaps()
        for _ in 0..<50 { same.add((0..<9).map { _ in .init(days: 3, isNear: false, isAfter: false) }) }
        #expect(throws: RewardShare.Silence.noContrast) { try RewardShare(same) }
        var prices = UsualPrices()
        for points in 1...29 { prices.add(Int64(points)) }
        #expect(prices.prices == nil)
        for points in 30...90 { prices.add(Int64(points)) }
        #expect(prices.prices == nil && prices.rewards == 90)
        for _ in 0..<60 { prices.add(500) }
        for _ in 0..<40 { prices.add(200) }
        #expect(prices.prices == [200, 500])
    }

    @Test("how a visit stood to a reward is read from her points")
    func standing() {
        let visits = [
            VisitPoints(at: 0, balance: 40, earned: 40, redeemed: 0),
            VisitPoints(at: 5, balance: 80, earned: 40, redeemed: 0, isLapsing: true),
            VisitPoints(at: 9, balance: 20, earned: 40, redeemed: 100),
            VisitPoints(at: 9, balance: 60, earned: 40, redeemed: 0),
            VisitPoints(at: 12, balance: 100, earned: 40, redeemed: 0),
        ]
        #expect(
            rewardGaps(visits, prices: [100]) == [
                .init(days: 5, isNear: false, isAfter: false),
                .init(days: 4, isNear: true, isAfter: false, isLapsing: true),
                .init(days: 3, isNear: true, isAfter: false),
            ]
        )
        #expect(rewardGaps([], prices: []).isEmpty && rewardGaps([visits[0]], prices: [1]).isEmpty)
    }

    @Test("habit is what is at her own fixed time, not what the whole shop does", arguments: [0.0, 0.3, 0.7])
    func habit(share: Double) throws {
        var random = SplitMix64(seed: 11)
        // A shop that is full on Saturdays, and at noon.
        let (days, parts) = ([1, 1, 1, 1, 2, 5, 3], [0, 1, 3, 6, 3, 1])
        func drawn(_ weights: [Int]) -> Int {
            var left = Int.random(in: 0..<weights.reduce(0, +), using: &random)
            return weights.firstIndex { weight in
                left -= weight
                return left < 0
            } ?? 0
        }
        var counts = HabitShare.Counts()
        for _ in 0..<1_500 {
            let (ownDay, ownPart) = (drawn(days), drawn(parts))
            var (weekdays, dayParts) = ([Int](repeating: 0, count: 7), [Int](repeating: 0, count: 6))
            for _ in 0..<Int.random(in: 2...60, using: &random) {
                weekdays[Double.random(in: 0..<1, using: &random) < share ? ownDay : drawn(days)] += 1
                dayParts[Double.random(in: 0..<1, using: &random) < share / 2 ? ownPart : drawn(parts)] += 1
            }
            counts.add(weekdays: weekdays, dayParts: dayParts)
        }
        let found = try #require(HabitShare(counts))
        #expect(abs(found.share.value - share) < 0.05)
        if share > 0 { #expect(found.rhythm == .weekday && found.share.interval.lower < share + 0.02) }
        #expect(HabitShare(HabitShare.Counts()) == nil)
    }
}
