package import SetiaCore
internal import Synchronization

/// That something was committed in this process, and whom it touched; nobody where programmes or stores changed.
package struct Change: Sendable, Hashable {
    /// The members touched, at most 100.
    package var members: Set<MemberID>
    /// There were more than `members` tells.
    package var isMore: Bool

    /// A change.
    package init(members: Set<MemberID> = [], isMore: Bool = false) {
        self.members = members
        self.isMore = isMore
    }

    /// Whether she may have been touched.
    package func mayTouch(_ member: MemberID) -> Bool { isMore || members.contains(member) }
}

/// Tells whoever listens that something was committed; what comes while a listener is busy reaches it as one.
final class ChangeSignal: Sendable {
    /// The most members that a change names.
    private static let most = 100

    private struct State {
        var listeners: [Int: Listener] = [:]
        var last = 0
    }

    private struct Listener {
        var waiting: Change?
        let bell: AsyncStream<Void>.Continuation
    }

    private let state = Mutex(State())

    /// Whether anybody listens.
    var isHeard: Bool { state.withLock { !$0.listeners.isEmpty } }

    /// Tells that these members were touched; costs nothing much where nobody listens.
    func tell(_ members: some Sequence<MemberID>) {
        state.withLock { state in
            guard !state.listeners.isEmpty else { return }
            for listener in state.listeners.keys {
                var change = state.listeners[listener]?.waiting ?? Change()
                for member in members {
                    if change.members.contains(member) { continue }
                    guard change.members.count < ChangeSignal.most else {
                        change.isMore = true
                        break
                    }
                    change.members.insert(member)
                }
                state.listeners[listener]?.waiting = change
                state.listeners[listener]?.bell.yield()
            }
        }
    }

    /// What is committed from now on, as often as it is asked for the next.
    func changes() -> AsyncStream<Change> {
        let (bells, bell) = AsyncStream.makeStream(of: Void.self, bufferingPolicy: .bufferingNewest(1))
        let listener = state.withLock { state in
            state.last += 1
            state.listeners[state.last] = Listener(waiting: nil, bell: bell)
            return state.last
        }
        bell.onTermination = { [weak self] _ in
            self?.state.withLock { _ = $0.listeners.removeValue(forKey: listener) }
        }
        let bellsOfListener = Bells(bells)
        return AsyncStream { [weak self] in
            while await bellsOfListener.ring() {
                guard let self else { return nil }
                let change = self.state.withLock { state in
                    let change = state.listeners[listener]?.waiting
                    state.listeners[listener]?.waiting = nil
                    return change
                }
                if let change { return change }
            }
            return nil
        }
    }
}

/// The bells of one listener, heard one at a time.
private actor Bells {
    private let bells: AsyncStream<Void>

    init(_ bells: AsyncStream<Void>) {
        self.bells = bells
    }

    /// Waits for the next; whether there is one.
    func ring() async -> Bool {
        for await _ in bells { return true }
        return false
    }
}

extension SetiaService {
    /// Tells of the events of a batch that are new.
    func tellChanges(_ outcomes: [RecordingOutcome]) {
        outboxBell.ringOfNews()
        guard changeSignal.isHeard else { return }
        let members = outcomes.compactMap { outcome in
            if case .recorded(let receipt) = outcome, !receipt.isReplay { receipt.member } else { nil }
        }
        if !members.isEmpty { changeSignal.tell(members) }
    }

    /// What is committed in this process from now on.
    ///
    /// Several commits come as one where the reader is slower than they are. It ends when its reader's task is
    /// cancelled.
    package func changes() -> AsyncStream<Change> {
        changeSignal.changes()
    }
}
