import SetiaCore
import Testing

@Suite("Conditions of the whole language")
struct ExpressionConditionTests {
    private static let vocabulary = ConditionVocabulary(
        currencies: [
            CurrencySetting(currency: Kopi.currency("MYR"), decimals: 2),
            CurrencySetting(currency: Kopi.currency("IDR"), decimals: 0),
            CurrencySetting(currency: Kopi.currency("THB"), decimals: 2),
        ],
        tierSets: [Kopi.ladder]
    )

    private func life(_ condition: String) throws -> Life {
        let bonus = Rule(
            id: "bonus",
            on: .orderPaid,
            condition: try Condition.parse(condition, Self.vocabulary),
            effect: .earnFixed(wallet: "points", points: Points(20))
        )
        return try Life(Kopi.version(wallet: Kopi.wallet(activation: .immediate), rules: [bonus]))
    }

    /// Sunday, 1 March 2026, nine in the morning in Kuala Lumpur; an order of three lattes and a cake of 18.00.
    private func buys(_ life: inout Life, at moment: String = "2026-03-01T09:00", _ code: String = "MYR") throws
        -> Decision
    {
        let order = try #require(
            Order(
                id: Key(moment),
                currency: Kopi.currency(code),
                lines: [
                    Order.Line(sku: "latte", quantity: 3, net: 4_200, categories: ["coffee", "hot"]),
                    Order.Line(sku: "cake", net: 1_800, categories: ["food"]),
                ]
            )
        )
        return try life.happen(.orderPaid(order), Kopi.at(moment), channel: "app")
    }

    @Test(
        "E-1: an expression holds or not, over the event and the member as she was before it",
        arguments: [
            (
                "event.lines.exists(line, \"coffee\" in line.categories) && event.occurredAt.getHours(event.zone) < 10",
                true
            ),
            ("event.occurredAt.getHours() == 1", true), ("event.occurredAt.getDayOfWeek(event.zone) == 0", true),
            ("event.quantity >= 4 || event.total > money(\"1000 MYR\")", true),
            ("event.total - money(\"18.00 MYR\") == money(\"42.00 MYR\")", true),
            ("event.total == money(\"60.00 MYR\") && event.currency in [\"MYR\", \"THB\"]", true),
            ("!(event.channel in [\"till\"])", true), ("has(event.store)", false), ("!has(event.store)", true),
            ("event.lines.filter(line, line.net >= money(\"20.00 MYR\")).size() == 1", true),
            ("event.lines.all(line, line.quantity < 3)", false),
            ("event.lines.map(line, line.sku).exists(sku, sku.startsWith(\"ca\"))", true),
            ("member.orders == 0", true), ("member.orders % 10 == 9", false), ("has(member.country)", false),
            ("member.country == \"MY\" || event.channel == \"app\"", true),
            ("member.points[\"points\"] >= 1", false), ("member.tiers.status.atLeast(\"silver\")", true),
            ("!member.tiers.status.atLeast(\"gold\")", true), ("has(member.tiers.status.until)", false),
            ("event.occurredAt - member.joinedAt > duration(\"24h\")", true),
            ("event.occurredAt > timestamp(\"2026-03-02T00:00:00Z\")", false),
            // Amounts of two currencies do not compare, and what cannot be answered does not hold.
            ("!(event.total >= money(\"1 THB\"))", false),
            ("event.store == \"bangsar\" || event.quantity > 100", false),
            ("event.lines[7].quantity > 0 || event.quantity > 100", false),
        ] as [(String, Bool)]
    )
    func holds(condition: String, expected: Bool) throws {
        var life = try life(condition)
        #expect(try buys(&life).points(in: "points") == Points(expected ? 20 : 0))
    }

    @Test("the nth order: what came before counts, and the order itself does not")
    func everyThird() throws {
        var life = try life("member.orders % 3 == 2")
        let given = try (1...7).map { day in
            try buys(&life, at: "2026-03-0\(day)T09:00").points(in: "points").units
        }
        #expect(given == [0, 0, 20, 0, 0, 20, 0])
    }

    @Test("each part that && joins is a test of its own, and what an expression saw is kept with the reason")
    func saw() throws {
        let text = "event.channel == \"app\" && event.quantity > 4 && member.tiers.status.atLeast(\"gold\")"
        let condition = try Condition.parse(text, Self.vocabulary)
        #expect(condition.tests.count == 3)
        #expect(condition.tests[0] == .event(.channel, oneOf: ["app"]))
        #expect(condition.tests[2] == .atLeast(tierSet: "status", level: "gold"))
        var life = try life(text)
        let decision = try buys(&life)
        #expect(
            decision.reasons.contains(
                .conditionNotMet(
                    rule: "bonus",
                    condition: text,
                    test: 1,
                    saw: [Reason.Seen(path: "event.quantity", value: "4")]
                )
            )
        )
    }

    @Test("R-7: an expression about the basket is asked again for what is kept; one about the member is not")
    func kept() throws {
        for (condition, taken) in [("event.quantity >= 4", Int64(20)), ("member.orders < 1", 0)] {
            var life = try life(condition)
            _ = try buys(&life)
            let back = try life.returns("2026-03-01T09:00", lines: [2], at: Kopi.at("2026-03-02T09:00"))
            #expect(back.points(in: "points") == Points(-taken))
        }
    }

    @Test("E-11: what she did besides buying earns by rules of its own, over what was told of it")
    func occurrences() throws {
        let rule = Rule(
            id: "long-stay",
            on: .stayCompleted,
            condition: try Condition.parse(
                "event.nights >= 3 && (!has(event.amount) || event.amount > money(\"100.00 MYR\"))",
                Self.vocabulary,
                on: .stayCompleted
            ),
            effect: .earnFixed(wallet: "points", points: Points(100)),
            caps: [Cap(.times(2), per: .year)]
        )
        var life = try Life(Kopi.version(wallet: Kopi.wallet(activation: .immediate), rules: [rule]))
        func stays(_ nights: Int64?, _ amount: Int64? = nil) throws -> Int64 {
            var facts: [Occurrence.Fact] = []
            if let nights { facts.append(Occurrence.Fact(name: "nights", value: .number(nights))) }
            if let amount { facts.append(Occurrence.Fact(name: "amount", value: .money(Kopi.money(amount)))) }
            let stay = Occurrence(type: .stayCompleted, facts: facts)
            return try life.happen(.happened(stay), Kopi.at("2026-03-01T09:00")).points(in: "points").units
        }
        #expect(
            try [stays(2), stays(nil), stays(3, 9_000), stays(3, 20_000), stays(4), stays(5)] == [0, 0, 0, 100, 100, 0]
        )
        #expect(throws: MalformedCondition.self) {
            try Condition.parse("event.total > money(\"1 MYR\") || true", Self.vocabulary, on: .visitCompleted)
        }
    }
}
