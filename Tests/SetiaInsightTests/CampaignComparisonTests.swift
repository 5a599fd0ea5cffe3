import SetiaInsight
import Testing

@Suite("What a campaign brought")
struct CampaignComparisonTests {
    /// Members who buy with this chance, and spend about as they did before; the effect is added to those who have part.
    private func members(_ count: Int, heldOut: Double, effect: Double, seed: UInt64) -> [CampaignComparison.Member] {
        var random = SplitMix64(seed: seed)
        return (0..<count).map { _ in
            let isHeldOut = Double.random(in: 0..<1, using: &random) < heldOut
            var member = CampaignComparison.Member(isHeldOut: isHeldOut)
            member.before = Double.random(in: 0..<10_000, using: &random)
            member.orders = Double(Int.random(in: 0...4, using: &random))
            member.spend = member.before + Double.random(in: 0..<2_000, using: &random) + (isHeldOut ? 0 : effect)
            return member
        }
    }

    @Test(
        "C-10: an effect that is there is found, and its size lies in the interval",
        arguments: 0..<5 as Range<UInt64>
    )
    func found(seed: UInt64) throws {
        let comparison = CampaignComparison(members(20_000, heldOut: 0.05, effect: 500, seed: seed), share: 0.05)
        let spend = try #require(comparison.rows.first { $0.outcome == .spend })
        #expect(spend.answer == .more)
        let interval = try #require(spend.interval)
        #expect(interval.lower < 500 && 500 < interval.upper)
        // What was spent before takes off most of the noise.
        #expect((spend.saved ?? 0) > 0.9)
        #expect(comparison.rows.first { $0.outcome == .orders }?.answer == .withinNoise)
    }

    @Test("C-10: where nothing is, at most one of twenty comparisons says otherwise")
    func nothing() {
        let wrong = (0..<40 as Range<UInt64>).count { seed in
            let comparison = CampaignComparison(members(4_000, heldOut: 0.2, effect: 0, seed: seed), share: 0.2)
            return comparison.rows.contains { $0.answer == .more || $0.answer == .less }
        }
        #expect(wrong <= 3)
    }

    @Test("C-10: below thirty members a side there is no difference and no interval", arguments: [0, 1, 29, 30])
    func few(held: Int) {
        var members = members(400, heldOut: 0, effect: 0, seed: 3)
        for place in 0..<held {
            var member = CampaignComparison.Member(isHeldOut: true)
            member.spend = Double(place)
            members.append(member)
        }
        let comparison = CampaignComparison(members, share: 0)
        #expect(comparison.heldOut == held)
        #expect(comparison.rows.isEmpty == (held == 0))
        for row in comparison.rows {
            #expect((row.answer == .tooFew) == (held < 30))
            if held < 30 { #expect(row.difference == nil && row.interval == nil) }
        }
    }

    @Test("C-10: a split that is not as planned is refused, and nothing is compared")
    func broken() {
        let members = members(5_000, heldOut: 0.1, effect: 500, seed: 1)
        #expect(CampaignComparison(members, share: 0.05).isSplitBroken)
        #expect(CampaignComparison(members, share: 0.05).rows.isEmpty)
        #expect(!CampaignComparison(members, share: 0.1).isSplitBroken)
    }

    @Test("C-10: where nobody differs from anybody nothing is judged")
    func flat() {
        let members = (0..<200).map { CampaignComparison.Member(isHeldOut: $0 % 2 == 0) }
        #expect(CampaignComparison(members, share: 0.5).rows.map(\.answer) == [.noSpread, .noSpread, .noSpread])
    }

    @Test("C-13: profit is margin less rewards, and what was brought is the difference for each who had part")
    func profit() throws {
        var members = members(20_000, heldOut: 0.1, effect: 500, seed: 7)
        for place in members.indices {
            members[place].margin = members[place].spend * 0.6
            members[place].rewards = members[place].isHeldOut ? 0 : 200
        }
        let comparison = CampaignComparison(members, share: 0.1, outcomes: CampaignComparison.Outcome.allCases)
        #expect(comparison.rows.map(\.outcome) == [.bought, .orders, .spend, .margin, .rewards, .profit])
        let rows = Dictionary(uniqueKeysWithValues: comparison.rows.map { ($0.outcome, $0) })
        let profit = try #require(rows[.profit])
        // 60 % of 500 more, less 200.
        let interval = try #require(profit.interval)
        #expect(interval.lower < 100 && 100 < interval.upper && profit.answer == .more)
        let (margin, rewards) = (try #require(rows[.margin]), try #require(rows[.rewards]))
        #expect(abs(profit.treated - (margin.treated - rewards.treated)) < 1e-6)
        #expect(abs(profit.gross - profit.treated * Double(comparison.treated)) < 1e-6)
        let brought = try #require(profit.incremental)
        #expect(abs(brought.value - (profit.difference ?? 0) * Double(comparison.treated)) < 1e-6)
        #expect(brought.interval.lower > 0 && brought.interval.lower < brought.value)
        #expect((rewards.answer, rewards.heldOut) == (.more, 0))
    }

    @Test("C-13: what costs more than it brings is said to, however much is bought")
    func bribe() throws {
        var members = members(20_000, heldOut: 0.1, effect: 500, seed: 8)
        for place in members.indices {
            members[place].margin = members[place].spend * 0.6
            members[place].rewards = members[place].isHeldOut ? 0 : 900
        }
        let comparison = CampaignComparison(members, share: 0.1, outcomes: CampaignComparison.Outcome.allCases)
        #expect(comparison.rows.first { $0.outcome == .spend }?.answer == .more)
        #expect(comparison.rows.first { $0.outcome == .profit }?.answer == .less)
    }

    @Test("C-10: nobody at all is said to be nobody")
    func nobody() {
        let comparison = CampaignComparison([CampaignComparison.Member](), share: 0.05)
        #expect(comparison.treated == 0 && comparison.heldOut == 0 && comparison.rows.isEmpty)
        #expect(!comparison.isSplitBroken)
    }
}
