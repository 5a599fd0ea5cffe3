import SetiaCore
import SetiaInsight
import Testing

@Suite("Economics of customers")
struct EconomicsTests {
    private func day(_ text: String) throws -> Day { try #require(Day(iso: text)) }

    private func purchases(_ rows: [(member: Int32, day: String, amount: Int64)]) throws -> PurchaseColumns {
        var columns = PurchaseColumns()
        for row in rows { columns.append(member: row.member, day: try day(row.day), amountMinorUnits: row.amount) }
        return columns
    }

    @Test("a customer is new in the month of her first purchase, however often she comes in it, and returning after it")
    func months() throws {
        let months = RevenueMonths(
            try purchases([
                (0, "2026-01-03", 100), (0, "2026-01-30", 50), (0, "2026-02-01", 10), (1, "2026-02-14", 300),
                (1, "2026-04-02", 7), (2, "2026-04-03", 900), (0, "2026-05-01", 1),
            ]),
            until: try day("2026-05-10")
        )
        #expect(months.rows.map(\.month.description) == ["2026-01", "2026-02", "2026-03", "2026-04", "2026-05"])
        #expect(months.rows.map(\.new) == [150, 300, 0, 900, 0])
        #expect(months.rows.map(\.returning) == [0, 10, 0, 7, 1])
        #expect(months.rows.map(\.newCustomers) == [1, 1, 0, 1, 0])
        #expect(months.rows.map(\.returningCustomers) == [0, 1, 0, 1, 1])
        #expect(months.finished.count == 4)
        // Four months are over; customers 0 and 1 came back in one of them.
        #expect((months.year.months, months.year.new, months.year.kept) == (4, 3, 2))
        #expect(months.steadiness(of: .total) == nil, "fewer than six months that are over")
    }

    @Test("what is new and what is returning add up to all that was paid", arguments: 0..<20 as Range<UInt64>)
    func addsUp(seed: UInt64) throws {
        var random = SplitMix64(seed: seed)
        let start = try day("2024-01-01")
        var columns = PurchaseColumns()
        for _ in 0..<400 {
            columns.append(
                member: Int32.random(in: 0..<40, using: &random),
                day: start.adding(days: Int.random(in: 0..<700, using: &random)),
                amountMinorUnits: Int64.random(in: 0...9_999, using: &random)
            )
        }
        let months = RevenueMonths(columns, until: start.adding(days: 699))
        #expect(months.rows.reduce(0) { $0 + $1.total } == columns.sum)
        #expect(months.rows.reduce(0) { $0 + $1.newCustomers } == repeatPurchaseRate(columns.history()).denominator)
        #expect(months.year.months == 12)
        #expect(months.year.kept <= 40)
    }

    @Test("months alike are steady, and the first month and the one that runs are left out")
    func steady() throws {
        var rows: [(member: Int32, day: String, amount: Int64)] = [(0, "2026-01-01", 9_999)]
        for month in 2...8 { rows.append((0, "2026-0\(month)-10", 100)) }
        rows.append((0, "2026-09-01", 5))
        let months = RevenueMonths(try purchases(rows), until: try day("2026-09-02"))
        let steady = try #require(months.steadiness(of: .returning))
        #expect(steady.months == 7 && steady.estimate.value == 0 && steady.estimate.interval.upper == 0)
        #expect(months.steadiness(of: .new) == nil, "nothing was paid by new ones")
        rows[3].amount = 300
        let uneven = try #require(
            RevenueMonths(try purchases(rows), until: try day("2026-09-02")).steadiness(of: .returning)
        )
        // One of seven is three times the others: mean 900/7, standard deviation 200/√7.
        #expect(abs(uneven.estimate.value - 200 / 7.0.squareRoot() / (900.0 / 7)) < 1e-12)
        #expect(uneven.estimate.interval.lower < uneven.estimate.value)
    }

    @Test("nobody and nothing give no months and no numbers")
    func nothing() throws {
        let months = RevenueMonths(PurchaseColumns(), until: try day("2026-05-10"))
        #expect(months.rows.isEmpty && months.year.months == 0 && months.steadiness(of: .total) == nil)
        #expect(ClusteredShare().value == nil && ClusteredShare().interval == nil)
    }

    @Test("a share over members is no surer for one member's many orders")
    func clustered() throws {
        var (many, apart) = (ClusteredShare(), ClusteredShare())
        for place in 0..<40 {
            many.add(place < 20 ? 50 : 0, of: 50)
            for _ in 0..<50 { apart.add(place < 20 ? 1 : 0, of: 1) }
        }
        #expect(many.value == 0.5 && apart.value == 0.5)
        let (wide, narrow) = (try #require(many.interval), try #require(apart.interval))
        #expect(wide.upper - wide.lower > 6 * (narrow.upper - narrow.lower))
        // The interval of forty members, half of whom always and half never: 0.5 ± 1.96 · √(0.25 / 39).
        #expect(abs(wide.upper - (0.5 + 1.959963984540054 * (0.25 / 39).squareRoot())) < 1e-9)
        var other = ClusteredShare()
        for _ in 0..<40 { other.add(1, of: 10) }
        let difference = try #require(many.difference(to: other))
        #expect(abs(difference.value - 0.4) < 1e-12 && difference.interval.lower > 0)
        var few = ClusteredShare()
        few.add(1, of: 2)
        few.add(2, of: 2)
        #expect(few.isSmall && many.difference(to: few) == nil && few.interval == nil)
        // Where all are alike nothing is known of their spread.
        #expect(other.value == 0.1 && other.interval == nil && other.difference(to: other) == nil)
    }
}
