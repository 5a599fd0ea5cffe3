internal import Glibc
internal import SetiaCore

/// A test that may be looked at after every pair (mSPRT): the mixture of normal effects against none.
///
/// - SeeAlso: R. Johari, P. Koomen, L. Pekelis and D. Walsh 2022, *Operations Research* 70(3).
package struct MixtureTest: Sendable, Hashable {
    /// How large effects are thought to be: the variance of the mixture.
    package let tau2: Double
    /// The variance of the difference within a pair.
    package let variance: Double
    package private(set) var pairs = 0
    /// The smallest it came to so far: never rises, and below .05 means an effect, whenever that is seen.
    package private(set) var p = 1.0
    private var sum = 0.0

    package init(tau2: Double, variance: Double) {
        guard tau2 > 0, variance > 0 else { fault("a mixture of \(tau2) over a variance of \(variance)") }
        self.tau2 = tau2
        self.variance = variance
    }

    /// Adds the next pair.
    package mutating func add(treated: Double, control: Double) {
        pairs += 1
        sum += treated - control
        p = min(p, exp(-logRatio))
    }

    /// The logarithm of the likelihood ratio after the pairs so far.
    private var logRatio: Double {
        let n = Double(pairs)
        let wide = variance + n * tau2
        let mean = sum / n
        return 0.5 * log(variance / wide) + n * n * tau2 * mean * mean / (2 * variance * wide)
    }
}

/// An interval that holds at all times at once: looking every day does not wear it out.
///
/// It is wider than the interval of one planned look; that is the price of looking. It is asymptotic: what it promises
/// holds from some dozens of members on.
///
/// - SeeAlso: I. Waudby-Smith, D. Arbour, R. Sinha, E. Kennedy and A. Ramdas 2024, *Annals of Statistics*.
package struct ConfidenceSequence: Sendable, Hashable {
    /// Where it is narrowest for its size: the number of members at which it is tuned.
    package let tunedFor: Double
    package let alpha: Double
    /// The tuning itself.
    package let rho: Double

    package init(tunedFor: Double, alpha: Double = 0.05) {
        guard tunedFor > 0, alpha > 0, alpha < 1 else { fault("a sequence for \(tunedFor) at \(alpha)") }
        self.tunedFor = tunedFor
        self.alpha = alpha
        let spent = -2 * log(alpha)
        rho = ((spent + log(spent + 1)) / tunedFor).squareRoot()
    }

    /// What is added and taken after `count` numbers of this standard deviation.
    package func halfWidth(count: Int, standardDeviation: Double) -> Double {
        let n = Double(count)
        let square = n * rho * rho
        return standardDeviation
            * (2 * (square + 1) / (n * square) * log((square + 1).squareRoot() / alpha)).squareRoot()
    }

    /// The range of a difference of means, by members of both sides that need not be as many.
    ///
    /// The smaller side stands for the number of pairs; what the other has more shrinks only its own part of the spread.
    package func interval(_ comparison: Comparison) -> Interval {
        let pairs = min(comparison.treated.count, comparison.control.count)
        let half = halfWidth(
            count: pairs,
            standardDeviation: comparison.standardError * Double(pairs).squareRoot()
        )
        return Interval(lower: comparison.difference - half, upper: comparison.difference + half)
    }
}

/// How far a sum with variance `v` so far may wander before that is no chance: Robbins' normal mixture.
///
/// - SeeAlso: S. Howard, A. Ramdas, J. McAuliffe and J. Sekhon 2021, *Annals of Statistics* 49(2).
package func normalMixtureBoundary(_ v: Double, rho: Double, alpha: Double = 0.05) -> Double {
    ((v + rho) * log((v + rho) / (rho * alpha * alpha))).squareRoot()
}
