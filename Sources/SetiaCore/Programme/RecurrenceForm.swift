/// The forms of recurrence that people have short words for.
package enum RecurrenceForm: Sendable, Hashable {
    /// Every so many days.
    case days(every: Int)
    /// Every so many weeks, on these days of the week, 1 for Monday to 7 for Sunday.
    case weeks(every: Int, weekdays: [Int])
    /// On this day of every month; -1 is its last.
    case dayOfMonth(Int)
    /// On the nth such day of the week of every month, 1 to 5, or -1 for the last.
    case weekdayOfMonth(nth: Int, weekday: Int)
    /// Once a year, on this day.
    case dayOfYear(YearDay)
}

extension Schedule {
    /// How it recurs, where there are short words for it; none where it does not recur, or by more than that.
    package var form: RecurrenceForm? {
        guard let from, let recurrence, recurrence.isPlain else { return nil }
        let first = from.day.date
        switch (recurrence.frequency, recurrence.weekdays.count, recurrence.monthDays.count) {
        case (.daily, 0, 0): return .days(every: recurrence.interval)
        case (.weekly, 0, 0): return .weeks(every: recurrence.interval, weekdays: [from.day.weekday])
        case (.weekly, _, 0):
            return .weeks(every: recurrence.interval, weekdays: recurrence.weekdays.map(\.weekday).sorted())
        case (.monthly, 0, 0) where recurrence.interval == 1: return .dayOfMonth(first.day)
        case (.monthly, 0, 1) where recurrence.interval == 1 && recurrence.monthDays[0] >= -1:
            return .dayOfMonth(recurrence.monthDays[0])
        case (.monthly, 1, 0) where recurrence.interval == 1:
            guard let nth = recurrence.weekdays[0].nth, (-1...5).contains(nth) else { return nil }
            return .weekdayOfMonth(nth: nth, weekday: recurrence.weekdays[0].weekday)
        case (.yearly, 0, 0) where recurrence.interval == 1:
            return YearDay(month: first.month, day: first.day).map { .dayOfYear($0) }
        default: return nil
        }
    }
}

extension Recurrence {
    /// Whether it says no more than a frequency, an interval and days.
    fileprivate var isPlain: Bool {
        months.isEmpty && weekNumbers.isEmpty && yearDays.isEmpty && hours.isEmpty && minutes.isEmpty
            && positions.isEmpty
    }
}
