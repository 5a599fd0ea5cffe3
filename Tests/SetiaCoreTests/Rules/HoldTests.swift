import SetiaCore
import Testing

@Suite("Holds")
struct HoldTests {
    private let now = Kopi.at("2026-03-01T10:00")

    private func life(
        _ points: Int64 = 1_000,
        lapsing: String? = nil,
        shortfall: Shortfall = .allowNegative
    ) throws -> Life {
        var life = try Life(Kopi.version(wallet: Kopi.wallet(activation: .immediate, shortfall: shortfall)))
        try life.opens([(points, lapsing.map { Kopi.at($0) })], at: now)
        return life
    }

    private func after(_ minutes: Int64) -> Instant { now.adding(milliseconds: minutes * 60_000) }

    @Test("L-10: what is held cannot be spent, and is hers still")
    func held() throws {
        var life = try life()
        let decision = try life.holds(300, at: now)
        #expect(decision.entries.map(\.kind) == [.hold, .hold])
        #expect(decision.entries.map(\.points) == [Points(-300), Points(300)])
        #expect(
            decision.balances == [
                WalletBalance(
                    wallet: "points",
                    active: Points(1_000),
                    pending: .zero,
                    held: Points(300),
                    debt: .zero
                )
            ]
        )
        #expect(life.available(at: now) == 700)
        #expect(throws: Refusal.insufficientPoints(wallet: "points", available: Points(700), needed: Points(701))) {
            try life.holds(701, "H2", at: now)
        }
        #expect(throws: Refusal.self) { try life.spends(701, at: now) }
    }

    @Test(
        "L-10: a hold ends by itself, and whoever looks sees it as ended",
        arguments: [(29, 700), (30, 1_000)] as [(Int64, Int64)]
    )
    func expires(minutes: Int64, available: Int64) throws {
        var life = try life()
        try life.holds(300, at: now)
        #expect(life.available(at: after(minutes)) == available)
        try life.happen(.timePassed, after(minutes))
        #expect(life.available(at: after(minutes)) == available)
    }

    @Test("L-10: a hold whose time was over cannot be spent")
    func expired() throws {
        var life = try life()
        try life.holds(300, at: now)
        #expect(throws: Refusal.holdEnded("H", .expired)) { try life.captures(at: after(30)) }
        let decision = try life.happen(.timePassed, after(31))
        #expect(decision.reasons == [.holdExpired(wallet: "points", points: Points(300), at: after(30))])
        #expect(decision.entries.map(\.kind) == [.release, .release])
        #expect(throws: Refusal.holdEnded("H", .expired)) { try life.captures(at: after(32)) }
        #expect(throws: Refusal.unknownHold("X")) { try life.captures("X", at: after(32)) }
        #expect(throws: Refusal.unknownHold("H")) { try life.captures(at: Kopi.at("2026-03-20T10:00")) }
    }

    @Test("L-10: all of it or a part is spent, and the rest is free at once")
    func captured() throws {
        var life = try life()
        try life.holds(300, at: now)
        let decision = try life.captures(120, at: after(5))
        #expect(decision.points(in: "points") == Points(-120))
        #expect(life.available(at: after(5)) == 880)
        #expect(life.state.account("points")?.spent == Points(120))
        #expect(throws: Refusal.holdEnded("H", .captured)) { try life.releases(at: after(6)) }
        try life.holds(100, "H2", at: after(6))
        #expect(throws: Refusal.insufficientPoints(wallet: "points", available: Points(100), needed: Points(101))) {
            try life.captures("H2", 101, at: after(6))
        }
        try life.captures("H2", at: after(6))
        #expect(life.available(at: after(6)) == 780)
    }

    @Test("L-10: what is held is spent whatever became of the balance meanwhile")
    func noBalanceCheck() throws {
        var life = try life(0 + 50)
        try life.pays(5_000, order: "A", at: now)
        try life.holds(100, at: now)
        try life.returns("A", at: now)
        #expect(life.debt == 50)
        try life.captures(at: after(5))
        #expect(life.debt == 50)
        #expect(life.state.account("points")?.balance == Points(-50))
    }

    @Test("L-10: a return takes nothing of what is held; a hold that is given up pays what is owed then")
    func returnsAndHolds() throws {
        var life = try life(50)
        try life.pays(5_000, order: "A", at: now)
        try life.holds(100, at: now)
        try life.returns("A", at: now)
        #expect(life.debt == 50)
        #expect(life.available(at: after(30)) == 50)
        try life.releases(at: after(5))
        #expect(life.debt == 0)
        #expect(life.available(at: after(5)) == 50)
    }

    @Test("L-10: what is held does not lapse; when the hold ends, what is past its time lapses at once")
    func noLapseInside() throws {
        var life = try life(100, lapsing: "2026-03-01T10:15")
        try life.opens([(50, nil)], at: now)
        try life.holds(120, at: now)
        let spent = try life.captures(70, at: after(20))
        #expect(spent.reasons.contains(.lapsed(wallet: "points", points: Points(30), at: Kopi.at("2026-03-01T10:15"))))
        #expect(life.available(at: after(20)) == 50)
        var other = try self.life(100, lapsing: "2026-03-01T10:15")
        try other.holds(100, at: now)
        #expect(other.state.account("points")?.standing(at: after(20)).held == Points(100))
        #expect(other.available(at: after(30)) == 0)
        try other.happen(.timePassed, after(30))
        #expect(other.state.account("points")?.balance == .zero)
        #expect(other.entries.last?.at == after(30))
    }

    @Test("L-10: a hold can be made to last longer, never shorter")
    func extended() throws {
        var life = try life()
        try life.holds(300, at: now)
        try life.happen(.holdExtended(HoldExtension(hold: "H", minutes: 60)), after(20))
        #expect(life.available(at: after(79)) == 700)
        try life.happen(.holdExtended(HoldExtension(hold: "H", minutes: 1)), after(21))
        #expect(life.available(at: after(79)) == 700)
        try life.captures(at: after(79))
        #expect(life.available(at: after(79)) == 700)
    }

    @Test("L-10: an order that held points helped to pay gives them back to their lots")
    func returnedOrder() throws {
        var life = try life(100, lapsing: "2026-12-01T00:00")
        try life.opens([(50, nil)], at: now)
        try life.holds(120, at: now)
        try life.happen(.pointsCaptured(HoldCapture(hold: "H", order: "A")), after(5))
        try life.pays(1_000, order: "A", at: after(5))
        try life.returns("A", at: after(6))
        #expect(life.lots.map(\.left) == [Points(100), Points(50)])
        #expect(life.lots.map(\.expiresAt) == [Kopi.at("2026-12-01T00:00"), nil])
    }

    @Test("L-10: who may not spend may not hold, and a number is used once")
    func whoMay() throws {
        var prospect = try Life(Kopi.version(wallet: Kopi.wallet(activation: .immediate)), enrolled: nil)
        try prospect.pays(5_000, at: now)
        #expect(throws: Refusal.notEnrolled(Kopi.member)) { try prospect.holds(10, at: now) }
        var life = try life()
        try life.holds(10, at: now)
        #expect(throws: Refusal.holdExists("H")) { try life.holds(10, at: now) }
        try life.releases(at: now)
        #expect(throws: Refusal.holdEnded("H", .cancelled)) { try life.holds(10, at: now) }
    }

    @Test("L-10: hold, pay, capture with a payment that never comes leaves the balance as it was", arguments: 0..<40)
    func timedOut(seed: UInt64) throws {
        var random = SplitMix64(seed: seed)
        var life = try life(Int64.random(in: 100...1_000, using: &random))
        try life.opens([(100, Kopi.at("2027-01-01T00:00")), (100, Kopi.at("2026-09-01T00:00"))], at: now)
        let before = try #require(life.state.account("points"))
        for number in 0..<3 {
            try life.holds(Int64.random(in: 1...100, using: &random), Key("H\(number)"), at: now)
        }
        try life.happen(.timePassed, after(30))
        let after = try #require(life.state.account("points"))
        #expect(after == before)
    }
}
