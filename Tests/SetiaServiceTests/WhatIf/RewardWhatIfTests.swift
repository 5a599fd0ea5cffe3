import JSONText
import SetiaCore
import SetiaInsight
import SetiaService
import SetiaTesting
import Testing

@Suite("What if rewards cost something else")
struct RewardWhatIfTests {
    private func document(price: Int) -> String {
        """
        programme: small
        engine: 1
        languages: [en]
        timeZone: Asia/Kuala_Lumpur
        currencies: {MYR: {decimals: 2}}
        wallets:
          points: {name: points, activation: immediate, expiry: none, rates: {MYR: 1 per 1.00}}
        rewards:
          mug: {kind: physical-good, name: Mug, price: {points: \(price)}, stock: counted}
        """
    }

    @Test("W-11: a reward of the past is a wish at the price that is tried")
    func wishes() async throws {
        let brand = SetiaTesting.TestBrand()
        let service = brand.service
        _ = try await service.publishProgramme(document(price: 300))
        _ = try await service.loadStock(of: "mug", by: 10, reason: "delivery", by: .operator)
        brand.clock.now = brand.clock.now.adding(milliseconds: 1_000)
        // Ten members with 300, 400, … 1,200 points; four of them could pay 900.
        for number in 0..<10 {
            let member = try await service.createMember(
                NewMember(
                    identities: [try Identity(kind: .card, text: "K\(number)")],
                    facts: MemberFacts(),
                    person: [:]
                )
            ).member
            let points = Int64(300 + 100 * number)
            _ = try await service.record(
                Intake(event: Fixture.adjustment(Key("a\(number)"), points, at: brand.clock.now), who: .member(member))
            )
            let wish = RewardWish(id: Key("R\(number)"), reward: "mug", expected: Points(300))
            guard case .recorded = try await service.redeem(wish, for: member) else {
                Issue.record("\(number) was not taken")
                return
            }
            _ = try await service.change(RedemptionChange(redemption: wish.id, step: .deliver), of: member)
        }
        let same = try await service.whatIf(WhatIfQuestion(document: document(price: 300)))
        #expect(same.wallets.first?.honoured.count == 10 && same.wallets.first?.notAffordable.count == 0)
        #expect(same.notTaken.isEmpty)
        let dearer = try await service.whatIf(WhatIfQuestion(document: document(price: 900)))
        let wallet = try #require(dearer.wallets.first)
        #expect(wallet.honoured.count == 4 && wallet.honoured.points == Points(3_600))
        #expect(wallet.notAffordable.count == 6 && wallet.notAffordable.points == Points(5_400))
        #expect(dearer.notTaken.isEmpty)
        #expect(try await service.verify().discrepancies.isEmpty)
    }
}
