import SetiaCore
import Testing

@Suite("Over which days a ladder measures")
struct TierWindowTests {
    private let levels: [(Key, Int64)] = [("silver", 0), ("gold", 100_000), ("platinum", 300_000)]

    private func life(
        _ window: TierSet.Window,
        _ terms: TierSet.Terms = TierSet.Terms(),
        enrolled: Instant? = Kopi.at("2025-12-31T09:00")
    ) throws -> Life {
        try Life(
            Kopi.climbing(Kopi.ladder(.netSpend(Kopi.currency("MYR")), window, levels, terms)),
            enrolled: enrolled
        )
    }

    @Test(
        "T-8: a stretch of the calendar and the next one",
        arguments: [
            (.calendar(.month, startMonth: 1), "2026-05-01T00:00"),
            (.calendar(.quarter, startMonth: 1), "2026-07-01T00:00"),
            (.calendar(.halfYear, startMonth: 1), "2027-01-01T00:00"),
            (.calendar(.year, startMonth: 1), "2028-01-01T00:00"),
            (.calendar(.year, startMonth: 4), "2027-04-01T00:00"),
            (.calendar(.quarter, startMonth: 2), "2026-08-01T00:00"),
        ] as [(TierSet.Window, String)]
    )
    func calendar(window: TierSet.Window, until: String) throws {
        var life = try life(window)
        try life.pays(100_000, at: Kopi.at("2026-03-10T10:00"))
        #expect(life.level == "gold")
        #expect(life.until == Kopi.at(until))
    }

    @Test("T-8: what was paid on the last day of a stretch counts in it, on the first day of the next in that one")
    func halfOpen() throws {
        var life = try life(.calendar(.quarter, startMonth: 1))
        try life.pays(60_000, order: "A", at: Kopi.at("2026-03-31T23:59"))
        try life.pays(60_000, order: "B", at: Kopi.at("2026-04-01T00:00"))
        #expect(life.level == "silver")
        try life.pays(40_000, order: "C", at: Kopi.at("2026-06-30T23:59"))
        #expect(life.level == "gold")
        #expect(life.until == Kopi.at("2026-10-01T00:00"))
    }

    @Test("T-8: so many months from the day on which it was reached, to the end of the same date")
    func toTheEndOfTheDate() throws {
        for window in [TierSet.Window.rolling(months: 12), .term(months: 12)] {
            var life = try life(window, enrolled: Kopi.at("2023-12-31T09:00"))
            try life.pays(100_000, at: Kopi.at("2024-03-03T10:00"))
            #expect(life.until == Kopi.at("2025-03-04T00:00"))
        }
    }

    @Test("T-8: rolling months count the last so many, up to the day")
    func rolling() throws {
        var life = try life(.rolling(months: 3))
        try life.pays(60_000, order: "A", at: Kopi.at("2026-01-10T10:00"))
        // 10 January is the first day that no longer counts on 10 April.
        try life.pays(40_000, order: "B", at: Kopi.at("2026-04-10T10:00"))
        #expect(life.level == "silver")
        try life.pays(60_000, order: "C", at: Kopi.at("2026-04-11T10:00"))
        #expect(life.level == "gold")
        #expect(life.until == Kopi.at("2026-07-12T00:00"))
        // What was paid in the three months to 11 July: C and D.
        try life.pays(50_000, order: "D", at: Kopi.at("2026-07-01T10:00"))
        try life.waits(until: Kopi.at("2026-07-12T00:00"))
        #expect(life.level == "silver")
    }

    @Test("T-8: years since joining, to the next anniversary but one")
    func anniversary() throws {
        var life = try life(.anniversary, enrolled: Kopi.at("2024-02-29T09:00"))
        try life.pays(100_000, order: "A", at: Kopi.at("2025-02-27T10:00"))
        // The first year ends as 28 February 2025 begins; the level holds for the next one too.
        #expect(life.level == "gold")
        #expect(life.until == Kopi.at("2026-02-28T00:00"))
        try life.pays(100_000, order: "B", at: Kopi.at("2025-03-01T10:00"))
        try life.waits(until: Kopi.at("2026-02-28T00:00"))
        #expect(life.level == "gold")
        #expect(life.until == Kopi.at("2027-02-28T00:00"))
    }

    @Test("T-8: what counted before she joined is of her first year")
    func beforeJoining() throws {
        var life = try life(.anniversary, enrolled: nil)
        try life.pays(100_000, at: Kopi.at("2026-03-01T10:00"))
        #expect(life.level == "gold")
        try life.happen(.memberEnrolled(MemberFacts()), Kopi.at("2026-04-01T10:00"))
        #expect(life.until == Kopi.at("2028-04-01T00:00"))
    }

    @Test("T-8: a term counts from the day on which its level was reached")
    func term() throws {
        var life = try life(.term(months: 12))
        try life.pays(100_000, order: "A", at: Kopi.at("2026-03-01T10:00"))
        #expect(life.level == "gold")
        // Nothing of before the entry counts for more: 100 of the day itself and 150 later are not 300.
        try life.pays(150_000, order: "B", at: Kopi.at("2026-09-01T10:00"))
        #expect(life.level == "gold")
        #expect(life.progress(at: Kopi.at("2026-09-02T10:00")).next?.needs.map(\.missing) == [50_000])
        try life.waits(until: Kopi.at("2027-03-02T00:00"))
        #expect(life.level == "gold")
        #expect(life.until == Kopi.at("2028-03-02T00:00"))
    }

    @Test("T-8: a lifetime has no end")
    func lifetime() throws {
        var life = try life(.lifetime)
        try life.pays(60_000, order: "A", at: Kopi.at("2026-03-01T10:00"))
        try life.pays(60_000, order: "B", at: Kopi.at("2029-03-01T10:00"))
        #expect(life.level == "gold")
        #expect(life.until == nil)
        try life.returns("A", at: Kopi.at("2029-03-02T10:00"))
        #expect(life.level == "silver")
    }

    @Test("T-8: days are those of the programme's zone")
    func zone() throws {
        let ladder = Kopi.ladder(.orders, .calendar(.month, startMonth: 1), [("a", 0), ("b", 2)])
        for (zone, level) in [(480, "b"), (0, "a")] as [(Int, Key)] {
            var life = try Life(Kopi.climbing(ladder, zone: FixedOffset(minutesEast: zone)))
            // 1 March in Kuala Lumpur, 28 February in London.
            try life.pays(100, order: "A", at: Kopi.at("2026-03-01T07:00"))
            try life.pays(100, order: "B", at: Kopi.at("2026-03-01T09:00"))
            #expect(life.level == level)
        }
    }

    @Test(
        "T-8: what no window can ask for any more is forgotten, so that what is kept stays small",
        arguments: [
            TierSet.Window.calendar(.month, startMonth: 1), .rolling(months: 1), .lifetime,
        ]
    )
    func forgets(window: TierSet.Window) throws {
        var life = try life(window)
        for day in 0..<1_500 {
            let at = Kopi.at("2026-01-01T10:00").adding(milliseconds: Int64(day) * 86_400_000)
            try life.pays(1, order: Key("o\(day)"), at: at)
            life.state.records = []
        }
        #expect(life.state.tallies[0].buckets.count <= 470)
    }
}
