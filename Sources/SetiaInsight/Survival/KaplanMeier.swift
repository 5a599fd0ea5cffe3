internal import Glibc

/// How many have not yet, by the time they were watched: Kaplan and Meier's estimate, which uses those who could not be
/// watched to the end as long as they were.
package struct KaplanMeier: Sendable, Hashable {
    /// Where somebody had it, ascending.
    package let steps: [Step]
    /// How many were watched at all.
    package let count: Int

    /// What holds from a time on, up to the next step.
    package struct Step: Sendable, Hashable {
        package let time: Int
        /// Who was still watched and had not had it, just before.
        package let atRisk: Int
        package let events: Int
        /// The share who have not had it, from 1 down.
        package let survival: Double
        /// Greenwood's; 0 where nobody is left.
        package let standardError: Double
    }

    /// One who was watched: how long, and whether it happened then or she was out of sight.
    package struct Watch: Sendable, Hashable {
        package let time: Int
        package let happened: Bool

        package init(time: Int, happened: Bool) {
            self.time = time
            self.happened = happened
        }
    }

    /// Who left at a time was still watched at it.
    package init(_ watches: [Watch]) {
        count = watches.count
        let sorted = watches.sorted { $0.time < $1.time }
        var steps: [Step] = []
        var (survival, variance, place) = (1.0, 0.0, 0)
        while place < sorted.count {
            let (time, atRisk) = (sorted[place].time, sorted.count - place)
            var events = 0
            while place < sorted.count, sorted[place].time == time {
                events += sorted[place].happened ? 1 : 0
                place += 1
            }
            guard events > 0 else { continue }
            survival *= 1 - Double(events) / Double(atRisk)
            if atRisk > events { variance += Double(events) / (Double(atRisk) * Double(atRisk - events)) }
            steps.append(
                Step(
                    time: time,
                    atRisk: atRisk,
                    events: events,
                    survival: survival,
                    standardError: survival * variance.squareRoot()
                )
            )
        }
        self.steps = steps
    }

    /// The share who have not had it at `time`, and Greenwood's standard error.
    package func survival(at time: Int) -> (value: Double, standardError: Double) {
        guard let step = steps.last(where: { $0.time <= time }) else { return (1, 0) }
        return (step.survival, step.standardError)
    }

    /// The range of the survival at 95 %, on the scale of log(-log), which keeps it within 0 and 1.
    ///
    /// None where everybody or nobody has had it: there is no spread to judge by.
    package func interval95(at time: Int) -> Interval? {
        let (value, error) = survival(at: time)
        guard value > 0, value < 1, error > 0 else { return nil }
        let half = z95 * error / (value * abs(log(value)))
        return Interval(lower: pow(value, exp(half)), upper: pow(value, exp(-half)))
    }

    /// When half have had it; none where more than half never had it while watched.
    package var median: Int? { steps.first { $0.survival <= 0.5 }?.time }
}

/// Whether two groups have it at different times: the log-rank test's chi-square with one degree of freedom.
///
/// - Returns: None where nobody had it, or one group is empty: there is nothing to compare.
package func logRank(_ first: [KaplanMeier.Watch], _ second: [KaplanMeier.Watch]) -> (chiSquare: Double, p: Double)? {
    let (one, two) = (KaplanMeier(first), KaplanMeier(second))
    let times = Set((one.steps + two.steps).map(\.time)).sorted()
    var (difference, variance) = (0.0, 0.0)
    for time in times {
        let n1 = Double(first.count { $0.time >= time })
        let n2 = Double(second.count { $0.time >= time })
        let d1 = Double(first.count { $0.time == time && $0.happened })
        let d = d1 + Double(second.count { $0.time == time && $0.happened })
        let n = n1 + n2
        difference += d1 - d * n1 / n
        if n > 1 { variance += d * n1 * n2 * (n - d) / (n * n * (n - 1)) }
    }
    guard variance > 0 else { return nil }
    let chiSquare = difference * difference / variance
    return (chiSquare, chiSquareTail(chiSquare, degreesOfFreedom: 1))
}
