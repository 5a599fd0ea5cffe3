import JSONText
import SetiaCore
import SetiaService
import SetiaTesting
import Testing

@Suite("Rewards, recorded")
struct RewardRecordingTests {
    /// Points at once, a mug that is counted, a code from a list.
    @Sendable
    static func programme(_ document: String) -> Programme {
        programme(rewards: [
            reward("mug", .physicalGood, 100, .counted), reward("cinema", .partnerCode, 50, .codes),
            reward("coffee", .freeProduct, 100, .unlimited),
        ])
    }

    /// The same with other rewards.
    static func programme(rewards: [Reward]) -> Programme {
        Programme(
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
                Promotion(key: "five", gift: .amountOff([Fixture.money(500)], of: .order), needsCode: true)
            ],
            rewards: rewards
        )
    }

    static func reward(_ key: Key, _ kind: Reward.Kind, _ points: Int64, _ stock: Reward.Stock) -> Reward {
        Reward(
            key: key,
            kind: kind,
            name: Words([]),
            prices: [Reward.Price(wallet: "points", points: Points(points))],
            stock: stock
        )
    }

    private func servers(on store: any Store) async throws -> Servers {
        let servers = try await Servers(on: store, parse: Self.programme)
        _ = try await servers.first.publishProgramme("1")
        servers.clock.advance(milliseconds: 1_000)
        return servers
    }

    private func enrol(_ number: Int, _ servers: Servers) async throws -> MemberID {
        try await servers.first.createMember(
            NewMember(
                identities: [try Identity(kind: .card, text: "K\(number)")],
                facts: MemberFacts(country: "MY"),
                person: [:]
            )
        ).member
    }

    /// What became of it, in a word; asked again while the database is busy, as a shop would.
    private func told(_ ask: () async throws -> RecordingOutcome) async throws -> String {
        for _ in 0..<50 {
            switch try await ask() {
            case .recorded(let receipt): return receipt.isReplay ? "replay" : "recorded"
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

    @Test("W-1: a shelf is filled with a reason, and nothing is had from an empty one", arguments: Backend.allCases)
    func shelves(backend: Backend) async throws {
        try await backend.withStore { store in
            let servers = try await servers(on: store)
            let service = servers.first
            let member = try await enrol(1, servers)
            #expect(
                try await told { try await service.redeem(RewardWish(id: "R0", reward: "mug"), for: member) }
                    == "out-of-stock"
            )
            _ = try await service.loadStock(of: "mug", by: 3, reason: "delivery", by: .operator)
            #expect(try await service.loadStock(of: "mug", by: -1, reason: "broken", by: .operator).left == 2)
            await #expect(throws: StockRefusal.notThere(left: 2, asked: 3)) {
                try await service.loadStock(of: "mug", by: -3, reason: "lost", by: .operator)
            }
            await #expect(throws: StockRefusal.notCounted(.unlimited)) {
                try await service.loadStock(of: "coffee", by: 3, reason: "delivery", by: .operator)
            }
            #expect(
                try await told { try await service.redeem(RewardWish(id: "R1", reward: "mug"), for: member) }
                    == "recorded"
            )
            #expect(
                try await told { try await service.redeem(RewardWish(id: "R1", reward: "mug"), for: member) }
                    == "replay"
            )
            let mug = try await service.catalogue().first
            #expect(mug?.left == 1 && mug?.sum.had == 1 && mug?.sum.open == 1)
            let log = try await service.auditLog(AuditFilter(action: .stockLoaded), limit: 10)
            #expect(log.map { $0.details["reason"] } == ["broken", "delivery"])
            #expect(try await service.verify().discrepancies.isEmpty)
        }
    }

    @Test(
        "W-7: many who want the last one at once: one has it, and nobody else has lost a point",
        arguments: Backend.allCases
    )
    func lastOne(backend: Backend) async throws {
        try await backend.withStore { store in
            let servers = try await servers(on: store)
            var members: [MemberID] = []
            for number in 0..<64 { members.append(try await enrol(number, servers)) }
            _ = try await servers.first.loadStock(of: "mug", by: 1, reason: "the last", by: .operator)
            let answers = try await withThrowingTaskGroup(of: String.self) { group in
                for (number, member) in members.enumerated() {
                    let server = number % 2 == 0 ? servers.first : servers.second
                    group.addTask {
                        try await told {
                            try await server.redeem(RewardWish(id: Key("R\(number)"), reward: "mug"), for: member)
                        }
                    }
                }
                return try await group.reduce(into: []) { $0.append($1) }
            }
            #expect(answers.count { $0 == "recorded" } == 1)
            #expect(answers.count { $0 == "out-of-stock" } == 63)
            var points: Int64 = 0
            for member in members {
                points += try await servers.first.points(of: member)?.balances.first?.available.units ?? 0
            }
            #expect(points == 64 * 1_000 - 100)
            #expect(try await servers.first.shelfFaults() == [])
            #expect(try await servers.first.verify().discrepancies.isEmpty)
        }
    }

    @Test("W-7: fifty at once of 100 from 1,000: ten have it", arguments: Backend.allCases)
    func overspending(backend: Backend) async throws {
        try await backend.withStore { store in
            let servers = try await servers(on: store)
            let member = try await enrol(1, servers)
            let answers = try await withThrowingTaskGroup(of: String.self) { group in
                for number in 0..<50 {
                    let server = number % 2 == 0 ? servers.first : servers.second
                    group.addTask {
                        try await told {
                            try await server.redeem(RewardWish(id: Key("R\(number)"), reward: "coffee"), for: member)
                        }
                    }
                }
                return try await group.reduce(into: []) { $0.append($1) }
            }
            #expect(answers.count { $0 == "recorded" } == 10)
            #expect(answers.count { $0 == "insufficient-points" } == 40)
            #expect(try await servers.first.verify().discrepancies.isEmpty)
        }
    }

    @Test(
        "W-10: each code is given once, and the same one however often she looks",
        arguments: Backend.allCases
    )
    func codes(backend: Backend) async throws {
        try await backend.withStore { store in
            let servers = try await servers(on: store)
            let service = servers.first
            for (codes, added, free) in [
                (["A-1", "A-1"], 1, 1), (["A-2", "A-1"], 1, 2), (["A-3"], 1, 3), (["A-3"], 0, 3),
            ] as [([String], Int64, Int64)] {
                #expect(try await service.loadCodes(codes, of: "cinema", by: .operator) == (added, free))
                servers.clock.advance(milliseconds: 1_000)
            }
            var members: [MemberID] = []
            for number in 0..<4 { members.append(try await enrol(number, servers)) }
            var answers: [String] = []
            var codes: [String] = []
            for (number, member) in members.enumerated() {
                let id = Key("R\(number)")
                answers.append(
                    try await told { try await service.redeem(RewardWish(id: id, reward: "cinema"), for: member) }
                )
                let first = try await service.redemption(id, of: member)?.codes ?? []
                #expect(try await servers.second.redemption(id, of: member)?.codes ?? [] == first)
                codes += first
            }
            #expect(answers == ["recorded", "recorded", "recorded", "out-of-stock"])
            #expect(codes == ["A-1", "A-2", "A-3"])
            let back = RedemptionChange(redemption: "R0", step: .rollBack)
            #expect(try await told { try await service.change(back, of: members[0]) } == "recorded")
            #expect(
                try await told { try await service.redeem(RewardWish(id: "R9", reward: "cinema"), for: members[3]) }
                    == "out-of-stock"
            )
            #expect(try await service.points(of: members[0])?.balances.first?.available == Points(1_000))
            #expect(try await service.shelfFaults() == [])
            #expect(try await service.verify().discrepancies.isEmpty)
        }
    }

    @Test(
        "W-7: held, the time over, captured, given back: shelf, rows and accounts say the same",
        arguments: Backend.allCases
    )
    func life(backend: Backend) async throws {
        try await backend.withStore { store in
            let servers = try await servers(on: store)
            let service = servers.first
            let member = try await enrol(1, servers)
            _ = try await service.loadStock(of: "mug", by: 2, reason: "delivery", by: .operator)
            func held(_ id: Key) async throws -> String {
                try await told { try await service.redeem(RewardWish(id: id, reward: "mug", minutes: 30), for: member) }
            }
            func step(_ step: RedemptionChange.Step, _ id: Key) async throws -> String {
                try await told { try await service.change(RedemptionChange(redemption: id, step: step), of: member) }
            }
            #expect(try await held("R1") == "recorded")
            #expect(try await held("R2") == "recorded")
            #expect(try await held("R3") == "out-of-stock")
            #expect(try await step(.capture, "R1") == "recorded")
            #expect(try await step(.capture, "R1") == "replay")
            servers.clock.advance(milliseconds: 31 * 60_000)
            #expect(try await service.passTime() >= 1)
            #expect(try await step(.capture, "R2") == "hold-expired")
            #expect(try await service.catalogue().first?.left == 1)
            #expect(try await step(.deliver, "R1") == "recorded")
            #expect(try await service.redemptions(of: member)?.map(\.state).count == 2)
            let waiting = RedemptionFilter(reward: "mug", fulfilment: .delivered)
            #expect(try await service.redemptions(waiting, limit: 10).map(\.id) == ["R1"])
            #expect(try await step(.rollBack, "R1") == "recorded")
            #expect(try await service.points(of: member)?.balances.first?.available == Points(1_000))
            #expect(try await service.catalogue().first?.left == 2)
            #expect(try await service.redemption("R1", of: member)?.row.state == .rolledBack)
            #expect(try await service.shelfFaults() == [])
            #expect(try await service.verify().discrepancies.isEmpty)
        }
    }
}
