import SetiaCore
import Testing

@testable import SetiaInsight

@Suite("Purchase history")
struct PurchaseHistoryTests {
    @Test("nobody bought: no rate, no months, no cohorts")
    func empty() {
        let nothing = PurchaseHistory()
        #expect(repeatPurchaseRate(nothing) == Share(0, of: 0))
        #expect(repeatWithin(days: 30, nothing) == Share(0, of: 0))
        #expect(monthly(nothing).isEmpty)
        #expect(cohorts(nothing).isEmpty)
        #expect(rfm(nothing).isEmpty)
    }

    @Test("two orders on one day are one visit, but two orders")
    func splitOrders() throws {
        let history = try bought((0, "2026-03-01"), (0, "2026-03-01"), (1, "2026-03-01"), (1, "2026-03-02"))
        #expect(repeatPurchaseRate(history, by: .days) == Share(1, of: 2))
        #expect(repeatPurchaseRate(history, by: .orders) == Share(2, of: 2))
    }

    @Test("a member number that never bought is no buyer")
    func gaps() throws {
        let history = try bought((5, "2026-03-01"))
        #expect(repeatPurchaseRate(history) == Share(0, of: 1))
        #expect(rfm(history).map(\.member) == [5])
    }

    @Test("the thirtieth day still counts, and who cannot be watched so long is left out")
    func within() throws {
        let history = try bought(
            (0, "2026-03-01"),
            (0, "2026-03-31"),
            (1, "2026-03-01"),
            (1, "2026-04-01"),
            (2, "2026-03-20"),
            (2, "2026-03-21")
        )
        #expect(repeatWithin(days: 30, history) == Share(2, of: 3))
        #expect(repeatWithin(days: 30, history, observedUntil: Day(iso: "2026-04-18")) == Share(1, of: 2))
        #expect(repeatWithin(days: 30, history, observedUntil: Day(iso: "2026-04-19")) == Share(2, of: 3))
        #expect(repeatWithin(days: 0, history) == Share(0, of: 3))
    }

    @Test("an empty month has a row; after it retention is unknown, and a return makes nobody new")
    func emptyMonth() throws {
        let rows = monthly(try bought((0, "2025-12-31"), (1, "2025-12-01"), (1, "2026-01-01"), (0, "2026-03-01")))
        #expect(rows.map(\.month.description) == ["2025-12", "2026-01", "2026-02", "2026-03"])
        #expect(rows.map(\.active) == [2, 1, 0, 1])
        #expect(rows.map(\.new) == [2, 0, 0, 0])
        #expect(rows.map(\.retention) == [Share(0, of: 0), Share(1, of: 2), Share(0, of: 1), Share(0, of: 0)])
        #expect(rows.map(\.churn) == [Share(0, of: 0), Share(1, of: 2), Share(1, of: 1), Share(0, of: 0)])
    }

    @Test("a cohort has a number for every month up to the last, and none after it")
    func cohortShape() throws {
        let triangle = cohorts(try bought((0, "2026-01-05"), (0, "2026-03-05"), (0, "2026-03-06"), (1, "2026-03-01")))
        #expect(triangle.map(\.active) == [[1, 0, 1], [0, 0], [1]])
        #expect(triangle[0].retention(atAge: 2) == Share(1, of: 1))
        #expect(triangle[0].retention(atAge: 3) == nil)
        #expect(triangle[1].retention(atAge: 0) == Share(0, of: 0))
    }

    @Test("with fewer than five buyers, each is a fifth from below")
    func fewFifths() throws {
        let scores = rfm(try bought((0, "2026-01-01"), (1, "2026-01-03"), (2, "2026-01-02")))
        #expect(scores.map(\.recency) == [1, 3, 2])
        #expect(scores.map(\.frequency) == [1, 2, 3])
    }

