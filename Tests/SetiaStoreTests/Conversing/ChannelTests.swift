import JSONText
import SetiaCare
import SetiaChannels
import SetiaCore
import SetiaService
import SetiaTesting
import Testing

/// What the tests of channels do on each store.
extension TalkBench {
    static let whsec = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"

    /// Connects a network.
    func connect(_ name: String, _ kind: String, _ values: [String: String]) async throws {
        let settings = values.sorted { $0.key < $1.key }.map { Channel.Setting(name: $0.key, value: $0.value) }
        _ = try await service.saveChannel(NewChannel(name: name, kind: kind, values: settings), by: .operator)
    }

    /// Tells what a gateway of the shop's own tells.
    @discardableResult
    func tell(_ name: String, _ body: String, on other: SetiaService? = nil) async throws -> String {
        let at = brand.clock.now.milliseconds / 1_000
        let key = SignedMessage.bytes(ofSecret: TalkBench.whsec) ?? []
        let content = Array("m.\(at).".utf8) + Array(body.utf8)
        let mark = service.sealing.messageAuthentication(of: content, key: key)
        let request = ChannelRequest(
            headers: [
                ("webhook-id", "m"), ("webhook-timestamp", "\(at)"),
                ("webhook-signature", "v1,\(Base64.text(of: mark))"),
            ],
            body: Array(body.utf8)
        )
        return try await (other ?? service).hear(name, request)
    }

    /// Tells what Telegram tells.
    func telegram(_ body: String) async throws {
        let request = ChannelRequest(
            headers: [("x-telegram-bot-api-secret-token", "told-to-telegram")],
            body: Array(body.utf8)
        )
        _ = try await service.hear("bot", request)
    }

    /// Tells what LINE tells.
    func line(_ body: String) async throws {
        let mark = service.sealing.messageAuthentication(of: Array(body.utf8), key: Array("channel-secret".utf8))
        let request = ChannelRequest(headers: [("x-line-signature", Base64.text(of: mark))], body: Array(body.utf8))
        _ = try await service.hear("line", request)
    }

    /// Tells what Meta tells.
    func meta(_ name: String, _ body: String) async throws {
        let mark = service.sealing.messageAuthentication(of: Array(body.utf8), key: Array("app-secret".utf8))
        let digits = mark.map { byte in
            let text = String(byte, radix: 16)
            return text.utf8.count == 1 ? "0\(text)" : text
        }.joined()
        let request = ChannelRequest(headers: [("x-hub-signature-256", "sha256=\(digits)")], body: Array(body.utf8))
        _ = try await service.hear(name, request)
    }

    /// The one conversation that waits.
    func waiting() async throws -> Conversation {
        let page = try await service.inbox(.waiting, limit: 10)
        return try #require(page.rows.count == 1 ? page.rows.first?.conversation : nil)
    }

    /// How the last message of a conversation stands.
    func last(_ id: ConversationID) async throws -> Message {
        try #require(try await service.messages(of: id)?.last?.message)
    }
}

@Suite("Channels of others, on each store")
struct ChannelTests {
    @Test(
        "O-11: who writes by a network is a prospect, known by it from then on; the same is kept once",
        arguments: Backend.allCases
    )
    func prospect(backend: Backend) async throws {
        try await backend.withStore { store in
            let bench = try await TalkBench(store)
            try await bench.connect("texts", "sms", ["url": "https://gw.example.com/s", "secret": TalkBench.whsec])
            let body = #"{"messages": [{"id": "1", "from": "+60 12-345 6789", "name": "Budi", "text": "Open today?"}]}"#
            for _ in 0..<3 { try await bench.tell("texts", body) }
            let conversation = try await bench.waiting()
            #expect(conversation.channel == .sms && !conversation.isVerified && conversation.lastMessage == 1)
            let view = try #require(try await bench.service.member(conversation.id.member))
            #expect(view.state.status == .prospect)
            #expect(view.identities.map(\.value) == ["+60123456789"])
            // Other words under the same id are not lost without a word.
            let other = #"{"messages": [{"id": "1", "from": "+60123456789", "text": "Something else"}]}"#
            await #expect(throws: ChannelRefusal.conflict(id: "1")) { try await bench.tell("texts", other) }
            // The rest of a batch is kept all the same.
            let batch = """
                {"messages": [{"id": "1", "from": "+60123456789", "text": "Something else"},
                 {"id": "2", "from": "+60123456789", "text": "And tomorrow?"}]}
                """
            await #expect(throws: ChannelRefusal.conflict(id: "1")) { try await bench.tell("texts", batch) }
            #expect(try await bench.waiting().lastMessage == 2)
        }
    }

