import SetiaCore
import SetiaService
import SetiaTesting
import Testing

@testable import SetiaStore

@Suite("Households, in every store")
struct HouseholdTests {
    private static let programme = """
        programme: kopi-setia
        engine: 1
        languages: [en, ms, id, th]
        timeZone: Asia/Kuala_Lumpur
        currencies: {MYR: {decimals: 2}}
        wallets:
          points: {name: {en: points, ms: mata, id: poin, th: คะแนน}, activation: immediate, expiry: none}
        household: {members: 3}
        """

    /// Stores, and whether members are on several machines.
    private static let places: [(Backend, Bool)] = Backend.allCases.flatMap { [($0, false), ($0, true)] }

    /// A brand with three members, who hold 800, 400 and 400 points.
    private struct Home {
        let brand: DocumentBrand
        let annie, bryan, sharon: MemberID

        var service: SetiaService { brand.service }

        func join(_ other: MemberID) async throws {
            _ = try await service.invite(other, toHouseholdOf: annie)
            _ = try await service.joinHousehold(of: annie, other)
        }

        func left() async throws -> [Int64] {
            var left: [Int64] = []
            for member in [annie, bryan, sharon] { left.append(try await brand.points(of: member)) }
            return left
        }

        func members(of member: MemberID) async throws -> [MemberID] {
            try await service.household(of: member)?.members.map(\.member) ?? []
        }

        func redeem(_ redemption: Key, _ points: Int64, by member: MemberID? = nil) async throws -> Receipt {
            try await service.redeemTogether(
                redemption,
                wallet: "points",
                points: Points(points),
                by: member ?? annie
            )
        }

        /// What a server would have recorded that stopped right after it.
        func setApart(_ points: Int64, of member: MemberID, for redemption: Key) async throws {
            let share = HouseholdChange.shared(
                redemption: redemption,
                by: annie,
                head: annie,
                wallet: "points",
                points: Points(points)
            )
            let event = Event(
                source: Household.source,
                id: Key("\(redemption)-\(member.text)-share"),
                occurredAt: brand.clock.now,
                matter: .householdChanged(share)
            )
            guard case .recorded = try await service.record(Intake(event: event, who: .member(member))) else {
                Issue.record("nothing was set apart")
                return
            }
        }
    }

    private static func home(
        _ place: (backend: Backend, isDistributed: Bool),
        _ body: (Home) async throws -> Void
    ) async throws {
        func run(_ store: any Store) async throws {
            let brand = try await DocumentBrand(programme, on: store)
            var members: [MemberID] = []
            for (card, points) in [("1", 800), ("2", 400), ("3", 400)] as [(String, Int64)] {
                let member = try await brand.enrol(card: card)
                let gift = Fixture.adjustment(Key("gift-\(card)"), points, at: brand.clock.now)
                _ = try await brand.service.record(Intake(event: gift, who: .member(member)))
                members.append(member)
            }
            try await body(Home(brand: brand, annie: members[0], bryan: members[1], sharon: members[2]))
            #expect(try await brand.service.verify().discrepancies == [])
        }
        switch place.backend {
        case .model: try await run(ModelStore(isDistributed: place.isDistributed))
        case .sqlite, .postgres:
            try await place.backend.withTables { _, database in
                let store = try await TableStore.open(
                    database: database,
                    now: Fixture.newYear,
                    isDistributed: place.isDistributed
                )
                try await run(store)
            }
        }
    }

