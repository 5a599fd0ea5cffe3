internal import SQLBase
internal import Synchronization

/// Counts the transactions that are under way, so that closing can wait for the last and nobody comes in after it.
final class Gate: Sendable {
    private struct State {
        var inside = 0
        var isClosed = false
        var waiting: [CheckedContinuation<Void, Never>] = []
    }

    private let state = Mutex(State())

    /// How many are inside, those that wait for the writer among them.
    var inside: Int { state.withLock { $0.inside } }

    /// Comes in; `leave` follows.
    ///
    /// - Throws: `SQLFailure`, `cannotOpen` once the gate is closed.
    func enter() throws(SQLFailure) {
        let isClosed = state.withLock { state in
            if !state.isClosed { state.inside += 1 }
            return state.isClosed
        }
        if isClosed {
            throw SQLFailure(.cannotOpen, message: "the database has been closed")
        }
    }

    /// Goes out.
    func leave() {
        let waiting: [CheckedContinuation<Void, Never>] = state.withLock { state in
            state.inside -= 1
            guard state.inside == 0 else { return [] }
            defer { state.waiting = [] }
            return state.waiting
        }
        for continuation in waiting {
            continuation.resume()
        }
    }

    /// Lets nobody in from now on and waits until all have left.
    ///
    /// - Returns: Whether it was open before, so that one of several who close does the rest.
    func close() async -> Bool {
        let wasOpen = state.withLock { state in
            defer { state.isClosed = true }
            return !state.isClosed
        }
        await withCheckedContinuation { continuation in
            let isEmpty = state.withLock { state in
                if state.inside > 0 { state.waiting.append(continuation) }
                return state.inside == 0
            }
            if isEmpty { continuation.resume() }
        }
        return wasOpen
    }
}
