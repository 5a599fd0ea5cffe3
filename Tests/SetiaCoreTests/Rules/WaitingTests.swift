import SetiaCore
import Testing

@Suite("When points can be used")
struct WaitingTests {
    private let now = Kopi.at("2026-03-01T10:00")

    private func life(_ activation: Activation, expiry: Expiry = .rolling(Period(12, .month), roundedUpTo: nil)) throws
        -> Life
    {
        try Life(Kopi.version(wallet: Kopi.wallet(activation: activation, expiry: expiry), rules: [Kopi.base]))
    }

    private var onStay: Activation { .onEvent(.stayCompleted, cancelAfterDays: 60) }

    @Test(
        "L-1: on dates, points can be used from the next of them on, after the day of the event",
        arguments: [
            ("2026-03-01T10:00", "2026-07-01T00:00"), ("2026-06-30T23:59", "2026-07-01T00:00"),
            ("2026-07-01T00:00", "2027-01-01T00:00"),
        ]
    )
    func dates(paid: String, usable: String) throws {
        let days = [YearDay(month: 1, day: 1), YearDay(month: 7, day: 1)].compactMap(\.self)
        var life = try life(.onDates(days))
        try life.pays(5_000, at: Kopi.at(paid))
        #expect(life.lots.map(\.activeFrom) == [Kopi.at(usable)])
    }

    @Test("L-8: points wait for the event, can be used from it on, and lapse by the day on which it came")
    func event() throws {
        var life = try life(onStay)
        let paid = try life.pays(5_000, at: now)
        let end = Kopi.at("2026-05-01T00:00")
        #expect(
            paid.reasons.contains(.waitsFor(wallet: "points", points: Points(50), event: .stayCompleted, until: end))
        )
        #expect(paid.entries.map(\.activeFrom) == [nil])
        #expect(life.pending(at: now) == 50)
        #expect(throws: Refusal.self) { try life.spends(1, at: now) }
        let stayed = Kopi.at("2026-04-10T12:00")
        let decision = try life.does(.stayCompleted, at: stayed)
        #expect(decision.entries == [])
        #expect(decision.reasons.contains(.activated(wallet: "points", points: Points(50))))
        #expect(life.available(at: stayed) == 50)
        #expect(life.lots.map(\.expiresAt) == [Kopi.at("2027-04-11T00:00")])
    }

    @Test("L-8: what did not come in time is cancelled by an entry, and is not counted as lapsed")
    func cancelled() throws {
        var life = try life(onStay)
        try life.pays(5_000, at: now)
        #expect(life.pending(at: Kopi.at("2026-04-30T23:59")) == 50)
        #expect(life.pending(at: Kopi.at("2026-05-01T00:00")) == 0)
        let decision = try life.does(.stayCompleted, at: Kopi.at("2026-05-02T10:00"))
        #expect(decision.entries.map(\.kind) == [.cancel])
        #expect(
            decision.reasons == [.cancelled(wallet: "points", points: Points(50), at: Kopi.at("2026-05-01T00:00"))]
        )
        #expect(life.state.account("points")?.expired == .zero)
        try life.returns(at: Kopi.at("2026-05-03T10:00"))
        #expect(life.debt == 0)
    }

    @Test("L-8: an event that names an order lets out that order's points only")
    func namedOrder() throws {
        var life = try life(onStay)
        try life.pays(5_000, order: "A", at: now)
        try life.pays(3_000, order: "B", at: now)
        try life.does(.stayCompleted, order: "B", at: Kopi.at("2026-03-05T10:00"))
        #expect(life.available(at: Kopi.at("2026-03-05T10:00")) == 30)
        try life.does(.stayCompleted, order: "C", at: Kopi.at("2026-03-06T10:00"))
        #expect(life.pending(at: Kopi.at("2026-03-06T10:00")) == 50)
        try life.does(.stayCompleted, at: Kopi.at("2026-03-07T10:00"))
        #expect(life.available(at: Kopi.at("2026-03-07T10:00")) == 80)
    }

    @Test("L-8: an event from before the order lets nothing out")
    func earlierEvent() throws {
        var life = try life(onStay)
        try life.pays(5_000, at: now)
        try life.does(.stayCompleted, at: Kopi.at("2026-02-20T10:00"))
        #expect(life.pending(at: now) == 50)
    }

    @Test("L-8: a returned order's waiting points are taken first, and nothing of them comes later")
    func returned() throws {
        var life = try life(onStay)
        try life.pays([3_000, 2_000], at: now)
        try life.returns(lines: [2], at: now)
        try life.does(.stayCompleted, at: Kopi.at("2026-03-05T10:00"))
        #expect(life.available(at: Kopi.at("2026-03-05T10:00")) == 30)
    }

    @Test("L-5: what waited pays what is owed when it can be used")
    func paysDebt() throws {
        var life = try life(onStay)
        try life.opens([(50, nil)], at: now)
        try life.pays(5_000, order: "A", at: now)
        try life.does(.stayCompleted, order: "A", at: now)
        try life.spends(100, at: now)
        try life.returns("A", at: now)
        #expect(life.debt == 50)
        try life.pays(8_000, order: "B", at: now)
        #expect(life.debt == 50)
        let decision = try life.does(.stayCompleted, at: Kopi.at("2026-03-05T10:00"))
        #expect(decision.reasons.contains(.debtPaid(wallet: "points", points: Points(50))))
        #expect(life.available(at: Kopi.at("2026-03-05T10:00")) == 30)
    }

    @Test("L-9: a rule's own activation and expiry hold for what waits by it")
    func rulesOwn() throws {
        let stay = Rule(
            id: "stay",
            on: .orderPaid,
            effect: .earnFixed(wallet: "points", points: Points(20)),
            activation: onStay,
            expiry: .rolling(Period(10, .day), roundedUpTo: nil)
        )
        var life = try Life(Kopi.version(wallet: Kopi.wallet(activation: .immediate), rules: [Kopi.base, stay]))
        try life.pays(5_000, at: now)
        #expect(life.available(at: now) == 50)
        try life.does(.stayCompleted, at: Kopi.at("2026-03-05T10:00"))
        #expect(life.lots.first?.expiresAt == Kopi.at("2026-03-16T00:00"))
        #expect(life.available(at: Kopi.at("2026-03-05T10:00")) == 70)
    }
}
