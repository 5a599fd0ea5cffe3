import JSONText
import SetiaCore
import SetiaService
import SetiaTesting
import SetiaWire
import Testing

@Suite("Segments over what members did, on each store")
struct BehaviourSegmentTests {
    private static let document = """
        programme: kopi-setia
        engine: 1
        languages: [en]
        timeZone: Asia/Kuala_Lumpur
        currencies: {MYR: {decimals: 2}, SGD: {decimals: 2}}
        wallets:
          points: {name: points, activation: immediate, expiry: none}
        segments:
          lapsed: {name: Lapsed, when: member.orders >= 1 && member.orders(30) == 0}
          spenders: {name: Spenders, when: 'member.spend("MYR", 90) >= money("50.00 MYR")'}
          coffee: {name: Coffee, when: 'member.boughtCategory("coffee", 90) > 3'}
          guests: {name: Guests, when: member.visits(7) >= 2}
          redeemers: {name: Redeemers, when: 'member.redeemed("mug", 30) >= 1'}
        campaigns:
          back: {name: Back, audience: lapsed, holdOut: none}
        rewards:
          mug: {name: Mug, kind: physical-good, price: free}
        rules:
          - {id: back, on: order.paid, earn: {wallet: points, fixed: 7}, campaign: back}
        """

    private func withBrand(_ backend: Backend, _ body: (DocumentBrand) async throws -> Void) async throws {
        try await backend.withStore { store in
            let start = DocumentBrand.at("2026-03-10T09:00")
            try await body(try await DocumentBrand(Self.document, on: store, at: start))
        }
    }

    private func counts(_ brand: DocumentBrand) async throws -> [Int] {
        try await brand.service.segmentCounts().segments.map(\.count)
    }

    @discardableResult
    private func record(_ matter: Event.Matter, _ id: Key, _ member: MemberID, _ brand: DocumentBrand) async throws
        -> Receipt
    {
        brand.clock.advance(milliseconds: 1)
        let event = Event(source: "shop", id: id, occurredAt: brand.clock.now, matter: matter)
        switch try await brand.service.record(Intake(event: event, who: .member(member))) {
        case .recorded(let receipt): return receipt
        case .refused(let refusal): throw refusal
        case .failed(let error): throw error
        case .kept: preconditionFailure("it never waits")
        }
    }

