import Foundation
import JSONText
import SetiaCare
import SetiaCore
import SetiaService
import SetiaTesting
import Testing

@testable import SetiaChannels

/// The libraries that others made for these networks (`scripts/network_peers.py`).
private enum Peers {
    private static let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent()

    /// Whether tests with them run: where they are there, and where they should be.
    static var isAsked: Bool {
        if ProcessInfo.processInfo.environment["CI"] != nil { return true }
        return FileManager.default.fileExists(atPath: root.appending(path: ".venv/installed-channels.txt").path)
    }

    /// What they read, question by question.
    static func read(_ questions: [JSON]) throws -> [JSON] {
        let (input, output) = (Pipe(), Pipe())
        let process = try ChildProcess(
            root.appending(path: ".venv/bin/python").path,
            [root.appending(path: "scripts/network_peers.py").path],
            input: .pipe(input),
            output: .pipe(output)
        )
        let text = questions.map { String(decoding: $0.canonical, as: UTF8.self) }.joined(separator: "\n") + "\n"
        input.fileHandleForWriting.write(Data(text.utf8))
        try input.fileHandleForWriting.close()
        let answer = output.fileHandleForReading.readDataToEndOfFile()
        _ = process
        return try String(decoding: answer, as: UTF8.self).split(separator: "\n").map { try JSON.parse(String($0)) }
    }

    static func told(_ network: String, _ body: String, _ signature: String? = nil) -> JSON {
        var question: JSONObject = ["body": .string(body), "network": .string(network), "what": "told"]
        if let signature { question.set("signature", .string(signature)) }
        return .object(question)
    }

    static func sent(_ network: String, _ post: ChannelPost) -> JSON {
        .object([
            "body": .string(String(decoding: post.body, as: UTF8.self)), "network": .string(network), "what": "sent",
        ])
    }
}

@Suite("Networks, as libraries of others read them", .enabled(if: Peers.isAsked))
struct PeerTests {
    private static let words = ["Hi", "สวัสดีค่ะ ☕️", "\"quoted\" \\ and / \u{1F469}\u{200D}\u{1F373}", "line\nline"]

    /// A message of ours as the libraries' answers have it.
    private func item(_ news: ChannelNews) -> [String: String] {
        switch news {
        case .message(let message):
            var item = ["id": message.id, "contact": message.contact, "text": message.text]
            if let name = message.name { item["name"] = name }
            if let answers = message.answers { item["answers"] = answers }
            if let token = message.token { item["token"] = token }
            return item
        case .withdrawn(let id): return ["id": id]
        case .stopped(let contact), .resumed(let contact): return ["contact": contact]
        case .delivery(let ours, let theirs, let record):
            return ["id": theirs ?? "", "ours": ours ?? "", "status": record.state.rawValue]
        default: return [:]
        }
    }

    /// What a library read, of the fields that both have.
    private func agrees(_ peer: JSON?, _ news: [ChannelNews], _ names: [String]) -> Bool {
        guard let items = peer?["read"]?.array, items.count == news.count else { return false }
        return zip(items, news).allSatisfy { theirs, ours in
            let own = item(ours)
            return names.allSatisfy { name in
                guard let value = theirs[name], !value.isNull else { return own[name] == nil }
                return value.string == own[name]
            }
        }
    }

