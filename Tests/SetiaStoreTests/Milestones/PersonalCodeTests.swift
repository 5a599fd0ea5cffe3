import JSONText
import SetiaCore
import SetiaService
import SetiaTesting
import Testing

@Suite("Personal codes of rewards, on each store")
struct PersonalCodeTests {
    private static let document = """
        programme: kopi-setia
        engine: 1
        languages: [en]
        timeZone: Asia/Kuala_Lumpur
        currencies: {MYR: {decimals: 2}}
        wallets:
          points: {name: points, activation: immediate, expiry: none, rates: {MYR: 1 per 1.00}}
        promotions:
          five: {name: Five off, off: {MYR: 5.00}, code: true}
          card: {name: Gift card, giftCard: true}
        rules:
          - {id: base, on: order.paid, earn: {wallet: points, by: rate}}
        rewards:
          five-off:
            kind: amount-off
            name: Five ringgit off
            price: {points: 400}
            worth: {MYR: 5.00}
            validity: 30 days
            promotion: five
          card-twenty:
            kind: gift-card
            name: A card of twenty ringgit
            price: {points: 400}
            worth: {MYR: 20.00}
            promotion: card
        """

    /// Ana with 1,000 points, on 1 March 2026.
    private func bench(_ store: any Store) async throws -> (brand: DocumentBrand, ana: MemberID) {
        let brand = try await DocumentBrand(Self.document, on: store, at: DocumentBrand.at("2026-03-01T09:00"))
        let ana = try await brand.enrol(card: "1")
        try await brand.buy(100_000, ana, id: "A")
        return (brand, ana)
    }

    private func redeem(_ id: Key, times quantity: Int64 = 1, _ brand: DocumentBrand, _ member: MemberID) async throws
        -> [String]
    {
        let wish = RewardWish(id: id, reward: "five-off", quantity: quantity)
        guard case .recorded = try await brand.service.redeem(wish, for: member) else { return [] }
        return try await brand.service.redemption(id, of: member)?.codes ?? []
    }

