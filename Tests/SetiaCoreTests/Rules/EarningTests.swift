import SetiaCore
import Testing

@Suite("Earning")
struct EarningTests {
    private let noon = Kopi.at("2026-03-01T12:00")

    @Test(
        "E-2: a rate gives points for whole steps of the order's total, and a part of a step gives none",
        arguments: [(0, 0), (99, 0), (100, 1), (1_999, 19), (4_995, 49), (5_900, 59)]
    )
    func ratesCountWholeSteps(sen: Int64, points: Int64) throws {
        var life = try Life()
        #expect(try life.pays(sen, at: noon).points(in: "points") == Points(points))
    }

    @Test("E-2: steps are counted on the whole order, so three lines of 0.50 make one step of 1.00")
    func stepsAreCountedOnTheOrder() throws {
        var life = try Life()
        #expect(try life.pays([50, 50, 50], at: noon).points(in: "points") == Points(1))
    }

    @Test("E-2: splitting a purchase never earns more than the whole", arguments: 0..<50)
    func splittingNeverPays(seed: UInt64) throws {
        var random = SplitMix64(seed: seed)
        let a = Int64.random(in: 0...100_000, using: &random)
        let b = Int64.random(in: 0...100_000, using: &random)
        var apart = try Life()
        var together = try Life()
        let first = try apart.pays(a, order: "A", at: noon).points(in: "points")
        let second = try apart.pays(b, order: "B", at: noon).points(in: "points")
        #expect(try first + second <= together.pays(a + b, at: noon).points(in: "points"))
    }

