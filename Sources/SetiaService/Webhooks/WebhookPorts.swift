/// What webhooks need of the world, besides the store and the keys.
package struct WebhookPorts: Sendable {
    /// How messages leave.
    package let sender: any WebhookSender
    /// What is told of an event, as JSON of facts only; its form is the wire's matter.
    package let data: @Sendable (StoredEvent) -> [UInt8]
    /// Whether plain HTTP and this machine's own network will do: for development and tests.
    package let allowsPrivate: Bool

    /// Ports.
    package init(
        sender: any WebhookSender,
        data: @escaping @Sendable (StoredEvent) -> [UInt8],
        allowsPrivate: Bool = false
    ) {
        self.sender = sender
        self.data = data
        self.allowsPrivate = allowsPrivate
    }

    /// A service that tells nobody: nothing leaves.
    package static let none = WebhookPorts(sender: NoSender(), data: { _ in Array("{}".utf8) })
}

/// The port by which messages leave; `SetiaChannels` has its live form.
package protocol WebhookSender: Sendable {
    /// Posts a message and says what came back; it gives up in time, and follows nobody elsewhere.
    func post(_ message: SignedMessage, to url: String) async -> WebhookAnswer
}

/// What came back.
package enum WebhookAnswer: Sendable, Hashable {
    /// The receiver answered, with this status and a text that begins so.
    case answered(status: Int, beginning: String)
    /// Nobody answered, in English why.
    case unreachable(reason: String)

    /// The most bytes of an answer that are kept.
    package static let most = 500

    /// Whether the message was taken.
    package var isTaken: Bool {
        if case .answered(200..<300, _) = self { true } else { false }
    }

    /// The text of an answer as it may be kept and shown: no control characters but ends of lines.
    package static func shown(_ bytes: [UInt8]) -> String {
        var shown = String.UnicodeScalarView()
        for scalar in String(decoding: bytes.prefix(most), as: UTF8.self).unicodeScalars {
            switch scalar.value {
            case 9, 10, 32..<127, 128...: shown.append(scalar)
            default: shown.append("\u{FFFD}")
            }
        }
        return String(shown)
    }
}

private struct NoSender: WebhookSender {
    func post(_ message: SignedMessage, to url: String) -> WebhookAnswer {
        .unreachable(reason: "this program was started without webhooks")
    }
}
