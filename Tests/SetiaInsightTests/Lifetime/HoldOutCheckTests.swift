import SetiaCore
import Testing

@testable import SetiaInsight

/// CDNOW's second 39 weeks, which the models did not see (Fader, Hardie & Lee 2005, figures and table 2).
@Suite("A hold-out", .enabled(if: CDNOWSample.isExpected, "data/cdnow/sample.csv is not there"))
struct HoldOutCheckTests {
    private let cdnow: CDNOWCustomers
    private let bg: HoldOutCheck
    private let pareto: HoldOutCheck

    init() throws {
        cdnow = try CDNOWCustomers()
        bg = try #require(HoldOutCheck(try fit(.bgNBD, to: cdnow.base), cdnow.customers, cdnow.base))
        pareto = try #require(HoldOutCheck(try fit(.paretoNBD, to: cdnow.base), cdnow.customers, cdnow.base))
    }

    @Test("both expect 12 % too few of the 1,882 purchases, and say so")
    func totals() {
        #expect(bg.actual == 1_882)
        #expect(abs(bg.expected - 1653.41) < 0.01, "\(bg.expected)")
        #expect(abs(pareto.expected - 1665.51) < 0.01, "\(pareto.expected)")
        #expect(abs(bg.meanAbsoluteError - 0.78545) < 1e-5, "\(bg.meanAbsoluteError)")
        #expect(abs(pareto.meanAbsoluteError - 0.75452) < 1e-5, "\(pareto.meanAbsoluteError)")
        #expect(bg.isOff && !bg.isBeatenByOwnRate)
        #expect(bg.verdict.first?.contains("does not fit") == true && bg.verdict.first?.contains("12.1 %") == true)
    }

    @Test("by how often they had come back")
    func byRepeats() {
        #expect(bg.byRepeats.map(\.customers) == [1411, 439, 214, 100, 62, 38, 29, 64])
        let actual = [0.2367, 0.6970, 1.3925, 1.5600, 2.5323, 2.9474, 3.8621, 6.3594]
        let byBG = [0.2251, 0.5231, 1.0441, 1.5203, 2.1639, 2.6538, 3.5040, 6.1572]
        let byPareto = [0.1384, 0.5995, 1.1958, 1.7138, 2.3983, 2.9072, 3.8186, 6.4031]
        for place in actual.indices {
            #expect(abs(bg.byRepeats[place].actual - actual[place]) < 6e-5)
            #expect(abs(bg.byRepeats[place].expected - byBG[place]) < 6e-5)
            #expect(abs(pareto.byRepeats[place].expected - byPareto[place]) < 6e-5)
        }
    }

    @Test("by week, and the weeks added up")
    func tracking() {
        #expect(bg.tracking.count == 78)
        #expect(bg.tracking[19...24].map(\.actual) == [73, 55, 70, 33, 56, 99])
        let byBG = [76.865, 74.889, 73.046, 71.322, 69.704, 68.182]
        let byPareto = [78.312, 76.422, 74.651, 72.985, 71.416, 69.935]
        for place in 0..<6 {
            #expect(abs(bg.tracking[19 + place].expected - byBG[place]) < 1e-3)
            #expect(abs(pareto.tracking[19 + place].expected - byPareto[place]) < 1e-3)
        }
        let weeks = [13, 26, 39, 52, 65, 78]
        #expect(weeks.map { bg.tracking[$0 - 1].cumulativeActual } == [828, 1746, 2457, 3183, 3844, 4339])
        // Printed is what was bought up to and with the day on which the next week begins.
        let first = cdnow.customers.firstDays.min() ?? 0
        let printed = weeks.map { week in
            cdnow.customers.repeatDays.filter { $0.key - first <= 7 * week }.values.reduce(0, +)
        }
        #expect(printed == [839, 1753, 2462, 3188, 3848, 4339])
        for (week, expected) in zip(weeks, [722.53, 1736.35, 2501.53, 3134.10, 3680.65, 4165.66]) {
            #expect(abs(bg.tracking[week - 1].cumulativeExpected - expected) < 0.01)
        }
        for (week, expected) in zip(weeks, [712.39, 1742.85, 2532.78, 3191.14, 3763.86, 4275.39]) {
            #expect(abs(pareto.tracking[week - 1].cumulativeExpected - expected) < 0.01)
        }
        #expect(bg.tracking.first { $0.isHeldOut }?.number == 40)
    }

    @Test("nothing held out is no hold-out")
    func none() throws {
        let fitted = try fit(.bgNBD, to: cdnow.base)
        var purchases = PurchaseColumns()
        purchases.append(member: 0, day: try #require(Day(iso: "1997-01-01")), amountMinorUnits: 1)
        let watched = WatchedCustomers(purchases, through: try #require(Day(iso: "1997-02-01")))
        #expect(HoldOutCheck(fitted, watched, CustomerBase(watched.summaries)) == nil)
    }
}
