package import Hummingbird
package import NIOCore

/// What travels with one request.
package struct SetiaContext: RequestContext, RemoteAddressRequestContext {
    package var coreContext: CoreRequestContextStorage
    /// Where the connection comes from.
    package let remoteAddress: SocketAddress?

    package init(source: ApplicationRequestContextSource) {
        self.coreContext = CoreRequestContextStorage(source: source)
        self.remoteAddress = source.channel.remoteAddress
    }

    /// No body is taken into memory beyond this, unless its route says otherwise: 1 MiB.
    package var maxUploadSize: Int { BodyLimit.event }
}

/// How large a body may be, in bytes.
enum BodyLimit {
    /// One event, a member, a shop.
    static let event = 1_048_576
    /// A batch of events.
    static let batch = 16 * 1_048_576
    /// How many events a batch may hold.
    static let eventsInBatch = 1_000
}