    private func question(_ id: Key, _ codes: [String], _ member: MemberID) throws -> CartQuestion {
        let cart = try #require(
            Cart(id: id, currency: Fixture.ringgit, lines: [Cart.Line(sku: "latte", price: 2_000)])
        )
        return CartQuestion(cart: cart, who: .member(member), codes: codes, caller: "till")
    }

    private func due(_ codes: [String], _ brand: DocumentBrand, _ member: MemberID) async throws -> Int64 {
        try await brand.service.evaluateCart(try question("Q", codes, member)).evaluation.totals.due
    }

    private func giveBack(
        _ id: Key,
        times quantity: Int64? = nil,
        name: String,
        _ brand: DocumentBrand,
        _ member: MemberID
    )
        async throws -> RecordingOutcome
    {
        let change = RedemptionChange(redemption: id, step: .rollBack, quantity: quantity)
        return try await brand.service.change(change, of: member, name: name)
    }

    @Test("W-13: a reward gives a personal code that takes something off a cart, once", arguments: Backend.allCases)
    func takesOff(backend: Backend) async throws {
        try await backend.withStore { store in
            let (brand, ana) = try await bench(store)
            let budi = try await brand.enrol(card: "2")
            let codes = try await redeem("R1", brand, ana)
            #expect(codes.count == 1)
            // The same one however often she looks, and among her codes.
            #expect(try await brand.service.redemption("R1", of: ana)?.codes == codes)
            let own = try #require(try await brand.service.codes(ofMember: ana))
            #expect(own.map(\.code) == codes)
            #expect(own.map(\.voucher.batch.validUntil) == [DocumentBrand.at("2026-04-01T00:00")])
            #expect(try await due(codes, brand, ana) == 1_500)
            #expect(try await due(codes, brand, budi) == 2_000)
            guard case .redeemed = try await brand.service.redeemCart(try question("C", codes, ana), source: "till")
            else {
                Issue.record("the code was not taken")
                return
            }
            #expect(try await due(codes, brand, ana) == 2_000)
            #expect(try await brand.service.verify().discrepancies == [])
        }
    }

    @Test(
        "W-13: a gift card that was had for points pays until it is empty, and is given back while it is whole",
        arguments: Backend.allCases
    )
    func giftCard(backend: Backend) async throws {
        try await backend.withStore { store in
            let (brand, ana) = try await bench(store)
            var codes: [String] = []
            for id in ["G1", "G2"] as [Key] {
                guard
                    case .recorded = try await brand.service.redeem(RewardWish(id: id, reward: "card-twenty"), for: ana)
                else {
                    Issue.record("the card was not had")
                    return
                }
                codes += try await brand.service.redemption(id, of: ana)?.codes ?? []
            }
            #expect(codes.count == 2)
            #expect(try await brand.points(of: ana) == 200)
            let own = try await brand.service.codes(ofMember: ana) ?? []
            #expect(own.map { $0.voucher.voucher.balance?.minorUnits } == [2_000, 2_000])
            // The first pays 15.00, and then the 5.00 that are left.
            for (cart, price, due) in [("C", 1_500, 0), ("D", 2_000, 1_500)] as [(Key, Int64, Int64)] {
                let wanted = Cart(id: cart, currency: Fixture.ringgit, lines: [Cart.Line(sku: "latte", price: price)])
                let question = CartQuestion(
                    cart: try #require(wanted),
                    who: .member(ana),
                    codes: [codes[0]],
                    caller: "till"
                )
                guard case .redeemed(let answer, _) = try await brand.service.redeemCart(question, source: "till")
                else {
                    Issue.record("the card did not pay")
                    return
                }
                #expect(answer?.evaluation.totals.due == due)
            }
            guard case .refused = try await giveBack("G1", name: "a", brand, ana) else {
                Issue.record("a card that has paid came back")
                return
            }
            guard case .recorded = try await giveBack("G2", name: "b", brand, ana) else {
                Issue.record("a whole card did not come back")
                return
            }
            #expect(try await brand.points(of: ana) == 600)
            #expect(try await due([codes[1]], brand, ana) == 2_000)
            #expect(try await brand.service.verify().discrepancies == [])
        }
    }

    @Test(
        "W-13: what is given back takes its code with it, and a code that was used is not given back",
        arguments: Backend.allCases
    )
    func givenBack(backend: Backend) async throws {
        try await backend.withStore { store in
            let (brand, ana) = try await bench(store)
            let codes = try await redeem("R1", times: 2, brand, ana)
            #expect(codes.count == 2)
            #expect(try await brand.points(of: ana) == 200)
            guard case .recorded = try await giveBack("R1", times: 1, name: "a", brand, ana) else {
                Issue.record("not given back")
                return
            }
            #expect(try await brand.points(of: ana) == 600)
            // The same again takes no other code.
            guard case .recorded(let again) = try await giveBack("R1", times: 1, name: "a", brand, ana) else {
                Issue.record("not answered again")
                return
            }
            #expect(again.isReplay)
            let left = try #require(try await brand.service.redemption("R1", of: ana)?.codes)
            #expect(left.count == 1)
            let gone = codes.filter { !left.contains($0) }
            #expect(try await due(gone, brand, ana) == 2_000)
            #expect(try await due(left, brand, ana) == 1_500)
            guard case .redeemed = try await brand.service.redeemCart(try question("C", left, ana), source: "till")
            else {
                Issue.record("the code was not taken")
                return
            }
            guard
                case .refused(.reward(.fulfilmentIs("R1", .delivered))) = try await giveBack(
                    "R1",
                    name: "b",
                    brand,
                    ana
                )
            else {
                Issue.record("a used code was given back")
                return
            }
            #expect(try await brand.points(of: ana) == 600)
            // The programme says no: the code is good again.
            let other = try await redeem("R2", brand, ana)
            brand.clock.advance(milliseconds: RewardRedemption.mayRollBackFor + 1)
            guard case .refused = try await giveBack("R2", name: "c", brand, ana) else {
                Issue.record("given back too late")
                return
            }
            brand.clock.advance(milliseconds: -RewardRedemption.mayRollBackFor)
            #expect(try await due(other, brand, ana) == 1_500)
            guard case .recorded = try await giveBack("R2", name: "d", brand, ana) else {
                Issue.record("not given back")
                return
            }
            #expect(try await due(other, brand, ana) == 2_000)
            #expect(try await brand.service.verify().discrepancies == [])
        }
    }

    @Test("W-13: of a code that is used and given back at once one happens", arguments: Backend.allCases)
    func atOnce(backend: Backend) async throws {
        try await backend.withStore { store in
            let (brand, ana) = try await bench(store)
            let codes = try await redeem("R1", brand, ana)
            let question = try question("C", codes, ana)
            async let used = {
                if case .redeemed? = try? await brand.service.redeemCart(question, source: "till") { 1 } else { 0 }
            }()
            async let back = {
                if case .recorded? = try? await giveBack("R1", name: "a", brand, ana) { 1 } else { 0 }
            }()
            #expect(await used + back <= 1)
        }
    }
}
