internal import MailText
internal import SetiaCore
internal import SetiaService

/// A mail as it travels (RFC 5322 and MIME): every line ends in CR LF, is ASCII, and has at most 998 bytes.
///
/// Nothing that somebody typed can begin a header: what is not plain is encoded (RFC 2047), and addresses with anything
/// unusual in them are refused.
struct MailForm {
    /// The bytes, to be sent as they are.
    let bytes: [UInt8]

    /// A mail from a mailbox.
    ///
    /// - Parameters:
    ///   - mail: What is sent.
    ///   - from: Who sends it.
    /// - Throws: `MailFailure` where an address cannot be one.
    init(_ mail: Mail, from: Mailbox) throws(MailFailure) {
        try MailForm.check(mail.to.address)
        try MailForm.check(from.address)
        if let thread = mail.thread {
            bytes = try MailForm.threaded(mail, thread, from)
            return
        }
        if let list = mail.list {
            bytes = try MailForm.forMany(mail, list, from)
            return
        }
        let domain = from.address.split(separator: "@").last.map(String.init) ?? "localhost"
        var lines = [
            "Date: \(MailForm.date(mail.at))",
            "From: \(MailForm.mailbox(from))",
            "To: \(MailForm.mailbox(mail.to))",
            "Subject: \(MailForm.words(mail.subject, after: "Subject: ".utf8.count))",
            "Message-ID: <\(mail.id.text)@\(domain)>",
            "MIME-Version: 1.0",
            "Content-Language: \(mail.language.rawValue)",
            // Asks machines not to answer.
            "Auto-Submitted: auto-generated",
        ]
        if let html = mail.html {
            // Cannot be within base 64, which has no equals sign before its end.
            let boundary = "=_\(mail.id.text)"
            lines += ["Content-Type: multipart/alternative; boundary=\"\(boundary)\"", ""]
            lines += ["--\(boundary)"] + MailForm.part("plain", mail.text)
            lines += ["--\(boundary)"] + MailForm.part("html", html)
            lines += ["--\(boundary)--", ""]
        } else {
            lines += MailForm.part("plain", mail.text)
        }
        bytes = lines.flatMap { Array($0.utf8) + [13, 10] }
    }

    /// A mail for many: one click ends them (RFC 8058), and machines do not answer it.
    private static func forMany(_ mail: Mail, _ list: MailList, _ from: Mailbox) throws(MailFailure) -> [UInt8] {
        guard let sender = MailAddress(from.address), let to = MailAddress(mail.to.address) else {
            throw MailFailure(isTemporary: false, reason: "the address is none to which mail can be sent")
        }
        var outgoing = OutgoingMail(
            from: MailAddress(name: from.name, local: sender.local, domain: sender.domain),
            to: [MailAddress(name: mail.to.name, local: to.local, domain: to.domain)],
            subject: mail.subject,
            text: mail.text,
            messageID: "\(list.token)@\(sender.domain)",
            date: mail.at.milliseconds
        )
        outgoing.html = mail.html
        outgoing.language = mail.language.rawValue
        outgoing.autoSubmitted = .generated
        if list.unsubscribe.hasPrefix("https:") {
            outgoing.listUnsubscribe = [list.unsubscribe]
            outgoing.isOneClick = true
        }
        do {
            return try outgoing.bytes()
        } catch {
            throw MailFailure(isTemporary: false, reason: error.description)
        }
    }

    /// A mail that a person wrote in a conversation: it says what it answers, and where answers go.
    private static func threaded(_ mail: Mail, _ thread: MailThread, _ from: Mailbox) throws(MailFailure) -> [UInt8] {
        func address(_ mailbox: Mailbox, named name: String) -> MailAddress? {
            MailAddress(mailbox.address).map { MailAddress(name: name, local: $0.local, domain: $0.domain) }
        }
        guard let sender = address(from, named: thread.author), let to = address(mail.to, named: mail.to.name) else {
            throw MailFailure(isTemporary: false, reason: "the address is none to which mail can be sent")
        }
        var outgoing = OutgoingMail(
            from: sender,
            to: [to],
            subject: mail.subject,
            text: mail.text,
            messageID: thread.messageID,
            date: mail.at.milliseconds
        )
        outgoing.inReplyTo = thread.inReplyTo
        outgoing.references = thread.references
        outgoing.language = mail.language.rawValue
        if let replyTo = thread.replyTo.flatMap({ MailAddress($0) }) {
            outgoing.replyTo = [MailAddress(name: thread.author, local: replyTo.local, domain: replyTo.domain)]
        }
        do {
            return try outgoing.bytes()
        } catch  where outgoing.inReplyTo != nil || !outgoing.references.isEmpty {
            // What somebody's program calls its messages need not be what a mail may hold.
            outgoing.inReplyTo = nil
            outgoing.references = []
            do {
                return try outgoing.bytes()
            } catch {
                throw MailFailure(isTemporary: false, reason: error.description)
            }
        } catch {
            throw MailFailure(isTemporary: false, reason: error.description)
        }
    }

