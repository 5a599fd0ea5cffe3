import SetiaCore
import Testing

/// What must hold, and what is counted towards a goal, by the ids of `docs/rules/peer-cases.md`.
@Suite("Cases of other systems: conditions and goals")
struct PeerConditionCaseTests {
    private let thursday = Kopi.at("2026-01-01T10:00")
    private let wallet = Kopi.wallet(activation: .immediate, expiry: .none)

    private func condition(_ text: String) throws -> Condition {
        let currency = CurrencySetting(currency: Kopi.currency("MYR"), decimals: 2)
        return try Condition.parse(text, ConditionVocabulary(currencies: [currency], tierSets: [Kopi.ladder]))
    }

    /// Whether a rule with this condition gives for an order of 50.00.
    private func holds(_ text: String) throws -> Bool {
        let effect = Rule.Effect.earnFixed(wallet: "points", points: Points(1))
        let rule = Rule(id: "r", on: .orderPaid, condition: try condition(text), effect: effect)
        var life = try Life(Kopi.version(wallet: wallet, rules: [rule]))
        return try life.pays(5_000, at: thursday).points(in: "points") == Points(1)
    }

    @Test("SET-CON-01: an order of the threshold itself reaches it")
    func threshold() throws {
        let matches = try ["50.00", "49.99", "50.01"].map { try holds("event.total >= money(\"\($0) MYR\")") }
        #expect(matches == [true, true, false])
    }

    /// ISO counts Monday as 1, and Sunday as 7; expressions count Sunday as 0.
    @Test("SET-CON-03: a weekday is that of the store's own clock")
    func weekday() throws {
        let matches = try [[4], [1, 4], [5, 6], []].map { days in
            try holds("event.occurredAt.getDayOfWeek(event.zone) in \(days)")
        }
        #expect(matches == [true, true, false, false])
    }

    @Test("TAL-08: what is over the goal counts towards the next one")
    func overflow() throws {
        let achievement = Achievement(
            key: "three",
            name: Words([]),
            on: .orderPaid,
            counts: .units(.piece),
            goal: 3,
            repeats: true
        )
        var life = try Life(Kopi.version(wallet: wallet, rules: [], achievements: [achievement]))
        for id in ["A", "B"] as [Key] {
            let line = Order.Line(sku: "kopi", quantity: 2, net: 1_000)
            let order = try #require(Order(id: id, currency: Kopi.currency("MYR"), lines: [line]))
            try life.happen(.orderPaid(order), thursday)
        }
        #expect(life.state.achievements.map(\.reached) == [1])
        #expect(life.state.achievements.map(\.count) == [1])
    }

    @Test("ODO-MSG-01: a line that is crossed upwards is told once, and of several only the highest")
    func crossings() throws {
        let lines: [(Key, Int64)] = [("create", 0), ("50", 50), ("100", 100)]
        let terms = TierSet.Terms(downgrade: .immediate)
        var life = try Life(
            Kopi.climbing(Kopi.ladder(.balance(wallet: "points"), .lifetime, lines, terms)),
            enrolled: nil
        )
        func told(_ decision: Decision) -> [Key] {
            decision.reasons.compactMap { reason in
                if case .levelReached(_, _, let level, _) = reason { level } else { nil }
            }
        }
        var sent = [told(try life.happen(.memberEnrolled(MemberFacts()), thursday))]
        for points in [50, 49, 1, -100, 100] as [Int64] { sent.append(told(try life.adjusts(points, at: thursday))) }
        #expect(sent == [["create"], ["50"], [], ["100"], [], ["100"]])
    }
}
