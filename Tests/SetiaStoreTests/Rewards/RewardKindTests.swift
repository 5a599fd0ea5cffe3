import JSONText
import SetiaCore
import SetiaService
import SetiaTesting
import Testing

/// A brand with one reward of each kind, its names in four languages.
struct KindBrand {
    let brand: DocumentBrand
    let ana: MemberID

    var service: SetiaService { brand.service }

    static let document = """
        programme: kopi-setia
        engine: 1
        languages: [en, ms, id, th]
        timeZone: Asia/Kuala_Lumpur
        currencies: {MYR: {decimals: 2}}
        wallets:
          points: {name: points, activation: immediate, expiry: none, rates: {MYR: 1 per 1.00}}
        promotions:
          five: {name: Five off, off: {MYR: 5.00}, code: true}
          tenth: {name: A tenth off, off: 10%, code: true}
          coffee: {name: A coffee free, off: 100%, of: cheapest, lines: '"coffee" in line.categories', code: true}
          delivery: {name: Free delivery, freeShipping: true, code: true}
          card: {name: Gift card, giftCard: true}
        rules:
          - {id: base, on: order.paid, earn: {wallet: points, by: rate}}
        rewards:
          amount-off: {kind: amount-off, name: \(names("amount")), price: {points: 10}, worth: {MYR: 5.00}, promotion: five}
          percent-off: {kind: percent-off, name: \(names("percent")), price: {points: 10}, percent: 10, promotion: tenth}
          free-product: {kind: free-product, name: \(names("free")), price: {points: 10}, promotion: coffee}
          shipping: {kind: shipping, name: \(names("shipping")), price: {points: 10}, promotion: delivery}
          gift-card: {kind: gift-card, name: \(names("card")), price: {points: 10}, worth: {MYR: 20.00}, promotion: card}
          event-place: {kind: event-place, name: \(names("place")), price: {points: 10}, stock: counted}
          early-access: {kind: early-access, name: \(names("early")), price: free, validity: 30 days}
          experience: {kind: experience, name: \(names("dinner")), price: {points: 10}, validity: 30 days}
          donation: {kind: donation, name: \(names("trees")), price: {points: 10}}
          physical-good: {kind: physical-good, name: \(names("mug")), price: {points: 10}, stock: counted}
          partner-code: {kind: partner-code, name: \(names("cinema")), price: {points: 10}, stock: codes}
        """

    private static func names(_ word: String) -> String {
        "{en: \(word) in English, ms: \(word) dalam Melayu, id: \(word) dalam Indonesia, th: \(word) ภาษาไทย}"
    }

    /// Ana with 1,000 points, shelves with five pieces each and five codes.
    init(on store: any Store = ModelStore()) async throws {
        brand = try await DocumentBrand(Self.document, on: store, at: DocumentBrand.at("2026-03-01T09:00"))
        ana = try await brand.enrol(card: "1")
        try await brand.buy(100_000, ana, id: "A")
        for reward in ["event-place", "physical-good"] as [Key] {
            _ = try await service.loadStock(of: reward, by: 5, reason: "delivery", by: .operator)
        }
        _ = try await service.loadCodes((1...5).map { "CINEMA-\($0)" }, of: "partner-code", by: .operator)
    }

    /// What became of a step; none where it was refused.
    func change(_ step: RedemptionChange.Step, _ id: Key) async throws -> RewardRedemption.State? {
        guard
            case .recorded = try await service.change(
                RedemptionChange(redemption: id, step: step),
                of: ana,
                name: "\(step)"
            )
        else { return nil }
        return try await service.redemption(id, of: ana)?.row.state
    }

