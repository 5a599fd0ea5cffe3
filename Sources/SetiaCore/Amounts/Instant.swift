/// A moment in UTC, to the millisecond.
///
/// Leap seconds do not count, as in POSIX.
package struct Instant: Sendable, Hashable {
    /// Milliseconds since 1970-01-01T00:00:00Z; below zero before it.
    package let milliseconds: Int64

    package init(milliseconds: Int64) {
        self.milliseconds = milliseconds
    }
}

extension Instant: Comparable {
    package static func < (left: Instant, right: Instant) -> Bool { left.milliseconds < right.milliseconds }
}

extension Instant: CustomStringConvertible {
    package var description: String { rfc3339 }
}

extension Instant {
    /// The moment so much later, or earlier when below zero; past the ends of 64 bits is a fault.
    package func adding(milliseconds more: Int64) -> Instant {
        let (sum, overflow) = milliseconds.addingReportingOverflow(more)
        if overflow { fault("an instant overflows: \(milliseconds) ms + \(more) ms") }
        return Instant(milliseconds: sum)
    }

    /// The moment so many times 24 hours later: not the same time of day where the clocks change in between.
    ///
    /// For days as people count them, go through `LocalTime` and `Day`.
    package func adding(days: Int) -> Instant {
        let (more, overflow) = Int64(days).multipliedReportingOverflow(by: millisecondsPerDay)
        if overflow { fault("an instant overflows: \(milliseconds) ms + \(days) days") }
        return adding(milliseconds: more)
    }

    /// How much later this is than `earlier`; below zero when it is not later.
    package func milliseconds(since earlier: Instant) -> Int64 {
        let (difference, overflow) = milliseconds.subtractingReportingOverflow(earlier.milliseconds)
        if overflow { fault("a time span overflows: \(milliseconds) ms - \(earlier.milliseconds) ms") }
        return difference
    }
}

/// 24 hours.
let millisecondsPerDay: Int64 = 86_400_000
