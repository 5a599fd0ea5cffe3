import SetiaCore
import Testing

@Suite("Partial returns")
struct PartialReturnTests {
    private let now = Kopi.at("2026-03-01T10:00")
    private let immediate = Kopi.version(wallet: Kopi.wallet(activation: .immediate))

    /// Gold, with two lots, 150 points of which pay a part of an order of three lines.
    private func golden(_ shortfall: Shortfall) throws -> Life {
        var life = try Life(Kopi.version(wallet: Kopi.wallet(shortfall: shortfall)))
        try life.happen(.tierGranted(TierGrant(tierSet: "status", level: "gold", until: nil)), now)
        try life.opens([(100, Kopi.at("2026-07-01T00:00")), (300, Kopi.at("2027-01-01T00:00"))], at: now)
        try life.spends(150, order: "A", at: now)
        let order = try #require(
            Order(
                id: "A",
                currency: Kopi.currency("MYR"),
                lines: [6_000, 3_000, 1_550].map { Order.Line(sku: "kopi", net: $0) },
                discounts: [Order.Discount(amount: 1_500, isPaidWithPoints: true)]
            )
        )
        #expect(order.lines.map(\.paidWithPoints) == [853, 427, 220])
        #expect(order.lines.map(\.net) == [5_147, 2_573, 1_330])
        let paid = try life.happen(.orderPaid(order), now)
        #expect(paid.points(in: "points") == Points(135))
        return life
    }

    @Test(
        "R-7: the golden example, step by step: returned in parts after points were spent, it is as if it had never been"
    )
    func goldenExample() throws {
        var life = try golden(.allowNegative)
        #expect(life.available(at: now) == 250)
        #expect(life.pending(at: now) == 135)
        let tenth = Kopi.at("2026-03-10T10:00")
        let first = try life.returns(lines: [2], at: tenth)
        #expect(first.reasons.contains(.returnedInPart(value: Kopi.money(2_573), kept: Kopi.money(6_477))))
        #expect(first.reasons.contains(.givenBack(wallet: "points", points: Points(42), renewed: .zero)))
        #expect(life.available(at: tenth) == 292)
        #expect(life.pending(at: tenth) == 96)
        let april = Kopi.at("2026-04-01T10:00")
        #expect(life.available(at: april) == 388)
        try life.spends(380, at: april)
        #expect(life.available(at: april) == 8)
        let fifth = Kopi.at("2026-04-05T10:00")
        let second = try life.returns(lines: [1, 3], at: fifth)
        #expect(second.reasons.contains(.givenBack(wallet: "points", points: Points(108), renewed: .zero)))
        #expect(second.entries.filter { $0.kind == .clawBack }.map(\.points) == [Points(-8), Points(-88)])
        #expect(life.available(at: fifth) == 20)
        #expect(life.debt == 0)
        #expect(throws: Refusal.alreadyReturned("A")) { try life.returns(lines: [1], at: fifth) }
    }

    @Test("R-4: where only pending points are taken, the last part is let go, and recorded")
    func goldenForgiven() throws {
        var life = try golden(.onlyPending)
        try life.returns(lines: [2], at: Kopi.at("2026-03-10T10:00"))
        try life.spends(380, at: Kopi.at("2026-04-01T10:00"))
        let fifth = Kopi.at("2026-04-05T10:00")
        let last = try life.returns(lines: [1, 3], at: fifth)
        let forgiven = last.reasons.compactMap {
            if case .clawedBack(_, let parts) = $0 { parts.forgiven } else { nil }
        }
        #expect(forgiven == [Points(96)])
        #expect(life.available(at: fifth) == 116)
    }

    @Test("R-7: a bonus whose threshold the kept part no longer meets is lost, or stays where the programme says so")
    func thresholds() throws {
        let bonus = Rule(
            id: "big-basket",
            on: .orderPaid,
            condition: Condition(text: "", tests: [.total(.atLeast, Kopi.money(10_000))]),
            effect: .earnFixed(wallet: "points", points: Points(50))
        )
        for (keeps, taken) in [(false, Int64(80)), (true, 30)] {
            var life = try Life(
                Kopi.version(rules: [Kopi.base, bonus], returns: ReturnPolicy(keepsThresholds: keeps))
            )
            try life.pays([9_000, 3_000], at: now)
            let decision = try life.returns(lines: [2], at: now)
            #expect(decision.points(in: "points") == Points(-taken))
        }
    }

    @Test("R-7: whole steps are counted anew on what is kept, or a part of what was earned is taken")
    func modes() throws {
        // 19.80 gave 19; 9.90 kept gives 9. In proportion, half of 19 without a fraction is taken, and 10 stay.
        for (mode, taken) in [(ReturnPolicy.Mode.recompute, Int64(10)), (.prorata, 9)] {
            var life = try Life(Kopi.version(returns: ReturnPolicy(mode: mode)))
            try life.pays([990, 990], at: now)
            let half = try life.returns(lines: [1], at: now)
            #expect(half.points(in: "points") == Points(-taken))
            let rest = try life.returns(lines: [2], at: now)
            #expect(rest.points(in: "points") == Points(taken - 19))
            #expect(life.state.account("points")?.balance == .zero)
        }
    }

    @Test(
        "R-8: points that helped to pay come back in part, all at the end, or not at all, as the programme says",
        arguments: [(.prorata, 50, 50), (.fullOnly, 0, 100), (.none, 0, 0)]
            as [(ReturnPolicy.SpentPoints, Int64, Int64)]
    )
    func spentPoints(policy: ReturnPolicy.SpentPoints, first: Int64, second: Int64) throws {
        let version = Kopi.version(
            wallet: Kopi.wallet(activation: .immediate),
            rules: [],
            returns: ReturnPolicy(spentPoints: policy)
        )
        var life = try Life(version)
        try life.opens([(100, nil)], at: now)
        try life.spends(100, order: "A", at: now)
        try life.pays([500, 500], at: now)
        try life.returns(lines: [1], at: now)
        #expect(life.available(at: now) == first)
        try life.returns(lines: [2], at: now)
        #expect(life.available(at: now) == first + second)
    }

    @Test("pieces of a line come back one by one, and money without goods too; never more than was bought or paid")
    func pieces() throws {
        var life = try Life(immediate)
        let order = try #require(
            Order(id: "A", currency: Kopi.currency("MYR"), lines: [Order.Line(sku: "kopi", quantity: 3, net: 1_000)])
        )
        try life.happen(.orderPaid(order), now)
        func part(_ quantity: Int64?, _ amount: Int64? = nil) -> OrderReturn.Line {
            OrderReturn.Line(number: 1, quantity: quantity, amount: amount.map { Kopi.money($0) })
        }
        // A third of 10.00 is 3.33: 6.67 are kept.
        try life.returns(parts: [part(1)], at: now)
        #expect(life.available(at: now) == 6)
        #expect(throws: Refusal.overReturn(line: 1, field: .quantity, left: 2, asked: 3)) {
            try life.returns(parts: [part(3)], at: now)
        }
        #expect(throws: Refusal.overReturn(line: 1, field: .amount, left: 667, asked: 668)) {
            try life.returns(parts: [part(1, 668)], at: now)
        }
        #expect(throws: Refusal.unknownLine(2, lines: 1)) {
            try life.returns(parts: [OrderReturn.Line(number: 2)], at: now)
        }
        // Something was broken, and kept: 1.67 go back.
        try life.returns(parts: [part(nil, 167)], at: now)
        #expect(life.available(at: now) == 5)
        try life.returns(parts: [part(2)], at: now)
        #expect(life.available(at: now) == 0)
        #expect(life.state.orders == 0)
    }

    @Test("T-4: what came back no longer counts for the level, part by part")
    func levels() throws {
        var life = try Life()
        try life.pays([150_000, 60_000], at: now)
        #expect(life.level == "gold")
        try life.returns(lines: [2], at: now)
        #expect(life.level == "silver")
        #expect(life.state.tallies.first?.buckets.map(\.amount) == [150_000])
        #expect(life.state.orders == 1)
    }

    @Test("R-5: as if never, in any parts and any order of them", arguments: 0..<200)
    func asIfNever(seed: UInt64) throws {
        var random = SplitMix64(seed: seed)
        let policy = ReturnPolicy(mode: Bool.random(using: &random) ? .recompute : .prorata)
        let wallet = Kopi.wallet(activation: .after(days: Int.random(in: 0...20, using: &random)))
        var life = try Life(Kopi.version(wallet: wallet, returns: policy))
        let opened = Int64.random(in: 1...500, using: &random)
        try life.opens([(opened, nil), (opened, Kopi.at("2027-01-01T00:00"))], at: now)
        let before = try #require(life.state.account("points"))
        let spent = Int64.random(in: 1...(2 * opened), using: &random)
        try life.spends(spent, order: "A", at: now)
        let lines = (0..<Int.random(in: 1...5, using: &random)).map { _ in
            Order.Line(
                sku: "kopi",
                quantity: Int64.random(in: 0...4, using: &random),
                net: Int64.random(in: 0...20_000, using: &random)
            )
        }
        let gross = lines.reduce(0) { $0 + $1.amount }
        let order = try #require(
            Order(
                id: "A",
                currency: Kopi.currency("MYR"),
                lines: lines,
                discounts: gross < 2
                    ? []
                    : [
                        Order.Discount(
                            amount: Int64.random(in: 1...gross, using: &random),
                            isPaidWithPoints: Bool.random(using: &random)
                        )
                    ]
            )
        )
        try life.happen(.orderPaid(order), now)
        var later = now
        var inBetween: Int64 = 0
        var parts = lines.indices.map { OrderReturn.Line(number: $0 + 1) }
        // Pieces of lines first, then whatever is left of each, in any order.
        for (place, line) in lines.enumerated() where line.quantity > 1 {
            parts.append(OrderReturn.Line(number: place + 1, quantity: 1))
        }
        parts.sort { ($0.quantity != nil ? 0 : 1) < ($1.quantity != nil ? 0 : 1) }
        let split = parts.filter { $0.quantity != nil }.shuffled(using: &random)
        for part in split + parts.filter({ $0.quantity == nil }).shuffled(using: &random) {
            guard life.state.records.first?.isReturned != true else { break }
            later = later.adding(milliseconds: Int64.random(in: 0...(20 * 86_400_000), using: &random))
            let buys = min(life.available(at: later), Int64.random(in: 0...100, using: &random))
            if buys > 0 { try life.spends(buys, at: later) }
            inBetween += buys
            try life.returns(parts: [part], at: later)
        }
        let after = try #require(life.state.account("points"))
        #expect(life.state.records.first?.isReturned == true)
        #expect(after.balance == before.balance - Points(inBetween))
        #expect(after.standing(at: later).pending == .zero)
        #expect(life.state.orders == 0)
    }
}
