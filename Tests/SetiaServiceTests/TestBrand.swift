import JSONText
import SetiaCore
import SetiaService
import SetiaTesting

/// A brand in memory: the model store, a clock that is set, ids that count.
struct TestBrand {
    let store: ModelStore
    let sealing = TestSealing()
    let clock = TestClock()
    let service: SetiaService

    init(store: ModelStore = ModelStore()) async throws {
        self.store = store
        let clock = clock
        let identifiers = CountingIdentifiers()
        service = SetiaService(
            store: store,
            sealing: sealing,
            surroundings: Surroundings(now: { clock.now }, newIdentifier: { identifiers.next() }),
            reader: ProgrammeReader(
                // The document stands for itself here: the wire's tests read real ones.
                parse: { _ in Fixture.programme },
                zone: { _ in FixedOffset(minutesEast: 480) }
            )
        )
        _ = try await service.publishProgramme("the fixture's programme")
        for shop in Fixture.shops { _ = try await service.putShop(shop) }
    }

    /// Another server's service: the same clock and secrets, ids of its own.
    func service(on other: some Store) -> SetiaService {
        let clock = clock
        let identifiers = CountingIdentifiers()
        // Ids that this brand's own service never gives.
        for _ in 0..<10_000 { _ = identifiers.next() }
        return SetiaService(
            store: other,
            sealing: sealing,
            surroundings: Surroundings(now: { clock.now }, newIdentifier: { identifiers.next() }),
            reader: ProgrammeReader(
                parse: { _ in Fixture.programme },
                zone: { _ in FixedOffset(minutesEast: 480) }
            )
        )
    }

    /// Records an event about whoever has this card, and gives its receipt.
    @discardableResult
    func record(_ event: Event, card: String = "1") async throws -> Receipt {
        let identity = try Identity(kind: .card, text: card)
        return try await receipt(of: Intake(event: event, who: .identity(identity)))
    }

    @discardableResult
    func record(_ event: Event, member: MemberID) async throws -> Receipt {
        try await receipt(of: Intake(event: event, who: .member(member)))
    }

    private func receipt(of intake: Intake) async throws -> Receipt {
        switch try await service.record(intake) {
        case .recorded(let receipt): return receipt
        case .refused(let refusal): throw refusal
        case .kept(let item, _): throw KeptForReview(item: item)
        case .failed(let error): throw error
        }
    }

    /// Enrols somebody by e-mail and card.
    func enrol(card: String = "1", email: String? = nil) async throws -> MemberID {
        var identities = [try Identity(kind: .card, text: card)]
        if let email { identities.append(try Identity(kind: .email, text: email)) }
        return try await service.createMember(
            NewMember(
                identities: identities,
                facts: MemberFacts(country: "MY", language: "th"),
                person: ["name": .string("Ana")]
            )
        ).member
    }
}

/// What was to be recorded waits for somebody.
struct KeptForReview: Error {
    let item: ReviewItem
}
