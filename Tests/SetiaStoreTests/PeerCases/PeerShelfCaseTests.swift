import JSONText
import SetiaCore
import SetiaService
import SetiaTesting
import Testing

/// Shelves, cards and codes that members share, by the ids of `docs/rules/peer-cases.md`.
@Suite("Cases of other systems: shelves, cards and codes")
struct PeerShelfCaseTests {
    @Sendable
    private static func programme(_ document: String) -> Programme {
        func reward(_ key: Key, _ kind: Reward.Kind, _ stock: Reward.Stock) -> Reward {
            let price = Reward.Price(wallet: "points", points: Points(100))
            return Reward(key: key, kind: kind, name: Words([]), prices: [price], stock: stock)
        }
        func off(_ key: Key) -> Promotion {
            Promotion(key: key, gift: .amountOff([Fixture.money(100)], of: .lines), needsCode: true)
        }
        return Programme(
            name: "kopi-setia",
            engine: 1,
            languages: ["en"],
            timeZone: "Asia/Kuala_Lumpur",
            currencies: [CurrencySetting(currency: Fixture.ringgit, decimals: 2)],
            wallets: [Wallet(key: "points", name: Words([]), activation: .immediate, expiry: .none, rates: [])],
            tierSets: [],
            rules: [
                Rule(id: "welcome", on: .memberEnrolled, effect: .earnFixed(wallet: "points", points: Points(1_000)))
            ],
            promotions: [
                off("a"), off("b"), off("c"), Promotion(key: "card", gift: .giftCard, needsCode: true),
            ],
            rewards: [
                reward("mug", .physicalGood, .counted), reward("cinema", .partnerCode, .codes),
                reward("coffee", .freeProduct, .unlimited),
            ]
        )
    }

    private func servers(on store: any Store) async throws -> Servers {
        let servers = try await Servers(on: store, parse: Self.programme)
        _ = try await servers.first.publishProgramme("1")
        servers.clock.advance(milliseconds: 1_000)
        return servers
    }

    private func enrol(_ card: String, _ service: SetiaService) async throws -> MemberID {
        let identity = try Identity(kind: .card, text: card)
        return try await service.createMember(
            NewMember(identities: [identity], facts: MemberFacts(country: "MY"), person: [:])
        ).member
    }

    /// What became of a wish, in a word; asked again while the database is busy, as a shop would.
    private func told(
        _ reward: Key,
        _ id: Key,
        quantity: Int64 = 1,
        of member: MemberID,
        _ service: SetiaService
    ) async throws -> String {
        for _ in 0..<50 {
            let wish = RewardWish(id: id, reward: reward, quantity: quantity)
            switch try await service.redeem(wish, for: member) {
            case .recorded: return "had"
            case .refused(.reward(let refusal)): return refusal.code
            case .refused(.insufficientPoints): return "insufficient-points"
            case .refused(let refusal): return "\(refusal)"
            case .kept: return "kept"
            case .failed(let failure as StoreFailure) where failure.kind == .busy: continue
            case .failed(let error): throw error
            }
        }
        return "busy"
    }

    private func codes(_ order: VoucherOrder, _ service: SetiaService) async throws -> (VoucherBatch, [String]) {
        var codes: [String] = []
        let batch = try await service.makeVouchers(of: try await service.orderVouchers(order)) { codes += $0 }
        return (batch, codes)
    }

    private func cart(_ id: Key, _ price: Int64, _ codes: [String]) throws -> CartQuestion {
        let lines = [Cart.Line(sku: "latte", price: price)]
        let cart = try #require(Cart(id: id, currency: Fixture.ringgit, lines: lines))
        return CartQuestion(cart: cart, codes: codes, caller: "till")
    }

    // MARK: - Shelves

    @Test(
        "OL-LIM-03, OL-LIM-05: a shelf gives all that is asked for, or nothing of it",
        arguments: Backend.allCases
    )
    func shelf(backend: Backend) async throws {
        for (all, asked, left) in [(1, 1, 0), (2, 2, 1)] as [(Int64, Int64, Int64)] {
            try await backend.withStore { store in
                let service = try await servers(on: store).first
                let member = try await enrol("1", service)
                _ = try await service.loadStock(of: "mug", by: all, reason: "delivery", by: .operator)
                #expect(try await told("mug", "R1", of: member, service) == "had")
                #expect(try await told("mug", "R2", quantity: asked, of: member, service) == "out-of-stock")
                #expect(try await service.catalogue().first?.left == left)
                #expect(try await service.points(of: member)?.balances.first?.available == Points(900))
            }
        }
    }

