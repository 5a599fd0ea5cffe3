import SetiaCore
import Testing

/// Facts of other systems about points in time, by the ids of `docs/rules/peer-cases.md`.
@Suite("Cases of other systems: points in time")
struct PeerWalletCaseTests {
    private let january = Kopi.at("2026-01-01T10:00")

    private func life(_ wallet: Wallet = Kopi.wallet(activation: .immediate, expiry: .none)) throws -> Life {
        try Life(Kopi.version(wallet: wallet, rules: [Kopi.base]))
    }

    private func balance(_ life: Life) -> Int64 { life.state.account("points")?.balance.units ?? 0 }

    @Test("SET-EXP-10: the night takes what lapsed of each member, and nothing else")
    func nightly() throws {
        var (one, other) = (try life(), try life())
        try one.opens([(150, Kopi.at("2026-02-28T00:00"))], at: january)
        try other.opens([(80, Kopi.at("2026-03-02T00:00"))], at: january)
        try one.happen(.timePassed, Kopi.at("2026-03-01T00:00"))
        try other.happen(.timePassed, Kopi.at("2026-03-01T00:00"))
        #expect([balance(one), balance(other)] == [0, 80])
    }

    @Test("SET-RED-04: points that paid an order come back by one entry")
    func rollback() throws {
        var life = try life()
        try life.opens([(1_000, nil)], at: january)
        try life.spends(300, order: "O", at: january)
        try life.pays(0, order: "O", at: january)
        let decision = try life.returns("O", at: january)
        #expect(decision.entries.map(\.kind) == [.giveBack])
        #expect(balance(life) == 1_000)
    }

    @Test("SQ-07: a held reward takes points, giving it up returns them, and what was had is not given up")
    func rewardStates() throws {
        var life = try life()
        try life.opens([(1_000, nil)], at: january)
        try life.holds(300, "1", at: january)
        #expect(life.available(at: january) == 700)
        try life.releases("1", at: january)
        #expect(life.available(at: january) == 1_000)
        try life.holds(300, "2", at: january)
        try life.captures("2", at: january)
        #expect(throws: Refusal.holdEnded("2", .captured)) { try life.releases("2", at: january) }
        #expect(life.available(at: january) == 700)
    }

    @Test("points that one purchase has set aside another cannot have, until the time of the first is over")
    func sessions() throws {
        var life = try life()
        try life.opens([(100, nil)], at: january)
        try life.holds(100, "A", at: january)
        #expect(throws: Refusal.insufficientPoints(wallet: "points", available: .zero, needed: Points(100))) {
            try life.holds(100, "B", at: january)
        }
        try life.holds(100, "B", at: january.adding(milliseconds: 30 * 60_000))
        #expect(life.state.account("points")?.holds.map(\.key.id) == ["B"])
    }

    private func pair() throws -> Pair {
        let wallet = Kopi.wallet(activation: .after(days: 14), expiry: .none, transfers: TransferPolicy())
        return try Pair(Kopi.version(wallet: wallet, rules: [Kopi.base]))
    }

    @Test("OL-TRF-02: a transfer is split along the sender's lots")
    func alongLots() throws {
        var pair = try pair()
        try pair.sender.opens([(20, Kopi.at("2027-01-01T00:00")), (200, Kopi.at("2027-02-01T00:00"))], at: january)
        try pair.transfer(100, at: january)
        #expect(pair.receiver.lots.map(\.left.units) == [20, 80])
    }

    @Test("OL-TRF-03: what is handed on leaves one balance and joins the other, and stays what the sender earned")
    func handedOn() throws {
        var pair = try pair()
        try pair.sender.opens([(200, nil)], at: january)
        try pair.receiver.opens([(100, nil)], at: january)
        try pair.transfer(100, at: january)
        #expect(pair.sender.available(at: january) == 100)
        #expect(pair.receiver.available(at: january) == 200)
        #expect(pair.sender.state.account("points")?.credited == Points(200))
    }

    @Test("VCF-TRF-02: pending and lapsed points are not handed on")
    func notUsable() throws {
        var pair = try pair()
        try pair.sender.pays(5_000, at: january)
        #expect(throws: Refusal.insufficientPoints(wallet: "points", available: .zero, needed: Points(10))) {
            try pair.send(10, at: january)
        }
        try pair.sender.opens([(10, Kopi.at("2026-01-02T00:00"))], at: january)
        #expect(throws: Refusal.insufficientPoints(wallet: "points", available: .zero, needed: Points(10))) {
            try pair.send(10, at: Kopi.at("2026-01-02T00:00"))
        }
    }

    @Test("LL-03: switching inactivity on lapses nothing at once, and new points no sooner than a year later")
    func switchedOn() throws {
        let march = Kopi.at("2022-03-01T00:00")
        var life = try Life(
            Kopi.version(wallet: Kopi.wallet(activation: .immediate, expiry: .none)),
            enrolled: Kopi.at("2020-01-01T00:00")
        )
        try life.pays(5_000, order: "A", at: Kopi.at("2020-02-01T10:00"))
        let wallet = Kopi.wallet(activation: .immediate, expiry: .inactivity(Period(12, .month), by: [.earn]))
        life = try life.continued(Kopi.version(wallet: wallet))
        try life.pays(3_000, order: "B", at: march)
        #expect(life.available(at: Kopi.at("2023-03-01T23:59")) == 80)
        #expect(life.available(at: Kopi.at("2023-03-02T00:00")) == 50)
    }

    @Test("LL-04: what she holds is usable and pending; what she ever got is that, what she spent and what lapsed")
    func identity() throws {
        let wallet = Kopi.wallet(activation: .after(days: 14), expiry: .none)
        var life = try life(wallet)
        try life.opens([(5, Kopi.at("2026-02-01T00:00")), (65, nil)], at: january)
        try life.happen(.timePassed, Kopi.at("2026-02-02T00:00"))
        try life.spends(25, at: Kopi.at("2026-02-02T10:00"))
        try life.pays(1_000, at: Kopi.at("2026-02-02T10:00"))
        let account = try #require(life.state.account("points"))
        let now = account.standing(at: life.state.clock)
        #expect([now.available, now.pending, account.spent, account.expired].map(\.units) == [40, 10, 25, 5])
        #expect(account.balance == Points(50))
        #expect(account.credited == Points(80))
    }
}
