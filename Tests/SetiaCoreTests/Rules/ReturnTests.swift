import SetiaCore
import Testing

@Suite("Returns")
struct ReturnTests {
    private let now = Kopi.at("2026-03-01T10:00")

    @Test("R-2: an order that came back before any of its points were used leaves nothing")
    func pendingIsCancelled() throws {
        var life = try Life()
        try life.pays(4_995, at: now)
        let decision = try life.returns(at: Kopi.at("2026-03-10T10:00"))
        #expect(decision.points(in: "points") == Points(-49))
        #expect(life.pending(at: Kopi.at("2026-03-20T10:00")) == 0)
        #expect(life.state.account("points")?.balance == .zero)
    }

    @Test("R-1: what is taken is what the order earned, whatever the rules say by then")
    func takesWhatWasEarned() throws {
        var life = try Life()
        try life.pays(200_000, order: "A", at: now)
        let gold = try life.pays(5_900, order: "B", at: now)
        #expect(gold.points(in: "points") == Points(88))
        let decision = try life.returns("B", at: now)
        #expect(decision.points(in: "points") == Points(-88))
    }

    @Test("R-1: an order is taken back from the wallet that it filled, even where the programme no longer has it")
    func droppedWallets() throws {
        var life = try Life()
        try life.pays(5_000, at: now)
        let stars = Wallet(key: "stars", name: Words([]), activation: .immediate, expiry: .none, rates: [])
        let later = Event(
            source: "till",
            id: "r",
            occurredAt: now,
            matter: .orderReturned(OrderReturn(order: "A", id: "r"))
        )
        let (state, decision) = try decide(Kopi.version(wallet: stars, rules: []), life.state, later)
        #expect(decision.points(in: "points") == Points(-50))
        #expect(state.account("points")?.balance == .zero)
    }

    @Test("R-3: points that helped to pay go back to their lots with their own expiry")
    func spentPointsGoBack() throws {
        var life = try Life(Kopi.version(wallet: Kopi.wallet(activation: .immediate)))
        let early = Kopi.at("2026-07-01T00:00")
        let late = Kopi.at("2027-01-01T00:00")
        try life.opens([(100, early), (300, late)], at: now)
        try life.spends(150, order: "A", at: now)
        try life.pays(9_050, order: "A", at: now)
        try life.returns("A", at: now)
        let lots = try #require(life.state.account("points")?.lots)
        #expect(lots.map(\.left) == [Points(100), Points(300)])
        #expect(lots.map(\.expiresAt) == [early, late])
    }

    @Test("R-3: points given back after their lot's end, or within 30 days of it, get 30 days")
    func spentPointsAreRenewed() throws {
        var life = try Life(Kopi.version(wallet: Kopi.wallet(activation: .immediate)))
        try life.opens([(100, Kopi.at("2026-03-20T00:00"))], at: now)
        try life.spends(100, order: "A", at: now)
        try life.pays(1_000, order: "A", at: now)
        let decision = try life.returns("A", at: Kopi.at("2026-04-01T10:00"))
        #expect(decision.reasons.contains(.givenBack(wallet: "points", points: Points(100), renewed: Points(100))))
        #expect(life.available(at: Kopi.at("2026-05-01T23:59")) == 100)
        #expect(life.available(at: Kopi.at("2026-05-02T00:00")) == 0)
    }

    @Test(
        "R-4: points already spent are taken from other lots and then owed, or forgiven, as the wallet says",
        arguments: [(Shortfall.allowNegative, 20, 30), (.withinBalance, 20, 0), (.onlyPending, 0, 0)]
            as [(Shortfall, Int64, Int64)]
    )
    func shortfall(policy: Shortfall, others: Int64, owed: Int64) throws {
        var life = try Life(Kopi.version(wallet: Kopi.wallet(activation: .immediate, shortfall: policy)))
        try life.pays(5_000, order: "A", at: now)
        try life.spends(50, at: now)
        try life.opens([(20, nil)], at: now)
        let decision = try life.returns("A", at: now)
        let parts = decision.reasons.compactMap { reason in
            if case .clawedBack(_, let parts) = reason { parts } else { nil }
        }
        #expect(
            parts == [
                Reason.TakenBack(
                    pending: .zero,
                    active: .zero,
                    lapsed: .zero,
                    others: Points(others),
                    owed: Points(owed),
                    forgiven: Points(50 - others - owed)
                )
            ]
        )
        #expect(life.debt == owed)
        #expect(life.available(at: now) == 20 - others)
    }

    @Test("R-4: what lapsed unspent counts as given back")
    func lapsedCountsAsGivenBack() throws {
        let wallet = Kopi.wallet(activation: .immediate, expiry: .rolling(Period(1, .month), roundedUpTo: nil))
        var life = try Life(Kopi.version(wallet: wallet))
        try life.pays(5_000, order: "A", at: now)
        try life.spends(10, at: now)
        let decision = try life.returns("A", at: Kopi.at("2026-05-01T10:00"))
        #expect(decision.points(in: "points") == Points(-10))
        #expect(life.debt == 10)
    }

    @Test("an order that was never paid here cannot come back, and none comes back twice")
    func onlyOnce() throws {
        var life = try Life()
        #expect(throws: Refusal.unknownOrder("B")) { try life.returns("B", at: now) }
        try life.pays(100, order: "A", at: now)
        try life.returns("A", at: now)
        #expect(throws: Refusal.alreadyReturned("A")) { try life.returns("A", at: now) }
    }

    @Test(
        "R-5: as if never: earned on, paid partly with points and returned, an order leaves the balance it found",
        arguments: 0..<100
    )
    func asIfNever(seed: UInt64) throws {
        var random = SplitMix64(seed: seed)
        var life = try Life(
            Kopi.version(wallet: Kopi.wallet(activation: .after(days: Int.random(in: 0...20, using: &random))))
        )
        let opened = Int64.random(in: 1...500, using: &random)
        try life.opens([(opened, nil), (opened, Kopi.at("2027-01-01T00:00"))], at: now)
        let before = try #require(life.state.account("points"))
        try life.spends(Int64.random(in: 1...(2 * opened), using: &random), order: "A", at: now)
        try life.pays(Int64.random(in: 0...100_000, using: &random), order: "A", at: now)
        let later = now.adding(milliseconds: Int64.random(in: 0...(60 * 86_400_000), using: &random))
        // Between order and return she may spend what is left; it was spent either way.
        let spent = min(life.available(at: later), Int64.random(in: 0...opened, using: &random))
        if spent > 0 { try life.spends(spent, at: later) }
        try life.returns("A", at: later)
        let after = try #require(life.state.account("points"))
        #expect(after.balance == before.balance - Points(spent))
        #expect(after.standing(at: later).active.units - after.standing(at: later).debt.units == 2 * opened - spent)
    }
}
