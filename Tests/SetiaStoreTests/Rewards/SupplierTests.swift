import JSONText
import SetiaCore
import SetiaService
import SetiaTesting
import SetiaWire
import Testing

@Suite("Codes of suppliers, on each store")
struct SupplierTests {
    private static let document = """
        programme: kopi-setia
        engine: 1
        languages: [en]
        timeZone: Asia/Kuala_Lumpur
        currencies: {MYR: {decimals: 2}}
        wallets:
          points: {name: points, activation: immediate, expiry: none}
        rules:
          - {id: welcome, on: member.enrolled, earn: {wallet: points, fixed: 1000}}
        rewards:
          card: {kind: gift-card, name: Card, price: {points: 100}, worth: {MYR: 20.00}, supplier: acme, stock: counted}
          pass: {kind: partner-code, name: Pass, price: free, supplier: acme}
        """

    /// A brand with a supplier and a member with 1,000 points, and more servers of the same where they are asked for.
    private struct Desk {
        let brand: DocumentBrand
        let supplier: FakeSupplier
        let other: SetiaService
        let ana: MemberID

        init(_ store: any Store) async throws {
            supplier = FakeSupplier()
            let ports = ChannelPorts(adapters: [], sender: supplier)
            let start = DocumentBrand.at("2026-03-10T09:00")
            brand = try await DocumentBrand(SupplierTests.document, on: store, at: start, channels: ports)
            other = brand.server(on: store)
            let made = try await brand.service.saveSupplier(
                "acme",
                url: "https://cards.example.com/orders",
                by: .operator
            )
            supplier.learn(try #require(made.secret))
            _ = try await brand.service.loadStock(of: "card", by: 10, reason: "to begin", by: .operator)
            ana = try await brand.enrol(card: "1")
        }

        func redeem(_ id: Key, _ reward: Key = "card", quantity: Int64 = 1) async throws {
            let wish = RewardWish(id: id, reward: reward, quantity: quantity)
            guard case .recorded = try await brand.service.redeem(wish, for: ana) else {
                Issue.record("\(reward) was not had")
                return
            }
        }

        func items(_ id: Key) async throws -> [SuppliedItem] {
            try #require(try await brand.service.redemption(id, of: ana)).supplied
        }

        func states(_ id: Key) async throws -> [SuppliedItem.State] { try await items(id).map(\.state) }

        func left() async throws -> Int64? {
            try await brand.service.catalogue().first { $0.reward.key == "card" }?.left
        }

        /// One round after so many seconds.
        func supply(after seconds: Int64 = 0) async throws {
            brand.clock.advance(milliseconds: seconds * 1_000)
            _ = try await brand.service.supplyOrders()
        }
    }

    private func withDesk(_ backend: Backend, _ body: (Desk) async throws -> Void) async throws {
        try await backend.withStore { try await body(try await Desk($0)) }
    }

    private static let card = SuppliedCode(
        code: "CARD-1",
        pin: "4711",
        url: "https://cards.example.com/show",
        expiresAt: Instant(rfc3339: "2027-12-31T16:00:00Z")
    )

    @Test(
        "W-17: a code is ordered when the reward is had, signed, and stands sealed with her redemption",
        arguments: Backend.allCases
    )
    func given(backend: Backend) async throws {
        try await withDesk(backend) { desk in
            try await desk.redeem("R")
            #expect(try await desk.states("R") == [.waiting])
            let order = try #require(try await desk.brand.service.openSupplierOrders(limit: 9).first)
            #expect(order.id == "ord_\(desk.ana.text)_R_0")
            #expect(order.supplied == SuppliedReward(supplier: "acme", amount: Fixture.money(2_000)))
            try await desk.supply()
            #expect(try await desk.items("R") == [SuppliedItem(place: 0, state: .delivered, code: Self.card)])
            #expect(try await desk.brand.service.redemption("R", of: desk.ana)?.codes == ["CARD-1"])
            #expect(desk.supplier.unsigned == 0 && desk.supplier.requests.map(\.order) == [order.id])
            let kept = try await desk.brand.service.store.reading { archive in
                try archive.supplierOrders(of: desk.ana, redemption: "R")
            }
            let sealed = try #require(kept.first?.sealed)
            // Sealing in tests says for what it was.
            #expect(sealed.starts(with: Array("server rewardCode".utf8)))
            // Nothing is left to be done, and what has no amount is ordered without one.
            #expect(try await desk.brand.service.supplyOrders() == 0)
            try await desk.redeem("P", "pass")
            try await desk.supply()
            #expect(try await desk.brand.service.redemption("P", of: desk.ana)?.codes == ["CARD-2"])
            // It is hers as a code is: not withdrawn.
            let change = RedemptionChange(redemption: "R", step: .withdraw)
            guard case .refused = try await desk.brand.service.change(change, of: desk.ana) else {
                Issue.record("a card that was bought was withdrawn")
                return
            }
            #expect(try await desk.brand.service.verify().discrepancies == [])
        }
    }

