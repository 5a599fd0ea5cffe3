import SetiaCore
import Testing

/// What rules count, by the ids of `docs/rules/peer-cases.md`.
@Suite("Cases of other systems: rules")
struct PeerRuleCaseTests {
    private let june = Kopi.at("2026-06-01T10:00")

    private func life(_ rules: [Rule], groups: [RuleGroup] = []) throws -> Life {
        let wallet = Kopi.wallet(activation: .immediate, expiry: .none)
        return try Life(Kopi.version(wallet: wallet, rules: rules, groups: groups))
    }

    private func filter(_ text: String) throws -> LineFilter {
        let currency = CurrencySetting(currency: Kopi.currency("MYR"), decimals: 2)
        return try LineFilter.parse(text, ConditionVocabulary(currencies: [currency], tierSets: []))
    }

    private func perUnit(_ points: Int64, id: Key = "base", lines: LineFilter? = nil) -> Rule {
        let rate = Rate(currency: Kopi.currency("MYR"), points: Points(points), per: 100)
        return Rule(id: id, on: .orderPaid, lines: lines, effect: .earnByRate(wallet: "points", rates: [rate]))
    }

    private func times(_ factor: Int64, _ lines: String) throws -> Rule {
        let effect = Rule.Effect.multiply(factor: Rational(factor), wallet: nil)
        return Rule(id: Key("times \(lines)"), on: .orderPaid, lines: try filter(lines), effect: effect)
    }

    /// A red thing for 12, a blue one for 100, and delivery for 40.
    private func earned(_ rules: [Rule]) throws -> Int64 {
        let lines = [
            Order.Line(sku: "123", net: 1_200, categories: ["red"]),
            Order.Line(sku: "000", net: 10_000, categories: ["blue"]), Order.Line(sku: "0001", net: 4_000),
        ]
        var life = try life(rules)
        let order = try #require(Order(id: "A", currency: Kopi.currency("MYR"), lines: lines))
        return try life.happen(.orderPaid(order), june).points(in: "points").units
    }

    @Test("SET-EARN-01: so many for each piece that matches")
    func eachPiece() throws {
        let rule = Rule(
            id: "each",
            on: .orderPaid,
            lines: try filter("'hat' in line.categories"),
            effect: .earnFixed(wallet: "points", points: Points(100), per: .piece)
        )
        for (pieces, points) in [(Int64(1), Int64(100)), (3, 300)] {
            var life = try life([rule])
            let lines = [
                Order.Line(sku: "hat", quantity: pieces, net: 500, categories: ["hat"]),
                Order.Line(sku: "sock", net: 5),
            ]
            let order = try #require(Order(id: "A", currency: Kopi.currency("MYR"), lines: lines))
            #expect(try life.happen(.orderPaid(order), june).points(in: "points") == Points(points))
        }
    }

    @Test("SET-EARN-07: of rules that stand alone the one of the highest priority gives")
    func alone() throws {
        func rule(_ id: Key, _ points: Int64, _ priority: Int) -> Rule {
            let effect = Rule.Effect.earnFixed(wallet: "points", points: Points(points))
            return Rule(id: id, on: .orderPaid, effect: effect, group: "alone", priority: priority)
        }
        let groups = [RuleGroup(key: "alone", kind: .exclusive)]
        var life = try life([rule("fifty", 50, 5), rule("two-hundred", 200, 20)], groups: groups)
        #expect(try life.pays(1_000, at: june).points(in: "points") == Points(200))
    }

    @Test("SET-EARN-10: a rule whose time has not come gives nothing")
    func notYet() throws {
        let from = Schedule.WallTime(day: try #require(Day(iso: "2099-01-01")))
        let rule = Rule(
            id: "later",
            on: .orderPaid,
            effect: .earnFixed(wallet: "points", points: Points(50)),
            schedule: Schedule(from: from)
        )
        var life = try life([rule])
        #expect(try life.pays(1_000, at: june).points(in: "points") == .zero)
    }

    @Test("SET-AWD-02: a guest's order has no entry")
    func guest() throws {
        let effect = Rule.Effect.earnFixed(wallet: "points", points: Points(150))
        var life = try Life(Kopi.version(rules: [Rule(id: "r", on: .orderPaid, effect: effect)]), enrolled: nil)
        let order = try #require(
            Order(id: "A", currency: Kopi.currency("MYR"), lines: [Order.Line(sku: "x", net: 100)])
        )
        #expect(try life.happen(.orderPaid(order), june, isAnonymous: true).entries.isEmpty)
    }

    @Test("SET-RED-01: what is spent is one entry, and the rest stays")
    func spent() throws {
        var life = try life([])
        try life.opens([(1_000, nil)], at: june)
        let decision = try life.spends(300, order: "O", at: june)
        #expect(decision.entries.map(\.points) == [Points(-300)])
        #expect(life.available(at: june) == 700)
    }

    @Test("OL-EARN-07: several rates add up")
    func ratesAdd() throws {
        #expect(try earned([perUnit(10), perUnit(4, id: "more")]) == 2_128)
    }

    @Test(
        "OL-EARN-10, OL-EARN-13: multipliers of some lines multiply what those give, and lines that are not there nothing"
    )
    func lineMultipliers() throws {
        let (red, blue) = ("'red' in line.categories", "'blue' in line.categories")
        #expect(try earned([perUnit(4), times(3, red), times(6, blue)]) == 2_704)
        #expect(try earned([perUnit(4), times(2, blue), times(3, "'orange' in line.categories")]) == 1_008)
    }

    @Test("OL-EARN-17: a multiplier of some products")
    func productMultipliers() throws {
        #expect(try earned([perUnit(4), times(2, "line.sku in ['123', '000', '0001']")]) == 1_216)
    }

    @Test("OL-EARN-11, OL-EARN-12: lines that shall give nothing are left out of the rate")
    func leftOut() throws {
        let notRed = try filter("!('red' in line.categories)")
        #expect(try earned([perUnit(4, lines: notRed), times(2, "'blue' in line.categories")]) == 960)
        let neither = try filter("!line.categories.exists(c, c in ['red', 'blue'])")
        #expect(try earned([perUnit(4, lines: neither)]) == 160)
    }

    @Test("OL-EVT-02: an event of the brand's own pays at one store, and a word on social media pays")
    func ownEvents() throws {
        let till = try StoreID("pos")
        let own = Rule(
            id: "own",
            on: .custom("app.custom"),
            condition: Condition(text: "event.store == \"pos\"", tests: [.event(.store, oneOf: ["pos"])]),
            effect: .earnFixed(wallet: "points", points: Points(88))
        )
        let like = Rule(id: "like", on: .socialEngaged, effect: .earnFixed(wallet: "points", points: Points(100)))
        var life = try life([own, like])
        let custom = Event.Matter.happened(Occurrence(type: .custom("app.custom"), facts: []))
        #expect(try life.happen(custom, june, store: till).points(in: "points") == Points(88))
        #expect(try life.happen(custom, june).points(in: "points") == .zero)
        let liked = Event.Matter.happened(Occurrence(type: .socialEngaged, facts: []))
        #expect(try life.happen(liked, june).points(in: "points") == Points(100))
    }

    @Test("SQ-06: a multiplier without a rate gives nothing")
    func noBase() throws {
        #expect(try earned([times(2, "'blue' in line.categories")]) == 0)
    }
}
