package import SetiaService

/// Posts requests to networks of others, by libcurl; as webhooks, to addresses of the public network only.
package final class ChannelPoster: ChannelSender {
    private let poster: WebhookPoster
    private let fetcher: WebhookPoster
    /// The most bytes of an answer that are read.
    private static let most = 65_536

    /// A poster.
    ///
    /// - Parameters:
    ///   - allowsPrivate: Whether any address and plain HTTP will do: for development and tests.
    ///   - seconds: How long one request may take.
    ///   - fileSeconds: How long one request for a file may take.
    package init(allowsPrivate: Bool = false, seconds: Int = 15, fileSeconds: Int = 45) {
        poster = WebhookPoster(allowsPrivate: allowsPrivate, seconds: seconds)
        fetcher = WebhookPoster(allowsPrivate: allowsPrivate, seconds: fileSeconds)
    }

    package func post(_ post: ChannelPost) async -> ChannelAnswer {
        let headers = post.headers.map { (name: $0.name, value: $0.value) }
        switch await poster.exchange(headers, post.body, with: post.url, atMost: ChannelPoster.most) {
        case .answered(let status, let body): return .answered(status: status, body: body)
        case .failed(let reason, let mayHaveLeft):
            return mayHaveLeft ? .unknown(reason: reason) : .notReached(reason: reason)
        case .forbidden(let whom): return .notReached(reason: WebhookPoster.forbidden(whom))
        }
    }

    package func fetch(_ fetch: ChannelFetch, atMost most: Int) async -> ChannelFetched {
        let headers = fetch.headers.map { (name: $0.name, value: $0.value) }
        let answer = await fetcher.ask(headers, at: fetch.url, atMost: most)
        return switch answer.outcome {
        case .answered(let status, let body):
            .answered(status: status, body: body, isWhole: answer.isWhole, leadsTo: answer.leadsTo)
        case .failed(let reason, _): .failed(reason: reason)
        case .forbidden: .forbidden
        }
    }
}
