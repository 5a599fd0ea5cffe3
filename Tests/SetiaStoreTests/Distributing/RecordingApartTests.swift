import JSONText
import SQLBase
import SetiaCore
import SetiaService
import SetiaTesting
import Synchronization
import Testing

@testable import SetiaStore

@Suite("Spread over machines: recording")
struct RecordingApartTests {
    @Test(
        "each statement that writes a member's rows names her, and a recording writes those of one member only",
        arguments: Backend.databases
    )
    func oneMemberATransaction(backend: Backend) async throws {
        try await backend.withTables { _, database in
            let watching = WatchingDatabase(database)
            let store = try await TableStore.open(database: watching, now: Fixture.newYear, isDistributed: true)
            let brand = try await FindingBrand(store)
            try await store.add(listener: "crm", to: .orderPaid)
            watching.forget()
            let outcomes = try await brand.service.record(try month(of: brand))
            let recorded = outcomes.count { if case .recorded = $0 { true } else { false } }
            #expect(recorded > 20, "\(outcomes)")
            #expect(watching.transactions.joined().contains { $0.table == "outbox" })
            check(watching.transactions, oneMember: true, claimsApart: true)

            // What is no recording may write several members at once; it still names each.
            watching.forget()
            let member = try await brand.enrol("Ana Lim", card: "C-100", phone: "+60123456789")
            brand.clock.advance(days: 800)
            _ = try await brand.service.passTime()
            _ = try await brand.service.rotateKeys()
            _ = try await brand.service.eraseMember(member)
            check(watching.transactions, oneMember: false)
            let passed = watching.transactions.filter { $0.contains { $0.table == "event" } }
            check(passed, oneMember: true)
        }
    }

    @Test("spread or not, the same events give the same receipts, states and entries", arguments: Backend.allCases)
    func sameAsTogether(backend: Backend) async throws {
        var pictures: [[String]] = []
        for isDistributed in [false, true] {
            pictures.append(
                try await withBrand(backend, isDistributed) { brand in
                    let events = try month(of: brand)
                    var lines: [String] = []
                    for portion in [Array(events[..<9]), Array(events[9...]), events] {
                        lines += try await brand.service.record(portion).map { told($0) }
                    }
                    let found = try await brand.service.verify()
                    #expect(found.discrepancies == [])
                    lines.append("\(found.events) events, \(found.entries) entries, \(found.members) members")
                    return lines
                }
            )
        }
        #expect(pictures[0] == pictures[1])
    }

    @Test(
        "stopped after any of its transactions, an event told again is there once, and its order can come back",
        arguments: Backend.databases,
        1...4
    )
    func stoppedOnTheWay(backend: Backend, transaction: Int) async throws {
        try await backend.withTables { _, database in
            let stop = Mutex<Int?>(nil)
            let watching = WatchingDatabase(database) { _ in
                let isStopped = stop.withLock { left in
                    guard let count = left else { return false }
                    left = count - 1
                    return count <= 1
                }
                if isStopped { throw SQLFailure(.cannotOpen, message: "stopped here") }
            }
            let store = try await TableStore.open(database: watching, now: Fixture.newYear, isDistributed: true)
            let brand = try await FindingBrand(store)
            let intake = try bought("A-1", by: "C-1")
            let order = brand.service.prepare(intake)
            stop.withLock { $0 = transaction }
            _ = try await brand.service.record([order])
            stop.withLock { $0 = nil }

            // Another event with the same order must wait, or gets the first one's answer; it never comes between.
            let other = brand.service.prepare(try bought("A-1", by: "C-1", event: "other", minorUnits: 7_000))
            let meanwhile = try await brand.service.record([other])[0]
            switch meanwhile {
            case .recorded(let receipt):
                #expect(transaction <= 2, "nothing was claimed when it stopped")
                #expect(!receipt.isReplay)
                return
            case .kept, .refused, .failed: #expect(transaction > 2)
            }
            let again = try await brand.service.record([order])[0]
            guard case .recorded(let receipt) = again else {
                Issue.record("\(again)")
                return
            }
            #expect(receipt.isReplay == (transaction == 4))
            let onceMore = try await brand.service.record([order])[0]
            guard case .recorded(let replayed) = onceMore else {
                Issue.record("\(onceMore)")
                return
            }
            #expect(replayed.isReplay && replayed.id == receipt.id)
            let claims = try await store.reading { try $0.claims(Fixture.claims(of: intake.event)) }
            #expect(claims.allSatisfy { $0?.event == receipt.id })
            let returned = Event(
                source: "shop",
                id: "back",
                occurredAt: brand.clock.now,
                matter: Fixture.orderReturn("A-1").matter
            )
            try await brand.record(returned, nil)
            let found = try await brand.service.verify()
            #expect(found.discrepancies == [])
            #expect(found.members == 1 && found.events == 2)
        }
    }

