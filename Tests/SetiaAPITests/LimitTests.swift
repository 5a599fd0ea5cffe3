import HTTPTypes
import JSONText
import SetiaService
import SetiaTesting
import Testing

@Suite("How much a key may send")
struct LimitTests {
    @Test("twice its rate at once, then its rate; what is too much says when to come again")
    func limited() async throws {
        let caller = try await Caller()
        let made = try await caller.brand.service.createAPIKey(name: "slow", scopes: [.programmeRead], rate: 2)
        let showing = Caller.Showing.header("Bearer \(made.secret)")
        for left in [3, 2, 1, 0] {
            let answer = try await caller.send(.get, "/v1/stores", showing: showing)
            #expect(answer.status == 200)
            #expect(answer.header("RateLimit-Policy") == "\"key\";q=4;w=2")
            #expect(answer.header("RateLimit") == "\"key\";r=\(left);t=1")
        }
        let refused = try await caller.send(.get, "/v1/stores", showing: showing)
        #expect(refused.status == 429)
        #expect(refused.json["type"] == "/problems/rate-limited")
        #expect(refused.json["perSecond"] == 2)
        #expect(refused.header("Retry-After") == "1")
        #expect(refused.header("RateLimit") == "\"key\";r=0;t=1")
        caller.brand.clock.advance(milliseconds: 500)
        #expect(try await caller.send(.get, "/v1/stores", showing: showing).status == 200)
        #expect(try await caller.send(.get, "/v1/stores", showing: showing).status == 429)
        // Nobody else is held up by it.
        #expect(try await caller.send(.get, "/v1/stores").status == 200)
    }

    @Test("no more is not an answer that is kept: the same request may come again")
    func notKept() async throws {
        let caller = try await Caller()
        let made = try await caller.brand.service.createAPIKey(name: "slow", scopes: [.eventsWrite], rate: 1)
        func post(_ key: String, _ event: JSON) async throws -> Answer {
            try await caller.send(
                .post,
                "/v1/events",
                event.text,
                type: "application/cloudevents+json",
                headers: ["Idempotency-Key": key],
                showing: .header("Bearer \(made.secret)")
            )
        }
        for number in 1...2 { #expect(try await post("k\(number)", Sample.order(number)).status == 201) }
        #expect(try await post("k3", Sample.order(3)).status == 429)
        caller.brand.clock.advance(milliseconds: 1_000)
        #expect(try await post("k3", Sample.order(3)).status == 201)
    }
}
