internal import Glibc

extension Dirichlet {
    /// What is told of a category in print: no households, only brands.
    package struct Guide: Sendable {
        /// Of the households, those who bought the category.
        package let penetration: Double
        /// How often those bought it.
        package let purchasesPerBuyer: Double
        /// By brand: share and penetration, as printed.
        package let brands: [(share: Double, penetration: Double)]

        package init(penetration: Double, purchasesPerBuyer: Double, brands: [(share: Double, penetration: Double)]) {
            (self.penetration, self.purchasesPerBuyer, self.brands) = (penetration, purchasesPerBuyer, brands)
        }
    }

    /// The Dirichlet that the guide's table is made of: K from who bought nothing, S from each brand's penetration.
    ///
    /// S is the mean of the brands' own, weighted by share, without those that lie far below the others or above the notch
    /// of their box plot, as the guide's package does it. With households at hand take `fitDirichlet`, which uses all that
    /// is known.
    ///
    /// - Returns: nil where the figures fit no Dirichlet: K has no solution, or no brand's penetration lies between that
    ///   of everyone loyal to one brand and that of everyone alike.
    package init?(_ guide: Guide) {
        let rate = guide.penetration * guide.purchasesPerBuyer
        guard rate > 0, guide.penetration < 1, !guide.brands.isEmpty,
            let logShape = root(
                from: -12,
                to: 12,
                { log in
                    let shape = exp(log)
                    return 1 - exp(-shape * log1p(rate / shape)) - guide.penetration
                }
            )
        else { return nil }
        let shape = exp(logShape)
        let solutions = guide.brands.compactMap { brand -> (spread: Double, share: Double)? in
            let found = root(from: -9, to: log(30)) { log in
                Dirichlet(rate: rate, shape: shape, spread: exp(log), shares: []).expected(share: brand.share)
                    .penetration
                    - brand.penetration
            }
            return found.map { (exp($0), brand.share) }
        }
        guard !solutions.isEmpty else { return nil }
        let fences = fences(solutions.map(\.spread).sorted())
        let kept = solutions.filter { fences.contains($0.spread) }
        let weight = kept.reduce(0) { $0 + $1.share }
        self.init(
            rate: rate,
            shape: shape,
            spread: kept.reduce(0) { $0 + $1.spread * $1.share } / weight,
            shares: guide.brands.map(\.share)
        )
    }
}

/// Which of the brands' own solutions are kept: at least one and a half box lengths below the box of the middle half, up
/// to where its notch ends, 1.58 box lengths over the root of their number above the median.
private func fences(_ sorted: [Double]) -> ClosedRange<Double> {
    let half = (sorted.count + 1) / 2
    func median(_ numbers: ArraySlice<Double>) -> Double {
        let middle = numbers.startIndex + numbers.count / 2
        return numbers.count.isMultiple(of: 2) ? (numbers[middle - 1] + numbers[middle]) / 2 : numbers[middle]
    }
    let (low, high) = (median(sorted.prefix(half)), median(sorted.suffix(half)))
    let notch = median(sorted[...]) + 1.58 * (high - low) / Double(sorted.count).squareRoot()
    return (low - 1.5 * (high - low))...max(low, min(notch, high + 1.5 * (high - low)))
}

/// Where a function that rises or falls all the way is 0, by halving; none where it has one sign.
func root(from low: Double, to high: Double, _ function: (Double) -> Double) -> Double? {
    var (low, high) = (low, high)
    let (atLow, atHigh) = (function(low), function(high))
    guard atLow.isFinite, atHigh.isFinite, atLow * atHigh <= 0 else { return nil }
    for _ in 0..<200 where high - low > 1e-14 * max(1, abs(low)) {
        let middle = (low + high) / 2
        let value = function(middle)
        if value == 0 { return middle }
        if (value > 0) == (atHigh > 0) { high = middle } else { low = middle }
    }
    return (low + high) / 2
}
