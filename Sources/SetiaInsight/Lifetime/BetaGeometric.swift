internal import Glibc

/// BG/NBD: buys at a rate λ ~ Γ(r, α), drops out after each repeat purchase with a probability p ~ B(a, b).
///
/// Who never came back counts as active for sure, which is a known defect: where churn is in question, take MBG/NBD or
/// Pareto/NBD.
///
/// - SeeAlso: Fader, Hardie & Lee 2005, *Marketing Science* 24(2), 275–284.
package struct BGNBD: DropoutModel {
    package static let kind = DropoutModelKind.bgNBD
    private let betaGeometric: BetaGeometric

    package init(parameters: [Double]) {
        betaGeometric = BetaGeometric(parameters, dropsOutAtFirst: false)
    }

    package var parameters: [Double] { betaGeometric.parameters }

    package func probabilityActive(_ customer: CustomerSummary) -> Double { betaGeometric.probabilityActive(customer) }

    package func expectedPurchases(of customer: CustomerSummary, within horizon: Double) -> Double {
        betaGeometric.expectedPurchases(of: customer, within: horizon)
    }

    package func expectedPurchasesOfNew(within horizon: Double) -> Double {
        betaGeometric.expectedPurchasesOfNew(within: horizon)
    }

    package static func meanLogLikelihood(
        _ base: CustomerBase,
        _ logParameters: [Double],
        _ gradient: inout [Double]
    ) -> Double {
        BetaGeometric(logParameters.map { exp($0) }, dropsOutAtFirst: false).meanLogLikelihood(base, &gradient)
    }
}

/// MBG/NBD: as BG/NBD, but somebody may drop out after her first purchase, too.
///
/// - SeeAlso: Batislam, Denizel & Filiztekin 2007, *International Journal of Research in Marketing* 24(3), 201–209.
package struct MBGNBD: DropoutModel {
    package static let kind = DropoutModelKind.mbgNBD
    private let betaGeometric: BetaGeometric

    package init(parameters: [Double]) {
        betaGeometric = BetaGeometric(parameters, dropsOutAtFirst: true)
    }

    package var parameters: [Double] { betaGeometric.parameters }

    package func probabilityActive(_ customer: CustomerSummary) -> Double { betaGeometric.probabilityActive(customer) }

    package func expectedPurchases(of customer: CustomerSummary, within horizon: Double) -> Double {
        betaGeometric.expectedPurchases(of: customer, within: horizon)
    }

    package func expectedPurchasesOfNew(within horizon: Double) -> Double {
        betaGeometric.expectedPurchasesOfNew(within: horizon)
    }

    package static func meanLogLikelihood(
        _ base: CustomerBase,
        _ logParameters: [Double],
        _ gradient: inout [Double]
    ) -> Double {
        BetaGeometric(logParameters.map { exp($0) }, dropsOutAtFirst: true).meanLogLikelihood(base, &gradient)
    }
}

/// What both have in common: after `x` repeats a customer has passed `x` chances to drop out, or one more.
private struct BetaGeometric: Sendable {
    let r: Double
    let alpha: Double
    let a: Double
    let b: Double
    /// Chances to drop out besides those at the repeats: 1 where there is one at the first purchase.
    let first: Int

    init(_ parameters: [Double], dropsOutAtFirst: Bool) {
        (r, alpha, a, b) = (parameters[0], parameters[1], parameters[2], parameters[3])
        first = dropsOutAtFirst ? 1 : 0
    }

    var parameters: [Double] { [r, alpha, a, b] }

    func probabilityActive(_ customer: CustomerSummary) -> Double {
        let chances = Double(customer.repeats + first)
        guard chances > 0 else { return 1 }
        let longer = log((alpha + customer.watched) / (alpha + customer.lastAt))
        return 1 / (1 + a / (b + chances - 1) * exp((r + Double(customer.repeats)) * longer))
    }

    func expectedPurchases(of customer: CustomerSummary, within horizon: Double) -> Double {
        let repeats = Double(customer.repeats)
        return probabilityActive(customer)
            * expected(r + repeats, alpha + customer.watched, b + repeats + Double(first), horizon)
    }

