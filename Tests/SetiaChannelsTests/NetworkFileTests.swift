import JSONText
import SetiaCore
import SetiaService
import SetiaTesting
import Testing

@testable import SetiaChannels

@Suite("Networks: files")
struct NetworkFileTests {
    private func files(_ adapter: any ChannelAdapter, _ request: ChannelRequest, _ line: Line) throws -> [ChannelFile] {
        try adapter.read(request, line.open).news.flatMap { news -> [ChannelFile] in
            if case .message(let message) = news { return message.files }
            return []
        }
    }

    @Test("O-20: each network names what came with a message, and how it is had")
    func named() throws {
        let meta = try Line(.whatsapp, ["number": "1066"], ["secret": "app-secret", "token": "tok"])
        let body = FakeWhatsApp.request(
            [
                FakeWhatsApp.Text(id: "w1", text: "Broken", media: .init(kind: "image", id: "m 1", type: "image/jpeg")),
                FakeWhatsApp.Text(
                    id: "w2",
                    text: "",
                    media: .init(kind: "document", id: "2", type: "application/pdf", name: "Bill.pdf")
                ),
                FakeWhatsApp.Text(id: "w3", text: "Hi"),
            ],
            number: "60123456789",
            scoped: "MY.1",
            name: "Ana"
        )
        let whatsapp = WhatsAppChannel()
        let sent = try files(whatsapp, meta.meta(body), meta)
        #expect(
            sent == [
                ChannelFile(.id("m 1"), kind: "image", type: "image/jpeg"),
                ChannelFile(.id("2"), kind: "document", name: "Bill.pdf", type: "application/pdf"),
            ]
        )
        let bearer = [("authorization", "Bearer tok")]
        #expect(
            whatsapp.step(to: sent[0], told: nil, meta.open)
                == .ask(
                    ChannelFetch(
                        url: "https://graph.facebook.com/v23.0/m%201?phone_number_id=1066",
                        headers: bearer
                    )
                )
        )
        let told = Array(FakeWhatsApp.media("m 1", at: "https://lookaside.fbsbx.com/x?y=1", size: 3).utf8)
        #expect(
            whatsapp.step(to: sent[0], told: told, meta.open)
                == .fetch(ChannelFetch(url: "https://lookaside.fbsbx.com/x?y=1", headers: bearer))
        )
        #expect(whatsapp.step(to: sent[0], told: Array("{}".utf8), meta.open) == nil)

        let bot = try Line(.telegram, [:], ["secret": "told-to-telegram", "token": "1:abc"])
        let telegram = TelegramChannel()
        for (kind, type) in [("photo", "image/jpeg"), ("voice", "audio/ogg"), ("video_note", "video/mp4")] {
            let update = FakeTelegram.file(kind, "AgAC", type: type, size: 70, update: 1, id: 2, from: 7, name: "Ana")
            let request = ChannelRequest(
                headers: [("x-telegram-bot-api-secret-token", "told-to-telegram")],
                body: Array(update.utf8)
            )
            let sent = try files(telegram, request, bot)
            // Of a picture the largest.
            #expect(sent == [ChannelFile(.id("AgAC"), kind: kind, type: type, size: 70)], "\(sent)")
        }
        let photo = ChannelFile(.id("AgAC"), kind: "photo")
        #expect(
            telegram.step(to: photo, told: nil, bot.open)
                == .ask(ChannelFetch(url: "https://api.telegram.org/bot1:abc/getFile?file_id=AgAC"))
        )
        let path = Array(FakeTelegram.path("photos/file 1.jpg").utf8)
        #expect(
            telegram.step(to: photo, told: path, bot.open)
                == .fetch(ChannelFetch(url: "https://api.telegram.org/file/bot1:abc/photos/file%201.jpg"))
        )
        for bad in [FakeTelegram.path("../getUpdates"), #"{"ok": false}"#, "x"] {
            #expect(telegram.step(to: photo, told: Array(bad.utf8), bot.open) == nil)
        }

        let line = try Line(.line, [:], ["secret": "channel_secret", "token": "tok"])
        let events: [FakeLine.Event] = [
            .file(id: "7", kind: "image", name: nil, size: nil, token: "r"),
            .file(id: "8", kind: "file", name: "Bill.pdf", size: 9, token: "r"),
        ]
        let adapter = LineChannel()
        let came = try files(adapter, line.line(FakeLine.request(events, of: "U1")), line)
        #expect(
            came == [
                ChannelFile(.id("7"), kind: "image", type: "image/jpeg"),
                ChannelFile(.id("8"), kind: "file", name: "Bill.pdf", size: 9),
            ]
        )
        #expect(
            adapter.step(to: came[1], told: nil, line.open)
                == .fetch(
                    ChannelFetch(url: "https://api-data.line.me/v2/bot/message/8/content", headers: bearer)
                )
        )

        let page = try Line(.messenger, ["account": "5"], ["secret": "app-secret", "token": "tok"])
        let messenger = MetaPageChannel(kind: .messenger)
        let news = """
            {"object":"page","entry":[{"id":"5","messaging":[{"sender":{"id":"9"},"message":{"mid":"m","attachments":[
             {"type":"image","payload":{"url":"https://scontent.example/1.jpg"}},{"type":"location","payload":{}},
             {"type":"fallback","payload":{"url":"https://page.example/"}}]}}]}]}
            """
        let attached = try files(messenger, page.meta(news), page)
        #expect(attached == [ChannelFile(.address("https://scontent.example/1.jpg"), kind: "image")])
        // No token: the address opens it.
        #expect(
            messenger.step(to: attached[0], told: nil, page.open)
                == .fetch(ChannelFetch(url: "https://scontent.example/1.jpg"))
        )
    }

    @Test(
        "O-20: a gateway's files are named, and what is wrong with one is said with its place",
        arguments: [
            (#"[{"url": "https://x.example/1", "name": "a.png", "type": "image/png", "size": 4}]"#, ""),
            (#"{}"#, "messages[0].files"), (#"[{}]"#, "messages[0].files[0].url"),
            (#"[{"url": "ftp://x.example/1"}]"#, "messages[0].files[0].url"),
            (#"[{"url": "https://x.example/1", "name": 7}]"#, "messages[0].files[0].name"),
            (
                #"[{"url": "https://x.example/1"}, {"url": "https://x.example/1", "size": -1}]"#,
                "messages[0].files[1].size"
            ),
            (
                "[" + Array(repeating: #"{"url": "https://x.example/1"}"#, count: 21).joined(separator: ",") + "]",
                "messages[0].files"
            ),
        ]
    )
    func gateway(json: String, field: String) throws {
        let line = try Line(.http, [:], ["secret": Line.whsec])
        let request = line.gateway(#"{"messages": [{"id": "1", "from": "u", "files": \#(json)}]}"#)
        do {
            let reading = try HTTPChannel(kind: .http).read(request, line.open)
            let file = ChannelFile(
                .address("https://x.example/1"),
                kind: "file",
                name: "a.png",
                type: "image/png",
                size: 4
            )
            #expect(field.isEmpty)
            #expect(
                reading.news == [
                    .message(ChannelMessage(id: "1", contact: "u", isVouched: false, text: "[file]", files: [file]))
                ]
            )
        } catch .unreadable(let place, _) {
            #expect(place == field)
        }
    }
}
