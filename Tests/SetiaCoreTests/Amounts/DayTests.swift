import SetiaCore
import Testing

@Suite("Days")
struct DayTests {
    @Test("the days of 400 years follow one another as in the calendar")
    func everyDayOf400Years() throws {
        var (year, month, day) = (1800, 1, 1)
        let start = try #require(Day(year: 1800, month: 1, day: 1))
        let end = try #require(Day(year: 2200, month: 1, day: 1))
        #expect(end.number - start.number == 146_097)
        // 1800-01-01 was a Wednesday.
        var weekday = 3
        for number in start.number..<end.number {
            let today = Day(number: number)
            guard today.date == (year, month, day), today.weekday == weekday,
                Day(year: year, month: month, day: day) == today, Day(iso: today.iso) == today
            else {
                Issue.record("\(number) is \(today.iso), weekday \(today.weekday); not \(year)-\(month)-\(day)")
                return
            }
            weekday = weekday % 7 + 1
            let leap = year.isMultiple(of: 4) && (!year.isMultiple(of: 100) || year.isMultiple(of: 400))
            let lengths = [31, leap ? 29 : 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31]
            day += 1
            if day > lengths[month - 1] { (month, day) = (month + 1, 1) }
            if month > 12 { (year, month) = (year + 1, 1) }
        }
        #expect((year, month, day) == (2200, 1, 1))
    }

    @Test(
        "known days",
        arguments: [
            ("1970-01-01", 0, 4), ("1969-12-31", -1, 3), ("2000-02-29", 11_016, 2), ("2026-11-22", 20_779, 7),
            ("0001-01-01", -719_162, 1), ("9999-12-31", 2_932_896, 5), ("1600-12-31", -134_775, 7),
        ] as [(String, Int32, Int)]
    )
    func knownDays(iso: String, number: Int32, weekday: Int) throws {
        let day = Day(number: number)
        #expect(day.iso == iso)
        #expect(day.weekday == weekday)
        #expect(Day(iso: iso) == day)
        #expect(Day(year: day.year, month: day.month, day: day.day) == day)
    }

    @Test(
        "a date that is not there, or not written in ten characters, is no day",
        arguments: [
            "2026-02-29", "2100-02-29", "2026-13-01", "2026-00-10", "2026-01-00", "2026-04-31", "0000-01-01",
            "2026-1-01", "2026-01-1", "26-01-01", "2026/01/01", "2026-01-01 ", " 2026-01-01", "20260101", "",
            "+2026-01-1", "2026-01-0x", "-026-01-01", "2026-01-\u{0661}",
        ]
    )
    func noDay(iso: String) {
        #expect(Day(iso: iso) == nil)
    }

    @Test(
        "a month or a year later is the same day of the month, or the month's last",
        arguments: [
            ("2026-01-31", "1 month", "2026-02-28"), ("2024-01-31", "1 month", "2024-02-29"),
            ("2026-01-25", "1 month", "2026-02-25"), ("2026-03-31", "1 month", "2026-04-30"),
            ("2024-02-29", "1 year", "2025-02-28"), ("2024-02-29", "4 years", "2028-02-29"),
            ("2026-08-31", "6 months", "2027-02-28"), ("2026-12-31", "2 months", "2027-02-28"),
            ("2026-12-15", "1 month", "2027-01-15"), ("2026-03-01", "12 months", "2027-03-01"),
            ("2024-02-01", "15 days", "2024-02-16"), ("2026-12-31", "1 day", "2027-01-01"),
            ("2026-05-05", "0 days", "2026-05-05"), ("2026-05-31", "0 months", "2026-05-31"),
        ]
    )
    func later(start: String, period: String, end: String) throws {
        #expect(try #require(Day(iso: start)).adding(#require(Period(text: period))).iso == end)
    }

    @Test(
        "units of the calendar begin on a first and end on a last",
        arguments: [
            ("2026-02-14", .month, "2026-02-01", "2026-02-28"),
            ("2024-02-29", .month, "2024-02-01", "2024-02-29"),
            ("2026-02-14", .quarter, "2026-01-01", "2026-03-31"),
            ("2026-06-30", .quarter, "2026-04-01", "2026-06-30"),
            ("2026-06-30", .halfYear, "2026-01-01", "2026-06-30"),
            ("2026-07-01", .halfYear, "2026-07-01", "2026-12-31"),
            ("2026-07-01", .year, "2026-01-01", "2026-12-31"),
            ("2026-12-31", .month, "2026-12-01", "2026-12-31"),
        ] as [(String, CalendarUnit, String, String)]
    )
    func units(iso: String, unit: CalendarUnit, start: String, end: String) throws {
        let day = try #require(Day(iso: iso))
        #expect(day.startOf(unit).iso == start)
        #expect(day.endOf(unit).iso == end)
    }

    @Test("a unit ends the day before the next begins", arguments: 0..<100 as Range<UInt64>)
    func unitLaws(seed: UInt64) {
        var random = SplitMix64(seed: seed)
        let day = Day(number: .random(in: -700_000...2_900_000, using: &random))
        for unit in CalendarUnit.allCases {
            let (start, end) = (day.startOf(unit), day.endOf(unit))
            #expect(start <= day && day <= end)
            #expect(start.day == 1 && end.adding(days: 1).day == 1)
            #expect(end.adding(days: 1) == start.adding(Period(unit.months, .month)))
            #expect(start.startOf(unit) == start && end.startOf(unit) == start)
        }
    }

    @Test("a later start never ends earlier, and a year is twelve months", arguments: 0..<200 as Range<UInt64>)
    func addingLaws(seed: UInt64) {
        var random = SplitMix64(seed: seed)
        let day = Day(number: .random(in: -700_000...2_900_000, using: &random))
        let count = Int.random(in: 0...500, using: &random)
        for unit in Period.Unit.allCases {
            #expect(day.adding(Period(count, unit)) <= day.adding(days: 1).adding(Period(count, unit)))
            #expect(day.adding(Period(count, unit)) < day.adding(Period(count + 1, unit)))
        }
        #expect(day.adding(Period(count, .year)) == day.adding(Period(12 * count, .month)))
        #expect(day.adding(days: count).adding(days: -count) == day)
    }
}

@Suite("Periods")
struct PeriodTests {
    @Test(
        "a period is read as people write it",
        arguments: [
            ("14 days", 14, .day), ("1 day", 1, .day), ("12 months", 12, .month), ("1 year", 1, .year),
            ("2 years", 2, .year), ("0 days", 0, .day), ("1000000 days", 1_000_000, .day),
        ] as [(String, Int, Period.Unit)]
    )
    func reads(text: String, count: Int, unit: Period.Unit) {
        #expect(Period(text: text) == Period(count, unit))
        #expect(Period(count, unit).description == text)
    }

    @Test("one too many or too few s does not matter", arguments: ["1 months", "12 month"])
    func readsPlurals(text: String) throws {
        #expect(try #require(Period(text: text)).unit == .month)
    }

    @Test(
        "anything else is no period",
        arguments: [
            "", "14", "days", "14days", "14  days", " 14 days", "14 days ", "-1 day", "+1 day", "1.5 days",
            "014 days", "14 Days", "2 weeks", "1000001 days", "99999999999999999999 days", "1 dayss", "1 s",
            "one day",
        ]
    )
    func refuses(text: String) {
        #expect(Period(text: text) == nil)
    }
}
