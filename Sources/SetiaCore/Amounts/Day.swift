/// A day of the calendar, without a time of day or a place: the days in which members, rules and reports count.
///
/// The calendar is the Gregorian one, also before 1582. The algorithms are Howard Hinnant's
/// (`chrono-Compatible Low-Level Date Algorithms`): years run from March, so that the leap day is the last of its year.
package struct Day: Sendable, Hashable {
    /// Days since 1970-01-01; below zero before it.
    package let number: Int32

    package init(number: Int32) {
        self.number = number
    }

    /// The day of a date, or nil when there is no such date or the year is not 1 to 9999.
    package init?(year: Int, month: Int, day: Int) {
        guard (1...9999).contains(year), (1...12).contains(month), (1...daysIn(month: month, of: year)).contains(day)
        else { return nil }
        number = dayNumber(year: year, month: month, day: day)
    }

    /// Year, month 1 to 12 and day 1 to 31: cheaper than asking for each by itself.
    package var date: (year: Int, month: Int, day: Int) {
        let shifted = Int(number) + daysFromMarchOfYear0
        let era = floorDivided(shifted, by: daysPerEra)
        let dayOfEra = shifted - era * daysPerEra
        let yearOfEra = (dayOfEra - dayOfEra / 1_460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
        let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
        let monthFromMarch = (5 * dayOfYear + 2) / 153
        let day = dayOfYear - (153 * monthFromMarch + 2) / 5 + 1
        let month = monthFromMarch < 10 ? monthFromMarch + 3 : monthFromMarch - 9
        let year = era * 400 + yearOfEra + (month <= 2 ? 1 : 0)
        return (year, month, day)
    }

    package var year: Int { date.year }

    /// 1 for January to 12 for December.
    package var month: Int { date.month }

    /// The day of the month, from 1.
    package var day: Int { date.day }

    /// ISO 8601: 1 for Monday to 7 for Sunday.
    package var weekday: Int {
        let fromMonday = (Int(number) + 3) % 7
        return (fromMonday < 0 ? fromMonday + 7 : fromMonday) + 1
    }
}

extension Day: Comparable {
    package static func < (left: Day, right: Day) -> Bool { left.number < right.number }
}

// MARK: - Counting on

extension Day {
    /// The day so many days later, or earlier when below zero.
    package func adding(days: Int) -> Day {
        let (sum, overflow) = Int(number).addingReportingOverflow(days)
        guard !overflow, let number = Int32(exactly: sum) else { fault("a day overflows: \(self) + \(days) days") }
        return Day(number: number)
    }

    /// The day one period later.
    ///
    /// Months and years keep the day of the month; where the month has no such day, it is the month's last:
    /// 31 January and one month is 28 February, or 29 in a leap year. So two steps of one month are not always one
    /// step of two: count from the first day, not from the last result.
    package func adding(_ period: Period) -> Day {
        switch period.unit {
        case .day: adding(days: period.count)
        case .month: adding(months: period.count)
        case .year: adding(months: period.count * 12)
        }
    }

    /// The day so many months later, or earlier when below zero; a day that the month has not is its last.
    func adding(months: Int) -> Day {
        let (year, month, day) = date
        let later = year * 12 + (month - 1) + months
        let laterYear = floorDivided(later, by: 12)
        let laterMonth = later - laterYear * 12 + 1
        let laterDay = min(day, daysIn(month: laterMonth, of: laterYear))
        return Day(number: dayNumber(year: laterYear, month: laterMonth, day: laterDay))
    }

    /// The first day of the month, quarter, half-year or year that this day is in.
    package func startOf(_ unit: CalendarUnit) -> Day {
        let (year, month, _) = date
        return Day(number: dayNumber(year: year, month: unit.firstMonth(containing: month), day: 1))
    }

    /// The last day of the month, quarter, half-year or year that this day is in.
    package func endOf(_ unit: CalendarUnit) -> Day {
        let (year, month, _) = date
        let last = unit.firstMonth(containing: month) + unit.months - 1
        return Day(number: dayNumber(year: year, month: last, day: daysIn(month: last, of: year)))
    }
}

// MARK: - As text

extension Day {
    /// The day of an ISO 8601 date, ten characters such as "2026-03-01", or nil for anything else.
    package init?(iso text: String) {
        let characters = text.utf8.span
        guard
            characters.count == 10, characters[4] == UInt8(ascii: "-"), characters[7] == UInt8(ascii: "-"),
            let year = Digits.number(in: characters, at: 0..<4),
            let month = Digits.number(in: characters, at: 5..<7),
            let day = Digits.number(in: characters, at: 8..<10)
        else { return nil }
        self.init(year: year, month: month, day: day)
    }

    /// The ISO 8601 date, such as "2026-03-01".
    ///
    /// Years outside 1 to 9999 are written as they are and cannot be read back.
    package var iso: String {
        let date = date
        guard (0...9999).contains(date.year) else { return "\(date.year)-\(date.month)-\(date.day)" }
        return String(unsafeUninitializedCapacity: 10) { characters in
            Digits.write(date, to: characters)
            return 10
        }
    }
}

extension Day: CustomStringConvertible {
    package var description: String { iso }
}

// MARK: - The calendar

/// 400 years, after which the calendar repeats.
private let daysPerEra = 146_097

/// From 1 March of the year 0 to 1970-01-01.
private let daysFromMarchOfYear0 = 719_468

private func dayNumber(year: Int, month: Int, day: Int) -> Int32 {
    let yearFromMarch = month <= 2 ? year - 1 : year
    let era = floorDivided(yearFromMarch, by: 400)
    let yearOfEra = yearFromMarch - era * 400
    let dayOfYear = (153 * (month > 2 ? month - 3 : month + 9) + 2) / 5 + day - 1
    let dayOfEra = yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear
    guard let number = Int32(exactly: era * daysPerEra + dayOfEra - daysFromMarchOfYear0) else {
        fault("a day overflows: year \(year), month \(month), day \(day)")
    }
    return number
}

private func daysIn(month: Int, of year: Int) -> Int {
    switch month {
    case 2: year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) ? 29 : 28
    case 4, 6, 9, 11: 30
    default: 31
    }
}
