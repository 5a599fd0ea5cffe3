package import SetiaService

/// Posts requests to networks of others, by libcurl; as webhooks, to addresses of the public network only.
package final class ChannelPoster: ChannelSender {
    private let poster: WebhookPoster
    /// The most bytes of an answer that are read.
    private static let most = 65_536

    /// A poster.
    ///
    /// - Parameters:
    ///   - allowsPrivate: Whether any address and plain HTTP will do: for development and tests.
    ///   - seconds: How long one request may take.
    package init(allowsPrivate: Bool = false, seconds: Int = 15) {
        poster = WebhookPoster(allowsPrivate: allowsPrivate, seconds: seconds)
    }

    package func post(_ post: ChannelPost) async -> ChannelAnswer {
        let headers = post.headers.map { (name: $0.name, value: $0.value) }
        switch await poster.exchange(headers, post.body, with: post.url, atMost: ChannelPoster.most) {
        case .answered(let status, let body): return .answered(status: status, body: body)
        case .failed(let reason, let mayHaveLeft):
            return mayHaveLeft ? .unknown(reason: reason) : .notReached(reason: reason)
        }
    }
}
