import SetiaCore
import Testing

/// What other systems promise, test or got wrong about levels, by the ids of `docs/rules/peer-cases.md`.
@Suite("Cases of other systems: levels")
struct PeerTierCaseTests {
    private let spend = TierSet.Metric.netSpend(Kopi.currency("MYR"))
    private let month = TierSet.Window.calendar(.month, startMonth: 1)
    private let threeLevels: [(Key, Int64)] = [("level_0", 0), ("level_1", 2_000), ("level_2", 3_000)]

    private func life(
        _ metric: TierSet.Metric,
        _ window: TierSet.Window,
        _ levels: [(Key, Int64)],
        _ terms: TierSet.Terms = TierSet.Terms()
    ) throws -> Life {
        try Life(Kopi.climbing(Kopi.ladder(metric, window, levels, terms)))
    }

    private func give(_ points: Int64, _ life: inout Life, at: Instant) throws {
        try life.happen(.pointsAdjusted(Adjustment(wallet: "points", points: Points(points))), at)
    }

    @Test("VCF-TIER-01: by what can be spent, where the brand asks for it, and at once")
    func byBalance() throws {
        let levels: [(Key, Int64)] = [("Basic", 0), ("Silver", 100), ("Gold", 500), ("Platinum", 1_000)]
        var life = try life(
            .balance(wallet: "points"),
            .lifetime,
            levels,
            TierSet.Terms(downgrade: .immediate)
        )
        var seen: [Key?] = []
        try give(100, &life, at: Kopi.at("2026-01-10T10:00"))
        seen.append(life.level)
        try life.spends(50, at: Kopi.at("2026-02-15T10:00"))
        seen.append(life.level)
        try give(500, &life, at: Kopi.at("2026-02-25T10:00"))
        seen.append(life.level)
        #expect(seen == ["Silver", "Basic", "Gold"])
    }

    private func monthly(_ terms: TierSet.Terms) throws -> Life {
        var life = try life(.earned(wallet: "points"), month, [("Basic", 0), ("Gold", 100)], terms)
        try life.pays(10_000, at: Kopi.at("2026-03-10T10:00"))
        return life
    }

    @Test("VCF-TIER-02: reached in a month, to the end of that month")
    func thisMonth() throws {
        let life = try monthly(TierSet.Terms(holdsNext: false))
        #expect(life.level == "Gold")
        #expect(life.state.standing(in: "status")?.since == Kopi.at("2026-03-10T10:00"))
        #expect(life.until == Kopi.at("2026-04-01T00:00"))
    }

    @Test("VCF-TIER-04: with seven days of grace, to 7 April")
    func thisMonthAndGrace() throws {
        var life = try monthly(TierSet.Terms(graceDays: 7, holdsNext: false))
        try life.waits(until: Kopi.at("2026-04-07T23:59"))
        #expect(life.level == "Gold")
        try life.waits(until: Kopi.at("2026-04-08T00:00"))
        #expect(life.level == "Basic")
    }

    @Test("VCF-TIER-05: a level is hers at once, not from the next period on")
    func notNextMonth() throws {
        let life = try monthly(TierSet.Terms())
        #expect(life.state.standing(in: "status")?.since == Kopi.at("2026-03-10T10:00"))
        #expect(life.until == Kopi.at("2026-05-01T00:00"))
    }

    @Test("VCF-TIER-10: grace is counted in days from the end of the term")
    func graceFromTheEnd() throws {
        var life = try life(spend, .term(months: 6), [("Basic", 0), ("Gold", 100)], TierSet.Terms(graceDays: 31))
        try life.pays(100, at: Kopi.at("2026-01-19T10:00"))
        #expect(life.until == Kopi.at("2026-07-20T00:00"))
        try life.waits(until: Kopi.at("2026-08-19T23:59"))
        #expect(life.level == "Gold")
        try life.waits(until: Kopi.at("2026-08-20T00:00"))
        #expect(life.level == "Basic")
    }

    @Test("OL-TIER-03: a level given by hand that is reached as well stays, and nothing is told")
    func givenAndReached() throws {
        var life = try life(spend, .lifetime, threeLevels)
        let day = Kopi.at("2026-03-01T10:00")
        try life.happen(.tierGranted(TierGrant(tierSet: "status", level: "level_1", until: nil)), day)
        let decision = try life.pays(2_100, at: day)
        #expect(life.level == "level_1")
        let told = decision.reasons.contains { if case .levelReached = $0 { true } else { false } }
        #expect(!told)
    }

