package import SetiaCore

/// Stretches of the wall clock for each day of the week, and for days that are not like others.
package struct WeekHours: Sendable, Hashable {
    /// Seven, from Monday on; each in order, nothing overlapping.
    private let days: [[DayMinutes]]
    /// Days of their own, such as holidays, by the calendar; each in order, nothing overlapping.
    private let exceptions: [SpecialDay]

    /// What holds on one day instead of what its weekday has.
    package struct SpecialDay: Sendable, Hashable {
        /// Which day.
        package let day: Day
        /// Nothing is a day on which nothing is.
        package let stretches: [DayMinutes]

        /// A day of its own; without stretches a holiday.
        package init(_ day: Day, _ stretches: [DayMinutes] = []) {
            self.day = day
            self.stretches = DayMinutes.joined(stretches)
        }
    }

    /// Hours by weekday, and by day for days of their own.
    ///
    /// - Parameters:
    ///   - days: Seven, from Monday on, in any order within a day; anything else than seven is a fault.
    ///   - specialDays: In any order; of two for one day the later stands.
    package init(days: [[DayMinutes]], specialDays: [SpecialDay] = []) {
        guard days.count == 7 else { fault("hours for \(days.count) days of the week") }
        self.days = days.map { DayMinutes.joined($0) }
        var kept: [SpecialDay] = []
        for (place, special) in specialDays.enumerated() {
            if !specialDays[(place + 1)...].contains(where: { $0.day == special.day }) { kept.append(special) }
        }
        exceptions = kept.sorted { $0.day < $1.day }
    }

    /// The same hours on each day of the week.
    package init(everyDay stretches: [DayMinutes], specialDays: [SpecialDay] = []) {
        self.init(days: [[DayMinutes]](repeating: stretches, count: 7), specialDays: specialDays)
    }

    /// The same hours from Monday to Friday.
    package init(weekdays stretches: [DayMinutes], specialDays: [SpecialDay] = []) {
        let week = (1...7).map { $0 <= 5 ? stretches : [] }
        self.init(days: week, specialDays: specialDays)
    }

    /// What holds on a day, in order.
    package func stretches(on day: Day) -> [DayMinutes] {
        var (low, high) = (0, exceptions.count)
        while low < high {
            let middle = (low + high) / 2
            if exceptions[middle].day < day { low = middle + 1 } else { high = middle }
        }
        if low < exceptions.count, exceptions[low].day == day { return exceptions[low].stretches }
        return days[day.weekday - 1]
    }

    /// Whether no day of any week has anything.
    package var isNever: Bool { days.allSatisfy(\.isEmpty) && exceptions.allSatisfy(\.stretches.isEmpty) }

    /// Whether some weekday has something, so that there always is a next time.
    var comesAgain: Bool { days.contains { !$0.isEmpty } }

    var lastSpecialDay: Day? { exceptions.last?.day }
}

/// A stretch of time, its end not in it.
package struct Stretch: Sendable, Hashable {
    /// Its first moment.
    package let start: Instant
    /// The first moment after it.
    package let end: Instant

    /// A stretch of time; what ends before it starts is empty.
    package init(start: Instant, end: Instant) {
        self.start = start
        self.end = max(start, end)
    }

    /// How long it is.
    package var milliseconds: Int64 { end.milliseconds(since: start) }

    /// Whether a moment is in it.
    package func contains(_ moment: Instant) -> Bool { start <= moment && moment < end }
}

extension WeekHours {
    /// The stretches of one day, as time that passes.
    ///
    /// A wall time that does not exist moves forward to the end of the gap, and one that comes twice is its first time;
    /// so an hour that comes twice within a stretch is counted twice, and one that is skipped not at all.
    package func stretches(on day: Day, in zone: some LocalTime) -> [Stretch] {
        stretches(on: day).map { minutes in
            Stretch(
                start: instant(of: minutes.start, on: day, in: zone),
                end: instant(of: minutes.end, on: day, in: zone)
            )
        }
    }
}

/// The first moment at which the wall clock of `day` shows `minute` or is past it.
///
/// 1,440 is the first moment of the next day.
package func instant(of minute: Int, on day: Day, in zone: some LocalTime) -> Instant {
    let start = zone.start(of: day)
    if minute == 0 { return start }
    let end = zone.start(of: day.adding(days: 1))
    if minute >= minutesPerDay { return end }
    let wanted = Int64(minute) * millisecondsPerMinute
    let guess = start.adding(milliseconds: wanted)
    // Almost always the clocks do not change on that day.
    if end.milliseconds(since: start) == Int64(minutesPerDay) * millisecondsPerMinute, guess < end,
        zone.millisecondsIntoDay(start) == 0, zone.millisecondsIntoDay(guess) == wanted,
        zone.millisecondsIntoDay(end.adding(milliseconds: -1)) == Int64(minutesPerDay) * millisecondsPerMinute - 1
    {
        return guess
    }
    return firstMoment(from: start, to: end, showing: wanted, in: zone)
}

/// Looks through a day on which the clocks change, minute by minute; they change at whole minutes.
private func firstMoment(from start: Instant, to end: Instant, showing wanted: Int64, in zone: some LocalTime)
    -> Instant
{
    var moment = start
    while moment < end {
        if zone.millisecondsIntoDay(moment) >= wanted { return moment }
        moment = moment.adding(milliseconds: millisecondsPerMinute)
    }
    return end
}
