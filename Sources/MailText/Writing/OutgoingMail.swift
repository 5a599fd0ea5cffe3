/// A mail to be sent: fields in, bytes out, and nothing that stands in a field can become a header of its own.
///
/// What people read (names, subject, texts) may hold anything: line ends and controls in names and subject become
/// spaces. What machines read (addresses, ids, links) is refused where it is not what it has to be.
package struct OutgoingMail: Sendable, Hashable {
    /// From whom.
    package var from: MailAddress
    /// To whom; at least one here or in `cc`.
    package var to: [MailAddress]
    /// Who else is to know.
    package var cc: [MailAddress] = []
    /// Where answers are to go, if not to the sender.
    package var replyTo: [MailAddress] = []
    /// What it is about.
    package var subject: String
    /// What it says, in plain letters.
    package var text: String
    /// The same as HTML; none sends the text alone.
    package var html: String?
    /// Its id without angle brackets, made elsewhere: `018f…@mail.example.com`.
    package var messageID: String
    /// When it was written, in milliseconds since 1970.
    package var date: Int64
    /// The message that it answers, without angle brackets.
    package var inReplyTo: String?
    /// The messages before it, the first first; of many the first and the last ten are written.
    package var references: [String] = []
    /// Where somebody leaves: links that begin with `https:` or `mailto:`.
    package var listUnsubscribe: [String] = []
    /// Whether the first link takes `List-Unsubscribe=One-Click` by POST (RFC 8058).
    package var isOneClick = false
    /// What kind of mail for many it is, as `promotions.example.com`.
    package var listID: String?
    /// Whether a program wrote it, and why (RFC 3834); none is a person.
    package var autoSubmitted: AutoSubmitted?
    /// The language of the text, as `ms`.
    package var language: String?
    /// Further headers of our own, in their order; their names begin with `X-` or are `Feedback-ID` or `Sender`.
    package var extra: [ExtraHeader] = []

    /// Why a mail was written by a program.
    package enum AutoSubmitted: String, Sendable, Hashable {
        case generated = "auto-generated"
        case replied = "auto-replied"
    }

    /// A header of our own.
    package struct ExtraHeader: Sendable, Hashable {
        let name: String
        let value: String

        /// A header by its name and value, both in ASCII.
        package init(_ name: String, _ value: String) {
            self.name = name
            self.value = value
        }
    }

    /// A mail to one person or several.
    ///
    /// - Parameters:
    ///   - from: From whom.
    ///   - to: To whom.
    ///   - subject: What it is about.
    ///   - text: What it says.
    ///   - messageID: Its id without angle brackets.
    ///   - date: In milliseconds since 1970.
    package init(
        from: MailAddress,
        to: [MailAddress],
        subject: String,
        text: String,
        messageID: String,
        date: Int64
    ) {
        self.from = from
        self.to = to
        self.subject = subject
        self.text = text
        self.messageID = messageID
        self.date = date
    }

    /// Whether an address has letters beyond ASCII, so that the servers on its way must know SMTPUTF8 (RFC 6531).
    package var needsSMTPUTF8: Bool {
        ([from] + to + cc + replyTo).contains { !$0.address.utf8.allSatisfy { $0 < 0x80 } }
    }
}

/// What cannot be written into a mail, by the header that it was for.
package struct UnwritableMail: Error, Sendable, Hashable, CustomStringConvertible {
    /// The header, such as `To`.
    package let header: String
    /// What is wrong with it; does not repeat it.
    package let reason: String

    package var description: String { "\(header): \(reason)" }
}
