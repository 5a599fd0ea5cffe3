import SetiaCore
import Testing

@Suite("Local time")
struct LocalTimeTests {
    @Test(
        "in a place of fixed offset, days begin so many minutes before or after UTC's",
        arguments: [
            (480, "2026-02-28T16:00:00Z"), (0, "2026-03-01T00:00:00Z"), (-210, "2026-03-01T03:30:00Z"),
        ]
    )
    func fixedOffset(minutesEast: Int, start: String) throws {
        let place = FixedOffset(minutesEast: minutesEast)
        let day = try #require(Day(iso: "2026-03-01"))
        #expect(place.start(of: day).rfc3339 == start)
        #expect(place.day(of: place.start(of: day)) == day)
        #expect(place.day(of: place.start(of: day).adding(milliseconds: -1)) == day.adding(days: -1))
        #expect(place.millisecondsIntoDay(place.start(of: day).adding(milliseconds: -1)) == 86_399_999)
    }

    @Test(
        "a day begins at the first instant on which the calendar shows it",
        arguments: [
            // Beirut 2022: at 00:00 the clocks go to 01:00, and back from 24:00 to 23:00 in autumn.
            (Zone.beirut, "2022-03-26", "2022-03-25T22:00:00Z"),
            (Zone.beirut, "2022-03-27", "2022-03-26T22:00:00Z"),
            (Zone.beirut, "2022-03-28", "2022-03-27T21:00:00Z"),
            (Zone.beirut, "2022-10-29", "2022-10-28T21:00:00Z"),
            (Zone.beirut, "2022-10-30", "2022-10-29T22:00:00Z"),
            // Havana 2022: 00:00 to 01:00 in spring, 01:00 back to 00:00 in autumn.
            (Zone.havana, "2022-03-13", "2022-03-13T05:00:00Z"),
            (Zone.havana, "2022-11-06", "2022-11-06T04:00:00Z"),
            (Zone.havana, "2022-11-07", "2022-11-07T05:00:00Z"),
            // St John's 2010: from 00:01 back to 23:01 of the day before.
            (Zone.stJohns, "2010-11-06", "2010-11-06T02:30:00Z"),
            (Zone.stJohns, "2010-11-07", "2010-11-07T02:30:00Z"),
            (Zone.stJohns, "2010-11-08", "2010-11-08T03:30:00Z"),
            // Apia left out 30 December 2011; that day begins, if ever, when the next one does.
            (Zone.apia, "2011-12-29", "2011-12-29T10:00:00Z"),
            (Zone.apia, "2011-12-30", "2011-12-30T10:00:00Z"),
            (Zone.apia, "2011-12-31", "2011-12-30T10:00:00Z"),
            (Zone.apia, "2012-01-01", "2011-12-31T10:00:00Z"),
        ] as [(Zone, String, String)]
    )
    func startOfDay(zone: Zone, day: String, start: String) throws {
        #expect(try zone.table().start(of: #require(Day(iso: day))).rfc3339 == start)
    }

    @Test(
        "the clock on the wall is read, also where it jumps",
        arguments: [
            (Zone.beirut, "2022-03-26T21:59:59.999Z", "2022-03-26", 86_399_999),
            (Zone.beirut, "2022-03-26T22:00:00Z", "2022-03-27", 3_600_000),
            (Zone.beirut, "2022-10-29T20:59:59Z", "2022-10-29", 86_399_000),
            (Zone.beirut, "2022-10-29T21:00:00Z", "2022-10-29", 82_800_000),
            (Zone.havana, "2022-11-06T04:59:59Z", "2022-11-06", 3_599_000),
            (Zone.havana, "2022-11-06T05:00:00Z", "2022-11-06", 0),
            (Zone.stJohns, "2010-11-07T02:30:30Z", "2010-11-07", 30_000),
            (Zone.stJohns, "2010-11-07T02:31:00Z", "2010-11-06", 82_860_000),
            (Zone.apia, "2011-12-30T09:59:59Z", "2011-12-29", 86_399_000),
            (Zone.apia, "2011-12-30T10:00:00Z", "2011-12-31", 0),
        ] as [(Zone, String, String, Int64)]
    )
    func readsTheWall(zone: Zone, instant: String, day: String, milliseconds: Int64) throws {
        let instant = try #require(Instant(rfc3339: instant))
        #expect(try zone.table().day(of: instant).iso == day)
        #expect(try zone.table().millisecondsIntoDay(instant) == milliseconds)
    }

