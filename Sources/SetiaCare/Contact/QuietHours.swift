package import SetiaCore

/// When quiet ends (rules K-8 to K-10).
///
/// - Parameters:
///   - hours: All that is to be kept quiet; stretches of each apply together.
///   - moment: When something was to be sent.
///   - zone: The member's.
/// - Returns: `moment` itself where it is not quiet; the first moment that is not, its end included; nil where it is
///   quiet for two weeks on end.
/// - Complexity: O(*n*) in the stretches of the days until then.
package func quietEnds(_ hours: [WeekHours], at moment: Instant, in zone: some LocalTime) -> Instant? {
    var end = moment
    var day = zone.day(of: moment)
    let last = day.adding(days: 14)
    while day <= last {
        // Stretches of one may begin within those of another.
        let stretches =
            hours.count == 1 ? hours[0].stretches(on: day) : DayMinutes.joined(hours.flatMap { $0.stretches(on: day) })
        for minutes in stretches {
            let start = instant(of: minutes.start, on: day, in: zone)
            if start > end { return end }
            let stretchEnd = instant(of: minutes.end, on: day, in: zone)
            if end < stretchEnd { end = stretchEnd }
        }
        day = day.adding(days: 1)
        // What ends before midnight cannot go on the next day.
        if zone.day(of: end) < day { return end }
    }
    return nil
}

extension WeekHours {
    /// Quiet from one time of the day to another on each day, over midnight where the end is not later: 21:00 to 08:00.
    ///
    /// - Parameter pairs: Minutes after midnight, each from and to.
    /// - Returns: The hours; nil where a time is none, or both are the same.
    package static func quiet(_ pairs: [(from: Int, to: Int)]) -> WeekHours? {
        var stretches: [DayMinutes] = []
        for (from, to) in pairs {
            guard (0..<minutesPerDay).contains(from), (0...minutesPerDay).contains(to), from != to else { return nil }
            let parts = from < to ? [(from, to)] : [(from, minutesPerDay), (0, to)]
            stretches += parts.compactMap { DayMinutes(start: $0.0, end: $0.1) }
        }
        return WeekHours(everyDay: stretches)
    }
}
