import SetiaCore
import SetiaService
import SetiaTesting
import Testing

@Suite("Several servers of one brand")
struct SeveralServersTests {
    @Test("a store that one server adds, another knows with its next event")
    func stores() async throws {
        let brand = try await TestBrand()
        let other = brand.service(on: brand.store)
        let shop = Shop(
            id: try StoreID("new-shop"),
            name: "New",
            country: "MY",
            timeZone: "Asia/Kuala_Lumpur",
            currency: Fixture.currency("MYR")
        )
        func order(_ id: Key) -> Intake {
            let event = Fixture.order(id, 100)
            return Intake(
                event: Event(
                    source: event.source,
                    id: event.id,
                    occurredAt: event.occurredAt,
                    store: shop.id,
                    matter: event.matter
                ),
                who: .nobody
            )
        }
        guard case .refused(.unknownStore) = try await other.record(order("A")) else {
            Issue.record("a store that nobody added is known")
            return
        }
        _ = try await brand.service.putShop(shop)
        guard case .recorded = try await other.record(order("A")) else {
            Issue.record("a store that was added is not known")
            return
        }
    }

    @Test("a programme that one server publishes, another decides by with its next event")
    func programmes() async throws {
        let brand = try await TestBrand()
        let other = brand.service(on: brand.store)
        guard
            case .recorded(let before) = try await other.record(
                Intake(event: Fixture.order("A", 100, at: brand.clock.now), who: .nobody)
            )
        else {
            Issue.record("not recorded")
            return
        }
        #expect(before.decision.programmeVersion == 1)
        _ = try await brand.service.publishProgramme("another document")
        guard
            case .recorded(let after) = try await other.record(
                Intake(event: Fixture.order("B", 100, at: brand.clock.now), who: .nobody)
            )
        else {
            Issue.record("not recorded")
            return
        }
        #expect(after.decision.programmeVersion == 2)
    }

    @Test("an API key that one server ends, another takes for at most two seconds more")
    func keys() async throws {
        let brand = try await TestBrand()
        let other = brand.service(on: brand.store)
        let made = try await brand.service.createAPIKey(name: "till", scopes: [.eventsWrite], rate: 7)
        #expect(try await other.apiKey(secret: made.secret)?.rate == 7)
        _ = try await brand.service.revokeAPIKey(made.key.id)
        brand.clock.advance(milliseconds: 2_000)
        #expect(try await other.apiKey(secret: made.secret) == nil)
    }

    @Test("a request that one server carried out, another answers as it was answered first")
    func requests() async throws {
        let brand = try await TestBrand()
        let other = brand.service(on: brand.store)
        func claim(_ service: SetiaService) -> RequestClaim {
            service.claim(idempotencyKey: "k", apiKey: "a", path: "/v1/members", content: [1, 2, 3])
        }
        let first = claim(brand.service)
        #expect(try await brand.service.beginRequest(first) == .carryOut)
        #expect(try await other.beginRequest(claim(other)) == .running)
        let answer = KeptAnswer(status: 201, type: "application/json", location: "/v1/x", body: [0, 10, 255])
        try await brand.service.endRequest(first, with: answer)
        #expect(try await other.beginRequest(claim(other)) == .earlier(answer))
        let changed = other.claim(idempotencyKey: "k", apiKey: "a", path: "/v1/members", content: [1, 2, 4])
        #expect(try await other.beginRequest(changed) == .otherContent)
    }
}
