internal import Glibc

/// A fitted model of buying and dropping out.
package struct DropoutFit: Sendable {
    package let model: any DropoutModel
    package let fit: Fit
    /// The log-likelihood if nobody ever drops out (NBD), from the same customers.
    package let logLikelihoodWithoutDropout: Double
}

/// The fewest customers to whom a model is fitted: below, a figure would say nothing.
package let leastCustomers = 30

/// Fits a model to customers, or says why not.
///
/// Dropout counts as identified where it gains more than 1.35 units of log-likelihood over NBD, in which nobody drops out:
/// the 5 % level where a parameter lies at its boundary under the hypothesis.
package func fit(_ kind: DropoutModelKind, to base: CustomerBase) throws(FitFailure) -> DropoutFit {
    guard base.count >= leastCustomers else { throw .tooFew(customers: base.count, least: leastCustomers) }
    guard base.repeaters > 0 else { throw .nobodyRepeats(customers: base.count) }
    guard base.longestWatch > 0 else { throw .nobodyWatched }
    let scale = log(base.longestWatch)
    let time = (scale - 12)...(scale + 9)
    let share = -9.0...9.0
    let type = kind.type
    func likelihood(_ base: CustomerBase) -> Likelihood {
        Likelihood(
            model: kind.name,
            names: kind.parameterNames,
            count: base.count,
            starts: startingPlaces(kind, base),
            edge: kind == .paretoNBD ? [share, time, share, time] : [share, time, share, share],
            boundary: { parameter, isAbove in
                switch parameter {
                case 0, 1: isAbove ? .oneRate : .noBuying
                default: parameter == 2 && !isAbove ? .extremeDropout : .oneDropout
                }
            },
            mean: { type.meanLogLikelihood(base, $0, &$1) }
        )
    }
    // Of many kinds, every sixteenth says already where to look.
    let near = base.kinds.count > 20_000 ? likelihood(base.thinned(by: 16)).greatest() : nil
    let whole = likelihood(base)
    let best = whole.greatest(near: near.flatMap { $0.isSettled ? $0.point : nil })
    let withoutDropout = logLikelihoodWithoutDropout(base)
    // Where a number ran away, that is mostly because nobody drops out: which says more.
    let gain = -best.value * Double(base.count) - withoutDropout
    guard gain >= leastGain else { throw .noDropout(model: kind.name, gain: max(0, gain)) }
    let found = try whole.fit(best)
    guard let model = kind.model(found.parameters) else {
        throw .notConverged(model: kind.name, steepness: found.steepness)
    }
    return DropoutFit(model: model, fit: found, logLikelihoodWithoutDropout: withoutDropout)
}

private let leastGain = 1.35

/// Moments to begin with: the mean rate of those watched, spread as in most shops; then elsewhere.
private func startingPlaces(_ kind: DropoutModelKind, _ base: CustomerBase) -> [[Double]] {
    let watched = zip(base.kinds, base.counts).reduce(0.0) { $0 + $1.0.watched * Double($1.1) }
    let rate = max(Double(base.repeats) / max(watched, .leastNormalMagnitude), 1e-9 / base.longestWatch)
    let mean = watched / Double(base.count)
    func place(_ r: Double, _ faster: Double, _ c: Double, _ d: Double) -> [Double] {
        [log(r), log(r / (rate * faster)), log(c), log(d)]
    }
    return kind == .paretoNBD
        ? [place(0.5, 2, 0.6, mean), place(1, 3, 1.5, mean / 2), place(0.2, 1, 0.3, mean * 3), place(2, 4, 0.1, mean)]
        : [place(0.5, 2, 1, 2.5), place(1, 3, 0.5, 1), place(0.2, 1, 0.1, 2), place(2, 1, 0.05, 3)]
}

/// The log-likelihood of NBD at its best: λ ~ Γ(r, α), and nobody drops out.
private func logLikelihoodWithoutDropout(_ base: CustomerBase) -> Double {
    let scale = log(base.longestWatch)
    let start = startingPlaces(.bgNBD, base)[0]
    let best = minimise(from: Array(start[..<2]), within: [-9...14, (scale - 12)...(scale + 14)]) { point, gradient in
        let (value, slopes) = meanOfNBD(base, r: exp(point[0]), alpha: exp(point[1]))
        gradient = [-slopes[0], -slopes[1]]
        return -value
    }
    return -best.value * Double(base.count)
}

private func meanOfNBD(_ base: CustomerBase, r: Double, alpha: Double) -> (value: Double, slopes: [Double]) {
    var (value, byR, byAlpha) = (0.0, 0.0, 0.0)
    let (gammaR, psiR, logAlpha) = (logGamma(r), digamma(r), log(alpha))
    for (repeats, customers) in base.histogram.enumerated() where customers > 0 {
        let x = Double(repeats)
        value += Double(customers) * (logGamma(r + x) - gammaR + r * logAlpha)
        byR += Double(customers) * (digamma(r + x) - psiR + logAlpha)
    }
    byAlpha += Double(base.count) * r / alpha
    let logs = base.times.map { log(alpha + $0) }
    base.forEachKind { repeats, _, watched, count in
        let x = r + Double(repeats)
        value -= count * x * logs[watched]
        byR -= count * logs[watched]
        byAlpha -= count * x / (alpha + base.times[watched])
    }
    let scale = 1 / Double(base.count)
    return (value * scale, [byR * r * scale, byAlpha * alpha * scale])
}