    @Test(
        "W-17: what a supplier answers later is on its way until it is asked for and there",
        arguments: Backend.allCases
    )
    func later(backend: Backend) async throws {
        try await withDesk(backend) { desk in
            desk.supplier.mood = .later
            try await desk.redeem("R", quantity: 2)
            try await desk.supply()
            #expect(try await desk.states("R") == [.waiting, .waiting])
            #expect(desk.supplier.requests.map(\.isAsked) == [false, false])
            try await desk.supply(after: 4)
            #expect(desk.supplier.requests.count == 2)
            try await desk.supply(after: 2)
            #expect(desk.supplier.requests.map(\.isAsked) == [false, false, true, true])
            #expect(try await desk.states("R") == [.waiting, .waiting])
            // It may lose what it has taken: the same order comes once more.
            desk.supplier.forgets()
            desk.supplier.mood = .later
            try await desk.supply(after: 60)
            try await desk.supply(after: 600)
            #expect(desk.supplier.requests.suffix(2).map(\.isAsked) == [false, false])
            desk.supplier.delivers()
            try await desk.supply(after: 60)
            #expect(try await desk.states("R") == [.delivered, .delivered])
            #expect(desk.supplier.bought.count == 2)
            #expect(try await desk.brand.points(of: desk.ana) == 800)
        }
    }

    @Test(
        "W-18: what a supplier refuses goes back to its lots, once, and she is told why",
        arguments: Backend.allCases
    )
    func refused(backend: Backend) async throws {
        try await withDesk(backend) { desk in
            try await desk.redeem("R", quantity: 2)
            #expect(try await desk.brand.points(of: desk.ana) == 800)
            #expect(try await desk.left() == 8)
            desk.supplier.mood = .refuses("sold out")
            try await desk.supply()
            let refused = [0, 1].map { SuppliedItem(place: $0, state: .refused, reason: "sold out") }
            #expect(try await desk.items("R") == refused)
            #expect(try await desk.brand.points(of: desk.ana) == 1_000)
            #expect(try await desk.left() == 10)
            #expect(try await desk.brand.service.redemption("R", of: desk.ana)?.row.state == .rolledBack)
            desk.supplier.mood = .gives
            try await desk.supply(after: 86_400)
            #expect(try await desk.brand.points(of: desk.ana) == 1_000)
            #expect(desk.supplier.bought.isEmpty)
            // One of two: the other one stays hers.
            desk.supplier.mood = .later
            try await desk.redeem("S", quantity: 2)
            try await desk.supply()
            desk.supplier.delivers()
            desk.supplier.mood = .gives
            try await desk.supply(after: 10)
            #expect(try await desk.states("S") == [.delivered, .delivered])
            #expect(try await desk.brand.service.verify().discrepancies == [])
        }
    }

    @Test(
        "W-18: a server that stops between refusal and giving back loses nothing and gives nothing back twice",
        arguments: Backend.allCases,
        [true, false]
    )
    func stopsBetween(backend: Backend, wasGivenBack: Bool) async throws {
        try await withDesk(backend) { desk in
            try await desk.redeem("R", quantity: 2)
            let service = desk.brand.service
            var order = try #require(try await service.openSupplierOrders(limit: 9).first)
            let first = order
            (order.state, order.reason, order.attempts) = (.refusing, "sold out", 1)
            let refusing = order
            try await service.store.writing { try $0.settle(refusing) }
            if wasGivenBack {
                let change = RedemptionChange(redemption: "R", step: .rollBack, quantity: 1)
                _ = try await service.change(change, of: desk.ana, name: "supplier/\(first.place)")
            }
            try await desk.supply()
            #expect(try await desk.brand.points(of: desk.ana) == 900)
            try await desk.supply(after: 120)
            #expect(try await desk.states("R") == [.refused, .delivered])
            #expect(desk.supplier.bought.count == 1)
            #expect(try await desk.brand.points(of: desk.ana) == 900)
        }
    }

