import SetiaCore
import Testing

@Suite("Late events")
struct LateTests {
    /// A tenth of the rules that a real brand has: a rate, half more from gold on, a bonus once a day, a first order.
    private static func version(
        wallet: Wallet = Kopi.wallet(activation: .immediate),
        window: Int = 30,
        metric: TierSet.Metric? = nil
    )
        throws -> ProgrammeVersion
    {
        let vocabulary = ConditionVocabulary(
            currencies: [CurrencySetting(currency: Kopi.currency("MYR"), decimals: 2)],
            tierSets: [Kopi.ladder]
        )
        let plain = Kopi.version(wallet: wallet)
        let rules = [
            Kopi.base, Kopi.goldHalfMore,
            Rule(
                id: "daily",
                on: .orderPaid,
                effect: .earnFixed(wallet: "points", points: Points(20)),
                caps: [Cap(.times(1), per: .day)]
            ),
            Rule(
                id: "first",
                on: .orderPaid,
                condition: try Condition.parse("member.orders == 0", vocabulary),
                effect: .earnFixed(wallet: "points", points: Points(50))
            ),
            Rule(
                id: "visit",
                on: .visitCompleted,
                effect: .earnFixed(wallet: "points", points: Points(5)),
                caps: [Cap(.points(Points(12)), per: .week)]
            ),
        ]
        let programme = plain.programme
        return ProgrammeVersion(
            number: 1,
            validFrom: plain.validFrom,
            programme: Programme(
                name: programme.name,
                engine: programme.engine,
                languages: programme.languages,
                timeZone: programme.timeZone,
                currencies: programme.currencies,
                wallets: programme.wallets,
                tierSets: metric.map {
                    [Kopi.ladder($0, .calendar(.year, startMonth: 1), [("silver", 0), ("gold", 900)])]
                }
                    ?? programme.tierSets,
                rules: rules,
                lateWindow: window
            ),
            zone: plain.zone
        )
    }