    @Test("E-3: each currency has its own rate, and one without a rate earns nothing and says so")
    func currenciesHaveRates() throws {
        var life = try Life()
        #expect(try life.pays(59_000, "IDR", order: "A", at: noon).points(in: "points") == Points(19))
        let baht = try life.pays(59_000, "THB", order: "B", at: noon)
        #expect(baht.entries.isEmpty)
        #expect(
            baht.reasons.contains(.noRateForCurrency(rule: "base", wallet: "points", currency: Kopi.currency("THB")))
        )
    }

    @Test("a currency that the programme does not take is refused, with those that it takes")
    func unknownCurrency() throws {
        var life = try Life()
        #expect(throws: Refusal.unknownCurrency("JPY", taken: ["MYR", "IDR", "THB"])) {
            try life.pays(100, "JPY", at: noon)
        }
    }

    @Test("E-4: a fixed bonus is the same whatever was paid, and is not multiplied")
    func fixedBonusesAreNotMultiplied() throws {
        let bonus = Rule(id: "bonus", on: .orderPaid, effect: .earnFixed(wallet: "points", points: Points(20)))
        let always = Rule(id: "double", on: .orderPaid, effect: .multiply(factor: Rational(2), wallet: nil))
        var life = try Life(Kopi.version(rules: [Kopi.base, bonus, always]))
        #expect(try life.pays(1_000, at: noon).points(in: "points") == Points(10 * 2 + 20))
    }

    @Test(
        "E-5: parts of a point are treated once an order and wallet, after multiplying",
        arguments: [
            (Rounding.floor, 5, 7), (.ceil, 5, 8), (.halfUp, 5, 8), (.halfEven, 5, 8), (.halfEven, 3, 4),
            (.floor, 59, 88),
        ] as [(Rounding, Int64, Int64)]
    )
    func roundsOnce(rounding: Rounding, ringgit: Int64, points: Int64) throws {
        let half = Rule(id: "half-more", on: .orderPaid, effect: .multiply(factor: Rational(3, 2), wallet: nil))
        var life = try Life(Kopi.version(rules: [Kopi.base, half], rounding: rounding))
        #expect(try life.pays(ringgit * 100, at: noon).points(in: "points") == Points(points))
    }

    @Test(
        "E-6: several multipliers add what each adds, or multiply each other where the programme says so",
        arguments: [(Multipliers.additive, 250), (.multiplicative, 300)] as [(Multipliers, Int64)]
    )
    func multipliersCombine(multipliers: Multipliers, points: Int64) throws {
        let twice = Rule(id: "twice", on: .orderPaid, effect: .multiply(factor: Rational(2), wallet: nil))
        let half = Rule(id: "half-more", on: .orderPaid, effect: .multiply(factor: Rational(3, 2), wallet: nil))
        var life = try Life(Kopi.version(rules: [Kopi.base, twice, half], multipliers: multipliers))
        #expect(try life.pays(10_000, at: noon).points(in: "points") == Points(points))
    }

    @Test("E-7: the reasons of an order add up to what it gave, whatever the multipliers", arguments: 0..<50)
    func reasonsAddUp(seed: UInt64) throws {
        var random = SplitMix64(seed: seed)
        let factors = (0..<Int.random(in: 0...3, using: &random)).map { _ in
            Rational(Int64.random(in: 10...40, using: &random), 10)
        }
        let rules =
            [Kopi.base]
            + factors.enumerated().map { place, factor in
                Rule(id: Key("m\(place)"), on: .orderPaid, effect: .multiply(factor: factor, wallet: "points"))
            }
        var life = try Life(Kopi.version(rules: rules))
        let decision = try life.pays(Int64.random(in: 0...50_000, using: &random), at: noon)
        let told = decision.reasons.reduce(Points.zero) { sum, reason in
            switch reason {
            case .earnedByRate(_, _, _, _, _, let points), .multiplied(_, _, _, let points): sum + points
            default: sum
            }
        }
        #expect(told == decision.points(in: "points"))
    }

    @Test("E-8: a guest's order is recorded and earns nothing")
    func guestsEarnNothing() throws {
        var life = try Life(enrolled: nil)
        let order = try #require(
            Order(id: "A", currency: Kopi.currency("MYR"), lines: [Order.Line(sku: "k", net: 5_900)])
        )
        let decision = try life.happen(.orderPaid(order), noon, isAnonymous: true)
        #expect(decision.entries.isEmpty)
        #expect(decision.reasons == [.guestEarnsNothing])
        #expect(life.state.isGuest)
    }

    @Test("E-9: a prospect's points collect, and can be spent once she is enrolled")
    func prospectsCollect() throws {
        var life = try Life(Kopi.version(wallet: Kopi.wallet(activation: .immediate)), enrolled: nil)
        try life.pays(5_900, at: noon)
        #expect(throws: Refusal.notEnrolled(Kopi.member)) { try life.spends(10, at: noon) }
        try life.happen(.memberEnrolled(MemberFacts()), noon)
        try life.spends(10, at: noon)
        #expect(life.available(at: noon) == 49)
    }

    @Test("a rule whose condition does not hold gives nothing and says which test failed")
    func conditionsAreTold() throws {
        var life = try Life()
        let decision = try life.pays(5_900, at: noon)
        #expect(
            decision.reasons.contains(
                .conditionNotMet(rule: "gold-half-more", condition: "member.tiers.status.atLeast(\"gold\")", test: 0)
            )
        )
    }

    @Test("an order whose points do not fit is refused, not wrapped around")
    func tooLargeIsRefused() throws {
        let huge = Wallet(
            key: "points",
            name: Words([]),
            activation: .immediate,
            expiry: .none,
            rates: [Rate(currency: Kopi.currency("MYR"), points: Points(1_000_000), per: 1)]
        )
        var life = try Life(Kopi.version(wallet: huge))
        #expect(throws: Refusal.outOfRange(field: "data.lines")) { try life.pays(.max, at: noon) }
        let twice = Rule(id: "twice", on: .orderPaid, effect: .multiply(factor: Rational(2), wallet: nil))
        var doubled = try Life(Kopi.version(wallet: huge, rules: [Kopi.base, twice]))
        #expect(throws: Refusal.outOfRange(field: "data.lines")) { try doubled.pays(9_000_000_000_000, at: noon) }
        let manyTimes = (0..<8).map { place in
            Rule(
                id: Key("m\(place)"),
                on: .orderPaid,
                effect: .multiply(factor: Rational(9_999_999, 10_000), wallet: nil)
            )
        }
        var endless = try Life(Kopi.version(rules: [Kopi.base] + manyTimes, multipliers: .multiplicative))
        #expect(throws: Refusal.outOfRange(field: "data.lines")) { try endless.pays(10_000, at: noon) }
    }
}
