package import SetiaCore

/// What channels need of the world, besides the store and the keys.
package struct ChannelPorts: Sendable {
    /// The kinds there are, one adapter each.
    package let adapters: [any ChannelAdapter]
    /// How requests leave.
    package let sender: any ChannelSender
    /// Whether plain HTTP and this machine's own network will do: for development and tests.
    package let allowsPrivate: Bool

    /// Ports.
    package init(adapters: [any ChannelAdapter], sender: any ChannelSender, allowsPrivate: Bool = false) {
        self.adapters = adapters
        self.sender = sender
        self.allowsPrivate = allowsPrivate
    }

    /// A service that has no channels of others.
    package static let none = ChannelPorts(adapters: [], sender: NoChannels())

    /// The adapter of a kind, or none.
    package func adapter(_ kind: MessageChannel) -> (any ChannelAdapter)? { adapters.first { $0.kind == kind } }
}

/// The port by which requests leave; `SetiaChannels` has its live form.
package protocol ChannelSender: Sendable {
    /// Posts a request and says what came back; it gives up in time, and follows nobody elsewhere.
    func post(_ post: ChannelPost) async -> ChannelAnswer
    /// Asks for a file and says what came back, of the body at most so many bytes; as guarded as what it posts.
    func fetch(_ fetch: ChannelFetch, atMost most: Int) async -> ChannelFetched
}

/// What is kept of channels, to be read; a part of `Archive`.
package protocol ChannelArchive: AnyObject {
    /// All channels, by name.
    func channels() throws -> [ChannelRecord]
}

/// What is kept of channels, to be written; a part of `Ledger`.
package protocol ChannelLedger: ChannelArchive {
    /// Adds a channel, or changes it.
    func save(_ record: ChannelRecord) throws
    /// Takes a channel away; whether it was there.
    func removeChannel(_ name: Key) throws -> Bool
    /// Puts other content in the place of a message's, and takes its files away, those on their way too.
    func replaceContent(of place: MessagePlace, with sealed: [UInt8]) throws
    /// Takes back that a member may not be written to by a channel, for a cause.
    func lift(_ cause: Key, by channel: Key, of member: MemberID) throws
}

private struct NoChannels: ChannelSender {
    func post(_ post: ChannelPost) -> ChannelAnswer {
        .notReached(reason: "this program was started without channels")
    }

    func fetch(_ fetch: ChannelFetch, atMost most: Int) -> ChannelFetched {
        .failed(reason: "this program was started without channels")
    }
}