    @Test("OL-LIM-07: where all codes are given, nothing is had", arguments: Backend.allCases)
    func noCodesLeft(backend: Backend) async throws {
        try await backend.withStore { store in
            let service = try await servers(on: store).first
            let member = try await enrol("1", service)
            _ = try await service.loadCodes(["C-1", "C-2"], of: "cinema", by: .operator)
            var answers: [String] = []
            for id in ["R1", "R2", "R3"] as [Key] {
                answers.append(try await told("cinema", id, of: member, service))
            }
            #expect(answers == ["had", "had", "out-of-stock"])
            #expect(try await service.points(of: member)?.balances.first?.available == Points(800))
        }
    }

    // MARK: - At once

    /// Ours is answered 422 there, and only after the other one is written.
    @Test("CON-02: of two who want what the points pay for once, one has it", arguments: Backend.allCases)
    func pointsForOne(backend: Backend) async throws {
        try await backend.withStore { store in
            let servers = try await servers(on: store)
            let member = try await enrol("1", servers.first)
            let answers = try await withThrowingTaskGroup(of: String.self) { group in
                for (id, server) in [("R1", servers.first), ("R2", servers.second)] as [(Key, SetiaService)] {
                    group.addTask { try await told("coffee", id, quantity: 10, of: member, server) }
                }
                return try await group.reduce(into: []) { $0.append($1) }
            }
            #expect(answers.sorted() == ["had", "insufficient-points"])
            #expect(try await servers.first.points(of: member)?.balances.first?.available == .zero)
        }
    }

    @Test("MED-05: of two carts that a gift card pays at once, it pays one", arguments: Backend.allCases)
    func cardAtOnce(backend: Backend) async throws {
        try await backend.withStore { store in
            let servers = try await servers(on: store)
            let (_, codes) = try await codes(
                VoucherOrder(promotion: "card", value: Fixture.money(5_000)),
                servers.first
            )
            let redeemed = try await withThrowingTaskGroup(of: Bool.self) { group in
                for (id, server) in [("A", servers.first), ("B", servers.second)] as [(Key, SetiaService)] {
                    let question = try cart(id, 5_000, codes)
                    group.addTask {
                        for _ in 0..<50 {
                            do {
                                if case .redeemed = try await server.redeemCart(question, source: "till") {
                                    return true
                                }
                                return false
                            } catch let failure as StoreFailure where failure.kind == .busy {
                                continue
                            }
                        }
                        return false
                    }
                }
                return try await group.reduce(into: 0) { $0 += $1 ? 1 : 0 }
            }
            #expect(redeemed == 1)
            let spent = try await servers.first.evaluateCart(try cart("C", 5_000, codes)).evaluation
            #expect(spent.codes.map(\.refusal) == [.alreadyUsed])
        }
    }

    // MARK: - Given back

    @Test("VCF-RB-01: a cart that is given up frees all of its codes", arguments: Backend.allCases)
    func stack(backend: Backend) async throws {
        try await backend.withStore { store in
            let service = try await servers(on: store).first
            var codes: [String] = []
            for promotion in ["a", "b", "c"] as [Key] {
                codes += try await self.codes(VoucherOrder(promotion: promotion), service).1
            }
            let question = try cart("A", 1_000, codes)
            guard case .redeemed(let answer, _) = try await service.redeemCart(question, source: "till") else {
                Issue.record("not redeemed")
                return
            }
            #expect(answer?.evaluation.totals.due == 700)
            let receipt = try await service.releaseCart(CartKey(source: "till", id: "A"))
            let released = receipt?.decision.reasons.filter { reason in
                if case .promotionReleased = reason { true } else { false }
            }
            #expect(released?.count == 3)
            #expect(try await service.evaluateCart(try cart("B", 1_000, codes)).evaluation.totals.due == 700)
        }
    }

    @Test("ODO-RET-02: a gift card whose sale is undone pays nothing any more", arguments: Backend.allCases)
    func soldAndReturned(backend: Backend) async throws {
        try await backend.withStore { store in
            let service = try await servers(on: store).first
            let order = VoucherOrder(promotion: "card", value: Fixture.money(5_000))
            let (batch, codes) = try await codes(order, service)
            let question = try cart("A", 5_000, codes)
            #expect(try await service.evaluateCart(question).evaluation.cards.map(\.amount) == [5_000])
            #expect(try await service.stopVouchers(batch.id))
            let after = try await service.evaluateCart(question).evaluation
            #expect(after.cards.isEmpty)
            #expect(after.totals.due == 5_000)
            #expect(after.codes.map(\.refusal) == [.expired(at: nil)])
        }
    }
}