    @Test("OL-TIER-04: a lower level given by hand is a floor, and what is reached is above it")
    func givenBelow() throws {
        var life = try life(spend, .calendar(.year, startMonth: 1), threeLevels, TierSet.Terms(downgrade: .reassess))
        try life.happen(
            .tierGranted(TierGrant(tierSet: "status", level: "level_0", until: Kopi.at("2030-01-01T00:00"))),
            Kopi.at("2026-01-02T10:00")
        )
        try life.pays(3_000, order: "A", at: Kopi.at("2026-03-01T10:00"))
        #expect(life.level == "level_2")
        try life.pays(2_100, order: "B", at: Kopi.at("2027-03-01T10:00"))
        try life.waits(until: Kopi.at("2028-01-01T00:00"))
        #expect(life.level == "level_1")
    }

    private let twoLevels: [(Key, Int64)] = [("L10", 10), ("L15", 15)]

    @Test("OL-TIER-05: where levels stay, fewer points cost none")
    func noneLost() throws {
        var life = try life(.balance(wallet: "points"), .lifetime, twoLevels, TierSet.Terms(downgrade: .none))
        try give(15, &life, at: Kopi.at("2026-03-01T10:00"))
        try life.spends(4, at: Kopi.at("2026-03-02T10:00"))
        #expect(life.level == "L15")
    }

    @Test("OL-TIER-07: a level is lost at the evaluation, not before")
    func lostAtTheEvaluation() throws {
        var life = try life(.balance(wallet: "points"), month, twoLevels)
        try give(15, &life, at: Kopi.at("2026-03-01T10:00"))
        try life.spends(4, at: Kopi.at("2026-03-02T10:00"))
        #expect(life.level == "L15")
        try life.waits(until: Kopi.at("2026-05-01T00:00"))
        #expect(life.level == "L10")
    }

    @Test("YOT-05: the order that reached a level comes back, and the level goes")
    func orderComesBack() throws {
        var life = try life(spend, .rolling(months: 12), [("Basic", 0), ("Gold", 20_000)])
        try life.pays(20_000, at: Kopi.at("2026-03-01T10:00"))
        #expect(life.level == "Gold")
        try life.returns("A", at: Kopi.at("2026-03-05T10:00"))
        #expect(life.level == "Basic")
    }

    @Test("CAP-01: twelve months from each upgrade")
    func fromEachUpgrade() throws {
        let ladder = Kopi.ladder(spend, .term(months: 12), [("Basic", 0), ("Gold", 20_000), ("Diamond", 50_000)])
        var life = try Life(Kopi.climbing(ladder), enrolled: Kopi.at("2024-01-01T09:00"))
        try life.pays(20_000, order: "A", at: Kopi.at("2024-04-15T10:00"))
        let first = life.until
        try life.pays(50_000, order: "B", at: Kopi.at("2024-10-25T10:00"))
        #expect(life.level == "Diamond")
        // Through 15 April and 25 October of the next year.
        #expect([first, life.until] == [Kopi.at("2025-04-16T00:00"), Kopi.at("2025-10-26T00:00")])
    }

    @Test("SIE-01: what comes late in a year that is over gives the level back for another year, and counts only there")
    func lateInAClosedYear() throws {
        let ladder = Kopi.ladder(
            .earned(wallet: "points"),
            .calendar(.year, startMonth: 1),
            [("Silver", 0), ("Gold", 60_000)]
        )
        var life = try Life(Kopi.climbing(ladder), enrolled: Kopi.at("2024-01-01T09:00"))
        try life.pays(6_000_000, order: "A", at: Kopi.at("2024-06-01T10:00"))
        try life.pays(5_500_000, order: "B", at: Kopi.at("2025-06-01T10:00"))
        try life.waits(until: Kopi.at("2026-01-01T00:00"))
        #expect(life.level == "Silver")
        try life.waits(until: Kopi.at("2026-01-10T10:00"))
        try life.pays(1_000_000, order: "C", at: Kopi.at("2025-12-28T10:00"))
        #expect(life.level == "Gold")
        #expect(life.until == Kopi.at("2027-01-01T00:00"))
        #expect(life.progress(at: Kopi.at("2026-01-10T10:00")).amounts.map(\.amount) == [0])
    }
}
