package import SetiaService
internal import Synchronization

/// A receiver of webhooks that keeps all it is sent, and answers as it is told.
package final class TestReceiver: WebhookSender {
    /// A message that came.
    package struct Received: Sendable, Hashable {
        /// The message.
        package let message: SignedMessage
        /// Where it was posted.
        package let url: String

        /// Its body as text.
        package var text: String { String(decoding: message.body, as: UTF8.self) }
    }

    private let state = Mutex<(received: [Received], answer: WebhookAnswer)>(
        ([], .answered(status: 204, beginning: ""))
    )

    /// One that takes everything.
    package init() {}

    /// What came, oldest first.
    package var received: [Received] { state.withLock { $0.received } }

    /// What it answers from now on.
    package var answer: WebhookAnswer {
        get { state.withLock { $0.answer } }
        set { state.withLock { $0.answer = newValue } }
    }

    package func post(_ message: SignedMessage, to url: String) async -> WebhookAnswer {
        // Others get their turn in between, as on a network.
        await Task.yield()
        return state.withLock { state in
            state.received.append(Received(message: message, url: url))
            return state.answer
        }
    }
}

extension WebhookPorts {
    /// Ports whose messages end in `receiver`, and tell of the event's id.
    package static func test(_ receiver: TestReceiver, allowsPrivate: Bool = false) -> WebhookPorts {
        WebhookPorts(
            sender: receiver,
            data: { Array(#"{"event":"\#($0.id.text)"}"#.utf8) },
            allowsPrivate: allowsPrivate
        )
    }
}