    @Test("a table without changes is a fixed offset", arguments: 0..<50 as Range<UInt64>)
    func noChanges(seed: UInt64) throws {
        var random = SplitMix64(seed: seed)
        let minutes = Int.random(in: -720...840, using: &random)
        let table = try #require(TransitionTable(initialOffsetSeconds: Int32(minutes * 60), transitions: []))
        let fixed = FixedOffset(minutesEast: minutes)
        let instant = Instant(milliseconds: .random(in: -4_000_000_000_000...4_000_000_000_000, using: &random))
        #expect(table.day(of: instant) == fixed.day(of: instant))
        #expect(table.millisecondsIntoDay(instant) == fixed.millisecondsIntoDay(instant))
        #expect(table.start(of: fixed.day(of: instant)) == fixed.start(of: fixed.day(of: instant)))
    }

    @Test("no instant before a day's start shows that day or a later one", arguments: 0..<100 as Range<UInt64>)
    func startLaws(seed: UInt64) throws {
        var random = SplitMix64(seed: seed)
        var at = Int64.random(in: 0...1_000_000_000, using: &random)
        let transitions = (0..<6).map { _ in
            at += .random(in: 1...200_000_000, using: &random)
            return TransitionTable.Transition(
                at: Instant(milliseconds: at),
                offsetSeconds: .random(in: -50_000...50_000, using: &random)
            )
        }
        let table = try #require(
            TransitionTable(
                initialOffsetSeconds: .random(in: -50_000...50_000, using: &random),
                transitions: transitions
            )
        )
        for number in -2..<20 {
            let day = Day(number: Int32(number))
            let start = table.start(of: day)
            #expect(table.day(of: start) >= day)
            #expect(start <= table.start(of: day.adding(days: 1)))
            let before = [-1] + (0..<20).map { _ in -Int64.random(in: 1...200_000_000, using: &random) }
            #expect(before.allSatisfy { table.day(of: start.adding(milliseconds: $0)) < day })
        }
    }

    @Test("changes out of order, twice at one moment or of two days are no zone")
    func refuses() {
        func table(_ changes: (at: Int64, offset: Int32)...) -> TransitionTable? {
            TransitionTable(
                initialOffsetSeconds: 0,
                transitions: changes.map { .init(at: Instant(milliseconds: $0.at), offsetSeconds: $0.offset) }
            )
        }
        #expect(table((1, 3_600), (2, 0)) != nil)
        #expect(table((2, 3_600), (1, 0)) == nil)
        #expect(table((1, 3_600), (1, 0)) == nil)
        #expect(table((1, 172_800)) == nil)
    }
}

/// Zones with the changes that these tests need, by hand.
enum Zone: Sendable {
    case beirut, havana, stJohns, apia

    func table() throws -> TransitionTable {
        switch self {
        case .beirut:
            try table(from: 2 * 3_600, ("2022-03-26T22:00:00Z", 3 * 3_600), ("2022-10-29T21:00:00Z", 2 * 3_600))
        case .havana:
            try table(from: -5 * 3_600, ("2022-03-13T05:00:00Z", -4 * 3_600), ("2022-11-06T05:00:00Z", -5 * 3_600))
        case .stJohns:
            try table(from: -9_000, ("2010-11-07T02:31:00Z", -12_600))
        case .apia:
            try table(from: -10 * 3_600, ("2011-12-30T10:00:00Z", 14 * 3_600))
        }
    }

    private func table(from initial: Int32, _ changes: (String, Int32)...) throws -> TransitionTable {
        let transitions = try changes.map { at, offset in
            TransitionTable.Transition(at: try #require(Instant(rfc3339: at)), offsetSeconds: offset)
        }
        return try #require(TransitionTable(initialOffsetSeconds: initial, transitions: transitions))
    }
}