    @Test("D-5: a late order under a daily cap takes the bonus of its day, and the later order gives it up")
    func capsInTurn() throws {
        var life = LateLife(try Self.version())
        try life.enrol(at: Kopi.at("2026-01-01T10:00"))
        try life.pays(1_000, order: "A", at: Kopi.at("2026-03-02T10:00"))
        try life.pays(1_000, order: "B", at: Kopi.at("2026-03-03T18:00"))
        let late = try life.pays(1_000, order: "C", at: Kopi.at("2026-03-03T09:00"))
        #expect(late.isLate && late.isInTurn)
        #expect(late.points(in: "points") == Points(10))
        #expect(life.worth(of: "A") == 10 + 20 + 50)
        #expect(life.worth(of: "B") == 10)
        #expect(life.worth(of: "C") == 10 + 20)
        #expect(late.entries.map(\.kind) == [.earn, .correction])
        #expect(
            late.reasons.contains(
                .corrected(event: life.number(of: "B"), name: "B", wallet: "points", points: Points(-20))
            )
        )
    }

    @Test("D-5: a level that a late order reaches counts for what came after it")
    func tiersInTurn() throws {
        var life = LateLife(try Self.version())
        try life.enrol(at: Kopi.at("2026-01-01T10:00"))
        try life.pays(10_000, order: "A", at: Kopi.at("2026-03-01T10:00"))
        try life.pays(10_000, order: "B", at: Kopi.at("2026-03-10T10:00"))
        let late = try life.pays(200_000, order: "C", at: Kopi.at("2026-03-05T10:00"))
        #expect(life.worth(of: "A") == 100 + 20 + 50)
        #expect(life.worth(of: "B") == 150 + 20)
        #expect(late.levels == [Decision.LevelHeld(tierSet: "status", level: "gold")])
        #expect(life.state.standing(in: "status")?.since == Kopi.at("2026-03-05T10:00"))
        #expect(late.entries.map { $0.points.units } == [2_020, 50])
    }

    @Test("D-5: what late points may be used for is at least 30 days, also those of a correction")
    func grace() throws {
        let wallet = Kopi.wallet(activation: .immediate, expiry: .rolling(Period(10, .day), roundedUpTo: nil))
        var life = LateLife(try Self.version(wallet: wallet))
        try life.enrol(at: Kopi.at("2026-01-01T10:00"))
        try life.pays(10_000, order: "A", at: Kopi.at("2026-03-10T10:00"))
        try life.happen(.timePassed, at: Kopi.at("2026-03-21T00:00"))
        let late = try life.pays(200_000, order: "C", at: Kopi.at("2026-03-05T10:00"))
        #expect(late.entries.map(\.kind).first == .earn)
        #expect(late.entries.allSatisfy { $0.expiresAt == nil || $0.expiresAt == Kopi.at("2026-04-21T00:00") })
    }

    @Test("D-5: a late order of a year that is over raises the level of the next, and never lowers it")
    func closedPeriods() throws {
        var life = LateLife(try Self.version())
        try life.enrol(at: Kopi.at("2025-11-01T10:00"))
        try life.pays(150_000, order: "A", at: Kopi.at("2025-12-20T10:00"))
        try life.pays(10_000, order: "B", at: Kopi.at("2026-01-05T10:00"))
        #expect(life.level == "silver")
        try life.pays(60_000, order: "C", at: Kopi.at("2025-12-28T10:00"))
        #expect(life.level == "gold")
        #expect(life.worth(of: "B") == 150 + 20)
        #expect(life.state.standing(in: "status")?.until == Kopi.at("2027-01-01T00:00"))
        // What comes back of a year that is over leaves the level.
        try life.returns("C", at: Kopi.at("2025-12-30T10:00"))
        #expect(life.level == "gold")
    }

    @Test("D-5: what is older than the window is decided as it comes, and stays where it was recorded")
    func window() throws {
        for (window, isInTurn) in [(30, true), (5, true), (4, false), (0, false)] {
            var life = LateLife(try Self.version(window: window))
            try life.enrol(at: Kopi.at("2026-01-01T10:00"))
            try life.pays(10_000, order: "B", at: Kopi.at("2026-03-10T10:00"))
            let late = try life.pays(200_000, order: "C", at: Kopi.at("2026-03-05T10:00"))
            #expect(late.isLate)
            #expect(late.isInTurn == isInTurn)
            // What came too late counts where it was recorded, also for what comes late after it.
            try life.pays(1_000, order: "A", at: Kopi.at("2026-03-10T09:59"))
            let expected: Int64 = isInTurn ? 150 : window == 0 ? 170 : 100
            #expect(life.worth(of: "B") == expected)
        }
    }

    @Test("D-5: what was spent and refused stays, and what is taken then may be owed")
    func factsStay() throws {
        var life = LateLife(try Self.version())
        try life.enrol(at: Kopi.at("2026-01-01T10:00"))
        try life.pays(1_000, order: "B", at: Kopi.at("2026-03-03T18:00"))
        try life.happen(
            .pointsRedeemed(Redemption(id: "x", wallet: "points", points: Points(80))),
            at: Kopi.at("2026-03-04T10:00")
        )
        // The first order is another one now: B gives up 70 of its 80, which are spent.
        try life.pays(1_000, order: "A", at: Kopi.at("2026-03-03T09:00"))
        #expect(life.worth(of: "B") == 10)
        #expect(life.worth(of: "A") == 80)
        let account = try #require(life.state.account("points"))
        #expect(account.balance == Points(10))
        #expect(account.debt == .zero)
    }

    @Test("D-5: an order whose points a late one changed comes back as it is worth now")
    func returnsAfterCorrections() throws {
        var life = LateLife(try Self.version())
        try life.enrol(at: Kopi.at("2026-01-01T10:00"))
        try life.pays(10_000, order: "B", at: Kopi.at("2026-03-10T10:00"))
        try life.pays(200_000, order: "C", at: Kopi.at("2026-03-05T10:00"))
        #expect(life.worth(of: "B") == 170)
        try life.returns("B", at: Kopi.at("2026-03-20T10:00"))
        #expect(life.worth(of: "B") == 0)
        try life.returns("C", at: Kopi.at("2026-03-21T10:00"))
        #expect(life.state.account("points")?.balance == .zero)
        #expect(life.state.orders == 0)
    }

    @Test("D-5: within the window the order of arrival changes no points, no counter and no level", arguments: 0..<60)
    func orderIndependence(seed: UInt64) throws {
        var random = SplitMix64(seed: seed)
        // A third of them climb by points, which count once they can be used.
        let version = try Self.version(
            wallet: Kopi.wallet(activation: .after(days: 3)),
            metric: seed % 3 == 0 ? .earned(wallet: "points") : nil
        )
        let events = randomEvents(&random)
        var inOrder = LateLife(version)
        for event in events { try inOrder.take(event) }
        for _ in 0..<4 {
            var shuffled = LateLife(version)
            for event in arrival(of: events, &random) { try shuffled.take(event) }
            #expect(shuffled.worths == inOrder.worths)
            #expect(shuffled.counters == inOrder.counters)
            #expect(shuffled.state.standings == inOrder.state.standings)
            #expect(shuffled.state.account("points")?.balance == inOrder.state.account("points")?.balance)
            let (one, other) = (shuffled.state.account("points"), inOrder.state.account("points"))
            let end = Kopi.at("2026-03-29T00:00")
            #expect(one?.standing(at: end) == other?.standing(at: end))
            #expect(shuffled.sum == shuffled.state.account("points")?.balance)
        }
    }

    /// A month of orders, visits and returns, each at a moment of its own, in their order.
    private func randomEvents(_ random: inout SplitMix64) -> [Event] {
        var events: [Event] = []
        var orders: [(id: Key, lines: Int)] = []
        var now = Kopi.at("2026-03-01T09:00")
        for step in 0..<Int.random(in: 6...16, using: &random) {
            now = now.adding(milliseconds: Int64.random(in: 1...(30 * 3_600_000), using: &random))
            let matter: Event.Matter
            switch Int.random(in: 0..<8, using: &random) {
            case 0, 1: matter = .happened(Occurrence(type: .visitCompleted, facts: []))
            case 2 where !orders.isEmpty:
                let order = orders[Int.random(in: 0..<orders.count, using: &random)]
                let line = OrderReturn.Line(number: Int.random(in: 1...order.lines, using: &random), quantity: 1)
                matter = .orderReturned(OrderReturn(order: order.id, id: Key("r\(step)"), lines: [line]))
            case 3 where !orders.isEmpty:
                let order = orders.remove(at: Int.random(in: 0..<orders.count, using: &random))
                matter = .orderReturned(OrderReturn(order: order.id, id: Key("r\(step)")))
            default:
                let lines = (0..<Int.random(in: 1...3, using: &random)).map { _ in
                    Order.Line(sku: "kopi", quantity: 9, net: Int64.random(in: 0...90_000, using: &random))
                }
                guard let order = Order(id: Key("o\(step)"), currency: Kopi.currency("MYR"), lines: lines) else {
                    continue
                }
                orders.append((order.id, lines.count))
                matter = .orderPaid(order)
            }
            events.append(Event(source: "till", id: Key("e\(step)"), occurredAt: now, matter: matter))
        }
        let joins = Event(
            source: "till",
            id: "joins",
            occurredAt: Kopi.at("2026-03-01T08:00"),
            matter: .memberEnrolled(MemberFacts(country: "MY"))
        )
        return [joins] + events
    }

    /// In which order they arrive: any, save that what comes back was bought before, and in parts one after the other.
    private func arrival(of events: [Event], _ random: inout SplitMix64) -> [Event] {
        var keyed = events.map { event in (key: random.next(), event: event) }
        for place in keyed.indices {
            guard case .orderReturned(let back) = keyed[place].event.matter else { continue }
            for earlier in keyed[..<place] {
                let isBefore =
                    switch earlier.event.matter {
                    case .orderPaid(let order): order.id == back.order
                    case .orderReturned(let other): other.order == back.order
                    default: false
                    }
                if isBefore { keyed[place].key = max(keyed[place].key, earlier.key &+ 1) }
            }
        }
        return keyed.sorted { $0.key < $1.key }.map(\.event)
    }
}

