/// A day of each year, such as 31 March.
///
/// 29 February is there every year: where a year has no such day, it is the 28th.
package struct YearDay: Sendable, Hashable {
    /// 1 for January to 12 for December.
    package let month: Int
    /// The day of the month, from 1.
    package let day: Int

    /// None where no year has such a day.
    package init?(month: Int, day: Int) {
        // 2000 was a leap year, so it has every day that any year has.
        guard Day(year: 2000, month: month, day: day) != nil else { return nil }
        self.month = month
        self.day = day
    }

    /// The day of a year.
    package func day(in year: Int) -> Day {
        guard let found = Day(year: year, month: month, day: day) ?? Day(year: year, month: month, day: day - 1) else {
            fault("no \(self) in the year \(year)")
        }
        return found
    }
}

extension YearDay: Comparable {
    package static func < (left: YearDay, right: YearDay) -> Bool {
        (left.month, left.day) < (right.month, right.day)
    }
}

extension YearDay: CustomStringConvertible {
    private static let months = [
        "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
    ]

    /// "31 Mar": what `init(text:)` reads back.
    package var description: String { "\(day) \(YearDay.months[month - 1])" }

    /// The day that a person wrote: its number, one space and the first three letters of the month in English.
    package init?(text: String) {
        let parts = text.split(separator: " ", omittingEmptySubsequences: false)
        guard parts.count == 2, let day = Int(parts[0]), String(day) == parts[0],
            let month = YearDay.months.firstIndex(where: { $0 == parts[1] })
        else { return nil }
        self.init(month: month + 1, day: day)
    }
}

extension [YearDay] {
    /// The first of these days that is `day` or later; one at least must be among them.
    func first(from day: Day) -> Day {
        let year = day.year
        for candidate in self where candidate.day(in: year) >= day { return candidate.day(in: year) }
        return self[0].day(in: year + 1)
    }
}
