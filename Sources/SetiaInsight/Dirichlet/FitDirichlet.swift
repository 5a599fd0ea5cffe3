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
    /// Of the choice of brands alone, in the order in which they were bought.
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

/// Fits NBD-Dirichlet to a panel: K to how much was bought, S and the shares of the brands to what was chosen; or says why
/// not.
package func fitDirichlet(_ panel: BrandPanel) throws(FitFailure) -> DirichletFit {
    guard panel.brands.count > 1 else { throw .tooFewBrands(panel.brands.count) }
    guard panel.buyers >= leastCustomers else { throw .tooFew(customers: panel.buyers, least: leastCustomers) }
    let amount = try fitShape(panel)
    let choice = try fitBrands(panel)
    let spread = choice.parameters.reduce(0, +)
    return DirichletFit(
        model: Dirichlet(
            rate: panel.rate,
            shape: amount.parameters[0],
            spread: spread,
            shares: choice.parameters.map { $0 / spread }
        ),
        shapeError: amount.standardErrors[0],
        spreadError: choice.logCovariance.form(choice.parameters).squareRoot(),
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

/// The brands' own numbers, α, which add up to S.
private func fitBrands(_ panel: BrandPanel) throws(FitFailure) -> Fit {
    // One purchase tells nothing of how alike somebody chooses.
    guard panel.timesOfCategory.dropFirst(2).contains(where: { $0 > 0 }) else {
        throw .nobodyRepeats(customers: panel.buyers)
    }
    let buyersOfBrands = panel.timesOfBrand.reduce(0) { $0 + $1.dropFirst().reduce(0, +) }
    guard buyersOfBrands > panel.buyers else { throw .boundary(parameter: "S", meaning: .allLoyal) }
    let logShares = panel.observed.map { log($0.share) }
    let likelihood = Likelihood(
        model: "Dirichlet",
        names: panel.brands,
        count: panel.buyers,
        starts: [0.3, -1.5, 2].map { start in logShares.map { $0 + start } },
        edge: logShares.map { _ in -20...9 },
        boundary: { _, isAbove in isAbove ? .allAlike : .allLoyal },
        mean: { point, gradient in meanLogLikelihood(panel, point, &gradient) }
    )
    let best = likelihood.greatest()
    // What it would be if every household chose as the market does.
    let alike = zip(panel.observed, logShares).reduce(0.0) { $0 + $1.0.share * $1.1 } * Double(panel.purchases)
    guard -best.value * Double(panel.buyers) - alike > 1.35 else {
        throw .boundary(parameter: "S", meaning: .allAlike)
    }
    return try likelihood.fit(best)
}

/// Of a buyer's brands, in the order in which she bought them, given how often she did.
private func meanLogLikelihood(_ panel: BrandPanel, _ point: [Double], _ gradient: inout [Double]) -> Double {
    let alphas = point.map { exp($0) }
    let spread = alphas.reduce(0, +)
    let (gammaS, psiS) = (logGamma(spread), digamma(spread))
    var (value, bySpread) = (0.0, 0.0)
    for (times, households) in panel.timesOfCategory.enumerated().dropFirst() where households > 0 {
        let n = Double(times)
        value += Double(households) * (gammaS - logGamma(spread + n))
        bySpread += Double(households) * (psiS - digamma(spread + n))
    }
    let scale = 1 / Double(panel.buyers)
    for (brand, alpha) in alphas.enumerated() {
        let (gammaA, psiA) = (logGamma(alpha), digamma(alpha))
        var slope = bySpread
        for (times, households) in panel.timesOfBrand[brand].enumerated().dropFirst() where households > 0 {
            let n = Double(times)
            value += Double(households) * (logGamma(alpha + n) - gammaA)
            slope += Double(households) * (digamma(alpha + n) - psiA)
        }
        gradient[brand] = slope * alpha * scale
    }
    return value * scale
}
