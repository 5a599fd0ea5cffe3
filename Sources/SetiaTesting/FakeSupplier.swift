internal import JSONText
package import SetiaService
internal import Synchronization

/// A supplier of codes that keeps to the protocol of docs/integrating.md: it gives one code an order, however often the
/// order comes, and believes what is signed.
package final class FakeSupplier: ChannelSender {
    /// What becomes of orders from now on.
    package enum Mood: Sendable, Hashable {
        /// They are answered at once.
        case gives
        /// They are taken, and answered once somebody asks after `delivers()`.
        case later
        /// They are refused for a reason.
        case refuses(String)
        /// Each is answered by this status and nothing else.
        case answers(Int)
        /// They are taken and bought, and the answer is lost.
        case losesAnswers
        /// Nobody is reached.
        case isAway
    }

    private struct State {
        var mood = Mood.gives
        var secret = ""
        var bought: [String: String] = [:]
        var taken: [String] = []
        var requests: [(order: String, isAsked: Bool)] = []
        var unsigned = 0
    }

    private let state = Mutex(State())

    /// One that gives at once, and believes what `TestSealing` signs.
    package init() {}

    /// What becomes of orders from now on.
    package var mood: Mood {
        get { state.withLock { $0.mood } }
        set { state.withLock { $0.mood = newValue } }
    }

    /// Tells it the secret that Setia made.
    package func learn(_ secret: String) { state.withLock { $0.secret = secret } }

    /// Has what was taken bought, so that whoever asks gets it.
    package func delivers() {
        state.withLock { state in
            for order in state.taken where state.bought[order] == nil { FakeSupplier.buy(order, &state) }
            state.mood = .gives
        }
    }

    /// Loses all orders that it has taken and not bought yet.
    package func forgets() { state.withLock { $0.taken = [] } }

    /// The codes that were bought, by their orders.
    package var bought: [String: String] { state.withLock { $0.bought } }
    /// Each request that came, oldest first: for which order, and whether it was asked for.
    package var requests: [(order: String, isAsked: Bool)] { state.withLock { $0.requests } }
    /// How many requests were not signed as they should be.
    package var unsigned: Int { state.withLock { $0.unsigned } }

    package func post(_ post: ChannelPost) async -> ChannelAnswer {
        await Task.yield()
        return state.withLock { state in
            if state.mood == .isAway { return .notReached(reason: "nobody is there") }
            let json = try? JSON.parse(post.body)
            guard let order = json?["order"]?.string, isSigned(post.headers, post.body, order, state.secret) else {
                state.unsigned += 1
                return .answered(status: 401, body: [])
            }
            state.requests.append((order, false))
            if state.bought[order] != nil { return .answered(status: 200, body: FakeSupplier.body(order, state)) }
            switch state.mood {
            case .gives:
                FakeSupplier.buy(order, &state)
                return .answered(status: 201, body: FakeSupplier.body(order, state))
            case .later:
                if !state.taken.contains(order) { state.taken.append(order) }
                return .answered(status: 202, body: [])
            case .refuses(let reason):
                let body = JSON.object(["reason": .string(reason)])
                return .answered(status: 422, body: body.canonical)
            case .answers(let status): return .answered(status: status, body: [])
            case .losesAnswers:
                FakeSupplier.buy(order, &state)
                return .unknown(reason: "it did not answer within 15 seconds")
            case .isAway: return .notReached(reason: "nobody is there")
            }
        }
    }

    package func fetch(_ fetch: ChannelFetch, atMost most: Int) async -> ChannelFetched {
        await Task.yield()
        return state.withLock { state in
            if state.mood == .isAway { return .failed(reason: "nobody is there") }
            let order = String(fetch.url.split(separator: "/").last ?? "")
            guard isSigned(fetch.headers, [], order, state.secret) else {
                state.unsigned += 1
                return .answered(status: 401, body: [], isWhole: true, leadsTo: nil)
            }
            state.requests.append((order, true))
            if state.bought[order] != nil {
                return .answered(status: 200, body: FakeSupplier.body(order, state), isWhole: true, leadsTo: nil)
            }
            if case .refuses(let reason) = state.mood {
                let body = JSON.object(["reason": .string(reason)])
                return .answered(status: 410, body: body.canonical, isWhole: true, leadsTo: nil)
            }
            let status = state.taken.contains(order) ? 202 : 404
            return .answered(status: status, body: [], isWhole: true, leadsTo: nil)
        }
    }

    private static func buy(_ order: String, _ state: inout State) {
        state.bought[order] = "CARD-\(state.bought.count + 1)"
    }

    private static func body(_ order: String, _ state: State) -> [UInt8] {
        JSON.object([
            "code": .string(state.bought[order] ?? ""), "expiresAt": .string("2027-12-31T16:00:00Z"),
            "pin": .string("4711"), "url": .string("https://cards.example.com/show"),
        ]).canonical
    }

    private func isSigned(_ headers: [Channel.Setting], _ body: [UInt8], _ order: String, _ secret: String) -> Bool {
        func value(_ name: String) -> String? { headers.first { $0.name == name }?.value }
        guard value("webhook-id") == order, value("idempotency-key") == order,
            let timestamp = value("webhook-timestamp"), let key = SignedMessage.bytes(ofSecret: secret)
        else { return false }
        let content = Array("\(order).\(timestamp).".utf8) + body
        let mark = FNV.bytes(key + content) + FNV.bytes(content + key)
        return value("webhook-signature") == "v1,\(Base64.text(of: mark))"
    }
}
