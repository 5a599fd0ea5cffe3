import Foundation
import MailText
import SetiaCore
import SetiaService
import Testing

@testable import SetiaChannels

@Suite("Mail for many")
struct ListMailTests {
    private static let token =
        "01kdvvcrgve00800000000000v01kdvvcrgve00800000000000w0123456789abcdef"

    private func mail(to address: String, unsubscribe: String = "https://kopi.example.com/unsubscribe/\(token)") -> Mail
    {
        Mail(
            to: Mailbox(name: "Aisyah", address: address),
            subject: "Kopi",
            text: "RM 12.50",
            html: "<p>RM 12.50</p>",
            language: .ms,
            id: Identifier(high: 0x0190_0000_0000_7000, low: 1 << 63),
            at: Instant(milliseconds: 1_795_528_740_000),
            list: MailList(token: Self.token, unsubscribe: unsubscribe, bouncesTo: "reply@kopi.example.com")
        )
    }

    @Test("it says how one click ends it, and that a program wrote it; its id is found again in what comes back")
    func headers() throws {
        let bytes = try MailForm(mail(to: "aisyah@example.com"), from: MailFormTests.from).bytes
        let read = ReceivedMail(bytes)
        #expect(read.messageID == "\(Self.token)@kopi.example.com")
        let plain = String(decoding: bytes, as: UTF8.self).replacing("\r\n ", with: " ")
        #expect(plain.contains("List-Unsubscribe: <https://kopi.example.com/unsubscribe/\(Self.token)>"))
        #expect(plain.contains("List-Unsubscribe-Post: List-Unsubscribe=One-Click"))
        #expect(read.automaticSigns().contains(.autoSubmitted) && read.text.contains("RM 12.50"))
    }

    @Test("a link that no mail program would follow is no header")
    func insecure() throws {
        let mail = mail(to: "aisyah@example.com", unsubscribe: "http://127.0.0.1:8080/unsubscribe/x")
        let text = String(decoding: try MailForm(mail, from: MailFormTests.from).bytes, as: UTF8.self)
        #expect(!text.contains("List-Unsubscribe"))
    }

    @Test("it arrives at a real server, from where bounces come back to")
    func arrives() async throws {
        guard TestMailServer.isAsked else { return }
        let place = try #require(TestMailServer.place, "CI is set and SETIA_TEST_SMTP is not")
        let sender = SMTPSender(server: try MailServer("smtp://\(place)"), from: MailFormTests.from, seconds: 10)
        try await sender.send(mail(to: "listed@example.com"))
        let arrived = try #require(try TestMailServer.mails(to: "listed@example.com").first)
        #expect(arrived.contains("X-MailFrom: reply@kopi.example.com"))
        #expect(ReceivedMail(Array(arrived.utf8)).messageID == "\(Self.token)@kopi.example.com")
    }
}
