/// Why a file that came with a message could not be had.
package enum FileTrouble: String, Sendable, Hashable, CaseIterable {
    /// It is larger than is kept, or the files of its message are together.
    case tooLarge = "too-large"
    /// It is not there any more, or what leads to it has run out.
    case gone
    /// The channel's token does not open it.
    case refused
    /// It lies where nothing is fetched: in a network of our own, or without encryption.
    case notAllowed = "not-allowed"
    /// Nobody answered, or not with all of it, as often as it was tried.
    case notReached = "not-reached"
    /// What the network said of it cannot be read.
    case unreadable
    /// Its channel was taken away meanwhile.
    case channelGone = "channel-gone"
}
