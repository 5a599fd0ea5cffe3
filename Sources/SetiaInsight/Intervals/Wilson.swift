import SetiaCore

/// A range of values, both ends included.
package struct Interval: Sendable, Hashable {
    package let lower: Double
    package let upper: Double

    /// Both ends.
    package init(lower: Double, upper: Double) {
        self.lower = lower
        self.upper = upper
    }
}

/// Wilson's score interval of a rate: the rates under which what was seen is not surprising.
///
/// It stays within 0 and 1 and means something for few cases and for none, where the textbook's p ± 1.96 √(pq/n) does
/// not.
///
/// - Parameters:
///   - successes: 0 up to `trials`; anything else is a fault.
///   - trials: 0 or more.
///   - z: The normal quantile; the default is for 95 %.
/// - Returns: nil when there were no trials.
/// - SeeAlso: E. B. Wilson 1927; R. G. Newcombe 1998, *Statistics in Medicine* 17, method 3.
package func wilson(_ successes: Int, of trials: Int, z: Double = z95) -> Interval? {
    guard successes >= 0, successes <= trials else { fault("\(successes) successes in \(trials) trials") }
    guard trials > 0 else { return nil }
    let n = Double(trials)
    let rate = Double(successes) / n
    let middle = rate + z * z / (2 * n)
    let half = z * (rate * (1 - rate) / n + z * z / (4 * n * n)).squareRoot()
    let scale = 1 + z * z / n
    return Interval(
        lower: successes == 0 ? 0 : (middle - half) / scale,
        upper: successes == trials ? 1 : (middle + half) / scale
    )
}
