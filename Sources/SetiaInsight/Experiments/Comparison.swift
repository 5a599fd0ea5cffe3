/// What those who were assigned to have something did, against those held out: means, their difference, how sure.
///
/// By intention to treat: everybody counts where she was assigned, whether it reached her or not. The interval holds
/// for one look at a planned end; for looks in between take `ConfidenceSequence`.
package struct Comparison: Sendable, Hashable {
    package let treated: Moments
    package let control: Moments
    /// The treated mean less the control mean.
    package let difference: Double
    package let standardError: Double

    /// None where a side has fewer than two members: there is no spread to judge by.
    package init?(treated: Moments, control: Moments) {
        guard let a = treated.variance, let b = control.variance else { return nil }
        self.treated = treated
        self.control = control
        difference = treated.mean - control.mean
        standardError = (a / Double(treated.count) + b / Double(control.count)).squareRoot()
    }

    /// None where nobody differs from anybody.
    package var z: Double? { standardError > 0 ? difference / standardError : nil }

    /// The normal interval; at 95 % where not said otherwise.
    package func interval(z: Double = z95) -> Interval {
        Interval(lower: difference - z * standardError, upper: difference + z * standardError)
    }

    /// The difference times the number of treated members: what it brought in all, by the same interval.
    package func incremental(z: Double = z95) -> (value: Double, interval: Interval) {
        let n = Double(treated.count)
        let range = interval(z: z)
        return (difference * n, Interval(lower: range.lower * n, upper: range.upper * n))
    }
}

/// What happened before, used to see more sharply what happened after (CUPED).
///
/// From each outcome is taken what the member's own past foretold of it; the difference of means stays what it was on
/// average and its spread shrinks by the square of the correlation. The past must be from before the assignment.
///
/// - SeeAlso: A. Deng, Y. Xu, R. Kohavi and T. Walker 2013, WSDM.
package struct Cuped: Sendable, Hashable {
    /// How much of the past is taken off: covariance over variance, both sides together.
    package let theta: Double
    /// The mean of the past, both sides together.
    package let mean: Double
    /// By how much the variance of an outcome shrinks, from 0 to 1.
    package let saved: Double

    /// None where the past is the same for all, or fewer than two are there.
    ///
    /// - Parameter pairs: Past and outcome of everybody, both sides.
    package init?(_ pairs: PairedMoments) {
        guard pairs.varianceX > 0 else { return nil }
        theta = pairs.covariance / pairs.varianceX
        mean = pairs.meanX
        let correlation = pairs.correlation ?? 0
        saved = correlation * correlation
    }

    /// The outcome without what the past foretold.
    package func adjusted(_ outcome: Double, past: Double) -> Double { outcome - theta * (past - mean) }
}
