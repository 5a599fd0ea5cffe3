import SetiaCore
import Testing

/// Facts from the tests, the documentation and the bug reports of other systems, by the ids of `docs/rules/peer-cases.md`.
@Suite("Cases of other systems")
struct PeerCaseTests {
    private let january = Kopi.at("2026-01-01T10:00")
    private let immediate = Kopi.wallet(activation: .immediate, expiry: .none)

    private func life(
        _ wallet: Wallet? = nil,
        rules: [Rule] = [Kopi.base],
        returns: ReturnPolicy = ReturnPolicy()
    ) throws -> Life {
        try Life(Kopi.version(wallet: wallet ?? immediate, rules: rules, returns: returns))
    }

    private func lots(_ life: Life) -> [Int64] { life.state.account("points")?.lots.map(\.left.units) ?? [] }

    private func balance(_ life: Life) -> Int64 { life.state.account("points")?.balance.units ?? 0 }

    private func condition(_ text: String) throws -> Condition {
        let currency = CurrencySetting(currency: Kopi.currency("MYR"), decimals: 2)
        return try Condition.parse(text, ConditionVocabulary(currencies: [currency], tierSets: [Kopi.ladder]))
    }

    private func fixed(
        _ id: Key,
        _ points: Int64,
        _ condition: Condition = .always,
        caps: [Cap] = [],
        rejects: Bool = false
    )
        -> Rule
    {
        Rule(
            id: id,
            on: .orderPaid,
            condition: condition,
            effect: .earnFixed(wallet: "points", points: Points(points)),
            caps: caps,
            rejectsOverCap: rejects
        )
    }

    private func rated(_ points: Int64, per: Int64) -> Wallet {
        Wallet(
            key: "points",
            name: Words([]),
            activation: .immediate,
            expiry: .none,
            rates: [
                Rate(currency: Kopi.currency("MYR"), points: Points(points), per: per),
                Rate(currency: Kopi.currency("IDR"), points: Points(points), per: per),
            ]
        )
    }

    // MARK: - Lots

    @Test("SET-LOT-01, SET-LOT-02: what is credited is one lot, and what is spent leaves the rest of it")
    func creditAndSpend() throws {
        var life = try life()
        try life.opens([(100, nil)], at: january)
        #expect(balance(life) == 100)
        #expect(lots(life) == [100])
        try life.spends(30, at: january)
        #expect(balance(life) == 70)
        #expect(lots(life) == [70])
    }

    @Test("SET-LOT-05: what lapses first is spent first")
    func earliestFirst() throws {
        var life = try life()
        let (a, b) = (Kopi.at("2027-01-01T00:00"), Kopi.at("2027-02-01T00:00"))
        try life.opens([(50, b), (50, a)], at: january)
        try life.spends(70, at: Kopi.at("2026-03-01T10:00"))
        #expect(balance(life) == 30)
        #expect(life.state.account("points")?.lots.map(\.expiresAt) == [b])
    }

    @Test("SET-LOT-06: a lapse takes its own lot and touches no other")
    func lapseOfOne() throws {
        var life = try life()
        try life.opens([(100, Kopi.at("2027-01-01T00:00")), (40, nil)], at: january)
        try life.happen(.timePassed, Kopi.at("2027-01-02T00:00"))
        #expect(balance(life) == 40)
        #expect(lots(life) == [40])
    }

    @Test("SET-LOT-07: what is owed is paid by the next credit before it opens a lot")
    func debtFirst() throws {
        var life = try life()
        try life.pays(8_000, order: "A", at: january)
        try life.spends(80, at: january)
        try life.opens([(50, nil)], at: january)
        try life.returns("A", at: january)
        #expect(life.debt == 30)
        try life.opens([(100, nil)], at: january)
        #expect(life.debt == 0)
        #expect(lots(life) == [70])
    }

    @Test("SET-LOT-08: what lapses by a day is what lapses at or before it")
    func lapsingBy() throws {
        var life = try life()
        try life.opens(
            [(100, Kopi.at("2026-02-01T00:00")), (200, Kopi.at("2026-06-01T00:00")), (50, nil)],
            at: january
        )
        func lapsing(by day: String) -> Int64 {
            let moment = Kopi.at(day)
            return life.state.account("points")?.lots.filter { ($0.expiresAt ?? .init(milliseconds: .max)) <= moment }
                .reduce(0) { $0 + $1.left.units } ?? 0
        }
        #expect(lapsing(by: "2026-03-01T00:00") == 100)
        #expect(lapsing(by: "2026-07-01T00:00") == 300)
    }

    // MARK: - Expiry and activation

