import Foundation
import SetiaService
import SetiaTesting
import Synchronization
import Testing

@testable import SetiaChannels

/// A mailbox on Debian's Dovecot that was started for the tests (`scripts/with-mail.sh`): one a test, empty at first.
struct TestMailboxServer {
    private static let environment = ProcessInfo.processInfo.environment

    /// Host and port.
    static var place: String? { environment["SETIA_TEST_IMAP"] }

    /// Whether tests on it run: where it is there, and where it should be.
    static var isAsked: Bool { place != nil || environment["CI"] != nil }

    let user = "u\(UUID().uuidString.lowercased())"

    func line(_ more: String = "/INBOX") throws -> String {
        "imap://\(user):secret@\(try #require(Self.place, "CI is set and SETIA_TEST_IMAP is not"))\(more)"
    }

    /// Does something by Python's IMAP client, which knows nothing of ours; what it printed.
    func python(_ body: String) throws -> String {
        let place = try #require(Self.place).split(separator: ":")
        let program =
            "import imaplib\nbox = imaplib.IMAP4('\(place[0])', \(place[1]))\nbox.login('\(user)', 'secret')\n\(body)"
        let output = Pipe()
        let process = try ChildProcess("/usr/bin/python3", ["-c", program], output: .pipe(output))
        let said = output.fileHandleForReading.readDataToEndOfFile()
        #expect(process.wait() == .exit(0))
        return String(decoding: said, as: UTF8.self).trimmingCharacters(in: .whitespacesAndNewlines)
    }

    /// Puts mails into a folder, each with a text of its own.
    func put(_ texts: [String], into folder: String = "INBOX", flags: String = "") throws {
        _ = try python(
            """
            for text in \(texts):
                mail = f'From: ana@example.com\\r\\nMessage-ID: <{text}@x>\\r\\nSubject: {text}\\r\\n\\r\\n{text}\\r\\n.\\r\\n'
                assert box.append('\(folder)', '\(flags)', None, mail.encode())[0] == 'OK'
            """
        )
    }
}

@Suite("Mail from a real IMAP server", .enabled(if: TestMailboxServer.isAsked))
struct IMAPTests {
    private struct NotNow: Error {}

    /// What a round took.
    private func round(_ line: String, limit: Int = 100, failing: String? = nil) async throws -> (
        texts: [String], left: Int
    ) {
        let texts = Mutex<[String]>([])
        let counts = try await IMAPMailbox(try IMAPPlace(line), seconds: 20).collect(limit: limit) { bytes in
            let mail = String(decoding: bytes, as: UTF8.self)
            let subject = mail.firstMatch(of: #/Subject: (\S+)/#).map { String($0.output.1) } ?? "none"
            if subject == failing { throw NotNow() }
            #expect(mail.hasSuffix("\r\n\r\n\(subject)\r\n.\r\n"))
            texts.withLock { $0.append(subject) }
        }
        #expect(counts.taken == texts.withLock { $0.count })
        return (texts.withLock { $0 }, counts.left)
    }

    @Test("O-9: mail out of a mailbox is taken once, whatever was read, marked or stopped meanwhile")
    func once() async throws {
        let server = TestMailboxServer()
        let line = try server.line()
        #expect(try await round(line).texts == [])
        try server.put(["m1", "m2"])
        // Somebody has read one with another program.
        try server.put(["m3"], flags: "\\\\Seen")
        #expect(try await round(line, limit: 2).texts == ["m1", "m2"])
        #expect(try await round(line).texts == ["m3"])
        #expect(try await round(line).texts == [])
        try server.put(["m4"])
        #expect(try await round(line).texts == ["m4"])
        let flags = try server.python("box.select('INBOX', True)\nprint(box.fetch('1:*', '(FLAGS)')[1])")
        #expect(
            flags.components(separatedBy: "$SetiaKept").count == 5
                && flags.components(separatedBy: "\\\\Seen").count == 5
        )
        // Taken and not marked, as after a stop: it is handed over again, and that is for the store to know.
        _ = try server.python("box.select('INBOX')\nbox.store('2', '-FLAGS', '($SetiaKept)')")
        #expect(try await round(line).texts == ["m2"])
        // The folder is made anew, and numbers its mails from 1 again.
        try server.put(["n1"], into: "INBOX")
        _ = try server.python(
            "box.create('Other')\nbox.select('INBOX')\nbox.store('1:*', '+FLAGS', '(\\\\Deleted)')\nbox.expunge()"
        )
        try server.put(["n2"])
        #expect(try await round(line).texts == ["n2"])
    }

