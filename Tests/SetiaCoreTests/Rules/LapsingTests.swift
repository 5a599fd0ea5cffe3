import SetiaCore
import Testing

@Suite("When points lapse")
struct LapsingTests {
    private let now = Kopi.at("2026-03-01T10:00")
    private let year = Expiry.inactivity(Period(12, .month), by: [.earn, .spend])

    private func day(_ text: String) -> YearDay {
        guard let day = YearDay(text: text) else { preconditionFailure("no day \(text)") }
        return day
    }

    private func life(_ expiry: Expiry, activation: Activation = .immediate, rules: [Rule] = [Kopi.base]) throws -> Life
    {
        try Life(Kopi.version(wallet: Kopi.wallet(activation: activation, expiry: expiry), rules: rules))
    }

    @Test("a day of the year is read and written, and 29 February is there every year")
    func yearDays() {
        #expect(day("31 Mar").description == "31 Mar")
        #expect(day("29 Feb").day(in: 2028).iso == "2028-02-29")
        #expect(day("29 Feb").day(in: 2026).iso == "2026-02-28")
        for wrong in ["31 Feb", "0 Jan", "01 Jan", "1 jan", "1  Jan", "Jan 1", "1 Jan ", ""] {
            #expect(YearDay(text: wrong) == nil)
        }
    }

    @Test(
        "L-2: by the calendar, points lapse after the next of the days, that of activation counted",
        arguments: [
            ("2026-01-25T10:00", "2026-04-01T00:00"), ("2026-03-31T23:59", "2026-04-01T00:00"),
            ("2026-04-01T00:00", "2027-01-01T00:00"), ("2026-12-31T10:00", "2027-01-01T00:00"),
        ]
    )
    func calendar(paid: String, lapses: String) throws {
        var life = try life(.calendar([day("31 Mar"), day("31 Dec")]))
        try life.pays(5_000, at: Kopi.at(paid))
        #expect(life.lots.map(\.expiresAt) == [Kopi.at(lapses)])
    }

    @Test("L-7: what she does moves the end of all her points, and without it they lapse together")
    func inactivity() throws {
        var life = try life(year)
        try life.pays(5_000, order: "A", at: now)
        let second = try life.pays(3_000, order: "B", at: Kopi.at("2026-08-15T10:00"))
        let end = Kopi.at("2027-08-16T00:00")
        #expect(second.reasons.contains(.keptAlive(wallet: "points", points: Points(50), until: end)))
        #expect(life.lots.map(\.expiresAt) == [end, end])
        try life.spends(10, at: Kopi.at("2027-01-10T10:00"))
        #expect(life.available(at: Kopi.at("2028-01-10T23:59")) == 70)
        try life.happen(.timePassed, Kopi.at("2028-01-11T00:00"))
        #expect(life.state.account("points")?.balance == .zero)
    }

    @Test("L-7: a return and points by hand keep nothing alive")
    func whatDoesNotCount() throws {
        var life = try life(year)
        try life.pays(5_000, order: "A", at: now)
        try life.pays(2_000, order: "B", at: now)
        let end = Kopi.at("2027-03-02T00:00")
        try life.returns("B", at: Kopi.at("2026-06-01T10:00"))
        try life.adjusts(10, at: Kopi.at("2026-07-01T10:00"))
        try life.adjusts(-5, at: Kopi.at("2026-07-02T10:00"))
        #expect(life.lots.map(\.expiresAt) == [end, Kopi.at("2027-07-02T00:00")])
    }

    @Test("L-7: only what the wallet names counts")
    func namedActivities() throws {
        var life = try life(.inactivity(Period(6, .month), by: [.event(.visitCompleted)]))
        try life.pays(5_000, order: "A", at: now)
        try life.spends(10, at: Kopi.at("2026-04-01T10:00"))
        try life.does(.contentViewed, at: Kopi.at("2026-04-02T10:00"))
        #expect(life.lots.map(\.expiresAt) == [Kopi.at("2026-09-02T00:00")])
        try life.does(.visitCompleted, at: Kopi.at("2026-05-01T10:00"))
        #expect(life.lots.map(\.expiresAt) == [Kopi.at("2026-11-02T00:00")])
    }