    @Test(
        "O-11: a member is found by her number, her conversation says that it is not proved",
        arguments: Backend.allCases
    )
    func member(backend: Backend) async throws {
        try await backend.withStore { store in
            let bench = try await TalkBench(store)
            let budi = try await bench.service.createMember(
                NewMember(
                    identities: [try Identity(kind: .phone, text: "+60123456789")],
                    facts: MemberFacts(),
                    person: [:]
                )
            ).member
            try await bench.connect("texts", "sms", ["url": "https://gw.example.com/s", "secret": TalkBench.whsec])
            try await bench.tell("texts", #"{"messages": [{"id": "1", "from": "+60123456789", "text": "Hi"}]}"#)
            let conversation = try await bench.waiting()
            #expect(conversation.id.member == budi && !conversation.isVerified)
            // A network that vouches for a number proves it.
            try await bench.connect(
                "wa",
                "whatsapp",
                ["number": "1066", "token": "token-of-meta", "secret": "app-secret", "verify": "open-sesame"]
            )
            let body = """
                {"entry":[{"changes":[{"field":"messages","value":{"metadata":{"phone_number_id":"1066"},
                 "messages":[{"id":"wamid.1","from":"60123456789","type":"text","text":{"body":"Hi there"}}]}}]}]}
                """
            try await bench.meta("wa", body)
            let thread = try #require(try await bench.service.thread(of: budi, limit: 10))
            #expect(thread.messages.map(\.message.channel) == [.sms, .whatsapp])
            #expect(thread.conversations.first?.isVerified == true)
        }
    }

    @Test("O-11: eight servers told the same at once keep it once, and make one prospect", arguments: Backend.allCases)
    func together(backend: Backend) async throws {
        try await backend.withStore { store in
            let bench = try await TalkBench(store)
            try await bench.connect("own", "http", ["url": "https://gw.example.com/s", "secret": TalkBench.whsec])
            try await withThrowingTaskGroup(of: Void.self) { group in
                for number in 0..<8 {
                    let server = bench.brand.server(on: store)
                    group.addTask {
                        let body =
                            #"{"messages": [{"id": "\#(number % 2)", "from": "u-7", "text": "Hi \#(number % 2)"}]}"#
                        try await bench.tell("own", body, on: server)
                    }
                }
                try await group.waitForAll()
            }
            #expect(try await bench.waiting().lastMessage == 2)
        }
    }

    @Test(
        "O-13: an answer goes by the network that she wrote by, and what becomes of it is told in any order",
        arguments: Backend.allCases
    )
    func answered(backend: Backend) async throws {
        try await backend.withStore { store in
            let bench = try await TalkBench(store)
            try await bench.connect("own", "http", ["url": "https://gw.example.com/s", "secret": TalkBench.whsec])
            try await bench.tell("own", #"{"messages": [{"id": "1", "from": "u-7", "text": "Hi"}]}"#)
            let id = try await bench.waiting().id
            bench.network.answer(.answered(status: 200, body: Array(#"{"id": "g-1"}"#.utf8)))
            let message = try await bench.answer(id, "Hello")
            #expect(message.channel == .http)
            #expect(try await bench.last(id).delivery.state == .sent)
            let post = try #require(bench.network.posts.first)
            let data = try JSON.parse(post.body)["data"]
            #expect(data?["to"]?.string == "u-7" && data?["text"]?.string == "Hello" && data?["answers"]?.string == "1")
            // Read before delivered, by its name and by ours, twice, and of messages that are not ours.
            for status in [
                #"{"id": "g-1", "state": "read"}"#, #"{"message": "\#(message.id.text)", "state": "delivered"}"#,
                #"{"id": "g-1", "state": "failed"}"#, #"{"id": "g-1", "state": "read"}"#,
                #"{"id": "g-9", "state": "failed"}"#,
            ] {
                bench.brand.clock.now = bench.brand.clock.now.adding(milliseconds: 1_000)
                try await bench.tell("own", #"{"statuses": [\#(status)]}"#)
            }
            let delivery = try await bench.last(id).delivery
            #expect(delivery.state == .read && delivery.deliveredAt != nil)
            #expect(try await bench.service.conversation(id)?.hasTrouble == false)
        }
    }

    @Test(
        "O-13: what was not taken is tried again; what may have been taken goes twice only where its receiver knows it again",
        arguments: Backend.allCases
    )
    func unknown(backend: Backend) async throws {
        try await backend.withStore { store in
            let bench = try await TalkBench(store)
            try await bench.connect("own", "http", ["url": "https://gw.example.com/s", "secret": TalkBench.whsec])
            try await bench.connect("bot", "telegram", ["token": "1:abcdef", "secret": "told-to-telegram"])
            try await bench.tell("own", #"{"messages": [{"id": "1", "from": "u-7", "text": "Hi"}]}"#)
            let own = try await bench.waiting().id
            bench.network.answer(
                .answered(status: 503, body: []),
                .unknown(reason: "timeout"),
                .answered(status: 204, body: [])
            )
            try await bench.answer(own)
            for _ in 0..<2 {
                #expect(try await bench.last(own).delivery.state == .queued)
                bench.brand.clock.now = bench.brand.clock.now.adding(milliseconds: 3_600_000)
                _ = try await bench.service.deliverMessages()
            }
            #expect(try await bench.last(own).delivery.state == .sent)
            #expect(bench.network.posts.count == 3)
            #expect(
                Set(bench.network.posts.compactMap { $0.headers.first { $0.name == "webhook-id" }?.value }).count == 1
            )
            // Telegram would show it twice.
            let chat = #""chat":{"id":7,"type":"private"}"#
            try await bench.telegram(#"{"update_id":1,"message":{"message_id":5,\#(chat),"text":"Hi"}}"#)
            let bot = try await bench.waiting().id
            bench.network.answer(.unknown(reason: "timeout"))
            try await bench.answer(bot)
            #expect(try await bench.last(bot).delivery.failure?.reason == "unknown-outcome")
            bench.brand.clock.now = bench.brand.clock.now.adding(milliseconds: 3_600_000)
            _ = try await bench.service.deliverMessages()
            #expect(bench.network.posts.count == 4)
            #expect(try await bench.service.conversation(bot)?.hasTrouble == true)
        }
    }

    @Test(
        "O-14: WhatsApp takes free words for a day after she wrote, and a template after that",
        arguments: Backend.allCases
    )
    func window(backend: Backend) async throws {
        try await backend.withStore { store in
            let bench = try await TalkBench(store)
            let secrets = ["number": "1066", "token": "token-of-meta", "secret": "app-secret"]
            try await bench.connect("wa", "whatsapp", secrets)
            let body = """
                {"entry":[{"changes":[{"field":"messages","value":{"metadata":{"phone_number_id":"1066"},
                 "contacts":[{"profile":{"name":"Citra"},"user_id":"US.1349"}],
                 "messages":[{"id":"wamid.1","type":"text","text":{"body":"Hi"}}]}}]}]}
                """
            try await bench.meta("wa", body)
            let id = try await bench.waiting().id
            let taken = ChannelAnswer.answered(status: 200, body: Array(#"{"messages":[{"id":"wamid.9"}]}"#.utf8))
            bench.network.answer(taken)
            bench.brand.clock.now = bench.brand.clock.now.adding(milliseconds: 86_400_000 - 1)
            try await bench.answer(id, "In time")
            bench.brand.clock.now = bench.brand.clock.now.adding(milliseconds: 1)
            await #expect(throws: ConversationRefusal.windowClosed(minutes: 1_440, template: nil)) {
                try await bench.answer(id, "Too late")
            }
            try await bench.connect("wa", "whatsapp", secrets.merging(["template": "answer_ready:id"]) { $1 })
            await #expect(throws: ConversationRefusal.windowClosed(minutes: 1_440, template: "answer_ready:id")) {
                try await bench.answer(id, "Too late")
            }
            var answering = Answering(member: id.member, conversation: id.identifier, text: "Too late")
            answering.usesTemplate = true
            let message = try await bench.service.answer(answering, by: .staff(bench.mei.id, name: bench.mei.name))
            let post = try JSON.parse(try #require(bench.network.posts.last).body)
            #expect(post["template"]?["name"]?.string == "answer_ready" && post["recipient"]?.string == "US.1349")
            // A status that came before the answer's own id was known is found by ours.
            let status = """
                {"entry":[{"changes":[{"field":"messages","value":{"metadata":{"phone_number_id":"1066"},"statuses":[
                 {"id":"wamid.77","status":"delivered","timestamp":"1","biz_opaque_callback_data":"\(message.id.text)"}]}}]}]}
                """
            try await bench.meta("wa", status)
            #expect(try await bench.last(id).delivery.state == .delivered)
        }
    }

    @Test(
        "O-12: STOP in her language takes back what she agreed to by this channel, and people still answer her",
        arguments: Backend.allCases
    )
    func stopWord(backend: Backend) async throws {
        try await backend.withStore { store in
            let bench = try await TalkBench(store)
            try await bench.connect("texts", "sms", ["url": "https://gw.example.com/s", "secret": TalkBench.whsec])
            for (number, word) in ["STOP", "Berhenti.", "berhenti langganan", "หยุด"].enumerated() {
                let from = "+6012345678\(number)"
                try await bench.tell(
                    "texts",
                    #"{"messages": [{"id": "\#(number)", "from": "\#(from)", "text": "\#(word)"}]}"#
                )
                let identity = try Identity(kind: .phone, text: from)
                let page = try await bench.service.inbox(.waiting, limit: 10)
                let member = try #require(page.rows.last?.conversation.id.member)
                let view = try #require(try await bench.service.member(member))
                #expect(view.identities.contains { $0.value == identity.value })
                #expect(view.state.consents.map(\.consent).contains { $0.channel == "sms" && !$0.isGiven }, "\(word)")
            }
            let id = try #require(try await bench.service.inbox(.waiting, limit: 10).rows.first?.conversation.id)
            try await bench.answer(id, "You get no more offers.")
            #expect(bench.network.posts.count == 1)
            // Within a sentence it is none.
            try await bench.tell(
                "texts",
                #"{"messages": [{"id": "x", "from": "+60199999999", "text": "I stop by at 5"}]}"#
            )
            let last = try #require(
                try await bench.service.inbox(.waiting, limit: 10).rows.last?.conversation.id.member
            )
            #expect(try await bench.service.member(last)?.state.consents.isEmpty == true)
        }
    }

    @Test("O-12: who blocks us gets nothing that way until she is back", arguments: Backend.allCases)
    func blocked(backend: Backend) async throws {
        try await backend.withStore { store in
            let bench = try await TalkBench(store)
            try await bench.connect("bot", "telegram", ["token": "1:abcdef", "secret": "told-to-telegram"])
            let chat = #""chat":{"id":7,"type":"private"}"#
            try await bench.telegram(#"{"update_id":1,"message":{"message_id":5,\#(chat),"text":"Hi"}}"#)
            let id = try await bench.waiting().id
            func change(_ status: String) -> String {
                #"{"update_id":2,"my_chat_member":{\#(chat),"new_chat_member":{"status":"\#(status)"}}}"#
            }
            try await bench.telegram(change("kicked"))
            await #expect(throws: ConversationRefusal.wantsNoMore) { try await bench.answer(id) }
            try await bench.telegram(change("member"))
            // Told so only when it was sent.
            bench.network.answer(.answered(status: 403, body: []))
            try await bench.answer(id)
            #expect(try await bench.last(id).delivery.failure?.reason == "stopped")
            await #expect(throws: ConversationRefusal.wantsNoMore) { try await bench.answer(id) }
        }
    }

    @Test(
        "O-12: what she takes back in LINE is gone here too; a fresh answer is free of charge, a later one is not",
        arguments: Backend.allCases
    )
    func lineAnswers(backend: Backend) async throws {
        try await backend.withStore { store in
            let bench = try await TalkBench(store)
            try await bench.connect("line", "line", ["token": "token-of-line", "secret": "channel-secret"])
            let user = #""mode":"active","source":{"type":"user","userId":"U1"}"#
            let said = """
                {"events":[{"type":"message",\(user),"replyToken":"r1","message":{"id":"m1","type":"text","text":"My card is 4711"}}]}
                """
            try await bench.line(said)
            let id = try await bench.waiting().id
            bench.brand.clock.now = bench.brand.clock.now.adding(milliseconds: 20_000)
            try await bench.answer(id, "Please never send that.")
            try await bench.answer(id, "We have it.")
            #expect(bench.network.posts.map { String($0.url.suffix(5)) } == ["reply", "/push"])
            try await bench.line(#"{"events":[{"type":"unsend",\#(user),"unsend":{"messageId":"m1"}}]}"#)
            let texts = try await bench.service.messages(of: id)?.map { $0.content?.text }
            #expect(texts == ["[withdrawn]", "Please never send that.", "We have it."])
            // Told again, it stays taken back.
            try await bench.line(said)
            #expect(try await bench.service.messages(of: id)?.count == 3)
        }
    }

    @Test("O-16: what is said below a post is answered there", arguments: Backend.allCases)
    func comments(backend: Backend) async throws {
        try await backend.withStore { store in
            let bench = try await TalkBench(store)
            let secrets = ["account": "P", "token": "token-of-meta", "secret": "app-secret"]
            try await bench.connect("page", "messenger", secrets)
            let body = """
                {"object":"page","entry":[{"id":"P","changes":[{"field":"feed","value":{"item":"comment","verb":"add",
                 "comment_id":"c1","message":"Open?","from":{"id":"8","name":"Budi"}}}]}]}
                """
            try await bench.meta("page", body)
            let id = try await bench.waiting().id
            // No window holds for what everybody reads.
            bench.brand.clock.now = bench.brand.clock.now.adding(days: 3)
            try await bench.answer(id, "From nine.")
            #expect(bench.network.posts.last?.url == "https://graph.facebook.com/v23.0/c1/comments")
            // Messages of the same page are somebody's of her own.
            let message = """
                {"object":"page","entry":[{"id":"P","messaging":[{"sender":{"id":"8"},"message":{"mid":"m1","text":"Hi"}}]}]}
                """
            try await bench.meta("page", message)
            #expect(try await bench.waiting().id.member != id.member)
        }
    }

    @Test("O-15: a code to sign in goes by the brand's channel of texts", arguments: Backend.allCases)
    func codes(backend: Backend) async throws {
        try await backend.withStore { store in
            let bench = try await TalkBench(store)
            try await bench.connect("texts", "sms", ["url": "https://gw.example.com/s", "secret": TalkBench.whsec])
            let phone = try Identity(kind: .phone, text: "+60123456789")
            let token = try await bench.service.startConfirming(phone, payload: [1], language: .en, client: "")
            let data = try JSON.parse(try #require(bench.network.posts.first).body)["data"]
            #expect(data?["to"]?.string == "+60123456789" && data?["parts"]?.int64 == 1)
            #expect(bench.brand.mailbox.texts.isEmpty)
            let text = try #require(data?["text"]?.string)
            let code = try #require(text.split { !$0.isNumber }.first { $0.count == 6 }.map { String($0) })
            #expect(try await bench.service.confirm(token, code: code).identity == phone)
            bench.network.answer(.answered(status: 400, body: []))
            await #expect(throws: MailFailure.self) {
                try await bench.service.startConfirming(phone, payload: [1], language: .en, client: "")
            }
        }
    }

    @Test(
        "O-15: an answer that takes more texts than are allowed is refused before anything leaves",
        arguments: Backend.allCases
    )
    func tooLong(backend: Backend) async throws {
        try await backend.withStore { store in
            let bench = try await TalkBench(store)
            let values = ["url": "https://gw.example.com/s", "secret": TalkBench.whsec, "parts": "2"]
            try await bench.connect("texts", "sms", values)
            try await bench.tell("texts", #"{"messages": [{"id": "1", "from": "+60123456789", "text": "Hi"}]}"#)
            let id = try await bench.waiting().id
            await #expect(throws: ConversationRefusal.channelText(.parts(3, most: 2))) {
                try await bench.answer(id, String(repeating: "ก", count: 135))
            }
            try await bench.answer(id, String(repeating: "ก", count: 134))
            #expect(bench.network.posts.count == 1)
        }
    }

    @Test(
        "O-10: a channel is set up with what it needs and with nothing else; its secrets stand sealed",
        arguments: Backend.allCases
    )
    func setUp(backend: Backend) async throws {
        try await backend.withStore { store in
            let bench = try await TalkBench(store)
            func fails(_ name: String, _ kind: String, _ values: [(String, String)]) async -> String? {
                let settings = values.map { Channel.Setting(name: $0.0, value: $0.1) }
                do {
                    _ = try await bench.service.saveChannel(
                        NewChannel(name: name, kind: kind, values: settings),
                        by: .operator
                    )
                    return nil
                } catch ChannelProblem.invalid(let field, _) {
                    return field
                } catch {
                    return "\(error)"
                }
            }
            #expect(await fails("A", "sms", []) == "name")
            #expect(await fails("-a", "sms", []) == "name")
            #expect(await fails("a", "pigeon", []) == "kind")
            #expect(await fails("a", "mail", []) == "kind")
            #expect(await fails("a", "sms", []) == "url")
            #expect(await fails("a", "sms", [("url", "http://gw.example.com")]) == "url")
            #expect(await fails("a", "sms", [("url", "https://10.0.0.1")]) == "url")
            #expect(await fails("a", "sms", [("url", "https://a.example"), ("parts", "11")]) == "parts")
            #expect(await fails("a", "sms", [("url", "https://a.example"), ("wings", "2")]) == "wings")
            #expect(await fails("a", "sms", [("url", "https://a.example"), ("url", "https://b.example")]) == "url")
            #expect(await fails("a", "sms", [("url", "https://a.example"), ("secret", "whsec_AAAA")]) == "secret")
            #expect(await fails("a", "telegram", [("token", "a b")]) == "token")
            #expect(await fails("a", "telegram", []) == "token")
            #expect(try await bench.service.channels().isEmpty)
            #expect(await fails("a", "telegram", [("token", "1:abcdef")]) == nil)
            #expect(await fails("a", "line", [("token", "token-of-line"), ("secret", "secret-of-line")]) == "kind")
            let kept = try await store.reading { try $0.channels() }
            #expect(kept.map(\.channel.settings) == [[]])
            #expect(try await bench.service.channels().map(\.name) == ["a"])
            // Twenty are enough.
            for number in 1..<SetiaService.mostChannels {
                #expect(await fails("b\(number)", "telegram", [("token", "1:abcdef")]) == nil)
            }
            #expect(await fails("c", "telegram", [("token", "1:abcdef")]) == "\(ChannelProblem.tooMany(most: 20))")
            try await bench.service.removeChannel("a", by: .operator)
            await #expect(throws: ChannelProblem.unknown) { try await bench.service.removeChannel("a", by: .operator) }
            await #expect(throws: ChannelRefusal.unknownChannel) { try await bench.tell("a", "{}") }
        }
    }

    @Test("O-11: a flood of one member is kept up to 120 an hour", arguments: [Backend.model, .sqlite])
    func flood(backend: Backend) async throws {
        try await backend.withStore { store in
            let bench = try await TalkBench(store)
            try await bench.connect("own", "http", ["url": "https://gw.example.com/s", "secret": TalkBench.whsec])
            let messages = (0..<130).map { #"{"id": "\#($0)", "from": "u-7", "text": "Hi"}"# }.joined(separator: ",")
            try await bench.tell("own", #"{"messages": [\#(messages)]}"#)
            #expect(try await bench.waiting().lastMessage == 120)
        }
    }

    @Test("O-11: her data goes with her: erased, she is somebody new to the network", arguments: Backend.allCases)
    func erased(backend: Backend) async throws {
        try await backend.withStore { store in
            let bench = try await TalkBench(store)
            try await bench.connect("own", "http", ["url": "https://gw.example.com/s", "secret": TalkBench.whsec])
            try await bench.tell("own", #"{"messages": [{"id": "1", "from": "u-7", "text": "Hi"}]}"#)
            let first = try await bench.waiting().id.member
            #expect(try await bench.service.eraseMember(first))
            try await bench.tell("own", #"{"messages": [{"id": "2", "from": "u-7", "text": "Again"}]}"#)
            #expect(try await bench.waiting().id.member != first)
        }
    }
}