/// One member's life whose events arrive in any order.
private struct LateLife {
    let book: ProgrammeBook
    var state = MemberState(member: Kopi.member)
    var past: [DecidedEvent] = []
    private var events = 0

    init(_ version: ProgrammeVersion) {
        guard let book = ProgrammeBook([version]) else { preconditionFailure("no version") }
        self.book = book
    }

    @discardableResult
    mutating func take(_ event: Event) throws(Refusal) -> Decision {
        let version = book.version(at: event.occurredAt)
        let decided: (state: MemberState, decision: Decision)
        if Refold.isDue(event, state, under: book) {
            let refold = try Refold(of: event, after: past, state, under: book)
            decided = try decide(version, state, event, refold)
        } else {
            decided = try decide(version, state, event)
        }
        state = decided.state
        past.append(DecidedEvent(event: event, decision: decided.decision))
        return decided.decision
    }

    @discardableResult
    mutating func happen(_ matter: Event.Matter, at moment: Instant) throws(Refusal) -> Decision {
        events += 1
        return try take(Event(source: "till", id: Key("e\(events)"), occurredAt: moment, matter: matter))
    }

    mutating func enrol(at moment: Instant) throws(Refusal) {
        try happen(.memberEnrolled(MemberFacts()), at: moment)
    }

