import JSONText
import SetiaCore
import SetiaInsight
import SetiaService
import SetiaTesting
import Testing

@Suite("Held out of all selling, on each store")
struct WholeHoldOutTests {
    private static let document = """
        programme: kopi-setia
        engine: 1
        languages: [en]
        timeZone: Asia/Kuala_Lumpur
        currencies: {MYR: {decimals: 2}}
        wallets:
          points: {name: points, activation: immediate, expiry: none}
        holdOut: 50%
        campaigns:
          raya: {name: Raya}
          june: {name: June, audience: everyone, holdOut: 10%}
          wish: {name: Wish, purpose: wish}
        rules:
          - {id: a, on: order.paid, campaign: raya, earn: {wallet: points, fixed: 1}}
          - {id: b, on: order.paid, campaign: june, earn: {wallet: points, fixed: 10}}
          - {id: c, on: order.paid, campaign: wish, earn: {wallet: points, fixed: 100}}
          - {id: d, on: order.paid, earn: {wallet: points, fixed: 1000}}
        """

    @Test(
        "C-12: who is held out of all selling gets nothing of any campaign, and wishes all the same",
        arguments: Backend.allCases
    )
    func nothing(backend: Backend) async throws {
        try await backend.withStore { store in
            let brand = try await DocumentBrand(Self.document, on: store, at: DocumentBrand.at("2026-03-01T09:00"))
            let whole = try #require(try await brand.service.currentVersion()?.programme.campaign("raya")?.whole)
            var counts: [Int64: Int] = [:]
            for number in 1...40 {
                let member = try await brand.enrol(card: "\(number)")
                try await brand.buy(500, member, id: Key("A\(number)"))
                let points = try await brand.points(of: member)
                counts[points, default: 0] += 1
                #expect((points == 1_100) == whole.holdsOut(member))
                let noted = try await brand.service.points(of: member)?.state.exposures
                let all = noted?.first { $0.campaign == Campaign.wholeKey }
                #expect(all?.isHeldOut == whole.holdsOut(member))
                #expect(noted?.contains { $0.campaign == "raya" } == false, "it has no hold-out of its own")
                #expect(noted?.first { $0.campaign == "june" }?.isHeldOut == (points < 1_110))
            }
            #expect(Set(counts.keys).isSubset(of: [1_100, 1_101, 1_111]))
            #expect((8...32).contains(counts[1_100] ?? 0))
            #expect(try await brand.service.verify().discrepancies == [])
        }
    }

    @Test("C-12: what all selling brings is compared as a campaign is", arguments: Backend.allCases)
    func results(backend: Backend) async throws {
        try await backend.withStore { store in
            let brand = try await DocumentBrand(Self.document, on: store, at: DocumentBrand.at("2026-03-01T09:00"))
            for number in 1...10 {
                try await brand.buy(500, try await brand.enrol(card: "\(number)"), id: Key("A\(number)"))
            }
            let results = try await brand.service.campaignResults(Campaign.wholeKey)
            #expect(results.comparison.treated + results.comparison.heldOut == 10)
            #expect(results.view.treated == Int64(results.comparison.treated))
            let june = try await brand.service.campaignResults("june")
            #expect(june.view.campaign.plannedShare == 5_500)
            // The whole programme is the first of what is worth something, with the same two sides.
            let worth = try await brand.service.measuredWorth()
            let first = try #require(worth.subjects.first)
            #expect(first.kind == .programme && first.holdsOut && first.key == Campaign.wholeKey.text)
            #expect(first.measure.comparison == results.comparison)
            #expect(first.measure.treated.count + first.measure.heldOut.count == 10)
            #expect(worth.subjects.contains { $0.kind == .campaign && $0.key == "june" })
            #expect(
                try await brand.service.campaigns().map(\.campaign.key) == ["raya", "june", "wish", Campaign.wholeKey]
            )
        }
    }
}
