/// The day on which somebody was born, with the year where it is known.
///
/// Personal, and so never a fact: rules do not see it, and it is kept sealed. It is here since the edge reads it and the
/// shell keeps it, as the calendar's days are (rule E-19).
package struct BirthDate: Sendable, Hashable {
    /// The day of each year.
    package let day: YearDay
    /// The year; none where she did not say.
    package let year: Int?

    /// A birth date; none where that year has no such day, or is before 1900.
    package init?(day: YearDay, year: Int?) {
        if let year {
            guard (1900...9999).contains(year), Day(year: year, month: day.month, day: day.day) != nil else {
                return nil
            }
        }
        self.day = day
        self.year = year
    }

    /// `1990-03-14`, or where the year is not known `--03-14`, as ISO 8601 and vCard have it.
    package init?(text: String) {
        let bytes = Array(text.utf8)
        let hasYear = bytes.count == 10
        guard hasYear || (bytes.count == 7 && text.hasPrefix("--")) else { return nil }
        func number(_ range: Range<Int>) -> Int? {
            var number = 0
            for byte in bytes[range] {
                guard (48...57).contains(byte) else { return nil }
                number = number * 10 + Int(byte - 48)
            }
            return number
        }
        let start = hasYear ? 5 : 2
        guard bytes[start - 1] == 45, bytes[start + 2] == 45,
            let month = number(start..<start + 2), let day = number(start + 3..<start + 5),
            let yearDay = YearDay(month: month, day: day)
        else { return nil }
        let year = hasYear ? number(0..<4) : nil
        guard !hasYear || year != nil else { return nil }
        self.init(day: yearDay, year: year)
    }

    /// As `init(text:)` reads it.
    package var text: String {
        func two(_ number: Int) -> String { number < 10 ? "0\(number)" : "\(number)" }
        return (year.map { "\($0)" } ?? "-") + "-\(two(day.month))-\(two(day.day))"
    }

    /// The first instant after which it cannot have been: whether it lies behind `today`.
    package func isBehind(_ today: Day) -> Bool {
        guard let year else { return false }
        return Day(year: year, month: day.month, day: day.day).map { $0 > today } ?? false
    }
}
