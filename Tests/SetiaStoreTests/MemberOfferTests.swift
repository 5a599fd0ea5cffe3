import JSONText
import SetiaCore
import SetiaService
import SetiaTesting
import Testing

@Suite("What members get without a code")
struct MemberOfferTests {
    private static let document = """
        programme: kopi-setia
        engine: 1
        languages: [en]
        timeZone: Asia/Kuala_Lumpur
        currencies: {MYR: {decimals: 2}}
        wallets:
          points: {name: points, activation: immediate, expiry: none, rates: {MYR: 1 per 1.00}}
        segments:
          regulars: {name: Regulars, when: member.orders >= 2}
        campaigns:
          june: {name: June, audience: regulars, holdOut: none, schedule: {from: 2026-03-01, until: 2026-04-01}}
          half: {name: Half, audience: everyone, holdOut: 50%}
          later: {name: Later, schedule: {from: 2026-06-01}}
        groups: {together: {kind: stack}}
        promotions:
          all: {name: For all, off: 5%}
          coded: {name: By code, off: 5%, code: true}
          app: {name: In the app, off: 5%, when: event.channel == "app"}
          regular: {name: For regulars, off: 5%, campaign: june}
          often: {name: Often, off: 5%, when: member.orders >= 3}
          held: {name: Measured, off: 5%, campaign: half}
          soon: {name: Soon, off: 5%, campaign: later}
          thai: {name: Thai, off: 5%, countries: [TH]}
          monthly: {name: Monthly, off: 5%, perMember: 1 per month, group: together}
          few: {name: Few, off: 5%, uses: 1, group: together}
        rules:
          - {id: base, on: order.paid, earn: {wallet: points, by: rate}}
        """

    private func keys(_ brand: DocumentBrand, _ member: MemberID) async throws -> [String] {
        try await brand.service.offers(of: member)?.offers.map { ($0.isPersonal ? "*" : "") + $0.promotion.key.text }
            ?? []
    }

    @Test("V-18: what is for a member is told before what is for all, and what she is held out of is not")
    func told() async throws {
        let brand = try await DocumentBrand(Self.document, at: DocumentBrand.at("2026-03-10T09:00"))
        var sides: Set<Bool> = []
        for number in 0..<12 {
            let ana = try await brand.enrol(card: "\(number)")
            let state = try #require(try await brand.service.points(of: ana)?.state)
            let version = try #require(try await brand.service.currentVersion())
            let isHeldOut = state.isHeldOut(of: try #require(version.programme.campaign("half")))
            sides.insert(isHeldOut)
            let common = ["all", "app"] + (isHeldOut ? [] : ["held"]) + ["monthly", "few"]
            #expect(try await keys(brand, ana) == common)
            for order in 0..<3 { try await brand.buy(1_000, ana, id: Key("\(number)-\(order)")) }
            #expect(try await keys(brand, ana) == ["*regular", "*often"] + common)
            let offers = try await brand.service.offers(of: ana)?.offers
            #expect(offers?.first?.until == DocumentBrand.at("2026-04-02T00:00"))
            #expect(offers?.last?.until == nil)
        }
        #expect(sides == [true, false])
        #expect(try await brand.service.offers(of: MemberID(Identifier(high: 9, low: 9))) == nil)
    }

    @Test("V-18: what she had, what is over and what has run out is not told", arguments: Backend.allCases)
    func over(backend: Backend) async throws {
        try await backend.withStore { store in
            let brand = try await DocumentBrand(Self.document, on: store, at: DocumentBrand.at("2026-03-10T09:00"))
            let ana = try await brand.enrol(card: "1")
            let cart = try #require(
                Cart(id: "C", currency: Fixture.ringgit, lines: [Cart.Line(sku: "latte", price: 2_000)])
            )
            let question = CartQuestion(cart: cart, who: .member(ana), codes: [], caller: "till")
            guard case .redeemed(let answer, _) = try await brand.service.redeemCart(question, source: "till") else {
                Issue.record("the cart was not redeemed")
                return
            }
            let given = answer?.evaluation.given.map(\.promotion.text) ?? []
            #expect(given.contains("monthly") && given.contains("few"))
            #expect(Set(try await keys(brand, ana)).isDisjoint(with: ["monthly", "few"]))
            // Next month she may again; of the few there are none left; and another campaign has begun.
            brand.clock.now = DocumentBrand.at("2026-06-02T09:00")
            let later = try await keys(brand, ana)
            #expect(later.contains("monthly") && later.contains("soon") && !later.contains("few"))
        }
    }
}
