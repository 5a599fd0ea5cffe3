import Foundation
import JSONText
import SetiaCare
import SetiaCore
import SetiaService
import SetiaVault
import Testing

@testable import SetiaChannels

/// A channel with secrets, whose signatures are made and looked at in earnest.
struct Line {
    let open: OpenChannel
    private let vault: Vault

    init(
        _ kind: MessageChannel,
        _ settings: [String: String] = [:],
        _ secrets: [String: String] = [:],
        at now: Instant = Instant(milliseconds: 1_772_413_200_000)
    ) throws {
        let folder = URL(fileURLWithPath: NSTemporaryDirectory()).appending(path: UUID().uuidString)
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        let vault = try Vault.open(path: folder.appending(path: "keys").path, now: now, mayCreate: true)
        try FileManager.default.removeItem(at: folder)
        self.vault = vault
        let channel = Channel(
            name: "line-1",
            kind: kind,
            settings: settings.map { Channel.Setting(name: $0.key, value: $0.value) },
            createdAt: now
        )
        open = OpenChannel(
            channel,
            secrets: secrets.map { Channel.Setting(name: $0.key, value: $0.value) },
            now: now,
            authenticate: { vault.messageAuthentication(of: $0, key: $1) }
        )
    }

    func mark(_ body: String, _ secret: String) -> [UInt8] {
        vault.messageAuthentication(of: Array(body.utf8), key: Array(secret.utf8))
    }

    /// As Meta signs.
    func meta(_ body: String, _ secret: String = "app-secret") -> ChannelRequest {
        let digits = mark(body, secret).map { String(format: "%02x", $0) }.joined()
        return ChannelRequest(headers: [("x-hub-signature-256", "sha256=\(digits)")], body: Array(body.utf8))
    }

    /// As LINE signs.
    func line(_ body: String, _ secret: String = "channel_secret") -> ChannelRequest {
        ChannelRequest(headers: [("x-line-signature", Base64.text(of: mark(body, secret)))], body: Array(body.utf8))
    }

    /// As a gateway of the shop's own signs.
    func gateway(_ body: String, id: String = "msg_1", age: Int64 = 0, secret: String = Line.whsec) -> ChannelRequest {
        let at = open.now.milliseconds / 1_000 - age
        let key = SignedMessage.bytes(ofSecret: secret) ?? []
        let mark = vault.messageAuthentication(of: Array("\(id).\(at).\(body)".utf8), key: key)
        return ChannelRequest(
            headers: [
                ("webhook-id", id), ("webhook-timestamp", "\(at)"),
                ("webhook-signature", "v1,AAAA v1,\(Base64.text(of: mark))"),
            ],
            body: Array(body.utf8)
        )
    }

    static let whsec = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"
}

@Suite("Networks: what is believed, read and written")
struct NetworkTests {
    // MARK: - What is believed

    @Test(
        "O-10: Meta's signature is over the bytes as they came",
        arguments: [
            (
                #"{"object":"whatsapp_business_account","entry":[]}"#,
                "d3e4f9da0ce6c71ab3dba55929b8eeeee2455349e534924ead19f98d143e904f"
            ),
            (
                #"{"entry":[],"text":"\u00e9\u0e2a"}"#, ""
            ),
        ]
    )
    func metaVector(body: String, digits: String) throws {
        let line = try Line(.whatsapp, ["number": "1"], ["secret": "app-secret"])
        let request =
            digits.isEmpty
            ? line.meta(body)
            : ChannelRequest(headers: [("x-hub-signature-256", "sha256=\(digits)")], body: Array(body.utf8))
        #expect(try WhatsAppChannel().read(request, line.open).news.isEmpty)
        // The same JSON, written again: other bytes.
        let again =
            body.contains("\\u") ? #"{"entry":[],"text":"éส"}"# : body.replacingOccurrences(of: ":[", with: ": [")
        let forged = ChannelRequest(headers: request.headers, body: Array(again.utf8))
        #expect(throws: ChannelRefusal.notSigned) { try WhatsAppChannel().read(forged, line.open) }
    }

