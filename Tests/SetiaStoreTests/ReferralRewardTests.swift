import JSONText
import SetiaCore
import SetiaService
import SetiaTesting
import Testing

@Suite("Rewards for bringing friends, on each store")
struct ReferralRewardTests {
    /// A cake for who brings a friend, and a code for five ringgit for the friend.
    private static let document = """
        programme: kopi-setia
        engine: 1
        languages: [en]
        timeZone: Asia/Kuala_Lumpur
        currencies: {MYR: {decimals: 2}}
        wallets:
          points: {name: points, activation: immediate, expiry: none}
        promotions:
          five: {name: Five off, off: {MYR: 5.00}, code: true}
        rewards:
          cake: {kind: free-product, name: A cake, gift: true, stock: counted}
          five-off: {kind: amount-off, name: Five off, gift: true, worth: {MYR: 5.00}, promotion: five}
        referral: {referrer: {reward: cake}, friend: {reward: five-off}, cap: 3 per month, review: 9 per week}
        """

    private func bench(_ store: any Store, cakes: Int64 = 5) async throws -> ReferralBrand {
        let referral = try await ReferralBrand(on: store, Self.document)
        _ = try await referral.service.loadStock(of: "cake", by: cakes, reason: "baked", by: .operator)
        return referral
    }

    /// What somebody has of rewards, by reward and where each stands.
    private func rewards(_ referral: ReferralBrand, _ member: MemberID) async throws -> [String] {
        try await referral.service.redemptions(of: member)?.map { "\($0.reward) \($0.state.rawValue)" } ?? []
    }

    private func codes(_ referral: ReferralBrand, _ member: MemberID) async throws -> [String] {
        var codes: [String] = []
        for row in try await referral.service.redemptions(of: member) ?? [] {
            codes += try await referral.service.redemption(row.id, of: member)?.codes ?? []
        }
        return codes
    }

