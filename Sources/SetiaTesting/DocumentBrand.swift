internal import JSONText
package import SetiaCore
package import SetiaService
internal import SetiaWire

/// A brand on any store whose programme is written as people write it: a clock that the test sets, ids that count.
package struct DocumentBrand: Sendable {
    /// What time it is.
    package let clock: TestClock
    /// What can be done.
    package let service: SetiaService
    /// Where webhooks go.
    package let receiver = TestReceiver()
    /// Where mail goes.
    package let mailbox = TestMailbox()

    private let identifiers: CountingIdentifiers
    private let sealing: TestSealing
    private let channels: ChannelPorts

    /// A brand with a programme and the fixture's stores.
    package init(
        _ document: String,
        on store: any Store = ModelStore(),
        at now: Instant = Fixture.newYear,
        channels: ChannelPorts = .none
    ) async throws {
        let clock = TestClock(now)
        let identifiers = CountingIdentifiers()
        self.clock = clock
        self.identifiers = identifiers
        self.channels = channels
        sealing = TestSealing(now: now)
        service = DocumentBrand.service(on: store, sealing, clock, identifiers, receiver, mailbox, channels)
        _ = try await service.publishProgramme(document)
        // Those whose currency it takes.
        for shop in Fixture.shops where document.contains(shop.currency.code) { _ = try await service.putShop(shop) }
    }

    /// Another server of the same brand: nothing in common with the first but the clock, the keys and what is kept.
    package func server(on store: any Store) -> SetiaService {
        DocumentBrand.service(on: store, sealing, clock, identifiers, receiver, mailbox, channels)
    }

    private static func service(
        on store: any Store,
        _ sealing: TestSealing,
        _ clock: TestClock,
        _ identifiers: CountingIdentifiers,
        _ receiver: TestReceiver,
        _ mailbox: TestMailbox,
        _ channels: ChannelPorts
    ) -> SetiaService {
        SetiaService(
            store: store,
            sealing: sealing,
            surroundings: Surroundings(now: { clock.now }, newIdentifier: { identifiers.next() }),
            reader: ProgrammeReader(
                parse: { try Programme(document: $0, knowsTimeZone: { TestBrand.zone(Key($0)) != nil }) },
                zone: { TestBrand.zone($0) },
                journey: { try parseJourney($0, in: $1) }
            ),
            staff: .test(mail: mailbox),
            webhooks: .test(receiver),
            channels: channels
        )
    }

    /// The time on the wall in Kuala Lumpur, such as `2026-03-14T09:00`.
    package static func at(_ text: String) -> Instant {
        guard let instant = Instant(rfc3339: "\(text):00+08:00") else { preconditionFailure("no time: \(text)") }
        return instant
    }

    /// A member with a card, and what else is known of her.
    package func enrol(
        card: String,
        born: String? = nil,
        name: String? = nil,
        joined: Instant? = nil
    ) async throws -> MemberID {
        let known = [("name", name), ("birthDate", born)].compactMap { key, text in text.map { (key, JSON.string($0)) }
        }
        return try await service.createMember(
            NewMember(
                identities: [try Identity(kind: .card, text: card)],
                facts: MemberFacts(),
                person: JSONObject(known),
                joinedAt: joined
            )
        ).member
    }

    /// A paid order, at the moment that the clock shows where none is given.
    @discardableResult
    package func buy(
        _ minorUnits: Int64,
        _ member: MemberID,
        id: Key,
        at store: StoreID? = nil,
        when: Instant? = nil
    ) async throws -> Receipt {
        let line = Order.Line(sku: "kopi-o", quantity: 1, net: minorUnits, categories: [])
        guard let order = Order(id: id, currency: Fixture.ringgit, lines: [line]) else {
            preconditionFailure("no order of \(minorUnits)")
        }
        let event = Event(
            source: "shop",
            id: Key("paid-\(id)"),
            occurredAt: when ?? clock.now,
            store: store,
            matter: .orderPaid(order)
        )
        switch try await service.record(Intake(event: event, who: .member(member))) {
        case .recorded(let receipt): return receipt
        case .refused(let refusal): throw refusal
        case .kept: preconditionFailure("an order of now never waits")
        case .failed(let error): throw error
        }
    }

    /// What she can use.
    package func points(of member: MemberID, _ wallet: Key = "points") async throws -> Int64 {
        try await service.points(of: member)?.balances.first { $0.wallet == wallet }?.available.units ?? 0
    }

    /// Her events of a type, oldest first.
    package func events(of member: MemberID, _ type: EventType) async throws -> [StoredEvent] {
        let all = try await service.events(of: member, before: nil, limit: 1_000) ?? []
        return all.filter { $0.event.type == type }.reversed()
    }
}
