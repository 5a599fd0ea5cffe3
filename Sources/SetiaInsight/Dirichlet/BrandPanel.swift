/// How often each of a panel's households bought which brand in one period.
///
/// A purchase is a brand that a household bought in an order, or on a day: several lines of it are one. The panel has those
/// too who bought nothing of the category: without them penetration has no denominator.
package struct BrandPanel: Sendable {
    /// Names, those with most purchases first; of equal ones by name.
    package let brands: [String]
    /// Households, those who bought nothing included.
    package let households: Int
    /// All purchases.
    package let purchases: Int
    /// By brand: how many households bought it how often; index 0 is not kept.
    let timesOfBrand: [[Int]]
    /// How many households bought the category how often, from 0.
    let timesOfCategory: [Int]
    /// By brand.
    package let observed: [BrandFigures]

    /// What was bought of one brand by one household.
    package struct Bought: Sendable, Hashable {
        package let household: Int32
        package let brand: Int32
        package let times: Int

        package init(household: Int32, brand: Int32, times: Int) {
            (self.household, self.brand, self.times) = (household, brand, times)
        }
    }

    /// A panel; brands that nobody bought are left out.
    ///
    /// - Parameters:
    ///   - names: By the number that `bought` has.
    ///   - households: At least as many as there are in `bought`.
    ///   - bought: Each household and brand once; all of a household together.
    package init(names: [String], households: Int, bought: [Bought]) {
        var sums = [Int](repeating: 0, count: names.count)
        for each in bought { sums[Int(each.brand)] += each.times }
        let order = names.indices.filter { sums[$0] > 0 }
            .sorted { (-sums[$0], names[$0]) < (-sums[$1], names[$1]) }
        var place = [Int](repeating: -1, count: names.count)
        for (rank, brand) in order.enumerated() { place[brand] = rank }
        brands = order.map { names[$0] }
        purchases = sums.reduce(0, +)

        var timesOfBrand = [[Int]](repeating: [0], count: order.count)
        var timesOfCategory = [0]
        var tallies = [Tally](repeating: Tally(), count: order.count)
        var start = 0
        var buyers = 0
        while start < bought.count {
            var end = start
            var total = 0
            while end < bought.count, bought[end].household == bought[start].household {
                total += bought[end].times
                end += 1
            }
            let basket = bought[start..<end].filter { $0.times > 0 }
            start = end
            guard total > 0 else { continue }
            buyers += 1
            count(total, in: &timesOfCategory)
            for each in basket {
                let brand = place[Int(each.brand)]
                count(each.times, in: &timesOfBrand[brand])
                tallies[brand].add(each.times, of: total)
            }
        }
        let households = max(households, buyers)
        timesOfCategory[0] = households - buyers
        self.households = households
        self.timesOfBrand = timesOfBrand
        self.timesOfCategory = timesOfCategory
        let all = purchases
        observed = tallies.map { $0.figures(households: households, purchases: all) }
    }

    /// Households who bought anything of the category.
    package var buyers: Int { households - timesOfCategory[0] }
    /// Purchases a household.
    package var rate: Double { Double(purchases) / Double(max(1, households)) }
    /// The part of all that its own buyers buy: purchases of brands over category purchases of their buyers.
    package var shareOfRequirements: Double? {
        let wider = observed.reduce(0.0) { $0 + $1.penetration * $1.categoryPurchasesPerBuyer }
        return wider > 0 ? rate / wider : nil
    }

    /// How penetration and purchases per buyer go together over the brands: above 0 where small brands are punished
    /// twice; none with fewer than three brands.
    package var doubleJeopardy: Double? {
        guard observed.count > 2 else { return nil }
        var pairs = PairedMoments()
        for brand in observed { pairs.add(brand.penetration, brand.purchasesPerBuyer) }
        return pairs.correlation
    }
}

/// What is known, or expected, of one brand in a panel.
package struct BrandFigures: Sendable, Hashable {
    /// Of the category's purchases.
    package let share: Double
    /// Of the households, those who bought it.
    package let penetration: Double
    /// How often its buyers bought it.
    package let purchasesPerBuyer: Double
    /// How often its buyers bought anything of the category.
    package let categoryPurchasesPerBuyer: Double
    /// Of its buyers, those who bought nothing else of the category.
    package let soleBuyers: Double

    /// Of its buyers' category purchases, those that were its own.
    package var shareOfRequirements: Double { purchasesPerBuyer / categoryPurchasesPerBuyer }
}

private struct Tally {
    var buyers = 0
    var purchases = 0
    var category = 0
    var sole = 0

    mutating func add(_ times: Int, of total: Int) {
        buyers += 1
        purchases += times
        category += total
        sole += times == total ? 1 : 0
    }

    func figures(households: Int, purchases all: Int) -> BrandFigures {
        BrandFigures(
            share: Double(purchases) / Double(all),
            penetration: Double(buyers) / Double(households),
            purchasesPerBuyer: Double(purchases) / Double(buyers),
            categoryPurchasesPerBuyer: Double(category) / Double(buyers),
            soleBuyers: Double(sole) / Double(buyers)
        )
    }
}

private func count(_ times: Int, in histogram: inout [Int]) {
    if times >= histogram.count {
        histogram.append(contentsOf: repeatElement(0, count: times + 1 - histogram.count))
    }
    histogram[times] += 1
}
