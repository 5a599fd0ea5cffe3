internal import Glibc

/// sBG, for contracts: at each renewal a customer leaves with a probability of her own, θ ~ B(α, β).
///
/// Those who leave easily leave first, so that retention rises with age although nobody changes.
///
/// - SeeAlso: Fader & Hardie 2007, *Journal of Interactive Marketing* 21(1), 76–90; 2010, *Marketing Science* 29(1), 85–93.
package struct ShiftedBetaGeometric: Sendable {
    package let alpha: Double
    package let beta: Double

    package static let parameterNames = ["alpha", "beta"]

    package init(alpha: Double, beta: Double) {
        (self.alpha, self.beta) = (alpha, beta)
    }

    /// The share still there after `periods` renewals.
    package func survival(after periods: Int) -> Double {
        (0..<max(0, periods)).reduce(1) { share, passed in
            share * (beta + Double(passed)) / (alpha + beta + Double(passed))
        }
    }

    /// Of those who came to the renewal number `period`, from 1, the share who stay.
    package func retention(at period: Int) -> Double {
        (beta + Double(period) - 1) / (alpha + beta + Double(period) - 1)
    }

    /// The discounted number of periods of somebody new, her first one included; `rate` a period (DEL).
    package func discountedLifetime(rate: Double) -> Double { discounted(from: 0, rate) + 1 }

    /// The discounted number of periods still to come of somebody about to renew for the `renewals`-th time, from 1.
    ///
    /// Whether she does is part of it (DERL).
    package func discountedResidualLifetime(beforeRenewal renewals: Int, rate: Double) -> Double {
        discounted(from: renewals - 1, rate) * (1 + rate)
    }

    /// Σ over k from 1 of S(start+k)/S(start) / (1+rate)^k.
    private func discounted(from start: Int, _ rate: Double) -> Double {
        guard rate > 0 else { return alpha > 1 ? (beta + Double(start)) / (alpha - 1) : .infinity }
        var (term, sum) = (1.0, 0.0)
        var passed = Double(start)
        for _ in 0..<10_000_000 {
            term *= (beta + passed) / (alpha + beta + passed) / (1 + rate)
            sum += term
            passed += 1
            if term < 1e-17 * sum { break }
        }
        return sum
    }
}

/// A fitted sBG.
package struct ShiftedBetaGeometricFit: Sendable {
    package let model: ShiftedBetaGeometric
    package let fit: Fit
}

/// Fits sBG to how many of a cohort are still there at the beginning and after each period, or says why not.
///
/// `alive` goes from all of them down, over two renewals or more; more later than before is refused by the caller.
package func fitShiftedBetaGeometric(alive: [Double]) throws(FitFailure) -> ShiftedBetaGeometricFit {
    let whole = alive.first ?? 0
    guard whole >= Double(leastCustomers) else { throw .tooFew(customers: Int(whole), least: leastCustomers) }
    guard alive.count > 2 else { throw .nobodyWatched }
    let lost = zip(alive, alive.dropFirst()).map { $0 - $1 }
    guard lost.contains(where: { $0 > 0 }) else { throw .noDropout(model: "sBG", gain: 0) }
    let last = alive[alive.count - 1]
    let likelihood = Likelihood(
        model: "sBG",
        names: ShiftedBetaGeometric.parameterNames,
        count: Int(whole.rounded()),
        starts: [[0, 0.7], [-0.5, -0.5], [1.5, 2.5]],
        edge: [-9...9, -9...9],
        boundary: { _, isAbove in isAbove ? .oneDropout : .extremeDropout }
    ) { point, gradient in
        let (alpha, beta) = (exp(point[0]), exp(point[1]))
        let base = logBeta(alpha, beta)
        let psi = (digamma(alpha), digamma(beta), digamma(alpha + beta))
        var (value, byAlpha, byBeta) = (0.0, 0.0, 0.0)
        func add(_ count: Double, _ more: Double, _ periods: Double) {
            guard count > 0 else { return }
            let both = digamma(alpha + beta + more + periods)
            value += count * (logBeta(alpha + more, beta + periods) - base)
            byAlpha += count * (digamma(alpha + more) - both - psi.0 + psi.2)
            byBeta += count * (digamma(beta + periods) - both - psi.1 + psi.2)
        }
        for (period, count) in lost.enumerated() { add(count, 1, Double(period)) }
        add(last, 0, Double(lost.count))
        gradient = [byAlpha * alpha / whole, byBeta * beta / whole]
        return value / whole
    }
    let fit = try likelihood.fit()
    return ShiftedBetaGeometricFit(
        model: ShiftedBetaGeometric(alpha: fit.parameters[0], beta: fit.parameters[1]),
        fit: fit
    )
}
