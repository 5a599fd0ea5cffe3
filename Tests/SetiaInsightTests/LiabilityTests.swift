import SetiaCore
import Testing

@testable import SetiaInsight

@Suite("Points as a contract liability")
struct LiabilityTests {
    /// IFRS 15, Illustrative Examples, Example 52 (IE267-IE270).
    @Test("IFRS 15 Example 52: 91,324 and 8,676; then 4,110, and 3,493 after the estimate rose")
    func example52() {
        let shares = PointAllocation(price: 100_000, goodsValue: 100_000, pointsValue: 9_500)
        #expect(shares.goods == 91_324)
        #expect(shares.points == 8_676)
        var liability = ContractLiability(deferred: shares.points)
        let first = liability.close(redeemedBefore: 0, redeemed: 4_500, expected: 9_500)
        #expect(first == ContractLiability.Close(revenue: 4_110, catchUp: 0))
        #expect(liability.outstanding == 4_566)
        let second = liability.close(redeemedBefore: 4_500, redeemed: 8_500, expected: 9_700)
        #expect(second.revenue == 3_493)
        // 4,500 / 9,700 x 8,676 = 4,025 where 4,110 had been revenue.
        #expect(second.catchUp == -85)
        #expect(liability.outstanding == 1_073)
    }

    @Test("KPMG's like case with 97 % expected: 91,000 and 9,000 to the thousand")
    func kpmg() {
        let shares = PointAllocation(price: 100_000, goodsValue: 100_000, pointsValue: 9_700)
        #expect(shares.goods == 91_158 && shares.points == 8_842)
    }

    @Test("nothing is lost: goods and points are the price, and closes add up to what was put aside", arguments: 0..<50)
    func addsUp(seed: UInt64) {
        var random = SplitMix64(seed: seed)
        let price = Int64.random(in: 0...1_000_000_000_000, using: &random)
        let shares = PointAllocation(
            price: price,
            goodsValue: .random(in: 0...price, using: &random),
            pointsValue: .random(in: 0...price, using: &random)
        )
        #expect(shares.goods + shares.points == price)
        #expect(shares.goods >= 0 && shares.points >= 0)
        var liability = ContractLiability(deferred: shares.points)
        var (redeemed, revenue) = (Int64(0), Int64(0))
        for _ in 0..<12 {
            let before = redeemed
            redeemed += .random(in: 0...1_000, using: &random)
            revenue +=
                liability.close(
                    redeemedBefore: before,
                    redeemed: redeemed,
                    expected: redeemed + .random(in: 1...9_000, using: &random)
                ).revenue
            #expect(revenue == liability.recognised)
            #expect((0...shares.points).contains(liability.outstanding))
        }
        revenue += liability.close(redeemedBefore: redeemed, redeemed: redeemed, expected: redeemed).revenue
        #expect(revenue == shares.points)
    }

    @Test("no points are worth anything: all is revenue at once; none expected any more: the rest is")
    func edges() {
        #expect(
            PointAllocation(price: 100, goodsValue: 100, pointsValue: 0)
                == .init(price: 100, goodsValue: 0, pointsValue: 0)
        )
        var liability = ContractLiability(deferred: 500)
        #expect(liability.close(redeemedBefore: 0, redeemed: 0, expected: 0).revenue == 500)
    }
}

@Suite("The book of points")
struct PointBookTests {
    private let january = CalendarMonth(number: 24_312)

    private func month(_ offset: Int32) -> CalendarMonth { CalendarMonth(number: january.number + offset) }

