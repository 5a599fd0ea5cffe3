import SetiaCore
import SetiaWire
import Testing

@Suite("Versions of the programme")
struct ProgrammeBookTests {
    private func version(_ number: Int, from day: String, ringgit: String) throws -> ProgrammeVersion {
        let document = kopiSetia.replacing("MYR: 1 per 1.00", with: "MYR: 1 per \(ringgit)")
        return try ProgrammeVersion(
            number: number,
            validFrom: #require(Instant(rfc3339: day + "T00:00:00+08:00")),
            programme: Programme(document: document),
            zone: FixedOffset(minutesEast: 8 * 60)
        )
    }

    @Test(
        "P-1: an event is decided by the version that held when it occurred, and by the first before there was one",
        arguments: [
            ("2025-12-31T23:59:59+08:00", 1), ("2026-01-01T00:00:00+08:00", 1), ("2026-06-30T23:59:59+08:00", 1),
            ("2026-07-01T00:00:00+08:00", 2), ("2027-01-01T00:00:00+08:00", 2),
        ]
    )
    func byWhenItOccurred(time: String, number: Int) throws {
        let versions = try [
            version(1, from: "2026-01-01", ringgit: "1.00"), version(2, from: "2026-07-01", ringgit: "2.00"),
        ]
        let book = try #require(ProgrammeBook(versions))
        #expect(try book.version(at: #require(Instant(rfc3339: time))).number == number)
    }
}
