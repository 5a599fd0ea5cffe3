import JSONText
import SetiaCore
import SetiaService
import SetiaTesting

/// A brand on any store, with the fixture's programme and shops.
struct FindingBrand {
    let clock = TestClock()
    let service: SetiaService

    private let sealing = TestSealing()
    private let identifiers = CountingIdentifiers()

    init(_ store: any Store) async throws {
        service = FindingBrand.service(store, sealing, clock, identifiers)
        _ = try await service.publishProgramme("the fixture's programme")
        guard try await service.shops().isEmpty else { return }
        for shop in Fixture.shops { _ = try await service.putShop(shop) }
    }

    /// The same brand's service on another store.
    func service(on other: any Store) -> SetiaService {
        FindingBrand.service(other, sealing, clock, identifiers)
    }

    private static func service(
        _ store: any Store,
        _ sealing: TestSealing,
        _ clock: TestClock,
        _ identifiers: CountingIdentifiers
    ) -> SetiaService {
        SetiaService(
            store: store,
            sealing: sealing,
            surroundings: Surroundings(now: { clock.now }, newIdentifier: { identifiers.next() }),
            reader: ProgrammeReader(
                parse: { _ in Fixture.programme },
                zone: { _ in FixedOffset(minutesEast: 480) }
            )
        )
    }

    @discardableResult
    func enrol(
        _ name: String?,
        card: String,
        phone: String? = nil,
        email: String? = nil,
        facts: MemberFacts = MemberFacts()
    ) async throws -> MemberID {
        var identities = [try Identity(kind: .card, text: card)]
        if let phone { identities.append(try Identity(kind: .phone, text: phone)) }
        if let email { identities.append(try Identity(kind: .email, text: email)) }
        let person: JSONObject = name.map { ["name": .string($0)] } ?? [:]
        return try await service.createMember(
            NewMember(identities: identities, facts: facts, person: person)
        ).member
    }

    /// A paid order of a member, or of a guest.
    func buy(_ id: Key, _ member: MemberID?, minorUnits: Int64 = 1_000, at store: String? = nil) async throws {
        let line = Order.Line(sku: "kopi-o", quantity: 1, net: minorUnits, categories: [])
        guard let order = Order(id: id, currency: Fixture.ringgit, lines: [line]) else {
            preconditionFailure("no order of \(minorUnits)")
        }
        let event = Event(
            source: "shop",
            id: Key("paid-\(id)"),
            occurredAt: clock.now,
            store: try store.map { try StoreID($0) },
            isAnonymous: member == nil,
            matter: .orderPaid(order)
        )
        try await record(event, member)
    }

    func record(_ event: Event, _ member: MemberID?) async throws {
        let who: Intake.Who = member.map { .member($0) } ?? .nobody
        switch try await service.record(Intake(event: event, who: who)) {
        case .recorded: return
        case .refused(let refusal): throw refusal
        case .kept: throw StoreFailure(kind: .other, message: "it waits for somebody")
        case .failed(let error): throw error
        }
    }

    /// All pages of a query, one behind the other.
    func all(_ query: MemberQuery, limit: Int = 3) async throws -> [MemberRow] {
        var rows: [MemberRow] = []
        var place: MemberCursor?
        repeat {
            let page = try await service.findMembers(query, after: place, limit: limit)
            rows += page.rows
            place = page.next
        } while place != nil
        return rows
    }

    func found(_ text: String) async throws -> [MemberID] {
        try await all(MemberQuery(text: text)).map(\.id)
    }

    func exported(_ query: MemberQuery) async throws -> [MemberRow] {
        let rows = Collected()
        let count = try await service.exportMembers(query) { await rows.add($0) }
        let all = await rows.rows
        precondition(all.count == count)
        return all
    }

    private actor Collected {
        var rows: [MemberRow] = []

        func add(_ more: [MemberRow]) { rows += more }
    }
}
