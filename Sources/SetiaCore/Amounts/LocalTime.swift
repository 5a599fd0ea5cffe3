/// What the core must know of a time zone: which day it is somewhere, and when a day begins there.
///
/// The live zones are made by the shell from the time zone database; the core and its tests can do with a
/// `FixedOffset` or a `TransitionTable` by hand.
package protocol LocalTime: Sendable {
    /// The day that the calendar on the wall shows at `instant`.
    func day(of instant: Instant) -> Day

    /// The first instant at which the calendar on the wall shows `day`.
    ///
    /// Midnight where there is one. Where the clocks skip it, the first instant after the gap; where they show it
    /// twice, the first time. Where the whole day is skipped, the first instant of the next one there is.
    func start(of day: Day) -> Instant

    /// What the clock on the wall shows at `instant`, in milliseconds: 0 to 86,399,999.
    ///
    /// This is no time elapsed: on a day when the clocks change they differ.
    func millisecondsIntoDay(_ instant: Instant) -> Int64
}

extension LocalTime {
    /// By how many whole minutes the clock on the wall is ahead of UTC at `instant`; below 0 behind.
    package func minutesAhead(at instant: Instant) -> Int64 {
        let midnight = Int64(day(of: instant).number) * millisecondsPerDay
        return (midnight + millisecondsIntoDay(instant) - instant.milliseconds) / 60_000
    }
}

/// A reading of the calendar and clock on the wall, in milliseconds since 1970-01-01 00:00 as shown there.
struct LocalClock {
    let milliseconds: Int64

    init(_ instant: Instant, offsetMilliseconds: Int64) {
        milliseconds = instant.adding(milliseconds: offsetMilliseconds).milliseconds
    }

    init(midnightOf day: Day) {
        milliseconds = Int64(day.number) * millisecondsPerDay
    }

    var day: Day {
        guard let number = Int32(exactly: floorDivided(milliseconds, by: millisecondsPerDay)) else {
            fault("no day can be given for \(milliseconds) ms since 1970")
        }
        return Day(number: number)
    }

    var millisecondsIntoDay: Int64 {
        milliseconds - floorDivided(milliseconds, by: millisecondsPerDay) * millisecondsPerDay
    }
}
