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

    @Test(
        "O-20: the inbox says that a file is on its way, or why it could not be fetched",
        arguments: Language.allCases
    )
    func files(language: Language) async throws {
        let network = TestNetwork()
        let visitor = try await Visitor(
            try await Visitor.cafe(channels: ChannelPorts(adapters: networks, sender: network))
        )
        let service = visitor.brand.service
        let values = [("token", "token-of-line"), ("secret", "channel-secret")]
            .map { Channel.Setting(name: $0.0, value: $0.1) }
        _ = try await service.saveChannel(NewChannel(name: "line", kind: "line", values: values), by: .operator)
        let name = "<img src=x onerror=alert(1)>.pdf"
        let body = FakeLine.request(
            [
                .file(id: "7", kind: "file", name: name, size: 3, token: "r"),
                .file(id: "8", kind: "image", name: nil, size: nil, token: "r"),
            ],
            of: "U1"
        )
        let mark = service.sealing.messageAuthentication(of: Array(body.utf8), key: Array("channel-secret".utf8))
        let request = ChannelRequest(headers: [("x-line-signature", Base64.text(of: mark))], body: Array(body.utf8))
        _ = try await service.hear("line", request)
        try await visitor.join("Mei", .agent)
        visitor.cookies[CookieName.language] = language.rawValue
        let texts = Texts.of(language)
        let conversation = try #require(try await service.inbox(.waiting, limit: 5).rows.first?.conversation)
        let path = "/console/inbox/\(conversation.id.text)"
        let before = try await visitor.get(path)
        #expect(before.text.contains(texts.say("thread.file.coming")) && !before.text.contains("\(path)/files/"))
        #expect(try await visitor.get("\(path)/files/1/0").status == 404)
        network.serve("https://api-data.line.me/v2/bot/message/7/content", text: "%PDF-1.7")
        _ = try await service.fetchFiles()
        let after = try await visitor.get(path)
        #expect(after.text.contains("\(path)/files/1/0") && !after.text.contains("<img src=x"))
        #expect(after.text.contains(texts.say("thread.file.gone")))
        let file = try await visitor.get("\(path)/files/1/0")
        #expect(file.status == 200 && file.headers[.contentType] == "application/octet-stream")
        #expect(file.headers[.contentDisposition]?.hasPrefix("attachment; filename*=UTF-8''") == true)
        #expect(file.text == "%PDF-1.7")
    }

    @Test(
        "O-17: who may connects a network in the console; its secrets are on no page but the one that made them",
        arguments: Language.allCases
    )
    func settings(language: Language) async throws {
        let network = TestNetwork()
        let ports = ChannelPorts(adapters: networks, sender: network)
        let visitor = try await Visitor(try await Visitor.cafe(channels: ports))
        try await visitor.join("Mei", .manager)
        visitor.cookies[CookieName.language] = language.rawValue
        let texts = Texts.of(language)
        #expect(try await visitor.get("/console/channels").text.contains(texts.say("channels.none")))
        #expect(try await visitor.get("/console/channels?kind=telegram").text.contains("name=\"password-token\""))
        let missing = try await visitor.post(
            "/console/channels",
            ["kind": "telegram", "name": "bot", "password-secret": "typed-by-mei"]
        )
        #expect(missing.status == 422 && missing.text.contains(texts.say("channelWrong.missing")))
        #expect(!missing.text.contains("typed-by-mei"))
        let added = try await visitor.post(
            "/console/channels",
            ["kind": "telegram", "name": "bot", "password-token": "1:abcdef-secret"]
        )
        let made = try #require(added.text.firstMatch(of: #/<code class="secret">([0-9a-f]{64})</#)?.output.1)
        #expect(added.status == 200 && added.text.contains("https://kopi.example.com/v1/channels/bot/hook"))
        #expect(!added.text.contains("1:abcdef-secret"))
        let again = try await visitor.post(
            "/console/channels",
            ["kind": "telegram", "name": "bot", "password-token": "2:abcdef-secret"]
        )
        #expect(again.status == 422 && again.text.contains(texts.say("channels.taken")))
        let path = "/console/channels/bot"
        let wrong = try await visitor.post(
            path,
            ["do": "save", "set-api": "ftp://<x>", "password-token": "3:abcdef-secret"]
        )
        #expect(wrong.status == 422 && wrong.text.contains(texts.say("channelWrong.address")))
        #expect(wrong.text.contains("ftp://&lt;x&gt;") && !wrong.text.contains("3:abcdef-secret"))
        let saved = try await visitor.post(
            path,
            ["do": "save", "set-api": "https://bots.example.com", "password-token": ""]
        )
        #expect(saved.status == 303)
        network.answer(.answered(status: 401, body: Array(#"{"ok":false}"#.utf8)))
        let refused = try await visitor.post(path, ["do": "test", "to": "4711"])
        #expect(refused.text.contains(texts.say("channels.testRefused", ["reason": "token-refused"])))
        // The token that was typed first is the one that goes.
        #expect(network.posts.last?.url == "https://bots.example.com/bot1:abcdef-secret/sendMessage")
        #expect(try await visitor.post(path, ["do": "test", "to": "a b"]).status == 422)
        let renewed = try await visitor.post(path, ["do": "renew", "field": "secret"])
        let fresh = try #require(renewed.text.firstMatch(of: #/<code class="secret">([0-9a-f]{64})</#)?.output.1)
        #expect(fresh != made)
        #expect(try await visitor.post(path, ["do": "off"]).status == 303)
        let off = try await visitor.get(path)
        #expect(off.text.contains(texts.say("channels.off")) && off.text.contains("https://bots.example.com"))
        for secret in [String(made), String(fresh), "1:abcdef-secret"] { #expect(!off.text.contains(secret)) }
        #expect(try await visitor.get("/console/channels").text.contains(path))
        let log = try await visitor.get("/console/log").text
        for action in ["channelSaved", "channelSwitched", "channelTested"] {
            #expect(log.contains(texts.say("action.\(action)")))
        }
        #expect(!log.contains("abcdef-secret") && !log.contains(fresh))
        #expect(try await visitor.post(path, ["do": "remove"]).status == 303)
        #expect(try await visitor.get(path).status == 404)
        #expect(try await visitor.get("/console/channels?kind=pigeon").status == 200)
        // Whoever answers members does not see what networks are told.
        try await visitor.join("Siti", .agent)
        #expect(try await visitor.get("/console/channels").status == 403)
    }
}