    @Test("what was issued, redeemed and lapsed leaves what is outstanding, by issue and by expiry")
    func outstanding() throws {
        var book = PointBook()
        book.add(.issue, Points(100), issuedIn: january, lapsingIn: month(12), in: january)
        book.add(.issue, Points(50), issuedIn: january, lapsingIn: nil, in: january)
        book.add(.issue, Points(30), issuedIn: month(1), lapsingIn: month(13), in: month(1))
        book.add(.redeem, Points(40), issuedIn: january, lapsingIn: month(12), in: month(2))
        book.add(.redeem, Points(-5), issuedIn: january, lapsingIn: month(12), in: month(3))
        book.add(.expire, Points(65), issuedIn: january, lapsingIn: month(12), in: month(12))
        book.add(.cancel, Points(10), issuedIn: month(1), lapsingIn: month(13), in: month(2))
        #expect(book.outstanding(of: january, through: month(12)) == Points(50))
        #expect(book.issued(in: month(1)) == Points(20))
        #expect(book.redeemed(of: january, through: month(2)) == Points(40))
        #expect(book.redeemed(of: january, through: month(3)) == Points(35))
        #expect(book.lapsed(of: january, through: month(12)) == Points(65))
        let byExpiry = book.outstandingByExpiry
        #expect(byExpiry.map(\.expiry) == [month(13), nil])
        #expect(byExpiry.map(\.points) == [Points(20), Points(50)])
        let triangle = try #require(book.triangle(through: month(3)))
        #expect(triangle.rows == [[0, 0, 40, 35], [0, 0, 0], [0, 0], [0]])
    }

    /// Every month issues 1,000 points of which 300 go in the first month after, 200 in the second, 100 in the third.
    private func steady(months: Int32) -> PointBook {
        var book = PointBook()
        for issue in 0..<months {
            book.add(.issue, Points(1_000), issuedIn: month(issue), lapsingIn: nil, in: month(issue))
            for (age, points) in [(Int32(1), Int64(300)), (2, 200), (3, 100)] where issue + age < months {
                book.add(.redeem, Points(points), issuedIn: month(issue), lapsingIn: nil, in: month(issue + age))
            }
        }
        return book
    }

    @Test("a steady programme redeems 60 % in the end, the newest month too, of which nothing was redeemed yet")
    func forecast() throws {
        let forecast = try RedemptionForecast(steady(months: 12), through: month(11))
        #expect(forecast.rows.map(\.ultimate) == Array(repeating: Points(600), count: 12))
        #expect(forecast.rows.map(\.isTooYoung) == Array(repeating: false, count: 11) + [true])
        #expect(abs(forecast.rate - 0.6) < 1e-12)
        #expect(forecast.rateInterval.lower <= 0.6 && forecast.rateInterval.upper >= 0.6 - 1e-12)
    }

    @Test("never more is expected than there is: what lapsed cannot be redeemed")
    func cut() throws {
        var book = steady(months: 12)
        book.add(.expire, Points(690), issuedIn: month(10), lapsingIn: nil, in: month(11))
        let forecast = try RedemptionForecast(book, through: month(11))
        #expect(forecast.rows[10].isCut)
        #expect(forecast.rows[10].ultimate == Points(310))
    }

    @Test(
        "month by month, what was put aside less what became revenue is what is owed, to the unit",
        arguments: [nil, 0.6, 0.95]
    )
    func schedule(rate: Double?) throws {
        let book = steady(months: 14)
        let value = PointValue(wallet: Key("points"), minorUnits: .one, currency: try Currency("MYR"), decimals: 2)
        let sales = Dictionary(uniqueKeysWithValues: (0..<14).map { (month($0), Int64(100_003 + $0)) })
        let schedule = LiabilitySchedule(book, sales: sales, value: value, rate: rate, through: month(13))
        #expect(schedule.months.count == 14)
        var opening = Int64(0)
        for row in schedule.months {
            #expect(row.goods + row.deferred == row.sales)
            #expect(row.opening == opening)
            #expect(row.closing == row.opening + row.deferred - row.released)
            opening = row.closing
        }
        #expect(schedule.cohorts.reduce(0) { $0 + $1.liability } == opening)
        // What all of 60 % redeemed is released in full by the fourth month where 60 % was expected.
        if rate == 0.6 { #expect(schedule.cohorts.prefix(11).allSatisfy { $0.liability == 0 }) }
        if rate == nil { #expect(schedule.months.contains { $0.catchUp != 0 }) }
        if rate == 0.95 { #expect(schedule.months.allSatisfy { $0.catchUp == 0 }) }
    }

    @Test("three months are too few to say anything")
    func tooFew() {
        #expect(throws: ChainLadder.Silence.tooFewRows(3)) {
            try RedemptionForecast(steady(months: 3), through: month(2))
        }
        #expect(throws: ChainLadder.Silence.tooFewRows(0)) { try RedemptionForecast(PointBook(), through: january) }
    }
}
