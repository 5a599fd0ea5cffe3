import Foundation
import JSONText
import SetiaCare
import SetiaCore
import SetiaService
import SetiaVault
import Testing

@testable import SetiaChannels

@Suite("Networks: what is read")
struct NetworkReadingTests {
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
                        answers: "wamid.0",
                        files: [ChannelFile(.id("9"), kind: "image")]
                    )
                ),
                .reaction(ChannelReaction(below: "wamid.0", contact: "60123456789", at: line.open.now)),
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

    @Test("O-18: signs below messages and posts are read, those that were taken back are not")
    func signs() throws {
        let at = Instant(milliseconds: 1_772_413_100_000)
        let wa = try Line(.whatsapp, ["number": "1066"], ["secret": "app-secret"])
        let told = """
            {"entry":[{"changes":[{"field":"messages","value":{"metadata":{"phone_number_id":"1066"},"messages":[
             {"id":"1","from":"6011","timestamp":"1772413100","type":"reaction","reaction":{"message_id":"m","emoji":"\u{2764}"}},
             {"id":"2","from":"6011","type":"reaction","reaction":{"message_id":"m","emoji":""}},
             {"id":"3","from":"6011","type":"reaction","reaction":{"message_id":"m"}},
             {"id":"4","from":"6011","type":"reaction","reaction":{"emoji":"\u{2764}"}}]}}]}]}
            """
        #expect(
            try WhatsAppChannel().read(wa.meta(told), wa.open).news
                == [.reaction(ChannelReaction(below: "m", contact: "6011", at: at))]
        )
        let bot = try Line(.telegram, [:], ["secret": "told-to-telegram"])
        func telegram(_ chat: String, _ signs: String) throws -> [ChannelNews] {
            let body = """
                {"update_id":1,"message_reaction":{"chat":{"id":7,"type":"\(chat)"},"message_id":9,"user":{"id":7,"is_bot":false},
                 "date":1772413100,"old_reaction":[],"new_reaction":[\(signs)]}}
                """
            let headers = [("x-telegram-bot-api-secret-token", "told-to-telegram")]
            return try TelegramChannel().read(ChannelRequest(headers: headers, body: Array(body.utf8)), bot.open).news
        }
        let heart = #"{"type":"emoji","emoji":"x"}"#
        #expect(
            try telegram("private", heart) == [.reaction(ChannelReaction(below: "7:9", contact: "7", at: at))]
        )
        #expect(try telegram("private", "").isEmpty && telegram("group", heart).isEmpty)
        for kind in [MessageChannel.messenger, .instagram] {
            let page = try Line(kind, ["account": "P"], ["secret": "app-secret"])
            let body = """
                {"entry":[{"id":"P","messaging":[
                 {"sender":{"id":"7"},"timestamp":1772413100000,"reaction":{"mid":"m1","action":"react","reaction":"love","emoji":"x"}},
                 {"sender":{"id":"7"},"timestamp":1772413100000,"reaction":{"mid":"m1","action":"unreact"}},
                 {"sender":{"id":"P"},"timestamp":1772413100000,"reaction":{"mid":"m1","action":"react"}}],
                 "changes":[{"field":"feed","value":{"item":"reaction","verb":"add","post_id":"P_1","reaction_type":"like","from":{"id":"8"}}},
                 {"field":"feed","value":{"item":"reaction","verb":"remove","post_id":"P_1","from":{"id":"8"}}},
                 {"field":"feed","value":{"item":"like","verb":"add","post_id":"P_1","comment_id":"c1","from":{"id":"8"}}}]}]}
                """
            #expect(
                try MetaPageChannel(kind: kind).read(page.meta(body), page.open).news == [
                    .reaction(ChannelReaction(below: "m1", contact: "7", at: at)),
                    .reaction(ChannelReaction(below: "P_1", contact: "comment-8")),
                    .reaction(ChannelReaction(below: "c1", contact: "comment-8")),
                ]
            )
        }
    }

    @Test("O-19: WhatsApp says a number and an id, or the id alone where the number is hidden")
    func twoNames() throws {
        let line = try Line(.whatsapp, ["number": "1066"], ["secret": "app-secret"])
        let body = """
            {"entry":[{"changes":[{"field":"messages","value":{"metadata":{"phone_number_id":"1066"},
             "contacts":[{"wa_id":"6011","user_id":"MY.1"}],
             "messages":[{"id":"1","from":"6011","from_user_id":"MY.1","type":"text","text":{"body":"Hi"}},
              {"id":"2","from_user_id":"MY.1","type":"text","text":{"body":"Hi"}}]}}]}]}
            """
        #expect(
            try WhatsAppChannel().read(line.meta(body), line.open).news == [
                .message(ChannelMessage(id: "1", contact: "6011", alias: "MY.1", phone: "+6011", text: "Hi")),
                .message(ChannelMessage(id: "2", contact: "MY.1", text: "Hi")),
            ]
        )
    }
}
