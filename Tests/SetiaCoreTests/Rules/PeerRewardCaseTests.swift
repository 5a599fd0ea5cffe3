import SetiaCore
import Testing

/// What rewards cost, how many one may have and for how long, by the ids of `docs/rules/peer-cases.md`.
@Suite("Cases of other systems: rewards")
struct PeerRewardCaseTests {
    private let now = Kopi.at("2026-03-01T10:00")

    private func reward(
        _ key: Key = "mug",
        costs points: Int64,
        limits: [Cap] = [],
        validity: Period? = nil
    ) -> Reward {
        Shelf.reward(
            key,
            .percentOff,
            prices: [Reward.Price(wallet: "points", points: Points(points))],
            stock: .unlimited,
            limits: limits,
            validity: validity
        )
    }

    @Test("ODO-PTS-02: the price is the programme's; a till that says another is told so, and takes nothing")
    func price() throws {
        var life = try Shelf.life(50, at: now, reward(costs: 5))
        let wrong = Refusal.reward(.priceChanged(reward: "mug", expected: Points(1), points: Points(5)))
        #expect(throws: wrong) { try life.wants(expecting: 1, at: now) }
        #expect(life.available(at: now) == 50)
        #expect(try life.wants(at: now).points(in: "points") == Points(-5))
        try life.pays(10_000, at: now)
        #expect(life.available(at: now) == 145)
    }

    @Test("ODO-PTS-04: a reward is not had for less than it costs, what the order earns included")
    func tooFew() throws {
        var life = try Shelf.life(3, at: now, reward(costs: 5))
        for held in [3, 4] as [Int64] {
            let refusal = Refusal.insufficientPoints(wallet: "points", available: Points(held), needed: Points(5))
            #expect(throws: refusal) { try life.wants(at: now) }
            if held == 3 { try life.pays(100, at: now) }
        }
        #expect(life.available(at: now) == 4)
    }

    @Test("ODO-HIS-02: what an order earned and what rewards took are told apart")
    func history() throws {
        var life = try Shelf.life(4, at: now, reward("one", costs: 1), reward("two", costs: 2))
        let used = [try life.wants("one", "R1", at: now), try life.wants("two", "R2", at: now)]
        let issued = try life.pays(100, at: now)
        #expect(issued.points(in: "points") == Points(1))
        #expect(used.reduce(.zero) { $0 + $1.points(in: "points") } == Points(-3))
        #expect(life.available(at: now) == 2)
    }

    @Test("OL-LIM-06: who has had as many as she may has no more")
    func perMember() throws {
        let limit = Cap(.times(10), per: .lifetime)
        var life = try Shelf.life(100, at: now, reward(costs: 1, limits: [limit]))
        try life.wants("mug", "R1", quantity: 10, at: now)
        let refusal = RewardRefusal.limitReached(reward: "mug", per: .lifetime, most: 10, left: 0, again: nil)
        #expect(throws: Refusal.reward(refusal)) { try life.wants("mug", "R2", at: now) }
        #expect(life.available(at: now) == 90)
    }

    /// Whether all have one code or each its own makes no difference; a reward without a limit has none to look at.
    @Test(
        "OL-LEFT-01, OL-LEFT-03, OL-LEFT-04, OL-LEFT-05, OL-LEFT-06, OL-LEFT-09: how many more she may have is what is left and what her limits let her",
        arguments: [
            (1, 1, 1, 0), (1, 1, 0, 1), (5, 5, 2, 3), (5, 5, 2, 3), (10, 1, 1, 0), (10, nil, 2, 10),
        ] as [(Int64, Int64?, Int64, Int64)]
    )
    func usesLeft(codes: Int64, limit: Int64?, used: Int64, usesLeft: Int64) throws {
        let reward = Shelf.reward(
            "mug",
            .partnerCode,
            stock: .codes,
            limits: limit.map { [Cap(.times($0), per: .lifetime)] } ?? []
        )
        var life = try Shelf.life(10_000, at: now, reward)
        if used > 0 { try life.wants("mug", quantity: used, at: now) }
        #expect(quote(life.version, life.state, at: now) { _ in codes }.map(\.mayHave) == [usesLeft])
    }

