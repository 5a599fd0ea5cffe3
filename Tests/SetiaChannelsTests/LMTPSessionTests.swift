import Testing

@testable import SetiaChannels

@Suite("Mail by LMTP")
struct LMTPSessionTests {
    /// What is answered to all of it, a line a reply; mails stand in brackets.
    private func talk(_ text: String, cutBy size: Int = 1 << 20) -> [String] {
        var session = LMTPSession(host: "kopi")
        let bytes = Array(text.utf8)
        var said: [String] = []
        var place = 0
        while place < bytes.count {
            let next = min(place + size, bytes.count)
            for step in session.take(bytes[place..<next]) {
                switch step {
                case .reply(let text): said += text.split(separator: "\r\n").map(String.init)
                case .deliver(let mail):
                    let text = String(decoding: mail.bytes, as: UTF8.self)
                    said.append("[\(mail.sender) > \(mail.recipients.joined(separator: ", ")): \(text)]")
                case .close: return said + ["closed"]
                }
            }
            place = next
        }
        return said
    }

    private let hello = [
        "250-kopi", "250-PIPELINING", "250-ENHANCEDSTATUSCODES", "250-8BITMIME", "250-SMTPUTF8", "250 SIZE 26214400",
    ]

    @Test("O-8: a mail comes in however the network cuts it, its dots as they were", arguments: [1, 2, 3, 7, 1_000])
    func cut(size: Int) {
        let text =
            "LHLO mx\r\nMAIL FROM:<ana@example.com> SIZE=40 BODY=8BITMIME\r\nRCPT TO:<reply+abc@kopi.example>\r\n"
            + "RCPT TO:<hello@kopi.example>\r\nDATA\r\nSubject: x\r\n\r\n..dot\r\n.. \r\na.\r\n.\r\n"
            + "MAIL FROM:<>\r\nRCPT TO:<a@b>\r\nDATA\r\n.\r\nQUIT\r\nNOOP\r\n"
        #expect(
            talk(text, cutBy: size)
                == hello + [
                    "250 2.1.0 from there", "250 2.1.5 to there", "250 2.1.5 to there",
                    "354 the mail, and a dot on a line of its own",
                    "[ana@example.com > reply+abc@kopi.example, hello@kopi.example: Subject: x\r\n\r\n.dot\r\n. \r\na.\r\n]",
                    "250 2.1.0 from there", "250 2.1.5 to there", "354 the mail, and a dot on a line of its own",
                    "[ > a@b: ]", "221 2.0.0 goodbye", "closed",
                ]
        )
    }

    @Test(
        "O-8: what ends a mail elsewhere begins no second one here",
        arguments: ["\n.\n", "\r.\r", "\n.\r\n", "\r\n.\n", "\r\n.\r."]
    )
    func smuggled(ending: String) {
        let mail = "Hi\(ending)MAIL FROM:<eve@example.com>\r\n"
        let said = talk("LHLO mx\r\nMAIL FROM:<a@b>\r\nRCPT TO:<c@d>\r\nDATA\r\n\(mail).\r\n")
        #expect(said.count { $0.hasPrefix("[") } == 1 && said.last?.contains("MAIL FROM:<eve@example.com>") == true)
    }

    @Test(
        "O-8: what cannot be taken is answered and changes nothing",
        arguments: [
            ("EHLO mx", "500 5.5.1"), ("HELO mx", "500 5.5.1"), ("LHLO", "501 5.5.4"), ("MAIL FROM:<a@b>", "503 5.5.1"),
            ("LHLO mx|RCPT TO:<a@b>", "503 5.5.1"), ("LHLO mx|MAIL TO:<a@b>", "501 5.5.4"),
            ("LHLO mx|MAIL FROM:a@b", "501 5.5.4"), ("LHLO mx|MAIL FROM:<a@b", "501 5.5.4"),
            ("LHLO mx|MAIL FROM:<a@b>x", "501 5.5.4"), ("LHLO mx|MAIL FROM:<a@b> SIZE=x", "501 5.5.4"),
            ("LHLO mx|MAIL FROM:<a@b> SIZE=26214401", "552 5.3.4"),
            ("LHLO mx|MAIL FROM:<a@b> BODY=BINARYMIME", "501 5.5.4"),
            ("LHLO mx|MAIL FROM:<a@b> X=1", "555 5.5.4 X"), ("LHLO mx|MAIL FROM:<a@b>|MAIL FROM:<a@b>", "503 5.5.1"),
            ("LHLO mx|MAIL FROM:<a@b>|RCPT TO:<>", "501 5.5.4"), ("LHLO mx|MAIL FROM:<a@b>|DATA", "503 5.5.1"),
            ("LHLO mx|MAIL FROM:<a@b>|RCPT TO:<c@d>|DATA now", "501 5.5.4"),
            ("LHLO mx|MAIL FROM:<a@b>|RCPT TO:<c@d>|RSET|DATA", "503 5.5.1"),
            ("LHLO mx|MAIL FROM:<a@b>|LHLO mx|RCPT TO:<c@d>", "503 5.5.1"), ("HALLO", "500 5.5.2"), ("", "500 5.5.2"),
            (String(repeating: "x", count: 3_000), "500 5.5.6"),
            ("LHLO mx|MAIL FROM:<a@b>|RCPT TO:<c@d> NOTIFY=NEVER", "555 5.5.4"),
        ]
    )
    func refused(commands: String, answer: String) throws {
        let text = commands.split(separator: "|", omittingEmptySubsequences: false).map { $0 + "\r\n" }.joined()
        #expect(try #require(talk(text).last).hasPrefix(answer), "\(talk(text))")
        // It goes on after that.
        #expect(talk(text + "NOOP\r\n").last == "250 2.0.0 yes")
    }

    @Test("an address may hold what addresses may: quotes, brackets in them, other alphabets")
    func addresses() {
        let said = talk("LHLO mx\r\nMAIL FROM:<\"a>\\\"b\"@x> SMTPUTF8\r\nRCPT TO: <อานา@ตัวอย่าง.ไทย>\r\nDATA\r\n.\r\n")
        #expect(said.last == "[\"a>\\\"b\"@x > อานา@ตัวอย่าง.ไทย: ]")
    }

    @Test(
        "O-8: a mail that is too large is read to its end and refused for each recipient; too many of them are told so"
    )
    func tooLarge() {
        var session = LMTPSession(host: "kopi")
        _ = session.take(Array("LHLO mx\r\nMAIL FROM:<a@b>\r\nRCPT TO:<c@d>\r\nRCPT TO:<e@f>\r\nDATA\r\n".utf8))
        let part = [UInt8](repeating: 120, count: 1 << 20)
        for _ in 0..<25 { #expect(session.take(part).isEmpty) }
        #expect(
            session.take(Array("y\r\n.\r\nNOOP\r\n".utf8)) == [
                .reply("552 5.3.4 the mail is too large\r\n552 5.3.4 the mail is too large"), .reply("250 2.0.0 yes"),
            ]
        )
        let many = (0..<101).map { "RCPT TO:<m\($0)@x>\r\n" }.joined()
        #expect(talk("LHLO mx\r\nMAIL FROM:<a@b>\r\n\(many)").last == "452 4.5.3 too many recipients")
    }

    @Test("whoever says nothing sensible is shown out")
    func mistakes() {
        let said = talk(String(repeating: "GET / HTTP/1.1\r\n", count: 30))
        #expect(said.count == 21 && said.suffix(2) == ["421 4.7.0 too many mistakes", "closed"])
    }

    @Test("whatever comes, it neither stops nor keeps more than it may", arguments: 0..<200)
    func noise(seed: UInt64) {
        var state = seed &* 0x9E37_79B9_7F4A_7C15 | 1
        func next() -> UInt64 {
            state ^= state << 13
            state ^= state >> 7
            state ^= state << 17
            return state
        }
        let words = [
            "LHLO x", "MAIL FROM:<a@b>", "RCPT TO:<c@d>", "DATA", ".", "\r\n", "\r", "\n", "..", "QUIT ", "\u{0}", "é",
        ]
        var session = LMTPSession(host: "kopi")
        for _ in 0..<300 {
            let word =
                next() % 3 == 0
                ? String(next()) : words[Int(next() % UInt64(words.count))] + (next() % 2 == 0 ? "\r\n" : "")
            for step in session.take(Array(word.utf8)) {
                if case .reply(let text) = step {
                    #expect(text.split(separator: "\r\n").allSatisfy { $0.count >= 3 && Int($0.prefix(3)) != nil })
                    #expect(!text.replacing("\r\n", with: "").contains { $0.isNewline })
                }
                if step == .close { session = LMTPSession(host: "kopi") }
            }
        }
    }
}
