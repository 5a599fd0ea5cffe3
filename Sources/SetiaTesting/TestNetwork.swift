package import SetiaService
internal import Synchronization

/// A network that keeps all it is sent, and answers as it is told.
package final class TestNetwork: ChannelSender {
    private let state = Mutex<(posts: [ChannelPost], answers: [ChannelAnswer])>(([], []))
    private let shelf = Mutex<(served: [String: [ChannelFetched]], fetches: [ChannelFetch])>(([:], []))

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

    /// What was asked for, oldest first.
    package var fetches: [ChannelFetch] { shelf.withLock { $0.fetches } }

    /// Puts something at an address; the last of several again and again.
    ///
    /// What lies nowhere is answered by 404.
    package func serve(_ url: String, _ answers: ChannelFetched...) {
        shelf.withLock { $0.served[url] = answers }
    }

    /// Puts a file at an address.
    package func serve(_ url: String, bytes: [UInt8]) {
        serve(url, .answered(status: 200, body: bytes, isWhole: true, leadsTo: nil))
    }

    /// Puts a text at an address.
    package func serve(_ url: String, text: String) { serve(url, bytes: Array(text.utf8)) }

    package func fetch(_ fetch: ChannelFetch, atMost most: Int) async -> ChannelFetched {
        await Task.yield()
        return shelf.withLock { shelf in
            shelf.fetches.append(fetch)
            guard let answers = shelf.served[fetch.url], let next = answers.first else {
                return .answered(status: 404, body: [], isWhole: true, leadsTo: nil)
            }
            if answers.count > 1 { shelf.served[fetch.url]?.removeFirst() }
            guard case .answered(let status, let body, true, let leadsTo) = next, body.count > most else { return next }
            return .answered(status: status, body: Array(body.prefix(most)), isWhole: false, leadsTo: leadsTo)
        }
    }
}
