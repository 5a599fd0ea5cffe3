import JSONText
import SetiaCore
import SetiaService
import SetiaTesting
import Testing

/// A brand with a receiver of webhooks, and a server's courier.
struct WebhookBench {
    let store: ModelStore
    let clock = TestClock()
    let receiver = TestReceiver()
    let service: SetiaService
    let courier: WebhookCourier

    init(allowsPrivate: Bool = false) async throws {
        let store = ModelStore()
        self.store = store
        let identifiers = CountingIdentifiers()
        let clock = clock
        service = SetiaService(
            store: store,
            sealing: TestSealing(),
            surroundings: Surroundings(now: { clock.now }, newIdentifier: { identifiers.next() }),
            reader: ProgrammeReader(
                parse: { _ in Fixture.programme },
                zone: { _ in FixedOffset(minutesEast: 480) }
            ),
            webhooks: .test(receiver, allowsPrivate: allowsPrivate)
        )
        courier = WebhookCourier(service: service)
        _ = try await service.publishProgramme("programme")
    }

    /// Adds a webhook for these topics, and gives its id.
    func add(_ topics: Webhook.Topics = .all) async throws -> Identifier {
        try await service.addWebhook(
            NewWebhook(url: "https://shop.example.com/hooks", topics: topics),
            by: .operator
        ).record.webhook.id
    }

    /// Enrols somebody: one event.
    @discardableResult
    func enrol(_ card: Int) async throws -> MemberID {
        try await service.createMember(
            NewMember(
                identities: [try Identity(kind: .card, text: "\(card)")],
                facts: MemberFacts(country: "MY", language: "en"),
                person: ["name": .string("Ana")]
            )
        ).member
    }

    /// Sends all that is due now, and waits for the answers.
    @discardableResult
    func deliver(in lanes: LaneSet = .all) async throws -> Int {
        var count = 0
        while true {
            let began = try await courier.round(lanes)
            await courier.settled()
            guard began > 0 else { return count }
            count += began
        }
    }

    /// The only line there is for a webhook.
    func line(_ webhook: Identifier) async throws -> OutboxLine {
        let lines = try await service.deliveries(of: webhook, onlyFailing: false, limit: 10)
        #expect(lines.count == 1)
        return try #require(lines.first)
    }
}
