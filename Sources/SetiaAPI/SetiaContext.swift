package import Hummingbird
package import NIOCore
internal import SetiaCore
internal import SetiaService
internal import Synchronization

/// What travels with one request.
package struct SetiaContext: RequestContext, RemoteAddressRequestContext {
    package var coreContext: CoreRequestContextStorage
    /// Where the connection comes from.
    package let remoteAddress: SocketAddress?

    /// What is found out about it on its way.
    let notes = RequestNotes()
    /// Its claim, where it is to be carried out once and by a route that keeps its own answer.
    var claim: RequestClaim?

    package init(source: ApplicationRequestContextSource) {
        self.coreContext = CoreRequestContextStorage(source: source)
        self.remoteAddress = source.channel.remoteAddress
    }

    /// No body is taken into memory beyond this, unless its route says otherwise: 1 MiB.
    package var maxUploadSize: Int { BodyLimit.event }
}

/// What is found out about a request on its way, for those who look at it afterwards.
final class RequestNotes: Sendable {
    private let state = Mutex<(key: APIKey?, owner: MemberID?)>((nil, nil))

    /// The API key that was shown.
    var key: APIKey? {
        get { state.withLock { $0.key } }
        set { state.withLock { $0.key = newValue } }
    }

    /// The person of whom the answer tells, where it is kept; her key seals it.
    var owner: MemberID? {
        get { state.withLock { $0.owner } }
        set { state.withLock { $0.owner = newValue } }
    }
}

/// How large a body may be, in bytes.
enum BodyLimit {
    /// One event, a member, a shop.
    static let event = 1_048_576
    /// A batch of events.
    static let batch = 16 * 1_048_576
    /// A photo beside a review.
    static let photo = ProductReviewTerms.photoBytes
    /// How many events a batch may hold.
    static let eventsInBatch = 1_000
}
