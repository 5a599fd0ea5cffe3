extension OutgoingMail {
    /// The mail as it goes over the wire: lines of at most 998 bytes, ended by CR LF; ASCII where addresses are.
    ///
    /// - Returns: Headers and body; without the points that SMTP doubles.
    /// - Throws: `UnwritableMail`, for the first field that cannot be written.
    package func bytes() throws(UnwritableMail) -> [UInt8] {
        var head = HeaderWriter()
        try writeAddresses(&head)
        head.add("Subject", subjectText)
        try writeIDs(&head)
        try writeListHeaders(&head)
        try writeRest(&head)
        head.add("MIME-Version", "1.0")
        return head.bytes + body()
    }

    private func writeAddresses(_ head: inout HeaderWriter) throws(UnwritableMail) {
        guard let moment = mailDate(milliseconds: date) else {
            throw UnwritableMail(header: "Date", reason: "is not in the years 1900 to 9999")
        }
        head.add("Date", moment)
        guard !to.isEmpty || !cc.isEmpty else { throw UnwritableMail(header: "To", reason: "names nobody") }
        for (name, addresses) in [("From", [from]), ("Reply-To", replyTo), ("To", to), ("Cc", cc)]
        where !addresses.isEmpty {
            var pieces: [String] = []
            for address in addresses { pieces.append(try written(address, name)) }
            head.add(name, pieces.joined(separator: ",\r\n "))
        }
    }

    private func written(_ address: MailAddress, _ header: String) throws(UnwritableMail) -> String {
        func refuse(_ reason: String) -> UnwritableMail { UnwritableMail(header: header, reason: reason) }
        let scalars = address.local.unicodeScalars
        guard !scalars.isEmpty, address.local.utf8.count <= 64, !scalars.contains(where: \.breaksLines) else {
            throw refuse("an address is empty, too long or holds controls before its at sign")
        }
        let isDomain = address.domain.utf8.allSatisfy {
            $0.isLetter || $0.isDigit || $0 >= 0x80 || ".-[]:".utf8.contains($0)
        }
        let isPlain = !address.domain.unicodeScalars.contains(where: \.breaksLines)
        guard !address.domain.isEmpty, address.domain.utf8.count <= 255, isDomain, isPlain else {
            throw refuse("an address has no domain behind its at sign")
        }
        let name = phrase(address.name.onOneLine)
        return name.isEmpty ? address.address : "\(name)\r\n <\(address.address)>"
    }

    private var subjectText: String {
        let text = subject.onOneLine
        return canStandPlain(text) ? folded(text, after: 9) : encodedWords(text)
    }

    private func writeIDs(_ head: inout HeaderWriter) throws(UnwritableMail) {
        head.add("Message-ID", try id(messageID, "Message-ID"))
        if let inReplyTo { head.add("In-Reply-To", try id(inReplyTo, "In-Reply-To")) }
        let kept = references.count > 11 ? references.prefix(1) + references.suffix(10) : references[...]
        var pieces: [String] = []
        for reference in kept { pieces.append(try id(reference, "References")) }
        if !pieces.isEmpty { head.add("References", pieces.joined(separator: "\r\n ")) }
    }

    private func id(_ text: String, _ header: String) throws(UnwritableMail) -> String {
        let isFit = text.utf8.allSatisfy { (33...126).contains($0) && $0 != Byte.less && $0 != Byte.greater }
        guard isFit, text.utf8.contains(Byte.at), text.utf8.count <= 900 else {
            throw UnwritableMail(header: header, reason: "is no id of a message")
        }
        return "<\(text)>"
    }

    private func writeListHeaders(_ head: inout HeaderWriter) throws(UnwritableMail) {
        var pieces: [String] = []
        for link in listUnsubscribe {
            let isFit = link.utf8.allSatisfy { (33...126).contains($0) && $0 != Byte.less && $0 != Byte.greater }
            guard isFit, link.utf8.count <= 900, link.hasPrefix("https://") || link.hasPrefix("mailto:") else {
                throw UnwritableMail(header: "List-Unsubscribe", reason: "is no link that begins with https or mailto")
            }
            pieces.append("<\(link)>")
        }
        if isOneClick, listUnsubscribe.first?.hasPrefix("https://") != true {
            throw UnwritableMail(header: "List-Unsubscribe", reason: "has no https link first, which one click needs")
        }
        if !pieces.isEmpty { head.add("List-Unsubscribe", pieces.joined(separator: ",\r\n ")) }
        if isOneClick { head.add("List-Unsubscribe-Post", "List-Unsubscribe=One-Click") }
        if let listID {
            let isFit = listID.utf8.allSatisfy { $0.isLetter || $0.isDigit || $0 == Byte.point || $0 == Byte.hyphen }
            guard isFit, !listID.isEmpty, listID.utf8.count <= 255 else {
                throw UnwritableMail(header: "List-Id", reason: "is no name of a list")
            }
            head.add("List-Id", "<\(listID)>")
        }
    }

    private func writeRest(_ head: inout HeaderWriter) throws(UnwritableMail) {
        if let autoSubmitted { head.add("Auto-Submitted", autoSubmitted.rawValue) }
        if let language {
            guard !language.isEmpty, language.utf8.allSatisfy({ $0.isLetter || $0.isDigit || $0 == Byte.hyphen }) else {
                throw UnwritableMail(header: "Content-Language", reason: "is no language")
            }
            head.add("Content-Language", language)
        }
        for field in extra {
            let name = field.name.loweredASCII
            let isOurs = name.hasPrefix("x-") || name == "feedback-id"
            guard isOurs, field.name.utf8.allSatisfy({ $0.isLetter || $0.isDigit || $0 == Byte.hyphen }) else {
                throw UnwritableMail(header: "X-", reason: "a further header does not begin with X-")
            }
            guard field.value.utf8.allSatisfy({ (32...126).contains($0) }), field.value.utf8.count <= 900 else {
                throw UnwritableMail(
                    header: field.name,
                    reason: "holds controls, or letters beyond ASCII, or is too long"
                )
            }
            head.add(field.name, folded(field.value.trimmingSpaces, after: field.name.utf8.count + 2))
        }
    }

    private func body() -> [UInt8] {
        guard let html else { return part("plain", text) }
        // An equals sign with an underscore behind it is neither in quoted-printable nor in base 64.
        let boundary = "=_\(fingerprint(messageID))"
        var bytes = Array("Content-Type: multipart/alternative; boundary=\"\(boundary)\"\r\n\r\n".utf8)
        for (subtype, content) in [("plain", text), ("html", html)] {
            bytes += Array("--\(boundary)\r\n".utf8) + part(subtype, content) + [13, 10]
        }
        return bytes + Array("--\(boundary)--\r\n".utf8)
    }

    private func part(_ subtype: String, _ content: String) -> [UInt8] {
        let content = Array(content.withPlainLineEnds.utf8)
        let strange = content.count { $0 >= 0x80 || $0 == Byte.equals }
        let isMostlyPlain = strange * 6 <= content.count
        let encoding = isMostlyPlain ? "quoted-printable" : "base64"
        let encoded = isMostlyPlain ? quotedPrintable(content) : base64Lines(content)
        let head = "Content-Type: text/\(subtype); charset=utf-8\r\nContent-Transfer-Encoding: \(encoding)\r\n\r\n"
        return Array(head.utf8) + encoded
    }
}

/// Headers one below the other.
///
/// Values come without line ends, but for those that fold them.
struct HeaderWriter {
    private(set) var bytes: [UInt8] = []

    mutating func add(_ name: String, _ value: String) {
        bytes += Array("\(name): \(value)\r\n".utf8)
    }
}

/// A number that texts that differ hardly ever share, in 16 hexadecimal digits (FNV-1a).
private func fingerprint(_ text: String) -> String {
    var hash: UInt64 = 0xCBF2_9CE4_8422_2325
    for byte in text.utf8 { hash = (hash ^ UInt64(byte)) &* 0x100_0000_01B3 }
    let digits = String(hash, radix: 16)
    return String(repeating: "0", count: 16 - digits.utf8.count) + digits
}
