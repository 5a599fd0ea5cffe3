import HTTPTypes
import JSONText
import SetiaCore
import SetiaService
import SetiaTesting
import Testing

@Suite("Webhooks by the API")
struct WebhookTests {
    private let address = #"{"url": "https://shop.example.com/hooks", "topics": ["order.paid"]}"#

    private func add(_ caller: Caller) async throws -> String {
        let added = try await caller.send(.post, "/v1/webhooks", address)
        #expect(added.status == 201)
        return try #require(added.json["id"]?.string)
    }

    /// Sends all that is due.
    private func deliver(_ caller: Caller) async throws {
        let courier = WebhookCourier(service: caller.brand.service)
        _ = try await courier.round(.all)
        await courier.settled()
    }

    @Test("a webhook is added with a secret that is shown once; changed, read and removed")
    func lives() async throws {
        let caller = try await Caller()
        let added = try await caller.send(.post, "/v1/webhooks", address)
        #expect(added.json["secret"]?.string?.hasPrefix("whsec_") == true)
        let id = try #require(added.json["id"]?.string)
        #expect(added.header("Location") == "/v1/webhooks/\(id)")
        let read = try await caller.send(.get, "/v1/webhooks/\(id)")
        #expect(read.json["secret"] == nil)
        #expect(read.json["topics"] == ["order.paid"])
        let changed = try await caller.send(.patch, "/v1/webhooks/\(id)", #"{"description": "crm", "enabled": false}"#)
        #expect(changed.json["description"] == "crm")
        #expect(changed.json["state"] == "disabled")
        #expect(changed.json["topics"] == ["order.paid"])
        let listed = try await caller.send(.get, "/v1/webhooks")
        #expect(listed.json["items"]?.array?.count == 1)
        #expect(try await caller.send(.delete, "/v1/webhooks/\(id)").status == 204)
        #expect(try await caller.send(.get, "/v1/webhooks/\(id)").status == 404)
        let log = try await caller.brand.service.auditLog(limit: 9)
        #expect(log.allSatisfy { if case .apiKey(_, "all") = $0.actor { true } else { false } })
    }

    @Test("what was told and what failed is listed page by page, with the reason, and sent again")
    func deliveries() async throws {
        let caller = try await Caller()
        let id = try await add(caller)
        caller.brand.receiver.answer = .answered(status: 500, beginning: "oops")
        for number in 1...3 { #expect(try await caller.record(Sample.order(number)).status == 201) }
        try await deliver(caller)
        let first = try await caller.send(.get, "/v1/webhooks/\(id)/deliveries?failing=true&limit=2")
        let items = try #require(first.json["items"]?.array)
        #expect(items.count == 2)
        #expect(items[0]["reason"] == "it answered 500")
        #expect(items[0]["answer"] == "oops")
        #expect(items[0]["status"] == 500)
        #expect(items[0]["state"] == "waiting")
        let cursor = try #require(first.json["next"]?.string)
        let second = try await caller.send(.get, "/v1/webhooks/\(id)/deliveries?failing=true&limit=2&cursor=\(cursor)")
        #expect(second.json["items"]?.array?.count == 1)
        #expect(second.json["next"] == nil)
        caller.brand.receiver.answer = .answered(status: 200, beginning: "")
        let all = try await caller.send(.post, "/v1/webhooks/\(id)/replay")
        #expect(all.json["replayed"] == 3)
        try await deliver(caller)
        let left = try await caller.send(.get, "/v1/webhooks/\(id)/deliveries?failing=true")
        #expect(left.text == #"{"items":[]}"#)
        let event = try #require(items[0]["event"]?.string)
        let one = try await caller.send(.post, "/v1/webhooks/\(id)/replay", #"{"event": "\#(event)"}"#)
        #expect(one.status == 202)
        try await deliver(caller)
        #expect(caller.brand.receiver.received.count == 7)
        #expect(Set(caller.brand.receiver.received.map(\.message.id)).count == 3)
    }

    @Test("what cannot be taken is refused with field and reason")
    func refused() async throws {
        let caller = try await Caller()
        let id = try await add(caller)
        let cases: [(HTTPRequest.Method, String, String, String, String)] = [
            (.post, "", "{}", "url", "is missing"),
            (.post, "", #"{"url": "http://shop.example.com"}"#, "url", "must begin with https://"),
            (.post, "", #"{"url": "https://127.0.0.1/"}"#, "url", "must not be a loopback address"),
            (
                .post, "", #"{"url": "https://a.example.com", "enabled": true}"#, "enabled",
                "is not a field of a webhook"
            ),
            (.patch, "/\(id)", #"{"topics": []}"#, "topics", "must have at least one element"),
            (.patch, "/\(id)", #"{"topics": [1]}"#, "topics[0]", "must be a text"),
            (.post, "/\(id)/secrets", #"{"keepOldHours": 169}"#, "keepOldHours", "must be at most 168"),
            (.post, "/\(id)/replay", #"{"events": 1}"#, "events", "is not a field of a replay"),
        ]
        for (method, path, body, field, reason) in cases {
            expect(try await caller.send(method, "/v1/webhooks\(path)", body), 422, "invalid-body", field, reason)
        }
        let topic = try await caller.send(.patch, "/v1/webhooks/\(id)", #"{"topics": ["*", "order.lost"]}"#)
        #expect(topic.json["errors"]?.array?.first?["field"] == "topics[1]")
        for path in ["no-id", "01kdvvcrg2e008000000000099"] {
            #expect(try await caller.send(.get, "/v1/webhooks/\(path)").status == 404)
        }
        #expect(try await caller.send(.get, "/v1/webhooks/\(id)/deliveries?failing=maybe").status == 400)
        #expect(try await caller.send(.get, "/v1/webhooks/\(id)/deliveries?cursor=x").status == 400)
        _ = try await caller.send(.patch, "/v1/webhooks/\(id)", #"{"enabled": false}"#)
        let off = try await caller.send(.post, "/v1/webhooks/\(id)/replay", "{}")
        #expect(off.json["type"] == "/problems/webhook-not-enabled")
        for _ in 0..<4 { #expect(try await caller.send(.post, "/v1/webhooks/\(id)/secrets").status == 201) }
        let secrets = try await caller.send(.post, "/v1/webhooks/\(id)/secrets")
        #expect(secrets.json["type"] == "/problems/too-many-secrets")
        for _ in 0..<19 { _ = try await add(caller) }
        let many = try await caller.send(.post, "/v1/webhooks", address)
        #expect(many.json["type"] == "/problems/too-many-webhooks")
    }
}
