package import SetiaService

/// Where mail is handed over: a submission server (RFC 6409), from one line such as
/// `smtp://user:password@mail.example.com:587`.
///
/// `smtp` asks for TLS by STARTTLS before anything is said, `smtps` begins with it. Without TLS only this machine itself
/// is spoken to, and never with a password.
package struct MailServer: Sendable, Hashable, CustomStringConvertible {
    /// `smtp` or `smtps`.
    let scheme: String
    /// A name or an address.
    let host: String
    /// 587 for `smtp` and 465 for `smtps` where none is named.
    let port: Int
    /// Who we are there; none where it does not ask.
    let user: String?
    /// What shows it.
    let password: String?

    /// The server that a line names.
    ///
    /// - Throws: `MalformedMailServer`, without any password in it.
    package init(_ text: String) throws(MalformedMailServer) {
        try self.init(text, ports: ["smtp": 587, "smtps": 465])
    }

    /// The same for schemes with their usual ports.
    init(_ text: String, ports: KeyValuePairs<String, Int>) throws(MalformedMailServer) {
        let parts = text.split(separator: "://", maxSplits: 1, omittingEmptySubsequences: false)
        guard parts.count == 2, let usual = ports.first(where: { $0.key == parts[0] })?.value else {
            let names = ports.map { "\($0.key)://" }.joined(separator: " or ")
            throw MalformedMailServer(reason: "it must begin with \(names)")
        }
        scheme = String(parts[0])
        let rest = parts[1].hasSuffix("/") ? parts[1].dropLast() : parts[1]
        let at = rest.lastIndex(of: "@")
        let place = at.map { rest[rest.index(after: $0)...] } ?? rest[...]
        if let at {
            let who = rest[..<at].split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false)
            guard who.count == 2, let user = decoded(who[0]), let password = decoded(who[1]), !user.isEmpty else {
                throw MalformedMailServer(reason: "before the @ it must have user:password, with %40 for an @ in them")
            }
            self.user = user
            self.password = password
        } else {
            user = nil
            password = nil
        }
        let hostEnd =
            place.first == "[" ? place.firstIndex(of: "]").map { place.index(after: $0) } : place.firstIndex(of: ":")
        host = String(place[..<(hostEnd ?? place.endIndex)])
        let portText = hostEnd.map { place[$0...] } ?? ""
        guard !host.isEmpty, host.utf8.allSatisfy({ (33...126).contains($0) && !"/?#@%\\\"<>".utf8.contains($0) })
        else {
            throw MalformedMailServer(reason: "it names no host")
        }
        if portText.isEmpty {
            port = usual
        } else {
            guard portText.first == ":", let number = Int(portText.dropFirst()), (1...65_535).contains(number) else {
                throw MalformedMailServer(reason: "the port must be 1 to 65535")
            }
            port = number
        }
    }

    /// Whether it is this machine, which may be spoken to in clear.
    var isHere: Bool { host == "localhost" || host.hasPrefix("127.") || host == "[::1]" }

    /// The server as a log may name it: without user and password.
    package var description: String { "\(scheme)://\(host):\(port)" }
}

/// Why a line names no mail server.
package struct MalformedMailServer: Error, Sendable, Hashable, CustomStringConvertible {
    let reason: String

    /// What a person reads.
    package var description: String { "this is no mail server: \(reason)" }
}

/// A mailbox from a line such as `Kopi Setia <hello@kopi.example.com>`, or an address alone.
///
/// - Parameter text: The line.
/// - Returns: the mailbox, or none where the line is neither.
package func mailbox(_ text: String) -> Mailbox? {
    var (name, address) = ("", text[...])
    if let open = text.lastIndex(of: "<"), text.last == ">" {
        name = String(text[..<open]).split(separator: " ").joined(separator: " ")
        address = text[text.index(after: open)...].dropLast()
    }
    guard (try? MailForm.check(String(address))) != nil else { return nil }
    return Mailbox(name: name, address: String(address))
}

private func decoded(_ text: Substring) -> String? {
    var bytes: [UInt8] = []
    var rest = Array(text.utf8)[...]
    while let byte = rest.popFirst() {
        guard byte == UInt8(ascii: "%") else {
            bytes.append(byte)
            continue
        }
        guard rest.count >= 2, let value = UInt8(String(decoding: rest.prefix(2), as: UTF8.self), radix: 16) else {
            return nil
        }
        bytes.append(value)
        rest = rest.dropFirst(2)
    }
    guard !bytes.contains(where: { $0 < 32 || $0 == 127 }) else { return nil }
    return String(validating: bytes, as: UTF8.self)
}
