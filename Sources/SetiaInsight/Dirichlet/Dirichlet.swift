internal import Glibc

/// NBD-Dirichlet: households buy a category at their own rates and choose among its brands by their own shares, and both
/// are steady.
///
/// Purchases of a household are NBD with the mean `rate` and the shape `K`; its shares are Dirichlet with `S` times the
/// market's. It is what one sees where nothing changes and no brand is special: the norm that real figures are held
/// against.
///
/// - SeeAlso: Goodhardt, Ehrenberg & Chatfield 1984, *Journal of the Royal Statistical Society A* 147(5), 621–655.
package struct Dirichlet: Sendable, Hashable {
    /// M: category purchases a household.
    package let rate: Double
    /// K: how alike households buy; small where few buy much.
    package let shape: Double
    /// S: how alike they choose.
    package let spread: Double
    /// By brand; they add up to 1, or less where not all brands are listed.
    package let shares: [Double]

    package init(rate: Double, shape: Double, spread: Double, shares: [Double]) {
        (self.rate, self.shape, self.spread, self.shares) = (rate, shape, spread, shares)
    }

    /// The polarisation index φ = 1/(1+S): 0 where everybody splits alike, 1 where everyone is loyal to one brand.
    ///
    /// It tells loyalty apart from how large a brand is and how much is bought, which share of requirements and repeat
    /// rates do not.
    package var polarisation: Double { 1 / (1 + spread) }

    /// What is expected of a brand, by its place among `shares`.
    package func expected(_ brand: Int) -> BrandFigures { expected(share: shares[brand]) }

    /// What is expected of a brand with a share of the market.
    package func expected(share: Double) -> BrandFigures {
        let alpha = spread * share
        var (none, only) = (1.0, 1.0)
        var (buyers, category, sole) = (0.0, 0.0, 0.0)
        forEachCount { n, probability in
            if n > 0 {
                none *= (spread - alpha + n - 1) / (spread + n - 1)
                only *= (alpha + n - 1) / (spread + n - 1)
                buyers += probability * (1 - none)
                category += probability * n * (1 - none)
                sole += probability * only
            }
        }
        return BrandFigures(
            share: share,
            penetration: buyers,
            purchasesPerBuyer: rate * share / buyers,
            categoryPurchasesPerBuyer: category / buyers,
            soleBuyers: sole / buyers
        )
    }

    /// Of the buyers of one brand, those expected to buy another one, too.
    package func duplication(of brand: Int, with other: Int) -> Double {
        let both = expected(share: shares[brand] + shares[other]).penetration
        let (one, two) = (expected(brand).penetration, expected(other).penetration)
        return (one + two - both) / one
    }

    /// Expected purchases of brands over the category purchases of their buyers, all brands together.
    package var shareOfRequirements: Double {
        let wider = shares.reduce(0.0) { sum, share in
            let figures = expected(share: share)
            return sum + figures.penetration * figures.categoryPurchasesPerBuyer
        }
        return rate * shares.reduce(0, +) / wider
    }

    /// Of the households, those expected to buy the category.
    package var penetration: Double { 1 - exp(-shape * log1p(rate / shape)) }

    /// Calls `body` with how often a household buys and how probable that is, until nothing is left.
    private func forEachCount(_ body: (_ n: Double, _ probability: Double) -> Void) {
        var probability = exp(-shape * log1p(rate / shape))
        var left = 1.0
        var n = 0.0
        while n < 100_000 {
            body(n, probability)
            left -= probability
            if n > rate, probability * (n + 1) < 1e-15, left < 1e-12 { break }
            probability *= (shape + n) / (n + 1) * rate / (rate + shape)
            n += 1
        }
    }
}