    /// Two coffees at 10.00, beans at 30.00, and delivery for 8.00.
    func question(_ id: Key, _ codes: [String], partial: Bool = false) throws -> CartQuestion {
        let cart = Cart(
            id: id,
            currency: Fixture.ringgit,
            lines: [
                Cart.Line(sku: "latte", quantity: 2, price: 1_000, categories: ["coffee"]),
                Cart.Line(sku: "beans", price: 3_000),
            ],
            shipping: 800
        )
        return CartQuestion(cart: try #require(cart), who: .member(ana), codes: codes, caller: "till")
    }

    func due(_ codes: [String]) async throws -> Int64 {
        try await service.evaluateCart(try question("Q", codes)).evaluation.totals.due
    }
}

@Suite("Rewards of every kind, on each store")
struct RewardKindTests {
    @Test("W-1, W-7, W-8, W-9: a reward of every kind through its whole life", arguments: Backend.allCases)
    func life(backend: Backend) async throws {
        try await backend.withStore { store in
            let brand = try await KindBrand(on: store)
            for kind in Reward.Kind.allCases {
                let reward = Key(kind.rawValue)
                let price: Int64 = kind == .earlyAccess ? 0 : 10
                let before = try await brand.brand.points(of: brand.ana)
                // Set aside and given up: as if it had never been.
                let given = Key("\(kind.rawValue)-given-up")
                let held = RewardWish(id: given, reward: reward, minutes: 10)
                guard case .recorded = try await brand.service.redeem(held, for: brand.ana) else {
                    Issue.record("\(kind) was not set aside")
                    continue
                }
                #expect(try await brand.brand.points(of: brand.ana) == before - price)
                #expect(try await brand.change(.cancel, given) == .cancelled)
                #expect(try await brand.brand.points(of: brand.ana) == before)
                // Set aside, had, and in her hands.
                let id = Key("\(kind.rawValue)-1")
                let wish = RewardWish(id: id, reward: reward, minutes: 10)
                guard case .recorded = try await brand.service.redeem(wish, for: brand.ana) else {
                    Issue.record("\(kind) was not set aside again")
                    continue
                }
                #expect(try await brand.change(.capture, id) == .captured)
                let had = try #require(try await brand.service.redemption(id, of: brand.ana))
                let givesCode = had.row.givesCodes
                #expect(had.row.kind == kind && had.codes.count == (givesCode ? 1 : 0))
                #expect(had.row.fulfilment == (givesCode ? .delivered : .pending))
                if kind == .physicalGood {
                    for step in [.pack, .send] as [RedemptionChange.Step] {
                        #expect(try await brand.change(step, id) == .captured)
                    }
                } else {
                    #expect(try await brand.change(.pack, id) == nil)
                }
                #expect(try await brand.change(.deliver, id) == (givesCode ? nil : .captured))
                #expect(try await brand.service.redemption(id, of: brand.ana)?.row.fulfilment == .delivered)
                // What was given to her is not withdrawn by herself, and staff may give its points back.
                #expect(try await brand.change(.withdraw, id) == nil)
                #expect(try await brand.change(.rollBack, id) == .rolledBack)
                #expect(try await brand.brand.points(of: brand.ana) == before)
            }
            #expect(try await brand.service.verify().discrepancies == [])
        }
    }

    @Test("W-1: each kind is called by its name in each language, on her card and in the answer")
    func names() async throws {
        let brand = try await KindBrand()
        let quotes = try #require(try await brand.service.rewards(of: brand.ana)).quotes
        #expect(quotes.map(\.reward.kind) == Reward.Kind.allCases)
        for quote in quotes {
            let told = ["en", "ms", "id", "th"].map { quote.reward.name.text(in: Key($0)) ?? "" }
            #expect(Set(told).count == 4)
            #expect(told[0].hasSuffix("in English") && told[3].hasSuffix("ภาษาไทย"))
            #expect(quote.canHave)
        }
    }

    @Test(
        "W-13: personal codes of each kind take off a cart what their reward says, once, and for her alone",
        arguments: [
            ("amount-off", 5_300), ("percent-off", 5_300), ("free-product", 4_800), ("shipping", 5_000),
            ("gift-card", 3_800),
        ] as [(Key, Int64)]
    )
    func personalCodes(reward: Key, due: Int64) async throws {
        let brand = try await KindBrand()
        let budi = try await brand.brand.enrol(card: "2")
        #expect(try await brand.due([]) == 5_800)
        guard case .recorded = try await brand.service.redeem(RewardWish(id: "R", reward: reward), for: brand.ana)
        else {
            Issue.record("not had")
            return
        }
        let codes = try #require(try await brand.service.redemption("R", of: brand.ana)?.codes)
        #expect(codes.count == 1)
        #expect(try await brand.due(codes) == due)
        let own = try brand.question("Q", codes)
        let others = CartQuestion(cart: own.cart, who: .member(budi), codes: codes, caller: "till")
        let answer = try await brand.service.evaluateCart(others)
        #expect(answer.evaluation.totals.due == 5_800)
        #expect(answer.evaluation.codes.map(\.refusal) == [.notEligible(.otherOwner)])
        guard case .redeemed = try await brand.service.redeemCart(try brand.question("C", codes), source: "till") else {
            Issue.record("the code was not taken")
            return
        }
        let after = try await brand.service.evaluateCart(try brand.question("D", codes))
        #expect(after.evaluation.codes.map(\.refusal) == [.alreadyUsed] && after.evaluation.totals.due == 5_800)
        #expect(try await brand.service.verify().discrepancies == [])
    }

    @Test(
        "V-13: a code that is good for three uses takes something off three carts, and the fourth is told that it was used",
        arguments: Backend.allCases
    )
    func threeUses(backend: Backend) async throws {
        try await backend.withStore { store in
            let brand = try await KindBrand(on: store)
            var codes: [String] = []
            let order = VoucherOrder(promotion: "five", uses: 3)
            _ = try await brand.service.makeVouchers(of: try await brand.service.orderVouchers(order)) { codes += $0 }
            for number in 1...3 {
                guard
                    case .redeemed(let answer?, _) = try await brand.service.redeemCart(
                        try brand.question(Key("C-\(number)"), codes),
                        source: "till"
                    )
                else {
                    Issue.record("cart \(number) was not redeemed")
                    return
                }
                #expect(answer.evaluation.totals.due == 5_300)
            }
            guard
                case .refused(let answer, let why) = try await brand.service.redeemCart(
                    try brand.question("C-4", codes),
                    source: "till"
                )
            else {
                Issue.record("the fourth cart was redeemed")
                return
            }
            #expect(why == .alreadyUsed && answer.evaluation.totals.due == 5_800)
            #expect(try await brand.due(codes) == 5_800)
            #expect(try await brand.service.verify().discrepancies == [])
        }
    }
}
