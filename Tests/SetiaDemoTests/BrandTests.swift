import SetiaCore
import SetiaWire
import Testing

@testable import SetiaDemo

@Suite("The demo brand")
struct BrandTests {
    private func brand(until: String = "2026-11-24T04:00:00Z", members: Int = 60) throws -> DemoBrand {
        try DemoBrand(seed: 1, until: try #require(Instant(rfc3339: until)), members: members)
    }

    @Test("has three versions of its programme, each of which the real reader takes, at rising moments")
    func hasProgrammes() throws {
        let brand = try brand()
        for programme in brand.programmes {
            #expect(parseProgramme(programme.document).problems == [])
        }
        let moments = brand.programmes.map(\.validFrom)
        #expect(moments.count == 3)
        #expect(zip(moments, moments.dropFirst()).allSatisfy { $0 < $1 })
        #expect(moments[0] == DemoBrand.zone.start(of: brand.firstDay))
    }

    @Test("has forty stores in three countries, with their time zones and currencies, under ids of their own")
    func hasStores() {
        let shops = DemoBrand.shops
        #expect(shops.count == 40)
        #expect(Set(shops.map(\.id)).count == 40)
        #expect(Set(shops.map(\.country)) == ["MY", "ID", "TH"])
        #expect(Set(shops.map(\.currency.code)) == ["MYR", "IDR", "THB"])
        #expect(shops.first { $0.id.text == "dps-sanur" }?.timeZone == "Asia/Makassar")
    }

    @Test("has a menu of sixty, each named in four languages and priced in whole coins of three countries")
    func hasMenu() {
        #expect(Menu.items.count == 60)
        #expect(Set(Menu.items.map(\.sku)).count == 60)
        for item in Menu.items {
            #expect(item.names.texts.map(\.language) == ["en", "ms", "id", "th"])
            #expect(item.names.texts.allSatisfy { !$0.text.isEmpty })
            for (country, coin) in zip(Country.allCases, [10, 1_000, 500] as [Int64]) {
                let prices = (0...2).map { item.price(in: country, rises: $0) }
                #expect(prices.allSatisfy { $0 > 0 && $0 % coin == 0 })
                #expect(prices[0] <= prices[1] && prices[1] <= prices[2] && prices[0] < prices[2])
            }
        }
    }

    @Test(
        "is told from three years before its end, whatever the day",
        arguments: ["2024-02-29", "2026-03-01", "2028-12-31"]
    )
    func isThreeYearsLong(day: String) throws {
        let brand = try brand(until: "\(day)T04:00:00Z")
        #expect((1_095...1_097).contains(Int(brand.lastDay.number - brand.firstDay.number)))
        #expect(brand.badMonth > brand.firstDay && brand.badMonth < brand.lastDay)
        #expect(!Feasts.isRamadan(brand.badMonth.adding(days: 14)))
    }

    @Test("is not made for too few or too many, nor for years whose feasts nobody told it")
    func refuses() throws {
        #expect(throws: DemoRefusal.members(19)) { try brand(members: 19) }
        #expect(throws: DemoRefusal.members(100_001)) { try brand(members: 100_001) }
        #expect(throws: DemoRefusal.self) { try brand(until: "2022-01-01T00:00:00Z") }
        #expect(throws: DemoRefusal.self) { try brand(until: "2030-01-01T00:00:00Z") }
    }

    @Test("no two cards are the same, and each has its check digit")
    func numbersCards() {
        #expect(Set((0..<2_000).map(Person.card)).count == 2_000)
        #expect(Person.card(0) == "KS10000008")
    }

    @Test("feasts are on their days: Ramadan and Hari Raya of 2024 to 2027, Songkran, the Chinese year")
    func knowsFeasts() throws {
        func day(_ text: String) throws -> Day { try #require(Day(iso: text)) }
        for (first, raya) in [
            ("2024-03-12", "2024-04-10"), ("2025-03-02", "2025-03-31"), ("2026-02-19", "2026-03-21"),
            ("2027-02-08", "2027-03-10"),
        ] {
            #expect(Feasts.isRamadan(try day(first)))
            #expect(!Feasts.isRamadan(try day(raya)))
            #expect(Feasts.isRamadan(try day(raya).adding(days: -1)))
            #expect(Feasts.daysFromRaya(try day(raya)) == 0)
        }
        #expect(Feasts.isSongkran((2026, 4, 14)))
        #expect(Feasts.daysFromChineseNewYear(try day("2026-02-15")) == -2)
    }
}
