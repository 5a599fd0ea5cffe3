/// Days of the programme's calendar, from the first on and before the last; open where there is none.
package struct DaySpan: Sendable, Hashable {
    /// The first day; none is from the beginning.
    package let start: Day?
    /// The first day after it; none is without end.
    package let end: Day?

    /// Days.
    package init(start: Day?, end: Day?) {
        self.start = start
        self.end = end
    }

    /// Whether a day is among them.
    package func contains(_ day: Day) -> Bool {
        if let start, day < start { return false }
        if let end, day >= end { return false }
        return true
    }
}

extension TierSet.Window {
    /// The days that are measured on `day` (rule T-8).
    ///
    /// - Parameters:
    ///   - day: The day.
    ///   - joined: When she joined; what counted before is of her first year.
    ///   - entry: When her term began; none where she has none.
    /// - Returns: the days.
    func days(on day: Day, joined: Day?, entry: Day?) -> DaySpan {
        switch self {
        case .calendar(let unit, let startMonth):
            let start = TierSet.Window.start(of: unit, startMonth, day)
            return DaySpan(start: start, end: start.adding(months: unit.months))
        case .anniversary:
            guard let joined else { return DaySpan(start: nil, end: nil) }
            guard day >= joined else { return DaySpan(start: nil, end: joined.adding(months: 12)) }
            var years = max(0, day.year - joined.year)
            if years > 0, joined.adding(months: 12 * years) > day { years -= 1 }
            return DaySpan(
                start: years == 0 ? nil : joined.adding(months: 12 * years),
                end: joined.adding(months: 12 * (years + 1))
            )
        case .term(let months):
            if let entry, entry <= day { return DaySpan(start: entry, end: day.adding(days: 1)) }
            return TierSet.Window.last(months, on: day)
        case .rolling(let months): return TierSet.Window.last(months, on: day)
        case .lifetime: return DaySpan(start: nil, end: nil)
        }
    }

    /// The days by which a term is judged that ends as `day` begins: the stretch just over, or the months of the term.
    func daysOver(by day: Day, joined: Day?) -> DaySpan {
        switch self {
        case .calendar, .anniversary:
            let now = days(on: day, joined: joined, entry: nil)
            guard let start = now.start else { return now }
            return days(on: start.adding(days: -1), joined: joined, entry: nil)
        case .term(let months), .rolling(let months): return TierSet.Window.last(months, on: day.adding(days: -1))
        case .lifetime: return DaySpan(start: nil, end: nil)
        }
    }

    /// The first day after the term of a level that was reached in the stretch of `day`; none where there is no end.
    ///
    /// In the calendar: after the rest of the stretch and the next one. Else after so many months, to the end of the
    /// same date: from 3 March 2024 through 3 March 2025 (rule T-8).
    func termEnd(on day: Day, joined: Day?, holdsNext: Bool) -> Day? {
        switch self {
        case .calendar, .anniversary:
            guard let end = days(on: day, joined: joined, entry: nil).end else { return nil }
            return holdsNext ? days(on: end, joined: joined, entry: nil).end : end
        case .rolling(let months), .term(let months): return day.adding(months: months).adding(days: 1)
        case .lifetime: return nil
        }
    }

    /// The first day of the stretch in which what happened on `day` is counted.
    func bucket(of day: Day) -> Day {
        switch self {
        case .calendar(let unit, let startMonth): TierSet.Window.start(of: unit, startMonth, day)
        case .rolling, .anniversary, .term: day
        case .lifetime: Day(number: 0)
        }
    }

    /// For how many days what was counted is kept: as long as a term, or a late event, may ask for it.
    var remembered: Int {
        switch self {
        case .calendar(let unit, _): 2 * 31 * unit.months + 400
        case .rolling(let months), .term(let months): 2 * 31 * months + 400
        case .anniversary: 3 * 366 + 400
        case .lifetime: .max
        }
    }

    private static func start(of unit: CalendarUnit, _ startMonth: Int, _ day: Day) -> Day {
        if startMonth == 1 { return day.startOf(unit) }
        let (_, month, number) = day.date
        let into = (month - startMonth + 12) % unit.months
        return day.adding(days: 1 - number).adding(months: -into)
    }

    private static func last(_ months: Int, on day: Day) -> DaySpan {
        DaySpan(start: day.adding(months: -months).adding(days: 1), end: day.adding(days: 1))
    }
}
