/// Why a mail is taken for one that no person wrote to us.
package enum AutomaticSign: String, Sendable, Hashable, CaseIterable {
    /// `Auto-Submitted` says anything but "no" (RFC 3834).
    case autoSubmitted = "auto-submitted"
    /// `Precedence` is bulk, junk, list or auto_reply.
    case precedence
    /// It came over a list: `List-Id`, `List-Unsubscribe` or `List-Post`.
    case list
    /// A header that programs for absence notes use: `X-Autoreply`, `X-Autorespond`, `X-Autoresponder`, `X-Auto-Reply`,
    /// `X-AutoReply-From`, `X-Mail-Autoreply`, `X-FC-MachineGenerated`.
    case autoReplyHeader = "auto-reply-header"
    /// `X-Auto-Response-Suppress` asks for no answer.
    case asksForNoAnswer = "asks-for-no-answer"
    /// The return path is empty, as that of bounces is.
    case nullReturnPath = "null-return-path"
    /// The sender is called `MAILER-DAEMON` or `postmaster`.
    case daemon
    /// It is a report about another mail (`multipart/report`).
    case report
}

extension ReceivedMail {
    /// What shows that no person wrote it; empty where nothing does.
    ///
    /// What has any sign gets no automatic answer, lest two machines talk for ever; and one that answers automatically
    /// stops no clock.
    ///
    /// - Parameter envelopeSender: Whom the server named as the sender; empty for nobody, nil where it is not known.
    /// - Returns: In the order of `AutomaticSign`, each once.
    package func automaticSigns(envelopeSender: String? = nil) -> [AutomaticSign] {
        AutomaticSign.allCases.filter { sign in
            switch sign {
            case .autoSubmitted: headers.all("Auto-Submitted").contains { word(of: $0) != "no" }
            case .precedence:
                headers.all("Precedence").contains { ["bulk", "junk", "list", "auto_reply"].contains(word(of: $0)) }
            case .list: has("List-Id") || has("List-Unsubscribe") || has("List-Post")
            case .autoReplyHeader: hasAutoReplyHeader
            case .asksForNoAnswer: headers.all("X-Auto-Response-Suppress").contains { word(of: $0) != "none" }
            case .nullReturnPath: isNull(envelopeSender)
            case .daemon: from.contains { ["mailer-daemon", "postmaster"].contains($0.local.loweredASCII) }
            case .report: root.type.value == "multipart/report"
            }
        }
    }

    private var hasAutoReplyHeader: Bool {
        let names = [
            "X-Autoreply", "X-Autorespond", "X-Autoresponder", "X-Auto-Reply", "X-AutoReply-From", "X-Mail-Autoreply",
            "X-FC-MachineGenerated",
        ]
        return names.contains { name in headers.all(name).contains { !["no", "false"].contains(word(of: $0)) } }
    }

    private func has(_ name: String) -> Bool { headers.first(name) != nil }

    private func isNull(_ envelopeSender: String?) -> Bool {
        if let envelopeSender { return envelopeSender.isEmpty || envelopeSender == "<>" }
        guard let path = headers.first("Return-Path") else { return false }
        return path.raw.filter { !$0.isBlank } == Array("<>".utf8)
    }
}
