import SetiaCore
import Testing

@testable import SetiaInsight

@Suite("The outlook on customers")
struct OutlookTests {
    /// Customers who buy at rates of their own and leave unseen, over 78 weeks.
    private func shop(_ seed: UInt64, customers: Int32 = 400) -> (columns: PurchaseColumns, end: Day) {
        var random = SplitMix64(seed: seed)
        var columns = PurchaseColumns()
        let start = 20_000 as Int32
        for member in 0..<customers {
            var day = start + Int32.random(in: 0..<200, using: &random)
            let pace = Int32.random(in: 5...60, using: &random)
            let price = Int64.random(in: 500...4_000, using: &random)
            let leaves = Double.random(in: 0.02...0.4, using: &random)
            repeat {
                columns.append(
                    member: member,
                    day: Day(number: day),
                    amountMinorUnits: Int64.random(in: price / 2...price * 2, using: &random)
                )
                if Double.random(in: 0..<1, using: &random) < leaves { break }
                day += Int32.random(in: 1...2 * pace, using: &random)
            } while day <= start + 545
        }
        return (columns, Day(number: start + 545))
    }

    @Test("sums are those of its customers, and everybody stands in one band", arguments: 1...4 as ClosedRange<UInt64>)
    func addsUp(seed: UInt64) throws {
        let (columns, end) = shop(seed)
        let outlook = try Outlook(columns, through: end, decimals: 2)
        let base = CustomerBase(WatchedCustomers(columns, through: end).summaries)
        let active = zip(base.kinds, base.counts).reduce(0.0) {
            $0 + Double($1.1) * outlook.fit.model.probabilityActive($1.0)
        }
        #expect(outlook.customers == 400)
        #expect(outlook.bands.active + outlook.bands.atRisk + outlook.bands.gone == 400)
        #expect(isClose(outlook.active.value, active, relative: 1e-12))
        #expect(outlook.active.interval.lower < active && outlook.active.interval.upper > active)
        #expect(outlook.purchases.value > 0)
        let worth = try #require(outlook.worth)
        // What a visit comes to lies between the least and the most that anybody pays.
        let visit = worth.value / outlook.purchases.value
        #expect(visit > 500 && visit < 8_000, "\(visit)")
        #expect(worth.interval.upper - worth.interval.lower > 0)
        #expect(outlook.check != nil)
    }

    @Test("those at risk came on three days or more, are neither safe nor gone, and the greatest loss comes first")
    func atRisk() throws {
        let (columns, end) = shop(5)
        let outlook = try Outlook(columns, through: end, decimals: 2, atRisk: 20)
        #expect(!outlook.atRisk.isEmpty && outlook.atRisk.count <= 20)
        let days = MemberDays(columns)
        for row in outlook.atRisk {
            #expect(row.days == days[Int(row.member)].count && row.days >= 3)
            #expect(row.lastDay.number == days[Int(row.member)].last)
            #expect((Outlook.goes..<Outlook.stays).contains(row.forecast.active.value))
            // Later purchases are worth less today, and the range holds the value.
            #expect(row.forecast.discounted.value < row.forecast.purchases.value)
            #expect((row.value == nil) == (outlook.worth == nil))
            if let value = row.value {
                #expect(value.interval.lower < value.value && value.value < value.interval.upper && value.value > 0)
            }
        }
        let losses = outlook.atRisk.map(\.atStake)
        #expect(losses == losses.sorted(by: >))
        #expect(try Outlook(columns, through: end, decimals: 2, atRisk: 5).atRisk == Array(outlook.atRisk.prefix(5)))
    }

    @Test("the order of purchases changes nothing")
    func order() throws {
        let (columns, end) = shop(6)
        var rows: [(Int32, Int32, Int64)] = []
        columns.eachPurchase { rows.append(($0, $1, $2)) }
        var other = PurchaseColumns()
        for (member, day, amount) in rows.reversed() {
            other.append(member: member, day: Day(number: day), amountMinorUnits: amount)
        }
        let (one, two) = (
            try Outlook(columns, through: end, decimals: 2), try Outlook(other, through: end, decimals: 2)
        )
        #expect(one.active == two.active && one.worth == two.worth && one.atRisk == two.atRisk)
    }

    @Test("where there is nothing to say, nothing is said")
    func silence() {
        let (few, end) = shop(7, customers: 12)
        #expect(throws: FitFailure.tooFew(customers: 12, least: 30)) { try Outlook(few, through: end, decimals: 2) }
        var once = PurchaseColumns()
        for member in 0..<40 as Range<Int32> { once.append(member: member, day: end, amountMinorUnits: 100) }
        #expect(throws: FitFailure.nobodyRepeats(customers: 40)) { try Outlook(once, through: end, decimals: 2) }
    }
}
