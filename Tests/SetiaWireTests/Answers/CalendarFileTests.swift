import SetiaCare
import SetiaCore
import SetiaWire
import Testing

@Suite("Events as calendars take them")
struct CalendarFileTests {
    private func gathering(
        _ title: String,
        _ text: String = "",
        place: Gathering.Place = .inPerson("Jalan Telawi 3, Bangsar")
    )
        throws -> Gathering
    {
        let start = try #require(Instant(rfc3339: "2026-06-05T19:00:00+08:00"))
        return Gathering(
            key: "tasting-june",
            words: [Gathering.Words(language: "en", title: title, text: text)],
            startsAt: start,
            endsAt: start.adding(milliseconds: 5_400_000),
            place: place,
            capacity: 10,
            at: try #require(Instant(rfc3339: "2026-05-01T09:00:00.250+08:00"))
        )
    }

    @Test("X-9: the file says when in UTC, who it is from, and what separates values is escaped")
    func whole() throws {
        let file = CalendarFile(
            try gathering("Tasting; June, \\o/", "Beans\nand milk"),
            language: "th",
            host: "kopi.example.com",
            isHers: true
        )
        let expected = [
            "BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//Setia//Events//EN", "CALSCALE:GREGORIAN", "METHOD:PUBLISH",
            "BEGIN:VEVENT", "UID:tasting-june@kopi.example.com", "DTSTAMP:20260501T010000Z", "DTSTART:20260605T110000Z",
            "DTEND:20260605T123000Z", "SEQUENCE:0", "STATUS:CONFIRMED", #"SUMMARY:Tasting\; June\, \\o/"#,
            #"DESCRIPTION:Beans\nand milk"#, #"LOCATION:Jalan Telawi 3\, Bangsar"#, "END:VEVENT", "END:VCALENDAR", "",
        ]
        #expect(file.text.components(by: "\r\n") == expected)
    }

    @Test("X-9: lines have at most 75 octets, are folded between characters, and unfold to what was said")
    func folded() throws {
        let title = String(repeating: "ชิมกาแฟ ☕️ tasting, ", count: 20)
        let text = CalendarFile(try gathering(title), language: "en", host: "x", isHers: false).text
        for line in text.components(by: "\r\n") { #expect(line.utf8.count <= 75, "\(line)") }
        #expect(!text.replacing("\r\n", with: "").utf8.contains(10))
        let unfolded = text.replacing("\r\n ", with: "").components(by: "\r\n")
        let summary = try #require(unfolded.first { $0.hasPrefix("SUMMARY:") })
        #expect(summary.dropFirst(8).replacing("\\,", with: ",") == title)
    }

    @Test("X-9: what was called off is taken out of calendars; the link is for who has a place")
    func calledOff() throws {
        var online = try gathering("Latte art", place: .online("https://meet.example.com/latte"))
        #expect(!CalendarFile(online, language: "en", host: "x", isHers: false).text.contains("meet.example.com"))
        #expect(
            CalendarFile(online, language: "en", host: "x", isHers: true).text.contains("URL:https://meet.example.com")
        )
        online.cancelledAt = online.createdAt
        online.revision = 2
        let text = CalendarFile(online, language: "en", host: "x", isHers: true).text
        for line in ["METHOD:CANCEL", "STATUS:CANCELLED", "SEQUENCE:2", "UID:tasting-june@x"] {
            #expect(text.contains("\(line)\r\n"))
        }
    }
}

extension String {
    fileprivate func components(by separator: String) -> [String] {
        split(separator: separator, omittingEmptySubsequences: false).map(String.init)
    }
}
