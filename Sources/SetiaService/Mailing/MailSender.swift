package import SetiaCore

/// One mail, ready to go.
package struct Mail: Sendable, Hashable {
    /// To whom.
    package let to: Mailbox
    /// What it is about; any characters, the sender encodes them.
    package let subject: String
    /// What it says.
    package let text: String
    /// The same with a little dress; none leaves the text alone.
    package let html: String?
    /// In which language it is, for `Content-Language`.
    package let language: Language
    /// Becomes its `Message-ID`: the same mail sent again has the same.
    package let id: Identifier
    /// Becomes its `Date`.
    package let at: Instant

    /// A mail.
    package init(
        to: Mailbox,
        subject: String,
        text: String,
        html: String?,
        language: Language,
        id: Identifier,
        at: Instant
    ) {
        self.to = to
        self.subject = subject
        self.text = text
        self.html = html
        self.language = language
        self.id = id
        self.at = at
    }
}

/// A name and an address.
package struct Mailbox: Sendable, Hashable {
    /// What people read; may be empty.
    package let name: String
    /// Where mail goes.
    package let address: String

    /// A mailbox.
    package init(name: String, address: String) {
        self.name = name
        self.address = address
    }
}

/// The port by which mail leaves; `SetiaChannels` has its live forms.
package protocol MailSender: Sendable {
    /// Hands a mail over; when it returns, somebody else is answerable for it.
    ///
    /// - Throws: `MailFailure`.
    func send(_ mail: Mail) async throws
}

/// Why a mail did not leave.
package struct MailFailure: Error, Sendable, Hashable, CustomStringConvertible {
    /// Whether the same might go through later.
    package let isTemporary: Bool
    /// In words, without password, address or text.
    package let reason: String

    /// A failure.
    package init(isTemporary: Bool, reason: String) {
        self.isTemporary = isTemporary
        self.reason = reason
    }

    /// What a person reads.
    package var description: String { "the mail did not leave: \(reason)" }
}

/// The port by which short texts leave for a phone.
package protocol TextSender: Sendable {
    /// Hands a text over.
    ///
    /// - Parameters:
    ///   - text: What it says.
    ///   - phone: `+` and digits.
    /// - Throws: `MailFailure`.
    func send(_ text: String, to phone: String) async throws
}
