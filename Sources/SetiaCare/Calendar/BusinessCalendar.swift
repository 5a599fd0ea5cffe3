package import SetiaCore

/// When somebody is there to answer: hours by weekday, holidays, and the place whose clocks count (rule K-20).
package struct BusinessCalendar: Sendable, Hashable {
    /// What the brand calls it, such as `kl-office`.
    package let id: Key
    /// Counted up with each change, so that what was reckoned by it says by which.
    package let version: Int
    /// When somebody is there.
    package let hours: WeekHours

    /// A calendar in one version.
    ///
    /// - Parameters:
    ///   - id: What the brand calls it.
    ///   - version: From 1 on.
    ///   - hours: When somebody is there; special days are holidays, or days with hours of their own.
    package init(id: Key, version: Int = 1, hours: WeekHours) {
        self.id = id
        self.version = version
        self.hours = hours
    }

    /// How much business time passes between two moments, in milliseconds; 0 where the second is not later.
    ///
    /// - Complexity: O(*n*) in the days between them.
    package func businessTime(from start: Instant, to end: Instant, in zone: some LocalTime) -> Int64 {
        guard start < end else { return 0 }
        var total: Int64 = 0
        var day = zone.day(of: start)
        let last = zone.day(of: end)
        while day <= last {
            for stretch in hours.stretches(on: day, in: zone) {
                let (from, to) = (max(stretch.start, start), min(stretch.end, end))
                if from < to { total += to.milliseconds(since: from) }
            }
            day = day.adding(days: 1)
        }
        return total
    }

    /// The moment at which so much business time has passed since `start`: the first one at which it is full.
    ///
    /// 15 minutes from 12:50 on, with a pause from 13:00 to 14:00, are full at 14:05. What is full just when a day ends is
    /// full then, and not the next morning. No time at all is full at once.
    ///
    /// - Parameters:
    ///   - milliseconds: Business time; 0 or more.
    ///   - start: From when on.
    ///   - zone: Whose clocks count.
    /// - Returns: The moment, or nil where that much does not come within ten years.
    package func moment(after milliseconds: Int64, from start: Instant, in zone: some LocalTime) -> Instant? {
        guard milliseconds > 0 else { return start }
        var left = milliseconds
        var day = zone.day(of: start)
        let last = day.adding(days: 3_653)
        while day <= last {
            for stretch in hours.stretches(on: day, in: zone) where stretch.end > start {
                let from = max(stretch.start, start)
                let there = stretch.end.milliseconds(since: from)
                if there >= left { return from.adding(milliseconds: left) }
                left -= there
            }
            day = day.adding(days: 1)
            if !hours.comesAgain, hours.lastSpecialDay.map({ day > $0 }) ?? true { return nil }
        }
        return nil
    }

    /// Whether somebody is there at a moment.
    package func isOpen(at moment: Instant, in zone: some LocalTime) -> Bool {
        let day = zone.day(of: moment)
        return hours.stretches(on: day, in: zone).contains { $0.contains(moment) }
    }
}