    @Test(
        "W-19: no answer, a lost answer and errors are ordered again under the same number, and bought once",
        arguments: Backend.allCases
    )
    func again(backend: Backend) async throws {
        try await withDesk(backend) { desk in
            try await desk.redeem("R")
            for mood in [FakeSupplier.Mood.isAway, .answers(503), .answers(301), .answers(401), .losesAnswers] {
                desk.supplier.mood = mood
                try await desk.supply(after: 3_600)
                #expect(try await desk.states("R") == [.waiting])
            }
            let order = try #require(try await desk.brand.service.openSupplierOrders(limit: 9).first)
            #expect(order.reason == "it did not answer within 15 seconds" && order.attempts == 5)
            desk.supplier.mood = .gives
            try await desk.supply(after: 3_600)
            #expect(try await desk.states("R") == [.delivered])
            #expect(Array(desk.supplier.bought.keys) == [order.id])
            #expect(Set(desk.supplier.requests.map(\.order)) == [order.id])
            #expect(try await desk.brand.points(of: desk.ana) == 900)
        }
    }

    @Test(
        "W-19: whatever becomes of a server, another orders again under the same number",
        arguments: Backend.allCases
    )
    func another(backend: Backend) async throws {
        try await withDesk(backend) { desk in
            try await desk.redeem("R")
            let service = desk.brand.service
            let order = try #require(try await service.openSupplierOrders(limit: 9).first)
            // It has taken the order, and perhaps bought it, and is gone.
            let until = desk.brand.clock.now.adding(milliseconds: 60_000)
            #expect(try await service.store.writing { try $0.take(order, until: until) })
            #expect(try await service.store.writing { try $0.take(order, until: until) } == false)
            #expect(try await desk.other.supplyOrders() == 0)
            desk.brand.clock.advance(milliseconds: 60_000)
            #expect(try await desk.other.supplyOrders() == 1)
            #expect(try await desk.states("R") == [.delivered])
            #expect(Array(desk.supplier.bought.keys) == [order.id])
        }
    }

    @Test("W-19: many servers at once order each code once", arguments: Backend.allCases)
    func manyServers(backend: Backend) async throws {
        try await withDesk(backend) { desk in
            try await desk.redeem("R", quantity: 9)
            let servers = [desk.brand.service, desk.other, desk.brand.service, desk.other]
            await withTaskGroup(of: Void.self) { group in
                // Who comes second finds it taken, or is told to try again.
                for server in servers { group.addTask { _ = try? await server.supplyOrders() } }
            }
            try await desk.supply(after: 61)
            #expect(try await desk.states("R") == Array(repeating: .delivered, count: 9))
            #expect(desk.supplier.bought.count == 9)
            let codes = try #require(try await desk.brand.service.redemption("R", of: desk.ana)).codes
            #expect(Set(codes).count == 9)
        }
    }

    @Test("W-17: what staff give back before it is ordered is not ordered", arguments: Backend.allCases)
    func givenBack(backend: Backend) async throws {
        try await withDesk(backend) { desk in
            try await desk.redeem("R", quantity: 3)
            let change = RedemptionChange(redemption: "R", step: .rollBack, quantity: 1)
            _ = try await desk.brand.service.change(change, of: desk.ana, name: "by hand")
            try await desk.supply()
            #expect(try await desk.states("R") == [.delivered, .delivered])
            #expect(desk.supplier.bought.count == 2)
            // What was ordered stays ordered, and is hers no more.
            let all = RedemptionChange(redemption: "R", step: .rollBack)
            _ = try await desk.brand.service.change(all, of: desk.ana, name: "the rest")
            #expect(try await desk.items("R") == [])
            #expect(try await desk.brand.points(of: desk.ana) == 1_000)
        }
    }