    @Test("reports agree with plain counting over twenty years, in any order", arguments: 0..<40 as Range<UInt64>)
    func agreesWithPlainCounting(seed: UInt64) throws {
        var random = SplitMix64(seed: seed)
        // Some histories are short, some reach well past the 64 months around the first purchase.
        let span = [40, 700, 4_000, 7_300][Int(seed % 4)]
        let purchases = (0..<150).map { _ in
            Purchase(
                member: .random(in: 0..<25, using: &random),
                day: Day(number: Int32.random(in: 0..<Int32(span), using: &random)),
                amount: .random(in: 0...9_999, using: &random)
            )
        }
        var history = PurchaseHistory()
        for purchase in purchases {
            history.append(member: purchase.member, day: purchase.day, amountMinorUnits: purchase.amount)
        }
        let plain = try PlainCounting(purchases)
        #expect(repeatPurchaseRate(history) == plain.repeatPurchaseRate)
        #expect(cohorts(history).map(\.active) == plain.cohorts)
        let rows = monthly(history)
        #expect(rows.map(\.active) == plain.months.map { plain.members(in: $0).count })
        #expect(rows.map(\.orders) == plain.months.map { plain.purchases(in: $0).count })
        #expect(
            rows.map(\.revenueMinorUnits) == plain.months.map { plain.purchases(in: $0).reduce(0) { $0 + $1.amount } }
        )
        #expect(rows.map(\.retention) == plain.months.map(plain.retention))
        #expect(rows.map(\.new).reduce(0, +) == repeatPurchaseRate(history).denominator)
    }

    @Test("thousands of members are counted by month as few are", arguments: 0..<4 as Range<UInt64>)
    func manyMembers(seed: UInt64) throws {
        var random = SplitMix64(seed: seed)
        let span = seed % 2 == 0 ? 1_200 : 4_000
        var history = PurchaseHistory()
        var months: [Int32: Set<Int32>] = [:]
        // In the order of their days the months of all are near each other.
        let days = (0..<9_000).map { _ in Int32.random(in: 0..<Int32(span), using: &random) }
        for number in seed % 2 == 0 ? days.sorted() : days {
            let (member, day) = (Int32.random(in: 0..<3_000, using: &random), Day(number: number))
            history.append(member: member, day: day, amountMinorUnits: 1)
            months[member, default: []].insert(CalendarMonth(of: day).number)
        }
        #expect((history.nearMonths != nil) == (span == 1_200))
        let all = months.values.flatMap { $0 }
        let (first, last) = (try #require(all.min()), try #require(all.max()))
        let firsts = months.compactMapValues { $0.min() }
        let triangle = (first...last).map { cohort in
            (cohort...last).map { month in
                months.count { firsts[$0.key] == cohort && $0.value.contains(month) }
            }
        }
        #expect(cohorts(history).map(\.active) == triangle)
        let rows = monthly(history)
        #expect(rows.map(\.active) == (first...last).map { month in months.values.count { $0.contains(month) } })
        #expect(rows.map(\.new) == (first...last).map { month in firsts.values.count { $0 == month } })
        let stayed = (first...last).map { month in
            months.values.count { $0.contains(month) && $0.contains(month - 1) }
        }
        #expect(rows.map(\.retention.numerator) == stayed)
    }

    private func bought(_ purchases: (member: Int32, day: String)...) throws -> PurchaseHistory {
        var history = PurchaseHistory()
        for purchase in purchases {
            history.append(member: purchase.member, day: try #require(Day(iso: purchase.day)), amountMinorUnits: 100)
        }
        return history
    }
}

@Suite("Calendar months")
struct CalendarMonthTests {
    @Test("a month knows its year", arguments: ["1000-01", "1969-12", "1970-01", "2026-12", "2027-01"])
    func ofDay(text: String) throws {
        let month = CalendarMonth(of: try #require(Day(iso: text + "-15")))
        #expect(month.description == text)
        #expect(CalendarMonth(number: month.number) == month)
        #expect(Day(year: month.year, month: month.month, day: 15)?.iso == text + "-15")
    }
}

private struct Purchase {
    let member: Int32
    let day: Day
    let amount: Int64

    var month: Int { day.year * 12 + day.month - 1 }
}

/// The same definitions, counted the slow way from the words.
private struct PlainCounting {
    let months: ClosedRange<Int>
    private let byMonth: [Int: [Purchase]]
    private let byMember: [Int32: [Purchase]]

    init(_ purchases: [Purchase]) throws {
        months = try #require(purchases.map(\.month).min())...#require(purchases.map(\.month).max())
        byMonth = Dictionary(grouping: purchases, by: \.month)
        byMember = Dictionary(grouping: purchases, by: \.member)
    }

    func purchases(in month: Int) -> [Purchase] { byMonth[month, default: []] }

    func members(in month: Int) -> Set<Int32> { Set(purchases(in: month).map(\.member)) }

    func retention(in month: Int) -> Share {
        let before = members(in: month - 1)
        return Share(before.intersection(members(in: month)).count, of: before.count)
    }

    var repeatPurchaseRate: Share {
        Share(byMember.values.count { Set($0.map(\.day)).count >= 2 }, of: byMember.count)
    }

    var cohorts: [[Int]] {
        months.map { joined in
            let cohort = byMember.filter { $0.value.map(\.month).min() == joined }
            return (joined...months.upperBound).map { month in
                cohort.values.count { $0.contains { $0.month == month } }
            }
        }
    }
}
