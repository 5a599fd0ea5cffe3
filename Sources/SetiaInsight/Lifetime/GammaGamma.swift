internal import Glibc

/// Gamma-gamma: what customers spend a purchase, each around a mean of her own.
///
/// A purchase is Γ(p, ν), with ν ~ Γ(q, γ) from customer to customer. It takes how much somebody spends and how often she
/// buys to have nothing to do with each other: `Spending.correlation` says whether that is so.
///
/// - SeeAlso: Fader, Hardie & Lee 2005, *Journal of Marketing Research* 42(4), 415–430; Fader & Hardie 2013, note 025.
package struct GammaGamma: Sendable {
    package let p: Double
    package let q: Double
    package let gamma: Double

    package static let parameterNames = ["p", "q", "gamma"]

    package init(p: Double, q: Double, gamma: Double) {
        (self.p, self.q, self.gamma) = (p, q, gamma)
    }

    init(_ parameters: [Double]) {
        self.init(p: parameters[0], q: parameters[1], gamma: parameters[2])
    }

    /// The mean spend of a purchase over all customers; none where it is infinite.
    package var populationMean: Double? { q > 1 ? p * gamma / (q - 1) : nil }

    /// What a purchase of a customer is expected to come to, after `purchases` of the mean `mean`.
    ///
    /// Between her own mean and everybody's: the more she bought, the nearer to her own. Of somebody without purchases it
    /// is the mean of all, where there is one.
    package func expectedSpend(purchases: Int, mean: Double) -> Double? {
        guard purchases > 0 else { return populationMean }
        let x = Double(purchases)
        return p * (gamma + x * mean) / (p * x + q - 1)
    }
}

/// How many purchases each customer's mean spend is of, and that mean: what gamma-gamma is fitted to.
package struct Spending: Sendable {
    /// By number of purchases: the means of those who made so many.
    private(set) var meansByPurchases: [(purchases: Int, means: [Double])] = []
    /// Customers with a mean above 0.
    package let count: Int
    /// Customers who are left out, since all that they bought was free.
    package let free: Int
    /// How number and mean go together, from -1 to 1; none where one of them never differs.
    package let correlation: Double?

    /// Customers with a repeat; those without are passed over, and those whose mean is 0 are left out and counted.
    package init(_ customers: [(purchases: Int, mean: Double)]) {
        var groups: [Int: [Double]] = [:]
        var (count, free) = (0, 0)
        var pairs = PairedMoments()
        for customer in customers where customer.purchases > 0 {
            guard customer.mean > 0, customer.mean.isFinite else {
                free += 1
                continue
            }
            count += 1
            groups[customer.purchases, default: []].append(customer.mean)
            pairs.add(Double(customer.purchases), customer.mean)
        }
        meansByPurchases = groups.keys.sorted().map { ($0, groups[$0, default: []].sorted()) }
        self.count = count
        self.free = free
        correlation = pairs.correlation
    }
}

/// A fitted model of spending.
package struct SpendFit: Sendable {
    package let model: GammaGamma
    package let fit: Fit
}

/// Fits gamma-gamma, or says why not.
package func fitSpend(_ spending: Spending) throws(FitFailure) -> SpendFit {
    guard spending.count >= leastCustomers else { throw .tooFew(customers: spending.count, least: leastCustomers) }
    let likelihood = SpendLikelihood(spending)
    let scale = likelihood.logOfMean
    let fit = try Likelihood(
        model: "gamma-gamma",
        names: GammaGamma.parameterNames,
        count: spending.count,
        starts: [[1.5, 1.3, scale - 0.5], [0.5, 1.0, scale], [2.5, 2.0, scale]],
        edge: [-9...12, -9...12, (scale - 15)...(scale + 15)],
        boundary: { _, isAbove in isAbove ? .oneSpend : .wildSpend },
        mean: likelihood.mean
    ).fit()
    return SpendFit(model: GammaGamma(fit.parameters), fit: fit)
}

/// The likelihood of gamma-gamma: all but one logarithm a customer is sums that are taken once.
private struct SpendLikelihood {
    private let groups: [(x: Double, count: Double, means: [Double])]
    private let count: Double
    /// Σ x log z̄, Σ log z̄ and Σ x log x over customers.
    private let sums: (xLogZ: Double, logZ: Double, xLogX: Double)
    let logOfMean: Double

    init(_ spending: Spending) {
        groups = spending.meansByPurchases.map { (Double($0.purchases), Double($0.means.count), $0.means) }
        count = Double(spending.count)
        var sums = (xLogZ: 0.0, logZ: 0.0, xLogX: 0.0)
        var total = 0.0
        for group in groups {
            let logs = group.means.reduce(0) { $0 + log($1) }
            sums.xLogZ += group.x * logs
            sums.logZ += logs
            sums.xLogX += group.count * group.x * log(group.x)
            total += group.means.reduce(0, +)
        }
        self.sums = sums
        logOfMean = log(total / count)
    }

    func mean(_ logParameters: [Double], _ gradient: inout [Double]) -> Double {
        let (p, q, gamma) = (exp(logParameters[0]), exp(logParameters[1]), exp(logParameters[2]))
        let (gammaQ, psiQ) = (logGamma(q), digamma(q))
        var value = p * (sums.xLogZ + sums.xLogX) - sums.logZ + count * (q * log(gamma) - gammaQ)
        var (byP, byQ, byGamma) = (sums.xLogZ + sums.xLogX, count * (log(gamma) - psiQ), count * q / gamma)
        for group in groups {
            let (x, n) = (group.x, group.count)
            let (logs, inverses) = sumsOfLogs(gamma, x, group.means)
            let shape = p * x + q
            let (psi, psiPX) = (digamma(shape), digamma(p * x))
            value += n * (logGamma(shape) - logGamma(p * x)) - shape * logs
            byP += n * x * (psi - psiPX) - x * logs
            byQ += n * psi - logs
            byGamma -= shape * inverses
        }
        gradient[0] = byP * p / count
        gradient[1] = byQ * q / count
        gradient[2] = byGamma * gamma / count
        return value / count
    }

    /// Σ log(γ + x z̄) and Σ 1/(γ + x z̄): eight customers share a logarithm, that of their product.
    private func sumsOfLogs(_ gamma: Double, _ x: Double, _ means: [Double]) -> (logs: Double, inverses: Double) {
        var (logs, inverses, product) = (0.0, 0.0, 1.0)
        means.withUnsafeBufferPointer { means in
            var place = 0
            while place < means.count {
                let sum = gamma + x * means[place]
                inverses += 1 / sum
                product *= sum
                place += 1
                if place & 7 == 0 || product > 1e200 || product < 1e-200 {
                    logs += log(product)
                    product = 1
                }
            }
        }
        return (logs + log(product), inverses)
    }
}