    @Test("who was claimed for and never written can still become a member", arguments: Backend.allCases)
    func claimedAndNeverWritten(backend: Backend) async throws {
        try await withBrand(backend, true) { brand in
            let (card, other) = (try Identity(kind: .card, text: "C-1"), try Identity(kind: .card, text: "C-2"))
            let store = brand.service.store
            let hashes = [card, other].map(brand.service.sealing.identityHash)
            try await store.writing { ledger in
                for (place, hash) in hashes.enumerated() { try ledger.reserve(hash, for: Fixture.member(place)) }
            }
            let joined = try await brand.service.createMember(NewMember(identities: [card], facts: MemberFacts()))
            #expect(joined.member == Fixture.member(0))
            let bought = try await brand.service.record(try bought("A-1", by: "C-2"))
            guard case .recorded(let receipt) = bought else {
                Issue.record("\(bought)")
                return
            }
            #expect(receipt.member == Fixture.member(1))
            for (place, hash) in hashes.enumerated() {
                let person = try await store.reading { try $0.person(Fixture.member(place)) }
                #expect(person?.identities.map(\.hash) == [hash])
            }
        }
    }

    @Test("an order whose event is written and not settled can come back", arguments: Backend.databases)
    func unsettledOrderComesBack(backend: Backend) async throws {
        try await backend.withTables { store, database in
            let brand = try await FindingBrand(store)
            _ = try await brand.service.record([brand.service.prepare(try bought("A-1", by: "C-1"))])
            try await database.writing { try $0.run("UPDATE event_key SET number = -7 WHERE kind = 'order'") }
            let returned = Event(
                source: "shop",
                id: "back",
                occurredAt: brand.clock.now,
                matter: Fixture.orderReturn("A-1").matter
            )
            try await brand.record(returned, nil)
            let verified = try await brand.service.verify()
            #expect(verified.discrepancies == [])
        }
    }

    @Test("the same event told by several at once is there once", arguments: Backend.databases)
    func atOnce(backend: Backend) async throws {
        try await backend.withTables { _, database in
            let store = try await TableStore.open(database: database, now: Fixture.newYear, isDistributed: true)
            let brand = try await FindingBrand(store)
            let service = brand.service
            // The first round makes the members, and those after it meet in members who are there.
            for round in 0..<12 {
                let events = try (0..<6).map { place in
                    service.prepare(try bought("A-\(round)-\(place % 2)", by: "C-\(place % 2)"))
                }
                let receipts = try await withThrowingTaskGroup(of: [EventID].self) { tasks in
                    for place in 0..<4 {
                        tasks.addTask {
                            try await service.record(Array(events[place...])).compactMap { outcome in
                                if case .recorded(let receipt) = outcome { receipt.id } else { nil }
                            }
                        }
                    }
                    return try await tasks.reduce(into: [EventID]()) { $0 += $1 }
                }
                #expect(Set(receipts).count == 2)
                let found = try await service.verify()
                #expect(found.discrepancies == [])
                #expect(found.members == 2 && found.events == 2 * (round + 1))
            }
        }
    }