    @Test("VCF-LIM-01: ten times a day twenty-five are 250, and no more that day")
    func perDay() throws {
        let limit = Cap(.times(250), per: .day)
        var life = try Shelf.life(1_000, at: now, reward(costs: 1, limits: [limit]))
        for number in 0..<10 { try life.wants("mug", Key("R\(number)"), quantity: 25, at: now) }
        let midnight = Kopi.at("2026-03-02T00:00")
        let refusal = RewardRefusal.limitReached(reward: "mug", per: .day, most: 250, left: 0, again: midnight)
        #expect(throws: Refusal.reward(refusal)) { try life.wants("mug", "R10", at: now) }
        #expect(life.state.redemptions.reduce(0) { $0 + $1.quantity } == 250)
        try life.wants("mug", "R10", quantity: 25, at: midnight)
    }

    @Test("OL-CPN-01: what is good for 30 days from 1 July is good through 31 July")
    func validity() throws {
        let july = Kopi.at("2018-07-01T10:00")
        let version = Kopi.version(
            wallet: Kopi.wallet(activation: .immediate),
            rewards: [reward(costs: 1, validity: Period(30, .day))]
        )
        var life = try Life(version, enrolled: Kopi.at("2018-06-01T09:00"))
        try life.opens([(1, nil)], at: july)
        try life.wants(at: july)
        #expect(life.redemption()?.validUntil == Kopi.at("2018-08-01T00:00"))
    }

    // MARK: - Coupons for the next order

    /// A coupon is one of a wallet of coupons; a rule gives it, and it is used as a reward is.
    private func coupons(when condition: String) throws -> Life {
        let vocabulary = ConditionVocabulary(
            currencies: [CurrencySetting(currency: Kopi.currency("MYR"), decimals: 2)],
            tierSets: [Kopi.ladder]
        )
        let rule = Rule(
            id: "next-order",
            on: .orderPaid,
            condition: try Condition.parse(condition, vocabulary),
            effect: .earnFixed(wallet: "points", points: Points(1))
        )
        let wallet = Kopi.wallet(activation: .immediate, expiry: .none)
        return try Life(Kopi.version(wallet: wallet, rules: [rule], rewards: [reward("ten-off", costs: 1)]))
    }

    private func pays(_ pieces: Int64, _ net: Int64, _ id: Key, _ life: inout Life) throws -> Int64 {
        let lines = [Order.Line(sku: "x", quantity: pieces, net: net)]
        let order = try #require(Order(id: id, currency: Kopi.currency("MYR"), lines: lines))
        return try life.happen(.orderPaid(order), now).points(in: "points").units
    }

    @Test("ODO-NEXT-01: two pieces give a coupon for the next order, once the order is paid")
    func nextOrder() throws {
        var life = try coupons(when: "event.quantity >= 2")
        #expect(life.available(at: now) == 0)
        let generated = try [1, 2, 1, 2].enumerated().map { place, pieces in
            try pays(Int64(pieces), 1_000, Key("\(place)"), &life)
        }
        #expect(generated == [0, 1, 0, 1])
    }

    @Test("ODO-NEXT-02: a coupon for the next order is not used before the order is paid that gives it")
    func notBefore() throws {
        var life = try coupons(when: "event.total >= money(\"700.00 MYR\")")
        let refusal = Refusal.insufficientPoints(wallet: "points", available: .zero, needed: Points(1))
        #expect(throws: refusal) { try life.wants("ten-off", "order 2", at: now) }
        #expect(try pays(1, 70_000, "1", &life) == 1)
        try life.wants("ten-off", "order 2", at: now)
        #expect(life.redemption("order 2")?.state == .captured)
    }

    // MARK: - Stamps

    @Test("ODO-POS-01: stamps can be used as soon as the order is paid that gave them")
    func stamps() throws {
        let each = Rule(
            id: "pen",
            on: .orderPaid,
            effect: .earnFixed(wallet: "points", points: Points(1), per: .piece)
        )
        let wallet = Kopi.wallet(activation: .immediate, expiry: .none)
        var life = try Life(Kopi.version(wallet: wallet, rules: [each], rewards: [reward("pen", costs: 4)]))
        var paid: [Int64] = []
        // The second time she goes with three: two she pays for, and for four stamps she has the third.
        for (id, pens) in [("1", 2), ("2", 2), ("3", 4)] as [(Key, Int64)] {
            paid.append(pens * 320)
            _ = try pays(pens, pens * 320, id, &life)
            if id == "2" { try life.wants("pen", "third", at: now) }
        }
        #expect(paid == [640, 640, 1_280])
        #expect(life.redemption("third")?.state == .captured)
        #expect(life.available(at: now) == 4)
    }
}
