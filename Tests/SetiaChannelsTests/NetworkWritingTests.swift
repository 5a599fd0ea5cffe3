import Foundation
import JSONText
import SetiaCare
import SetiaCore
import SetiaService
import SetiaVault
import Testing

@testable import SetiaChannels

@Suite("Networks: what is written")
struct NetworkWritingTests {
    @Test("O-15: a text to a telephone says how many it takes, and more than are allowed are refused")
    func texts() throws {
        let adapter = HTTPChannel(kind: .sms)
        let usual = try Line(.sms, ["url": "https://gw.example.com/send"], ["secret": Line.whsec])
        let cases: [(String, ChannelTextProblem?)] = [
            (String(repeating: "a", count: 160), nil), (String(repeating: "a", count: 459), nil),
            (String(repeating: "a", count: 460), .parts(4, most: 3)), (String(repeating: "ก", count: 201), nil),
            (String(repeating: "ก", count: 202), .parts(4, most: 3)),
            (String(repeating: "€", count: 229), .parts(4, most: 3)),
        ]
        for (text, problem) in cases { #expect(adapter.problem(with: text, usual.open.channel) == problem) }
        let one = try Line(.sms, ["parts": "1"])
        #expect(adapter.problem(with: String(repeating: "a", count: 161), one.open.channel) == .parts(2, most: 1))
        let post = adapter.write(
            ChannelText(
                id: Identifier(high: 1, low: 2),
                contact: "+60123456789",
                text: String(repeating: "ก", count: 71)
            ),
            usual.open
        )
        let json = try JSON.parse(post.body)
        #expect(json["type"] == "message.send" && json["data"]?["parts"] == 2 && json["data"]?["alphabet"] == "ucs-2")
        #expect(post.url == "https://gw.example.com/send")
        // What we send is believed by whoever knows the secret.
        let back = ChannelRequest(headers: post.headers.map { ($0.name, $0.value) }, body: post.body)
        #expect(try adapter.read(back, usual.open).news.isEmpty)
    }

    @Test("O-13: each network gets its own form of a text")
    func written() throws {
        let id = Identifier(high: 0x0192_f3bb_0000_7000, low: 0x8000_0000_0000_0001)
        var text = ChannelText(id: id, contact: "7", text: "Yes")
        text.answers = "7:5"
        let telegram = try Line(.telegram, [:], ["token": "1:abc"])
        let one = TelegramChannel().write(text, telegram.open)
        #expect(one.url == "https://api.telegram.org/bot1:abc/sendMessage")
        #expect(
            try JSON.parse(one.body) == [
                "chat_id": 7, "reply_parameters": ["allow_sending_without_reply": .bool(true), "message_id": 5],
                "text": "Yes",
            ]
        )
        let line = try Line(.line, [:], ["token": "tok"])
        let push = LineChannel().write(text, line.open)
        #expect(push.url == "https://api.line.me/v2/bot/message/push")
        let key = push.headers.first { $0.name == "x-line-retry-key" }?.value
        #expect(key == "0192f3bb-0000-7000-8000-000000000001")
        text.token = "r1"
        let reply = LineChannel().write(text, line.open)
        #expect(reply.url == "https://api.line.me/v2/bot/message/reply")
        #expect(try JSON.parse(reply.body) == ["messages": [["text": "Yes", "type": "text"]], "replyToken": "r1"])
        let whatsapp = try Line(.whatsapp, ["number": "1066"], ["token": "tok"])
        text.answers = "wamid.1"
        let free = try JSON.parse(WhatsAppChannel().write(text, whatsapp.open).body)
        #expect(free["to"] == "7" && free["context"] == ["message_id": "wamid.1"] && free["text"]?["body"] == "Yes")
        #expect(free["biz_opaque_callback_data"]?.string == id.text)
        text.template = "answer_ready:ms"
        let template = try JSON.parse(WhatsAppChannel().write(text, whatsapp.open).body)
        #expect(
            template["template"] == ["language": ["code": "ms"], "name": "answer_ready"] && template["text"] == nil
        )
        let hidden = ChannelText(id: id, contact: "US.1349", text: "Yes")
        let scoped = try JSON.parse(WhatsAppChannel().write(hidden, whatsapp.open).body)
        #expect(scoped["recipient"] == "US.1349" && scoped["to"] == nil)
        let page = try Line(.messenger, ["account": "P"], ["token": "tok"])
        var comment = ChannelText(id: id, contact: "comment-8", text: "Thanks")
        #expect(MetaPageChannel(kind: .messenger).write(comment, page.open).url.hasSuffix("/v23.0/P/messages"))
        comment.place = "c1"
        #expect(MetaPageChannel(kind: .messenger).write(comment, page.open).url.hasSuffix("/c1/comments"))
        #expect(MetaPageChannel(kind: .instagram).write(comment, page.open).url.hasSuffix("/c1/replies"))
    }

    @Test("O-13: what a network answers is taken for what it says")
    func outcomes() {
        func answered(_ status: Int, _ body: String) -> ChannelAnswer {
            .answered(status: status, body: Array(body.utf8))
        }
        let meta = WhatsAppChannel()
        let cases: [(any ChannelAdapter, ChannelAnswer, ChannelOutcome)] = [
            (TelegramChannel(), answered(200, #"{"ok":true,"result":{"message_id":9,"chat":{"id":7}}}"#), .sent("7:9")),
            (TelegramChannel(), answered(403, #"{"ok":false}"#), .stopped),
            (TelegramChannel(), answered(429, "{}"), .refused(isTemporary: true, reason: "status-429")),
            (TelegramChannel(), answered(401, "{}"), .refused(isTemporary: false, reason: "token-refused")),
            (TelegramChannel(), .unknown(reason: "x"), .unknown),
            (TelegramChannel(), .notReached(reason: "x"), .refused(isTemporary: true, reason: "not-reached")),
            (LineChannel(), answered(200, #"{"sentMessages":[{"id":"9"}]}"#), .sent("9")),
            (LineChannel(), answered(409, "{}"), .sent(nil)),
            (
                LineChannel(), answered(400, #"{"message":"Invalid reply token"}"#),
                .refused(isTemporary: true, reason: "reply-token")
            ),
            (
                LineChannel(), answered(429, #"{"message":"You have reached your monthly limit."}"#),
                .refused(isTemporary: false, reason: "quota")
            ),
            (meta, answered(200, #"{"messages":[{"id":"wamid.5"}]}"#), .sent("wamid.5")),
            (meta, answered(400, #"{"error":{"code":131047}}"#), .refused(isTemporary: false, reason: "window-closed")),
            (meta, answered(400, #"{"error":{"code":131056}}"#), .refused(isTemporary: true, reason: "busy")),
            (meta, answered(401, #"{"error":{"code":190}}"#), .refused(isTemporary: false, reason: "token-refused")),
            (
                meta, answered(400, #"{"error":{"code":132015}}"#),
                .refused(isTemporary: false, reason: "template-refused")
            ),
            (meta, answered(502, "<html>"), .refused(isTemporary: true, reason: "status-502")),
            (HTTPChannel(kind: .http), answered(202, #"{"id":"g1"}"#), .sent("g1")),
            (HTTPChannel(kind: .http), answered(204, ""), .sent(nil)),
            (HTTPChannel(kind: .http), answered(302, ""), .refused(isTemporary: false, reason: "status-302")),
        ]
        for (adapter, answer, outcome) in cases { #expect(adapter.outcome(of: answer) == outcome, "\(adapter.kind)") }
    }
}