    @Test("O-10: the vectors of channels that are published, or made with another program")
    func vectors() throws {
        let meta = try Line(.whatsapp)
        let pairs = [
            (#"{"text":"\u00e9\u0e2a"}"#, "fed3142e80aebd2154f662836199404894a68f7e0c4e3612da46b629746f16b4"),
            (#"{"text":"éส"}"#, "c9ca81043450b37a38bb87f89355bd2a45e7d9110cb79cf6120f8e2f1acefa3f"),
        ]
        for (body, digits) in pairs {
            #expect(hexadecimalBytes(digits) == meta.mark(body, "app-secret"))
        }
        let line = try Line(.line)
        let mark = Base64.bytes(of: "/gg9a+LvFevTH1sd7XCQycD7tsWclCsInj7MhBHxN7k=")
        #expect(mark == line.mark("bodybodybodybody", "channel_secret"))
        #expect(line.open.isAuthentic(Array("x".utf8), key: [], mark: line.mark("x", "")) == false)
    }

    @Test("O-10: what is forged, re-serialised, cut or signed by another is not believed, on any network")
    func forged() throws {
        let meta = try Line(.whatsapp, ["number": "1"], ["secret": "app-secret", "verify": "open-sesame"])
        let line = try Line(.line, [:], ["secret": "channel_secret"])
        let telegram = try Line(.telegram, [:], ["secret": "told-to-telegram"])
        let gateway = try Line(.sms, ["url": "https://x.example"], ["secret": Line.whsec])
        let body = #"{"entry":[],"events":[],"update_id":1}"#
        let cases: [(any ChannelAdapter, ChannelRequest, Line)] = [
            (WhatsAppChannel(), meta.meta(body), meta), (MetaPageChannel(kind: .messenger), meta.meta(body), meta),
            (LineChannel(), line.line(body), line),
            (
                TelegramChannel(),
                ChannelRequest(
                    headers: [("x-telegram-bot-api-secret-token", "told-to-telegram")],
                    body: Array(body.utf8)
                ), telegram
            ),
            (HTTPChannel(kind: .sms), gateway.gateway(body), gateway),
        ]
        for (adapter, good, line) in cases {
            _ = try adapter.read(good, line.open)
            let isToken = adapter.kind == .telegram
            for (name, value) in good.headers where !["webhook-id", "webhook-timestamp"].contains(name) {
                for wrong in ["", "x", String(value.dropLast()), value + "A", "sha256=", "v1,", "sha256=zz"] {
                    let headers = good.headers.map { $0.name == name ? (name: name, value: wrong) : $0 }
                    let forged = ChannelRequest(headers: headers, body: good.body)
                    #expect(throws: ChannelRefusal.notSigned, "\(adapter.kind) \(wrong)") {
                        try adapter.read(forged, line.open)
                    }
                }
            }
            #expect(throws: ChannelRefusal.notSigned) {
                try adapter.read(ChannelRequest(headers: [], body: good.body), line.open)
            }
            // Signed with a body, and another came; a token covers none.
            if !isToken {
                for other in [Array(good.body.dropLast()), good.body + [32], []] {
                    #expect(throws: ChannelRefusal.notSigned) {
                        try adapter.read(ChannelRequest(headers: good.headers, body: other), line.open)
                    }
                }
            }
        }
    }

    @Test(
        "O-10: what a gateway signed is believed for five minutes",
        arguments: [(0, true), (300, true), (301, false), (-300, true), (-301, false)]
    )
    func replayed(age: Int64, isBelieved: Bool) throws {
        let line = try Line(.http, [:], ["secret": Line.whsec])
        let reading = try? HTTPChannel(kind: .http).read(line.gateway("{}", age: age), line.open)
        #expect((reading != nil) == isBelieved)
    }

    @Test("O-10: Meta is told its challenge where it knows the word, and nobody else is")
    func challenge() throws {
        let line = try Line(.whatsapp, [:], ["secret": "app-secret", "verify": "open-sesame"])
        func ask(_ mode: String, _ token: String, _ challenge: String) -> ChannelRequest {
            ChannelRequest(
                isAsking: true,
                query: [("hub.mode", mode), ("hub.verify_token", token), ("hub.challenge", challenge)],
                headers: [],
                body: []
            )
        }
        #expect(
            try WhatsAppChannel().read(ask("subscribe", "open-sesame", "1158201444"), line.open).answer == "1158201444"
        )
        for wrong in [
            ask("subscribe", "open-sesam", "1"), ask("unsubscribe", "open-sesame", "1"),
            ask("subscribe", "open-sesame", ""), ask("subscribe", "open-sesame", "<script>"),
        ] {
            #expect(throws: ChannelRefusal.notSigned) { try WhatsAppChannel().read(wrong, line.open) }
        }
        // A channel without the secret believes nobody.
        let bare = try Line(.whatsapp)
        #expect(throws: ChannelRefusal.notSigned) { try WhatsAppChannel().read(ask("subscribe", "", "1"), bare.open) }
        #expect(throws: ChannelRefusal.notSigned) { try WhatsAppChannel().read(bare.meta("{}", ""), bare.open) }
    }

    // MARK: - What is read

    /// Where a request cannot be read; none where it can.
    private func place(of request: ChannelRequest, _ line: Line, _ adapter: HTTPChannel) -> String? {
        var place: String?
        do {
            _ = try adapter.read(request, line.open)
        } catch {
            if case .unreadable(let field, _) = error { place = field }
        }
        return place
    }

    @Test("O-11: a gateway's messages and statuses are read, and what is wrong with one is said with its place")
    func gateway() throws {
        let line = try Line(.sms, [:], ["secret": Line.whsec])
        let adapter = HTTPChannel(kind: .sms)
        let body = """
            {"messages": [{"id": "1", "from": "+60 12-345 6789", "text": "Hi", "later": true}],
             "statuses": [{"message": "m", "state": "delivered", "at": "2026-03-02T01:00:00Z"}], "stopped": ["+60123456789"]}
            """
        let news = try adapter.read(line.gateway(body), line.open).news
        let at = try #require(Instant(rfc3339: "2026-03-02T01:00:00Z"))
        #expect(
            news == [
                .message(
                    ChannelMessage(
                        id: "1",
                        contact: "+60123456789",
                        phone: "+60123456789",
                        isVouched: false,
                        text: "Hi"
                    )
                ),
                .delivery(ours: "m", theirs: nil, DeliveryRecord(.delivered, at: at)),
                .stopped(contact: "+60123456789"),
            ]
        )
        let wrong = [
            (#"{"messages": [{"from": "+60123456789", "text": "x"}]}"#, "messages[0].id"),
            (#"{"messages": [{"id": "1", "from": "0123", "text": "x"}]}"#, "messages[0].from"),
            (#"{"messages": [{"id": "1", "from": "+60123456789", "text": ""}]}"#, "messages[0].text"),
            (#"{"statuses": [{"state": "read"}]}"#, "statuses[0].message"),
            (#"{"statuses": [{"id": "1", "state": "queued"}]}"#, "statuses[0].state"),
            (#"{"statuses": [{"id": "1", "state": "read", "at": "yesterday"}]}"#, "statuses[0].at"), ("[]", ""),
            ("{", ""), ("", ""),
        ]
        for (body, field) in wrong {
            #expect(place(of: line.gateway(body), line, adapter) == field, "\(body)")
        }
    }

    @Test(
        "O-11: every message and status of a batch of WhatsApp is read, numbers hidden or not, other numbers' left out"
    )
    func whatsapp() throws {
        let line = try Line(.whatsapp, ["number": "1066"], ["secret": "app-secret"])
        let body = """
            {"object":"whatsapp_business_account","entry":[
             {"id":"1","changes":[{"field":"messages","value":{"metadata":{"phone_number_id":"1066"},
              "contacts":[{"profile":{"name":"Ana"},"wa_id":"60123456789"}],
              "messages":[{"id":"wamid.1","from":"60123456789","timestamp":"1772413200","type":"text","text":{"body":"Hi"}},
               {"id":"wamid.2","from":"60123456789","type":"image","image":{"id":"9","caption":"This"},"context":{"id":"wamid.0"}},
               {"id":"wamid.3","from":"60123456789","type":"reaction","reaction":{"message_id":"wamid.0","emoji":"👍"}}],
              "statuses":[{"id":"wamid.7","status":"read","timestamp":"1772413100","biz_opaque_callback_data":"ours"},
               {"id":"wamid.8","status":"failed","timestamp":"1772413100","recipient_id":"60123456789","errors":[{"code":131050}]},
               {"id":"wamid.9","status":"warning"}]}}]},
             {"id":"2","changes":[{"field":"messages","value":{"metadata":{"phone_number_id":"1066"},
              "contacts":[{"profile":{"name":"Budi"},"user_id":"US.13491208655302741918"}],
              "messages":[{"id":"wamid.4","type":"button","button":{"text":"Yes"}}]}},
              {"field":"messages","value":{"metadata":{"phone_number_id":"2"},"messages":[{"id":"x","from":"1","type":"text","text":{"body":"no"}}]}},
              {"field":"user_preferences","value":{"metadata":{"phone_number_id":"1066"},"user_preferences":[{"wa_id":"60123456789","value":"stop","category":"marketing_messages"}]}},
              {"field":"account_alerts","value":{}}]}]}
            """
        let news = try WhatsAppChannel().read(line.meta(body), line.open).news
        let at = Instant(milliseconds: 1_772_413_100_000)
        #expect(
            news == [
                .message(
                    ChannelMessage(
                        id: "wamid.1",
                        contact: "60123456789",
                        phone: "+60123456789",
                        name: "Ana",
                        text: "Hi"
                    )
                ),
                .message(
                    ChannelMessage(
                        id: "wamid.2",
                        contact: "60123456789",
                        phone: "+60123456789",
                        name: "Ana",
                        text: "[image] This",
                        answers: "wamid.0"
                    )
                ),
                .delivery(ours: "ours", theirs: "wamid.7", DeliveryRecord(.read, at: at)),
                .delivery(ours: nil, theirs: "wamid.8", DeliveryRecord(.failed, at: at, reason: "unwanted")),
                .unwanted(contact: "60123456789"),
                .message(ChannelMessage(id: "wamid.4", contact: "US.13491208655302741918", name: "Budi", text: "Yes")),
                .unwanted(contact: "60123456789"),
            ]
        )
    }

    @Test("O-11: Telegram's chats of two are read; groups, bots and what is unknown are not")
    func telegram() throws {
        let line = try Line(.telegram, [:], ["secret": "told-to-telegram"])
        func read(_ body: String) throws -> [ChannelNews] {
            let headers = [(name: "x-telegram-bot-api-secret-token", value: "told-to-telegram")]
            return try TelegramChannel().read(ChannelRequest(headers: headers, body: Array(body.utf8)), line.open).news
        }
        let from =
            #""from":{"id":7,"is_bot":false,"first_name":"Ana","last_name":"Lim"},"chat":{"id":7,"type":"private"},"date":1"#
        #expect(
            try read(
                #"{"update_id":1,"message":{"message_id":5,\#(from),"text":"สวัสดี","reply_to_message":{"message_id":4}}}"#
            )
                == [.message(ChannelMessage(id: "7:5", contact: "7", name: "Ana Lim", text: "สวัสดี", answers: "7:4"))]
        )
        #expect(
            try read(
                #"{"update_id":2,"message":{"message_id":6,\#(from),"contact":{"phone_number":"60123456789","user_id":7}}}"#
            )
                == [
                    .message(
                        ChannelMessage(
                            id: "7:6",
                            contact: "7",
                            phone: "+60123456789",
                            name: "Ana Lim",
                            text: "[contact]"
                        )
                    )
                ]
        )
        // Another's number says nothing about who wrote.
        let other = try read(
            #"{"update_id":3,"message":{"message_id":7,\#(from),"contact":{"phone_number":"1","user_id":8}}}"#
        )
        #expect(other == [.message(ChannelMessage(id: "7:7", contact: "7", name: "Ana Lim", text: "[contact]"))])
        let kicked =
            #"{"update_id":4,"my_chat_member":{"chat":{"id":7,"type":"private"},"new_chat_member":{"status":"kicked"}}}"#
        #expect(try read(kicked) == [.stopped(contact: "7")])
        #expect(
            try read(#"{"update_id":5,"message":{"message_id":1,"chat":{"id":-9,"type":"group"},"text":"x"}}"#).isEmpty
        )
        #expect(try read(#"{"update_id":6,"poll":{}}"#).isEmpty)
    }

    @Test("O-11: LINE's events are read one by one, unsent ones taken back, standby and groups left alone")
    func line() throws {
        let line = try Line(.line, [:], ["secret": "channel_secret"])
        let user = #""mode":"active","source":{"type":"user","userId":"U1"}"#
        let body = """
            {"destination":"U0","events":[
             {"type":"message",\(user),"webhookEventId":"e1","replyToken":"r1","message":{"id":"m1","type":"text","text":"Hi","quotedMessageId":"m0"}},
             {"type":"message",\(user),"webhookEventId":"e2","message":{"id":"m2","type":"sticker"}},
             {"type":"unsend",\(user),"unsend":{"messageId":"m1"}},{"type":"unfollow",\(user)},{"type":"follow",\(user)},
             {"type":"message","mode":"standby","source":{"type":"user","userId":"U1"},"message":{"id":"m3","type":"text","text":"no"}},
             {"type":"message","mode":"active","source":{"type":"group","groupId":"G","userId":"U1"},"message":{"id":"m4","type":"text","text":"no"}},
             {"type":"beacon",\(user)},{"type":"of-next-year"}]}
            """
        #expect(
            try LineChannel().read(line.line(body), line.open).news == [
                .message(ChannelMessage(id: "m1", contact: "U1", text: "Hi", answers: "m0", token: "r1")),
                .message(ChannelMessage(id: "m2", contact: "U1", text: "[sticker]")), .withdrawn("m1"),
                .stopped(contact: "U1"), .resumed(contact: "U1"),
            ]
        )
        #expect(try LineChannel().read(line.line(#"{"destination":"U0","events":[]}"#), line.open).news.isEmpty)
    }

    @Test("O-11: Messenger and Instagram: messages, marks of reading, comments; our own words are not")
    func pages() throws {
        let line = try Line(.messenger, ["account": "P"], ["secret": "app-secret"])
        let body = """
            {"object":"page","entry":[{"id":"P","time":1,"messaging":[
             {"sender":{"id":"7"},"recipient":{"id":"P"},"timestamp":1,"message":{"mid":"m1","text":"Hi","reply_to":{"mid":"m0"}}},
             {"sender":{"id":"P"},"recipient":{"id":"7"},"message":{"mid":"m2","text":"ours","is_echo":true}},
             {"sender":{"id":"7"},"read":{"watermark":1772413100000}},{"sender":{"id":"7"},"delivery":{"watermark":1772413100000,"mids":["m9"]}},
             {"sender":{"id":"7"},"message":{"mid":"m1","is_deleted":true}}],
             "changes":[{"field":"feed","value":{"item":"comment","verb":"add","comment_id":"c1","parent_id":"p1","message":"Nice","from":{"id":"8","name":"Budi"}}},
              {"field":"feed","value":{"item":"comment","verb":"add","comment_id":"c2","message":"ours","from":{"id":"P"}}},
              {"field":"feed","value":{"item":"reaction","verb":"add","from":{"id":"8"}}}]},{"id":"other","messaging":[{"sender":{"id":"7"},"message":{"mid":"m5","text":"no"}}]}]}
            """
        let at = Instant(milliseconds: 1_772_413_100_000)
        #expect(
            try MetaPageChannel(kind: .messenger).read(line.meta(body), line.open).news == [
                .message(ChannelMessage(id: "m1", contact: "7", text: "Hi", answers: "m0")),
                .deliveredUpTo(at, .read, contact: "7"),
                .delivery(ours: nil, theirs: "m9", DeliveryRecord(.delivered, at: at)),
                .deliveredUpTo(at, .delivered, contact: "7"), .withdrawn("m1"),
                .message(
                    ChannelMessage(
                        id: "c1",
                        contact: "comment-8",
                        name: "Budi",
                        text: "Nice",
                        answers: "p1",
                        place: "c1"
                    )
                ),
            ]
        )
        let gram =
            #"{"object":"instagram","entry":[{"id":"P","field":"comments","value":{"id":"c3","text":"Where?","from":{"id":"9","username":"citra"}}}]}"#
        #expect(
            try MetaPageChannel(kind: .instagram).read(line.meta(gram), line.open).news == [
                .message(ChannelMessage(id: "c3", contact: "comment-9", name: "citra", text: "Where?", place: "c3"))
            ]
        )
    }

    // MARK: - What is written

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
