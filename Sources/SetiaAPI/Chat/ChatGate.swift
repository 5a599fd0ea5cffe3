internal import SetiaCore
internal import Synchronization

/// How chats are let in.
package struct ChatSettings: Sendable {
    /// The pages of others that may hold a chat, such as `https://shop.example.com`.
    package var origins: Set<String>
    /// Whether a proxy stands before the server, whose word about addresses is believed.
    package var isBehindProxy: Bool
    /// How many open chats this server keeps connected at once.
    package var mostStreams: Int

    /// Settings.
    package init(origins: Set<String> = [], isBehindProxy: Bool = false, mostStreams: Int = 1_000) {
        self.origins = origins
        self.isBehindProxy = isBehindProxy
        self.mostStreams = mostStreams
    }
}

/// How much one network address may do with chats on this server, so that nobody fills it alone (rule O-7).
final class ChatGate: Sendable {
    /// What is counted, with how often within which time.
    enum Act: Hashable {
        case begin, say
        /// Sending a file.
        case send
        /// Telling something by a channel without being believed.
        case forge

        var limit: (count: Int, milliseconds: Int64) {
            switch self {
            case .begin: (30, 3_600_000)
            case .say: (120, 600_000)
            case .send: (20, 600_000)
            case .forge: (60, 600_000)
            }
        }
    }

    private struct Count {
        var since: Instant
        var times: Int
    }

    private struct Place: Hashable {
        let address: String
        let act: Act
    }

    private struct State {
        var counts: [Place: Count] = [:]
        var streams = 0
        var streamsOf: [String: Int] = [:]
    }

    /// So many addresses are remembered; beyond, those whose time is over are forgotten, and else all.
    private static let mostPlaces = 20_000
    /// So many chats of one address are kept connected: a whole office may be behind it.
    private static let streamsAnAddress = 40

    private let mostStreams: Int
    private let state = Mutex(State())

    init(mostStreams: Int) {
        self.mostStreams = mostStreams
    }

    /// Whether an address may do something once more; it is counted then.
    func mayPass(_ act: Act, _ address: String, at now: Instant) -> Bool {
        state.withLock { state in
            let place = Place(address: address, act: act)
            if state.counts[place] == nil, state.counts.count >= ChatGate.mostPlaces {
                state.counts = state.counts.filter { place, count in
                    now.milliseconds - count.since.milliseconds < place.act.limit.milliseconds
                }
                if state.counts.count >= ChatGate.mostPlaces { state.counts = [:] }
            }
            var count = state.counts[place] ?? Count(since: now, times: 0)
            if now.milliseconds - count.since.milliseconds >= act.limit.milliseconds {
                count = Count(since: now, times: 0)
            }
            count.times += 1
            state.counts[place] = count
            return count.times <= act.limit.count
        }
    }

    /// Whether an address may do something once more; it is not counted.
    func isBelow(_ act: Act, _ address: String, at now: Instant) -> Bool {
        state.withLock { state in
            guard let count = state.counts[Place(address: address, act: act)],
                now.milliseconds - count.since.milliseconds < act.limit.milliseconds
            else { return true }
            return count.times < act.limit.count
        }
    }

    /// Whether one more chat may be connected; `leave` gives its place back.
    func enter(_ address: String) -> Bool {
        state.withLock { state in
            let own = state.streamsOf[address] ?? 0
            guard state.streams < mostStreams, own < ChatGate.streamsAnAddress else { return false }
            state.streams += 1
            state.streamsOf[address] = own + 1
            return true
        }
    }

    /// A chat is connected no more.
    func leave(_ address: String) {
        state.withLock { state in
            state.streams -= 1
            let own = (state.streamsOf[address] ?? 1) - 1
            state.streamsOf[address] = own > 0 ? own : nil
        }
    }
}
