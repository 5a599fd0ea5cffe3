import HTTPTypes
import SetiaChannels
import SetiaCore
import SetiaService
import SetiaTesting
import Testing

@testable import SetiaWeb

@Suite("The inbox and networks of others")
struct ChannelPageTests {
    @Test("O-14: the inbox says why free words cannot go, and offers the template")
    func window() async throws {
        let network = TestNetwork()
        let ports = ChannelPorts(adapters: networks, sender: network)
        let visitor = try await Visitor(try await Visitor.cafe(channels: ports))
        let service = visitor.brand.service
        let values = [
            ("number", "1066"), ("template", "answer_ready:en"), ("token", "token-of-meta"), ("secret", "app-secret"),
        ].map { Channel.Setting(name: $0.0, value: $0.1) }
        _ = try await service.saveChannel(NewChannel(name: "wa", kind: "whatsapp", values: values), by: .operator)
        let body = """
            {"entry":[{"changes":[{"field":"messages","value":{"metadata":{"phone_number_id":"1066"},
             "contacts":[{"profile":{"name":"<b>Ana"},"wa_id":"60123456789"}],
             "messages":[{"id":"wamid.1","from":"60123456789","type":"text","text":{"body":"<i>Open?"}}]}}]}]}
            """
        let mark = service.sealing.messageAuthentication(of: Array(body.utf8), key: Array("app-secret".utf8))
        let digits = mark.map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
        let request = ChannelRequest(headers: [("x-hub-signature-256", "sha256=\(digits)")], body: Array(body.utf8))
        _ = try await service.hear("wa", request)
        try await visitor.join("Mei", .agent)
        let conversation = try #require(try await service.inbox(.waiting, limit: 5).rows.first?.conversation)
        #expect(try await visitor.get("/console/inbox").text.contains("WhatsApp"))
        let path = "/console/inbox/\(conversation.id.text)"
        let thread = try await visitor.get(path)
        #expect(thread.text.contains("&lt;i&gt;Open?") && !thread.text.contains("<i>Open?"))
        #expect(thread.text.contains(#"<option value="whatsapp" selected>WhatsApp</option>"#))
        #expect(thread.text.contains("Send the template answer_ready:en"))
        visitor.brand.clock.now = visitor.brand.clock.now.adding(days: 2)
        // A session does not last so long.
        try await visitor.join("Siti", .agent)
        _ = try await visitor.get(path)
        let late = try await visitor.post(
            path,
            ["do": "answer", "text": "From nine.", "channel": "whatsapp", "seen": "1"]
        )
        #expect(late.status == 409 && late.text.contains("more than 24 hours ago"))
        #expect(late.text.contains("From nine.</textarea>") && network.posts.isEmpty)
        let sent = try await visitor.post(
            path,
            ["do": "template", "text": "From nine.", "channel": "whatsapp", "seen": "1"]
        )
        #expect(sent.headers[.location] == "\(path)?done=answered" && network.posts.count == 1)
    }
}
