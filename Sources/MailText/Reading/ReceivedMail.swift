/// A mail as it came: who, about what, what it says, and what came with it.
///
/// Any bytes are a mail: what is broken is read as far as it goes, and `defects` says what was wrong. Nothing of it is
/// to be believed: a sender can write anything into any header.
package struct ReceivedMail: Sendable, Hashable {
    /// The whole as parts.
    package let root: MailPart
    /// The text to read, in plain letters with line feeds; of HTML where there is no other.
    package let text: String
    /// Whether `text` was made from HTML.
    package let isFromHTML: Bool
    /// The files, in their order.
    package let attachments: [MailAttachment]
    /// What was wrong or left out, each once.
    package let defects: [MailDefect]

    /// Reads a mail.
    ///
    /// - Parameters:
    ///   - bytes: As a server handed it over.
    ///   - limits: How much of it is looked at.
    /// - Complexity: O(*n*) for each level of parts in parts.
    package init(_ bytes: [UInt8], limits: MailLimits = MailLimits()) {
        var reader = PartReader(limits: limits)
        if bytes.count > limits.size { reader.defects.add(.tooLong) }
        root = reader.part(in: bytes.prefix(limits.size))
        var gatherer = Gatherer(defects: reader.defects)
        gatherer.take(root)
        text = gatherer.texts.joined(separator: "\n")
        isFromHTML = gatherer.isFromHTML
        attachments = gatherer.attachments
        defects = gatherer.defects.found
    }

    /// Its headers.
    package var headers: MailHeaders { root.headers }

    /// What it is about, on one line; empty where it does not say.
    package var subject: String { headers.text("Subject") ?? "" }

    /// Who says to have written it; usually one.
    package var from: [MailAddress] { addresses("From") }

    /// To whom an answer is to go: `Reply-To`, or else who wrote.
    package var replyTo: [MailAddress] {
        let named = addresses("Reply-To")
        return named.isEmpty ? from : named
    }

    /// To whom it was written.
    package var to: [MailAddress] { addresses("To") }

    /// Who else was to know.
    package var cc: [MailAddress] { addresses("Cc") }

    /// Its id without angle brackets; nil where it has none.
    package var messageID: String? { ids("Message-ID").first }

    /// Which messages it answers.
    package var inReplyTo: [String] { ids("In-Reply-To") }

    /// The messages before it, the first first.
    package var references: [String] { ids("References") }

    /// When it says to have been written, in milliseconds since 1970.
    package var date: Int64? { headers.text("Date").flatMap { mailDate($0) } }

    /// All addresses in the headers of that name.
    package func addresses(_ header: String) -> [MailAddress] {
        let all = headers.all(header).flatMap { MailAddress.list($0.raw[...]) }
        return Array(all.prefix(MailLimits().addresses))
    }

    private func ids(_ header: String) -> [String] {
        headers.first(header).map { messageIDs(in: $0.raw[...]) } ?? []
    }
}

/// Goes through the parts, and takes what is to be read apart from what came with it.
private struct Gatherer {
    var texts: [String] = []
    var isFromHTML = false
    var attachments: [MailAttachment] = []
    var defects: DefectList

    mutating func take(_ part: MailPart) {
        switch part.type.value {
        case "multipart/alternative" where part.isMultipart: takeBest(of: part.children)
        case "multipart/related" where part.isMultipart, "multipart/signed" where part.isMultipart,
            "multipart/report" where part.isMultipart:
            take(part.children[0])
            for child in part.children.dropFirst() { attach(child) }
        default:
            if part.isMultipart {
                for child in part.children { take(child) }
            } else if part.isBodyText {
                read(part)
            } else {
                attach(part)
            }
        }
    }

    /// Of several forms of the same, the plain one; the others are not attached, but files in them are.
    private mutating func takeBest(of children: [MailPart]) {
        let best =
            children.firstIndex { $0.offers("text/plain") } ?? children.firstIndex { $0.offers("text/html") }
        for (place, child) in children.enumerated() {
            if place == best {
                take(child)
            } else if child.isMultipart {
                attachFiles(of: child)
            } else if !child.isBodyText {
                attach(child)
            }
        }
    }

    private mutating func attachFiles(of part: MailPart) {
        for child in part.children {
            if child.isMultipart { attachFiles(of: child) } else if !child.isBodyText { attach(child) }
        }
    }

    private mutating func read(_ part: MailPart) {
        let raw = part.text(&defects)
        if part.type.value == "text/html" {
            isFromHTML = true
            texts.append(plainText(ofHTML: raw))
        } else {
            texts.append(raw)
        }
    }

    private mutating func attach(_ part: MailPart) {
        // Nothing was sent: neither text nor file.
        if part.body.isEmpty, part.givenName == nil, part.children.isEmpty { return }
        attachments.append(MailAttachment(part, number: attachments.count + 1, &defects))
    }
}

extension MailPart {
    /// Whether a text of this type is in it that is meant to be read.
    fileprivate func offers(_ type: String) -> Bool {
        isMultipart ? children.contains { $0.offers(type) } : isBodyText && self.type.value == type
    }
}
