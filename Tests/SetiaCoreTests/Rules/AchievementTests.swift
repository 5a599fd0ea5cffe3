import SetiaCore
import Testing

@Suite("Achievements")
struct AchievementTests {
    private let monday = Kopi.at("2026-03-02T10:00")

    private func card(
        _ counts: Achievement.Counting,
        goal: Int64,
        within: Cap.Span = .lifetime,
        repeats: Bool = true,
        condition: Condition = .always,
        lines: LineFilter? = nil,
        on: EventType = .orderPaid
    ) -> Achievement {
        Achievement(
            key: "card",
            name: Words([]),
            on: on,
            condition: condition,
            lines: lines,
            counts: counts,
            goal: goal,
            within: within,
            repeats: repeats,
            gift: Achievement.Gift(wallet: "points", points: Points(50))
        )
    }

    private func life(_ achievement: Achievement, _ rules: [Rule] = []) throws -> Life {
        let wallet = Kopi.wallet(activation: .immediate)
        return try Life(Kopi.version(wallet: wallet, rules: rules, achievements: [achievement]))
    }

    private func coffees(_ count: Int64, _ life: inout Life, order: Key, at: Instant) throws -> Int64 {
        let lines = [
            Order.Line(sku: "kopi", quantity: count, net: count * 500, categories: ["coffee"]),
            Order.Line(sku: "roti", quantity: 3, net: 900, categories: ["food"]),
        ]
        let order = try #require(Order(id: order, currency: Kopi.currency("MYR"), lines: lines))
        return try life.happen(.orderPaid(order), at).points(in: "points").units
    }

    @Test("E-16: a stamp card counts pieces, gives when it is full, and what is over begins the next")
    func stamps() throws {
        let vocabulary = ConditionVocabulary(currencies: Kopi.version().programme.currencies, tierSets: [])
        let coffee = try LineFilter.parse("'coffee' in line.categories", vocabulary)
        var life = try life(card(.units(.piece), goal: 10, lines: coffee))
        #expect(try coffees(9, &life, order: "1", at: monday) == 0)
        #expect(try coffees(3, &life, order: "2", at: monday) == 50)
        #expect(life.state.achievements.first?.count == 2)
        #expect(try coffees(28, &life, order: "3", at: monday) == 150)
        #expect(life.state.achievements.first?.reached == 4)
        let reason = Reason.progressed(achievement: "card", added: 28, count: 30, goal: 10, reached: 3)
        #expect(life.decisions.last?.reasons.contains(reason) == true)
    }

    @Test(
        "E-16: where it does not repeat it is reached once in its stretch, and what is left at the end is gone",
        arguments: [
            (Cap.Span.lifetime, [0, 50, 0, 0, 0]), (.month, [0, 50, 0, 0, 50]), (.day, [0, 50, 0, 0, 50]),
        ] as [(Cap.Span, [Int64])]
    )
    func once(within: Cap.Span, expected: [Int64]) throws {
        var life = try life(card(.times, goal: 2, within: within, repeats: false))
        let moments = [
            "2026-03-02T10:00", "2026-03-02T11:00", "2026-03-02T12:00", "2026-04-01T10:00", "2026-04-01T10:30",
        ]
        var given: [Int64] = []
        for (place, moment) in moments.enumerated() {
            given.append(try life.pays(100, order: Key("\(place)"), at: Kopi.at(moment)).points(in: "points").units)
        }
        #expect(given == expected)
    }

    @Test("E-17: a streak counts weeks on end, one an event or many, and begins anew once broken")
    func streak() throws {
        var life = try life(card(.streak(.week), goal: 3))
        let days =
            [
                ("2026-03-02", 0), ("2026-03-08", 0), ("2026-03-09", 0), ("2026-03-22", 50), ("2026-03-23", 0),
                // The week of 30 March is missed.
                ("2026-04-06", 0), ("2026-04-13", 0), ("2026-04-20", 50), ("2026-04-27", 0),
            ] as [(String, Int64)]
        for (day, expected) in days {
            #expect(
                try life.pays(100, order: Key(day), at: Kopi.at(day + "T12:00")).points(in: "points").units == expected,
                "\(day)"
            )
        }
        let achievement = life.version.programme.achievements[0]
        let may = try #require(Day(iso: "2026-05-11"))
        #expect(life.state.progress(in: achievement, on: may).count == 0, "broken by now")
        #expect(life.state.progress(in: achievement, on: may.adding(days: -7)).count == 1)
    }

    @Test("E-16: an order that comes back whole takes its part off again, and what it had reached")
    func returned() throws {
        var life = try life(card(.times, goal: 3))
        for order in ["1", "2", "3"] as [Key] { try life.pays(100, order: order, at: monday) }
        #expect(life.available(at: monday) == 50)
        try life.returns("3", at: monday)
        #expect(life.available(at: monday) == 0)
        #expect(life.state.achievements[0].count == 2 && life.state.achievements[0].reached == 0)
        try life.pays(100, order: "4", at: monday)
        #expect(life.available(at: monday) == 50)
        // One of those before it comes back: what was given stays, and the next card needs one more.
        try life.returns("1", at: monday)
        #expect(life.available(at: monday) == 50)
        #expect(life.state.achievements[0].count == -1)
    }

    @Test("E-16: a part of an order that comes back leaves what was reached")
    func partlyReturned() throws {
        var life = try life(card(.times, goal: 1), [Kopi.base])
        try life.pays([1_000, 500], at: monday)
        #expect(life.available(at: monday) == 65)
        try life.returns(lines: [1], at: monday)
        #expect(life.available(at: monday) == 55)
        try life.returns(lines: [2], at: monday)
        #expect(life.available(at: monday) == 0)
    }

    @Test("E-16: a condition may ask how often something was reached")
    func asked() throws {
        let vocabulary = ConditionVocabulary(
            currencies: Kopi.version().programme.currencies,
            tierSets: [],
            achievements: ["card"]
        )
        let condition = try Condition.parse("member.achieved(\"card\") >= 2", vocabulary)
        let rule = Rule(
            id: "fan",
            on: .orderPaid,
            condition: condition,
            effect: .earnFixed(wallet: "points", points: Points(1))
        )
        var life = try life(card(.times, goal: 1), [rule])
        let given = try (0..<4).map { try life.pays(100, order: Key("\($0)"), at: monday).points(in: "points").units }
        #expect(given == [50, 50, 51, 51])
        #expect(throws: MalformedCondition.self) { try Condition.parse("member.achieved(\"none\") > 0", vocabulary) }
    }

    @Test("E-16: nights count too, and what does not meet the condition does not")
    func nights() throws {
        var life = try life(card(.units(.number("nights")), goal: 10, on: .stayCompleted))
        func stay(_ nights: Int64) throws -> Int64 {
            let facts = [Occurrence.Fact(name: "nights", value: .number(nights))]
            return try life.happen(.happened(Occurrence(type: .stayCompleted, facts: facts)), monday).points(
                in: "points"
            ).units
        }
        #expect(try [4, 5, 1, 25].map { try stay($0) } == [0, 0, 50, 100])
    }
}
