import SetiaCore
import SetiaService
import SetiaTesting
import Testing

@Suite("Model and tables")
struct RandomSequenceTests {
    @Test("the same operations give the same answers on the model and in tables", arguments: 0..<12)
    func agree(seed: UInt64) async throws {
        try await withTables { tables, _ in
            let model = ModelStore()
            var random = SplitMix64(seed: seed)
            for step in 0..<80 {
                let operation = random.next()
                let expected = await outcome(of: operation, step, on: model)
                let found = await outcome(of: operation, step, on: tables)
                #expect(found == expected, "step \(step)")
                if step % 20 == 19 {
                    let pictures = (try await Picture.of(tables), try await Picture.of(model))
                    #expect(pictures.0 == pictures.1, "after step \(step)")
                }
            }
        }
    }
}

/// What one operation answers, or how it fails, in words that can be compared.
private func outcome(of operation: UInt64, _ step: Int, on store: any Store) async -> [String] {
    do {
        return try await store.writing { ledger in
            var random = SplitMix64(seed: operation)
            return try run(step, on: ledger, &random)
        }
    } catch let failure as StoreFailure {
        return ["failed: \(failure.kind)"]
    } catch {
        return ["threw: \(error)"]
    }
}

private struct ChangedItsMind: Error {}

private func run(_ step: Int, on ledger: any Ledger, _ random: inout SplitMix64) throws -> [String] {
    let member = Fixture.member(Int(random.next() % 14))
    let day = Int(random.next() % 10)
    switch random.next() % 16 {
    case 0:
        try ledger.put(Fixture.shops[Int(random.next() % 3)])
    case 1:
        let number = Int(random.next() % 4)
        let now = Fixture.newYear.adding(days: step)
        try ledger.publish(PublishedProgramme(number: number, validFrom: now, publishedAt: now, document: "\(step)"))
    case 2:
        let id = "key-\(random.next() % 4)"
        let scope = APIScope.allCases[Int(random.next() % UInt64(APIScope.allCases.count))]
        let key = APIKey(id: id, name: "\(step)", scopes: [scope], createdAt: Fixture.newYear.adding(days: -day))
        try ledger.add(key, hash: [UInt8(random.next() % 4)])
    case 3:
        return ["\(try ledger.revokeAPIKey("key-\(random.next() % 4)", at: Fixture.newYear.adding(days: step)))"]
    case 4:
        try ledger.setPerson(RandomValues.optional(&random) { [UInt8($0.next() % 256)] }, of: member)
    case 5:
        try ledger.add(Fixture.identity(Int(random.next() % 30), at: Fixture.newYear.adding(days: day)), to: member)
    case 6:
        let hashes = [Fixture.identity(Int(random.next() % 30)).hash]
        let tombstone = Tombstone(member: member, erasedAt: Fixture.newYear, identities: hashes)
        guard day == 0 else { return [] }
        return ["\(try ledger.erase(tombstone))", "\(try ledger.erased(of: [member]).count)"]
    case 7:
        let epoch = "2026-0\(random.next() % 4)"
        let found = try ledger.keys(notOf: epoch, after: nil, limit: 5)
        for (member, key) in found { try ledger.rewrap(WrappedKey(epoch: epoch, bytes: key.bytes), of: member) }
        return found.map { "\($0.member) \($0.key)" }
    case 8:
        _ = try ledger.append(try parts(step, on: ledger, &random))
        throw ChangedItsMind()
    default:
        return try ledger.append(try parts(step, on: ledger, &random)).map { $0 == nil ? "written" : "not written" }
    }
    return ["done"]
}

/// What up to five members do, each one to three things, as far as the programme lets them.
private func parts(_ step: Int, on ledger: any Ledger, _ random: inout SplitMix64) throws -> [MemberPart] {
    let numbers = Set((0..<(1 + random.next() % 5)).map { _ in Int(random.next() % 14) }).sorted()
    return try numbers.map { number in
        let events = (0..<(1 + random.next() % 3)).map { _ in event(step, &random) }
        let orders = events.compactMap { event -> OrderKey? in
            switch event.matter {
            case .orderPaid(let order): OrderKey(source: event.source, id: order.id)
            case .orderReturned(let orderReturn): OrderKey(source: event.source, id: orderReturn.order)
            case .pointsRedeemed(let redemption): redemption.order.map { OrderKey(source: event.source, id: $0) }
            default: nil
            }
        }
        let request = StateRequest(member: Fixture.member(number), orders: Set(orders).sorted { $0.id < $1.id })
        let kept = try ledger.states([request])[0]
        var state = kept ?? MemberState(member: request.member)
        var recorded: [MemberPart.RecordedEvent] = []
        for event in events {
            guard let decided = try? decide(Fixture.version, state, event) else { continue }
            state = decided.state
            recorded.append(
                Fixture.recorded(
                    event,
                    decided.decision,
                    sealed: RandomValues.optional(&random) { [UInt8($0.next() % 9)] }
                )
            )
        }
        let newcomer = MemberPart.Newcomer(
            key: RandomValues.optional(&random) { WrappedKey(epoch: "2026-0\($0.next() % 4)", bytes: [1]) },
            identities: RandomValues.optional(&random) { [Fixture.identity(Int($0.next() % 30))] } ?? [],
            person: RandomValues.optional(&random) { [UInt8($0.next() % 256)] }
        )
        // Now and then somebody is taken for new who is not, or the other way round.
        let isTakenForNew = (kept == nil) != (random.next() % 40 == 0)
        return MemberPart(state: state, newcomer: isTakenForNew ? newcomer : nil, events: recorded)
    }
}

private func event(_ step: Int, _ random: inout SplitMix64) -> Event {
    let at = Fixture.newYear.adding(days: step * 9 + Int(random.next() % 30))
    let order = Key("A-\(random.next() % 60)")
    switch random.next() % 12 {
    case 0: return Fixture.enrolment(Key("\(random.next() % 200)"), at: at, facts: MemberFacts(country: "TH"))
    case 1: return Fixture.orderReturn(order, at: at)
    case 2: return Fixture.partialReturn(order, Int64(random.next() % 9_000), id: Key("\(random.next())"), at: at)
    case 3, 4:
        let named = RandomValues.optional(&random) { Key("A-\($0.next() % 60)") }
        return Fixture.redemption(Key("R-\(random.next() % 200)"), Int64(1 + random.next() % 90), order: named, at: at)
    case 5: return Fixture.adjustment(Key("B-\(random.next() % 200)"), Int64(random.next() % 100) - 30, at: at)
    case 6:
        let consent = Consent(purpose: "marketing", channel: "email", isGiven: random.next() % 2 == 0)
        return Event(source: "shop", id: Key("C-\(random.next())"), occurredAt: at, matter: .consentChanged(consent))
    case 7 where random.next() % 2 == 0:
        let facts = [
            Occurrence.Fact(name: "nights", value: .number(Int64(random.next() % 9))),
            Occurrence.Fact(name: "roomType", value: .text("sea view")),
            Occurrence.Fact(name: "amount", value: .money(Fixture.money(Int64(random.next() % 90_000)))),
        ]
        let stay = Occurrence(type: .stayCompleted, facts: facts)
        return Event(source: "hotel", id: Key("S-\(random.next())"), occurredAt: at, matter: .happened(stay))
    case 7:
        return Event(source: "setia", id: Key("T-\(random.next())"), occurredAt: at, matter: .timePassed)
    default:
        let isAnonymous = random.next() % 8 == 0
        return Fixture.order(order, Int64(random.next() % 90_000), at: at, isAnonymous: isAnonymous)
    }
}