    @discardableResult
    mutating func pays(_ net: Int64, order: Key, at moment: Instant) throws(Refusal) -> Decision {
        let line = Order.Line(sku: "kopi", net: net)
        guard let order = Order(id: order, currency: Kopi.currency("MYR"), lines: [line]) else {
            preconditionFailure("no order of \(net)")
        }
        return try happen(.orderPaid(order), at: moment)
    }

    mutating func returns(_ order: Key, at moment: Instant) throws(Refusal) {
        try happen(.orderReturned(OrderReturn(order: order, id: "r")), at: moment)
    }

    var level: Key? { state.standing(in: "status")?.level }

    func number(of order: Key) -> Int64 {
        past.first { decided in
            guard case .orderPaid(let paid) = decided.event.matter else { return false }
            return paid.id == order
        }?.decision.number ?? 0
    }

    /// What an order gives after all: earned, corrected and taken back.
    func worth(of order: Key) -> Int64 { worths[order.text] ?? 0 }

    /// What each event gives after all, by the name its sender gave it.
    var worths: [String: Int64] {
        var names: [Int64: String] = [:]
        var worths: [String: Int64] = [:]
        for decided in past {
            var name = decided.event.id.text
            if case .orderPaid(let order) = decided.event.matter { name = order.id.text }
            if case .orderReturned(let back) = decided.event.matter { name = back.order.text }
            names[decided.decision.number] = name
            for entry in decided.decision.entries where entry.kind == .earn || entry.kind == .clawBack {
                worths[name, default: 0] += entry.points.units
            }
            for case .corrected(let event, _, _, let points) in decided.decision.reasons {
                worths[names[event] ?? "", default: 0] += points.units
            }
        }
        return worths.filter { $0.value != 0 }
    }

    var counters: [String] {
        state.capUses.filter { $0.times > 0 }.map { "\($0)" }.sorted() + state.tallies.map { "\($0)" }
            + ["\(state.orders)", "\(state.facts)"]
    }

    var sum: Points { past.flatMap(\.decision.entries).reduce(.zero) { $0 + $1.points } }
}

@Suite("What comes too late")
struct TooLateTests {
    private static let now = Kopi.at("2026-06-01T09:00")

    /// So many hours late, under a window of so many days.
    private static let cases: [(hours: Int64, window: Int, isLate: Bool)] = [
        (0, 30, false), (24, 0, false), (25, 0, true), (720, 30, false), (721, 30, true), (9_600, 400, false),
    ]

    private func isTooLate(_ matter: Event.Matter, hours: Int64, window: Int) throws -> Bool {
        let plain = Kopi.version(wallet: Kopi.wallet(activation: .immediate))
        let programme = plain.programme
        let version = ProgrammeVersion(
            number: 1,
            validFrom: plain.validFrom,
            programme: Programme(
                name: programme.name,
                engine: programme.engine,
                languages: programme.languages,
                timeZone: programme.timeZone,
                currencies: programme.currencies,
                wallets: programme.wallets,
                tierSets: programme.tierSets,
                rules: programme.rules,
                lateWindow: window
            ),
            zone: plain.zone
        )
        var state = MemberState(member: Kopi.member)
        state.number = 1
        state.clock = Self.now
        let event = Event(
            source: "till",
            id: "1",
            occurredAt: Self.now.adding(milliseconds: -hours * 3_600_000),
            matter: matter
        )
        return Refold.isTooLate(event, state, under: try #require(ProgrammeBook([version])))
    }

    @Test(
        "D-9: what is too old to count in its turn waits, what is late by a day at most does not, and nor does what has happened",
        arguments: TooLateTests.cases
    )
    func waits(hours: Int64, window: Int, isLate: Bool) throws {
        let visit = Event.Matter.happened(Occurrence(type: .visitCompleted, facts: []))
        let back = Event.Matter.orderReturned(OrderReturn(order: "A", id: "1"))
        #expect(try isTooLate(visit, hours: hours, window: window) == isLate)
        #expect(try isTooLate(back, hours: hours, window: window) == isLate)
        let spent = Event.Matter.pointsRedeemed(
            Redemption(id: "r", wallet: "points", points: Points(1), order: nil)
        )
        for matter in [spent, .memberChanged(MemberFacts()), .memberEnrolled(MemberFacts())] {
            #expect(try !isTooLate(matter, hours: hours, window: window))
        }
    }
}
