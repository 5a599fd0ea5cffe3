internal import Glibc

/// Pareto/NBD: buys at a rate λ ~ Γ(r, α), drops out at any time, at a rate μ ~ Γ(s, β).
///
/// - SeeAlso: Schmittlein, Morrison & Colombo 1987, *Management Science* 33(1), 1–24; for `discountedForever`, Fader, Hardie
///   & Lee 2005, *Journal of Marketing Research* 42(4), 415–430.
package struct ParetoNBD: DropoutModel {
    package static let kind = DropoutModelKind.paretoNBD
    private let r: Double
    private let alpha: Double
    private let s: Double
    private let beta: Double

    package init(parameters: [Double]) {
        (r, alpha, s, beta) = (parameters[0], parameters[1], parameters[2], parameters[3])
    }

    package var parameters: [Double] { [r, alpha, s, beta] }

    package func probabilityActive(_ customer: CustomerSummary) -> Double {
        let shape = r + Double(customer.repeats)
        let active = -shape * log(alpha + customer.watched) - s * log(beta + customer.watched)
        let gone = log(s) + logGone(customer.repeats, from: customer.lastAt, to: customer.watched)
        return 1 / (1 + exp(gone - active))
    }

    package func expectedPurchases(of customer: CustomerSummary, within horizon: Double) -> Double {
        probabilityActive(customer)
            * expected(r + Double(customer.repeats), alpha + customer.watched, beta + customer.watched, horizon)
    }

    package func expectedPurchasesOfNew(within horizon: Double) -> Double { expected(r, alpha, beta, horizon) }

    /// Purchases within `horizon` of somebody who is active: λ ~ Γ(shape, scale), μ ~ Γ(s, beta).
    private func expected(_ shape: Double, _ scale: Double, _ beta: Double, _ horizon: Double) -> Double {
        let longer = -log1p(horizon / beta)
        let lived = abs(s - 1) < 1e-9 ? -longer : -expm1((s - 1) * longer) / (s - 1)
        return shape / scale * beta * lived
    }

    /// The discounted number of purchases in all time to come, `rate` a unit of time (DERT).
    package func discountedForever(of customer: CustomerSummary, rate: Double) -> Double {
        let scale = beta + customer.watched
        let y = rate * scale
        // ∫ e^(-ρt) (scale/(scale+t))^s dt, t = scale (e^w - 1), up to where nothing is left.
        let end = log1p(45 / y)
        let pieces = 8
        let lived = (0..<pieces).reduce(0.0) { sum, piece in
            sum
                + GaussLegendre.twenty.integral(
                    from: end * Double(piece) / Double(pieces),
                    to: end * Double(piece + 1) / Double(pieces)
                ) { exp(-y * expm1($0) + (1 - s) * $0) }
        }
        return probabilityActive(customer) * (r + Double(customer.repeats)) / (alpha + customer.watched) * scale * lived
    }

    /// log ∫ (α+τ)^-(r+x) (β+τ)^-(s+1) dτ: dropped out in between.
    private func logGone(_ repeats: Int, from start: Double, to end: Double) -> Double {
        guard end > start else { return -.infinity }
        let whole = GoneAfter(r + Double(repeats), alpha, s + 1, beta, start)
        let later = GoneAfter(r + Double(repeats), alpha, s + 1, beta, end)
        return whole.log + logOneMinusExponential(whole.log - later.log)
    }

    package static func meanLogLikelihood(
        _ base: CustomerBase,
        _ logParameters: [Double],
        _ gradient: inout [Double]
    ) -> Double {
        ParetoNBD(parameters: logParameters.map { exp($0) }).meanLogLikelihood(base, &gradient)
    }

    private func meanLogLikelihood(_ base: CustomerBase, _ gradient: inout [Double]) -> Double {
        var (value, byR, byAlpha, byS, byBeta) = (0.0, 0.0, 0.0, 0.0, 0.0)
        let (gammaR, psiR, logAlpha) = (logGamma(r), digamma(r), log(alpha))
        for (repeats, customers) in base.histogram.enumerated() where customers > 0 {
            let (x, count) = (Double(repeats), Double(customers))
            value += count * (logGamma(r + x) - gammaR + r * logAlpha + s * log(beta))
            byR += count * (digamma(r + x) - psiR + logAlpha)
        }
        let customers = Double(base.count)
        byAlpha += customers * r / alpha
        byBeta += customers * s / beta
        byS += customers * log(beta)

        let later = base.pairs.map { pair in
            GoneAfter(r + Double(pair.repeats), alpha, s + 1, beta, base.times[Int(pair.time)])
        }
        let logsAlpha = base.times.map { log(alpha + $0) }
        let logsBeta = base.times.map { log(beta + $0) }
        let logS = log(s)
        for place in base.kinds.indices {
            let (lastPair, watchedPair) = base.pairsOfKind[place]
            let time = Int(base.pairs[Int(watchedPair)].time)
            let count = Double(base.counts[place])
            let watched = base.times[time]
            let shape = r + Double(base.kinds[place].repeats)
            let active = -shape * logsAlpha[time] - s * logsBeta[time]
            var share = 0.0
            if lastPair == watchedPair {
                value += count * active
            } else {
                // Gone: what is after the last purchase less what is after the watch.
                let (whole, rest) = (later[Int(lastPair)], later[Int(watchedPair)])
                let left = exp(rest.log - whole.log)
                let gone = logS + whole.log + log1p(-left)
                let odds = exp(active - gone)
                share = 1 / (1 + odds)
                value += count * (odds < 1e100 ? gone + log1p(odds) : active)
                let weight = count * share / (1 - left)
                byR += weight * (whole.byShape - left * rest.byShape)
                byAlpha += weight * (whole.byAlpha - left * rest.byAlpha)
                byS += weight * (whole.byExponent - left * rest.byExponent) + count * share / s
                byBeta += weight * (whole.byBeta - left * rest.byBeta)
            }
            let stays = count * (1 - share)
            byR -= stays * logsAlpha[time]
            byAlpha -= stays * shape / (alpha + watched)
            byS -= stays * logsBeta[time]
            byBeta -= stays * s / (beta + watched)
        }
        gradient[0] = byR * r / customers
        gradient[1] = byAlpha * alpha / customers
        gradient[2] = byS * s / customers
        gradient[3] = byBeta * beta / customers
        return value / customers
    }
}

