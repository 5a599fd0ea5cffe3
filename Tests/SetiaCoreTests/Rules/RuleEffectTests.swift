import SetiaCore
import Testing

@Suite("What rules count")
struct RuleEffectTests {
    private let noon = Kopi.at("2026-03-02T12:00")

    private static let vocabulary = ConditionVocabulary(
        currencies: Kopi.version().programme.currencies,
        tierSets: [Kopi.ladder]
    )

    private func filter(_ text: String) throws -> LineFilter { try LineFilter.parse(text, Self.vocabulary) }

    private func basket(_ lines: [(Key, Int64, Int64, [Key])]) throws -> Order {
        try #require(
            Order(
                id: "A",
                currency: Kopi.currency("MYR"),
                lines: lines.map { Order.Line(sku: $0.0, quantity: $0.1, net: $0.2, categories: $0.3) }
            )
        )
    }

    private var mixed: Order {
        get throws {
            try basket([
                ("kopi", 3, 1_550, ["coffee"]), ("roti", 2, 990, ["food"]), ("beans", 1, 4_500, ["coffee", "shop"]),
            ])
        }
    }

    private func points(_ rules: [Rule], _ order: Order, accrual: Accrual = .steps, rounding: Rounding = .floor) throws
        -> Decision
    {
        var life = try Life(
            Kopi.version(
                wallet: Kopi.wallet(activation: .immediate),
                rules: rules,
                rounding: rounding,
                accrual: accrual
            )
        )
        return try life.happen(.orderPaid(order), noon)
    }

    @Test(
        "E-12: a rule with lines counts those only",
        arguments: [
            ("\"coffee\" in line.categories", Int64(60)), ("'food' in line.categories", 9),
            ("line.sku == \"beans\"", 45), ("line.quantity >= 2 && !(\"food\" in line.categories)", 15),
            ("line.net >= money(\"10.00 MYR\")", 60), ("\"tea\" in line.categories", 0),
            ("line.sku in [\"kopi\", \"roti\"] && member.orders == 0", 25),
        ]
    )
    func lines(text: String, expected: Int64) throws {
        let rule = Rule(id: "some", on: .orderPaid, lines: try filter(text), effect: .earnByRate(wallet: "points"))
        let decision = try points([rule], try mixed)
        #expect(decision.points(in: "points") == Points(expected))
    }

    @Test("E-12: a multiplier with lines multiplies what the rates give for those alone")
    func multipliedLines() throws {
        let coffee = Rule(
            id: "coffee-twice",
            on: .orderPaid,
            lines: try filter("\"coffee\" in line.categories"),
            effect: .multiply(factor: Rational(2), wallet: nil)
        )
        // 70.40 give 70; the coffee of it is 60.50, which gives 60 once more.
        let decision = try points([Kopi.base, coffee], try mixed)
        #expect(decision.points(in: "points") == Points(130))
        #expect(
            decision.reasons.contains(
                .multiplied(rule: "coffee-twice", wallet: "points", factor: Rational(2), points: Points(60))
            )
        )
        let all = Rule(id: "half", on: .orderPaid, effect: .multiply(factor: Rational(3, 2), wallet: nil))
        // And half as much again on all 70.
        #expect(try points([Kopi.base, coffee, all], try mixed).points(in: "points") == Points(165))
    }

    @Test(
        "E-12: a text that is no filter is refused at its place",
        arguments: [
            ("line.colour == 'red'", "colour"), ("line.net > 5", "money"), ("true", "every line"), ("1 == 2", "never"),
            ("order.id", "order"),
        ]
    )
    func noFilter(text: String, reason: String) {
        #expect {
            try LineFilter.parse(text, Self.vocabulary)
        } throws: { error in
            (error as? MalformedCondition)?.reason.contains(reason) ?? false
        }
    }

    @Test("E-13: points for each piece, each line, and each night")
    func perUnit() throws {
        func rule(_ unit: Rule.Unit, _ on: EventType = .orderPaid, lines: LineFilter? = nil) -> Rule {
            Rule(id: "per", on: on, lines: lines, effect: .earnFixed(wallet: "points", points: Points(5), per: unit))
        }
        #expect(try points([rule(.piece)], try mixed).points(in: "points") == Points(30))
        let coffee = try filter("\"coffee\" in line.categories")
        #expect(try points([rule(.piece, lines: coffee)], try mixed).points(in: "points") == Points(20))
        #expect(try points([rule(.line)], try mixed).points(in: "points") == Points(15))
        var life = try Life(Kopi.version(rules: [rule(.number("nights"), .stayCompleted)]))
        let nights = Occurrence(type: .stayCompleted, facts: [Occurrence.Fact(name: "nights", value: .number(4))])
        let stay = try life.happen(.happened(nights), noon)
        #expect(stay.points(in: "points") == Points(20))
        let each = Reason.earnedPer(
            rule: "per",
            wallet: "points",
            each: Points(5),
            count: 4,
            unit: .number("nights"),
            points: Points(20)
        )
        #expect(stay.reasons.contains(each))
        #expect(
            try life.happen(.happened(Occurrence(type: .stayCompleted, facts: [])), noon).points(in: "points") == .zero
        )
    }

    @Test("E-2: a rule's own rates take the place of the wallet's, and an amount that was told earns as an order does")
    func ownRates() throws {
        let own = [Rate(currency: Kopi.currency("MYR"), points: Points(3), per: 1_000)]
        let rule = Rule(id: "own", on: .orderPaid, effect: .earnByRate(wallet: "points", rates: own))
        #expect(try points([rule], try mixed).points(in: "points") == Points(21))
        let stay = Rule(id: "stay", on: .stayCompleted, effect: .earnByRate(wallet: "points"))
        var life = try Life(Kopi.version(rules: [stay]))
        let amount = try Money(minorUnits: 12_345, currency: Kopi.currency("MYR"))
        let told = Occurrence(type: .stayCompleted, facts: [Occurrence.Fact(name: "amount", value: .money(amount))])
        #expect(try life.happen(.happened(told), noon).points(in: "points") == Points(123))
    }

    @Test(
        "E-2: where parts count, a part of a step gives its part, and the sum is treated once",
        arguments: [
            (Rounding.floor, Int64(1)), (.halfUp, 2), (.halfEven, 2), (.ceil, 2),
        ]
    )
    func proportional(rounding: Rounding, expected: Int64) throws {
        let per30 = [Rate(currency: Kopi.currency("MYR"), points: Points(1), per: 300)]
        let rules = ["one", "two"].map {
            Rule(id: $0, on: .orderPaid, effect: .earnByRate(wallet: "points", rates: per30))
        }
        // Twice 2.50 / 3.00 = 0.8333…, which together are 1.6666….
        let order = try basket([("kopi", 1, 250, [])])
        let decision = try points(rules, order, accrual: .proportional, rounding: rounding)
        #expect(decision.points(in: "points") == Points(expected))
        let told = decision.reasons.compactMap(\.gift).reduce(Int64(0)) { $0 + $1.points.units }
        #expect(told == expected, "the reasons add up")
        #expect(try points(rules, order, rounding: rounding).points(in: "points") == .zero)
    }

    @Test("E-7: with lines, parts and several multipliers the reasons still add up", arguments: 0..<200)
    func addsUp(seed: UInt64) throws {
        var random = SplitMix64(seed: seed)
        var rules = [Kopi.base]
        rules.append(
            Rule(
                id: "thirds",
                on: .orderPaid,
                lines: random.next() % 2 == 0 ? try filter("\"coffee\" in line.categories") : nil,
                effect: .earnByRate(
                    wallet: "points",
                    rates: [Rate(currency: Kopi.currency("MYR"), points: Points(2), per: 333)]
                )
            )
        )
        for place in 0..<3 {
            rules.append(
                Rule(
                    id: Key("m\(place)"),
                    on: .orderPaid,
                    lines: random.next() % 2 == 0 ? try filter("\"food\" in line.categories") : nil,
                    effect: .multiply(
                        factor: Rational(Int64.random(in: 10_000...40_000, using: &random), 10_000),
                        wallet: nil
                    )
                )
            )
        }
        let order = try basket(
            (0..<4).map { _ in
                ("x", 1, Int64.random(in: 0...20_000, using: &random), random.next() % 2 == 0 ? ["coffee"] : ["food"])
            }
        )
        let rounding = Rounding.allCases[Int(random.next() % 4)]
        let accrual = Accrual.allCases[Int(random.next() % 2)]
        let decision = try points(rules, order, accrual: accrual, rounding: rounding)
        let told = decision.reasons.compactMap(\.gift).reduce(Int64(0)) { $0 + $1.points.units }
        #expect(decision.points(in: "points") == Points(told))
    }
}
