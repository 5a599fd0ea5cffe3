import SetiaCore
import SetiaService
import SetiaTesting
import Testing

@Suite("Explaining with a ladder for each currency")
struct LadderTests {
    private static let programme = """
        programme: cafe
        engine: 1
        languages: [en]
        timeZone: UTC
        currencies:
          MYR: {decimals: 2}
          THB: {decimals: 2}
        wallets:
          points: {name: {en: points}, activation: immediate, expiry: none, rates: {MYR: 1 per 1.00, THB: 1 per 8.00}}
        tiers:
          status: {metric: net spend, window: calendar year, levels: {gold: {from: 2000 MYR, name: {en: Gold}}}}
          status_th: {metric: net spend, window: calendar year, levels: {gold: {from: 100 THB, name: {en: Gold}}}}
        rules:
          - id: base
            on: order.paid
            earn: {wallet: points, by: rate}
          - id: more
            on: order.paid
            when: member.tiers.status.atLeast("gold")
            multiply: 1.5
            why: {en: Half more for Gold}
          - id: more-th
            on: order.paid
            when: member.tiers.status_th.atLeast("gold")
            multiply: 1.5
            why: {en: Half more for Gold}
        """

    private func steps(ofOrders amounts: [Int64]) async throws -> [[String]] {
        let brand = SetiaTesting.TestBrand()
        _ = try await brand.service.publishProgramme(LadderTests.programme)
        let member = try await brand.service.createMember(
            NewMember(identities: [try Identity(kind: .card, text: "KS-1")], facts: MemberFacts())
        ).member
        var told: [[String]] = []
        for (place, amount) in amounts.enumerated() {
            let order = try #require(
                Order(id: Key("o\(place)"), currency: Fixture.baht, lines: [.init(sku: "latte", net: amount)])
            )
            let event = Event(
                source: "till",
                id: Key("e\(place)"),
                occurredAt: brand.clock.now,
                matter: .orderPaid(order)
            )
            let outcome = try await brand.service.record(Intake(event: event, who: .member(member)))
            guard case .recorded(let receipt) = outcome else { continue }
            told.append(try await brand.service.explanation(of: receipt.id, in: .en)?.steps.map(\.text) ?? [])
        }
        return told
    }

    @Test("an order counts for one ladder; that it counts for no other is no news")
    func otherLadders() async throws {
        let told = try await steps(ofOrders: [80_00])
        #expect(told.joined().filter { $0.contains("level") }.count == 1, "\(told)")
    }

    @Test("what rules of the same words miss is told once, and not at all when one of them gave it")
    func sameWords() async throws {
        let told = try await steps(ofOrders: [200_00, 80_00])
        #expect(told.count == 2)
        #expect(told[0].filter { $0.hasPrefix("Half more for Gold") }.count == 1, "\(told[0])")
        #expect(told[1].filter { $0.hasPrefix("Half more for Gold") }.count == 1, "\(told[1])")
        #expect(told[1].contains { $0.hasPrefix("Half more for Gold") && $0.contains("5") }, "\(told[1])")
    }
}
