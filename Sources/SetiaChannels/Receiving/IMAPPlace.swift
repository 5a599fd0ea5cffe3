/// A mailbox that mail is fetched from, from one line such as
/// `imaps://user:password@mail.example.com/INBOX?done=Setia/Done`.
///
/// `imap` asks for TLS by STARTTLS before the password is said, `imaps` begins with it; without TLS this machine alone is spoken to.
package struct IMAPPlace: Sendable, Hashable, CustomStringConvertible {
    /// The server and who we are there.
    let server: MailServer
    /// The folder that mail comes into.
    let folder: String
    /// Where mail goes that was taken; none leaves it, with a mark.
    let done: String?

    /// The mailbox that a line names.
    ///
    /// - Throws: `MalformedMailServer`, without any password in it.
    package init(_ text: String) throws(MalformedMailServer) {
        // A password may hold what else would begin a path.
        let scheme = text.firstRange(of: "://")?.upperBound ?? text.startIndex
        let host = text.lastIndex(of: "@").map { text.index(after: $0) } ?? scheme
        let slash = text[host...].firstIndex(of: "/")
        let query = text[(slash ?? host)...].firstIndex(of: "?")
        let end = slash ?? query ?? text.endIndex
        server = try MailServer(String(text[..<end]), ports: ["imap": 143, "imaps": 993])
        guard server.user != nil else {
            throw MalformedMailServer(reason: "it must have user:password before the host")
        }
        let path = slash.map { text[text.index(after: $0)..<(query ?? text.endIndex)] } ?? ""
        folder = path.isEmpty ? "INBOX" : String(path)
        var done: String?
        if let query {
            let parts = text[text.index(after: query)...].split(separator: "=", maxSplits: 1)
            guard parts.count == 2, parts[0] == "done" else {
                throw MalformedMailServer(reason: "behind the ? stands done= and a folder")
            }
            done = String(parts[1])
        }
        self.done = done
        for name in [folder, done ?? "x"] where !IMAPPlace.isPlain(name) {
            throw MalformedMailServer(reason: "a folder has letters, digits, spaces, and . _ - / in its name")
        }
        guard done != folder else { throw MalformedMailServer(reason: "mail cannot go to where it comes from") }
    }

    private static func isPlain(_ name: String) -> Bool {
        (1...200).contains(name.utf8.count)
            && name.unicodeScalars.allSatisfy {
                $0.isASCII && ($0.properties.isAlphabetic || "0123456789 ._-/".unicodeScalars.contains($0))
            }
    }

    /// The mailbox as a log may name it: without user and password.
    package var description: String { "\(server)/\(folder)" }
}
