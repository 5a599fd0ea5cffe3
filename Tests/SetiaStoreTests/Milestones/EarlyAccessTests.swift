import JSONText
import SetiaCore
import SetiaService
import SetiaTesting
import SetiaWire
import Testing

@Suite("Early access to rewards")
struct EarlyAccessTests {
    private static func document(_ early: String) -> String {
        """
        programme: kopi-setia
        engine: 1
        languages: [en]
        timeZone: Asia/Kuala_Lumpur
        currencies: {MYR: {decimals: 2}}
        wallets:
          points: {name: points, activation: immediate, expiry: none, rates: {MYR: 1 per 1.00}}
        segments:
          press: {name: Press, list: true}
        rules:
          - {id: base, on: order.paid, earn: {wallet: points, by: rate}}
        rewards:
          tasting: {kind: experience, name: A tasting, price: {points: 10}, \(early)}
        """
    }

    @Test("W-14: who is on the list has it before others, and nobody before the list may", arguments: Backend.allCases)
    func early(backend: Backend) async throws {
        let text = "schedule: {from: 2026-06-01, until: 2026-06-30}, early: {segment: press, from: 2026-05-25}"
        try await backend.withStore { store in
            let brand = try await DocumentBrand(
                Self.document(text),
                on: store,
                at: DocumentBrand.at("2026-05-20T09:00")
            )
            let (ana, budi) = (try await brand.enrol(card: "1"), try await brand.enrol(card: "2"))
            for member in [ana, budi] { try await brand.buy(100_000, member, id: Key("A-\(member.text)")) }
            _ = try await brand.service.list([ana], on: "press", isIn: true, by: .operator)
            for (place, (moment, canAna, canBudi)) in [
                ("2026-05-24T23:59", false, false), ("2026-05-25T00:00", true, false), ("2026-06-01T00:00", true, true),
                ("2026-07-01T00:00", false, false),
            ].enumerated() {
                brand.clock.now = DocumentBrand.at(moment)
                for (member, can) in [(ana, canAna), (budi, canBudi)] {
                    let quote = try await brand.service.rewards(of: member, channel: "card")?.quotes.first
                    #expect(quote?.canHave == can, "\(moment)")
                    let wish = RewardWish(id: Key("R\(place)-\(member.text)"), reward: "tasting", quantity: 1)
                    if case .recorded = try await brand.service.redeem(wish, for: member) {
                        #expect(can, "\(moment)")
                    } else {
                        #expect(!can, "\(moment)")
                    }
                }
            }
            #expect(try await brand.service.verify().discrepancies == [])
        }
    }

    @Test(
        "W-14: early access goes with a time that begins later",
        arguments: [
            ("early: {segment: press, from: 2026-05-25}", "goes with a 'schedule'"),
            ("schedule: {from: 2026-05-25}, early: {segment: press, from: 2026-05-25}", "before the schedule"),
            ("schedule: {from: 2026-06-01}, early: {segment: staff, from: 2026-05-25}", "staff"),
            ("schedule: {from: 2026-06-01}, early: {segment: press}", "from"),
        ]
    )
    func broken(written: String, reason: String) throws {
        let (programme, problems) = parseProgramme(Self.document(written)) { _ in true }
        #expect(programme == nil)
        #expect(problems.contains { $0.path.hasPrefix("rewards.tasting") && $0.reason.contains(reason) }, "\(problems)")
    }
}
