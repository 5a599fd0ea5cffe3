import HTTPTypes
import JSONText
import SetiaAPI
import SetiaService
import SetiaTesting
import Testing

@Suite("Only who shows a key that may do it is let through")
struct KeyTests {
    @Test("no key, another scheme and a wrong key are told apart, and none of them sees more")
    func missingAndWrongKeys() async throws {
        let caller = try await Caller()
        let event = Sample.order().text
        let none = try await caller.send(.post, "/v1/events", event, showing: .nothing)
        expect(none, 401, "missing-key", "Authorization", "is missing")
        let basic = try await caller.send(.post, "/v1/events", event, showing: .header("Basic c2V0aWE6c2V0aWE="))
        expect(basic, 401, "invalid-key", "Authorization", "must be Bearer and an API key")
        for secret in ["test-secret", caller.secret + "x", caller.secret.uppercased()] {
            let wrong = try await caller.send(.post, "/v1/events", event, showing: .header("Bearer \(secret)"))
            expect(wrong, 401, "invalid-key", "Authorization", "names no key that is valid")
        }
        for answer in [none, basic] { #expect(answer.header("WWW-Authenticate") == "Bearer") }
    }

    @Test("the scheme may be written in any case")
    func schemeInAnyCase() async throws {
        let caller = try await Caller()
        let answer = try await caller.send(.get, "/v1/stores", showing: .header("bearer \(caller.secret)"))
        #expect(answer.status == 200)
    }

    @Test("a revoked key works for at most two seconds")
    func revokedKey() async throws {
        let caller = try await Caller()
        let made = try await caller.brand.service.createAPIKey(name: "till", scopes: [.programmeRead])
        let showing = Caller.Showing.header("Bearer \(made.secret)")
        #expect(try await caller.send(.get, "/v1/stores", showing: showing).status == 200)
        let wasThere = try await caller.brand.service.revokeAPIKey(made.key.id)
        #expect(wasThere)
        caller.brand.clock.advance(milliseconds: 2_000)
        let answer = try await caller.send(.get, "/v1/stores", showing: showing)
        expect(answer, 401, "invalid-key", "Authorization", "names no key that is valid")
    }

    @Test("each endpoint that is not open wants its own scope, and all others together do not open it")
    func everyEndpointWantsItsScope() async throws {
        let caller = try await Caller()
        let api = API(
            service: caller.brand.service,
            queue: IntakeQueue(service: caller.brand.service),
            measurements: caller.measurements,
            isReady: { true }
        )
        for endpoint in api.endpoints {
            let path = endpoint.path.replacing(#/\{\w+\}/#, with: "x")
            guard let scope = endpoint.scope else {
                let open = endpoint.path.replacing("{guide}", with: "integrating")
                    .replacing("operating/{page}", with: "operating/scaling")
                    .replacing("insight/{page}", with: "insight/measures").replacing("{page}", with: "earning")
                let status = try await caller.send(endpoint.method, open, showing: .nothing).status
                // A visitor's browser shows the session of its chat, and what it has to say.
                if open.hasPrefix("/chat/") {
                    #expect([400, 401, 422].contains(status), "\(open): \(status)")
                } else if open.hasPrefix("/v1/channels/") || open.contains("/photos/")
                    || open.contains("-pictures/")
                {
                    // A network signs what it tells; of a channel that there is not nobody is told more, nor of a photo.
                    #expect(status == 404, "\(open): \(status)")
                } else {
                    #expect(status == 200, "\(open)")
                }
                continue
            }
            let others = Set(APIScope.allCases).subtracting([scope])
            let lesser = try await caller.brand.service.createAPIKey(name: "lesser", scopes: others).secret
            let refused = try await caller.send(endpoint.method, path, showing: .header("Bearer \(lesser)"))
            expect(refused, 403, "missing-scope", "Authorization", "needs the scope \(scope.rawValue)")
            let own = try await caller.brand.service.createAPIKey(name: "own", scopes: [scope]).secret
            let allowed = try await caller.send(endpoint.method, path, showing: .header("Bearer \(own)"))
            #expect(![401, 403].contains(allowed.status), "\(endpoint.path)")
        }
    }

    @Test("points by hand, opening balances and granted levels want a scope besides; alone and in a batch")
    func byHand() async throws {
        let caller = try await Caller()
        let ana = try await caller.enrolAna()
        let till = try await caller.brand.service.createAPIKey(name: "till", scopes: [.eventsWrite]).secret
        let subject: JSONObject = ["subject": .string(ana)]
        let events = [
            Sample.adjustment(10, of: ana),
            Sample.event(
                "balance.opened",
                id: "o",
                subject,
                data: ["wallet": "points", "lots": .array([["points": 5]])]
            ),
            Sample.event("tier.granted", id: "g", subject, data: ["tierSet": "status", "level": "gold"]),
        ]
        for event in events {
            let answer = try await caller.send(
                .post,
                "/v1/events",
                event.text,
                type: "application/cloudevents+json",
                showing: .header("Bearer \(till)")
            )
            expect(answer, 403, "missing-scope", "type", "needs the scope points:adjust")
        }
        let batch = try await caller.send(
            .post,
            "/v1/events",
            JSON.array(events + [Sample.order()]).text,
            type: "application/cloudevents-batch+json",
            showing: .header("Bearer \(till)")
        )
        #expect((batch.json["items"]?.array ?? []).map { $0["status"] } == [403, 403, 403, 201])
        for event in events { #expect(try await caller.record(event).status == 201) }
    }
}
