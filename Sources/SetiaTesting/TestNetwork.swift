package import SetiaService
internal import Synchronization

/// A network that keeps all it is sent, and answers as it is told.
package final class TestNetwork: ChannelSender {
    private let state = Mutex<(posts: [ChannelPost], answers: [ChannelAnswer])>(([], []))

    /// One that answers `{}`.
    package init() {}

    /// What came, oldest first.
    package var posts: [ChannelPost] { state.withLock { $0.posts } }

    /// Tells it what to answer next; the last again and again.
    package func answer(_ answers: ChannelAnswer...) { state.withLock { $0.answers = answers } }

    package func post(_ post: ChannelPost) async -> ChannelAnswer {
        // Others get their turn in between, as on a network.
        await Task.yield()
        return state.withLock { state in
            state.posts.append(post)
            guard let next = state.answers.first else { return .answered(status: 200, body: Array("{}".utf8)) }
            if state.answers.count > 1 { state.answers.removeFirst() }
            return next
        }
    }
}