    @Test(
        "SET-EXP-01, SET-EXP-02, SET-EXP-04: what lapsed yesterday goes, what lapses tomorrow stays, what is spent is not taken twice"
    )
    func expiry() throws {
        let today = Kopi.at("2026-05-10T00:00")
        for (expiresAt, spent, left, entries) in [
            ("2026-05-09T00:00", Int64(0), Int64(0), [Int64(-150)]), ("2026-05-11T00:00", 0, 150, []),
            ("2026-05-09T00:00", 150, 0, []),
        ] as [(String, Int64, Int64, [Int64])] {
            var life = try life()
            try life.opens([(150, Kopi.at(expiresAt))], at: january)
            if spent > 0 { try life.spends(spent, at: january) }
            let decision = try life.happen(.timePassed, today)
            #expect(balance(life) == left)
            #expect(decision.entries.filter { $0.kind == .expire }.map(\.points.units) == entries)
        }
    }

    @Test("VCF-EXP-03: one month from 31 January ends with February")
    func monthEnd() throws {
        let wallet = Kopi.wallet(activation: .immediate, expiry: .rolling(Period(1, .month), roundedUpTo: nil))
        var life = try life(wallet)
        try life.pays(100, at: Kopi.at("2026-01-31T10:00"))
        #expect(life.available(at: Kopi.at("2026-02-28T23:59")) == 1)
        #expect(life.available(at: Kopi.at("2026-03-01T00:00")) == 0)
    }

    @Test("YOT-06, OLD-01: a number of days is a number of days, the last of them whole")
    func days() throws {
        for (days, start, last, gone) in [
            (Int32(365), "2026-01-01T10:00", "2027-01-01T23:59", "2027-01-02T00:00"),
            (15, "2024-02-01T10:00", "2024-02-16T23:59", "2024-02-17T00:00"),
        ] as [(Int32, String, String, String)] {
            let period = Period(Int(days), .day)
            var life = try Life(
                Kopi.version(wallet: Kopi.wallet(activation: .immediate, expiry: .rolling(period, roundedUpTo: nil))),
                enrolled: Kopi.at("2023-12-31T09:00")
            )
            try life.pays(100, at: Kopi.at(start))
            #expect(life.available(at: Kopi.at(last)) == 1)
            #expect(life.available(at: Kopi.at(gone)) == 0)
        }
    }

    @Test("VCF-PEND-01: expiry counts from the day on which points become active")
    func pending() throws {
        let wallet = Kopi.wallet(
            activation: .after(days: 30),
            expiry: .rolling(Period(12, .month), roundedUpTo: nil)
        )
        var life = try life(wallet)
        try life.pays(100, at: january)
        let lot = try #require(life.state.account("points")?.lots.first)
        #expect(lot.activeFrom == Kopi.at("2026-01-31T00:00"))
        #expect(lot.expiresAt == Kopi.at("2027-02-01T00:00"))
    }

    @Test("ODO-EXP-01, LIB-01: each lot lapses by its own date, whatever is left of it")
    func severalLots() throws {
        let wallet = Wallet(
            key: "points",
            name: Words([]),
            activation: .immediate,
            expiry: .rolling(Period(90, .day), roundedUpTo: nil),
            rates: [Rate(currency: Kopi.currency("MYR"), points: Points(5), per: 100)]
        )
        var life = try life(wallet)
        try life.pays(11_500, order: "1", at: january)
        try life.spends(500, at: january)
        let later = Kopi.at("2026-01-02T10:00")
        try life.pays(16_100, order: "2", at: later)
        try life.spends(500, at: later)
        #expect(lots(life) == [380])
        let decision = try life.happen(.timePassed, Kopi.at("2026-04-10T00:00"))
        #expect(balance(life) == 0)
        #expect(decision.entries.map(\.points) == [Points(-380)])
    }

    // MARK: - Earning

    @Test(
        "SET-EARN-02, SET-EARN-03, SET-EARN-04, OL-EARN-01, SQ-01: whole steps of what was paid",
        arguments: [
            (1, 100, 1_999, 19), (3, 100, 4_000, 120), (1, 0, 5_000, 0), (4, 100, 15_200, 608), (1, 1_000, 10_500, 10),
        ] as [(Int64, Int64, Int64, Int64)]
    )
    func rates(points: Int64, per: Int64, paid: Int64, expected: Int64) throws {
        var life = try life(rated(points, per: per))
        #expect(try life.pays(paid, at: january).points(in: "points") == Points(expected))
    }

