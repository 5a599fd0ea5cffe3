import SetiaCore
import Testing

@Suite("Lots, activation, expiry and spending")
struct LedgerTests {
    @Test("L-1: points become active at the first instant of the local day so many days later")
    func activation() throws {
        var life = try Life()
        try life.pays(13_500, at: Kopi.at("2026-03-01T23:59"))
        #expect(life.pending(at: Kopi.at("2026-03-14T23:59")) == 135)
        #expect(life.available(at: Kopi.at("2026-03-14T23:59")) == 0)
        #expect(life.available(at: Kopi.at("2026-03-15T00:00")) == 135)
    }

    @Test(
        "L-2: the last valid day is the day of activation plus the period, month-ends clamped, then rounded up",
        arguments: [
            ("2026-01-25T10:00", 1, nil, "2026-02-26T00:00"), ("2026-01-31T10:00", 1, nil, "2026-03-01T00:00"),
            ("2026-03-15T00:00", 12, nil, "2027-03-16T00:00"), ("2026-03-15T00:00", 12, .month, "2027-04-01T00:00"),
            ("2026-03-15T00:00", 12, .quarter, "2027-04-01T00:00"), ("2026-05-15T00:00", 12, .year, "2028-01-01T00:00"),
        ] as [(String, Int, CalendarUnit?, String)]
    )
    func expiry(paid: String, months: Int, unit: CalendarUnit?, lapses: String) throws {
        let wallet = Kopi.wallet(
            activation: .immediate,
            expiry: .rolling(Period(months, .month), roundedUpTo: unit)
        )
        var life = try Life(Kopi.version(wallet: wallet))
        let decision = try life.pays(10_000, at: Kopi.at(paid))
        #expect(decision.entries.last?.expiresAt == Kopi.at(lapses))
    }

    @Test("L-2: what lapses at midnight can be spent the moment before and not at it")
    func lapsesAtItsMoment() throws {
        var life = try Life()
        let lapses = Kopi.at("2026-07-01T00:00")
        try life.opens([(100, lapses)], at: Kopi.at("2026-03-01T10:00"))
        #expect(life.available(at: Instant(milliseconds: lapses.milliseconds - 1)) == 100)
        #expect(life.available(at: lapses) == 0)
        #expect(throws: Refusal.insufficientPoints(wallet: "points", available: .zero, needed: Points(1))) {
            try life.spends(1, at: lapses)
        }
    }

    @Test("L-3: what lapses first is spent first, what never lapses last")
    func orderOfSpending() throws {
        var life = try Life()
        let now = Kopi.at("2026-03-01T10:00")
        try life.opens([(50, nil), (50, Kopi.at("2027-02-01T00:00")), (50, Kopi.at("2027-01-01T00:00"))], at: now)
        let decision = try life.spends(70, at: now)
        #expect(decision.entries.map(\.points) == [Points(-50), Points(-20)])
        #expect(life.state.account("points")?.lots.map(\.left) == [Points(30), Points(50)])
        #expect(life.state.account("points")?.lots.map(\.expiresAt) == [Kopi.at("2027-02-01T00:00"), nil])
    }

    @Test("L-4: a redemption beyond what is available is refused whole, with what is available")
    func overspending() throws {
        var life = try Life()
        let now = Kopi.at("2026-03-01T10:00")
        try life.opens([(200, nil)], at: now)
        #expect(
            throws: Refusal.insufficientPoints(wallet: "points", available: Points(200), needed: Points(500))
        ) { try life.spends(500, at: now) }
        #expect(life.available(at: now) == 200)
    }

    @Test("L-4: pending points cannot be spent")
    func pendingCannotBeSpent() throws {
        var life = try Life()
        let now = Kopi.at("2026-03-01T10:00")
        try life.pays(10_000, at: now)
        #expect(throws: Refusal.self) { try life.spends(1, at: now) }
    }

    @Test("L-5: a credit pays what is owed before it can be used")
    func debtIsPaidFirst() throws {
        var life = try Life(Kopi.version(wallet: Kopi.wallet(activation: .immediate)))
        let now = Kopi.at("2026-03-01T10:00")
        try life.pays(5_000, order: "A", at: now)
        try life.opens([(30, nil)], at: now)
        try life.spends(80, at: now)
        try life.returns("A", at: now)
        #expect(life.debt == 50)
        let decision = try life.pays(10_000, order: "B", at: now)
        #expect(life.debt == 0)
        #expect(life.available(at: now) == 50)
        #expect(decision.reasons.contains(.debtPaid(wallet: "points", points: Points(50))))
    }

    @Test("L-5: pending points pay what is owed when they become active, not before")
    func pendingPaysLater() throws {
        var life = try Life()
        try life.pays(5_000, order: "A", at: Kopi.at("2026-03-01T10:00"))
        try life.spends(50, at: Kopi.at("2026-03-20T10:00"))
        try life.pays(8_000, order: "B", at: Kopi.at("2026-03-21T10:00"))
        try life.returns("A", at: Kopi.at("2026-03-22T10:00"))
        #expect(life.debt == 50)
        #expect(life.available(at: Kopi.at("2026-04-03T10:00")) == 0)
        #expect(life.available(at: Kopi.at("2026-04-04T10:00")) == 30)
        let decision = try life.happen(.timePassed, Kopi.at("2026-04-05T10:00"))
        #expect(decision.entries.map(\.kind) == [.settle, .settle])
        #expect(decision.entries.map(\.at) == [Kopi.at("2026-04-04T00:00"), Kopi.at("2026-04-04T00:00")])
        #expect(life.debt == 0)
    }

    @Test("adjusting takes no more than there is, and gives at once")
    func adjusting() throws {
        var life = try Life()
        let now = Kopi.at("2026-03-01T10:00")
        try life.happen(.pointsAdjusted(Adjustment(wallet: "points", points: Points(10))), now)
        #expect(life.available(at: now) == 10)
        #expect(throws: Refusal.insufficientPoints(wallet: "points", available: Points(10), needed: Points(20))) {
            try life.happen(.pointsAdjusted(Adjustment(wallet: "points", points: Points(-20))), now)
        }
    }
}
