import Testing

@testable import SetiaInsight

/// Toothpaste in Britain, first quarter of 1973: the example of the Dirichlet's guide.
@Suite("Dirichlet")
struct DirichletTests {
    private static let brands: [(name: String, share: Double, penetration: Double)] = [
        ("Colgate DC", 0.25, 0.20), ("Macleans", 0.19, 0.17), ("Close Up", 0.10, 0.09), ("Signal", 0.10, 0.08),
        ("ultrabrite", 0.09, 0.08), ("Gibbs SR", 0.08, 0.07), ("Boots", 0.03, 0.03), ("Sainsbury", 0.02, 0.02),
    ]

    private let guide = Dirichlet.Guide(
        penetration: 0.56,
        purchasesPerBuyer: 2.6,
        brands: brands.map { ($0.share, $0.penetration) }
    )

    @Test("the guide's table: M 1.456, K .7788, S 1.2953, polarisation .4357")
    func parameters() throws {
        let model = try #require(Dirichlet(guide))
        #expect(abs(model.rate - 1.456) < 1e-12)
        #expect(abs(model.shape - 0.7788027) < 2e-5, "\(model.shape)")
        #expect(abs(model.spread - 1.2952796) < 1e-4, "\(model.spread)")
        #expect(abs(model.polarisation - 0.435677) < 2e-5, "\(model.polarisation)")
    }

    @Test("penetration, purchases per buyer and category purchases per buyer, to four decimals")
    func table() throws {
        let model = try #require(Dirichlet(guide))
        let expected: [(Double, Double, Double)] = [
            (0.1999, 1.8205, 3.1614), (0.1568, 1.7642, 3.2164), (0.0866, 1.6815, 3.3018), (0.0866, 1.6815, 3.3018),
            (0.0784, 1.6725, 3.3115), (0.0700, 1.6634, 3.3213), (0.0270, 1.6188, 3.3707), (0.0181, 1.6099, 3.3808),
        ]
        for (place, numbers) in expected.enumerated() {
            let figures = model.expected(place)
            #expect(abs(figures.penetration - numbers.0) < 6e-5, "\(place): \(figures)")
            #expect(abs(figures.purchasesPerBuyer - numbers.1) < 6e-5, "\(place): \(figures)")
            #expect(abs(figures.categoryPurchasesPerBuyer - numbers.2) < 7e-5, "\(place): \(figures)")
        }
        #expect(abs(model.penetration - 0.56) < 1e-12)
    }

    @Test("of Colgate's buyers, those who buy another brand too")
    func duplication() throws {
        let model = try #require(Dirichlet(guide))
        let expected = [0.1863, 0.1032, 0.1032, 0.0934, 0.0835, 0.0322, 0.0216]
        for (place, share) in expected.enumerated() {
            #expect(abs(model.duplication(of: 0, with: place + 1) - share) < 6e-5, "\(place)")
        }
    }

    @Test("figures that fit no Dirichlet give none")
    func impossible() {
        #expect(Dirichlet(Dirichlet.Guide(penetration: 1, purchasesPerBuyer: 2, brands: [(0.5, 0.4)])) == nil)
        #expect(Dirichlet(Dirichlet.Guide(penetration: 0.5, purchasesPerBuyer: 0.5, brands: [(0.5, 0.4)])) == nil)
        #expect(Dirichlet(Dirichlet.Guide(penetration: 0.5, purchasesPerBuyer: 3, brands: [(0.5, 0.6)])) == nil)
    }

    /// Households of a Dirichlet whose numbers are known.
    static func panel(
        households: Int = 3_000,
        shape: Double = 0.8,
        rate: Double = 4,
        spread: Double,
        shares: [Double] = [0.4, 0.3, 0.2, 0.1],
        seed: UInt64
    ) -> BrandPanel {
        var random = SplitMix64(seed: seed)
        var bought: [BrandPanel.Bought] = []
        for household in 0..<households {
            let weights = shares.map { gamma(spread * $0, using: &random) }
            let total = weights.reduce(0, +)
            var left = poisson(gamma(shape, using: &random) * rate / shape, using: &random)
            var times = [Int](repeating: 0, count: shares.count)
            while left > 0 {
                var point = Double.random(in: 0..<1, using: &random) * total
                var brand = 0
                while brand < shares.count - 1, point >= weights[brand] {
                    point -= weights[brand]
                    brand += 1
                }
                times[brand] += 1
                left -= 1
            }
            for (brand, times) in times.enumerated() where times > 0 {
                bought.append(.init(household: Int32(household), brand: Int32(brand), times: times))
            }
        }
        return BrandPanel(names: shares.indices.map { "brand \($0)" }, households: households, bought: bought)
    }

