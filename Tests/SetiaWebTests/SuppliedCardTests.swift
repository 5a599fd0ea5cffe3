import JSONText
import SetiaCore
import SetiaService
import SetiaTesting
import Testing

@testable import SetiaWeb

@Suite("What a member's card says of codes that a supplier gives")
struct SuppliedCardTests {
    private static let document = """
        programme: kopi-setia
        engine: 1
        languages: [en, ms, id, th]
        timeZone: Asia/Kuala_Lumpur
        currencies: {MYR: {decimals: 2}, THB: {decimals: 2}, IDR: {decimals: 0}}
        wallets:
          points: {name: points, activation: immediate, expiry: none}
        rewards:
          card: {kind: gift-card, name: A <card>, price: free, worth: {MYR: 20.00}, supplier: acme}
        """

    @Test("W-17: her card says what is on its way, what came, and what will not", arguments: Language.allCases)
    func card(language: Language) async throws {
        let supplier = FakeSupplier()
        let ports = ChannelPorts(adapters: [], sender: supplier)
        let visitor = try await Visitor(try await Visitor.cafe(channels: ports))
        let service = visitor.brand.service
        _ = try await service.publishProgramme(Self.document)
        let made = try await service.saveSupplier("acme", url: "https://cards.example.com/orders", by: .operator)
        supplier.learn(try #require(made.secret))
        visitor.brand.clock.advance(milliseconds: 1_000)
        let ana = try await service.createMember(
            NewMember(
                identities: [try Identity(kind: .card, text: "KS-1")],
                facts: MemberFacts(country: "MY", language: language.key),
                person: ["name": .string("Ana Lim")]
            )
        ).member
        visitor.cookies["setia-member"] = try await service.startMemberSession(ana)
        visitor.cookies["setia-language"] = language.rawValue
        let texts = Texts.of(language)
        func redeem(_ id: Key) async throws {
            guard case .recorded = try await service.redeem(RewardWish(id: id, reward: "card"), for: ana) else {
                Issue.record("the card was not had")
                return
            }
        }
        try await redeem("R")
        for path in ["/card", "/card/codes"] {
            #expect(try await visitor.get(path).text.contains(texts.say("portal.supply.waiting")), "\(path)")
        }
        #expect(try await visitor.get("/card").text.contains(texts.say("portal.supply.state")))
        _ = try await service.supplyOrders()
        let codes = try await visitor.get("/card/codes").text
        #expect(codes.contains("CARD-1") && codes.contains(texts.say("portal.supply.pin", ["pin": "4711"])))
        #expect(codes.contains(#"href="https://cards.example.com/show""#))
        #expect(!codes.contains(texts.say("portal.supply.waiting")))
        supplier.mood = .refuses("<b>sold out</b>")
        try await redeem("S")
        _ = try await service.supplyOrders()
        let refused = try await visitor.get("/card/codes").text
        #expect(refused.contains("&lt;b&gt;sold out&lt;/b&gt;") && !refused.contains("<b>sold out"))
        #expect(refused.contains("CARD-1"))
        // Staff see it where they see what she has.
        visitor.cookies["setia-member"] = nil
        try await visitor.join("Mei", .manager)
        visitor.cookies["setia-language"] = language.rawValue
        #expect(try await visitor.get("/console/rewards/card").text.contains("acme"))
    }
}
