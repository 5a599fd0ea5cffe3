import SetiaCore
import SetiaService
import SetiaStore
import SetiaTesting
import Testing

@Suite("Budgets, recorded")
struct BudgetRecordingTests {
    /// Ten points an order, of so many for all; as many for joining.
    @Sendable
    static func programme(_ document: String) -> Programme {
        let budget = Budget(Points(Int64(document) ?? 100))
        return Programme(
            name: "kopi-setia",
            engine: 1,
            languages: ["en"],
            timeZone: "Asia/Kuala_Lumpur",
            currencies: [CurrencySetting(currency: Fixture.ringgit, decimals: 2)],
            wallets: [
                Wallet(key: "points", name: Words([]), activation: .immediate, expiry: .none, rates: [])
            ],
            tierSets: [],
            rules: [
                Rule(
                    id: "gift",
                    on: .orderPaid,
                    effect: .earnFixed(wallet: "points", points: Points(10)),
                    budget: budget
                ),
                Rule(
                    id: "welcome",
                    on: .memberEnrolled,
                    effect: .earnFixed(wallet: "points", points: Points(30)),
                    budget: Budget(Points(50))
                ),
            ]
        )
    }

    private func servers(_ points: Int64, on store: any Store) async throws -> Servers {
        let servers = try await Servers(on: store, parse: Self.programme)
        _ = try await servers.first.publishProgramme(String(points))
        servers.clock.advance(milliseconds: 1_000)
        return servers
    }

    private func counter(_ key: Key = "budget:rule:gift", in store: any Store) async throws -> SharedCounter? {
        try await store.reading { try $0.counters([key])[0] }
    }

    private func order(_ id: Key, _ servers: Servers) -> Event {
        Fixture.order(id, 1_000, at: servers.clock.now)
    }

    @Test(
        "B-2: forty orders of twenty members at once, told to two servers: the budget is given out to the point, and every account replays",
        arguments: Backend.allCases
    )
    func atOnce(backend: Backend) async throws {
        try await backend.withStore { store in
            let servers = try await servers(155, on: store)
            let receipts = try await withThrowingTaskGroup(of: Receipt?.self) { group in
                for number in 0..<40 {
                    let card = try Identity(kind: .card, text: "K\(number % 20)")
                    let intake = Intake(event: order(Key("o\(number)"), servers), who: .identity(card))
                    for server in [servers.first, servers.second] {
                        group.addTask { try await server.recordUntilKnown(intake) }
                    }
                }
                return try await group.reduce(into: []) { $0.append($1) }
            }
            let fresh = receipts.compactMap(\.self).filter { !$0.isReplay }
            #expect(fresh.count == 40)
            let given = fresh.map { $0.decision.points(in: "points").units }
            #expect(given.reduce(0, +) == 155)
            #expect(given.count { $0 == 10 } == 15)
            #expect(try await counter(in: store) == SharedCounter(key: "budget:rule:gift", cap: 155, taken: 155))
            let left = try await store.recording {
                try $0.reservations(expiredBy: Instant(milliseconds: .max), limit: 10)
            }
            #expect(left.isEmpty)
            let verification = try await servers.first.verify()
            #expect(verification.discrepancies.isEmpty, "\(verification.discrepancies)")
        }
    }

    @Test("B-2: where members are on several machines, the budget is given out to the point too")
    func distributed() async throws {
        let store = ModelStore(isDistributed: true)
        let servers = try await servers(55, on: store)
        let given = try await withThrowingTaskGroup(of: Int64.self) { group in
            for number in 0..<12 {
                let card = try Identity(kind: .card, text: "K\(number % 5)")
                let intake = Intake(event: order(Key("o\(number)"), servers), who: .identity(card))
                for server in [servers.first, servers.second] {
                    group.addTask {
                        guard let receipt = try await server.recordUntilKnown(intake), !receipt.isReplay else {
                            return 0
                        }
                        return receipt.decision.points(in: "points").units
                    }
                }
            }
            return try await group.reduce(0, +)
        }
        #expect(given == 55)
        #expect(try await counter(in: store)?.taken == 55)
        let verification = try await servers.first.verify()
        #expect(verification.discrepancies.isEmpty, "\(verification.discrepancies)")
    }