    @Test("W-17: what came along as history is not ordered again", arguments: Backend.allCases)
    func history(backend: Backend) async throws {
        try await withDesk(backend) { desk in
            desk.brand.clock.advance(days: 3)
            let event = Event(
                source: "shop",
                id: "old",
                occurredAt: desk.brand.clock.now.adding(days: -2),
                matter: .rewardRedeemed(RewardWish(id: "R", reward: "pass"))
            )
            guard case .recorded = try await desk.brand.service.record(Intake(event: event, who: .member(desk.ana)))
            else {
                Issue.record("history was not taken")
                return
            }
            #expect(try await desk.brand.service.supplyOrders() == 0)
            #expect(try await desk.items("R") == [])
        }
    }

    @Test("W-20: a supplier has a name, a public address and a secret that is shown once", arguments: Backend.allCases)
    func setUp(backend: Backend) async throws {
        try await withDesk(backend) { desk in
            let service = desk.brand.service
            for (name, url, field) in [
                ("Acme", "https://cards.example.com", "name"), ("-a", "https://cards.example.com", "name"),
                ("", "https://cards.example.com", "name"), ("acme", "http://cards.example.com", "url"),
                ("acme", "https://10.0.0.1/orders", "url"), ("acme", "https://localhost/orders", "url"),
                ("acme", "https://cards.example.com/orders?key=1", "url"),
                ("acme", "https://cards.example.com/orders/", "url"),
            ] {
                let problem = await #expect(throws: SupplierProblem.self) {
                    try await service.saveSupplier(name, url: url, by: .operator)
                }
                guard case .invalid(field, _)? = problem else {
                    Issue.record("\(name) \(url): \(String(describing: problem))")
                    continue
                }
            }
            let moved = try await service.saveSupplier("acme", url: "https://new.example.com/orders", by: .operator)
            #expect(moved.secret == nil)
            #expect(try await service.suppliers().map(\.url) == ["https://new.example.com/orders"])
            let anew = try await service.saveSupplier(
                "acme",
                url: "https://new.example.com/orders",
                newSecret: true,
                by: .operator
            )
            let secret = try #require(anew.secret)
            // What is signed with the new one is not believed by who knows the old one.
            try await desk.redeem("R")
            try await desk.supply()
            #expect(desk.supplier.unsigned == 1)
            #expect(try await desk.states("R") == [.waiting])
            desk.supplier.learn(secret)
            try await service.removeSupplier("acme", by: .operator)
            await #expect(throws: SupplierProblem.unknown) {
                try await service.removeSupplier("acme", by: .operator)
            }
            try await desk.supply(after: 60)
            #expect(try await service.openSupplierOrders(limit: 9).map(\.reason) == ["there is no supplier 'acme'"])
            let back = try await service.saveSupplier("acme", url: "https://new.example.com/orders", by: .operator)
            desk.supplier.learn(try #require(back.secret))
            try await desk.supply(after: 3_600)
            #expect(try await desk.states("R") == [.delivered])
        }
    }

    @Test(
        "W-17: a reward names a supplier where one can give codes, and what cannot be is refused with its reason",
        arguments: [
            ("kind: physical-good, price: free, supplier: acme", "goes with gift-card and partner-code only"),
            ("kind: partner-code, price: free, supplier: acme, stock: codes", "no 'stock: codes'"),
            ("kind: gift-card, price: free, supplier: acme, worth: {MYR: 1.00, SGD: 1.00}", "cards of one currency"),
            ("kind: gift-card, price: free, supplier: Acme Ltd, worth: {MYR: 1.00}", "must be a supplier's name"),
            ("kind: gift-card, price: free, supplier: acme, promotion: p, worth: {MYR: 1.00}", "no 'promotion'"),
            ("kind: partner-code, price: free", "'stock: codes' or name a 'supplier'"),
        ]
    )
    func named(reward: String, reason: String) {
        let document = """
            programme: small
            engine: 1
            languages: [en]
            timeZone: Asia/Kuala_Lumpur
            currencies: {MYR: {decimals: 2}, SGD: {decimals: 2}}
            wallets:
              points: {name: points, activation: immediate, expiry: none}
            promotions:
              p: {name: Card, giftCard: true, code: true}
            rewards:
              own: {name: Own, \(reward)}
            """
        let (programme, problems) = parseProgramme(document) { _ in true }
        #expect(programme == nil)
        #expect(problems.contains { $0.reason.contains(reason) }, "\(problems.map(\.description))")
    }
}
