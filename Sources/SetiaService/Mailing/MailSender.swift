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
    /// To what it belongs where a person wrote it; none is a letter by itself, that a program wrote.
    package let thread: MailThread?
    /// To which mail for many it belongs; none belongs to none.
    package let list: MailList?

    /// A mail.
    package init(
        to: Mailbox,
        subject: String,
        text: String,
        html: String?,
        language: Language,
        id: Identifier,
        at: Instant,
        thread: MailThread? = nil,
        list: MailList? = nil
    ) {
        self.to = to
        self.subject = subject
        self.text = text
        self.html = html
        self.language = language
        self.id = id
        self.at = at
        self.thread = thread
        self.list = list
    }
}

/// What a mail for many says besides: how to get no more of them (RFC 8058).
package struct MailList: Sendable, Hashable {
    /// What stands before the at sign of its id.
    package let token: String
    /// A link that takes `List-Unsubscribe=One-Click` by POST.
    package let unsubscribe: String
    /// Where it comes back to when it does not arrive; none is to whom it is from.
    package let bouncesTo: String?

    /// What a mail for many says besides.
    package init(token: String, unsubscribe: String, bouncesTo: String? = nil) {
        self.token = token
        self.unsubscribe = unsubscribe
        self.bouncesTo = bouncesTo
    }
}

/// To what a mail belongs that a person wrote.
package struct MailThread: Sendable, Hashable {
    /// Its own id, without angle brackets.
    package let messageID: String
    /// The message that it answers, likewise.
    package let inReplyTo: String?
    /// The messages before it, the first first.
    package let references: [String]
    /// Where answers go; none is to whom it is from.
    package let replyTo: String?
    /// As whom people see the sender.
    package let author: String

    /// To what a mail belongs.
    package init(messageID: String, inReplyTo: String?, references: [String], replyTo: String?, author: String) {
        self.messageID = messageID
        self.inReplyTo = inReplyTo
        self.references = references
        self.replyTo = replyTo
        self.author = author
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
    /// Whether nobody knows if it left after all: all of it was handed over, and no answer came.
    package let mayHaveLeft: Bool
    /// In words, without password, address or text.
    package let reason: String

    /// A failure.
    package init(isTemporary: Bool, mayHaveLeft: Bool = false, reason: String) {
        self.isTemporary = isTemporary
        self.mayHaveLeft = mayHaveLeft
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