    /// Refuses an address that holds anything but the plain characters of addresses: no spaces, brackets or controls.
    static func check(_ address: String) throws(MailFailure) {
        let parts = address.split(separator: "@", omittingEmptySubsequences: false)
        let isPlain = address.utf8.allSatisfy { (33...126).contains($0) && !"<>()[]\\,;:\"".utf8.contains($0) }
        guard parts.count == 2, !parts[0].isEmpty, !parts[1].isEmpty, isPlain, address.utf8.count <= 254 else {
            throw MailFailure(isTemporary: false, reason: "the address is none to which mail can be sent")
        }
    }

    private static func part(_ subtype: String, _ text: String) -> [String] {
        ["Content-Type: text/\(subtype); charset=utf-8", "Content-Transfer-Encoding: base64", ""]
            + folded(base64(lines(text)))
    }

    /// The text with its lines ended as mail has them.
    private static func lines(_ text: String) -> [UInt8] {
        var bytes: [UInt8] = []
        var last: UInt8 = 0
        for byte in text.utf8 {
            if byte == 10, last != 13 { bytes.append(13) }
            bytes.append(byte)
            last = byte
        }
        return bytes
    }

    private static func folded(_ text: [UInt8]) -> [String] {
        stride(from: 0, to: text.count, by: 76).map { start in
            String(decoding: text[start..<min(start + 76, text.count)], as: UTF8.self)
        }
    }

    private static func mailbox(_ mailbox: Mailbox) -> String {
        guard !mailbox.name.isEmpty else { return mailbox.address }
        return "\(words(mailbox.name, after: 8, isPhrase: true))\r\n <\(mailbox.address)>"
    }

    /// Words of a header: as they are where they are plain and short, else as encoded words of at most 75 characters.
    static func words(_ text: String, after used: Int, isPhrase: Bool = false) -> String {
        let isPlain = text.utf8.allSatisfy { byte in
            switch byte {
            case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: " "), UInt8(ascii: "-"):
                true
            default: !isPhrase && (33...126).contains(byte)
            }
        }
        if isPlain, text.utf8.count + used <= 76, !text.contains("=?"), text.first != " ", text.last != " " {
            return text
        }
        // 45 bytes are 60 characters in base 64; a character is never cut in two.
        var pieces: [[UInt8]] = [[]]
        for scalar in text.unicodeScalars {
            let bytes = Array(String(scalar).utf8)
            if pieces[pieces.count - 1].count + bytes.count > 42 { pieces.append([]) }
            pieces[pieces.count - 1] += bytes
        }
        return pieces.map { "=?utf-8?B?\(String(decoding: base64($0), as: UTF8.self))?=" }.joined(separator: "\r\n ")
    }

    /// The moment as mail writes it: `Tue, 24 Nov 2026 13:59:00 +0000`.
    static func date(_ moment: Instant) -> String {
        let days = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"]
        let months = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]
        let text = Array(moment.rfc3339.utf8)
        let field = { (range: Range<Int>) in String(decoding: text[range], as: UTF8.self) }
        let day = Int((Double(moment.milliseconds) / 86_400_000).rounded(.down))
        // 1 January 1970 was a Thursday.
        let weekday = ((day + 3) % 7 + 7) % 7
        let month = (Int(field(5..<7)) ?? 1) - 1
        return "\(days[weekday]), \(field(8..<10)) \(months[month]) \(field(0..<4)) \(field(11..<19)) +0000"
    }

    /// Bytes in base 64 (RFC 4648, section 4).
    static func base64(_ bytes: [UInt8]) -> [UInt8] {
        let digits = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/".utf8)
        var text: [UInt8] = []
        for start in stride(from: 0, to: bytes.count, by: 3) {
            let group = bytes[start..<min(start + 3, bytes.count)]
            let number = group.reduce(0 as UInt32) { $0 << 8 | UInt32($1) } << (8 * UInt32(3 - group.count))
            for place in 0..<4 {
                text.append(
                    place <= group.count ? digits[Int(number >> (18 - 6 * UInt32(place)) & 63)] : UInt8(ascii: "=")
                )
            }
        }
        return text
    }
}
