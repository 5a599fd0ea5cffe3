import SetiaCore
import Testing

@Suite("Instants")
struct InstantTests {
    @Test(
        "an RFC 3339 time is read with any offset, to the millisecond",
        arguments: [
            ("1970-01-01T00:00:00Z", 0),
            ("1970-01-01t00:00:00z", 0),
            ("1970-01-01T00:00:00.001Z", 1),
            ("1970-01-01T00:00:00.5Z", 500),
            ("1970-01-01T00:00:00.0019Z", 1),
            ("1970-01-01T00:00:00.123456789012345678901234567890Z", 123),
            ("1969-12-31T23:59:59.9999Z", -1),
            ("1970-01-01T08:00:00+08:00", 0),
            ("1970-01-01T00:00:00-00:00", 0),
            ("1970-01-01T05:45:00.250+05:45", 250),
            ("1969-12-31T16:30:00-07:30", 0),
            ("2026-03-01T09:30:00+08:00", 1_772_328_600_000),
            ("2024-02-29T12:00:00Z", 1_709_208_000_000),
            ("2026-12-31T23:59:59.999+00:00", 1_798_761_599_999),
            ("0001-01-01T00:00:00Z", -62_135_596_800_000),
            ("9999-12-31T23:59:59.999Z", 253_402_300_799_999),
            ("0000-12-31T23:00:00-01:00", nil),
            ("1970-01-02T23:59:00+23:59", 86_400_000),
        ] as [(String, Int64?)]
    )
    func reads(text: String, milliseconds: Int64?) {
        #expect(Instant(rfc3339: text)?.milliseconds == milliseconds)
    }

    @Test(
        "anything else is no time",
        arguments: [
            "", "2026-03-01", "2026-03-01T09:30Z", "2026-03-01T09:30:00", "2026-03-01 09:30:00Z",
            "20260301T093000Z", "2026-02-29T00:00:00Z", "2026-13-01T00:00:00Z", "2026-00-01T00:00:00Z",
            "2026-03-32T00:00:00Z", "2026-03-01T24:00:00Z", "2026-03-01T09:60:00Z", "2016-12-31T23:59:60Z",
            "2026-03-01T09:30:00.Z", "2026-03-01T09:30:00,5Z", "2026-03-01T09:30:00.5",
            "2026-03-01T09:30:00.5x", "2026-03-01T09:30:00+24:00", "2026-03-01T09:30:00+08:60",
            "2026-03-01T09:30:00+0800", "2026-03-01T09:30:00+08", "2026-03-01T09:30:00ZZ",
            "2026-03-01T09:30:00Z ", " 2026-03-01T09:30:00Z", "+2026-03-01T09:30:00Z", "-001-03-01T09:30:00Z",
            "2026-3-1T09:30:00Z00", "2026-03-01T9:30:00Z00", "2026-03-01T09:30:0xZ", "2026-03-01T09:30:00+08:0",
            "2026-03-01T09:30:00+08:000", "2026-03-01T09:30:00 08:00", "2026-03-01T09:30:00\u{2212}08:00",
            "9999-12-31T23:59:59-00:01", "0001-01-01T00:00:00+00:01", "0000-01-01T00:00:00Z",
            "2026-03-01T09:30:00.+1", "\u{0662}026-03-01T09:30:00Z",
        ]
    )
    func refuses(text: String) {
        #expect(Instant(rfc3339: text) == nil)
    }

    @Test(
        "a time is written in UTC, with milliseconds only where there are some",
        arguments: [
            (0, "1970-01-01T00:00:00Z"), (-1, "1969-12-31T23:59:59.999Z"), (7, "1970-01-01T00:00:00.007Z"),
            (1_772_328_600_250, "2026-03-01T01:30:00.250Z"), (-62_135_596_800_000, "0001-01-01T00:00:00Z"),
            (253_402_300_799_999, "9999-12-31T23:59:59.999Z"), (253_402_300_800_000, "@253402300800000ms"),
            (-62_135_596_800_001, "@-62135596800001ms"),
        ] as [(Int64, String)]
    )
    func writes(milliseconds: Int64, text: String) {
        #expect(Instant(milliseconds: milliseconds).rfc3339 == text)
    }

    @Test(
        "times read back, and sort as text where they have the same number of decimals",
        arguments: 0..<300 as Range<UInt64>
    )
    func readsBack(seed: UInt64) {
        var random = SplitMix64(seed: seed)
        let years: ClosedRange<Int64> = -62_135_596_800_000...253_402_300_799_999
        let one = Instant(milliseconds: .random(in: years, using: &random))
        let other = Instant(milliseconds: .random(in: years, using: &random))
        #expect(Instant(rfc3339: one.rfc3339) == one)
        if one.rfc3339.utf8.count == other.rfc3339.utf8.count {
            #expect((one < other) == one.rfc3339.utf8.lexicographicallyPrecedes(other.rfc3339.utf8))
        }
    }

    @Test("a day is 24 hours here")
    func adding() {
        let instant = Instant(milliseconds: 1_000)
        #expect(instant.adding(days: 1).milliseconds == 86_401_000)
        #expect(instant.adding(days: -1).adding(days: 1) == instant)
        #expect(instant.adding(milliseconds: -1_001) < Instant(milliseconds: 0))
        #expect(instant.adding(milliseconds: 5).milliseconds(since: instant) == 5)
    }

    @Test("time that does not fit stops the program")
    func overflow() async {
        await #expect(processExitsWith: .failure) { _ = Instant(milliseconds: .max).adding(milliseconds: 1) }
        await #expect(processExitsWith: .failure) { _ = Instant(milliseconds: 0).adding(days: .max) }
    }
}
