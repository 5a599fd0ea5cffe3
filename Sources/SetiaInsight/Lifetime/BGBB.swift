internal import Glibc

/// BG/BB: at each of `chances` occasions a customer who is still there buys with a probability p ~ B(α, β), and is gone
/// after it with a probability θ ~ B(γ, δ).
///
/// For what can be done once in each of equal periods: a yearly gift, a weekly class.
///
/// - SeeAlso: Fader, Hardie & Shang 2010, *Marketing Science* 29(6), 1086–1108.
package struct BGBB: Sendable {
    package let alpha: Double
    package let beta: Double
    package let gamma: Double
    package let delta: Double

    package static let parameterNames = ["alpha", "beta", "gamma", "delta"]

    package init(alpha: Double, beta: Double, gamma: Double, delta: Double) {
        (self.alpha, self.beta, self.gamma, self.delta) = (alpha, beta, gamma, delta)
    }

    init(_ parameters: [Double]) {
        self.init(alpha: parameters[0], beta: parameters[1], gamma: parameters[2], delta: parameters[3])
    }

    /// Customers who did alike.
    package struct Group: Sendable, Hashable {
        /// Occasions at which they bought.
        package let bought: Int
        /// The last of them, from 1; 0 where there is none.
        package let last: Int
        /// Occasions that there were.
        package let chances: Int
        package let count: Int

        /// A group; nil where the numbers contradict each other.
        package init?(bought: Int, last: Int, chances: Int, count: Int = 1) {
            guard bought >= 0, last >= bought, chances >= last, chances > 0, chances <= 10_000, count > 0,
                (bought == 0) == (last == 0)
            else { return nil }
            (self.bought, self.last, self.chances, self.count) = (bought, last, chances, count)
        }
    }

    /// The log of the probability of doing as one of the group did.
    func logLikelihood(_ group: Group) -> Double {
        var sum = logActive(group)
        for after in 0..<(group.chances - group.last) { sum = logSumOfExponentials(sum, logGone(group, after)) }
        return sum
    }

    /// The probability of being there at the next occasion.
    package func probabilityActive(_ group: Group) -> Double {
        let later = delta + Double(group.chances)
        return exp(logActive(group) - logLikelihood(group)) * later / (gamma + later)
    }

    /// How many purchases are expected at the next `occasions`.
    ///
    /// (α+x)/(α+β+n) · P(active) · Σ B(γ, δ+n+i)/B(γ, δ+n) for i from 1 on: she must survive each occasion first.
    package func expectedPurchases(of group: Group, atNext occasions: Int) -> Double {
        exp(logActive(group) - logLikelihood(group)) * (alpha + Double(group.bought))
            / (alpha + beta + Double(group.chances))
            * survivors(delta + Double(group.chances), occasions)
    }

    /// How many purchases are expected of somebody new at her first `occasions`.
    package func expectedPurchasesOfNew(at occasions: Int) -> Double {
        alpha / (alpha + beta) * survivors(delta, occasions)
    }

    private func survivors(_ delta: Double, _ occasions: Int) -> Double {
        var (share, sum) = (1.0, 0.0)
        for passed in 0..<max(0, occasions) {
            share *= (delta + Double(passed)) / (gamma + delta + Double(passed))
            sum += share
        }
        return sum
    }

    private func logActive(_ group: Group) -> Double {
        logChoice(group.bought, group.chances) + logBeta(gamma, delta + Double(group.chances)) - logBeta(gamma, delta)
    }

    private func logGone(_ group: Group, _ after: Int) -> Double {
        logChoice(group.bought, group.last + after)
            + logBeta(gamma + 1, delta + Double(group.last + after)) - logBeta(gamma, delta)
    }

    private func logChoice(_ bought: Int, _ chances: Int) -> Double {
        logBeta(alpha + Double(bought), beta + Double(chances - bought)) - logBeta(alpha, beta)
    }

    /// The slopes of a log B(α+x, β+n-x)/B(α, β) and of a log B(γ+g, δ+n)/B(γ, δ).
    private func slopes(bought: Int, of chances: Int, gone: Double) -> (Double, Double, Double, Double) {
        let (x, n) = (Double(bought), Double(chances))
        let both = digamma(alpha + beta) - digamma(alpha + beta + n)
        let rest = digamma(gamma + delta) - digamma(gamma + delta + n + gone)
        return (
            digamma(alpha + x) - digamma(alpha) + both, digamma(beta + n - x) - digamma(beta) + both,
            digamma(gamma + gone) - digamma(gamma) + rest, digamma(delta + n) - digamma(delta) + rest
        )
    }

    fileprivate func addSlopes(_ group: Group, _ logLikelihood: Double, to gradient: inout [Double]) {
        func add(_ weight: Double, _ slopes: (Double, Double, Double, Double)) {
            gradient[0] += weight * slopes.0
            gradient[1] += weight * slopes.1
            gradient[2] += weight * slopes.2
            gradient[3] += weight * slopes.3
        }
        let count = Double(group.count)
        add(
            count * exp(logActive(group) - logLikelihood),
            slopes(bought: group.bought, of: group.chances, gone: 0)
        )
        for after in 0..<(group.chances - group.last) {
            add(
                count * exp(logGone(group, after) - logLikelihood),
                slopes(bought: group.bought, of: group.last + after, gone: 1)
            )
        }
    }
}

/// A fitted BG/BB.
package struct BGBBFit: Sendable {
    package let model: BGBB
    package let fit: Fit
}

/// Fits BG/BB, or says why not.
package func fitBGBB(_ groups: [BGBB.Group]) throws(FitFailure) -> BGBBFit {
    let count = groups.reduce(0) { $0 + $1.count }
    guard count >= leastCustomers else { throw .tooFew(customers: count, least: leastCustomers) }
    guard groups.contains(where: { $0.bought > 0 }) else { throw .nobodyRepeats(customers: count) }
    var counts: [BGBB.Group: Int] = [:]
    for group in groups {
        guard let alike = BGBB.Group(bought: group.bought, last: group.last, chances: group.chances) else { continue }
        counts[alike, default: 0] += group.count
    }
    let distinct = counts.compactMap { alike, count in
        BGBB.Group(bought: alike.bought, last: alike.last, chances: alike.chances, count: count)
    }.sorted { ($0.chances, $0.bought, $0.last) < ($1.chances, $1.bought, $1.last) }
    let likelihood = Likelihood(
        model: "BG/BB",
        names: BGBB.parameterNames,
        count: count,
        starts: [[0, 0, 0, 0.7], [0.5, 0.5, -0.7, 1], [-0.5, -0.5, 0.5, 2]],
        edge: Array(repeating: -9...9, count: 4),
        boundary: { parameter, isAbove in
            parameter < 2 ? (isAbove ? .oneRate : .noBuying) : (isAbove ? .oneDropout : .extremeDropout)
        }
    ) { point, gradient in
        let model = BGBB(point.map { exp($0) })
        gradient = [0, 0, 0, 0]
        var value = 0.0
        for group in distinct {
            let logLikelihood = model.logLikelihood(group)
            value += Double(group.count) * logLikelihood
            model.addSlopes(group, logLikelihood, to: &gradient)
        }
        for place in gradient.indices { gradient[place] *= exp(point[place]) / Double(count) }
        return value / Double(count)
    }
    let fit = try likelihood.fit()
    return BGBBFit(model: BGBB(fit.parameters), fit: fit)
}
