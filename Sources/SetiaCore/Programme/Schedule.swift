/// When a rule gives: from a moment on the wall clock of the programme to another, once or again and again (rule E-15).
///
/// - SeeAlso: RFC 5545, 3.3.10, for what recurs.
package struct Schedule: Sendable, Hashable {
    /// When it begins, and where it recurs when it begins for the first time; none began long ago.
    package let from: WallTime?
    /// When it is over, this moment itself not in it; none is never.
    package let until: WallTime?
    /// How it recurs; none is one stretch from `from` to `until`.
    package let recurrence: Recurrence?
    /// For how long each time, in minutes of the wall clock; above 0, and only where it recurs.
    package let minutes: Int

    /// A moment on a wall clock.
    package struct WallTime: Sendable, Hashable, Comparable {
        /// The day.
        package let day: Day
        /// Minutes after midnight, 0 to 1439.
        package let minute: Int

        /// A moment on a wall clock.
        package init(day: Day, minute: Int = 0) {
            self.day = day
            self.minute = minute
        }

        /// Minutes since 1970-01-01 00:00 as the wall clock counts.
        var minutes: Int64 { Int64(day.number) * 1_440 + Int64(minute) }

        package static func < (one: WallTime, other: WallTime) -> Bool { one.minutes < other.minutes }
    }

    /// A stretch of time, or one that recurs.
    package init(from: WallTime? = nil, until: WallTime? = nil, recurrence: Recurrence? = nil, minutes: Int = 1_440) {
        self.from = from
        self.until = until
        // How often it recurs is when it ends: reckoned once, and not at each event.
        self.recurrence = from.flatMap { from in recurrence.map { $0.ending(from: from) } } ?? recurrence
        self.minutes = minutes
    }

    /// Whether it holds at `moment`, on the wall clock of `zone`.
    package func covers(_ moment: Instant, in zone: some LocalTime) -> Bool {
        covers(WallTime(day: zone.day(of: moment), minute: Int(zone.millisecondsIntoDay(moment) / 60_000)))
    }

    /// Whether it holds then.
    func covers(_ now: WallTime) -> Bool {
        if let from, now < from { return false }
        if let until, now >= until { return false }
        guard let recurrence, let from else { return true }
        let earliest = now.minutes - Int64(minutes)
        return recurrence.occurs(from: from, after: earliest, upTo: now.minutes)
    }

    /// Whether there is any moment at which it holds; what recurs is looked for in 100 years.
    package var everHolds: Bool {
        if let from, let until, until <= from { return false }
        guard let recurrence, let from else { return true }
        let end = until?.minutes ?? (from.minutes + 36_525 * 1_440)
        return recurrence.occurs(from: from, after: from.minutes - 1, upTo: end - 1)
    }
}

extension Schedule: CustomStringConvertible {
    /// As the document has it: "from 2026-03-03T14:00, repeat FREQ=WEEKLY;BYDAY=TU, lasts 180 minutes".
    package var description: String {
        [
            from.map { "from \($0)" }, until.map { "until \($0)" }, recurrence.map { "repeat \($0.text)" },
            recurrence == nil ? nil : "lasts \(minutes) minutes",
        ].compactMap(\.self).joined(separator: ", ")
    }
}

extension Schedule.WallTime: CustomStringConvertible {
    /// "2026-03-03T14:00".
    package var description: String {
        func two(_ number: Int) -> String { number < 10 ? "0\(number)" : "\(number)" }
        return "\(day.iso)T\(two(minute / 60)):\(two(minute % 60))"
    }
}
