/// A time zone as the moments at which its clocks change; built by the shell from the time zone database.
///
/// After the last moment the last offset goes on, so the shell writes out the yearly changes as far ahead as the
/// programme can look.
package struct TransitionTable: LocalTime, Hashable {
    /// From this moment on, the clocks are so far ahead of UTC.
    package struct Transition: Sendable, Hashable {
        package let at: Instant
        /// Seconds ahead of UTC; below zero to the west.
        package let offsetSeconds: Int32

        package init(at: Instant, offsetSeconds: Int32) {
            self.at = at
            self.offsetSeconds = offsetSeconds
        }
    }

    /// Where stretches 1 and on begin, in UTC milliseconds, ascending; stretch 0 has no beginning.
    private let moments: [Int64]
    /// One more than there are moments: the milliseconds ahead of UTC in each stretch.
    private let offsets: [Int64]
    private let greatestOffset: Int64

    /// The zone with these changes, or nil when they are not in ascending order or an offset is two days or more.
    ///
    /// - Parameters:
    ///   - initialOffsetSeconds: What holds before the first change; seconds ahead of UTC.
    ///   - transitions: One a moment, ascending.
    package init?(initialOffsetSeconds: Int32, transitions: [Transition]) {
        let offsets = [initialOffsetSeconds] + transitions.map(\.offsetSeconds)
        guard
            zip(transitions, transitions.dropFirst()).allSatisfy({ $0.at < $1.at }),
            offsets.allSatisfy({ $0.magnitude < 2 * 86_400 })
        else { return nil }
        moments = transitions.map(\.at.milliseconds)
        self.offsets = offsets.map { Int64($0) * 1_000 }
        greatestOffset = self.offsets.reduce(Int64.min, max)
    }

    package func day(of instant: Instant) -> Day { clock(at: instant).day }

    package func millisecondsIntoDay(_ instant: Instant) -> Int64 { clock(at: instant).millisecondsIntoDay }

    /// Stretches are looked at in order, from the earliest that can reach the day's midnight; the first that does so
    /// has the day's first instant.
    package func start(of day: Day) -> Instant {
        let midnight = LocalClock(midnightOf: day).milliseconds
        var stretch = self.stretch(at: midnight - greatestOffset)
        while stretch < moments.count, moments[stretch] + offsets[stretch] <= midnight {
            stretch += 1
        }
        let onTheClock = midnight - offsets[stretch]
        return Instant(milliseconds: stretch == 0 ? onTheClock : max(onTheClock, moments[stretch - 1]))
    }

    private func clock(at instant: Instant) -> LocalClock {
        LocalClock(instant, offsetMilliseconds: offsets[stretch(at: instant.milliseconds)])
    }

    /// The number of changes that have come by then, the one at that very moment included.
    private func stretch(at milliseconds: Int64) -> Int {
        var (low, high) = (0, moments.count)
        while low < high {
            let middle = (low + high) / 2
            if moments[middle] <= milliseconds { low = middle + 1 } else { high = middle }
        }
        return low
    }
}