    @Test("O-20: aiogram, LINE's library and pywa read the files that our fakes send as we do")
    func files() throws {
        let bot = try Line(.telegram, [:], ["secret": "told-to-telegram"])
        let headers = [(name: "x-telegram-bot-api-secret-token", value: "told-to-telegram")]
        var (questions, ours): ([JSON], [[ChannelNews]]) = ([], [])
        for (place, (kind, type)) in [("photo", "image/jpeg"), ("voice", "audio/ogg"), ("document", "text/plain")]
            .enumerated()
        {
            let id = Int64(place)
            let body = FakeTelegram.file(kind, "F\(id)", type: type, size: 70, update: id, id: id, from: 7, name: "Ana")
            questions.append(Peers.told("telegram", body))
            let request = ChannelRequest(headers: headers, body: Array(body.utf8))
            ours.append(try TelegramChannel().read(request, bot.open).news)
        }
        let line = try Line(.line, [:], ["secret": "channel_secret"])
        let events = FakeLine.request(
            [
                .file(id: "7", kind: "image", name: nil, size: nil, token: "r"),
                .file(id: "8", kind: "file", name: "Bill.pdf", size: 9, token: "r"),
            ],
            of: "U1"
        )
        questions.append(Peers.told("line", events, line.line(events).header("x-line-signature")))
        ours.append(try LineChannel().read(line.line(events), line.open).news)
        let meta = try Line(.whatsapp, ["number": "1066"], ["secret": "app-secret"])
        for media in [
            FakeWhatsApp.Media(kind: "image", id: "m1", type: "image/jpeg"),
            FakeWhatsApp.Media(kind: "document", id: "m2", type: "application/pdf", name: "Bill.pdf"),
        ] {
            let body = FakeWhatsApp.request(
                [FakeWhatsApp.Text(id: "wamid.1", text: "Look", media: media)],
                number: "60123456789",
                scoped: "MY.1",
                name: "Ana"
            )
            questions.append(Peers.told("whatsapp", body, meta.meta(body).header("x-hub-signature-256")))
            ours.append(try WhatsAppChannel().read(meta.meta(body), meta.open).news)
        }
        let answers = try Peers.read(questions)
        try #require(answers.count == questions.count)
        for (answer, news) in zip(answers, ours) {
            let theirs = (answer["read"]?.array ?? []).map { $0["file"] ?? .null }
            let own = news.map { item -> JSON in
                guard case .message(let message) = item, let file = message.files.first, case .id(let id) = file.place
                else { return .null }
                var fields: JSONObject = ["id": .string(id)]
                if let name = file.name { fields.set("name", .string(name)) }
                if let size = file.size { fields.set("size", .integer(Int64(size))) }
                return .object(fields)
            }
            #expect(!own.isEmpty && theirs.map(\.text) == own.map(\.text), "\(answer)")
        }
    }

    @Test("O-11: aiogram reads in our fake's updates what we read, and takes what we send")
    func telegram() throws {
        let line = try Line(.telegram, [:], ["secret": "told-to-telegram", "token": "1:abc"])
        let headers = [(name: "x-telegram-bot-api-secret-token", value: "told-to-telegram")]
        let adapter = TelegramChannel()
        var questions: [JSON] = []
        var ours: [[ChannelNews]] = []
        for (place, text) in Self.words.enumerated() {
            let id = Int64(place + 10)
            let body = FakeTelegram.message(
                text,
                update: id,
                id: id,
                from: 7,
                name: "Ana",
                answers: place > 1 ? 3 : nil
            )
            questions.append(Peers.told("telegram", body))
            ours.append(try adapter.read(ChannelRequest(headers: headers, body: Array(body.utf8)), line.open).news)
        }
        let kicked = FakeTelegram.membership("kicked", update: 99, from: 7, name: "Ana")
        questions.append(Peers.told("telegram", kicked))
        var text = ChannelText(id: Identifier(high: 1, low: 2), contact: "7", text: Self.words[1])
        text.answers = "7:5"
        questions.append(Peers.sent("telegram", adapter.write(text, line.open)))
        let answers = try Peers.read(questions)
        try #require(answers.count == questions.count)
        for (answer, news) in zip(answers, ours) {
            #expect(agrees(answer, news, ["id", "contact", "name", "text", "answers"]), "\(answer) \(news)")
        }
        #expect(answers[4]["read"]?.array?.first?["status"] == "kicked")
        let news = try adapter.read(ChannelRequest(headers: headers, body: Array(kicked.utf8)), line.open).news
        #expect(news == [.stopped(contact: "7")])
        #expect(answers[5]["read"] == ["answers": 5, "text": .string(Self.words[1]), "to": "7"])
    }

    @Test("O-11: LINE's own library believes and reads our fake's requests as we do, and takes what we send")
    func lineBot() throws {
        let line = try Line(.line, [:], ["secret": "channel_secret", "token": "tok"])
        let adapter = LineChannel()
        let events: [FakeLine.Event] =
            Self.words.enumerated().map { .message(id: "m\($0)", text: $1, token: "r\($0)") }
            + [.unsend(id: "m1"), .unfollow, .follow]
        let body = FakeLine.request(events, of: "U1")
        let request = line.line(body)
        var text = ChannelText(id: Identifier(high: 1, low: 2), contact: "U1", text: Self.words[2])
        let push = adapter.write(text, line.open)
        text.token = "r1"
        let answers = try Peers.read([
            Peers.told("line", body, request.header("x-line-signature")), Peers.told("line", body, "AAAA"),
            Peers.sent("line", push), Peers.sent("line", adapter.write(text, line.open)),
        ])
        try #require(answers.count == 4)
        let news = try adapter.read(request, line.open).news
        #expect(news.count == 7)
        #expect(agrees(answers[0], Array(news), ["id", "text", "token"]), "\(answers[0])")
        #expect(answers[1]["error"]?.string?.hasPrefix("InvalidSignatureError") == true)
        #expect(answers[2]["read"] == ["answers": .null, "text": .string(Self.words[2]), "to": "U1"])
        #expect(answers[3]["read"] == ["answers": .null, "text": .string(Self.words[2]), "to": "r1"])
    }