    private func cart(_ id: Key, _ codes: [String], _ member: MemberID) throws -> CartQuestion {
        let cart = Cart(id: id, currency: Fixture.ringgit, lines: [Cart.Line(sku: "latte", price: 2_000)])
        return CartQuestion(cart: try #require(cart), who: .member(member), codes: codes, caller: "till")
    }

    private func due(_ referral: ReferralBrand, _ codes: [String], _ member: MemberID) async throws -> Int64 {
        try await referral.service.evaluateCart(try cart("Q", codes, member)).evaluation.totals.due
    }

    @Test("F-10: both may be given a reward for nothing, a personal code among them", arguments: Backend.allCases)
    func given(backend: Backend) async throws {
        try await backend.withStore { store in
            let referral = try await bench(store)
            let budi = try await referral.friend("2")
            try await referral.brand.buy(2_000, budi, id: "A")
            try await referral.pass(to: "2026-03-15T23:59")
            #expect(try await rewards(referral, budi) == [])
            try await referral.pass(to: "2026-03-16T00:00")
            #expect(try await rewards(referral, referral.ana) == ["cake captured"])
            #expect(try await rewards(referral, budi) == ["five-off captured"])
            let codes = try await codes(referral, budi)
            #expect(codes.count == 1)
            #expect(try await due(referral, codes, budi) == 1_500)
            #expect(try await due(referral, codes, referral.ana) == 2_000)
            #expect(try await referral.service.catalogue().first?.left == 4)
            #expect(try await referral.service.verify().discrepancies == [])
        }
    }

    @Test(
        "F-10: an order that comes back takes both rewards again, and the code with it",
        arguments: Backend.allCases
    )
    func reversed(backend: Backend) async throws {
        try await backend.withStore { store in
            let referral = try await bench(store)
            let budi = try await referral.friend("2")
            try await referral.brand.buy(2_000, budi, id: "A")
            try await referral.pass(to: "2026-03-16T00:00")
            let codes = try await codes(referral, budi)
            _ = try await referral.record(Fixture.orderReturn("A", at: referral.brand.clock.now), budi)
            #expect(try await rewards(referral, referral.ana) == ["cake rolled-back"])
            #expect(try await rewards(referral, budi) == ["five-off rolled-back"])
            #expect(try await due(referral, codes, budi) == 2_000)
            #expect(try await referral.service.catalogue().first?.left == 5)
            #expect(try await referral.service.verify().discrepancies == [])
        }
    }

    @Test("F-10: what is in somebody's hands by then stays: a cake that was eaten, a code that was used")
    func inHands() async throws {
        let referral = try await bench(ModelStore())
        let budi = try await referral.friend("2")
        try await referral.brand.buy(2_000, budi, id: "A")
        try await referral.pass(to: "2026-03-16T00:00")
        let cake = try #require(try await referral.service.redemptions(of: referral.ana)?.first)
        let eaten = RedemptionChange(redemption: cake.id, step: .deliver)
        guard case .recorded = try await referral.service.change(eaten, of: referral.ana) else {
            Issue.record("the cake was not handed over")
            return
        }
        let codes = try await codes(referral, budi)
        guard case .redeemed = try await referral.service.redeemCart(try cart("C", codes, budi), source: "till") else {
            Issue.record("the code was not taken")
            return
        }
        _ = try await referral.record(Fixture.orderReturn("A", at: referral.brand.clock.now), budi)
        #expect(try await rewards(referral, referral.ana) == ["cake captured"])
        #expect(try await referral.end(budi) == "reversed 0, reversed 0")
        #expect(try await referral.service.catalogue().first?.left == 4)
        #expect(try await referral.service.verify().discrepancies == [])
    }

    @Test("F-10: where none is left it is said, and the friend gets hers all the same; a cap counts rewards as points")
    func gone() async throws {
        let referral = try await bench(ModelStore(), cakes: 2)
        var friends: [MemberID] = []
        for number in 2...5 {
            let friend = try await referral.friend("\(number)")
            try await referral.brand.buy(2_000, friend, id: Key("A-\(number)"))
            friends.append(friend)
        }
        try await referral.pass(to: "2026-03-16T00:00")
        #expect(try await rewards(referral, referral.ana) == ["cake captured", "cake captured"])
        for friend in friends { #expect(try await rewards(referral, friend) == ["five-off captured"]) }
        let told = try await referral.brand.events(of: referral.ana, .referralChanged).flatMap { stored in
            stored.decision.reasons.compactMap { if case .referral(let step) = $0 { step.kind } else { nil } }
        }
        #expect(told.filter { $0 == .gone }.count == 1 && told.filter { $0 == .capped }.count == 1)
        #expect(try await referral.service.verify().discrepancies == [])
    }

    @Test(
        "F-11: one phone in two forms, and one household, are signs",
        arguments: [
            ("+60 12-345 6789", "+60 (0)12-345 6789", nil, nil, [.phone]),
            ("+60 12-345 6789", "+66 12-345 6789", nil, nil, []),
            ("+60 12-345 6789", "+60 12-345 6780", nil, nil, []),
            (nil, nil, "12, Jalan Telawi, Bangsar", "12 jalan telawi bangsar", [.household]),
            (nil, nil, "12 Jalan Telawi", "14 Jalan Telawi", []),
        ] as [(String?, String?, String?, String?, [Referral.Sign])]
    )
    func signs(
        phone: String?,
        otherPhone: String?,
        home: String?,
        otherHome: String?,
        signs: [Referral.Sign]
    ) async throws {
        let referral = try await ReferralBrand(on: ModelStore())
        func enrol(_ card: String, _ phone: String?, _ home: String?) async throws -> MemberID {
            var identities = [try Identity(kind: .card, text: card)]
            if let phone { identities.append(try Identity(kind: .phone, text: phone)) }
            let address: JSONObject = home.map { ["address": .string($0)] } ?? [:]
            return try await referral.service.createMember(
                NewMember(identities: identities, facts: MemberFacts(), person: address)
            ).member
        }
        let citra = try await enrol("7", phone, home)
        let code = try #require(try await referral.service.referralCode(of: citra)).shown
        let dian = try await enrol("8", otherPhone, otherHome)
        try await referral.service.refer(dian, code: code)
        #expect(try await referral.service.referral(of: dian)?.referral?.signs == signs)
        #expect(try await referral.state(dian) == (signs.isEmpty ? "joined" : "review"))
    }

    @Test("F-11: who belongs to the household of who brought her is looked at first")
    func household() async throws {
        let text = ReferralBrand.document() + "\nhousehold: {members: 3}\n"
        let referral = try await ReferralBrand(on: ModelStore(), text)
        let budi = try await referral.brand.enrol(card: "2", name: "Budi")
        _ = try await referral.service.invite(budi, toHouseholdOf: referral.ana)
        _ = try await referral.service.joinHousehold(of: referral.ana, budi)
        try await referral.service.refer(budi, code: referral.code)
        #expect(try await referral.service.referral(of: budi)?.referral?.signs == [.household])
    }
}
