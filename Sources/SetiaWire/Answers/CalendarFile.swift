package import SetiaCare
package import SetiaCore

/// An event for members as a calendar takes it: one VEVENT of iCalendar (RFC 5545).
///
/// | property | why |
/// |---|---|
/// | `UID` | of the brand's address and the event, so that a later file changes the entry that is there |
/// | `SEQUENCE` | how often it was changed: the higher one stands |
/// | `METHOD`, `STATUS` | `CANCEL` and `CANCELLED` where it was called off, which takes it out of the calendar |
/// | `DTSTART`, `DTEND` | in UTC: each calendar shows its own zone |
package struct CalendarFile: Sendable {
    /// The type under which it is sent.
    package static let mediaType = "text/calendar; charset=utf-8"

    private let gathering: Gathering
    private let language: Key
    private let host: String
    private let isHers: Bool

    /// The file of an event.
    ///
    /// - Parameters:
    ///   - gathering: Which.
    ///   - language: In which language its words are.
    ///   - host: Where it comes from, such as `kopi.example.com`.
    ///   - isHers: Whether it is for somebody who has a place: only she gets the link of what is online.
    package init(_ gathering: Gathering, language: Key, host: String, isHers: Bool) {
        self.gathering = gathering
        self.language = language
        self.host = host.isEmpty ? "setia.invalid" : host
        self.isHers = isHers
    }

    /// The file: lines of at most 75 octets, each ended by CR LF.
    package var text: String {
        let words = gathering.words(in: language)
        let isCalledOff = gathering.cancelledAt != nil
        var lines = [
            "BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//Setia//Events//EN", "CALSCALE:GREGORIAN",
            "METHOD:\(isCalledOff ? "CANCEL" : "PUBLISH")", "BEGIN:VEVENT", "UID:\(gathering.key)@\(host)",
            "DTSTAMP:\(stamp(gathering.changedAt))", "DTSTART:\(stamp(gathering.startsAt))",
            "DTEND:\(stamp(gathering.endsAt))", "SEQUENCE:\(gathering.revision)",
            "STATUS:\(isCalledOff ? "CANCELLED" : "CONFIRMED")", "SUMMARY:\(escaped(words.title))",
        ]
        if !words.text.isEmpty { lines.append("DESCRIPTION:\(escaped(words.text))") }
        switch gathering.place {
        case .inPerson(let place): lines.append("LOCATION:\(escaped(place))")
        case .online(let link): if isHers { lines.append("URL:\(link)") }
        }
        lines += ["END:VEVENT", "END:VCALENDAR"]
        return lines.map { folded($0) + "\r\n" }.joined()
    }

    /// `20260605T110000Z`, to the second.
    private func stamp(_ moment: Instant) -> String {
        let text = Instant(milliseconds: moment.milliseconds - moment.milliseconds % 1_000).rfc3339
        let digits = text.prefix { $0 != "." }.filter { $0 != "-" && $0 != ":" && $0 != "Z" }
        return digits + "Z"
    }

    /// A text as a value: what separates values has a backslash before it, a line break is `\n` (RFC 5545, 3.3.11).
    private func escaped(_ text: String) -> String {
        var result = ""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "\\", ";", ",": result += "\\\(scalar)"
            case "\n": result += "\\n"
            default: if scalar.value >= 32 && scalar.value != 127 { result.unicodeScalars.append(scalar) }
            }
        }
        return result
    }

    /// A line in pieces of at most 75 octets (RFC 5545, 3.1), none within what is read as one character, save where that
    /// alone is longer.
    private func folded(_ line: String) -> String {
        var (result, octets) = ("", 0)
        func add(_ piece: String) {
            let width = piece.utf8.count
            if octets + width > 75 {
                result += "\r\n "
                octets = 1
            }
            result += piece
            octets += width
        }
        for character in line {
            if character.utf8.count > 74 {
                for scalar in character.unicodeScalars { add(String(scalar)) }
            } else {
                add(String(character))
            }
        }
        return result
    }
}
