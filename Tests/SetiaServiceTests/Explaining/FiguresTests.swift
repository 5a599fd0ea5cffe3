import SetiaCore
import SetiaService
import Testing

@Suite("Figures in texts")
struct FiguresTests {
    private let cafe: CoffeeHouse

    init() throws {
        cafe = try CoffeeHouse()
    }

    @Test(
        "money is written as the reader's country writes it",
        arguments: [
            (123_450, "MYR", .en, "RM 1,234.50"), (123_450, "MYR", .ms, "RM1,234.50"),
            (123_450, "MYR", .id, "RM1.234,50"), (123_450, "MYR", .th, "RM 1,234.50"),
            (1_234_500, "IDR", .en, "Rp 1,234,500"), (1_234_500, "IDR", .ms, "Rp1,234,500"),
            (1_234_500, "IDR", .id, "Rp1.234.500"), (1_234_500, "IDR", .th, "Rp 1,234,500"),
            (5, "THB", .en, "฿0.05"), (5, "THB", .ms, "฿0.05"), (5, "THB", .id, "฿0,05"), (5, "THB", .th, "฿0.05"),
            (99_999, "SGD", .en, "SGD 999.99"), (100_000, "SGD", .id, "SGD 1.000,00"), (0, "MYR", .en, "RM 0.00"),
            (.max, "IDR", .id, "Rp9.223.372.036.854.775.807"),
        ] as [(Int64, String, Language, String)]
    )
    func writesMoney(minorUnits: Int64, currency: String, language: Language, text: String) throws {
        let order = try cafe.event(try cafe.order("A-1", minorUnits, currency), on: "2026-03-03")
        #expect(cafe.explained(cafe.told(order, []), in: language).headline.contains(" \(text) "))
    }

    @Test(
        "days have the names of their months",
        arguments: zip(
            [
                "2026-01-31", "2026-02-28", "2026-03-03", "2026-05-01", "2026-06-01", "2026-07-01", "2026-08-31",
                "2026-10-09", "2026-12-25",
            ],
            [
                ["31 January 2026", "31 Januari 2026", "31 Januari 2026", "31 มกราคม 2026"],
                ["28 February 2026", "28 Februari 2026", "28 Februari 2026", "28 กุมภาพันธ์ 2026"],
                ["3 March 2026", "3 Mac 2026", "3 Maret 2026", "3 มีนาคม 2026"],
                ["1 May 2026", "1 Mei 2026", "1 Mei 2026", "1 พฤษภาคม 2026"],
                ["1 June 2026", "1 Jun 2026", "1 Juni 2026", "1 มิถุนายน 2026"],
                ["1 July 2026", "1 Julai 2026", "1 Juli 2026", "1 กรกฎาคม 2026"],
                ["31 August 2026", "31 Ogos 2026", "31 Agustus 2026", "31 สิงหาคม 2026"],
                ["9 October 2026", "9 Oktober 2026", "9 Oktober 2026", "9 ตุลาคม 2026"],
                ["25 December 2026", "25 Disember 2026", "25 Desember 2026", "25 ธันวาคม 2026"],
            ]
        )
    )
    func writesDays(day: String, texts: [String]) throws {
        let change = cafe.told(try cafe.event(.memberChanged(MemberFacts()), on: day), [])
        for (language, text) in zip(Language.allCases, texts) {
            #expect(cafe.explained(change, in: language).headline.contains(" \(text)"))
        }
    }

    @Test("Thai years are those of the Buddhist era where the brand wants it")
    func countsThaiYearsFromTheBuddha() throws {
        let change = cafe.told(try cafe.event(.memberChanged(MemberFacts()), on: "2026-03-03"), [])
        #expect(cafe.explained(change, in: .th, years: .buddhist).headline.contains("3 มีนาคม 2569"))
        #expect(cafe.explained(change, in: .en, years: .buddhist).headline.contains("3 March 2026"))
    }

    @Test(
        "one point is a point, and only one is",
        arguments: [
            ("points", 1, "1 point"), ("points", 0, "0 points"), ("points", 2, "2 points"), ("points", 21, "21 points"),
            ("Setia points", 1, "1 Setia point"), ("Stars", 1, "1 Star"), ("miles", 1_000, "1,000 miles"),
            ("Kopi", 1, "1 Kopi"), ("tea leaves", 1, "1 tea leaf"), ("Bliss", 1, "1 Bliss"),
        ] as [(String, Int64, String)]
    )
    func countsInEnglish(name: String, points: Int64, text: String) throws {
        let programme = renamed(Words([Words.Text(language: "en", text: name)]))
        let gift = cafe.told(
            try cafe.event(try cafe.order(), on: "2026-03-03"),
            [.earnedFixed(rule: "gone", wallet: "points", points: Points(points))]
        )
        let steps = explain(gift, by: programme, shops: [], in: .en, zone: cafe.zone).steps
        #expect(steps.contains { $0.text == "Bonus · \(text)" })
    }

    @Test("points without a name in a language have the language's own word; a brand's name stays")
    func namesPoints() throws {
        let gift = cafe.told(
            try cafe.event(try cafe.order(), on: "2026-03-03"),
            [.earnedFixed(rule: "gone", wallet: "points", points: Points(5))]
        )
        func step(_ words: Words) -> [String] {
            explain(gift, by: renamed(words), shops: [], in: .th, zone: cafe.zone).steps.map(\.text)
        }
        #expect(step(Words([])).contains("โบนัส · 5 คะแนน"))
        #expect(step(Words([Words.Text(language: "en", text: "Points")])).contains("โบนัส · 5 คะแนน"))
        #expect(step(Words([Words.Text(language: "en", text: "Beans")])).contains("โบนัส · 5 Beans"))
    }

    private func renamed(_ name: Words) -> Programme {
        let programme = cafe.programme
        return Programme(
            name: programme.name,
            engine: programme.engine,
            languages: programme.languages,
            timeZone: programme.timeZone,
            currencies: programme.currencies,
            wallets: [Wallet(key: "points", name: name, activation: .immediate, expiry: .none, rates: [])],
            tierSets: programme.tierSets,
            rules: []
        )
    }
}