    func expectedPurchasesOfNew(within horizon: Double) -> Double {
        let staying = first == 0 ? 1 : b / (a + b)
        return staying * expected(r, alpha, b + Double(first), horizon)
    }

    /// Purchases within `horizon` of somebody who is active: her rate ~ Γ(shape, scale), her dropout ~ B(a, b).
    ///
    /// The published form, (a+b-1)/(a-1) · [1 - (scale/(scale+t))^shape · ₂F₁(shape, b; a+b-1; z)], loses its digits near
    /// a = 1 and overflows for frequent buyers. By Euler's transformation it is this, where both are harmless.
    private func expected(_ shape: Double, _ scale: Double, _ b: Double, _ horizon: Double) -> Double {
        guard horizon > 0 else { return 0 }
        let z = horizon / (scale + horizon)
        let logRest = log(scale / (scale + horizon))
        let c = a + b - 1
        let exponent = (a - 1) * logRest
        let ratio = abs(a - 1) < 1e-9 ? logRest : expm1(exponent) / (a - 1)
        var term = (c - shape) * z
        var sum = term
        var n = 1.0
        while n < 200_000 {
            term *= (c - shape + n) * (a + n - 1) / ((c + n) * (n + 1)) * z
            sum += term
            n += 1
            if abs(term) <= 1e-17 * abs(sum), n > shape - c { break }
        }
        return max(0, -(c * ratio + exp(exponent) * sum))
    }

    func meanLogLikelihood(_ base: CustomerBase, _ gradient: inout [Double]) -> Double {
        var sums = Sums()
        addPerRepeats(base, &sums)
        addPerKind(base, &sums)
        let scale = 1 / Double(base.count)
        gradient[0] = sums.r * r * scale
        gradient[1] = sums.alpha * alpha * scale
        gradient[2] = sums.a * a * scale
        gradient[3] = sums.b * b * scale
        return sums.value * scale
    }

    private struct Sums {
        var value = 0.0
        var r = 0.0
        var alpha = 0.0
        var a = 0.0
        var b = 0.0
    }

    /// What hangs on the number of repeats alone.
    private func addPerRepeats(_ base: CustomerBase, _ sums: inout Sums) {
        let (gammaR, logBetaAB) = (logGamma(r), logBeta(a, b))
        let (psiR, psiB, psiAB) = (digamma(r), digamma(b), digamma(a + b))
        for (repeats, customers) in base.histogram.enumerated() where customers > 0 {
            let (x, count) = (Double(repeats), Double(customers))
            let passed = Double(repeats + first)
            sums.value += count * (logGamma(r + x) - gammaR + r * log(alpha) + logBeta(a, b + passed) - logBetaAB)
            sums.r += count * (digamma(r + x) - psiR + log(alpha))
            sums.alpha += count * r / alpha
            let psiABx = digamma(a + b + passed)
            sums.a += count * (psiAB - psiABx)
            sums.b += count * (digamma(b + passed) - psiABx - psiB + psiAB)
        }
    }

    /// What hangs on when: log of the sum of "bought as seen and is active" and "dropped out at the last purchase".
    private func addPerKind(_ base: CustomerBase, _ sums: inout Sums) {
        let logs = base.times.map { log(alpha + $0) }
        let inverses = base.times.map { 1 / (alpha + $0) }
        let logA = log(a)
        let logB = (0..<base.histogram.count).map { $0 + first > 0 ? log(b + Double($0 + first) - 1) : .infinity }
        base.forEachKind { kind, last, watched, count in
            let x = r + Double(kind)
            let (logLast, logWatched) = (logs[last], logs[watched])
            let (inverseLast, inverseWatched) = (inverses[last], inverses[watched])
            guard kind + first > 0 else {
                sums.value -= count * x * logWatched
                sums.r -= count * logWatched
                sums.alpha -= count * x * inverseWatched
                return
            }
            let gone = logA - logB[kind] - x * logLast
            let odds = exp(-x * logWatched - gone)
            let share = 1 / (1 + odds)
            sums.value += count * (gone + log1p(odds))
            sums.r -= count * (logWatched + share * (logLast - logWatched))
            sums.alpha -= count * x * (inverseWatched + share * (inverseLast - inverseWatched))
            sums.a += count * share / a
            sums.b -= count * share / (b + Double(kind + first) - 1)
        }
    }
}
