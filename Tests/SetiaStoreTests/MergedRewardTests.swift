import JSONText
import SetiaCore
import SetiaService
import SetiaTesting
import Testing

@Suite("Rewards and codes of two accounts that became one")
struct MergedRewardTests {
    private func enrol(_ card: String, _ servers: Servers) async throws -> MemberID {
        try await servers.first.createMember(
            NewMember(
                identities: [try Identity(kind: .card, text: card)],
                facts: MemberFacts(country: "MY"),
                person: [:]
            )
        ).member
    }

    private func receipt(_ outcome: RecordingOutcome) throws -> Receipt {
        guard case .recorded(let receipt) = outcome else {
            Issue.record("\(outcome)")
            throw CancellationError()
        }
        return receipt
    }

    @Test(
        "L-21: a reward of before is handed over and given back where it was had, and its points are hers who stays",
        arguments: Backend.allCases
    )
    func rewards(backend: Backend) async throws {
        try await backend.withStore { store in
            let servers = try await Servers(on: store, parse: RewardRecordingTests.programme)
            _ = try await servers.first.publishProgramme("1")
            servers.clock.advance(milliseconds: 1_000)
            let service = servers.first
            let (old, kept) = (try await enrol("K1", servers), try await enrol("K2", servers))
            _ = try await service.loadStock(of: "mug", by: 3, reason: "delivery", by: .operator)
            for (id, member) in [("R1", old), ("R2", old), ("R3", kept)] {
                _ = try receipt(try await service.redeem(RewardWish(id: Key(id), reward: "mug"), for: member))
                servers.clock.advance(milliseconds: 1_000)
            }
            _ = try await service.mergeMember(old, into: kept, by: .operator)
            #expect(try await service.redemptions(of: kept)?.map(\.id) == ["R3", "R2", "R1"])
            #expect(try await service.redemptions(of: kept, limit: 2)?.map(\.id) == ["R3", "R2"])
            #expect(try await service.redemption("R1", of: kept)?.row.member == old)

            func step(_ step: RedemptionChange.Step, _ id: Key, of member: MemberID) async throws -> Receipt {
                try receipt(try await service.change(RedemptionChange(redemption: id, step: step), of: member))
            }
            #expect(try await step(.deliver, "R1", of: kept).member == old)
            #expect(try await step(.deliver, "R2", of: old).member == old)
            #expect(try await step(.deliver, "R3", of: kept).member == kept)
            let before = try await service.points(of: kept)?.balances.first?.available
            #expect(try await step(.rollBack, "R1", of: kept).member == old)
            #expect(try await service.points(of: kept)?.balances.first?.available.units == (before?.units ?? 0) + 100)
            #expect(try await service.points(of: old)?.balances.first?.available == .zero)
            #expect(try await service.redemption("R1", of: kept)?.row.state == .rolledBack)
            #expect(try await service.catalogue().first?.left == 1)
            #expect(try await service.verify().isClean)
        }
    }

