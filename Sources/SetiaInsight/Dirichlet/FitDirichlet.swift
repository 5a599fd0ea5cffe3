internal import Glibc

/// NBD-Dirichlet by maximum likelihood, with how sure it is.
package struct DirichletFit: Sendable {
    package let model: Dirichlet
    /// Of K.
    package let shapeError: Double
    /// Of S.
    package let spreadError: Double
    /// Of both parts together: how much each household bought, and which brands.
    package let logLikelihood: Double
    /// Of the choice of brands alone.
    package let choiceLogLikelihood: Double
    package let steepness: Double

    /// Of the polarisation index, by the delta method.
    package var polarisationError: Double { spreadError * model.polarisation * model.polarisation }

    /// The polarisation index with its range of 95 %.
    package var polarisation: Estimate {
        let half = z95 * polarisationError
        return Estimate(
            value: model.polarisation,
            interval: Interval(lower: max(0, model.polarisation - half), upper: min(1, model.polarisation + half))
        )
    }
}

/// Fits NBD-Dirichlet to a panel: K to how much was bought, S to the brands, whose shares are those observed; or says why
/// not.
package func fitDirichlet(_ panel: BrandPanel) throws(FitFailure) -> DirichletFit {
    guard panel.brands.count > 1 else { throw .tooFewBrands(panel.brands.count) }
    guard panel.buyers >= leastCustomers else { throw .tooFew(customers: panel.buyers, least: leastCustomers) }
    let amount = try fitShape(panel)
    let choice = try fitSpread(panel)
    return DirichletFit(
        model: Dirichlet(
            rate: panel.rate,
            shape: amount.parameters[0],
            spread: choice.parameters[0],
            shares: panel.observed.map(\.share)
        ),
        shapeError: amount.standardErrors[0],
        spreadError: choice.standardErrors[0],
        logLikelihood: amount.logLikelihood + choice.logLikelihood,
        choiceLogLikelihood: choice.logLikelihood,
        steepness: max(amount.steepness, choice.steepness)
    )
}

/// K, given the mean, which is its own best estimate.
private func fitShape(_ panel: BrandPanel) throws(FitFailure) -> Fit {
    let mean = panel.rate
    let likelihood = Likelihood(
        model: "NBD",
        names: ["K"],
        count: panel.households,
        starts: [[log(max(0.05, min(5, mean / 3)))], [0], [-2]],
        edge: [-12...9],
        boundary: { _, isAbove in isAbove ? .oneRate : .noBuying }
    ) { point, gradient in
        let shape = exp(point[0])
        let (gammaK, psiK) = (logGamma(shape), digamma(shape))
        let (none, part) = (-log1p(mean / shape), log(mean / (mean + shape)))
        var (value, slope) = (0.0, 0.0)
        for (times, households) in panel.timesOfCategory.enumerated() where households > 0 {
            let n = Double(times)
            value +=
                Double(households)
                * (logGamma(shape + n) - gammaK - logGamma(n + 1) + shape * none + (n > 0 ? n * part : 0))
            slope +=
                Double(households)
                * (digamma(shape + n) - psiK + none + (mean - n) / (mean + shape))
        }
        gradient[0] = slope * shape / Double(panel.households)
        return value / Double(panel.households)
    }
    return try likelihood.fit()
}

/// S, given the shares.
private func fitSpread(_ panel: BrandPanel) throws(FitFailure) -> Fit {
    let shares = panel.observed.map(\.share)
    // One purchase tells nothing of how alike somebody chooses.
    guard panel.timesOfCategory.dropFirst(2).contains(where: { $0 > 0 }) else {
        throw .nobodyRepeats(customers: panel.buyers)
    }
    let constant = logWays(panel)
    let likelihood = Likelihood(
        model: "Dirichlet",
        names: ["S"],
        count: panel.buyers,
        starts: [[0.3], [-1.5], [2]],
        edge: [-8...8],
        boundary: { _, isAbove in isAbove ? .allAlike : .allLoyal }
    ) { point, gradient in
        let spread = exp(point[0])
        var (value, slope) = (constant, 0.0)
        let (gammaS, psiS) = (logGamma(spread), digamma(spread))
        for (times, households) in panel.timesOfCategory.enumerated().dropFirst() where households > 0 {
            let n = Double(times)
            value += Double(households) * (gammaS - logGamma(spread + n))
            slope += Double(households) * (psiS - digamma(spread + n))
        }
        for (brand, share) in shares.enumerated() {
            let alpha = spread * share
            let (gammaA, psiA) = (logGamma(alpha), digamma(alpha))
            for (times, households) in panel.timesOfBrand[brand].enumerated().dropFirst() where households > 0 {
                let n = Double(times)
                value += Double(households) * (logGamma(alpha + n) - gammaA)
                slope += Double(households) * share * (digamma(alpha + n) - psiA)
            }
        }
        gradient[0] = slope * spread / Double(panel.buyers)
        return value / Double(panel.buyers)
    }
    return try likelihood.fit()
}

/// The log of in how many orders the brands could have been bought: the same for every S.
private func logWays(_ panel: BrandPanel) -> Double {
    func sum(_ histogram: [Int]) -> Double {
        histogram.enumerated().dropFirst().reduce(0.0) { $0 + Double($1.element) * logGamma(Double($1.offset) + 1) }
    }
    return sum(panel.timesOfCategory) - panel.timesOfBrand.reduce(0.0) { $0 + sum($1) }
}
