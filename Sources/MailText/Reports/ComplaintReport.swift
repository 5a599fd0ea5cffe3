/// What a provider says when somebody has called a mail of ours unwanted (RFC 5965).
package struct ComplaintReport: Sendable, Hashable {
    /// `abuse`, `fraud`, `not-spam`; in small letters.
    package let kind: String
    /// To whom our mail went, where the report says so.
    package let recipients: [String]
    /// The id of our mail, without angle brackets.
    package let originalMessageID: String?
    /// The headers of our mail, where the report has them.
    package let originalHeaders: MailHeaders

    /// Whether the member does not want our mail; `not-spam` is the opposite.
    package var isComplaint: Bool { kind != "not-spam" }
}

extension ReceivedMail {
    /// The complaint that this mail is; nil for any other.
    package var complaint: ComplaintReport? {
        guard let part = root.firstPart(of: ["message/feedback-report"]), let block = part.blocks.first else {
            return nil
        }
        let original = root.returnedHeaders
        var recipients = block.all("Original-Rcpt-To").map { typed($0.text) }
        if recipients.isEmpty {
            recipients = original.all("To").flatMap { MailAddress.list($0.raw[...]) }.map(\.address)
        }
        return ComplaintReport(
            kind: (block.text("Feedback-Type") ?? "other").loweredASCII,
            recipients: recipients,
            originalMessageID: original.originalID,
            originalHeaders: original
        )
    }
}