    @Test("B-2: a batch of one member takes in its own order, and says what was withheld", arguments: Backend.allCases)
    func batch(backend: Backend) async throws {
        try await backend.withStore { store in
            let servers = try await servers(25, on: store)
            let card = try Identity(kind: .card, text: "K")
            let intakes = (0..<4).map {
                servers.first.prepare(Intake(event: order(Key("o\($0)"), servers), who: .identity(card)))
            }
            let outcomes = try await servers.first.record(intakes)
            let decisions = outcomes.compactMap { outcome in
                if case .recorded(let receipt) = outcome { receipt.decision } else { nil }
            }
            #expect(decisions.map { $0.points(in: "points").units } == [10, 10, 5, 0])
            let grants: [[Grant]] = [10, 10, 5, 0].map { [Grant(counter: "budget:rule:gift", amount: $0)] }
            #expect(decisions.map(\.grants) == grants)
            #expect(decisions[2].reasons.contains { if case .cappedByBudget = $0 { true } else { false } })
            let kept = try #require(
                outcomes.compactMap { if case .recorded(let receipt) = $0 { receipt } else { nil } }.first
            )
            let history = try await store.reading { try $0.history(of: kept.member) }
            #expect(history.map(\.decision) == decisions)
        }
    }

    @Test("B-2: what is refused or fails takes nothing", arguments: Backend.allCases)
    func refused(backend: Backend) async throws {
        try await backend.withStore { store in
            let servers = try await servers(25, on: store)
            let card = try Identity(kind: .card, text: "K")
            let order = order("o", servers)
            _ = try await servers.first.recordUntilKnown(Intake(event: order, who: .identity(card)))
            // The same once more, and another one that says it is the same.
            let repeated = try await servers.second.recordUntilKnown(Intake(event: order, who: .identity(card)))
            #expect(repeated?.isReplay == true)
            let other = Fixture.order("o", 2_000, at: order.occurredAt)
            let conflict = try await servers.second.recordUntilKnown(Intake(event: other, who: .identity(card)))
            #expect(conflict == nil)
            #expect(try await counter(in: store)?.taken == 10)
        }
    }

    @Test("B-4: an order that comes back gives its part back, for whoever comes next", arguments: Backend.allCases)
    func returned(backend: Backend) async throws {
        try await backend.withStore { store in
            let servers = try await servers(10, on: store)
            let (one, two) = (try Identity(kind: .card, text: "K1"), try Identity(kind: .card, text: "K2"))
            func tell(_ event: Event, _ card: Identity) async throws -> Int64? {
                try await servers.first.recordUntilKnown(Intake(event: event, who: .identity(card)))?
                    .decision.points(in: "points").units
            }
            #expect(try await tell(order("a", servers), one) == 10)
            #expect(try await tell(order("b", servers), two) == 0)
            let back = Fixture.orderReturn("a", at: servers.clock.now)
            #expect(try await tell(back, one) == -10)
            #expect(try await counter(in: store)?.taken == 0)
            #expect(try await tell(order("c", servers), two) == 10)
            let verification = try await servers.first.verify()
            #expect(verification.discrepancies.isEmpty, "\(verification.discrepancies)")
        }
    }

    @Test("B-2: what is given for joining is of a budget too", arguments: Backend.allCases)
    func joining(backend: Backend) async throws {
        try await backend.withStore { store in
            let servers = try await servers(10, on: store)
            var given: [Int64] = []
            for number in 0..<3 {
                let card = try Identity(kind: .card, text: "K\(number)")
                let receipt = try await servers.first.createMember(
                    NewMember(identities: [card], facts: MemberFacts(country: "MY"))
                )
                given.append(receipt.decision.points(in: "points").units)
            }
            #expect(given == [30, 20, 0])
            #expect(try await counter("budget:rule:welcome", in: store)?.taken == 50)
            let verification = try await servers.first.verify()
            #expect(verification.discrepancies.isEmpty, "\(verification.discrepancies)")
        }
    }

    @Test("B-2: a budget that is published anew leaves what was taken", arguments: Backend.allCases)
    func published(backend: Backend) async throws {
        try await backend.withStore { store in
            let servers = try await servers(10, on: store)
            let card = try Identity(kind: .card, text: "K")
            for (place, (budget, expected)) in [(10, 10), (18, 8), (15, 0), (30, 10)].enumerated() {
                _ = try await servers.first.publishProgramme(String(budget))
                servers.clock.advance(milliseconds: 1_000)
                let receipt = try await servers.first.recordUntilKnown(
                    Intake(event: order(Key("o\(place)"), servers), who: .identity(card))
                )
                #expect(receipt?.decision.points(in: "points") == Points(Int64(expected)))
            }
            #expect(try await counter(in: store) == SharedCounter(key: "budget:rule:gift", cap: 30, taken: 28))
        }
    }

    @Test(
        "B-1: an event that comes late and is put in its turn takes what it is granted, and replays",
        arguments: Backend.allCases
    )
    func late(backend: Backend) async throws {
        try await backend.withStore { store in
            let servers = try await servers(25, on: store)
            let card = try Identity(kind: .card, text: "K")
            let early = servers.clock.now
            servers.clock.advance(milliseconds: 5 * 86_400_000)
            for number in 0..<2 {
                let event = order(Key("o\(number)"), servers)
                _ = try await servers.first.recordUntilKnown(Intake(event: event, who: .identity(card)))
            }
            let late = Fixture.order("late", 1_000, at: early)
            let receipt = try await servers.first.recordUntilKnown(Intake(event: late, who: .identity(card)))
            #expect(receipt?.decision.isInTurn == true)
            #expect(receipt?.decision.points(in: "points") == Points(5))
            #expect(try await counter(in: store)?.taken == 25)
            let verification = try await servers.first.verify()
            #expect(verification.discrepancies.isEmpty, "\(verification.discrepancies)")
        }
    }
}
