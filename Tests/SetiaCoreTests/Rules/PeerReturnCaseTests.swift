import SetiaCore
import Testing

/// What comes back with an order, by the ids of `docs/rules/peer-cases.md`.
@Suite("Cases of other systems: returns")
struct PeerReturnCaseTests {
    private let march = Kopi.at("2026-03-01T10:00")

    private func life(_ wallet: Wallet = Kopi.wallet(activation: .immediate, expiry: .none)) throws -> Life {
        try Life(Kopi.version(wallet: wallet, rules: [Kopi.base]))
    }

    @Test("SPR-06: of an order what it earned and what it spent are added up")
    func net() throws {
        var life = try life()
        try life.opens([(30, nil)], at: march)
        let spent = try life.spends(30, order: "A", at: march)
        let earned = try life.pays(5_000, order: "A", at: march)
        #expect(spent.points(in: "points") + earned.points(in: "points") == Points(20))
    }

    @Test("SPR-08: what an order comes to is never below nothing, and never above what it earned")
    func bounds() throws {
        var nets: Set<Int64> = []
        for amount in stride(from: Int64(0), through: 6_000, by: 100) {
            var life = try life()
            try life.pays(3_000, at: march)
            if amount > 3_000 {
                #expect(throws: Refusal.self) {
                    try life.returns(parts: [OrderReturn.Line(number: 1, amount: Kopi.money(amount))], at: march)
                }
            } else if amount > 0 {
                try life.returns(parts: [OrderReturn.Line(number: 1, amount: Kopi.money(amount))], at: march)
            }
            nets.insert(life.entries.reduce(0) { $0 + $1.points.units })
        }
        #expect([-20, 20, 40].map { nets.contains($0) } == [false, true, false])
        #expect(nets.min() == 0)
        #expect(nets.max() == 30)
    }

    @Test("TAL-02: with one of three pieces its own discount goes back, and the others' stay")
    func discountOfOne() throws {
        let desk = CartDesk([
            try .off(500, "shoes", of: .lines, lines: "line.sku == \"shoes\""),
            try .off(1_000, "shirts", of: .lines, lines: "line.sku == \"shirt\""),
        ])
        let goods = [Cart.Line(sku: "shoes", price: 6_000), Cart.Line(sku: "shirt", quantity: 2, price: 2_000)]
        let cart = try desk.evaluate(goods)
        #expect(cart.totals.discount == 1_500)
        var life = try life()
        try life.happen(.orderPaid(cart.order), march)
        let back = try life.returns(cart.order.id, parts: [OrderReturn.Line(number: 2, quantity: 1)], at: march)
        // 20.00 less 5.00 goes back; of 80.00 that she keeps she paid 70.00.
        #expect(back.reasons.contains(.returnedInPart(value: Kopi.money(1_500), kept: Kopi.money(7_000))))
        #expect(back.points(in: "points") == Points(-15))
    }

    @Test("CAP-03: points of a known redemption come back with their own end, others are given anew")
    func ends() throws {
        let wallet = Kopi.wallet(activation: .immediate, expiry: .rolling(Period(12, .month), roundedUpTo: nil))
        let original = Kopi.at("2026-07-01T00:00")
        for isKnown in [true, false] {
            var life = try life(wallet)
            try life.opens([(100, original)], at: march)
            try life.spends(100, order: isKnown ? "A" : nil, at: march)
            try life.pays(0, order: "A", at: march)
            let back = try life.returns("A", at: Kopi.at("2026-03-10T10:00"))
            #expect(back.points(in: "points") == (isKnown ? Points(100) : .zero))
            // Whoever finds out later which points they were gives them by hand.
            if !isKnown { try life.adjusts(100, at: Kopi.at("2026-03-10T10:00")) }
            #expect(life.lots.map(\.expiresAt) == [isKnown ? original : Kopi.at("2027-03-11T00:00")])
        }
    }

    @Test("SQ-08: by hand more is taken than is there where that is said, and is owed")
    func byHand() throws {
        var life = try life()
        try life.opens([(10, nil)], at: march)
        func takes(_ mayOwe: Bool) throws -> Decision {
            let adjustment = Adjustment(wallet: "points", points: Points(-20), mayOwe: mayOwe)
            return try life.happen(.pointsAdjusted(adjustment), march)
        }
        #expect(throws: Refusal.insufficientPoints(wallet: "points", available: Points(10), needed: Points(20))) {
            try takes(false)
        }
        #expect(try takes(true).points(in: "points") == Points(-20))
        #expect(life.state.account("points")?.balance == Points(-10))
        #expect(life.debt == 10)
        // What is credited next pays it, as any debt.
        try life.adjusts(30, at: march)
        #expect(life.available(at: march) == 20)
    }

    /// An order of 2,000.00 that gave gold, had the bonus of the day, and was the first stamp.
    private func returned(_ terms: TierSet.Terms, _ returns: ReturnPolicy) throws -> Life {
        let bonus = Rule(
            id: "bonus",
            on: .orderPaid,
            effect: .earnFixed(wallet: "points", points: Points(20)),
            caps: [Cap(.times(1), per: .day)]
        )
        let stamps = Achievement(key: "stamps", name: Words([]), on: .orderPaid, counts: .times, goal: 10)
        let plain = Kopi.version(
            wallet: Kopi.wallet(activation: .immediate, expiry: .none),
            rules: [Kopi.base, bonus],
            achievements: [stamps],
            returns: returns
        )
        let version = ProgrammeVersion(
            number: 1,
            validFrom: Instant(milliseconds: 0),
            programme: Programme(
                name: "kopi",
                engine: 1,
                languages: ["en"],
                timeZone: "Asia/Kuala_Lumpur",
                currencies: plain.programme.currencies,
                wallets: plain.programme.wallets,
                tierSets: [Kopi.ladder(.netSpend(Kopi.currency("MYR")), .calendar(.year, startMonth: 1), terms)],
                rules: plain.programme.rules,
                achievements: plain.programme.achievements,
                returns: returns
            ),
            zone: Kopi.zone
        )
        var life = try Life(version)
        try life.pays(200_000, at: march)
        #expect(life.level == "gold")
        #expect(life.available(at: march) == 2_020)
        try life.returns(at: march)
        return life
    }

    @Test("OLD-03: points go back, and levels, limits and counters stay where the brand says so")
    func pointsOnly() throws {
        for isKept in [true, false] {
            var life = try returned(
                TierSet.Terms(onReturn: isKept ? .never : .now),
                ReturnPolicy(keepsCounters: isKept)
            )
            #expect(life.available(at: march) == 0, "points are reverted")
            #expect(life.level == (isKept ? "gold" : "silver"))
            #expect(life.state.orders == (isKept ? 1 : 0))
            #expect(life.state.achievements.map(\.count) == [isKept ? 1 : 0])
            // The bonus is given once a day.
            #expect(try life.pays(100, order: "B", at: march).points(in: "points") == Points(isKept ? 1 : 21))
        }
    }
}
