/// Bounces of servers that do not write reports, read as people would.
extension ReceivedMail {
    func guessedBounce(envelopeSender: String?) -> BounceReport? {
        let signs = automaticSigns(envelopeSender: envelopeSender)
        let failed = addresses("X-Failed-Recipients").map(\.address)
        let isFromServer = signs.contains(.daemon) || signs.contains(.nullReturnPath)
        guard !failed.isEmpty || isFromServer && saysFailure else { return nil }
        let lines = text.utf8.prefix(64 << 10).split(separator: Byte.lineFeed).prefix(400).map {
            Array($0)[...].trimmed
        }
        let named = failed.isEmpty ? namedAddresses(lines) : failed
        let said = lines.first { EnhancedStatus(in: $0.repaired) != nil } ?? lines.first { replyCode($0) != nil }
        let status = said.flatMap { EnhancedStatus(in: $0.repaired) ?? replyCode($0) }
        let action: BouncedRecipient.Action = saysDelay || status?.kind == 4 && failed.isEmpty ? .delayed : .failed
        let returned = root.returnedHeaders
        return BounceReport(
            recipients: named.map { address in
                BouncedRecipient(
                    address: address,
                    originalAddress: nil,
                    action: action,
                    status: status,
                    diagnostic: said.map(\.repaired)
                )
            },
            originalMessageID: returned.originalID ?? idInText(lines),
            originalHeaders: returned,
            envelopeID: nil,
            isStandard: false
        )
    }

    private var saysFailure: Bool {
        let subject = subject.loweredASCII
        let words = [
            "undeliver", "delivery fail", "delivery status notification", "failure notice", "mail delivery",
            "returned mail", "delivery has failed", "delivery report", "non-delivery", "not delivered",
            "could not be delivered", "delivery delayed", "delayed",
        ]
        return words.contains { subject.contains($0) }
    }

    private var saysDelay: Bool {
        let subject = subject.loweredASCII
        return subject.contains("delay") || subject.contains("warning")
    }

    /// `<aisyah@example.com>:` at the beginning of a line, or else the first line that is an address and nothing more.
    private func namedAddresses(_ lines: [MailBytes]) -> [String] {
        var found: [String] = []
        for line in lines {
            guard line.contains(Byte.at), line.count < 320 else { continue }
            var piece = line
            if piece.first == Byte.less, let end = piece.firstIndex(of: Byte.greater) {
                piece = piece[(piece.startIndex + 1)..<end]
            } else if !found.isEmpty {
                continue
            } else if piece.last == Byte.colon {
                piece.removeLast()
            }
            let isAddress = piece.count { $0 == Byte.at } == 1 && !piece.contains { $0 <= 32 || $0 == Byte.colon }
            guard isAddress, let address = MailAddress(piece.repaired)?.address else { continue }
            if !found.contains(address) { found.append(address) }
            if found.count == 20 { break }
        }
        return found
    }

    /// `550 no such user` as 5.0.0.
    private func replyCode(_ line: MailBytes) -> EnhancedStatus? {
        for word in line.split(whereSeparator: { !$0.isDigit && !$0.isLetter && $0 != Byte.point }) {
            guard word.count == 3, word.allSatisfy(\.isDigit) else { continue }
            switch word[word.startIndex] {
            case UInt8(ascii: "4"): return EnhancedStatus(4, 0, 0)
            case UInt8(ascii: "5"): return EnhancedStatus(5, 0, 0)
            default: continue
            }
        }
        return nil
    }

    private func idInText(_ lines: [MailBytes]) -> String? {
        let line = lines.first { $0.hasWord("message-id:", at: $0.startIndex) }
        return line.flatMap { messageIDs(in: $0).first }
    }
}
