import JSONText
import SetiaCore
import SetiaService
import SetiaTesting
import Testing

@testable import SetiaWeb

@Suite("Webhooks in the console")
struct WebhookPageTests {
    private func deliver(_ visitor: Visitor) async throws {
        let courier = WebhookCourier(service: visitor.brand.service)
        _ = try await courier.round(.all)
        await courier.settled()
    }

    @Test(
        "a manager adds a webhook, sees what it did not take and why, and sends it again",
        arguments: Language.allCases
    )
    func story(language: Language) async throws {
        let visitor = try await Visitor()
        try await visitor.join("Mei", .manager)
        visitor.cookies[CookieName.language] = language.rawValue
        let texts = Texts.of(language)
        let empty = try await visitor.get("/console/webhooks")
        #expect(empty.text.contains(texts.say("webhooks.none")))
        let wrong = try await visitor.post("/console/webhooks", ["url": "https://10.0.0.1/", "topic": "order.paid"])
        #expect(wrong.status == 422)
        #expect(wrong.text.contains(texts.say("webhookWrong.url")))
        let added = try await visitor.post(
            "/console/webhooks",
            ["url": "https://shop.example.com/hooks", "description": "<crm>"]
        )
        #expect(added.status == 200)
        #expect(added.text.contains("whsec_"))
        #expect(added.text.contains("&lt;crm&gt;") && !added.text.contains("<crm>"))
        let id = try #require(try await visitor.brand.service.webhooks().first).webhook.id
        let path = "/console/webhooks/\(id.text)"
        #expect(try await !visitor.get(path).text.contains("whsec_"))
        visitor.brand.receiver.answer = .answered(status: 500, beginning: "<oops>")
        _ = try await visitor.brand.service.createMember(
            NewMember(
                identities: [try Identity(kind: .card, text: "KS-1")],
                facts: MemberFacts(country: "MY", language: "ms"),
                person: ["name": .string("Ana")]
            )
        )
        try await deliver(visitor)
        let failing = try await visitor.get(path)
        #expect(failing.text.contains(texts.say("webhooks.answered", ["status": "500"])))
        #expect(failing.text.contains("&lt;oops&gt;") && !failing.text.contains("<oops>"))
        let list = try await visitor.get("/console/webhooks")
        #expect(list.text.contains("badge bad"))
        let trial = try await visitor.post(path, ["do": "test"])
        #expect(trial.text.contains("note bad"))
        visitor.brand.receiver.answer = .answered(status: 204, beginning: "")
        #expect(try await visitor.post(path, ["do": "replay"]).status == 303)
        try await deliver(visitor)
        let taken = try await visitor.get(path)
        #expect(taken.text.contains(texts.say("webhooks.noFailures")))
        let rotated = try await visitor.post(path, ["do": "rotate"])
        #expect(rotated.text.contains("whsec_"))
        #expect(try await visitor.post(path, ["do": "disable"]).status == 303)
        let off = try await visitor.get(path)
        #expect(off.text.contains(texts.say("webhookState.disabled")))
        #expect(try await visitor.post(path, ["do": "remove"]).status == 303)
        #expect(try await visitor.get(path).status == 404)
    }
}
