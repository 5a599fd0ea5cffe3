internal import Dispatch
internal import SQLBase
internal import Synchronization

/// The links, lent one at a time to whoever comes first; closed when the last one has come back.
final class LinkPool: Sendable {
    private let configuration: PostgresConfiguration
    private let state = Mutex(State())

    private struct State {
        /// Those that nobody uses, the one used last at the end, which is taken first.
        var free: [Link] = []
        /// How many there are, lent or free.
        var count = 0
        var waiting: [(number: Int, lend: CheckedContinuation<Result<Link, SQLFailure>, Never>)] = []
        var arrivals = 0
        var isClosed = false
        var closing: [CheckedContinuation<Void, Never>] = []
    }

    init(_ configuration: PostgresConfiguration) {
        self.configuration = configuration
    }

    /// How many are lent, and how many wait for one.
    var load: SQLLoad {
        state.withLock { state in
            SQLLoad(
                running: state.count - state.free.count,
                waiting: state.waiting.count,
                most: configuration.links
            )
        }
    }

    /// A link for oneself, until it is given back.
    ///
    /// - Throws: `SQLFailure`, `busy` when none came free in time, `cannotOpen` after closing.
    func take() async throws(SQLFailure) -> Link {
        let result = await withCheckedContinuation { (lend: CheckedContinuation<Result<Link, SQLFailure>, Never>) in
            let (now, number): (Result<Link, SQLFailure>?, Int) = state.withLock { state in
                guard !state.isClosed else {
                    return (.failure(SQLFailure(.cannotOpen, message: "the database has been closed")), 0)
                }
                if let link = state.free.popLast() { return (.success(link), 0) }
                if state.count < configuration.links {
                    state.count += 1
                    return (.success(Link(configuration)), 0)
                }
                state.arrivals += 1
                state.waiting.append((state.arrivals, lend))
                return (nil, state.arrivals)
            }
            if let now {
                lend.resume(returning: now)
            } else {
                DispatchQueue.global().asyncAfter(
                    deadline: .now() + .milliseconds(configuration.poolTimeoutMilliseconds)
                ) { self.giveUp(number) }
            }
        }
        return try result.get()
    }

    /// Takes a link back.
    func give(_ link: Link) {
        let (next, closing): (CheckedContinuation<Result<Link, SQLFailure>, Never>?, [CheckedContinuation<Void, Never>])
        (next, closing) = state.withLock { state in
            if !state.waiting.isEmpty { return (state.waiting.removeFirst().lend, []) }
            guard state.isClosed else {
                state.free.append(link)
                return (nil, [])
            }
            state.count -= 1
            guard state.count == 0 else { return (nil, []) }
            defer { state.closing = [] }
            return (nil, state.closing)
        }
        next?.resume(returning: .success(link))
        for one in closing { one.resume() }
    }

    /// Lets go of all links that nobody uses, since the network has swallowed what another one sent: theirs is likely
    /// as silent, and each would have to be waited for.
    func dropFree() {
        // Closed where they are freed, outside of the lock.
        let dropped = state.withLock { state in
            state.count -= state.free.count
            defer { state.free = [] }
            return state.free
        }
        _ = dropped.count
    }

    /// Lets nobody in from now on, waits for what is lent, and closes all links.
    func close() async {
        await withCheckedContinuation { continuation in
            let isOver = state.withLock { state in
                state.isClosed = true
                state.count -= state.free.count
                state.free = []
                if state.count > 0 { state.closing.append(continuation) }
                return state.count == 0
            }
            if isOver { continuation.resume() }
        }
    }

    private func giveUp(_ number: Int) {
        let late = state.withLock { state in
            state.waiting.firstIndex { $0.number == number }.map { state.waiting.remove(at: $0).lend }
        }
        late?.resume(
            returning: .failure(SQLFailure(.busy, message: "all connections to PostgreSQL are in use; try again"))
        )
    }
}