    private func coffee(_ quantity: Int64, net: Int64 = 1_000, currency: Currency = Fixture.ringgit, _ id: Key)
        throws -> Event.Matter
    {
        let line = Order.Line(sku: "kopi-o", quantity: quantity, net: net, categories: ["coffee"])
        return .orderPaid(try #require(Order(id: id, currency: currency, lines: [line])))
    }

    @Test(
        "C-15, C-16: membership is exact at the moment, and a member leaves when the window moves on",
        arguments: Backend.allCases
    )
    func moves(backend: Backend) async throws {
        try await withBrand(backend) { brand in
            let ana = try await brand.enrol(card: "1")
            let ben = try await brand.enrol(card: "2")
            #expect(try await counts(brand) == [0, 0, 0, 0, 0])
            try await record(coffee(4, net: 5_000, "A"), "a", ana, brand)
            try await record(coffee(3, net: 4_999, "B"), "b", ben, brand)
            // Another currency is another sum.
            try await record(coffee(1, net: 9_000, currency: try Currency("SGD"), "C"), "c", ben, brand)
            #expect(try await counts(brand) == [0, 1, 2, 0, 0])
            let visit = Event.Matter.happened(Occurrence(type: .visitCompleted, facts: []))
            try await record(visit, "v1", ben, brand)
            brand.clock.advance(days: 6)
            try await record(visit, "v2", ben, brand)
            #expect(try await brand.service.members(of: "guests", after: nil, limit: 5).members == [ben])
            brand.clock.advance(days: 1)
            #expect(try await counts(brand) == [0, 1, 2, 0, 0])
            // The 29th day after the order is the last one on which it counts.
            brand.clock.advance(days: 22)
            #expect(try await counts(brand)[0] == 0)
            brand.clock.advance(days: 1)
            #expect(try await counts(brand)[0] == 2)
            let redeemed = Event.Matter.rewardRedeemed(RewardWish(id: "R", reward: "mug"))
            try await record(redeemed, "r", ana, brand)
            #expect(try await brand.service.members(of: "redeemers", after: nil, limit: 5).members == [ana])
            brand.clock.advance(days: 30)
            #expect(try await counts(brand) == [2, 1, 2, 0, 0])
            brand.clock.advance(days: 30)
            #expect(try await counts(brand) == [2, 0, 0, 0, 0])
        }
    }

    @Test(
        "C-16: what came back counts no more, and what another account of hers did counts",
        arguments: Backend.allCases
    )
    func returnedAndMerged(backend: Backend) async throws {
        try await withBrand(backend) { brand in
            let ana = try await brand.enrol(card: "1")
            let other = try await brand.enrol(card: "2")
            try await record(coffee(4, net: 6_000, "A"), "a", ana, brand)
            try await record(coffee(2, net: 4_000, "B"), "b", other, brand)
            #expect(try await counts(brand)[1...2] == [1, 1])
            let part = OrderReturn.Line(number: 1, quantity: 2)
            try await record(.orderReturned(OrderReturn(order: "A", id: "ret", lines: [part])), "ret", ana, brand)
            #expect(try await counts(brand)[1...2] == [0, 0])
            _ = try await brand.service.mergeMember(other, into: ana, by: .operator)
            #expect(try await brand.service.members(of: "spenders", after: nil, limit: 5).members == [ana])
            #expect(try await brand.service.members(of: "coffee", after: nil, limit: 5).members == [ana])
            let tried = try await brand.service.previewSegment("member.boughtProduct(\"kopi-o\", 1) == 4", naming: 5)
            #expect(tried.members == [ana])
            try await record(.orderReturned(OrderReturn(order: "B", id: "whole")), "whole", other, brand)
            #expect(try await counts(brand)[1...2] == [0, 0])
            #expect(try await brand.service.previewSegment("member.orders(1) == 1", naming: 5).members == [ana])
        }
    }

    @Test("C-17: a decision asks for who was written on it last", arguments: Backend.allCases)
    func written(backend: Backend) async throws {
        try await withBrand(backend) { brand in
            let ana = try await brand.enrol(card: "1")
            try await record(coffee(1, "A"), "a", ana, brand)
            #expect(try await brand.service.measureBehaviour() == 0)
            brand.clock.advance(days: 30)
            // Counted as she is, decided as she was written.
            #expect(try await counts(brand)[0] == 1)
            #expect(try await brand.service.measureBehaviour() == 1)
            #expect(try await brand.service.measureBehaviour() == 0)
            try await record(coffee(1, "B"), "b", ana, brand)
            #expect(try await brand.points(of: ana) == 7)
            #expect(try await counts(brand)[0] == 0)
            #expect(try await brand.service.measureSegments() == 1)
            try await record(coffee(1, "C"), "c", ana, brand)
            #expect(try await brand.points(of: ana) == 7)
            #expect(try await brand.service.verify().discrepancies == [])
            await #expect(throws: SegmentRefusal.notAList("lapsed")) {
                try await brand.service.list([ana], on: "lapsed", isIn: true, by: .operator)
            }
        }
    }

    @Test(
        "C-17: rules, audiences and rewards that count what she did are refused with where it may be asked",
        arguments: [
            ("campaigns:\n  back: {name: Back, audience: 'member.orders(30) == 0'}", "campaigns.back.audience"),
            (
                "rewards:\n  mug: {name: Mug, kind: physical-good, price: free, when: 'member.orders(30) == 0'}",
                "rewards.mug.when"
            ),
        ]
    )
    func refused(part: String, path: String) {
        let document = Self.document.components(upTo: "campaigns:") + part + "\n"
        let (programme, problems) = parseProgramme(document) { _ in true }
        #expect(programme == nil)
        let own = problems.first { $0.path == path }
        #expect(own?.reason.contains("counted by segments only") == true, "\(problems.map(\.description))")
    }
}

extension String {
    /// What stands before a text.
    fileprivate func components(upTo text: String) -> String {
        firstRange(of: text).map { String(self[..<$0.lowerBound]) } ?? self
    }
}