    @Test("L-7: points given back last as long as those that stayed")
    func givenBack() throws {
        var life = try life(year)
        try life.pays(5_000, order: "A", at: now)
        try life.spends(50, order: "B", at: Kopi.at("2026-04-01T10:00"))
        try life.pays(1_000, order: "B", at: Kopi.at("2026-04-01T10:00"))
        try life.pays(1_000, order: "C", at: Kopi.at("2026-09-01T10:00"))
        try life.returns("B", at: Kopi.at("2026-09-02T10:00"))
        let end = Kopi.at("2027-09-02T00:00")
        #expect(life.lots.map(\.left) == [Points(50), Points(10)])
        #expect(life.lots.map(\.expiresAt) == [end, end])
    }

    @Test("L-7: a change of the programme concerns new points only")
    func newPointsOnly() throws {
        var life = try life(.none)
        try life.pays(5_000, order: "A", at: now)
        life = try life.continued(Kopi.version(wallet: Kopi.wallet(activation: .immediate, expiry: year)))
        try life.pays(3_000, order: "B", at: Kopi.at("2026-05-01T10:00"))
        #expect(life.lots.map(\.expiresAt) == [Kopi.at("2027-05-02T00:00"), nil])
    }

    @Test("L-9: a rule's own expiry holds for what it gives, and multipliers are shared among the lots")
    func ruleExpiry() throws {
        let gift = Rule(
            id: "gift",
            on: .orderPaid,
            effect: .earnFixed(wallet: "points", points: Points(20)),
            expiry: .rolling(Period(30, .day), roundedUpTo: nil)
        )
        let short = Rule(
            id: "short",
            on: .orderPaid,
            effect: .earnByRate(wallet: "points"),
            activation: .immediate,
            expiry: Expiry.none
        )
        let double = Rule(id: "double", on: .orderPaid, effect: .multiply(factor: Rational(3, 2), wallet: nil))
        let wallet = Kopi.wallet(activation: .after(days: 14))
        var life = try Life(Kopi.version(wallet: wallet, rules: [Kopi.base, gift, short, double]))
        let decision = try life.pays(10_100, at: now)
        #expect(decision.points(in: "points") == Points(303 + 20))
        #expect(
            life.lots.map { [$0.left.units, $0.activeFrom.milliseconds, $0.expiresAt?.milliseconds ?? 0] } == [
                [20, Kopi.at("2026-03-15T00:00").milliseconds, Kopi.at("2026-04-15T00:00").milliseconds],
                [152, Kopi.at("2026-03-15T00:00").milliseconds, Kopi.at("2027-03-16T00:00").milliseconds],
                [151, now.milliseconds, 0],
            ]
        )
        try life.returns(at: now)
        #expect(life.state.account("points")?.balance == .zero)
    }

    @Test("L-9: what is earned at a level lapses as the wallet says for that level or the highest below it")
    func levelExpiry() throws {
        let wallet = Kopi.wallet(
            activation: .immediate,
            levelExpiry: [
                LevelExpiry(tierSet: "status", level: "gold", expiry: .rolling(Period(24, .month), roundedUpTo: nil)),
                LevelExpiry(tierSet: "status", level: "platinum", expiry: .none),
            ]
        )
        var life = try Life(Kopi.version(wallet: wallet))
        try life.pays(200_000, order: "A", at: now)
        try life.pays(400_000, order: "B", at: now)
        try life.pays(1_000, order: "C", at: now)
        #expect(
            life.lots.map(\.expiresAt) == [Kopi.at("2027-03-02T00:00"), Kopi.at("2028-03-02T00:00"), nil]
        )
    }

    @Test(
        "a part of an order that opened several lots takes its part of them all together",
        arguments: ReturnPolicy.Mode.allCases
    )
    func partOfSeveralLots(mode: ReturnPolicy.Mode) throws {
        let own = Rule(id: "own", on: .orderPaid, effect: .earnByRate(wallet: "points"), expiry: Expiry.none)
        var life = try Life(
            Kopi.version(
                wallet: Kopi.wallet(activation: .immediate),
                rules: [Kopi.base, own],
                returns: ReturnPolicy(mode: mode)
            )
        )
        try life.pays([6_000, 4_000], at: now)
        try life.returns(lines: [2], at: now)
        #expect(life.state.account("points")?.balance == Points(120))
        try life.returns(lines: [1], at: now)
        #expect(life.state.account("points")?.balance == .zero)
    }
}