/// log ∫ from t on of (α+τ)^-shape (β+τ)^-exponent dτ, and its derivatives.
///
/// That is ₂F₁ in disguise. With m the greater of α and β, n the less, p and q their exponents, k = p+q-1 and
/// z = (m-n)/(m+t), it is (n+t)^(1-q) (m+t)^-p / k · ₂F₁(p, 1; k+1; z), which has a continued fraction (Gauss): a few steps
/// where α and β are near each other, some hundreds where one is a thousand times the other.
private struct GoneAfter {
    var log = 0.0
    var byShape = 0.0
    var byAlpha = 0.0
    var byExponent = 0.0
    var byBeta = 0.0

    init(_ shape: Double, _ alpha: Double, _ exponent: Double, _ beta: Double, _ time: Double) {
        let isAlphaGreater = alpha >= beta
        let (m, n) = isAlphaGreater ? (alpha + time, beta + time) : (beta + time, alpha + time)
        let (p, q) = isAlphaGreater ? (shape, exponent) : (exponent, shape)
        let k = p + q - 1
        let z = (m - n) / m
        let fraction = GaussFraction(p, k, z)
        let (logM, logN) = (Glibc.log(m), Glibc.log(n))
        log = (1 - q) * logN - p * logM - Glibc.log(fraction.value) - Glibc.log(k)
        let throughK = -fraction.byK / fraction.value - 1 / k
        let ofP = -logM - fraction.byP / fraction.value + throughK
        let ofQ = -logN + throughK
        let slope = -fraction.byZ / fraction.value
        let ofM = -p / m + slope * n / (m * m)
        let ofN = (1 - q) / n - slope / m
        (byShape, byExponent) = isAlphaGreater ? (ofP, ofQ) : (ofQ, ofP)
        (byAlpha, byBeta) = isAlphaGreater ? (ofM, ofN) : (ofN, ofM)
    }
}

/// 1/₂F₁(p, 1; k+1; z) = 1 - d₁z/(1 - d₂z/(1 - …)), and its derivatives; z is 0 up to 1.
private struct GaussFraction {
    private(set) var value = 1.0
    private(set) var byP = 0.0
    private(set) var byK = 0.0
    private(set) var byZ = 0.0

    init(_ p: Double, _ k: Double, _ z: Double) {
        guard z > 0 else {
            byZ = -p / (k + 1)
            return
        }
        var step = GaussFraction.steps(p, k, z)
        while step > 0 {
            let j = Double(step / 2)
            let (a, b, d, dP, dK): (Double, Double, Double, Double, Double)
            if step.isMultiple(of: 2) {
                (a, b) = (k + 2 * j - 1, k + 2 * j)
                d = j * (k - p + j) / (a * b)
                dP = -j / (a * b)
                dK = j / (a * b) - d * (1 / a + 1 / b)
            } else {
                (a, b) = (k + 2 * j, k + 2 * j + 1)
                d = (p + j) * (k + j) / (a * b)
                dP = (k + j) / (a * b)
                dK = (p + j) / (a * b) - d * (1 / a + 1 / b)
            }
            let inverse = 1 / value
            let part = d * z * inverse
            byP = inverse * (part * byP - dP * z)
            byK = inverse * (part * byK - dK * z)
            byZ = inverse * (part * byZ - d)
            value = 1 - part
            step -= 1
        }
    }

    /// How many steps it takes until the next one changes nothing (Lentz).
    private static func steps(_ p: Double, _ k: Double, _ z: Double) -> Int {
        var (c, d) = (1.0, 0.0)
        var step = 1
        while step < 20_000 {
            let j = Double(step / 2)
            let part =
                step.isMultiple(of: 2)
                ? j * (k - p + j) / ((k + 2 * j - 1) * (k + 2 * j))
                : (p + j) * (k + j) / ((k + 2 * j) * (k + 2 * j + 1))
            d = 1 / (1 - part * z * d)
            c = 1 - part * z / c
            if abs(c * d - 1) < 1e-15 { return step + 2 }
            step += 1
        }
        return step
    }
}
