import SetiaCore
import SetiaInsight
import Testing

@Suite("Kaplan and Meier")
struct KaplanMeierTests {
    /// Weeks in remission with and without maintenance: `aml` of R, from Miller 1981.
    private static let maintained = watches([
        (9, true), (13, true), (13, false), (18, true), (23, true), (28, false),
        (31, true), (34, true), (45, false), (48, true), (161, false),
    ])
    private static let other = watches([
        (5, true), (5, true), (8, true), (8, true), (12, true), (16, false), (23, true),
        (27, true), (30, true), (33, true), (43, true), (45, true),
    ])

    @Test("the maintained group of aml, as R prints it")
    func aml() throws {
        let curve = KaplanMeier(Self.maintained)
        #expect(curve.steps.map(\.time) == [9, 13, 18, 23, 31, 34, 48])
        let printed = [0.9091, 0.8182, 0.7159, 0.6136, 0.4909, 0.3682, 0.1841]
        #expect(zip(curve.steps, printed).allSatisfy { abs($0.survival - $1) < 5e-5 })
        #expect(curve.median == 31)
        #expect(KaplanMeier(Self.other).median == 23)
        #expect(abs(curve.steps[0].standardError - 0.0867) < 5e-5)
        #expect(curve.survival(at: 8).value == 1)
        #expect(curve.survival(at: 200).value == curve.steps[6].survival)
    }

    @Test("the log-rank test of aml gives 3.396, as R's survdiff does")
    func logRankOfAML() throws {
        let test = try #require(logRank(Self.maintained, Self.other))
        #expect(abs(test.chiSquare - 3.396) < 5e-4, "\(test)")
        #expect(abs(test.p - 0.0653) < 5e-4)
        #expect(logRank([], Self.other) == nil)
    }

    @Test(
        "CDNOW's time to the second purchase",
        .enabled(if: CDNOWSample.isExpected, "data/cdnow/sample.csv is not there"),
        arguments: [(30, 0.8261), (60, 0.7450), (90, 0.7085), (180, 0.6237), (365, 0.5443), (540, 0.5104)]
    )
    func secondPurchase(days: Int, survival: Double) throws {
        var history = PurchaseHistory()
        for purchase in try CDNOWSample.purchases() {
            history.append(member: purchase.member, day: purchase.day, amountMinorUnits: purchase.cents)
        }
        let curve = timeToSecond(history, until: try #require(Day(iso: "1998-06-30")))
        #expect(curve.count == 2_357)
        let found = curve.survival(at: days)
        #expect(abs(found.value - survival) < 5e-5, "\(found)")
        #expect((0.00775...0.0110).contains(found.standardError))
    }

    @Test("nobody watched, and all out of sight before anything happened")
    func edges() {
        #expect(KaplanMeier([]).steps.isEmpty)
        let censored = KaplanMeier(Self.watches([(3, false), (4, false)]))
        #expect(censored.steps.isEmpty && censored.median == nil)
        #expect(censored.survival(at: 9).value == 1)
    }

    private static func watches(_ pairs: [(Int, Bool)]) -> [KaplanMeier.Watch] {
        pairs.map { KaplanMeier.Watch(time: $0.0, happened: $0.1) }
    }
}
