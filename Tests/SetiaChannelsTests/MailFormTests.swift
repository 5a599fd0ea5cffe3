import Foundation
import SetiaCore
import SetiaService
import Testing

@testable import SetiaChannels

@Suite("The form of mail")
struct MailFormTests {
    static let from = Mailbox(name: "Kopi Setia", address: "hello@kopi.example.com")

    static func mail(
        name: String = "Aisyah",
        address: String = "aisyah@example.com",
        subject: String = "Hello",
        text: String = "Good morning\n",
        html: String? = nil
    ) -> Mail {
        Mail(
            to: Mailbox(name: name, address: address),
            subject: subject,
            text: text,
            html: html,
            language: .en,
            id: Identifier(high: 0x0190_0000_0000_7000, low: 1 << 63),
            at: Instant(milliseconds: 1_795_528_740_000)
        )
    }

    private func lines(_ mail: Mail, from: Mailbox = MailFormTests.from) throws -> [String] {
        let text = String(decoding: try MailForm(mail, from: from).bytes, as: UTF8.self)
        return text.components(separatedBy: "\r\n")
    }

    @Test("a plain mail has its headers and its text")
    func plain() throws {
        let mail = Self.mail()
        #expect(
            try lines(mail) == [
                "Date: Tue, 24 Nov 2026 13:59:00 +0000", "From: Kopi Setia", " <hello@kopi.example.com>",
                "To: Aisyah", " <aisyah@example.com>", "Subject: Hello",
                "Message-ID: <\(mail.id.text)@kopi.example.com>", "MIME-Version: 1.0",
                "Content-Language: en", "Auto-Submitted: auto-generated",
                "Content-Type: text/plain; charset=utf-8", "Content-Transfer-Encoding: base64", "",
                "R29vZCBtb3JuaW5nDQo=", "",
            ]
        )
    }

    @Test("with HTML it has both, the text first")
    func alternative() throws {
        let lines = try lines(Self.mail(html: "<p>Good morning</p>"))
        #expect(lines.contains { $0.hasPrefix("Content-Type: multipart/alternative; boundary=\"=_") })
        let plain = try #require(lines.firstIndex(of: "Content-Type: text/plain; charset=utf-8"))
        let html = try #require(lines.firstIndex(of: "Content-Type: text/html; charset=utf-8"))
        #expect(plain < html)
        #expect(lines.filter { $0.hasPrefix("--=_") }.count == 3)
    }

    @Test(
        "whatever is in a name or subject, no header begins in it",
        arguments: [
            "Aisyah\r\nBcc: everybody@example.com", "A\nB: c", "A\u{0}", "\u{85}Bcc: x", "\u{2028}Bcc: x",
            "\"; DROP", "a <b@example.com>, c", "=?utf-8?B?QmNj?=", String(repeating: "ก", count: 10_000),
            "\u{202e}toor 🙂", String(repeating: "a ", count: 5_000), " leading", "trailing ",
        ]
    )
    func injectsNothing(text: String) throws {
        let form = try MailForm(
            Self.mail(name: text, subject: text),
            from: Mailbox(name: text, address: Self.from.address)
        )
        let all = String(decoding: form.bytes, as: UTF8.self).components(separatedBy: "\r\n")
        let headers = all.prefix { !$0.isEmpty }
        #expect(form.bytes.allSatisfy { $0 < 128 })
        #expect(all.allSatisfy { $0.utf8.count <= 998 && !$0.utf8.contains(13) && !$0.utf8.contains(10) })
        let names = headers.filter { $0.first != " " }.map { $0.prefix { $0 != ":" } }
        #expect(
            names == [
                "Date", "From", "To", "Subject", "Message-ID", "MIME-Version", "Content-Language", "Auto-Submitted",
                "Content-Type", "Content-Transfer-Encoding",
            ]
        )
        #expect(headers.allSatisfy { $0.utf8.count <= 90 })
    }

    @Test("a subject comes back to the letter when it is read as RFC 2047 says", arguments: 0..<50 as Range<UInt64>)
    func encodesWords(seed: UInt64) throws {
        var random = SeededRandom(state: seed)
        let alphabet = Array("abc กขค é🙂=?_-,<>\"".unicodeScalars)
        let count = Int.random(in: 1...200, using: &random)
        var scalars = String.UnicodeScalarView()
        for _ in 0..<count { scalars.append(alphabet.randomElement(using: &random) ?? "a") }
        let text = String(scalars)
        let words = MailForm.words(text, after: 9)
        guard words.hasPrefix("=?utf-8?B?") else {
            #expect(words.utf8.elementsEqual(text.utf8))
            return
        }
        var bytes: [UInt8] = []
        for word in words.components(separatedBy: "\r\n ") {
            #expect(word.utf8.count <= 75)
            let piece = try #require(Data(base64Encoded: String(word.dropFirst(10).dropLast(2))))
            #expect(String(validating: piece, as: UTF8.self) != nil)
            bytes += piece
        }
        #expect(bytes.elementsEqual(text.utf8))
    }

    @Test(
        "an address that is none is refused, and not repeated",
        arguments: [
            "", "a", "a@", "@b", "a@b@c", "a b@example.com", "a@example.com\r\nRCPT TO:<x@example.com>", "<a@b>",
            "a@exa,mple.com", "é@example.com", "\"a\"@example.com",
        ]
    )
    func refusesAddresses(address: String) {
        let failure = #expect(throws: MailFailure.self) { try MailForm(Self.mail(address: address), from: Self.from) }
        #expect(failure?.isTemporary == false)
        #expect(address.isEmpty || failure?.reason.contains(address + "@") == false)
    }

    @Test(
        "dates are those of mail",
        arguments: [
            (0, "Thu, 01 Jan 1970 00:00:00 +0000"), (951_782_400_000, "Tue, 29 Feb 2000 00:00:00 +0000"),
            (4_102_444_799_000, "Thu, 31 Dec 2099 23:59:59 +0000"),
        ] as [(Int64, String)]
    )
    func dates(milliseconds: Int64, text: String) {
        #expect(MailForm.date(Instant(milliseconds: milliseconds)) == text)
    }

    @Test(
        "a line names a server, or says why not without its password",
        arguments: [
            ("smtp://mail.example.com", "smtp://mail.example.com:587", nil),
            ("smtps://mail.example.com/", "smtps://mail.example.com:465", nil),
            ("smtp://a%40b:p%3Aw@mail.example.com:2525", "smtp://mail.example.com:2525", "a@b p:w"),
            ("smtp://[::1]:2525", "smtp://[::1]:2525", nil),
        ] as [(String, String, String?)]
    )
    func readsServers(text: String, description: String, who: String?) throws {
        let server = try MailServer(text)
        #expect(server.description == description)
        #expect(server.user.map { "\($0) \(server.password ?? "")" } == who)
    }

    @Test(
        "what is no server is refused",
        arguments: [
            "mail.example.com", "http://x", "smtp://", "smtp://:25", "smtp://x:0", "smtp://x:99999", "smtp://x:y",
            "smtp://geheim@x", "smtp://:geheim@x", "smtp://a:geheim%0d@x", "smtp://a:geheim%zz@x", "smtp://x/y?z",
            "smtp://a:geheim@x y",
        ]
    )
    func refusesServers(text: String) {
        let malformed = #expect(throws: MalformedMailServer.self) { try MailServer(text) }
        #expect(malformed?.description.contains("geheim") == false)
    }

    @Test("a mailbox is an address with or without a name")
    func mailboxes() {
        #expect(mailbox("hello@example.com") == Mailbox(name: "", address: "hello@example.com"))
        #expect(mailbox("Kopi  Setia <hello@example.com>") == Mailbox(name: "Kopi Setia", address: "hello@example.com"))
        #expect(mailbox("Kopi Setia") == nil)
        #expect(mailbox("<hello@example.com") == nil)
    }

    @Test("what is not sent is shown")
    func prints() async throws {
        let lines = Lines()
        try await PrintingSender { lines.add($0) }.send(Self.mail())
        try await PrintingSender { lines.add($0) }.send("012345", to: "+60123456789")
        let text = lines.all.joined(separator: "\n")
        #expect(text.contains("To: Aisyah <aisyah@example.com>"))
        #expect(text.contains("Good morning"))
        #expect(text.contains("+60123456789: 012345"))
        #expect(text.contains("SETIA_MAIL is not set"))
    }
}
