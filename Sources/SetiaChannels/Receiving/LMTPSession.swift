/// What a mail server says over LMTP (RFC 2033), and what is to be answered: one connection, without the network.
///
/// Bytes go in as they come, cut wherever the network cuts them; what is to be done comes out in order. A mail ends with a dot on a
/// line of its own between two CR LF, and with nothing else: what ends elsewhere in somebody's reading begins no second mail here.
package struct LMTPSession: Sendable {
    /// What is to be done.
    package enum Step: Sendable, Hashable {
        /// Says a line, or several.
        case reply(String)
        /// Takes a mail, and answers with one line for each recipient.
        case deliver(ReceivedEnvelope)
        /// Ends the connection.
        case close
    }

    /// The most bytes of a mail.
    package static let mostBytes = 25 << 20
    /// The most recipients of a mail.
    static let mostRecipients = 100
    /// The most bytes of a command.
    private static let mostOfALine = 2_048
    /// After so many commands that are none the connection ends.
    private static let mostMistakes = 20

    private enum Mode {
        case command
        /// Nothing more of the line is kept: it is too long.
        case skipping
        case data
    }

    private let host: String
    private var mode = Mode.command
    private var line: [UInt8] = []
    private var hasGreeted = false
    private var sender: String?
    private var recipients: [String] = []
    private var mistakes = 0
    private var data: [UInt8] = []
    private var isTooLarge = false
    /// How much of CR LF, dot, CR LF has come: 2 at the beginning of a line.
    private var ending = 2

    /// A connection.
    ///
    /// - Parameter host: What the server calls itself.
    package init(host: String) {
        self.host = host
    }

    /// What is said first.
    package var greeting: String { "220 \(host) LMTP ready" }

    /// Takes what has come.
    ///
    /// - Parameter bytes: As the network cut them.
    /// - Returns: what is to be done, in order.
    package mutating func take(_ bytes: some Collection<UInt8>) -> [Step] {
        var steps: [Step] = []
        for byte in bytes {
            switch mode {
            case .data:
                if let step = takeData(byte) { steps.append(step) }
            case .skipping:
                let isEnd = byte == LMTPSession.lf && line.last == LMTPSession.cr
                line = [byte]
                if isEnd {
                    line = []
                    mode = .command
                    steps += mistake("500 5.5.6 the line is too long")
                }
            case .command:
                line.append(byte)
                if byte == LMTPSession.lf, line.dropLast().last == LMTPSession.cr {
                    let command = String(decoding: line.dropLast(2), as: UTF8.self)
                    line = []
                    steps += answer(command)
                } else if line.count > LMTPSession.mostOfALine {
                    line = [byte]
                    mode = .skipping
                }
            }
            if steps.last == .close { return steps }
        }
        return steps
    }

    private static let (cr, lf, dot) = (UInt8(ascii: "\r"), UInt8(ascii: "\n"), UInt8(ascii: "."))

    // MARK: - A mail

    private mutating func takeData(_ byte: UInt8) -> Step? {
        switch (ending, byte) {
        case (2, LMTPSession.dot):
            // The first dot of a line is not the mail's.
            ending = 3
            return nil
        case (3, LMTPSession.cr):
            ending = 4
            return nil
        case (4, LMTPSession.lf): return endOfData()
        case (4, _): keep(LMTPSession.cr)
        default: break
        }
        switch byte {
        case LMTPSession.cr: ending = 1
        case LMTPSession.lf where ending == 1: ending = 2
        default: ending = 0
        }
        keep(byte)
        return nil
    }

    private mutating func keep(_ byte: UInt8) {
        if data.count < LMTPSession.mostBytes { data.append(byte) } else { isTooLarge = true }
    }

    private mutating func endOfData() -> Step {
        let envelope = ReceivedEnvelope(sender: sender ?? "", recipients: recipients, bytes: data)
        let isTooLarge = isTooLarge
        let count = recipients.count
        reset()
        guard isTooLarge else { return .deliver(envelope) }
        return .reply(Array(repeating: "552 5.3.4 the mail is too large", count: count).joined(separator: "\r\n"))
    }

    private mutating func reset() {
        mode = .command
        sender = nil
        recipients = []
        data = []
        isTooLarge = false
        ending = 2
    }

    // MARK: - Commands

    private mutating func answer(_ command: String) -> [Step] {
        let verb = command.prefix { $0 != " " }.uppercased()
        let rest = String(command.dropFirst(verb.count).drop { $0 == " " })
        switch verb {
        case "LHLO":
            guard !rest.isEmpty else { return mistake("501 5.5.4 LHLO needs a name") }
            reset()
            hasGreeted = true
            let lines = [
                host, "PIPELINING", "ENHANCEDSTATUSCODES", "8BITMIME", "SMTPUTF8", "SIZE \(LMTPSession.mostBytes)",
            ]
            let said = lines.enumerated().map {
                $0.offset < lines.count - 1 ? "250-\($0.element)" : "250 \($0.element)"
            }
            return [.reply(said.joined(separator: "\r\n"))]
        case "HELO", "EHLO": return mistake("500 5.5.1 this is LMTP: say LHLO")
        case "MAIL": return [.reply(mail(rest))]
        case "RCPT": return [.reply(recipient(rest))]
        case "DATA": return [.reply(beginData(rest))]
        case "RSET":
            reset()
            return [.reply("250 2.0.0 forgotten")]
        case "NOOP": return [.reply("250 2.0.0 yes")]
        case "VRFY": return [.reply("252 2.5.0 hand it over and see")]
        case "QUIT": return [.reply("221 2.0.0 goodbye"), .close]
        default: return mistake("500 5.5.2 there is no such command")
        }
    }

    /// Says that something was no command; too often ends it.
    private mutating func mistake(_ text: String) -> [Step] {
        mistakes += 1
        guard mistakes >= LMTPSession.mostMistakes else { return [.reply(text)] }
        return [.reply("421 4.7.0 too many mistakes"), .close]
    }

    private mutating func mail(_ text: String) -> String {
        guard hasGreeted else { return "503 5.5.1 say LHLO first" }
        guard sender == nil else { return "503 5.5.1 one mail after the other" }
        guard let (address, parameters) = path(text, after: "FROM:") else { return "501 5.5.4 MAIL FROM:<address>" }
        for parameter in parameters {
            let name = parameter.prefix { $0 != "=" }.uppercased()
            let value = parameter.dropFirst(name.count + 1).uppercased()
            switch name {
            case "SIZE":
                guard let size = Int(value) else { return "501 5.5.4 SIZE is a number" }
                guard size <= LMTPSession.mostBytes else { return "552 5.3.4 the mail is too large" }
            case "BODY":
                guard ["7BIT", "8BITMIME"].contains(value) else { return "501 5.5.4 BODY is 7BIT or 8BITMIME" }
            case "SMTPUTF8": continue
            default: return "555 5.5.4 \(name.filter { $0.isASCII && ($0.isLetter || $0.isNumber) }) is not known"
            }
        }
        sender = address
        return "250 2.1.0 from there"
    }

    private mutating func recipient(_ text: String) -> String {
        guard sender != nil else { return "503 5.5.1 say MAIL first" }
        guard let (address, parameters) = path(text, after: "TO:"), !address.isEmpty else {
            return "501 5.5.4 RCPT TO:<address>"
        }
        guard parameters.isEmpty else { return "555 5.5.4 RCPT takes no parameters here" }
        guard recipients.count < LMTPSession.mostRecipients else { return "452 4.5.3 too many recipients" }
        recipients.append(address)
        return "250 2.1.5 to there"
    }

    private mutating func beginData(_ rest: String) -> String {
        guard rest.isEmpty else { return "501 5.5.4 DATA stands alone" }
        guard !recipients.isEmpty else { return "503 5.5.1 there is nobody to deliver it to" }
        mode = .data
        return "354 the mail, and a dot on a line of its own"
    }

    /// An address in angle brackets behind a word, and what stands behind it.
    private func path(_ text: String, after word: String) -> (address: String, parameters: [Substring])? {
        guard text.prefix(word.count).uppercased() == word else { return nil }
        let rest = text.dropFirst(word.count).drop { $0 == " " }
        guard rest.first == "<" else { return nil }
        var isQuoted = false
        var isEscaped = false
        for place in rest.indices.dropFirst() {
            let character = rest[place]
            if isEscaped {
                isEscaped = false
            } else if character == "\\", isQuoted {
                isEscaped = true
            } else if character == "\"" {
                isQuoted.toggle()
            } else if character == ">", !isQuoted {
                let address = String(rest[rest.index(after: rest.startIndex)..<place])
                let after = rest[rest.index(after: place)...]
                guard address.utf8.count <= 320,
                    address.unicodeScalars.allSatisfy({ $0.value >= 32 && $0.value != 127 }),
                    after.isEmpty || after.first == " "
                else { return nil }
                return (address, after.split(separator: " "))
            }
        }
        return nil
    }
}

/// A mail as a server hands it over.
package struct ReceivedEnvelope: Sendable, Hashable {
    /// Who is named as the sender; empty for nobody.
    package let sender: String
    /// To whom it is to be delivered.
    package let recipients: [String]
    /// The mail.
    package let bytes: [UInt8]

    /// A mail.
    package init(sender: String, recipients: [String], bytes: [UInt8]) {
        self.sender = sender
        self.recipients = recipients
        self.bytes = bytes
    }
}
