package import SetiaCore
package import SetiaInsight
internal import Synchronization

/// Where somebody's what-if stands.
package enum WhatIfStand: Sendable {
    /// Nothing was asked, or the answer is no longer kept.
    case none
    /// It is being replayed.
    case running(WhatIfProgress)
    /// It is done.
    case done(WhatIfReport)
    /// It came to nothing.
    case failed(String)
}

/// Why a what-if is not begun: one is running in this process already.
package struct WhatIfBusy: Error, Sendable {}

extension SetiaService {
    /// Begins a what-if that goes on by itself; its answer is kept in memory for an hour, for whoever asked.
    ///
    /// One at a time in a process: it takes what the machine has. What this asker had asked before is forgotten.
    ///
    /// - Throws: the problems with the document as the reader states them, or `WhatIfBusy`.
    package func beginWhatIf(_ question: WhatIfQuestion, by asker: Key) async throws {
        _ = try reader.parse(question.document)
        // One that was stopped is over in a moment.
        await whatIfBoard.stopped()?.value
        try whatIfBoard.begin(question, by: asker) {
            Task {
                do {
                    let report = try await self.whatIf(question) { self.whatIfBoard.note($0) }
                    self.whatIfBoard.end(.done(report), at: self.surroundings.now())
                } catch is CancellationError {
                    self.whatIfBoard.end(.none, at: self.surroundings.now())
                } catch {
                    self.whatIfBoard.end(.failed("\(error)"), at: self.surroundings.now())
                }
            }
        }
    }

    /// Where the asker's what-if stands, and what was asked.
    package func whatIfStand(of asker: Key) -> (stand: WhatIfStand, question: WhatIfQuestion?) {
        whatIfBoard.stand(of: asker, at: surroundings.now())
    }

    /// Stops the asker's what-if, if one is running.
    package func stopWhatIf(of asker: Key) {
        whatIfBoard.stop(asker)
    }
}

/// The one what-if that runs, and the answers of the last hour.
final class WhatIfBoard: Sendable {
    private struct Running {
        let asker: Key
        let question: WhatIfQuestion
        let task: Task<Void, Never>
        var progress = WhatIfProgress(members: 0, ofMembers: 1, events: 0)
        var isStopped = false
    }

    private struct Kept {
        let question: WhatIfQuestion
        let stand: WhatIfStand
        let at: Instant
    }

    private struct State {
        var running: Running?
        var kept: [Key: Kept] = [:]
    }

    /// How long an answer is kept.
    private static let keptMilliseconds: Int64 = 3_600_000
    /// How many answers are kept at most.
    private static let mostKept = 20

    private let state = Mutex(State())

    /// Takes the one place there is and begins; the task finds its place taken when it starts to run.
    func begin(_ question: WhatIfQuestion, by asker: Key, _ work: () -> Task<Void, Never>) throws(WhatIfBusy) {
        try state.withLock { state throws(WhatIfBusy) in
            guard state.running == nil else { throw WhatIfBusy() }
            state.kept[asker] = nil
            state.running = Running(asker: asker, question: question, task: work())
        }
    }

    /// One that was stopped and has not ended yet.
    func stopped() -> Task<Void, Never>? {
        state.withLock { $0.running.flatMap { $0.isStopped ? $0.task : nil } }
    }

    func note(_ progress: WhatIfProgress) {
        state.withLock { $0.running?.progress = progress }
    }

    func end(_ stand: WhatIfStand, at now: Instant) {
        state.withLock { state in
            guard let running = state.running else { return }
            state.running = nil
            state.kept = state.kept.filter { now.milliseconds(since: $0.value.at) < WhatIfBoard.keptMilliseconds }
            if case .none = stand { return }
            if state.kept.count >= WhatIfBoard.mostKept {
                let oldest = state.kept.min { ($0.value.at, $0.key) < ($1.value.at, $1.key) }
                if let oldest { state.kept[oldest.key] = nil }
            }
            state.kept[running.asker] = Kept(question: running.question, stand: stand, at: now)
        }
    }

    func stop(_ asker: Key) {
        state.withLock { state in
            guard state.running?.asker == asker else { return }
            state.running?.isStopped = true
            state.running?.task.cancel()
        }
    }

    func stand(of asker: Key, at now: Instant) -> (WhatIfStand, WhatIfQuestion?) {
        state.withLock { state in
            if let running = state.running, running.asker == asker, !running.isStopped {
                return (.running(running.progress), running.question)
            }
            guard let kept = state.kept[asker], now.milliseconds(since: kept.at) < WhatIfBoard.keptMilliseconds else {
                return (.none, nil)
            }
            return (kept.stand, kept.question)
        }
    }
}
