import SetiaCore
import SetiaInsight
import Testing

/// The counts that every tool we compared gives for this file.
@Suite("CDNOW's sample", .enabled(if: CDNOWSample.isExpected, "data/cdnow/sample.csv is not there"))
struct CDNOWTests {
    private let history: PurchaseHistory

    init() throws {
        history = try folded(CDNOWSample.purchases())
    }

    @Test("1,139 of 2,357 customers bought on a second day")
    func repeatRate() throws {
        let share = repeatPurchaseRate(history)
        #expect(share == Share(1_139, of: 2_357))
        #expect(abs(try #require(share.value) - 0.483_241) < 0.000_000_5)
    }

    @Test("orders split on one day make more repeaters of the same customers")
    func repeatRateByOrders() {
        let byOrders = repeatPurchaseRate(history, by: .orders)
        #expect(byOrders.denominator == 2_357)
        #expect(byOrders.numerator > 1_139)
    }

    @Test(
        "who bought again within so many days",
        arguments: [(30, 410), (60, 601), (90, 687), (180, 887), (365, 1_074)]
    )
    func within(days: Int, repeaters: Int) {
        #expect(repeatWithin(days: days, history) == Share(repeaters, of: 2_357))
    }

    @Test("all first bought by 25 March 1997, so a year can be watched for all and two for none")
    func watched() throws {
        let end = try #require(Day(iso: "1998-06-30"))
        #expect(repeatWithin(days: 365, history, observedUntil: end) == Share(1_074, of: 2_357))
        #expect(repeatWithin(days: 730, history, observedUntil: end) == Share(0, of: 0))
    }

    @Test("the cohorts of the first three months")
    func triangle() {
        let triangle = cohorts(history)
        #expect(triangle.count == 18)
        #expect(triangle.first?.month.description == "1997-01")
        #expect(
            triangle.prefix(3).map(\.active) == [
                [781, 124, 95, 70, 65, 77, 65, 53, 52, 45, 62, 59, 45, 47, 63, 37, 37, 33],
                [857, 134, 110, 75, 77, 75, 61, 61, 74, 70, 59, 57, 59, 70, 56, 59, 60],
                [719, 87, 84, 78, 63, 64, 55, 57, 73, 65, 47, 51, 78, 32, 38, 45],
            ]
        )
        #expect(triangle.dropFirst(3).allSatisfy { $0.size == 0 })
    }

    @Test("6,919 orders of 244,091.94 dollars in 18 months")
    func months() {
        let rows = monthly(history)
        #expect(rows.count == 18)
        #expect(rows.map(\.orders).reduce(0, +) == 6_919)
        #expect(rows.map(\.revenueMinorUnits).reduce(0, +) == 24_409_194)
        #expect(rows.prefix(4).map(\.new) == [781, 857, 719, 0])
        #expect(rows.prefix(3).map(\.active) == [781, 857 + 124, 719 + 134 + 95])
        #expect(rows[1].retention == Share(124, of: 781))
        #expect(rows[1].churn == Share(657, of: 781))
    }

    /// What a customer bought on one day is one purchase here, as it was where these numbers were first counted.
    @Test("67 kinds of customers by fifths; 247 are best in all three, 171 are last in all three")
    func fifths() throws {
        var days: [CDNOWSample.Purchase] = []
        for purchase in try CDNOWSample.purchases() {
            let isSameDay = days.last.map { $0.member == purchase.member && $0.day == purchase.day } ?? false
            let before = isSameDay ? days.removeLast().cents : 0
            days.append(.init(member: purchase.member, day: purchase.day, cents: before + purchase.cents))
        }
        #expect(days.count == 6_696)
        let scores = rfm(folded(days))
        let kinds = scores.map { $0.recency * 100 + $0.frequency * 10 + $0.monetary }
        #expect(scores.count == 2_357)
        #expect(Set(kinds).count == 67)
        #expect(kinds.count { $0 == 555 } == 247)
        #expect(kinds.count { $0 == 111 } == 171)
    }

    @Test("the order in which purchases come changes nothing", arguments: 0..<5 as Range<UInt64>)
    func anyOrder(seed: UInt64) throws {
        var random = SplitMix64(seed: seed)
        let shuffled = folded(try CDNOWSample.purchases().shuffled(using: &random))
        #expect(repeatPurchaseRate(shuffled) == repeatPurchaseRate(history))
        #expect(monthly(shuffled) == monthly(history))
        #expect(cohorts(shuffled) == cohorts(history))
        #expect(rfm(shuffled) == rfm(history))
    }
}

private func folded(_ purchases: [CDNOWSample.Purchase]) -> PurchaseHistory {
    var history = PurchaseHistory()
    for purchase in purchases {
        history.append(member: purchase.member, day: purchase.day, amountMinorUnits: purchase.cents)
    }
    return history
}