    @Test("keys are reserved, settled and let go alike on each store", arguments: Backend.allCases)
    func reserving(backend: Backend) async throws {
        try await backend.withStore { store in
            let (one, other) = (Fixture.member(1), Fixture.member(2))
            let keys = Fixture.claims(of: Fixture.order("A-1", 100))
            let mine = Reservation(claims: keys, member: one, contentHash: [1], token: -5)
            let theirs = Reservation(claims: keys, member: other, contentHash: [2], token: -6)
            try await store.writing { ledger in
                try ledger.reserve(mine)
                try ledger.reserve(theirs)
                try ledger.reserve(Fixture.identity(1).hash, for: one)
                try ledger.reserve(Fixture.identity(1).hash, for: other)
            }
            let pending = Claim(event: EventID(member: one, number: -5), contentHash: [1])
            let (held, owners) = try await store.reading { archive in
                (try archive.claims(keys), try archive.members(with: [Fixture.identity(1).hash]))
            }
            #expect(held == keys.map { _ in pending })
            #expect(owners == [one])
            #expect(pending.isPending)
            let settled = EventID(member: one, number: 3)
            try await store.writing { ledger in
                try ledger.release(theirs)
                try ledger.settle(theirs, as: EventID(member: other, number: 9))
                try ledger.settle(mine, as: settled)
                try ledger.release(mine)
            }
            let after = try await store.reading { try $0.claims(keys) }
            #expect(after == keys.map { _ in Claim(event: settled, contentHash: [1]) })
        }
    }

    /// Whether the writes of transactions name their members.
    private func check(_ transactions: [[WatchedWrite]], oneMember: Bool, claimsApart: Bool = false) {
        for writes in transactions {
            var members: Set<String> = []
            for write in writes where Distribution.placement(of: write.table) == .byMember {
                guard let member = write.member else {
                    Issue.record("names nobody: \(write.text)")
                    continue
                }
                members.insert(member)
            }
            if oneMember { #expect(members.count <= 1, "\(writes.map(\.table))") }
            let isClaiming = writes.contains { $0.table == "event_key" || $0.table == "identity_key" }
            if claimsApart, isClaiming { #expect(members == [], "claims and a member in one transaction") }
        }
    }

    private func withBrand<R>(
        _ backend: Backend,
        _ isDistributed: Bool,
        _ body: (FindingBrand) async throws -> R
    ) async throws -> R {
        guard backend != .model else {
            return try await body(try await FindingBrand(ModelStore(isDistributed: isDistributed)))
        }
        return try await backend.withTables { _, database in
            let store = try await TableStore.open(
                database: database,
                now: Fixture.newYear,
                isDistributed: isDistributed
            )
            return try await body(try await FindingBrand(store))
        }
    }

    /// What an outcome says, without ids, which chance gives.
    private func told(_ outcome: RecordingOutcome) -> String {
        switch outcome {
        case .recorded(let receipt):
            "\(receipt.event.id) \(receipt.isReplay) \(receipt.decision.number) \(receipt.decision.entries)"
        case .kept(let item, let isReplay): "\(item.event.id) kept \(item.reason) \(isReplay)"
        case .refused(let refusal): "\(refusal)".replacing(/[0-9a-z]{26}/, with: "ID")
        case .failed(let error): "\(error)"
        }
    }

    /// A month of a shop: known and new members, guests, several orders of one, returns, redemptions, nonsense.
    private func month(of brand: FindingBrand) throws -> [PreparedIntake] {
        var intakes: [Intake] = []
        for number in 0..<18 { intakes.append(try bought("A-\(number)", by: "C-\(number % 5)")) }
        let card = Intake.Who.identity(try Identity(kind: .card, text: "C-1"))
        for matter in [
            Fixture.redemption("R-1", 10, order: "A-6", at: brand.clock.now), Fixture.orderReturn("A-6"),
            Fixture.redemption("R-1", 20, at: brand.clock.now), Fixture.orderReturn("A-1"),
        ] {
            intakes.append(Intake(event: matter, who: card))
        }
        intakes.append(try bought("A-3", by: "C-3", event: "again"))
        for number in 0..<3 {
            let event = Fixture.order(Key("G-\(number)"), 4_000, at: brand.clock.now, isAnonymous: true)
            intakes.append(Intake(event: event, who: .nobody))
        }
        return intakes.map { brand.service.prepare($0) }
    }

    private func bought(
        _ id: String,
        by card: String,
        event: String? = nil,
        minorUnits: Int64 = 5_000
    ) throws -> Intake {
        let line = Order.Line(sku: "kopi-o", quantity: 1, net: minorUnits, categories: [])
        guard let order = Order(id: Key(id), currency: Fixture.ringgit, lines: [line]) else {
            preconditionFailure("no order of \(minorUnits)")
        }
        let paid = Event(
            source: "shop",
            id: Key(event ?? "paid-\(id)"),
            occurredAt: Fixture.newYear,
            matter: .orderPaid(order)
        )
        return Intake(event: paid, who: .identity(try Identity(kind: .card, text: card)))
    }
}
