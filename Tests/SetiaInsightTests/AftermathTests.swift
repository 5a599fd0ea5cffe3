import SetiaCore
import SetiaInsight
import Testing

@Suite("What came after")
struct AftermathTests {
    private let start = Day(number: 20_000)

    /// What came after moments of members who bought on these days, watched for 400 days.
    private func aftermath(_ moments: [(Int32, Int32, Aftermath.Group)], bought: [(Int32, [Int32])]) -> Aftermath {
        var columns = PurchaseColumns()
        for (member, days) in bought {
            for day in days {
                columns.append(member: member, day: Day(number: 20_000 + day), amountMinorUnits: 1_000)
            }
        }
        return Aftermath(
            moments.map { Aftermath.Moment(member: $0, day: Day(number: 20_000 + $1), group: $2) },
            MemberDays(columns),
            until: Day(number: 20_400)
        )
    }

    @Test("Q-12: whoever buys in the 90 days after a moment came back; on the day itself and later she did not")
    func ninetyDays() {
        let bought: [(Int32, [Int32])] = [(0, [10, 100]), (1, [10, 101]), (2, [10]), (3, [1, 11]), (4, [11])]
        // The fifth had not bought by then: that she did since is no coming back.
        let found = aftermath((0..<5).map { ($0, 10, .satisfied) }, bought: bought)
        #expect(found.cameBack(.satisfied) == Share(2, of: 4))
        #expect(found.satisfiedLeavers == Share(2, of: 4))
        #expect(found.cameBack(.unhappy) == Share(0, of: 0) && found.unhappyStayers == Share(0, of: 0))
    }

    @Test("Q-12: a member counts once in each kind, by her first moment, and only where it could be watched")
    func once() {
        let found = aftermath(
            [
                (0, 30, .satisfied), (0, 20, .unhappy), (0, 20, .answeredLate), (1, 310, .satisfied),
                (1, 311, .answeredInTime), (7, 20, .satisfied),
            ],
            bought: [(0, [1, 25]), (1, [1, 320])]
        )
        #expect(found.unhappyStayers == Share(1, of: 1))
        #expect(found.cameBack(.answeredLate) == Share(1, of: 1))
        #expect(found.cameBack(.satisfied) == Share(1, of: 1))
        #expect(found.cameBack(.answeredInTime) == Share(0, of: 0))
    }

    @Test("Q-12: beside those who complained stand those who never did and had bought before the same day")
    func neverComplained() {
        let found = aftermath(
            [(0, 100, .recovered), (1, 90, .unrecovered), (2, 390, .recovered), (6, 100, .recovered)],
            bought: [
                (0, [50, 150]), (1, [5]), (2, [80, 130]), (3, [80, 130]), (4, [80]), (5, [0, 130]), (6, [1, 120]),
            ]
        )
        #expect(found.cameBack(.recovered) == Share(1, of: 1) && found.cameBack(.unrecovered) == Share(0, of: 1))
        // Member 2 complained, though that could not be watched; members 5 and 6 had not bought for 90 days.
        #expect(found.cameBack(.neverComplained) == Share(1, of: 2))
    }

    @Test("Q-12: where answers say nothing of what follows, about one difference in twenty is called one")
    func noise() {
        var random = SplitMix64(seed: 12)
        var called = 0
        for _ in 0..<200 {
            let bought = (0..<200 as Range<Int32>).map { member in
                (member, Bool.random(using: &random) ? [1, 50] : [1] as [Int32])
            }
            let found = aftermath(
                (0..<200).map { ($0, 10, $0 < 100 ? .satisfied : .unhappy) },
                bought: bought
            )
            let difference = ShareDifference(from: found.cameBack(.unhappy), to: found.cameBack(.satisfied))
            if difference?.direction != .withinNoise { called += 1 }
        }
        #expect((1...20).contains(called))
    }
}
