import SetiaCore
import Testing

@Suite("What climbs a ladder")
struct TierMetricTests {
    private let march = Kopi.at("2026-03-01T10:00")

    @Test("T-6: orders count, and one that came back whole no longer does")
    func orders() throws {
        let ladder = Kopi.ladder(
            .orders,
            .calendar(.year, startMonth: 1),
            [("regular", 0), ("friend", 2), ("family", 3)]
        )
        var life = try Life(Kopi.climbing(ladder))
        try life.pays(100, order: "A", at: march)
        try life.pays(100, order: "B", at: march)
        #expect(life.level == "friend")
        let third = try life.pays([100, 100], order: "C", at: march)
        #expect(life.level == "family")
        #expect(third.reasons.contains(.countedTowards(tierSet: "status", metric: .orders, amount: 1, total: 3)))
        try life.returns("C", lines: [1], at: Kopi.at("2026-03-02T10:00"))
        #expect(life.level == "family")
        try life.returns("C", at: Kopi.at("2026-03-03T10:00"))
        #expect(life.level == "friend")
    }

    @Test("T-6: how often something happened counts, and other happenings do not")
    func visits() throws {
        let ladder = Kopi.ladder(.events(.visitCompleted), .rolling(months: 12), [("guest", 0), ("friend", 2)])
        var life = try Life(Kopi.climbing(ladder))
        try life.happen(.happened(Occurrence(type: .reviewPublished, facts: [])), march)
        try life.visits(march)
        #expect(life.level == "guest")
        try life.visits(Kopi.at("2026-03-02T10:00"))
        #expect(life.level == "friend")
    }

    @Test("T-6: points that events gave count, and spending them or giving some by hand changes nothing")
    func earned() throws {
        let ladder = Kopi.ladder(
            .earned(wallet: "points"),
            .calendar(.year, startMonth: 1),
            [("silver", 0), ("gold", 100)]
        )
        var life = try Life(Kopi.climbing(ladder))
        try life.happen(.pointsAdjusted(Adjustment(wallet: "points", points: Points(500))), march)
        #expect(life.level == "silver")
        try life.pays(10_000, at: march)
        #expect(life.level == "gold")
        try life.spends(600, at: march)
        #expect(life.level == "gold")
        try life.returns("A", at: Kopi.at("2026-03-02T10:00"))
        #expect(life.level == "silver")
    }

    @Test("T-6: points count once they can be used, in the stretch of the event that gave them")
    func pendingWaits() throws {
        let ladder = Kopi.ladder(
            .earned(wallet: "points"),
            .calendar(.year, startMonth: 1),
            [("silver", 0), ("gold", 100)]
        )
        var life = try Life(Kopi.climbing(ladder, wallet: Kopi.wallet(activation: .after(days: 14))))
        try life.pays(10_000, at: Kopi.at("2026-12-25T10:00"))
        #expect(life.level == "silver")
        #expect(life.progress(at: Kopi.at("2026-12-26T10:00")).waiting == 100)
        let active = Kopi.at("2027-01-08T00:00")
        #expect(life.state.nextDue == active)
        try life.waits(until: active)
        #expect(life.level == "gold")
        #expect(life.until == Kopi.at("2028-01-01T00:00"))
    }

    @Test("T-6: points on their way that a return takes never count")
    func pendingTaken() throws {
        let ladder = Kopi.ladder(
            .earned(wallet: "points"),
            .calendar(.year, startMonth: 1),
            [("silver", 0), ("gold", 100)]
        )
        var life = try Life(Kopi.climbing(ladder, wallet: Kopi.wallet(activation: .after(days: 14))))
        try life.pays(10_000, at: march)
        try life.returns("A", at: Kopi.at("2026-03-02T10:00"))
        #expect(life.state.waiting.isEmpty)
        try life.waits(until: Kopi.at("2026-06-01T10:00"))
        #expect(life.level == "silver")
    }

    @Test("T-6: where the ladder says so, points count before they can be used")
    func pendingCounts() throws {
        let ladder = Kopi.ladder(
            .earned(wallet: "points"),
            .calendar(.year, startMonth: 1),
            [("silver", 0), ("gold", 100)],
            TierSet.Terms(pendingCounts: true)
        )
        var life = try Life(Kopi.climbing(ladder, wallet: Kopi.wallet(activation: .after(days: 14))))
        try life.pays(10_000, at: march)
        #expect(life.level == "gold")
        try life.returns("A", at: Kopi.at("2026-03-02T10:00"))
        #expect(life.level == "silver")
    }

    @Test("T-6: months since joining give levels as time passes, without an event")
    func months() throws {
        let ladder = Kopi.ladder(.monthsSinceJoining, .lifetime, [("new", 0), ("trusted", 6), ("veteran", 24)])
        var life = try Life(Kopi.climbing(ladder), enrolled: Kopi.at("2025-08-31T09:00"))
        #expect(life.level == "new")
        let half = Kopi.at("2026-02-28T00:00")
        #expect(life.state.nextDue == half)
        try life.waits(until: half)
        #expect(life.level == "trusted")
        try life.waits(until: Kopi.at("2027-08-31T00:00"))
        #expect(life.level == "veteran")
        #expect(life.state.nextDue == nil)
    }

    private func combined(isAny: Bool) -> TierSet {
        TierSet(
            key: "status",
            measures: [
                TierSet.Measure(.netSpend(Kopi.currency("MYR")), key: "spend"),
                TierSet.Measure(.events(.visitCompleted), key: "visits"),
            ],
            window: .calendar(.year, startMonth: 1),
            levels: [
                TierSet.Level(key: "silver", asks: [0, nil], name: Words([])),
                TierSet.Level(key: "gold", asks: [100_000, 2], isAny: isAny, name: Words([])),
            ]
        )
    }

    @Test("T-7: a level may ask for all of several things")
    func all() throws {
        var life = try Life(Kopi.climbing(combined(isAny: false)))
        try life.pays(100_000, at: march)
        try life.visits(march)
        #expect(life.level == "silver")
        let goal = try #require(life.progress(at: march).next)
        #expect(goal.needs.map(\.missing) == [0, 1])
        #expect(!goal.isMet)
        try life.visits(march)
        #expect(life.level == "gold")
    }

    @Test("T-7: a level may ask for any of several things")
    func any() throws {
        var life = try Life(Kopi.climbing(combined(isAny: true)))
        try life.visits(march)
        #expect(life.level == "silver")
        try life.visits(march)
        #expect(life.level == "gold")
    }

    @Test("T-6: a guest's order counts nowhere")
    func guests() throws {
        var life = try Life(Kopi.climbing(Kopi.ladder(.orders, .lifetime, [("friend", 1)])), enrolled: nil)
        let order = try #require(
            Order(id: "A", currency: Kopi.currency("MYR"), lines: [Order.Line(sku: "kopi", net: 100)])
        )
        try life.happen(.orderPaid(order), march, isAnonymous: true)
        #expect(life.level == nil)
        #expect(life.state.tallies.isEmpty)
    }
}
