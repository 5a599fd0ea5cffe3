import JSONText
import SetiaCore
import SetiaService
import SetiaTesting
import Testing

@Suite("Recording events")
struct RecordEventsTests {
    @Test("a repeated event gets the first answer and changes nothing")
    func repeats() async throws {
        let brand = try await TestBrand()
        let event = Fixture.order("A", 5_900)
        let first = try await brand.record(event)
        let second = try await brand.record(event)
        #expect(second.isReplay)
        #expect(second.decision == first.decision)
        #expect(second.member == first.member)
        #expect(try await brand.service.entries(of: first.member, wallet: nil, before: nil, limit: 10)?.count == 1)
    }

    @Test("the same order told under another event id is the same order")
    func naturalKeys() async throws {
        let brand = try await TestBrand()
        let event = Fixture.order("A", 5_900)
        let again = Event(
            source: event.source,
            id: "another",
            occurredAt: event.occurredAt,
            store: event.store,
            channel: event.channel,
            matter: event.matter
        )
        let first = try await brand.record(event)
        let second = try await brand.record(again)
        #expect(second.isReplay)
        #expect(second.id == first.id)
    }

    @Test("the same id with other content is refused, and the first stands")
    func conflicts() async throws {
        let brand = try await TestBrand()
        try await brand.record(Fixture.order("A", 5_900))
        await #expect(throws: Refusal.self) { try await brand.record(Fixture.order("A", 6_000)) }
        await #expect(throws: Refusal.self) { try await brand.record(Fixture.order("A", 5_900), card: "2") }
    }

    @Test("events of one batch fold one after the other, and a refused one leaves the others as they are")
    func batches() async throws {
        let brand = try await TestBrand()
        let member = try await brand.enrol()
        let now = brand.clock.now
        let events = [
            Fixture.adjustment("give", 100, at: now), Fixture.redemption("spend-80", 80, at: now),
            Fixture.redemption("spend-50", 50, at: now), Fixture.redemption("spend-20", 20, at: now),
            Fixture.adjustment("give", 100, at: now),
        ]
        let outcomes = try await brand.service.record(
            events.map { brand.service.prepare(Intake(event: $0, who: .member(member))) }
        )
        let told = outcomes.map { outcome in
            switch outcome {
            case .recorded(let receipt): receipt.isReplay ? "replay" : "recorded"
            case .refused: "refused"
            case .kept: "kept"
            case .failed: "failed"
            }
        }
        // The welcome points wait fourteen days, so only what was given can be spent.
        #expect(told == ["recorded", "recorded", "refused", "recorded", "replay"])
        #expect(try await brand.service.points(of: member)?.balances.first?.available == .zero)
    }

    @Test("two events of a new identity in one batch make one member")
    func oneNewcomer() async throws {
        let brand = try await TestBrand()
        let identity = try Identity(kind: .email, text: "ana@example.com")
        let outcomes = try await brand.service.record(
            [Fixture.order("A", 100), Fixture.order("B", 200)].map {
                brand.service.prepare(Intake(event: $0, who: .identity(identity)))
            }
        )
        var members: Set<MemberID> = []
        for case .recorded(let receipt) in outcomes { members.insert(receipt.member) }
        #expect(members.count == 1)
    }

    @Test("an event of a member who is not there, of a store that is not there or of the future is refused")
    func refusals() async throws {
        let brand = try await TestBrand()
        let nobody = Fixture.member(77)
        await #expect(throws: Refusal.unknownMember(nobody.text)) {
            try await brand.record(Fixture.order("A", 100), member: nobody)
        }
        let store = try StoreID("nowhere")
        let elsewhere = Fixture.order("B", 100)
        let event = Event(
            source: "shop",
            id: "B",
            occurredAt: elsewhere.occurredAt,
            store: store,
            matter: elsewhere.matter
        )
        await #expect(throws: Refusal.unknownStore("nowhere")) { try await brand.record(event) }
        let now = brand.clock.now
        let soon = Fixture.order("C", 100, at: now.adding(milliseconds: 300_000))
        let later = Fixture.order("D", 100, at: now.adding(milliseconds: 300_001))
        try await brand.record(soon)
        await #expect(throws: Refusal.inTheFuture(occurredAt: later.occurredAt, now: now)) {
            try await brand.record(later)
        }
    }

    @Test("what is not a fact is sealed beside the event, and opens with her key only")
    func personalIsSealed() async throws {
        let brand = try await TestBrand()
        let member = try await brand.enrol()
        let intake = Intake(
            event: Fixture.order("A", 100),
            who: .member(member),
            personal: ["note": .string("for her birthday")]
        )
        guard case .recorded(let receipt) = try await brand.service.record(intake) else {
            Issue.record("not recorded")
            return
        }
        let stored = try #require(try await brand.service.event(receipt.id))
        let sealed = try #require(stored.sealed)
        let key = try #require(try await brand.store.reading { try $0.keys(of: [member])[0] })
        let opened = try brand.sealing.open(sealed, of: member, use: .event, with: key)
        #expect(String(decoding: opened, as: UTF8.self) == "{\"note\":\"for her birthday\"}")
    }

    @Test("requests that arrive while one commit is under way share the next, and each gets its own answer")
    func queueing() async throws {
        let brand = try await TestBrand()
        let queue = IntakeQueue(service: brand.service)
        let receipts = try await withThrowingTaskGroup(of: Receipt?.self) { group in
            for number in 0..<200 {
                let identity = try Identity(kind: .card, text: "card-\(number % 20)")
                group.addTask {
                    let intake = Intake(event: Fixture.order(Key("o\(number)"), 100), who: .identity(identity))
                    guard case .recorded(let receipt) = await queue.record([intake])[0] else { return nil }
                    return receipt
                }
            }
            var receipts: [Receipt] = []
            for try await receipt in group { if let receipt { receipts.append(receipt) } }
            return receipts
        }
        #expect(Set(receipts.map(\.id)).count == 200)
        #expect(Set(receipts.map(\.member)).count == 20)
        #expect(queue.depth == 0)
        #expect(try await brand.service.verify().discrepancies.isEmpty)
    }

    @Test("a full queue says so and writes nothing")
    func overloaded() async throws {
        let brand = try await TestBrand()
        let queue = IntakeQueue(service: brand.service, capacity: 1)
        let intakes = ["A", "B"].map { Intake(event: Fixture.order($0, 100), who: .nobody) }
        for outcome in await queue.record(intakes) {
            guard case .failed(let error) = outcome else {
                Issue.record("taken")
                continue
            }
            #expect(error is Overloaded)
        }
    }

    @Test("an order paid with points and returned leaves the balance it found, through the store")
    func asIfNever() async throws {
        let brand = try await TestBrand()
        let member = try await brand.enrol()
        let now = brand.clock.now
        try await brand.record(Fixture.adjustment("give", 300, at: now), member: member)
        try await brand.record(Fixture.redemption("r", 200, order: "A", at: now), member: member)
        try await brand.record(Fixture.order("A", 9_050, at: now), member: member)
        try await brand.record(Fixture.orderReturn("A", at: now), member: member)
        let balance = try #require(try await brand.service.points(of: member)?.balances.first)
        #expect(balance.available == Points(300))
        #expect(try await brand.service.verify().discrepancies.isEmpty)
    }
}
