import SetiaCare
import SetiaCore
import Testing

func stretches(_ pairs: (Int, Int)...) -> [DayMinutes] {
    pairs.compactMap { DayMinutes(start: $0.0, end: $0.1) }
}

@Suite("Business hours")
struct CalendarTests {
    /// With a pause at noon from Monday to Friday, and half of Christmas Eve; Christmas Day is a holiday.
    static let office = BusinessCalendar(
        id: "kl",
        hours: WeekHours(
            weekdays: stretches((540, 780), (840, 1_080)),
            specialDays: [
                WeekHours.SpecialDay(Day(iso: "2026-12-25") ?? Day(number: 0)),
                WeekHours.SpecialDay(Day(iso: "2026-12-24") ?? Day(number: 0), stretches((540, 720))),
            ]
        )
    )

    @Test(
        "K-20: business time is what lies within the hours, pauses, weekends and holidays left out",
        arguments: [
            // Friday 27 November 2026.
            ("2026-11-27T12:50:00+08:00", "2026-11-27T14:10:00+08:00", 20),
            ("2026-11-27T09:00:00+08:00", "2026-11-27T18:00:00+08:00", 480),
            ("2026-11-27T17:00:00+08:00", "2026-11-30T09:30:00+08:00", 90),
            ("2026-11-28T00:00:00+08:00", "2026-11-30T00:00:00+08:00", 0),
            ("2026-12-23T17:00:00+08:00", "2026-12-28T10:00:00+08:00", 60 + 180 + 60),
            ("2026-11-27T13:00:00+08:00", "2026-11-27T14:00:00+08:00", 0),
            ("2026-11-27T14:00:00+08:00", "2026-11-27T13:00:00+08:00", 0),
            ("2026-11-27T10:00:00+08:00", "2026-11-27T10:00:00+08:00", 0),
        ]
    )
    func businessTime(start: String, end: String, minutes: Int64) {
        #expect(Self.office.businessTime(from: at(start), to: at(end), in: kualaLumpur) == minutes * 60_000)
    }

    @Test(
        "K-20: so much business time is over at the first moment at which it is full",
        arguments: [
            (15, "2026-11-27T12:50:00+08:00", "2026-11-27T14:05:00+08:00"),
            (10, "2026-11-27T12:50:00+08:00", "2026-11-27T13:00:00+08:00"),
            (0, "2026-11-28T03:00:00+08:00", "2026-11-28T03:00:00+08:00"),
            (1, "2026-11-28T03:00:00+08:00", "2026-11-30T09:01:00+08:00"),
            (480, "2026-11-27T09:00:00+08:00", "2026-11-27T18:00:00+08:00"),
            (481, "2026-11-27T09:00:00+08:00", "2026-11-30T09:01:00+08:00"),
            (240, "2026-12-24T10:00:00+08:00", "2026-12-28T11:00:00+08:00"),
            (5_000, "2026-11-27T09:00:00+08:00", "2026-12-11T12:20:00+08:00"),
        ] as [(Int64, String, String)]
    )
    func momentAfter(minutes: Int64, start: String, end: String) {
        #expect(Self.office.moment(after: minutes * 60_000, from: at(start), in: kualaLumpur) == at(end))
    }

    @Test("K-20: what never comes is said not to")
    func never() {
        let closed = BusinessCalendar(id: "never", hours: WeekHours(everyDay: []))
        #expect(closed.hours.isNever)
        #expect(closed.moment(after: 1, from: at("2026-11-27T00:00:00Z"), in: kualaLumpur) == nil)
        let once = BusinessCalendar(
            id: "once",
            hours: WeekHours(everyDay: [], specialDays: [WeekHours.SpecialDay(Day(number: 20_800), [.day])])
        )
        let start = kualaLumpur.start(of: Day(number: 20_790))
        #expect(
            once.moment(after: 86_400_000, from: start, in: kualaLumpur) == kualaLumpur.start(of: Day(number: 20_801))
        )
        #expect(once.moment(after: 86_400_001, from: start, in: kualaLumpur) == nil)
    }

    @Test(
        "K-20: an hour that is skipped is not counted, and one that comes twice is counted twice",
        arguments: [
            // 29 March 2026 has 23 hours in Berlin, 25 October 25.
            (0, 1_440, "2026-03-29", 23 * 60), (0, 1_440, "2026-10-25", 25 * 60), (0, 1_440, "2026-10-26", 24 * 60),
            (120, 180, "2026-03-29", 0), (90, 240, "2026-03-29", 90), (150, 210, "2026-03-29", 30),
            (120, 180, "2026-10-25", 120), (150, 180, "2026-10-25", 90), (60, 150, "2026-10-25", 90),
            (180, 240, "2026-10-25", 60),
        ] as [(Int, Int, String, Int64)]
    )
    func changingClocks(start: Int, end: Int, day: String, minutes: Int64) throws {
        let day = try #require(Day(iso: day))
        let calendar = BusinessCalendar(id: "b", hours: WeekHours(everyDay: stretches((start, end))))
        let from = berlin.start(of: day)
        let to = berlin.start(of: day.adding(days: 1))
        #expect(calendar.businessTime(from: from, to: to, in: berlin) == minutes * 60_000)
    }

    @Test(
        "K-20: after so much business time so much has passed, and a moment earlier less",
        arguments: 0..<60 as Range<UInt64>
    )
    func agree(seed: UInt64) throws {
        var random = SplitMix64(seed: seed)
        let pairs = (0..<Int.random(in: 1...4, using: &random)).map { _ in
            let start = Int.random(in: 0..<1_400, using: &random)
            return (start, Int.random(in: start + 1...1_440, using: &random))
        }
        let week = (1...7).map { _ in
            Bool.random(using: &random) ? pairs.compactMap { DayMinutes(start: $0.0, end: $0.1) } : []
        }
        let hours = WeekHours(days: week)
        guard !hours.isNever else { return }
        let calendar = BusinessCalendar(id: "x", hours: hours)
        let start = Instant(milliseconds: Int64.random(in: 1_767_225_600_000...1_798_761_600_000, using: &random))
        let wanted = Int64.random(in: 1...400_000_000, using: &random)
        let end = try #require(calendar.moment(after: wanted, from: start, in: berlin))
        #expect(calendar.businessTime(from: start, to: end, in: berlin) == wanted)
        #expect(calendar.businessTime(from: start, to: end.adding(milliseconds: -1), in: berlin) == wanted - 1)
        let middle = start.adding(milliseconds: end.milliseconds(since: start) / 2)
        let apart =
            calendar.businessTime(from: start, to: middle, in: berlin)
            + calendar.businessTime(from: middle, to: end, in: berlin)
        #expect(apart == wanted)
    }
}
