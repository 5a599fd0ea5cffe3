/// How something recurs: the `RRULE` of RFC 5545, 3.3.10, from days up.
///
/// What the RFC expands by the hour, minute or second (`FREQ=HOURLY`, `BYSECOND`) is not taken.
package struct Recurrence: Sendable, Hashable {
    /// The text, as it was written.
    package let text: Key
    let frequency: Frequency
    let interval: Int
    /// How often altogether; none is without end, or once its last moment is known.
    private(set) var count: Int?
    /// The last moment at which it may begin.
    private(set) var until: Schedule.WallTime?
    let weekStart: Int
    let months: [Int]
    let weekNumbers: [Int]
    let yearDays: [Int]
    let monthDays: [Int]
    let weekdays: [Weekday]
    let hours: [Int]
    let minutes: [Int]
    let positions: [Int]

    enum Frequency: String, Sendable, Hashable, CaseIterable {
        case daily = "DAILY"
        case weekly = "WEEKLY"
        case monthly = "MONTHLY"
        case yearly = "YEARLY"
    }

    /// A day of the week, or the nth such of a month or year, from its end where below zero.
    struct Weekday: Sendable, Hashable {
        let nth: Int?
        /// 1 for Monday to 7 for Sunday.
        let weekday: Int
    }

    /// The same, with its last moment in place of how often it recurs.
    func ending(from first: Schedule.WallTime) -> Recurrence {
        guard let count else { return self }
        var ending = self
        ending.count = nil
        // What never begins ends before its beginning.
        ending.until = beginnings(from: first, most: count).last ?? Schedule.WallTime(day: first.day.adding(days: -1))
        return ending
    }

    /// Whether it begins at a moment in (`after`, `upTo`], in minutes since 1970 on the wall clock.
    ///
    /// How often it recurs is not asked here (`ending(from:)`).
    ///
    /// - Complexity: O(stretches of the frequency between the two).
    func occurs(from first: Schedule.WallTime, after: Int64, upTo: Int64) -> Bool {
        guard upTo >= first.minutes else { return false }
        var place = max(0, stretch(of: after, from: first) - 1)
        while let days = stretch(place, from: first), Int64(days.first.number) * 1_440 <= upTo {
            place += 1
            for moment in moments(in: days, from: first) where moment >= first.minutes {
                if let until, moment > until.minutes { return false }
                if moment > upTo { return false }
                if moment > after { return true }
            }
        }
        return false
    }

    /// The first `most` moments at which it begins, within 100 years.
    package func beginnings(from first: Schedule.WallTime, most: Int) -> [Schedule.WallTime] {
        var found: [Schedule.WallTime] = []
        var place = 0
        while found.count < min(most, count ?? most), let days = stretch(place, from: first),
            days.first.number - first.day.number < 36_525
        {
            place += 1
            for moment in moments(in: days, from: first) where moment >= first.minutes {
                if let until, moment > until.minutes { return found }
                guard found.count < min(most, count ?? most) else { break }
                found.append(
                    Schedule.WallTime(day: Day(number: Int32(moment / 1_440)), minute: Int(moment % 1_440))
                )
            }
        }
        return found
    }

    // MARK: - Stretches: the days, weeks, months or years that the frequency counts

    private struct Stretch {
        let first: Day
        let last: Day
    }

    /// Which stretch a moment lies in, counted from the one of `first`; about right is enough, and never too high.
    private func stretch(of minutes: Int64, from first: Schedule.WallTime) -> Int {
        let days = Int(floorDivided(minutes, by: 1_440)) - Int(first.day.number)
        let long =
            switch frequency {
            case .daily: 1
            case .weekly: 7
            case .monthly: 31
            case .yearly: 366
            }
        return max(0, days / (long * interval) - 1)
    }

    /// The stretch so many intervals after that of `first`; none after the year 9999.
    private func stretch(_ place: Int, from first: Schedule.WallTime) -> Stretch? {
        let steps = place * interval
        switch frequency {
        case .daily:
            let day = first.day.adding(days: steps)
            return day.year > 9_999 ? nil : Stretch(first: day, last: day)
        case .weekly:
            let back = (first.day.weekday - weekStart + 7) % 7
            let start = first.day.adding(days: steps * 7 - back)
            return start.year > 9_999 ? nil : Stretch(first: start, last: start.adding(days: 6))
        case .monthly, .yearly:
            let unit: CalendarUnit = frequency == .monthly ? .month : .year
            let months = frequency == .monthly ? steps : steps * 12
            guard months <= 120_000 else { return nil }
            let start = first.day.startOf(unit).adding(Period(months, .month))
            return start.year > 9_999 ? nil : Stretch(first: start, last: start.endOf(unit))
        }
    }

    /// When it begins in a stretch, in order; in minutes since 1970.
    private func moments(in stretch: Stretch, from first: Schedule.WallTime) -> [Int64] {
        let hours = hours.isEmpty ? [first.minute / 60] : hours
        let minutes = minutes.isEmpty ? [first.minute % 60] : minutes
        var moments: [Int64] = []
        var day = stretch.first
        while day <= stretch.last {
            if isIn(day, stretch, first.day) {
                for hour in hours {
                    for minute in minutes { moments.append(Int64(day.number) * 1_440 + Int64(hour * 60 + minute)) }
                }
            }
            day = day.adding(days: 1)
        }
        guard !positions.isEmpty else { return moments }
        return moments.indices.filter { place in
            positions.contains(place + 1) || positions.contains(place - moments.count)
        }.map { moments[$0] }
    }

    // MARK: - Days of a stretch

    private func isIn(_ day: Day, _ stretch: Stretch, _ first: Day) -> Bool {
        let (year, month, dayOfMonth) = day.date
        if !months.isEmpty, !months.contains(month) { return false }
        if !weekNumbers.isEmpty, !isInWeek(day) { return false }
        if !yearDays.isEmpty {
            let start = day.startOf(.year)
            let (number, length) = (Int(day.number - start.number) + 1, Int(day.endOf(.year).number - start.number) + 1)
            guard yearDays.contains(number) || yearDays.contains(number - length - 1) else { return false }
        }
        if !monthDays.isEmpty {
            let length = Day(number: day.endOf(.month).number).day
            guard monthDays.contains(dayOfMonth) || monthDays.contains(dayOfMonth - length - 1) else { return false }
        }
        if !weekdays.isEmpty, !weekdays.contains(where: { isOn(day, $0) }) { return false }
        return isDefault(day, month, dayOfMonth, year, first)
    }

    /// Where nothing says which day of a stretch it is, it is that of the first.
    private func isDefault(_ day: Day, _ month: Int, _ dayOfMonth: Int, _ year: Int, _ first: Day) -> Bool {
        guard weekdays.isEmpty, monthDays.isEmpty, yearDays.isEmpty else { return true }
        switch frequency {
        case .daily: return true
        case .weekly: return day.weekday == first.weekday
        case .monthly: return dayOfMonth == first.day
        case .yearly:
            if !weekNumbers.isEmpty { return day.weekday == first.weekday }
            return dayOfMonth == first.day && (!months.isEmpty || month == first.month)
        }
    }

    /// Whether a day is the nth such weekday of its month or year, or any.
    private func isOn(_ day: Day, _ wanted: Weekday) -> Bool {
        guard day.weekday == wanted.weekday else { return false }
        guard let nth = wanted.nth else { return true }
        let unit: CalendarUnit = frequency == .yearly && months.isEmpty ? .year : .month
        let fromStart = Int(day.number - day.startOf(unit).number) / 7 + 1
        let fromEnd = Int(day.endOf(unit).number - day.number) / 7 + 1
        return nth > 0 ? nth == fromStart : -nth == fromEnd
    }

    /// Whether a day lies in one of the weeks of its year: the first is the one with four days in the year at least.
    private func isInWeek(_ day: Day) -> Bool {
        // The week's fourth day says to which year it belongs.
        let back = (day.weekday - weekStart + 7) % 7
        let middle = day.adding(days: 3 - back)
        let number = Int(middle.number - middle.startOf(.year).number) / 7 + 1
        let last = Int(middle.endOf(.year).number - middle.number) / 7
        return weekNumbers.contains(number) || weekNumbers.contains(-last - 1)
    }
}