    @Test("the numbers that made a panel are found in it", arguments: [0.5, 1.3, 3.0], 0..<3 as Range<UInt64>)
    func recovers(spread: Double, seed: UInt64) throws {
        let panel = Self.panel(spread: spread, seed: seed)
        let found = try fitDirichlet(panel)
        #expect(abs(found.model.spread - spread) < 4 * found.spreadError, "\(found.model.spread)")
        #expect(abs(found.model.shape - 0.8) < 4 * found.shapeError)
        #expect(found.spreadError < 0.15 * spread && found.steepness < 1e-8)
        for (place, real) in panel.observed.enumerated() {
            let expected = found.model.expected(place)
            #expect(isClose(real.penetration, expected.penetration, relative: 0.1))
            #expect(isClose(real.purchasesPerBuyer, expected.purchasesPerBuyer, relative: 0.1))
            #expect(isClose(real.soleBuyers, expected.soleBuyers, relative: 0.2))
        }
        #expect((panel.doubleJeopardy ?? 0) > 0)
        #expect(isClose(panel.shareOfRequirements ?? 0, found.model.shareOfRequirements, relative: 0.03))
    }

    @Test("planted decline is found, heavier buying alone is none")
    func decline() throws {
        func trend(_ spreads: [Double], rates: [Double], seed: UInt64) throws -> BrandTrend {
            BrandTrend(
                try zip(spreads, rates).enumerated().map { year, pair in
                    let panel = Self.panel(rate: pair.1, spread: pair.0, seed: seed + UInt64(year))
                    return .init(name: "\(2024 + year)", panel: panel, fit: try fitDirichlet(panel))
                }
            )
        }
        let declining = try trend([1, 1.5, 2], rates: [4, 4, 4], seed: 10)
        #expect(declining.verdict == .declining)
        #expect(declining.words.first?.hasPrefix("Loyalty is declining beyond what the Dirichlet expects") == true)
        let steady = try trend([1.3, 1.3], rates: [4, 8], seed: 20)
        #expect(steady.verdict == .withinChance)
        // Who buys more buys more brands: the share of requirements falls, as was to be expected.
        let (before, after) = (
            steady.periods[0].panel.shareOfRequirements ?? 0, steady.periods[1].panel.shareOfRequirements ?? 0
        )
        #expect(after < before - 0.02)
        #expect(abs((steady.expectedShareOfRequirements ?? 0) - after) < 0.03)
        let growing = try trend([2, 1], rates: [4, 4], seed: 30)
        #expect(growing.verdict == .growing)
        #expect(BrandTrend([steady.periods[0]]).verdict == .onePeriod)
    }

    @Test("one brand, nobody, everyone loyal: said, not fitted")
    func degenerate() {
        func failure(_ panel: BrandPanel) -> FitFailure? {
            do throws(FitFailure) {
                _ = try fitDirichlet(panel)
                return nil
            } catch {
                return error
            }
        }
        #expect(failure(BrandPanel(names: [], households: 100, bought: [])) == .tooFewBrands(0))
        let one = (0..<100).map { BrandPanel.Bought(household: $0, brand: 0, times: 3) }
        #expect(failure(BrandPanel(names: ["a"], households: 100, bought: one)) == .tooFewBrands(1))
        let loyal = (0..<400).map { BrandPanel.Bought(household: $0, brand: $0 % 2, times: 1 + Int($0) % 5) }
        let found = failure(BrandPanel(names: ["a", "b"], households: 700, bought: loyal))
        guard case .boundary("S", .allLoyal) = found else {
            Issue.record("\(String(describing: found))")
            return
        }
    }
}

/// A number of a gamma distribution with scale 1 (Marsaglia & Tsang).
private func gamma(_ shape: Double, using random: inout SplitMix64) -> Double {
    if shape < 1 {
        let rest = gamma(shape + 1, using: &random)
        return rest * exponential(logarithm(Double.random(in: 1e-300...1, using: &random)) / shape)
    }
    let d = shape - 1 / 3.0
    let c = 1 / (9 * d).squareRoot()
    while true {
        var sum = -6.0
        for _ in 0..<12 { sum += Double.random(in: 0..<1, using: &random) }
        let v = (1 + c * sum) * (1 + c * sum) * (1 + c * sum)
        guard v > 0 else { continue }
        if logarithm(Double.random(in: 1e-300...1, using: &random)) < sum * sum / 2 + d - d * v + d * logarithm(v) {
            return d * v
        }
    }
}

private func poisson(_ mean: Double, using random: inout SplitMix64) -> Int {
    var (count, time) = (0, 0.0)
    while true {
        time -= logarithm(Double.random(in: 1e-300...1, using: &random))
        guard time < mean else { return count }
        count += 1
    }
}
