import SetiaCore
import Testing

@Suite("Birthdays and anniversaries")
struct CalendarTests {
    private func programme(_ leap: LeapBirthday) -> Programme {
        Programme(
            name: "kopi",
            engine: 1,
            languages: ["en"],
            timeZone: "Asia/Kuala_Lumpur",
            currencies: [],
            wallets: [],
            tierSets: [],
            rules: [],
            leapBirthday: leap
        )
    }

    private func day(_ iso: String) throws -> Day { try #require(Day(iso: iso)) }

    @Test(
        "E-19: a birthday of 29 February is kept on the day that the programme says, where a year has none",
        arguments: [
            ("2026-02-28", .february, ["28 Feb", "29 Feb"]), ("2026-03-01", .february, ["1 Mar"]),
            ("2026-02-28", .march, ["28 Feb"]), ("2026-03-01", .march, ["1 Mar", "29 Feb"]),
            ("2028-02-28", .february, ["28 Feb"]), ("2028-02-29", .february, ["29 Feb"]),
            ("2028-02-29", .march, ["29 Feb"]), ("2028-03-01", .march, ["1 Mar"]),
            ("2100-02-28", .february, ["28 Feb", "29 Feb"]),
        ] as [(String, LeapBirthday, [String])]
    )
    func leapDays(iso: String, leap: LeapBirthday, kept: [String]) throws {
        #expect(programme(leap).birthdays(on: try day(iso)).map(\.description) == kept)
    }

    @Test(
        "E-19: whichever the setting, every birthday is kept once a year",
        arguments: LeapBirthday.allCases,
        2023...2030
    )
    func onceAYear(leap: LeapBirthday, year: Int) throws {
        var kept: [YearDay] = []
        var day = try #require(Day(year: year, month: 1, day: 1))
        while day.year == year {
            kept += programme(leap).birthdays(on: day)
            day = day.adding(days: 1)
        }
        #expect(kept.count == 366)
        #expect(Set(kept).count == 366)
    }

    @Test(
        "E-20: whose anniversary a day is",
        arguments: [
            ("2026-03-14", "2023-06-01", ["2025-03-14 1", "2024-03-14 2"]),
            ("2026-03-14", "2024-03-14", ["2025-03-14 1", "2024-03-14 2"]),
            ("2026-03-14", "2024-03-15", ["2025-03-14 1"]), ("2026-03-14", "2026-03-14", []),
            ("2026-02-28", "2024-01-01", ["2025-02-28 1", "2024-02-28 2", "2024-02-29 2"]),
            ("2028-02-28", "2027-01-01", ["2027-02-28 1"]), ("2028-02-29", "2023-01-01", ["2024-02-29 4"]),
        ] as [(String, String, [String])]
    )
    func whoseAnniversary(on: String, first: String, expected: [String]) throws {
        let found = anniversaries(on: try day(on), since: try day(first)).map { "\($0.joined.iso) \($0.years)" }
        #expect(found == expected)
    }

    @Test("E-20: every day of joining has one anniversary each year")
    func everyJoining() throws {
        let first = try day("2023-12-30")
        var seen: [Int32: [Int]] = [:]
        var today = try day("2024-01-01")
        while today.year < 2030 {
            for (joined, years) in anniversaries(on: today, since: first) {
                seen[joined.number, default: []].append(years)
            }
            today = today.adding(days: 1)
        }
        // Those who joined in 2024 have theirs in each of the five years that follow.
        var joined = try day("2024-01-01")
        while joined.year == 2024 {
            #expect(seen[joined.number] == [1, 2, 3, 4, 5], "\(joined.iso)")
            joined = joined.adding(days: 1)
        }
    }

    @Test("E-19: a gift of the calendar keeps no points alive, since she did nothing")
    func keepsNothingAlive() throws {
        let birthday = Rule(id: "gift", on: .birthday, effect: .earnFixed(wallet: "points", points: Points(10)))
        var life = try Life(
            Kopi.climbing(
                wallet: Kopi.wallet(
                    activation: .immediate,
                    expiry: .inactivity(Period(12, .month), by: [.earn, .spend])
                ),
                rules: [Kopi.base, birthday]
            )
        )
        try life.pays(10_000, at: Kopi.at("2026-01-10T10:00"))
        let end = life.state.account("points")?.lots.first?.expiresAt
        let gift = Event.Matter.happened(Occurrence(type: .birthday, facts: []))
        try life.happen(gift, Kopi.at("2026-06-01T00:00"))
        #expect(life.state.account("points")?.lots.map(\.left) == [Points(100), Points(10)])
        #expect(life.state.account("points")?.lots.first?.expiresAt == end)
    }

    @Test("E-20: an anniversary can give for each year, and count for a level")
    func givesForEachYear() throws {
        let rule = Rule(
            id: "years",
            on: .anniversary,
            effect: .earnFixed(wallet: "points", points: Points(50), per: .number("years"))
        )
        let ladder = Kopi.ladder(.events(.anniversary), .lifetime, [("new", 0), ("old", 1)])
        var life = try Life(Kopi.climbing(ladder, rules: [rule]))
        let facts = [Occurrence.Fact(name: "years", value: .number(3))]
        let decision = try life.happen(
            .happened(Occurrence(type: .anniversary, facts: facts)),
            Kopi.at("2028-12-31T00:00")
        )
        #expect(decision.points(in: "points") == Points(150))
        #expect(life.state.standing(in: "status")?.level == "old")
    }

    @Test(
        "a birth date has a year or none, and is a day that there was",
        arguments: [
            ("1990-03-14", "1990-03-14"), ("--03-14", "--03-14"), ("2000-02-29", "2000-02-29"), ("--02-29", "--02-29"),
            ("1900-02-29", nil), ("1899-12-31", nil), ("1990-13-01", nil), ("1990-3-14", nil), ("90-03-14", nil),
            ("--3-14", nil), ("-1990-3-1", nil), ("1990/03/14", nil), ("", nil), ("1990-03-14 ", nil),
            ("+990-03-14", nil), ("--0a-14", nil),
        ] as [(String, String?)]
    )
    func birthDates(text: String, read: String?) {
        #expect(BirthDate(text: text)?.text == read)
    }
}