    @Test("SQ-04: a promotion adds to what the base gives")
    func promotion() throws {
        var life = try life(rules: [Kopi.base, fixed("promotion", 3)])
        #expect(try life.pays(500, at: january).points(in: "points") == Points(8))
    }

    @Test("OL-EARN-06, OL-EARN-15, SPR-03: a product, or a smallest order, is a condition")
    func conditions() throws {
        for (text, paid, expected) in [
            ("event.lines.exists(line, line.sku == \"kopi\")", Int64(15_200), Int64(200)),
            ("event.lines.exists(line, line.sku == \"teh\")", 15_200, 0),
            ("event.total >= money(\"300.00 MYR\")", 15_200, 0), ("event.total >= money(\"30.00 MYR\")", 4_000, 200),
            ("event.total >= money(\"30.00 MYR\")", 3_000, 200), ("event.total >= money(\"30.00 MYR\")", 2_000, 0),
        ] as [(String, Int64, Int64)] {
            var life = try life(rules: [fixed("bonus", 200, try condition(text))])
            #expect(try life.pays(paid, at: january).points(in: "points") == Points(expected))
        }
    }

    @Test("OL-EVT-01: joining pays, and so does the first purchase")
    func firsts() throws {
        let join = Rule(id: "join", on: .memberEnrolled, effect: .earnFixed(wallet: "points", points: Points(200)))
        var life = try life(rules: [join, fixed("first", 56, try condition("member.orders == 0"))])
        #expect(life.decisions[0].points(in: "points") == Points(200))
        #expect(try life.pays(100, order: "1", at: january).points(in: "points") == Points(56))
        #expect(try life.pays(100, order: "2", at: january).points(in: "points") == .zero)
    }

