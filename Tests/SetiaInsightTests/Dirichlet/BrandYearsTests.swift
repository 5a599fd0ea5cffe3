import SetiaCore
import SetiaInsight
import Testing

@Suite("Brands year by year")
struct BrandYearsTests {
    private let end = Day(iso: "2026-06-30") ?? Day(number: 0)

    @Test("years are 365 days that end on the last day, and only those that the history covers whole")
    func years() {
        var years = BrandYears(end: end)
        for ago in [0, 364, 365, 729, 730, 1_000] { years.add(day: end.adding(days: -ago), brands: ["a"]) }
        years.endMember()
        let panels = years.panels()
        #expect(panels.map(\.end) == [end.adding(days: -365), end])
        #expect(panels.map(\.panel.purchases) == [2, 2])
    }

    @Test("a history of less than a year is one year, and none gives none")
    func short() {
        var years = BrandYears(end: end)
        #expect(years.panels().isEmpty)
        years.add(day: end.adding(days: -40), brands: ["a", "b"])
        years.add(day: end.adding(days: 3), brands: ["a"])
        years.endMember()
        #expect(years.panels().map(\.panel.purchases) == [2])
    }

    @Test("a brand counts once an order, and whoever bought anything is in the panel")
    func once() {
        var (all, tea) = (BrandYears(end: end), BrandYears(end: end))
        for member in 0..<3 {
            all.add(day: end, brands: ["a", "a", "b"])
            if member == 1 { tea.add(day: end, brands: ["b", "b"]) }
            all.endMember()
            tea.endMember()
        }
        let panel = all.panels()[0].panel
        #expect(panel.purchases == 6 && panel.households == 3 && panel.buyers == 3)
        let among = tea.panels(among: all)[0].panel
        #expect(among.households == 3 && among.buyers == 1 && among.purchases == 1)
        #expect(tea.panels()[0].panel.households == 1)
    }

    /// A shop of four brands whose members choose by Dirichlet shares with the given spread each year.
    private func shop(spreads: [Double], members: Int, seed: UInt64) -> BrandLoyalty {
        var random = SplitMix64(seed: seed)
        var years = BrandYears(end: end)
        let brands: [(name: Key, share: Double)] = [("a", 0.4), ("b", 0.3), ("c", 0.2), ("d", 0.1)]
        for _ in 0..<members {
            let orders = Int.random(in: 2...30, using: &random)
            for (place, spread) in spreads.enumerated() {
                // A Polya urn draws as the Dirichlet does.
                var urn = brands.map { $0.share * spread }
                for _ in 0..<orders {
                    var left = Double.random(in: 0..<urn.reduce(0, +), using: &random)
                    let chosen = urn.indices.first { index in
                        left -= urn[index]
                        return left < 0
                    }
                    guard let chosen else { continue }
                    urn[chosen] += 1
                    let ago = (spreads.count - 1 - place) * 365 + Int.random(in: 0..<365, using: &random)
                    years.add(day: end.adding(days: -ago), brands: [brands[chosen].name])
                }
            }
            years.endMember()
        }
        return BrandLoyalty(category: nil, years.panels())
    }

    @Test("the same choices year after year are seldom taken for a change, and looser ones always for a decline")
    func verdict() throws {
        var alarms = 0
        for seed in 0..<10 as Range<UInt64> {
            let steady = shop(spreads: [1.2, 1.2], members: 500, seed: seed)
            alarms += steady.trend?.verdict == .withinChance ? 0 : 1
            let looser = shop(spreads: [1.2, 2.4], members: 500, seed: seed)
            #expect(looser.trend?.verdict == .declining, "seed \(seed)")
            let fit = try #require(looser.years.last?.fit)
            #expect(abs(fit.model.spread - 2.4) < 3.5 * fit.spreadError, "seed \(seed)")
        }
        // An interval of 95 % leaves 0 out once in twenty.
        #expect(alarms <= 2)
    }

    @Test("a year that fits no Dirichlet says why, and gives no number")
    func silence() {
        let few = shop(spreads: [1.2], members: 5, seed: 1)
        #expect(few.trend == nil)
        guard case .tooFew = few.years.last?.silence else {
            Issue.record("\(String(describing: few.years.last?.silence))")
            return
        }
        var one = BrandYears(end: end)
        for _ in 0..<100 {
            one.add(day: end, brands: ["a"])
            one.endMember()
        }
        #expect(BrandLoyalty(category: nil, one.panels()).years.last?.silence == .tooFewBrands(1))
    }
}
