import Foundation
import MailText
import SetiaCore
import SetiaService
import Testing

@testable import SetiaChannels

@Suite("Answers as mail")
struct ThreadedMailTests {
    static func answer(
        to address: String = "aisyah@example.com",
        name: String = "Aisyah",
        subject: String = "Re: Kopi",
        author: String = "Mei, Kopi Setia",
        inReplyTo: String? = "m1@example.com",
        references: [String] = ["m0@example.com", "m1@example.com"]
    ) -> Mail {
        Mail(
            to: Mailbox(name: name, address: address),
            subject: subject,
            text: "Dari hari Isnin.\nจากวันจันทร์\n",
            html: nil,
            language: .ms,
            id: Identifier(high: 0x0190_0000_0000_7000, low: 1 << 63),
            at: Instant(milliseconds: 1_795_528_740_000),
            thread: MailThread(
                messageID: "0190@kopi.example.com",
                inReplyTo: inReplyTo,
                references: references,
                replyTo: "reply+0123456789abcdefghjk@kopi.example.com",
                author: author
            )
        )
    }

    @Test("an answer says what it answers, where answers go, and that a person wrote it")
    func headers() throws {
        let bytes = try MailForm(Self.answer(), from: MailFormTests.from).bytes
        let mail = ReceivedMail(bytes)
        #expect(mail.messageID == "0190@kopi.example.com" && mail.inReplyTo == ["m1@example.com"])
        #expect(mail.references == ["m0@example.com", "m1@example.com"])
        #expect(mail.from.map(\.address) == ["hello@kopi.example.com"] && mail.from[0].name == "Mei, Kopi Setia")
        #expect(mail.replyTo.map(\.address) == ["reply+0123456789abcdefghjk@kopi.example.com"])
        #expect(mail.tokens(mailbox: "reply", domain: "kopi.example.com") == [])
        #expect(mail.automaticSigns() == [] && mail.subject == "Re: Kopi")
        #expect(mail.text.contains("จากวันจันทร์"))
    }

    @Test("N-9: nothing that somebody typed can begin a header of an answer")
    func injection() throws {
        let wild = "x\r\nBcc: all@example.com\r\n\r\nx"
        let form = try MailForm(
            Self.answer(name: wild, subject: wild, author: wild, inReplyTo: wild, references: [wild]),
            from: MailFormTests.from
        )
        let mail = ReceivedMail(form.bytes)
        #expect(mail.addresses("Bcc").isEmpty && mail.to.map(\.address) == ["aisyah@example.com"])
        #expect(mail.inReplyTo.isEmpty && mail.references.isEmpty)
        #expect(throws: MailFailure.self) {
            _ = try MailForm(Self.answer(to: "a@example.com\r\nBcc: b@example.com"), from: MailFormTests.from)
        }
    }

    @Test("an answer arrives at a real server, from the address to which what does not arrive comes back")
    func arrives() async throws {
        guard TestMailServer.isAsked else { return }
        let place = try #require(TestMailServer.place, "CI is set and SETIA_TEST_SMTP is not")
        let sender = SMTPSender(server: try MailServer("smtp://\(place)"), from: MailFormTests.from, seconds: 10)
        try await sender.send(Self.answer(to: "threaded@example.com"))
        let arrived = try #require(try TestMailServer.mails(to: "threaded@example.com").first)
        #expect(arrived.contains("X-MailFrom: reply+0123456789abcdefghjk@kopi.example.com"))
        let mail = ReceivedMail(Array(arrived.utf8))
        #expect(mail.messageID == "0190@kopi.example.com" && mail.inReplyTo == ["m1@example.com"])
        #expect(mail.replyTo.map(\.address) == ["reply+0123456789abcdefghjk@kopi.example.com"])
    }
}
