package import SetiaCore

/// What members bought of which brand in each of the last years, counted as their orders stream by, a member's together.
///
/// A year is 365 days that end on the last day or a whole number of years before, so that all are equally long and the last
/// is as full as the others. A brand counts once an order. In a year's panel is everybody who bought anything at all in it:
/// without those who bought nothing of the category, penetration has no denominator.
package struct BrandYears: Sendable {
    /// How many years are looked at.
    package static let most = 5

    /// The last day.
    package let end: Day
    private var names: [Key] = []
    private var numbers: [Key: Int32] = [:]
    private var years = [Year](repeating: Year(), count: BrandYears.most)
    private var first: Day?
    private var household: Int32 = 0

    /// Of the member whose orders come: how often she bought a brand in a year, and in which years anything.
    private var times: [Place: Int] = [:]
    private var active = [Bool](repeating: false, count: BrandYears.most)

    private struct Year: Sendable {
        var bought: [BrandPanel.Bought] = []
        var households = 0
    }

    private struct Place: Hashable, Comparable {
        let year: Int32
        let brand: Int32

        static func < (left: Place, right: Place) -> Bool { (left.year, left.brand) < (right.year, right.brand) }
    }

    package init(end: Day) {
        self.end = end
    }

    /// Adds an order of the member whose orders come: its brands, each however often it has it.
    package mutating func add(day: Day, brands: [Key]) {
        let ago = Int(end.number) - Int(day.number)
        guard ago >= 0 else { return }
        first = first.map { min($0, day) } ?? day
        let year = ago / 365
        guard year < BrandYears.most else { return }
        active[year] = true
        for (place, brand) in brands.enumerated() where !brands[..<place].contains(brand) {
            let number = number(of: brand)
            times[Place(year: Int32(year), brand: number), default: 0] += 1
        }
    }

    /// Ends the member whose orders came.
    package mutating func endMember() {
        for place in times.keys.sorted() {
            years[Int(place.year)].bought.append(
                .init(household: household, brand: place.brand, times: times[place] ?? 0)
            )
        }
        for year in active.indices where active[year] {
            years[year].households += 1
            active[year] = false
        }
        times.removeAll(keepingCapacity: true)
        household += 1
    }

    /// Who bought a brand in the last year, by the number in which members came here, ascending.
    package var buyers: [Key: [Int32]] {
        var buyers: [Key: [Int32]] = [:]
        for each in years[0].bought { buyers[names[Int(each.brand)], default: []].append(each.household) }
        return buyers
    }

    private mutating func number(of brand: Key) -> Int32 {
        if let number = numbers[brand] { return number }
        let number = Int32(names.count)
        names.append(brand)
        numbers[brand] = number
        return number
    }

    /// The panels, oldest first: years that the history covers from their first day, or the last one where it covers none.
    ///
    /// - Parameter everything: What the same members bought in all, where only the orders of a category came here: its
    ///   members are in each panel.
    /// - Returns: each panel with the last day of its year.
    package func panels(among everything: BrandYears? = nil) -> [(end: Day, panel: BrandPanel)] {
        let everything = everything ?? self
        guard let first = everything.first else { return [] }
        let whole = (Int(end.number) - Int(first.number) + 1) / 365
        let names = names.map(\.text)
        return (0..<max(1, min(BrandYears.most, whole))).reversed().map { year in
            (
                end: end.adding(days: -365 * year),
                panel: BrandPanel(
                    names: names,
                    households: everything.years[year].households,
                    bought: years[year].bought
                )
            )
        }
    }
}

/// How loyal members are to the brands of one category, year by year.
package struct BrandLoyalty: Sendable {
    /// What the brands are brands of; none is everything the shop has.
    package let category: Key?
    /// Each year's panel, by its last day, oldest first.
    package let years: [Year]
    /// The years that the Dirichlet fits; none where it fits none.
    package let trend: BrandTrend?

    /// One year.
    package struct Year: Sendable {
        package let end: Day
        package let panel: BrandPanel
        /// What the Dirichlet says of it; none where `silence` says why.
        package let fit: DirichletFit?
        package let silence: FitFailure?
    }

    /// Fits each year.
    package init(category: Key?, _ panels: [(end: Day, panel: BrandPanel)]) {
        self.category = category
        var (years, periods) = ([Year](), [BrandTrend.Period]())
        for (end, panel) in panels {
            do throws(FitFailure) {
                let fit = try fitDirichlet(panel)
                years.append(Year(end: end, panel: panel, fit: fit, silence: nil))
                periods.append(BrandTrend.Period(name: end.iso, panel: panel, fit: fit))
            } catch {
                years.append(Year(end: end, panel: panel, fit: nil, silence: error))
            }
        }
        self.years = years
        trend = periods.isEmpty ? nil : BrandTrend(periods)
    }

    /// Purchases of the last year.
    package var purchases: Int { years.last?.panel.purchases ?? 0 }
}