    @Test("O-11: pywa believes our fake's requests and reads their entries as we do")
    func whatsapp() throws {
        let line = try Line(.whatsapp, ["number": "1066"], ["secret": "app-secret", "token": "tok"])
        let adapter = WhatsAppChannel()
        var questions: [JSON] = []
        var ours: [[ChannelNews]] = []
        for (place, words) in Self.words.enumerated() {
            // pywa reads the first entry alone.
            let text = FakeWhatsApp.Text(id: "wamid.\(place)", text: words, answers: place > 1 ? "wamid.x" : nil)
            let body = FakeWhatsApp.request([text], number: "60123456789", scoped: "MY.1", name: "Ana")
            let request = line.meta(body)
            questions.append(Peers.told("whatsapp", body, request.header("x-hub-signature-256")))
            ours.append(try adapter.read(request, line.open).news)
        }
        for state in ["sent", "delivered", "read"] {
            let body = FakeWhatsApp.request(
                [],
                statuses: [(id: "wamid.9", state: state, ours: "01kb")],
                number: "60123456789",
                scoped: "MY.1",
                name: "Ana"
            )
            let request = line.meta(body)
            questions.append(Peers.told("whatsapp", body, request.header("x-hub-signature-256")))
            ours.append(try adapter.read(request, line.open).news)
        }
        let answers = try Peers.read(questions + [Peers.told("whatsapp", "{}", "sha256=00")])
        try #require(answers.count == questions.count + 1)
        for (answer, news) in zip(answers, ours) {
            let names = ["id", "contact", "name", "text", "answers", "status", "ours"]
            #expect(agrees(answer, news, names), "\(answer) \(news)")
        }
        #expect(answers.last?["error"] != nil)
        // All entries of one request, her number hidden.
        let batch = FakeWhatsApp.request(
            [FakeWhatsApp.Text(id: "a", text: "1"), FakeWhatsApp.Text(id: "b", text: "2")],
            statuses: [(id: "c", state: "read", ours: "o")],
            number: nil,
            scoped: "MY.1",
            name: "Ana"
        )
        let news = try adapter.read(line.meta(batch), line.open).news
        #expect(news.map { item($0)["id"] } == ["a", "b", "c"])
        #expect(item(news[0])["contact"] == "MY.1")
    }

    @Test("O-13: pywa hands over the same as we do: words, answers, templates, and ids of those who hide their number")
    func whatsappSends() throws {
        let line = try Line(.whatsapp, ["number": "1066"], ["secret": "app-secret", "token": "tok"])
        let adapter = WhatsAppChannel()
        var posts: [ChannelPost] = []
        for contact in ["60123456789", "MY.1"] {
            for words in Self.words {
                var text = ChannelText(id: Identifier(high: 1, low: 2), contact: contact, text: words)
                posts.append(adapter.write(text, line.open))
                text.answers = "wamid.7"
                posts.append(adapter.write(text, line.open))
            }
        }
        for template in ["answer_ready:en", "answer_ready:th", "answer_ready"] {
            var text = ChannelText(id: Identifier(high: 1, low: 2), contact: "60123456789", text: "")
            text.template = template
            posts.append(adapter.write(text, line.open))
        }
        let answers = try Peers.read(posts.map { Peers.sent("whatsapp", $0) })
        try #require(answers.count == posts.count)
        for (answer, post) in zip(answers, posts) {
            #expect(
                answer["read"]?["same"]?.bool == true,
                "\(answer), not \(String(decoding: post.body, as: UTF8.self))"
            )
            let path = try #require(answer["read"]?["path"]?.string)
            #expect(post.url.hasSuffix("/\(path)"))
            #expect(post.headers.contains { $0.name == "authorization" && $0.value == "Bearer tok" })
        }
    }
}
