/// What a server says became of a mail of ours.
package struct BounceReport: Sendable, Hashable {
    /// Whom it is about; empty where the report does not say.
    package let recipients: [BouncedRecipient]
    /// The id of our mail, without angle brackets, where the report has it.
    package let originalMessageID: String?
    /// The headers of our mail, where the report has them.
    package let originalHeaders: MailHeaders
    /// What we gave the server as the id of the envelope (RFC 3461).
    package let envelopeID: String?
    /// Whether it is a report as RFC 3464 has it; else it was guessed from what people would read.
    package let isStandard: Bool
}

/// What became of a mail for one of those to whom it went.
package struct BouncedRecipient: Sendable, Hashable {
    /// The address as the report has it.
    package let address: String
    /// The address to which we had sent it, where the report says so and it is another one.
    package let originalAddress: String?
    /// What the server did.
    package let action: Action
    /// Why; nil where the report does not say.
    package let status: EnhancedStatus?
    /// What the other server said, in its words.
    package let diagnostic: String?

    /// What a server did with a mail (RFC 3464, 2.3.3).
    package enum Action: String, Sendable, Hashable {
        case failed, delayed, delivered, relayed, expanded
    }

    /// What it means for sending to the address again.
    package var meaning: BounceMeaning {
        switch action {
        case .delayed: return .delayed
        case .delivered, .relayed, .expanded: return .delivered
        case .failed: break
        }
        guard let status else { return .permanent }
        switch (status.kind, status.subject, status.detail) {
        case (2, _, _): return .delivered
        case (_, 7, _): return .policy
        case (_, 2, 2): return .full
        case (5, 1, 1), (5, 1, 2), (5, 1, 3), (5, 1, 6), (5, 1, 10): return .unknownAddress
        case (5, 2, 1): return .disabled
        case (4, _, _): return .temporary
        default: return .permanent
        }
    }
}

/// What a bounce means for sending to an address again.
package enum BounceMeaning: String, Sendable, Hashable, CaseIterable {
    /// There is no such address: never again.
    case unknownAddress = "unknown-address"
    /// The mailbox is closed: never again once it was said twice.
    case disabled
    /// The mailbox is full: later.
    case full
    /// We or our words are not wanted; the address is not to blame.
    case policy
    /// It will never be delivered, for another reason.
    case permanent
    /// It was given up, and may go another time.
    case temporary
    /// It is still being tried.
    case delayed
    /// It arrived.
    case delivered
}

extension ReceivedMail {
    /// The bounce that this mail is; nil for any other.
    ///
    /// Reports as RFC 3464 has them come first. What else comes from a mailer daemon, from nobody, or with
    /// `X-Failed-Recipients` is read as people would: addresses, statuses and an id of a message that stand in it.
    ///
    /// - Parameter envelopeSender: Whom the server named as the sender; empty for nobody, nil where it is not known.
    /// - Returns: Whatever could be found out.
    package func bounce(envelopeSender: String? = nil) -> BounceReport? {
        if let part = root.firstPart(of: ["message/delivery-status", "message/global-delivery-status"]) {
            return standardBounce(part)
        }
        return guessedBounce(envelopeSender: envelopeSender)
    }

    private func standardBounce(_ part: MailPart) -> BounceReport {
        let blocks = part.blocks
        let original = root.returnedHeaders
        return BounceReport(
            recipients: blocks.compactMap { BouncedRecipient($0) },
            originalMessageID: original.originalID,
            originalHeaders: original,
            envelopeID: blocks.first?.text("Original-Envelope-Id"),
            isStandard: true
        )
    }
}

extension BouncedRecipient {
    /// What a block of a report says; nil for the first block, which is about the mail as a whole.
    fileprivate init?(_ block: MailHeaders) {
        let final = block.text("Final-Recipient").map { typed($0) }
        let original = block.text("Original-Recipient").map { typed($0) }
        guard let address = final ?? original, !address.isEmpty else { return nil }
        self.address = address
        originalAddress = original == address ? nil : original
        let status = block.text("Status").flatMap { EnhancedStatus(in: $0) }
        let word = block.text("Action").map { $0.loweredASCII.prefix { $0 != " " && $0 != "(" } } ?? ""
        action = Action(rawValue: String(word)) ?? (status?.kind == 2 ? .delivered : .failed)
        self.status = status
        diagnostic = block.text("Diagnostic-Code").map { typed($0) }
    }
}

/// `rfc822; aisyah@example.com` without its first word.
func typed(_ value: String) -> String {
    guard let semicolon = value.firstIndex(of: ";") else { return value.withoutBrackets }
    return String(value[value.index(after: semicolon)...]).trimmingSpaces.withoutBrackets
}

extension String {
    var withoutBrackets: String { hasPrefix("<") && hasSuffix(">") ? String(dropFirst().dropLast()) : self }
}

extension MailHeaders {
    /// The id of the mail that these are the headers of.
    var originalID: String? { first("Message-ID").flatMap { messageIDs(in: $0.raw[...]).first } }
}

extension MailPart {
    /// The first part of one of these types, itself included.
    func firstPart(of types: [String]) -> MailPart? {
        if !isMultipart, types.contains(type.value) { return self }
        for child in children {
            if let found = child.firstPart(of: types) { return found }
        }
        return nil
    }

    /// The blocks of headers in it, parted by empty lines.
    var blocks: [MailHeaders] {
        let bytes = content
        var found: [MailHeaders] = []
        var rest = bytes[...]
        var defects = DefectList()
        while !rest.isEmpty, found.count < 1_000 {
            let (headers, body) = MailHeaders.read(rest, limit: MailLimits().headerSize, &defects)
            if !headers.fields.isEmpty { found.append(headers) }
            // A line that is no header is passed over.
            rest = rest[(body == rest.startIndex ? rest.line(from: body).next : body)...]
        }
        return found
    }

    /// The headers of the mail that a report gives back.
    var returnedHeaders: MailHeaders {
        let types = ["message/rfc822", "text/rfc822-headers", "message/global", "message/global-headers"]
        guard let part = firstPart(of: types) else { return MailHeaders() }
        var defects = DefectList()
        return MailHeaders.read(part.content[...], limit: MailLimits().headerSize, &defects).0
    }
}