    @Test("L-21: a code of the account that went is hers who stays, and of nobody else", arguments: Backend.allCases)
    func codes(backend: Backend) async throws {
        try await backend.withStore { store in
            let servers = try await Servers(on: store, parse: RewardRecordingTests.programme)
            _ = try await servers.first.publishProgramme("1")
            servers.clock.advance(milliseconds: 1_000)
            let service = servers.first
            let (old, kept) = (try await enrol("K1", servers), try await enrol("K2", servers))
            let stranger = try await enrol("K3", servers)
            var codes: [String] = []
            _ = try await service.makeVouchers(
                of: try await service.orderVouchers(VoucherOrder(promotion: "five", owner: old))
            ) { codes += $0 }
            let cart = try #require(
                Cart(id: "C", currency: Fixture.ringgit, lines: [Cart.Line(sku: "latte", price: 2_000)])
            )
            func due(_ member: MemberID) async throws -> Int64 {
                let question = CartQuestion(cart: cart, who: .member(member), codes: codes, caller: "till")
                return try await service.evaluateCart(question).evaluation.totals.due
            }
            #expect(try await due(old) == 1_500)
            #expect(try await due(kept) == 2_000)
            _ = try await service.mergeMember(old, into: kept, by: .operator)
            #expect(try await due(kept) == 1_500)
            #expect(try await due(old) == 1_500)
            #expect(try await due(stranger) == 2_000)
            let question = CartQuestion(cart: cart, who: .member(old), codes: codes, caller: "till")
            guard case .redeemed(_, let receipt) = try await service.redeemCart(question, source: "till") else {
                Issue.record("the code was not taken")
                return
            }
            #expect(receipt.member == kept)
            #expect(try await due(kept) == 2_000)
            #expect(try await service.verify().isClean)
        }
    }

    @Test("W-7: verify says of which reward another number is taken than members have", arguments: Backend.allCases)
    func shelf(backend: Backend) async throws {
        try await backend.withStore { store in
            let servers = try await Servers(on: store, parse: RewardRecordingTests.programme)
            _ = try await servers.first.publishProgramme("1")
            servers.clock.advance(milliseconds: 1_000)
            let member = try await enrol("K1", servers)
            _ = try await servers.first.loadStock(of: "mug", by: 3, reason: "delivery", by: .operator)
            _ = try receipt(try await servers.first.redeem(RewardWish(id: "R1", reward: "mug"), for: member))
            #expect(try await servers.first.verify().isClean)
            try await store.writing { try $0.giveBack(1, to: Reward.counter(of: "mug")) }
            let found = try await servers.first.verify()
            #expect(found.shelves == [ShelfFault(reward: "mug", subject: .taken, counted: 0, follows: 1)])
            #expect(!found.isClean && found.discrepancies.isEmpty)
        }
    }

    /// The second version has no mug any more, and coffee lies on a shelf in it.
    @Sendable
    private static func twoVersions(_ document: String) -> Programme {
        guard document == "2" else { return RewardRecordingTests.programme(document) }
        return RewardRecordingTests.programme(rewards: [
            RewardRecordingTests.reward("coffee", .freeProduct, 100, .counted)
        ])
    }

    @Test(
        "W-7: verify looks at rewards that the programme no longer has, and not at what was had before there was a shelf",
        arguments: Backend.allCases
    )
    func formerShelf(backend: Backend) async throws {
        try await backend.withStore { store in
            let servers = try await Servers(on: store, parse: Self.twoVersions)
            let service = servers.first
            _ = try await service.publishProgramme("1")
            servers.clock.advance(milliseconds: 1_000)
            let member = try await enrol("K1", servers)
            _ = try await service.loadStock(of: "mug", by: 3, reason: "delivery", by: .operator)
            _ = try receipt(try await service.redeem(RewardWish(id: "R1", reward: "mug"), for: member))
            _ = try receipt(try await service.redeem(RewardWish(id: "R2", reward: "coffee"), for: member))
            _ = try await service.publishProgramme("2")
            servers.clock.advance(milliseconds: 1_000)
            _ = try await service.loadStock(of: "coffee", by: 2, reason: "now counted", by: .operator)
            _ = try receipt(try await service.redeem(RewardWish(id: "R3", reward: "coffee"), for: member))
            #expect(try await service.verify().isClean)
            try await store.writing { try $0.giveBack(1, to: Reward.counter(of: "mug")) }
            #expect(
                try await service.verify().shelves
                    == [ShelfFault(reward: "mug", subject: .taken, counted: 0, follows: 1)]
            )
        }
    }

    @Test("W-10: verify counts a list's codes, given and free, beside what was loaded", arguments: Backend.allCases)
    func codeSum(backend: Backend) async throws {
        try await backend.withStore { store in
            let servers = try await Servers(on: store, parse: RewardRecordingTests.programme)
            let service = servers.first
            _ = try await service.publishProgramme("1")
            servers.clock.advance(milliseconds: 1_000)
            let member = try await enrol("K1", servers)
            _ = try await service.loadCodes(["A-1", "A-2", "A-3"], of: "cinema", by: .operator)
            _ = try receipt(try await service.redeem(RewardWish(id: "R1", reward: "cinema"), for: member))
            _ = try await service.redemption("R1", of: member)
            #expect(try await service.verify().isClean)
            try await store.writing { try $0.load(Reward.counter(of: "cinema"), by: 2) }
            #expect(
                try await service.verify().shelves
                    == [ShelfFault(reward: "cinema", subject: .codes, counted: 3, follows: 5)]
            )
        }
    }
}
