import SetiaCore
import SetiaService
import SetiaTesting
import SetiaWire
import Testing

@Suite("What a campaign may take off carts, on each store")
struct DiscountBudgetTests {
    private static let document = """
        programme: kopi-setia
        engine: 1
        languages: [en]
        timeZone: Asia/Kuala_Lumpur
        currencies: {MYR: {decimals: 2}}
        wallets:
          points: {name: points, activation: immediate, expiry: none, rates: {MYR: 1 per 1.00}}
        campaigns:
          raya: {name: Raya, discountBudget: {MYR: 25.00}}
        promotions:
          ten-off: {name: Ten off, off: {MYR: 10.00}, campaign: raya}
        """

    private func cart(_ number: Int) throws -> CartQuestion {
        let lines = [Cart.Line(sku: "beans", price: 5_000)]
        let cart = try #require(Cart(id: Key("C-\(number)"), currency: Fixture.ringgit, lines: lines))
        return CartQuestion(cart: cart, caller: "till")
    }

    /// Redeems as a till does: where the last of the budget went to another cart, it asks again what is due.
    private func takenOff(_ number: Int, _ service: SetiaService) async throws -> Int64 {
        for _ in 0..<50 {
            let cart = try cart(number)
            let due = try await service.evaluateCart(cart).evaluation.totals.due
            if case .redeemed(let answer, _) = try await service.redeemCart(
                cart,
                source: "till",
                order: "O-1",
                due: due
            ) {
                return answer?.evaluation.totals.discount ?? 0
            }
        }
        Issue.record("cart \(number) was never redeemed")
        return 0
    }

    @Test(
        "B-6: of twenty carts at once no more is taken off than the budget has, and what comes back is free again",
        arguments: Backend.allCases
    )
    func atOnce(backend: Backend) async throws {
        try await backend.withStore { store in
            let brand = try await DocumentBrand(Self.document, on: store, at: DocumentBrand.at("2026-03-01T09:00"))
            let service = brand.service
            let taken = try await withThrowingTaskGroup(of: Int64.self) { group in
                for number in 0..<20 { group.addTask { try await takenOff(number, service) } }
                return try await group.reduce(into: [Int64]()) { $0.append($1) }
            }
            #expect(taken.sorted() == Array(repeating: 0, count: 17) + [500, 1_000, 1_000])
            let use = try #require(try await service.discountBudgets().first)
            #expect((use.campaign, use.taken, use.left) == ("raya", 2_500, 0))
            #expect(try await service.verify().isClean)
            // One that had RM 10.00 is given up; given up again gives nothing back.
            var back: Int64 = 0
            for cart in 0..<20 where back == 0 {
                for _ in 0..<2 { _ = try await service.releaseCart(CartKey(source: "till", id: Key("C-\(cart)"))) }
                back = try await service.discountBudgets()[0].left
            }
            #expect([500, 1_000].contains(back))
            #expect(try await takenOff(99, service) == back)
            #expect(try await service.verify().isClean)
        }
    }

    @Test("B-6: an amount that cannot be, or a currency that there is not, is refused where it stands")
    func refused() throws {
        for (budget, problem) in [
            ("{MYR: 0}", "must be an amount above 0"), ("{THB: 5.00}", "'THB' is not among the programme's currencies"),
            ("5 points", "an amount by its currency"),
        ] {
            let document = Self.document.replacing("{MYR: 25.00}", with: budget)
            let problems = parseProgramme(document).problems
            #expect(problems.contains { "\($0)".contains(problem) }, "\(problems)")
        }
    }
}