    @Test("O-9: taken mail is moved where a folder is named, and what cannot be kept now is left")
    func moved() async throws {
        let server = TestMailboxServer()
        let line = try server.line("/INBOX?done=Setia/Done")
        try server.put(["m1", "m2", "m3"])
        let first = try await round(line, failing: "m2")
        #expect(first.texts == ["m1", "m3"] && first.left == 1)
        #expect(
            try server.python("print(box.select('INBOX', True)[1], box.select('\"Setia/Done\"', True)[1])")
                == "[b'1'] [b'2']"
        )
        #expect(try await round(line).texts == ["m2"])
        #expect(try await round(line).texts == [])
        // A folder of another name, with a space in it.
        _ = try server.python("box.create('\"Kopi Mail\"')")
        try server.put(["k1"], into: "\\\"Kopi Mail\\\"")
        #expect(try await round(try server.line("/Kopi Mail")).texts == ["k1"])
    }

    @Test("whom the server does not know, or where none is, is told without the password")
    func failures() async throws {
        let place = try #require(TestMailboxServer.place)
        for line in ["imap://ana:wrongsecret@\(place)/INBOX", "imap://ana:wrongsecret@127.0.0.1:1/INBOX"] {
            do {
                _ = try await round(line)
                Issue.record("no failure for \(line)")
            } catch let failure as IMAPFailure {
                #expect(
                    !failure.description.contains("wrongsecret") && failure.description.contains("127.0.0.1"),
                    "\(failure)"
                )
            }
        }
    }
}

@Suite("Lines that name a mailbox")
struct IMAPPlaceTests {
    @Test(
        "a line is read",
        arguments: [
            ("imaps://ana%40x:p%3A%2F@mail.example.com", "imaps://mail.example.com:993/INBOX", ""),
            ("imap://a:b@localhost:1143/Kopi Mail?done=Setia/Done", "imap://localhost:1143/Kopi Mail", "Setia/Done"),
            ("imaps://a:b@[::1]/", "imaps://[::1]:993/INBOX", ""),
            ("imaps://a:b@h?done=Done", "imaps://h:993/INBOX", "Done"),
        ]
    )
    func good(line: String, shown: String, done: String) throws {
        let place = try IMAPPlace(line)
        #expect(place.description == shown && place.done ?? "" == done)
    }

    @Test(
        "a line that is none is refused, and its password stands nowhere",
        arguments: [
            ("http://a:hidden@h/", "imap:// or imaps://"), ("imaps://h/INBOX", "user:password"),
            ("imaps://a:hidden@/INBOX", "no host"), ("imaps://a:hidden@h:0/", "1 to 65535"),
            ("imaps://a:hidden@h/In\"box", "letters"), ("imaps://a:hidden@h/INBOX?move=x", "done="),
            ("imaps://a:hidden@h/INBOX?done=INBOX", "where it comes from"),
            ("imaps://a:hidden@h/x?done=a\r\nb", "letters"),
        ]
    )
    func bad(line: String, reason: String) {
        do {
            _ = try IMAPPlace(line)
            Issue.record("taken: \(line)")
        } catch {
            #expect(error.description.contains(reason) && !error.description.contains("hidden"), "\(error)")
        }
    }
}