    @Test("ODO-BAS-01, ODO-BAS-02: a discount of the whole order lessens what is earned on")
    func discount() throws {
        var life = try life()
        let order = try #require(
            Order(
                id: "A",
                currency: Kopi.currency("MYR"),
                lines: [Order.Line(sku: "a", net: 10_000)],
                discounts: [Order.Discount(amount: 1_000, isPaidWithPoints: false)]
            )
        )
        #expect(order.total == 9_000)
        #expect(try life.happen(.orderPaid(order), january).points(in: "points") == Points(90))
    }

    @Test("ODO-BAS-03: each line bears its share of a discount of the whole order, those of a category too")
    func sharedDiscount() throws {
        let order = try #require(
            Order(
                id: "A",
                currency: Kopi.currency("MYR"),
                lines: [Order.Line(sku: "a", net: 10_000, categories: ["food"]), Order.Line(sku: "b", net: 5_000)],
                discounts: [Order.Discount(amount: 1_500, isPaidWithPoints: false)]
            )
        )
        #expect(order.lines.map(\.net) == [9_000, 4_500])
    }

    @Test("ODO-ISS-02: points are never rounded as the currency is")
    func currencyWithoutDecimals() throws {
        var life = try life(rated(1, per: 3_000))
        #expect(try life.pays(3_000, "IDR", at: january).points(in: "points") == Points(1))
    }

    @Test("VCF-LIM-03: a cap of an event gives what it lets through, or nothing where it rejects")
    func capOfAnEvent() throws {
        for (rejects, expected) in [(true, Int64(0)), (false, 100)] {
            let cap = Cap(.points(Points(100)), per: .event)
            var life = try life(rules: [fixed("bonus", 150, caps: [cap], rejects: rejects)])
            #expect(try life.pays(100, at: january).points(in: "points") == Points(expected))
        }
    }

    // MARK: - Returns

    @Test("SET-RET-01, SMI-01, YOT-01: a returned order gives back what it earned")
    func wholeReturn() throws {
        for (paid, earned) in [(Int64(15_000), Int64(150)), (5_000, 50), (4_995, 49)] {
            var life = try life()
            try life.pays(paid, at: january)
            #expect(try life.returns(at: january).points(in: "points") == Points(-earned))
            #expect(balance(life) == 0)
        }
    }

    @Test("SET-RET-02, SET-RET-03, TAL-04: what was spent meanwhile is owed, or let go, as the wallet says")
    func spentMeanwhile() throws {
        for (policy, earned, spent, taken, left) in [
            (Shortfall.withinBalance, Int64(150), Int64(100), Int64(-50), Int64(0)),
            (.allowNegative, 150, 100, -150, -100), (.withinBalance, 100, 70, -30, 0),
        ] as [(Shortfall, Int64, Int64, Int64, Int64)] {
            var life = try life(Kopi.wallet(activation: .immediate, expiry: .none, shortfall: policy))
            try life.pays(earned * 100, at: january)
            try life.spends(spent, at: january)
            #expect(try life.returns(at: january).points(in: "points") == Points(taken))
            #expect(balance(life) == left)
        }
    }

    @Test("SMI-02: a rule that is gone by then is taken back as it gave")
    func ruleGone() throws {
        var life = try life()
        try life.pays(5_000, at: january)
        let later = Event(
            source: "till",
            id: "r",
            occurredAt: january,
            matter: .orderReturned(OrderReturn(order: "A", id: "r"))
        )
        let (state, decision) = try decide(Kopi.version(wallet: immediate, rules: []), life.state, later)
        #expect(decision.points(in: "points") == Points(-50))
        #expect(state.account("points")?.balance == .zero)
    }

    @Test("ODO-RET-01, LL-01: one of two pieces takes its half")
    func half() throws {
        var life = try life()
        let order = try #require(
            Order(id: "A", currency: Kopi.currency("MYR"), lines: [Order.Line(sku: "a", quantity: 2, net: 10_000)])
        )
        try life.happen(.orderPaid(order), january)
        #expect(balance(life) == 100)
        try life.returns(parts: [OrderReturn.Line(number: 1, quantity: 1)], at: january)
        #expect(balance(life) == 50)
        try life.returns(parts: [OrderReturn.Line(number: 1, quantity: 1)], at: january)
        #expect(balance(life) == 0)
    }

    @Test("OL-RET-01, OL-RET-03: several returns never take more than the order earned")
    func neverMore() throws {
        var life = try life(rated(5, per: 100))
        try life.pays([10_000, 10_000], at: january)
        #expect(balance(life) == 1_000)
        #expect(try life.returns(lines: [1], at: january).points(in: "points") == Points(-500))
        let rest = try life.returns(parts: [OrderReturn.Line(number: 2, amount: Kopi.money(9_000))], at: january)
        #expect(rest.points(in: "points") == Points(-450))
        #expect(throws: Refusal.overReturn(line: 2, field: .amount, left: 1_000, asked: 10_000)) {
            try life.returns(parts: [OrderReturn.Line(number: 2, amount: Kopi.money(10_000))], at: january)
        }
        try life.returns(at: january)
        #expect(balance(life) == 0)
    }

    @Test("YOT-03, RVCA-01, RVCA-02, NOP-01: points that helped to pay come back, once, and by the policy for a part")
    func spentPoints() throws {
        for (policy, afterPart) in [(ReturnPolicy.SpentPoints.fullOnly, Int64(0)), (.prorata, 264), (.none, 0)] {
            var life = try life(rules: [], returns: ReturnPolicy(spentPoints: policy))
            try life.opens([(300, nil)], at: january)
            try life.spends(300, order: "A", at: january)
            let order = try #require(
                Order(
                    id: "A",
                    currency: Kopi.currency("MYR"),
                    lines: [Order.Line(sku: "a", net: 8_824), Order.Line(sku: "b", net: 1_176)],
                    discounts: [Order.Discount(amount: 1_500, isPaidWithPoints: true)]
                )
            )
            try life.happen(.orderPaid(order), january)
            try life.returns(lines: [1], at: january)
            #expect(balance(life) == afterPart)
            try life.returns(at: january)
            #expect(balance(life) == (policy == .none ? 0 : 300))
            #expect(throws: Refusal.alreadyReturned("A")) { try life.returns(at: january) }
        }
    }

    @Test("MOL-01: what points paid goes back as points, and never as money")
    func pointsAreNoMoney() throws {
        var life = try life(rules: [])
        try life.opens([(176, nil)], at: january)
        try life.spends(176, order: "A", at: january)
        let order = try #require(
            Order(
                id: "A",
                currency: Kopi.currency("MYR"),
                lines: [Order.Line(sku: "a", net: 3_609), Order.Line(sku: "free", net: 0)],
                discounts: [Order.Discount(amount: 88, isPaidWithPoints: true)]
            )
        )
        try life.happen(.orderPaid(order), january)
        let back = try life.returns(lines: [1], at: january)
        #expect(back.reasons.contains(.returnedInPart(value: Kopi.money(3_521), kept: Kopi.money(0))))
        #expect(balance(life) == 176)
    }

    // MARK: - Levels

    @Test("YOT-08: a level that a calendar year gave ends with the next one")
    func calendarYear() throws {
        var life = try Life(Kopi.version(), enrolled: Kopi.at("2018-01-01T09:00"))
        try life.pays(200_000, at: Kopi.at("2018-11-10T10:00"))
        #expect(life.level == "gold")
        #expect(life.state.standing(in: "status")?.until == Kopi.at("2020-01-01T00:00"))
    }
}
