import Foundation
import SetiaInsight

/// Times what a page fits while somebody waits: the Dirichlet of a category, and the chain ladder of a wallet.
///
/// usage: InsightBenchmark anchors [TURNS]
enum AnchorBenchmark {
    static func run(_ arguments: [String]) throws {
        let turns = arguments.first.flatMap { Int($0) } ?? 21
        let panel = panel(households: 2_469, brands: 10, seed: 20_261_122)
        var fitted: DirichletFit?
        let dirichlet = try median(turns) { fitted = try fitDirichlet(panel) }
        print("dirichlet, \(panel.households) households, \(panel.brands.count) brands\t\(dirichlet) ms")
        if let fitted {
            print("  \(panel.purchases) purchases, K \(fitted.model.shape), S \(fitted.model.spread)")
        }
        for months in [12, 36, 60] {
            let triangle = triangle(months: months, seed: 7)
            var ultimate = 0.0
            let ladder = try median(turns) { ultimate = try ChainLadder(triangle).total.value }
            print("chain ladder, \(months) months\t\(ladder) ms\n  \(ultimate) still to come")
        }
    }

    /// The median of the turns in processor time, in milliseconds.
    private static func median(_ turns: Int, _ work: () throws -> Void) rethrows -> Double {
        var times: [Double] = []
        for _ in 0..<turns {
            let began = clock()
            try work()
            times.append(Double(clock() - began) / Double(CLOCKS_PER_SEC) * 1_000)
        }
        return times.sorted()[turns / 2]
    }

    /// Households that buy as a yoghurt shelf does: most of them seldom, and each with brands of her own.
    private static func panel(households: Int, brands: Int, seed: UInt64) -> BrandPanel {
        var random = SplitMix64(seed: seed)
        let weights = (0..<brands).map { 1 / Double($0 + 1) }
        let sum = weights.reduce(0, +)
        var bought: [BrandPanel.Bought] = []
        for household in 0..<households {
            // Negative binomial enough: a chance of the household's own, to go on buying.
            let again =
                Double.random(in: 0..<1, using: &random) < 0.55 ? Double.random(in: 0..<0.96, using: &random) : 0
            var counts = [Int](repeating: 0, count: brands)
            var last: Int?
            while Double.random(in: 0..<1, using: &random) < again {
                // Most of the time what she had before, else by the brands' shares.
                if let known = last, Double.random(in: 0..<1, using: &random) < 0.4 {
                    counts[known] += 1
                    continue
                }
                var left = Double.random(in: 0..<sum, using: &random)
                var brand = 0
                while brand < brands - 1, left >= weights[brand] {
                    left -= weights[brand]
                    brand += 1
                }
                counts[brand] += 1
                last = brand
            }
            for (brand, times) in counts.enumerated() where times > 0 {
                bought.append(BrandPanel.Bought(household: Int32(household), brand: Int32(brand), times: times))
            }
        }
        return BrandPanel(names: (0..<brands).map { "brand \($0)" }, households: households, bought: bought)
    }

    private static func triangle(months: Int, seed: UInt64) -> RedemptionTriangle {
        var random = SplitMix64(seed: seed)
        return RedemptionTriangle(
            first: CalendarMonth(number: 24_000),
            rows: (0..<months).map { row in
                var sum = 0.0
                let issued = Double.random(in: 80_000..<120_000, using: &random)
                return (0..<months - row).map { age in
                    let share = 0.2 / Double((age + 1) * (age + 1))
                    sum += issued * share * Double.random(in: 0.8..<1.2, using: &random)
                    return sum
                }
            }
        )
    }
}