    @Test("H-1: both agree: who was not asked, or comes when it is full, does not belong to it", arguments: places)
    func agreeing(place: (Backend, Bool)) async throws {
        try await Self.home(place) { home in
            let service = home.service
            await #expect(throws: Refusal.household(.notInvited)) {
                try await service.joinHousehold(of: home.annie, home.bryan)
            }
            _ = try await service.invite(home.bryan, toHouseholdOf: home.annie)
            #expect(try await service.household(of: home.annie)?.invited == [home.bryan])
            #expect(try await home.members(of: home.bryan) == [])
            await #expect(throws: Refusal.household(.notInvited)) {
                try await service.joinHousehold(of: home.annie, home.sharon)
            }
            _ = try await service.joinHousehold(of: home.annie, home.bryan)
            try await home.join(home.sharon)
            let all = [home.annie, home.bryan, home.sharon]
            for member in all { #expect(try await home.members(of: member) == all) }
            #expect(try await service.household(of: home.sharon)?.available.map(\.points) == [Points(1_600)])
            let fourth = try await home.brand.enrol(card: "4")
            await #expect(throws: Refusal.household(.full)) {
                try await service.invite(fourth, toHouseholdOf: home.annie)
            }
            await #expect(throws: Refusal.household(.notHead)) {
                try await service.invite(fourth, toHouseholdOf: home.bryan)
            }
            await #expect(throws: Refusal.household(.herself)) {
                try await service.invite(home.annie, toHouseholdOf: home.annie)
            }
            _ = try await service.invite(home.annie, toHouseholdOf: fourth)
            await #expect(throws: Refusal.household(.alreadyTogether)) {
                try await service.joinHousehold(of: fourth, home.annie)
            }
        }
    }

    @Test("H-2: who leaves takes what is hers, and with its head a household ends", arguments: places)
    func leaving(place: (Backend, Bool)) async throws {
        try await Self.home(place) { home in
            try await home.join(home.bryan)
            try await home.join(home.sharon)
            _ = try await home.redeem("R-1", 1_000)
            _ = try await home.service.leaveHousehold(home.bryan)
            #expect(try await home.members(of: home.annie) == [home.annie, home.sharon])
            #expect(try await home.members(of: home.bryan) == [])
            let left = try await home.left()
            #expect(left.reduce(0, +) == 600)
            await #expect(throws: Refusal.household(.notTogether)) { try await home.redeem("R-2", 1, by: home.bryan) }
            try await home.join(home.bryan)
            #expect(try await home.members(of: home.bryan).count == 3)
            _ = try await home.service.leaveHousehold(home.annie)
            for member in [home.annie, home.bryan, home.sharon] {
                #expect(try await home.members(of: member) == [])
            }
            #expect(try await home.left() == left)
        }
    }

    @Test("H-5: all of it or nothing: what was set apart goes back to its very lots", arguments: places)
    func allOrNothing(place: (Backend, Bool)) async throws {
        try await Self.home(place) { home in
            try await home.join(home.bryan)
            try await home.join(home.sharon)
            // Another try of the same number has set something else of Sharon apart.
            try await home.setApart(5, of: home.sharon, for: "R-1")
            #expect(try await home.left() == [800, 400, 395])
            await #expect(throws: Refusal.self) { try await home.redeem("R-1", 1_500) }
            #expect(try await home.left() == [800, 400, 400])
            await #expect(throws: Refusal.household(.dropped)) { try await home.redeem("R-1", 1_500) }
            for member in [home.bryan, home.sharon] {
                let state = try #require(try await home.service.points(of: member)?.state)
                #expect(state.shares == [])
                #expect(state.accounts[0].lots.count == 1 && state.accounts[0].lots[0].left == Points(400))
            }
            await #expect(
                throws: Refusal.insufficientPoints(wallet: "points", available: Points(1_600), needed: Points(1_601))
            ) { try await home.redeem("R-2", 1_601) }
            _ = try await home.redeem("R-2", 1_600)
            #expect(try await home.left() == [0, 0, 0])
        }
    }

    @Test("H-5: stopped on the way, the clock ends it as the number was claimed", arguments: places)
    func stopped(place: (Backend, Bool)) async throws {
        try await Self.home(place) { home in
            try await home.join(home.bryan)
            try await home.setApart(300, of: home.bryan, for: "R-1")
            #expect(try await home.left() == [800, 100, 400])
            home.brand.clock.advance(milliseconds: 59_000)
            _ = try await home.service.passTime()
            #expect(try await home.left() == [800, 100, 400])
            home.brand.clock.advance(milliseconds: 2_000)
            _ = try await home.service.passTime()
            #expect(try await home.left() == [800, 400, 400])
            _ = try await home.service.passTime()
            await #expect(throws: Refusal.household(.dropped)) { try await home.redeem("R-1", 900) }
        }
    }

    @Test(
        "H-5: a redemption that is told again is the same one, and under another content a conflict",
        arguments: places
    )
    func again(place: (Backend, Bool)) async throws {
        try await Self.home(place) { home in
            try await home.join(home.bryan)
            let first = try await home.redeem("R-1", 1_000)
            let again = try await home.redeem("R-1", 1_000)
            #expect(!first.isReplay && again.isReplay && again.id == first.id)
            let left = try await home.left()
            for (points, member) in [(999, home.annie), (1_000, home.bryan)] as [(Int64, MemberID)] {
                await #expect(throws: Refusal.conflictingDuplicate(.redemption, key: "R-1")) {
                    try await home.redeem("R-1", points, by: member)
                }
            }
            #expect(try await home.left() == left)
            for member in [home.annie, home.bryan] {
                #expect(try await home.service.points(of: member)?.state.shares == [])
            }
        }
    }

    @Test("H-6: each is told what was used of hers", arguments: Backend.allCases)
    func told(backend: Backend) async throws {
        try await Self.home((backend, false)) { home in
            try await home.join(home.bryan)
            let receipt = try await home.redeem("R-1", 1_000)
            let own = try #require(try await home.service.explanation(of: receipt.id, in: .en))
            #expect(own.steps.map(\.text) == ["You used 1,000 points of your household, 800 points of them yours"])
            let events = try await home.service.store.reading { try $0.history(of: home.bryan) }
            var texts: [String] = []
            for event in events.suffix(2) {
                texts += try await home.service.explanation(of: event.id, in: .en)?.steps.map(\.text) ?? []
            }
            #expect(
                texts == [
                    "Used by your household · 200 points", "What your household used of your points is spent",
                ]
            )
        }
    }
}
