import JSONText
import SetiaCore
import SetiaInsight
import SetiaService
import SetiaTesting
import Testing

@Suite("Points that pay for a cart, on each store")
struct PointsInCartTests {
    private static let document = """
        programme: kopi-setia
        engine: 1
        languages: [en]
        timeZone: Asia/Kuala_Lumpur
        currencies: {MYR: {decimals: 2}}
        wallets:
          points: {name: points, activation: immediate, expiry: none, rates: {MYR: 1 per 1.00}}
        payWithPoints:
          points: {step: 100, worth: {MYR: 1.00}, minimum: 200, maximum: 600, share: 50%}
        rules:
          - {id: base, on: order.paid, earn: {wallet: points, by: rate}}
        """

    /// Ana with 1,000 points, on 1 March 2026.
    private func bench(_ store: any Store) async throws -> (brand: DocumentBrand, ana: MemberID) {
        let brand = try await DocumentBrand(Self.document, on: store, at: DocumentBrand.at("2026-03-01T09:00"))
        let ana = try await brand.enrol(card: "1")
        try await brand.buy(100_000, ana, id: "A")
        return (brand, ana)
    }

    private func question(_ id: Key, _ asked: PointsAsked.Measure, _ who: Intake.Who, price: Int64 = 2_000) throws
        -> CartQuestion
    {
        let cart = try #require(
            Cart(
                id: id,
                currency: Fixture.ringgit,
                lines: [Cart.Line(sku: "latte", price: price)],
                points: PointsAsked(wallet: "points", asked)
            )
        )
        return CartQuestion(cart: cart, who: who, codes: [], caller: "till")
    }

    /// RM 8.00 of order O-1 come back.
    private func bringBack(_ id: Key, _ member: MemberID, _ brand: DocumentBrand) async throws {
        let part = OrderReturn.Line(number: 1, amount: try Money(minorUnits: 800, currency: Fixture.ringgit))
        let event = Event(
            source: "shop",
            id: Key("back-\(id)"),
            occurredAt: brand.clock.now,
            matter: .orderReturned(OrderReturn(order: "O-1", id: id, lines: [part]))
        )
        guard case .recorded = try await brand.service.record(Intake(event: event, who: .member(member))) else {
            Issue.record("nothing came back")
            return
        }
    }

    @Test("V-17: redeeming a cart takes the points that pay for it, once", arguments: Backend.allCases)
    func takes(backend: Backend) async throws {
        try await backend.withStore { store in
            let (brand, ana) = try await bench(store)
            let cart = try question("C", .most, .member(ana))
            #expect(try await brand.service.evaluateCart(cart).evaluation.totals.due == 1_400)
            #expect(try await brand.points(of: ana) == 1_000)
            for isAgain in [false, true] {
                guard
                    case .redeemed(_, let receipt) = try await brand.service.redeemCart(
                        cart,
                        source: "till",
                        due: 1_400
                    )
                else {
                    Issue.record("the cart was not redeemed")
                    return
                }
                #expect(!isAgain || receipt.event.id == "cart/C")
                #expect(try await brand.points(of: ana) == 400)
            }
            // What is left is 400; who is asked for less than the minimum pays with none.
            #expect(
                try await brand.service.evaluateCart(try question("D", .most, .member(ana))).evaluation.points?.points
                    == Points(400)
            )
            #expect(
                try await brand.service.evaluateCart(try question("D", .points(Points(100)), .member(ana))).evaluation
                    .points?
                    .limit == .minimum(Points(200))
            )
            #expect(try await brand.service.verify().discrepancies == [])
        }
    }

    @Test(
        "V-17: of carts that want the same points at once as many pay as there are points for",
        arguments: Backend.allCases
    )
    func atOnce(backend: Backend) async throws {
        try await backend.withStore { store in
            let (brand, ana) = try await bench(store)
            let service = brand.service
            let paid = try await withThrowingTaskGroup(of: Bool.self) { group in
                for number in 0..<10 {
                    let cart = try question(Key("C\(number)"), .points(Points(400)), .member(ana))
                    group.addTask {
                        if case .redeemed? = try? await service.redeemCart(cart, source: "till", due: 1_600) {
                            true
                        } else {
                            false
                        }
                    }
                }
                var paid = 0
                for try await isPaid in group where isPaid { paid += 1 }
                return paid
            }
            #expect(paid == 2)
            #expect(try await brand.points(of: ana) == 200)
            #expect(try await brand.service.verify().discrepancies == [])
        }
    }

    @Test(
        "V-17: points go back with the order, or where nothing came of the cart, and not twice",
        arguments: Backend.allCases
    )
    func back(backend: Backend) async throws {
        try await backend.withStore { store in
            let (brand, ana) = try await bench(store)
            for (id, order) in [("C", Key?.none), ("D", "O-1")] as [(Key, Key?)] {
                let cart = try question(id, .points(Points(400)), .member(ana))
                guard case .redeemed = try await brand.service.redeemCart(cart, source: "shop", order: order) else {
                    Issue.record("the cart was not redeemed")
                    return
                }
            }
            #expect(try await brand.points(of: ana) == 200)
            // Nothing came of the first.
            for _ in 1...2 {
                #expect(try await brand.service.releaseCart(CartKey(source: "shop", id: "C")) != nil)
                #expect(try await brand.points(of: ana) == 600)
            }
            guard
                case .released = try await brand.service.redeemCart(
                    try question("C", .points(Points(400)), .member(ana)),
                    source: "shop"
                )
            else {
                Issue.record("the cart is over")
                return
            }
            // Half of the second's order comes back, and half of its points; then the rest.
            try await brand.buy(1_600, ana, id: "O-1")
            #expect(try await brand.points(of: ana) == 616)
            try await bringBack("1", ana, brand)
            #expect(try await brand.points(of: ana) == 808)
            try await bringBack("2", ana, brand)
            #expect(try await brand.points(of: ana) == 1_000)
            // The shop gives the cart up too: nothing more comes back.
            _ = try await brand.service.releaseCart(CartKey(source: "shop", id: "D"))
            #expect(try await brand.points(of: ana) == 1_000)
            #expect(try await brand.service.verify().discrepancies == [])
            // Decided again from nothing, as what-if does, it comes to the same.
            let version = try #require(try await brand.service.currentVersion())
            let told = try await brand.service.events(of: ana, before: nil, limit: 1_000) ?? []
            let past = told.reversed().map {
                PastEvent(number: $0.decision.number, programmeVersion: 1, event: $0.event)
            }
            var replay = Replay(of: ana, past)
            for event in past { _ = try replay.take(event.event, by: version) }
            #expect(replay.state.account("points")?.standing(at: brand.clock.now).available == Points(1_000))
        }
    }

    @Test("V-17: nobody's points pay where nobody is named, and no order's own points before it is told")
    func nobody() async throws {
        try await Backend.model.withStore { store in
            let (brand, _) = try await bench(store)
            let cart = try question("C", .most, .nobody)
            guard case .redeemed(let answer, _) = try await brand.service.redeemCart(cart, source: "till") else {
                Issue.record("the cart was not redeemed")
                return
            }
            #expect(answer?.evaluation.points?.limit == .nobody)
            #expect(answer?.evaluation.totals.due == 2_000)
            #expect(try await brand.service.verify().discrepancies == [])
        }
    }
}
