internal import SetiaCore
internal import Synchronization

/// Something that many ask for and that costs a look at the database: what was found stays for a moment.
///
/// What is written by this process is seen at once; what other servers write, once the moment is over.
final class ShortMemory<Value: Sendable>: Sendable {
    private struct State {
        var value: Value?
        var at: SetiaCore.Instant?
        /// Goes up whenever something was written: what was found before it is not shown after it.
        var turn = 0
    }

    private let state = Mutex(State())
    private let milliseconds: Int64

    /// A memory that lasts for so long.
    init(milliseconds: Int64) { self.milliseconds = milliseconds }

    /// What was found, where that is no longer ago than it stays.
    func value(at now: SetiaCore.Instant) -> Value? {
        state.withLock { state in
            guard let at = state.at, (0..<milliseconds).contains(now.milliseconds(since: at)) else { return nil }
            return state.value
        }
    }

    /// What to hand to `keep`, asked for before it is looked.
    var turn: Int { state.withLock(\.turn) }

    /// Keeps what was found, unless something was written meanwhile.
    func keep(_ value: Value, at now: SetiaCore.Instant, turn: Int) {
        state.withLock { state in
            guard state.turn == turn else { return }
            state.value = value
            state.at = now
        }
    }

    /// Forgets what was found, since something was written.
    func forget() {
        state.withLock { state in
            state.value = nil
            state.turn += 1
        }
    }
}
