/// A place where the clocks never change: UTC, Kuala Lumpur, Bangkok.
package struct FixedOffset: LocalTime, Hashable {
    /// Minutes ahead of UTC; below zero to the west.
    package let minutesEast: Int

    /// An offset of a day or more is a fault.
    package init(minutesEast: Int) {
        guard abs(minutesEast) < 24 * 60 else { fault("no place is \(minutesEast) minutes east of UTC") }
        self.minutesEast = minutesEast
    }

    package static let utc = FixedOffset(minutesEast: 0)

    package func day(of instant: Instant) -> Day { clock(at: instant).day }

    package func start(of day: Day) -> Instant {
        Instant(milliseconds: LocalClock(midnightOf: day).milliseconds - offsetMilliseconds)
    }

    package func millisecondsIntoDay(_ instant: Instant) -> Int64 { clock(at: instant).millisecondsIntoDay }

    private var offsetMilliseconds: Int64 { Int64(minutesEast) * 60_000 }

    private func clock(at instant: Instant) -> LocalClock {
        LocalClock(instant, offsetMilliseconds: offsetMilliseconds)
    }
}
