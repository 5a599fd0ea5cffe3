package import SetiaCore

/// A month of one year, such as March 2026.
package struct CalendarMonth: Sendable, Hashable {
    /// Months since January of the year 0.
    package let number: Int32

    package init(number: Int32) {
        self.number = number
    }

    /// The month that the day is in.
    package init(of day: Day) {
        let (year, month, _) = day.date
        number = Int32(year * 12 + month - 1)
    }

    package var year: Int { Int(number - (number % 12 + 12) % 12) / 12 }

    /// 1 for January to 12 for December.
    package var month: Int { Int((number % 12 + 12) % 12) + 1 }
}

extension CalendarMonth: Comparable {
    package static func < (left: CalendarMonth, right: CalendarMonth) -> Bool { left.number < right.number }
}

extension CalendarMonth: CustomStringConvertible {
    /// "2026-03".
    package var description: String { "\(year)-\(month < 10 ? "0" : "")\(month)" }
}
