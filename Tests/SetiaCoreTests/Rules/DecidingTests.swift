import SetiaCore
import Testing

@Suite("Deciding")
struct DecidingTests {
    @Test("D-1: letting time pass in any steps gives the same entries as letting it pass at once", arguments: 0..<40)
    func timeInAnySteps(seed: UInt64) throws {
        var random = SplitMix64(seed: seed)
        let life = try randomLife(&random, steps: 12)
        let end = Kopi.at("2029-01-01T00:00")
        var atOnce = life
        try atOnce.happen(.timePassed, end)
        var inSteps = life
        var moment = life.state.clock
        while moment < end {
            moment = min(end, moment.adding(milliseconds: Int64.random(in: 1...(90 * 86_400_000), using: &random)))
            try inSteps.happen(.timePassed, moment)
        }
        #expect(atOnce.entries.map(\.withoutNumbers) == inSteps.entries.map(\.withoutNumbers))
        #expect(atOnce.state.accounts.map(\.balance) == inSteps.state.accounts.map(\.balance))
        #expect(atOnce.state.standings == inSteps.state.standings)
    }

    @Test("D-2: the entries add up to the balance, and no lot goes below zero or above its opening", arguments: 0..<100)
    func entriesAddUp(seed: UInt64) throws {
        var random = SplitMix64(seed: seed)
        let life = try randomLife(&random, steps: 60)
        var sum = Points.zero
        var opened: [Int64: Points] = [:]
        var left: [Int64: Points] = [:]
        var number: Int64 = 0
        var held = Points.zero
        for entry in life.entries {
            sum += entry.points
            #expect(entry.balance == sum)
            #expect(entry.number > number)
            number = entry.number
            if entry.lot == Entry.held { held += entry.points }
            guard entry.isOfLot else { continue }
            if entry.lot == entry.number { opened[entry.lot] = entry.points }
            left[entry.lot, default: .zero] += entry.points
            #expect(left[entry.lot, default: .zero] >= .zero)
            #expect(left[entry.lot, default: .zero] <= opened[entry.lot, default: .zero])
        }
        let account = try #require(life.state.account("points"))
        #expect(account.balance == sum)
        let lots = left.filter { $0.value > .zero }
        #expect(Set(account.lots.map(\.number)) == Set(lots.keys))
        #expect(account.lots.allSatisfy { lots[$0.number] == $0.left })
        let now = account.standing(at: life.state.clock)
        #expect(now.active + now.pending - now.debt == sum)
        #expect(now.held == held)
        #expect(account.holds.reduce(Points.zero) { $0 + $1.points } == held)
    }

    @Test("D-3: the same events give the same decisions, every time", arguments: 0..<20)
    func sameEventsSameDecisions(seed: UInt64) throws {
        var first = SplitMix64(seed: seed)
        var second = SplitMix64(seed: seed)
        #expect(try randomLife(&first, steps: 40).decisions == randomLife(&second, steps: 40).decisions)
    }

    @Test("D-4: a late event earns by its own date, keeps 30 days at least, and is marked")
    func lateEvents() throws {
        let wallet = Kopi.wallet(
            activation: .immediate,
            expiry: .rolling(Period(1, .month), roundedUpTo: nil)
        )
        var life = try Life(Kopi.version(wallet: wallet))
        try life.pays(100, order: "A", at: Kopi.at("2026-06-01T10:00"))
        let late = try life.pays(10_000, order: "B", at: Kopi.at("2026-04-01T10:00"))
        #expect(late.isLate)
        #expect(late.reasons.first == .late)
        #expect(late.entries.last?.expiresAt == Kopi.at("2026-07-02T00:00"))
        #expect(life.state.clock == Kopi.at("2026-06-01T10:00"))
    }

    @Test("what a refused event would have done is not done")
    func refusalsChangeNothing() throws {
        var life = try Life()
        try life.opens([(10, Kopi.at("2026-04-01T00:00"))], at: Kopi.at("2026-03-01T10:00"))
        let before = life.state
        #expect(throws: Refusal.self) { try life.spends(5, at: Kopi.at("2026-05-01T10:00")) }
        #expect(life.state == before)
    }

