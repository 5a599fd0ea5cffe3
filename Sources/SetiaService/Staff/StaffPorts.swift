/// What staff accounts and letters need of the world, besides the store and the keys.
package struct StaffPorts: Sendable {
    /// How passwords become what is kept of them.
    package let passwords: any PasswordHashing
    /// How mail leaves.
    package let mail: any MailSender
    /// How short texts leave.
    package let texts: any TextSender
    /// The public address of the server, for links in letters: `https://kopi.example.com`, without a slash at the end.
    package let address: String
    /// Is told of a letter that could not be sent and that nobody waits for; never with its content.
    package let onFailure: @Sendable (any Error) -> Void
    /// From which address mail leaves; none where it does not.
    package let mailbox: String?
    /// An address whose mail comes to us, also where something stands behind a plus sign before its at sign; none is none.
    package let replyAddress: String?

    /// Ports.
    package init(
        passwords: any PasswordHashing,
        mail: any MailSender,
        texts: any TextSender,
        address: String,
        onFailure: @escaping @Sendable (any Error) -> Void = { _ in },
        mailbox: String? = nil,
        replyAddress: String? = nil
    ) {
        self.passwords = passwords
        self.mail = mail
        self.texts = texts
        self.address = address
        self.onFailure = onFailure
        self.mailbox = mailbox
        self.replyAddress = replyAddress
    }

    /// A service without staff: nobody can sign in and nothing leaves.
    package static let none = StaffPorts(passwords: NoPorts(), mail: NoPorts(), texts: NoPorts(), address: "")
}

/// The port to password hashing; `SetiaVault` has its live form.
package protocol PasswordHashing: Sendable {
    /// What is kept of a password: another text each time.
    func hash(_ password: String) async throws -> String
    /// Whether a password is the one of which `kept` was kept; takes as long either way.
    func verify(_ password: String, against kept: String) async throws -> Bool
    /// Something kept of which nobody knows the password: verifying against it takes as long as against any other.
    var dummy: String { get }
    /// Whether `kept` was made with less care than is taken now, and should be made anew at the next sign-in.
    func isOutdated(_ kept: String) -> Bool
}

private struct NoPorts: PasswordHashing, MailSender, TextSender {
    func hash(_ password: String) throws -> String { throw PortMissing() }
    func verify(_ password: String, against kept: String) throws -> Bool { throw PortMissing() }
    var dummy: String { "" }
    func isOutdated(_ kept: String) -> Bool { false }
    func send(_ mail: Mail) throws { throw PortMissing() }
    func send(_ text: String, to phone: String) throws { throw PortMissing() }
}

/// Nobody has said how staff sign in or mail leaves here.
package struct PortMissing: Error, Sendable, CustomStringConvertible {
    /// What a person reads.
    package var description: String { "this program was started without staff accounts and mail" }
}

/// Too many passwords wait to be hashed; nothing was done, and the same may be tried again in a moment.
package struct SignInOverloaded: Error, Sendable, CustomStringConvertible {
    /// Overloaded.
    package init() {}

    /// What a person reads.
    package var description: String { "too many people are signing in at once; try again in a moment" }
}
