import Foundation
import SetiaCore
import SetiaService
import Testing

@testable import SetiaChannels

/// A mail server for one mail that ends as it is told after all of it came in.
private final class EndingServer: @unchecked Sendable {
    let port: Int
    private let descriptor: Int32

    /// What it says to `DATA`, which may refuse, and at the end; nothing hangs up instead.
    init(atEnd: String?, atData: String = "354 go on") throws {
        descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_addr.s_addr = inet_addr("127.0.0.1")
        var length = socklen_t(MemoryLayout<sockaddr_in>.size)
        let own = descriptor
        let bound = withUnsafeMutablePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { pointer in
                bind(own, pointer, length) == 0 && listen(own, 1) == 0 && getsockname(own, pointer, &length) == 0
            }
        }
        try #require(bound)
        port = Int(UInt16(bigEndian: address.sin_port))
        Thread { EndingServer.serve(own, atEnd, atData) }.start()
    }

    deinit { close(descriptor) }

    private static func serve(_ listener: Int32, _ atEnd: String?, _ atData: String) {
        let link = accept(listener, nil, nil)
        guard link >= 0 else { return }
        defer { close(link) }
        func say(_ text: String) { _ = (text + "\r\n").withCString { send(link, $0, strlen($0), Int32(MSG_NOSIGNAL)) } }
        say("220 test")
        var (text, isBody) = ("", false)
        var buffer = [UInt8](repeating: 0, count: 4_096)
        while true {
            let count = recv(link, &buffer, buffer.count, 0)
            guard count > 0 else { return }
            text += String(decoding: buffer[..<count], as: UTF8.self)
            if isBody {
                guard text.hasSuffix("\r\n.\r\n") else { continue }
                if let atEnd { say(atEnd) }
                return
            }
            while let end = text.range(of: "\r\n") {
                let line = text[..<end.lowerBound].uppercased()
                text = String(text[end.upperBound...])
                if line == "DATA" {
                    say(atData)
                    isBody = atData.hasPrefix("354")
                } else {
                    say(line == "QUIT" ? "221 bye" : "250 ok")
                }
            }
        }
    }
}

@Suite("What became of a mail when the server did not say")
struct UnknownOutcomeTests {
    @Test(
        "who got all of it and said neither yes nor no may have taken it; a no is a no",
        arguments: [
            (end: String?.none, data: "354 go on", mayHaveLeft: true, isTemporary: true),
            (end: "451 later", data: "354 go on", mayHaveLeft: false, isTemporary: true),
            (end: "554 never", data: "354 go on", mayHaveLeft: false, isTemporary: false),
            (end: nil, data: "421 too busy", mayHaveLeft: false, isTemporary: true),
        ]
    )
    func outcomes(end: String?, data: String, mayHaveLeft: Bool, isTemporary: Bool) async throws {
        let server = try EndingServer(atEnd: end, atData: data)
        let sender = SMTPSender(
            server: try MailServer("smtp://127.0.0.1:\(server.port)"),
            from: MailFormTests.from,
            seconds: 10
        )
        let mail = MailFormTests.mail(name: "Ana", address: "ana@example.com", subject: "Hi", text: "Hi", html: nil)
        do {
            try await sender.send(mail)
            Issue.record("it was taken")
        } catch let failure as MailFailure {
            #expect(failure.mayHaveLeft == mayHaveLeft && failure.isTemporary == isTemporary, "\(failure)")
        }
    }

    @Test("a server that nobody answers at never got it")
    func nobody() async throws {
        let sender = SMTPSender(
            server: try MailServer("smtp://127.0.0.1:1"),
            from: MailFormTests.from,
            seconds: 5
        )
        let mail = MailFormTests.mail(name: "Ana", address: "ana@example.com", subject: "Hi", text: "Hi", html: nil)
        do {
            try await sender.send(mail)
            Issue.record("it was taken")
        } catch let failure as MailFailure {
            #expect(failure.isTemporary && !failure.mayHaveLeft)
        }
    }
}
