import JSONText
import SetiaCare
import SetiaChannels
import SetiaCore
import SetiaService
import SetiaTesting
import Testing

@Suite("Channels of others: what is answered, on each store")
struct ChannelAnswerTests {
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
        "O-17: an answer on its way waits while its channel is off, counts no try, and leaves once it is on again",
        arguments: Backend.allCases
    )
    func switchedOff(backend: Backend) async throws {
        try await backend.withStore { store in
            let bench = try await TalkBench(store)
            try await bench.connect("own", "http", ["url": "https://gw.example.com/s", "secret": TalkBench.whsec])
            try await bench.tell("own", #"{"messages": [{"id": "1", "from": "u-7", "text": "Hi"}]}"#)
            let id = try await bench.waiting().id
            bench.network.answer(.answered(status: 503, body: []), .answered(status: 204, body: []))
            try await bench.answer(id)
            let tries = try await bench.last(id).tries
            _ = try await bench.service.changeChannel("own", ChannelChange(isOn: false), by: .operator)
            for _ in 0..<20 {
                bench.brand.clock.now = bench.brand.clock.now.adding(milliseconds: 3_600_000)
                _ = try await bench.service.deliverMessages()
            }
            let waiting = try await bench.last(id)
            #expect(waiting.delivery.state == .queued && waiting.tries == tries && bench.network.posts.count == 1)
            _ = try await bench.service.changeChannel("own", ChannelChange(isOn: true), by: .operator)
            bench.brand.clock.now = bench.brand.clock.now.adding(milliseconds: 3_600_000)
            _ = try await bench.service.deliverMessages()
            #expect(try await bench.last(id).delivery.state == .sent)
            #expect(bench.network.posts.count == 2)
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
}
