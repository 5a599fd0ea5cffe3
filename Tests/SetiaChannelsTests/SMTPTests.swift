import Foundation
import SetiaCore
import SetiaService
import Testing

@testable import SetiaChannels

/// A mail server that was started for the tests (`scripts/with-mail.sh`).
enum TestMailServer {
    private static let environment = ProcessInfo.processInfo.environment

    /// Host and port.
    static var place: String? { environment["SETIA_TEST_SMTP"] }

    /// Where it puts what it received.
    static var folder: String? { environment["SETIA_TEST_MAILBOX"] }

    /// Whether tests on it run: where it is there, and where it should be.
    static var isAsked: Bool { place != nil || environment["CI"] != nil }

    /// The mails to an address, as they arrived.
    static func mails(to address: String) throws -> [String] {
        let folder = URL(fileURLWithPath: try #require(folder, "CI is set and SETIA_TEST_MAILBOX is not"))
        let files = try FileManager.default.contentsOfDirectory(at: folder, includingPropertiesForKeys: nil)
        return try files.filter { $0.pathExtension == "eml" }
            .map { String(decoding: try Data(contentsOf: $0), as: UTF8.self) }
            .filter { $0.contains("X-RcptTo: \(address)\r\n") || $0.contains("X-RcptTo: \(address)\n") }
    }
}

@Suite("Mail to a real server", .enabled(if: TestMailServer.isAsked))
struct SMTPTests {
    private func sender(_ scheme: String = "smtp", who: String = "") throws -> SMTPSender {
        let place = try #require(TestMailServer.place, "CI is set and SETIA_TEST_SMTP is not")
        return SMTPSender(server: try MailServer("\(scheme)://\(who)\(place)"), from: MailFormTests.from, seconds: 10)
    }

    @Test("a mail arrives as it was written")
    func arrives() async throws {
        let address = "arrives@example.com"
        let text = "Selamat pagi\n.\n..ends\n\(String(repeating: "ก", count: 3_000))\n"
        let mail = MailFormTests.mail(
            name: "Áisyah 🙂",
            address: address,
            subject: "Kod anda – รหัสของคุณ",
            text: text,
            html: "<p>Selamat pagi</p>"
        )
        try await sender().send(mail)
        let mails = try TestMailServer.mails(to: address)
        #expect(mails.count == 1)
        let sent = String(decoding: try MailForm(mail, from: MailFormTests.from).bytes, as: UTF8.self)
        let arrived = try #require(mails.first).replacing("\r\n", with: "\n")
        #expect(arrived.contains("X-MailFrom: hello@kopi.example.com\n"))
        for line in sent.replacing("\r\n", with: "\n").split(separator: "\n") { #expect(arrived.contains(line)) }
    }

    @Test("many at once all arrive")
    func many() async throws {
        let sender = try sender()
        try await withThrowingTaskGroup(of: Void.self) { group in
            for number in 0..<20 {
                group.addTask {
                    try await sender.send(MailFormTests.mail(address: "many@example.com", subject: "\(number)"))
                }
            }
            try await group.waitForAll()
        }
        #expect(try TestMailServer.mails(to: "many@example.com").count == 20)
    }

    @Test("a refused recipient is refused for good, a busy one for now")
    func refused() async throws {
        for (name, isTemporary) in [("refused", false), ("busy", true)] {
            let failure = await failure {
                try await sender().send(MailFormTests.mail(address: "\(name)@example.com"))
            }
            #expect(failure?.isTemporary == isTemporary)
            #expect(failure?.reason.contains("@") == false)
        }
    }

    @Test("a password is never sent in clear: without TLS nothing is said at all")
    func keepsPasswords() async throws {
        let failure = await failure {
            try await sender(who: "user:geheim@").send(MailFormTests.mail(address: "never@example.com"))
        }
        #expect(failure != nil)
        #expect(failure?.reason.contains("geheim") == false)
        #expect(try TestMailServer.mails(to: "never@example.com").isEmpty)
    }

    @Test("with TLS, asked for or from the beginning, a password lets mail in", arguments: ["smtp", "smtps"])
    func signsIn(scheme: String) async throws {
        let address = "tls-\(scheme)@example.com"
        try await secure(scheme).send(MailFormTests.mail(address: address))
        #expect(try TestMailServer.mails(to: address).count == 1)
    }

    @Test(
        "a wrong password is refused for good, a certificate that nobody vouches for too",
        arguments: ["smtp", "smtps"]
    )
    func refusesStrangers(scheme: String) async throws {
        let address = "stranger-\(scheme)@example.com"
        let wrong = await failure {
            try await secure(scheme, password: "geheim").send(MailFormTests.mail(address: address))
        }
        #expect(wrong?.isTemporary == false)
        #expect(wrong?.reason.contains("geheim") == false)
        let unknown = await failure {
            try await secure(scheme, isBelieved: false).send(MailFormTests.mail(address: address))
        }
        #expect(unknown?.isTemporary == false)
        #expect(try TestMailServer.mails(to: address).isEmpty)
    }

    private func secure(
        _ scheme: String,
        password: String = "p%3A%40ss",
        isBelieved: Bool = true
    ) throws -> SMTPSender {
        let environment = ProcessInfo.processInfo.environment
        let place = try #require(environment[scheme == "smtp" ? "SETIA_TEST_SMTP_STARTTLS" : "SETIA_TEST_SMTPS"])
        return SMTPSender(
            server: try MailServer("\(scheme)://user:\(password)@\(place)"),
            from: MailFormTests.from,
            seconds: 10,
            authority: isBelieved ? environment["SETIA_TEST_MAIL_CA"] : nil
        )
    }

    private func failure(_ body: () async throws -> Void) async -> MailFailure? {
        do {
            try await body()
            return nil
        } catch {
            return error as? MailFailure
        }
    }
}

@Suite("Mail to nobody")
struct NoServerTests {
    @Test("where nobody listens, the mail fails for now and says where")
    func nobodyListens() async throws {
        // Port 9 of the loopback address: discard, which nothing here serves.
        let sender = SMTPSender(server: try MailServer("smtp://127.0.0.1:9"), from: MailFormTests.from, seconds: 5)
        let failure = await #expect(throws: MailFailure.self) { try await sender.send(MailFormTests.mail()) }
        #expect(failure?.isTemporary == true)
        #expect(failure?.reason.contains("smtp://127.0.0.1:9") == true)
    }
}
