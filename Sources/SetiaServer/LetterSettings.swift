internal import SetiaChannels
internal import SetiaService
internal import SetiaVault

/// How letters leave a brand, and where the links in them lead; parsed once, where the program begins.
package struct LetterSettings: Sendable {
    /// What the service gets.
    let ports: StaffPorts
    /// Whether they are sent; else they are printed, or dropped.
    package let leave: Bool
    /// The public address of the server, without a slash at its end.
    package var address: String { ports.address }

    /// Nothing leaves and nothing is printed: for commands that write no letters.
    package static let none = LetterSettings(
        mail: PrintingSender { _ in },
        texts: PrintingSender { _ in },
        leave: false,
        address: "",
        onFailure: { _ in }
    )

    /// Settings as an operator states them.
    ///
    /// - Parameters:
    ///   - mail: `SETIA_MAIL`, such as `smtp://user:password@mail.example.com:587`; none prints letters.
    ///   - from: `SETIA_MAIL_FROM`, such as `Kopi Setia <hello@kopi.example.com>`.
    ///   - authority: `SETIA_MAIL_CA`, a file of certificates to believe where the mail server's is not a public one.
    ///   - reply: `SETIA_MAIL_REPLY`, an address whose mail comes to `setia mail-pipe`, also with something behind a plus
    ///     sign, such as `reply@kopi.example.com`; none asks for answers to who sends.
    ///   - address: The public address of the server, such as `https://kopi.example.com`.
    ///   - print: Takes a letter that is not sent, and texts for phones, which never are.
    ///   - onFailure: Is told of a letter that did not leave while nobody waited.
    /// - Throws: which setting cannot be taken, and why.
    package init(
        mail: String?,
        from: String?,
        authority: String? = nil,
        reply: String? = nil,
        address: String,
        print: @escaping @Sendable (String) -> Void,
        onFailure: @escaping @Sendable (any Error) -> Void
    ) throws(MalformedSetting) {
        let address = try LetterSettings.checked(address)
        let printing = PrintingSender(print: print)
        let replyBox = reply.flatMap { SetiaChannels.mailbox($0) }
        if reply != nil, replyBox?.address.contains("+") ?? true {
            throw MalformedSetting(name: "SETIA_MAIL_REPLY", reason: "it must be an address without a plus sign")
        }
        guard let mail else {
            self.init(
                mail: printing,
                texts: printing,
                leave: false,
                address: address,
                onFailure: onFailure,
                mailbox: from.flatMap { SetiaChannels.mailbox($0) }?.address,
                replyAddress: replyBox?.address
            )
            return
        }
        let server: MailServer
        do {
            server = try MailServer(mail)
        } catch {
            throw MalformedSetting(name: "SETIA_MAIL", reason: error.description)
        }
        guard let from else {
            throw MalformedSetting(name: "SETIA_MAIL_FROM", reason: "SETIA_MAIL is set, so it must say who sends")
        }
        guard let mailbox = mailbox(from) else {
            throw MalformedSetting(name: "SETIA_MAIL_FROM", reason: "it must be an address, or Name <address>")
        }
        self.init(
            mail: SMTPSender(server: server, from: mailbox, authority: authority),
            texts: printing,
            leave: true,
            address: address,
            onFailure: onFailure,
            mailbox: mailbox.address,
            replyAddress: replyBox?.address
        )
    }

    private init(
        mail: any MailSender,
        texts: any TextSender,
        leave: Bool,
        address: String,
        onFailure: @escaping @Sendable (any Error) -> Void,
        mailbox: String? = nil,
        replyAddress: String? = nil
    ) {
        ports = StaffPorts(
            passwords: Argon2Passwords(),
            mail: mail,
            texts: texts,
            address: address,
            onFailure: onFailure,
            mailbox: mailbox,
            replyAddress: replyAddress
        )
        self.leave = leave
    }

    private static func checked(_ address: String) throws(MalformedSetting) -> String {
        var rest = address[...]
        while rest.hasSuffix("/") { rest = rest.dropLast() }
        let host = ["https://", "http://"].first { rest.hasPrefix($0) }.map { rest.dropFirst($0.count) } ?? ""
        let isPlain = rest.utf8.allSatisfy { (33...126).contains($0) && !"\"<>\\?#@".utf8.contains($0) }
        guard !host.isEmpty, host.first != "/", isPlain else {
            throw MalformedSetting(
                name: "the public address (--url)",
                reason: "it must be such as https://kopi.example.com"
            )
        }
        return String(rest)
    }
}

/// Why a setting cannot be taken; never with what was set, which may be a secret.
package struct MalformedSetting: Error, Sendable, Hashable, CustomStringConvertible {
    /// Which.
    package let name: String
    /// Why.
    package let reason: String

    /// What a person reads.
    package var description: String { "\(name): \(reason)" }
}
