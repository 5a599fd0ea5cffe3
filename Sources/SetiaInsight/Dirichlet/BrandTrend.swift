/// A category over years: whether its buyers become less loyal, or only look so.
///
/// Share of requirements falls too where households buy more, or where large brands shrink. What it should be if loyalty
/// itself had stayed is what the Dirichlet says of the later year with the S of the first.
package struct BrandTrend: Sendable {
    /// One period, such as a year.
    package struct Period: Sendable {
        package let name: String
        package let panel: BrandPanel
        package let fit: DirichletFit

        package init(name: String, panel: BrandPanel, fit: DirichletFit) {
            (self.name, self.panel, self.fit) = (name, panel, fit)
        }
    }

    /// In order of time; one or more.
    package let periods: [Period]

    package init(_ periods: [Period]) {
        self.periods = periods
    }

    /// The change of the polarisation index from the first period to the last, with its range of 95 %.
    ///
    /// The two are taken as apart. The same households stand in both, so that the range is wider than it need be.
    package var change: Estimate? {
        guard let first = periods.first, let last = periods.last, periods.count > 1 else { return nil }
        let difference = last.fit.model.polarisation - first.fit.model.polarisation
        let (one, two) = (first.fit.polarisationError, last.fit.polarisationError)
        let half = z95 * (one * one + two * two).squareRoot()
        return Estimate(value: difference, interval: Interval(lower: difference - half, upper: difference + half))
    }

    /// The share of requirements that the last period would have if its households were as polarised as in the first.
    package var expectedShareOfRequirements: Double? {
        guard let first = periods.first, let last = periods.last, periods.count > 1 else { return nil }
        let model = last.fit.model
        return Dirichlet(
            rate: model.rate,
            shape: model.shape,
            spread: first.fit.model.spread,
            shares: model.shares
        ).shareOfRequirements
    }

    /// What came of it.
    package enum Verdict: Sendable, Hashable {
        case onePeriod
        case declining
        case growing
        case withinChance
    }

    /// Whether loyalty changed by more than chance explains.
    package var verdict: Verdict {
        guard let change else { return .onePeriod }
        if change.interval.upper < 0 { return .declining }
        return change.interval.lower > 0 ? .growing : .withinChance
    }

    /// The answer in sentences.
    package var words: [String] {
        guard let first = periods.first, let last = periods.last, let change,
            let before = first.panel.shareOfRequirements, let after = last.panel.shareOfRequirements,
            let expected = expectedShareOfRequirements
        else { return ["There is one period only: a change takes two."] }
        let range =
            "\(signed(change.value)) (95 %: \(signed(change.interval.lower)) to \(signed(change.interval.upper)))"
        let polarisation =
            "polarisation \(fixed(first.fit.model.polarisation, 3)) in \(first.name), "
            + "\(fixed(last.fit.model.polarisation, 3)) in \(last.name), a change of \(range)"
        let requirements =
            "Brands had \(share(before)) of their buyers' requirements in \(first.name) and \(share(after)) in \(last.name). "
            + "With the loyalty of \(first.name), and what was bought in \(last.name), \(share(expected)) was to be expected."
        switch verdict {
        case .onePeriod: return []
        case .declining:
            return ["Loyalty is declining beyond what the Dirichlet expects: \(polarisation).", requirements]
        case .growing: return ["Loyalty is growing beyond what the Dirichlet expects: \(polarisation).", requirements]
        case .withinChance:
            return ["No change of loyalty beyond chance: \(polarisation), which includes no change.", requirements]
        }
    }
}

private func signed(_ value: Double) -> String { value > 0 ? "+" + fixed(value, 3) : fixed(value, 3) }

private func share(_ value: Double) -> String { fixed(value * 100, 1) + " %" }
