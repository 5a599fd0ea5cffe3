import Foundation
import JSONText
import SetiaTesting
import Testing

@Suite("Mail that comes in", .serialized)
struct MailInTests {
    /// Hands mails over with Python's LMTP client; what was answered to each.
    private func hand(_ count: Int, to socket: String, of name: String) throws -> String {
        let script = """
            import smtplib, sys, time
            socket, count, name = sys.argv[1], int(sys.argv[2]), sys.argv[3]
            for turn in range(600):
                try:
                    server = smtplib.LMTP(socket)
                    break
                except OSError:
                    time.sleep(0.1)
            for number in range(count):
                mail = f"From: Ana <ana@example.com>\\r\\nSubject: x\\r\\nMessage-ID: <{name}-{number}@x>\\r\\n\\r\\n..{name} {number}\\r\\n.\\r\\nends\\r\\n"
                refused = server.sendmail("ana@example.com", ["hello@kopi.example"], mail)
                print(number, refused)
            server.quit()
            """
        return try python(script, [socket, "\(count)", name])
    }

    private func python(_ script: String, _ arguments: [String]) throws -> String {
        let output = Pipe()
        let process = try ChildProcess("/usr/bin/python3", ["-c", script] + arguments, output: .pipe(output))
        let said = output.fileHandleForReading.readDataToEndOfFile()
        #expect(process.wait() == .exit(0))
        return String(decoding: said, as: UTF8.self)
    }

    @Test("O-8: what Python's LMTP client hands over is kept once, also when the server is killed after it said so")
    func lmtp() async throws {
        let scene = try Scene()
        try await scene.publish()
        let key = try await scene.key()
        let socket = scene.folder.appending(path: "lmtp").path
        var server = try RunningServer(scene, key: key, ["--lmtp", socket])
        #expect(try hand(3, to: socket, of: "first") == "0 {}\n1 {}\n2 {}\n")
        server.kill()
        server = try RunningServer(scene, key: key, ["--lmtp", socket])
        #expect(try hand(4, to: socket, of: "first") == "0 {}\n1 {}\n2 {}\n3 {}\n")
        #expect(try await texts(server).sorted() == (0..<4).map { "..first \($0)\n.\nends" })
        #expect(server.stop() == 0)
    }

    @Test(
        "O-8: what Debian's Postfix hands over is kept once, whatever stopped meanwhile",
        .enabled(if: Postfix.places != nil, "Postfix runs for root, where it is installed")
    )
    func postfix() async throws {
        let places = try #require(Postfix.places)
        let scene = try Scene()
        try await scene.publish()
        let key = try await scene.key()
        let send = """
            import smtplib, sys
            host, port = sys.argv[1].split(":")
            with smtplib.SMTP(host, int(port)) as server:
                for number in range(int(sys.argv[2]), int(sys.argv[3])):
                    mail = f"From: Ana <ana@example.com>\\r\\nSubject: x\\r\\nMessage-ID: <p-{number}@x>\\r\\nContent-Type: text/plain; charset=utf-8\\r\\n\\r\\n..กาแฟ {number}\\r\\n.\\r\\nends\\r\\n"
                    server.sendmail("ana@example.com", ["hello@setia.test", "reply+x@setia.test"], mail.encode())
            """
        // Nobody listens yet: Postfix keeps them.
        _ = try python(send, [places.smtp, "0", "3"])
        var server = try RunningServer(scene, key: key, ["--lmtp", places.lmtp])
        try await waitFor(3, server)
        server.kill()
        _ = try python(send, [places.smtp, "2", "5"])
        server = try RunningServer(scene, key: key, ["--lmtp", places.lmtp])
        try await waitFor(5, server)
        #expect(try await texts(server).sorted() == (0..<5).map { "..กาแฟ \($0)\n.\nends" })
        #expect(server.stop() == 0)
    }

    /// What stands in all conversations that wait.
    private func texts(_ server: RunningServer) async throws -> [String] {
        var texts: [String] = []
        for item in try await server.get("/v1/conversations?part=waiting").json["items"]?.array ?? [] {
            let id = try #require(item["id"]?.string)
            let messages = try await server.get("/v1/conversations/\(id)").json["messages"]?.array ?? []
            texts += messages.compactMap { $0["text"]?.string }
        }
        return texts
    }

    private func waitFor(_ count: Int, _ server: RunningServer) async throws {
        for _ in 0..<300 {
            if try await texts(server).count >= count { return }
            try await Task.sleep(for: .milliseconds(100))
        }
        Issue.record("there are \(try await texts(server).count) mails of \(count)")
    }

    @Test("mail that lies in a mailbox is fetched by the server", .enabled(if: IMAP.place != nil || IMAP.isCI))
    func imap() async throws {
        let place = try #require(IMAP.place, "CI is set and SETIA_TEST_IMAP is not")
        let parts = place.split(separator: ":")
        let user = "e\(UUID().uuidString.lowercased())"
        let put = """
            import imaplib, sys
            box = imaplib.IMAP4(sys.argv[1], int(sys.argv[2]))
            box.login(sys.argv[3], "secret")
            box.append("INBOX", "", None, b"From: ana@example.com\\r\\nMessage-ID: <one@x>\\r\\n\\r\\nOut of the mailbox\\r\\n")
            """
        _ = try python(put, [String(parts[0]), String(parts[1]), user])
        let scene = try Scene()
        try await scene.publish()
        let server = try RunningServer(
            scene,
            key: try await scene.key(),
            environment: ["SETIA_MAIL_IN": "imap://\(user):secret@\(place)/INBOX"]
        )
        var found: JSON?
        for _ in 0..<200 {
            found = try await server.get("/v1/conversations?part=waiting").json["items"]?.array?.first
            if found != nil { break }
            try await Task.sleep(for: .milliseconds(100))
        }
        let id = try #require(found?["id"]?.string)
        let messages = try await server.get("/v1/conversations/\(id)").json["messages"]?.array
        #expect(messages?.first?["text"]?.string == "Out of the mailbox")
        #expect(server.stop() == 0)
    }
}

private enum Postfix {
    /// Where it takes mail, and where it hands it over.
    static var places: (smtp: String, lmtp: String)? {
        let environment = ProcessInfo.processInfo.environment
        return environment["SETIA_TEST_POSTFIX"].flatMap { smtp in environment["SETIA_TEST_LMTP"].map { (smtp, $0) } }
    }
}

private enum IMAP {
    static var place: String? { ProcessInfo.processInfo.environment["SETIA_TEST_IMAP"] }
    static var isCI: Bool { ProcessInfo.processInfo.environment["CI"] != nil }
}
