import Testing

@testable import MailText

@Suite("Writing mail")
struct WritingTests {
    static func letter(subject: String = "Hello", text: String = "Good morning\n") -> OutgoingMail {
        OutgoingMail(
            from: MailAddress(name: "Kopi Setia", local: "hello", domain: "kopi.example.com"),
            to: [MailAddress(name: "Aisyah", local: "aisyah", domain: "example.com")],
            subject: subject,
            text: text,
            messageID: "1@kopi.example.com",
            date: 1_795_528_740_000
        )
    }

    private func lines(_ mail: OutgoingMail) throws -> [String] {
        let text = String(decoding: try mail.bytes(), as: UTF8.self)
        return text.split(separator: "\r\n", omittingEmptySubsequences: false).map { String($0) }
    }

    @Test("a letter has its headers and its text")
    func plain() throws {
        var letter = Self.letter()
        letter.replyTo = [MailAddress(local: "reply+7Q", domain: "kopi.example.com")]
        letter.inReplyTo = "0@example.com"
        letter.references = ["a@example.com", "0@example.com"]
        letter.listUnsubscribe = ["https://kopi.example.com/u/7Q", "mailto:leave+7Q@kopi.example.com"]
        letter.isOneClick = true
        letter.listID = "offers.kopi.example.com"
        letter.autoSubmitted = .generated
        letter.language = "ms"
        letter.extra = [OutgoingMail.ExtraHeader("X-Setia-Ref", "7Q")]
        #expect(
            try lines(letter) == [
                "Date: Tue, 24 Nov 2026 13:59:00 +0000", "From: Kopi Setia", " <hello@kopi.example.com>",
                "Reply-To: reply+7Q@kopi.example.com", "To: Aisyah", " <aisyah@example.com>", "Subject: Hello",
                "Message-ID: <1@kopi.example.com>", "In-Reply-To: <0@example.com>", "References: <a@example.com>",
                " <0@example.com>", "List-Unsubscribe: <https://kopi.example.com/u/7Q>,",
                " <mailto:leave+7Q@kopi.example.com>", "List-Unsubscribe-Post: List-Unsubscribe=One-Click",
                "List-Id: <offers.kopi.example.com>", "Auto-Submitted: auto-generated", "Content-Language: ms",
                "X-Setia-Ref: 7Q", "MIME-Version: 1.0", "Content-Type: text/plain; charset=utf-8",
                "Content-Transfer-Encoding: quoted-printable", "", "Good morning", "",
            ]
        )
    }

    @Test("with HTML it has both, the text first")
    func alternative() throws {
        var letter = Self.letter(text: "Plain = plain\n")
        letter.html = "<p>สวัสดีค่ะ คุณไอชา</p>"
        let read = ReceivedMail(try letter.bytes())
        #expect(read.root.children.map(\.type.value) == ["text/plain", "text/html"])
        #expect(read.text == "Plain = plain\n")
        #expect(read.root.children[1].content == Array("<p>สวัสดีค่ะ คุณไอชา</p>".utf8))
        #expect(read.defects.isEmpty)
        #expect(read.attachments.isEmpty)
    }

    @Test(
        "whatever is in a name, subject or text, no header begins in it",
        arguments: [
            "Aisyah\r\nBcc: everybody@example.com", "A\nB: c", "A\rB: c", "A\u{0}", "\u{85}Bcc: x", "\u{2028}Bcc: x",
            "\"; DROP", "a <b@example.com>, c", "=?utf-8?B?QmNj?=", "=?utf-8?Q?a=0D=0ABcc:?=",
            String(repeating: "ก", count: 3_000), String(repeating: "x", count: 5_000), "\u{202e}toor 🙂",
            String(repeating: "a ", count: 5_000), " leading", "trailing ", "two  blanks", "", " ", "\\", "a\\\"b", ".",
        ]
    )
    func injectsNothing(text: String) throws {
        var letter = Self.letter(subject: text, text: text)
        letter.to = [MailAddress(name: text, local: "aisyah", domain: "example.com")]
        letter.html = text
        let bytes = try letter.bytes()
        let all = try lines(letter)
        #expect(bytes.allSatisfy { $0 < 128 })
        #expect(all.allSatisfy { $0.utf8.count <= 230 && !$0.utf8.contains(13) && !$0.utf8.contains(10) })
        let names = all.prefix { !$0.isEmpty }.filter { $0.first != " " }.map { String($0.prefix { $0 != ":" }) }
        #expect(names == ["Date", "From", "To", "Subject", "Message-ID", "MIME-Version", "Content-Type"])
        let read = ReceivedMail(bytes)
        #expect(read.subject == text.onOneLine)
        #expect(read.to.map(\.name) == [text.onOneLine])
        #expect(read.text == text.withPlainLineEnds)
    }

    @Test("what machines read is refused where it is not what it has to be")
    func refuses() throws {
        typealias Change = (inout OutgoingMail) -> Void
        let bad = "a@example.com\r\nBcc: x@example.com"
        let changes: [(String, Change)] = [
            ("From", { $0.from = MailAddress(local: "a\r\nBcc: x", domain: "example.com") }),
            ("To", { $0.to = [MailAddress(local: "a", domain: "example.com\r\nBcc: x")] }),
            ("To", { $0.to = [MailAddress(local: "a", domain: "example.com>")] }),
            ("To", { $0.to = [MailAddress(local: "", domain: "example.com")] }),
            ("To", { $0.to = [MailAddress(local: "a", domain: "")] }),
            ("To", { $0.to = [] }),
            ("Cc", { $0.cc = [MailAddress(local: "a\0", domain: "example.com")] }),
            ("Reply-To", { $0.replyTo = [MailAddress(local: "a", domain: "b c")] }),
            ("Message-ID", { $0.messageID = bad }), ("Message-ID", { $0.messageID = "" }),
            ("In-Reply-To", { $0.inReplyTo = "a@b> <c@d" }), ("References", { $0.references = ["a@b", "a b@c"] }),
            ("List-Unsubscribe", { $0.listUnsubscribe = ["https://a/\r\nBcc: x"] }),
            ("List-Unsubscribe", { $0.listUnsubscribe = ["http://a/"] }),
            ("List-Unsubscribe", { $0.isOneClick = true }), ("List-Id", { $0.listID = "a>\r\n" }),
            ("Content-Language", { $0.language = "en\r\nX: y" }),
            ("X-A", { $0.extra = [OutgoingMail.ExtraHeader("X-A", bad)] }),
            ("X-", { $0.extra = [OutgoingMail.ExtraHeader("Bcc", "a@example.com")] }),
            ("X-", { $0.extra = [OutgoingMail.ExtraHeader("X-A: b\r\nBcc", "a@example.com")] }),
            ("Date", { $0.date = .max }),
        ]
        for (header, change) in changes {
            var letter = Self.letter()
            change(&letter)
            let failure = #expect(throws: UnwritableMail.self) { try letter.bytes() }
            #expect(failure?.header == header)
        }
    }

    @Test("whatever is written is read back the same", arguments: 0..<200 as Range<UInt64>)
    func readsBack(seed: UInt64) throws {
        var random = SplitMix64(seed: seed)
        func text(_ most: Int, _ alphabet: String) -> String {
            let scalars = Array(alphabet.unicodeScalars)
            var view = String.UnicodeScalarView()
            for _ in 0..<Int.random(in: 0...most, using: &random) {
                view.append(scalars.randomElement(using: &random) ?? "a")
            }
            return String(view)
        }
        let letters = "abc XYZ 012 กขคำé🙂=?_-,;:<>()[]@.\"\\'\t"
        var letter = Self.letter(subject: text(150, letters).onOneLine, text: text(600, letters + "\n\n.F=-"))
        letter.from = MailAddress(name: text(60, letters).onOneLine, local: "kopi", domain: "kopi.example.com")
        letter.to = (0...Int.random(in: 0...3, using: &random)).map { number in
            MailAddress(name: text(40, letters).onOneLine, local: "a \(number)\"\\é@", domain: "example.com")
        }
        letter.cc = [MailAddress(local: "ใจดี", domain: "ตัวอย่าง.ไทย")]
        letter.html = Bool.random(using: &random) ? text(300, letters + "\n") : nil
        letter.references = (0..<Int.random(in: 0...11, using: &random)).map { "\($0)@example.com" }
        letter.inReplyTo = letter.references.last
        let read = ReceivedMail(try letter.bytes())
        #expect(read.subject == letter.subject)
        #expect(read.from == [letter.from])
        #expect(read.to == letter.to)
        #expect(read.cc == letter.cc)
        #expect(letter.needsSMTPUTF8)
        #expect(read.text == letter.text)
        #expect(read.messageID == letter.messageID)
        #expect(read.references == letter.references)
        #expect(read.inReplyTo == [letter.inReplyTo].compactMap(\.self))
        #expect(read.date == letter.date)
        #expect(
            letter.html.map { Array($0.utf8) }
                == (letter.html == nil ? nil : read.root.children[1].content.filter { $0 != 13 })
        )
        #expect(read.defects.isEmpty)
    }

    @Test("of many references the first and the last ten are written")
    func trimsReferences() throws {
        var letter = Self.letter()
        letter.references = (1...30).map { "\($0)@x" }
        #expect(ReceivedMail(try letter.bytes()).references == ["1@x"] + (21...30).map { "\($0)@x" })
    }

    @Test("no line of a body begins with a point or with From, which programs on the way change")
    func riskyLines() throws {
        let letter = Self.letter(text: ".\n.a\nFrom here\nFar\n\(String(repeating: "x", count: 75)).From \n")
        let body = try lines(letter).drop { !$0.isEmpty }
        #expect(!body.contains { $0.hasPrefix(".") || $0.hasPrefix("From ") })
        #expect(body.allSatisfy { $0.utf8.count <= 76 })
        #expect(ReceivedMail(try letter.bytes()).text == letter.text)
    }
}