    @Test("who has joined cannot join again")
    func joinsOnce() throws {
        var life = try Life()
        #expect(throws: Refusal.alreadyEnrolled(Kopi.member)) {
            try life.happen(.memberEnrolled(MemberFacts()), Kopi.at("2026-03-01T10:00"))
        }
    }

    @Test("the newest word on a consent holds, and without evidence it allows nothing")
    func consents() throws {
        var life = try Life()
        let yes = Consent(purpose: "marketing", channel: "email", isGiven: true, wording: "v1", evidence: "form")
        let no = Consent(purpose: "marketing", channel: "email", isGiven: false, wording: "v1", evidence: "form")
        try life.happen(.consentChanged(yes), Kopi.at("2026-03-01T10:00"))
        try life.happen(.consentChanged(no), Kopi.at("2026-03-02T10:00"))
        try life.happen(.consentChanged(yes), Kopi.at("2026-03-01T12:00"))
        #expect(life.state.consents.map(\.consent.isGiven) == [false])
        let unproven = Consent(purpose: "marketing", channel: "phone", isGiven: true)
        try life.happen(.consentChanged(unproven), Kopi.at("2026-03-03T10:00"))
        #expect(life.state.consents.last?.isEffective == false)
    }

    private func randomActivation(_ random: inout SplitMix64) -> Activation {
        switch Int.random(in: 0..<4, using: &random) {
        case 0: .onDates([1, 4, 9].compactMap { YearDay(month: $0, day: 1) })
        case 1: .onEvent(.stayCompleted, cancelAfterDays: Int.random(in: 1...90, using: &random))
        default: .after(days: Int.random(in: 0...20, using: &random))
        }
    }

    private func randomExpiry(_ random: inout SplitMix64) -> Expiry {
        let period = Period(Int.random(in: 1...8, using: &random), .month)
        return switch Int.random(in: 0..<5, using: &random) {
        case 0: .calendar([3, 8, 12].compactMap { YearDay(month: $0, day: 31) })
        case 1: .inactivity(period, by: [.earn, .spend])
        default: .rolling(period, roundedUpTo: nil)
        }
    }

    /// A life of orders, returns, redemptions, adjustments and waits, refusals left out.
    private func randomLife(_ random: inout SplitMix64, steps: Int) throws -> Life {
        let policy = Shortfall.allCases[Int.random(in: 0..<3, using: &random)]
        let wallet = Kopi.wallet(
            activation: randomActivation(&random),
            expiry: randomExpiry(&random),
            shortfall: policy
        )
        var life = try Life(Kopi.version(wallet: wallet), enrolled: Kopi.at("2025-06-01T10:00"))
        var now = Kopi.at("2025-06-01T10:00")
        for step in 0..<steps {
            now = now.adding(milliseconds: Int64.random(in: 0...(20 * 86_400_000), using: &random))
            let moment =
                Int.random(in: 0..<10, using: &random) == 0
                ? now.adding(milliseconds: -Int64.random(in: 0...(60 * 86_400_000), using: &random)) : now
            do {
                switch Int.random(in: 0..<12, using: &random) {
                case 0...3:
                    try life.pays(Int64.random(in: 0...300_000, using: &random), order: Key("o\(step)"), at: moment)
                case 4: try life.returns(Key("o\(Int.random(in: 0...step, using: &random))"), at: moment)
                case 5:
                    try life.spends(
                        Int64.random(in: 1...500, using: &random),
                        order: Bool.random(using: &random) ? Key("o\(step + 1)") : nil,
                        at: moment
                    )
                case 6:
                    let points = Int64.random(in: -100...100, using: &random)
                    guard points != 0 else { continue }
                    try life.happen(.pointsAdjusted(Adjustment(wallet: "points", points: Points(points))), moment)
                case 8:
                    let minutes = Int64.random(in: 1...10_080, using: &random)
                    let points = Int64.random(in: 1...300, using: &random)
                    try life.holds(points, Key("h\(step)"), minutes: minutes, at: moment)
                case 9:
                    let order = Bool.random(using: &random) ? Key("o\(step + 1)") : nil
                    guard let hold = life.state.account("points")?.holds.randomElement(using: &random) else { continue }
                    let points = Int64.random(in: 1...hold.points.units, using: &random)
                    let capture = HoldCapture(hold: hold.key.id, points: Points(points), order: order)
                    try life.happen(.pointsCaptured(capture), moment)
                case 10: try life.releases(Key("h\(Int.random(in: 0...step, using: &random))"), at: moment)
                case 7: try life.does(.stayCompleted, at: moment)
                default: try life.happen(.timePassed, moment)
                }
            } catch {}
        }
        return life
    }
}

extension Entry {
    /// What an entry does, whatever number it got.
    fileprivate var withoutNumbers: [String] {
        ["\(wallet)", kind.rawValue, "\(points.units)", "\(balance.units)", "\(at.milliseconds)"]
    }
}
