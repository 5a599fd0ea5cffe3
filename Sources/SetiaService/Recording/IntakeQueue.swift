internal import Synchronization

/// Where requests wait for each other, so that one commit carries them all.
///
/// A batch is whatever has gathered while the ones before it were written: alone, an event waits for nobody; under load,
/// the price of reaching the disk is shared. A database that writes several transactions at once is given several
/// batches at once; events of one member that wait in different requests may then be recorded in either order, as if
/// the network had turned them round.
package final class IntakeQueue: Sendable {
    private let service: SetiaService
    private let state = Mutex(State())
    /// How many events one transaction takes at most.
    private let batchSize: Int
    /// How many events may wait.
    private let capacity: Int
    /// How many batches are written at once.
    private let writers: Int

    private struct State {
        var waiting: [Waiting] = []
        var events = 0
        var running = 0
    }

    private struct Waiting {
        let prepared: [PreparedIntake]
        let answer: CheckedContinuation<[RecordingOutcome], Never>
    }

    private let measurements: Measurements

    /// A queue before `service`.
    ///
    /// - Parameters:
    ///   - service: Who records.
    ///   - measurements: Where it counts.
    ///   - writers: How many batches are written at once: 1 where the database has one writer.
    ///   - batchSize: How many events one transaction takes at most.
    ///   - capacity: How many events may wait.
    package init(
        service: SetiaService,
        measurements: Measurements = Measurements(),
        writers: Int = 1,
        batchSize: Int = 4_000,
        capacity: Int = 50_000
    ) {
        self.writers = writers
        self.service = service
        self.measurements = measurements
        self.batchSize = batchSize
        self.capacity = capacity
    }

    /// How many events wait now.
    package var depth: Int {
        state.withLock { $0.events }
    }

    /// Records events and answers when they are on disk; in the order given, and behind what waits already.
    ///
    /// - Returns: an outcome for each; `Overloaded` where too many wait.
    package func record(_ intakes: [Intake]) async -> [RecordingOutcome] {
        guard !intakes.isEmpty else { return [] }
        let prepared = intakes.map(service.prepare)
        return await withCheckedContinuation { answer in
            let admission = state.withLock { state in
                guard state.events + prepared.count <= capacity else { return Admission.refused }
                state.waiting.append(Waiting(prepared: prepared, answer: answer))
                state.events += prepared.count
                guard state.running < writers else { return .waits }
                state.running += 1
                return .runs
            }
            switch admission {
            case .waits: break
            case .runs: Task { await self.drain() }
            case .refused: answer.resume(returning: intakes.map { _ in .failed(Overloaded()) })
            }
        }
    }

    private enum Admission {
        case waits, runs, refused
    }

    private func drain() async {
        while let batch = nextBatch() {
            let outcomes: [RecordingOutcome]
            let began = ContinuousClock.now
            do {
                outcomes = try await service.record(batch.flatMap(\.prepared))
            } catch {
                outcomes = batch.flatMap(\.prepared).map { _ in .failed(error) }
            }
            measure(outcomes, since: began)
            var next = 0
            for waiting in batch {
                waiting.answer.resume(returning: Array(outcomes[next..<(next + waiting.prepared.count)]))
                next += waiting.prepared.count
            }
        }
    }

    private func measure(_ outcomes: [RecordingOutcome], since began: ContinuousClock.Instant) {
        var counts = (new: 0, replayed: 0, refused: 0, failed: 0)
        for outcome in outcomes {
            switch outcome {
            case .recorded(let receipt) where receipt.isReplay: counts.replayed += 1
            case .recorded: counts.new += 1
            case .refused: counts.refused += 1
            case .failed: counts.failed += 1
            }
        }
        let all = [
            ("recorded", counts.new), ("replayed", counts.replayed), ("refused", counts.refused),
            ("failed", counts.failed),
        ]
        for (outcome, count) in all where count > 0 {
            measurements.count(Measurements.Series("setia_events_total", "outcome", outcome), Int64(count))
        }
        let took = began.duration(to: .now)
        measurements.observe(
            Measurements.Series("setia_commit_seconds"),
            Double(took.components.seconds) + Double(took.components.attoseconds) / 1e18,
            bounds: Measurements.seconds
        )
        measurements.observe(
            Measurements.Series("setia_commit_events"),
            Double(outcomes.count),
            bounds: Measurements.sizes
        )
    }

    private func nextBatch() -> [Waiting]? {
        state.withLock { state in
            var taken = 0
            var events = 0
            while taken < state.waiting.count, taken == 0 || events + state.waiting[taken].prepared.count <= batchSize {
                events += state.waiting[taken].prepared.count
                taken += 1
            }
            guard taken > 0 else {
                state.running -= 1
                return nil
            }
            let batch = Array(state.waiting[..<taken])
            state.waiting.removeFirst(taken)
            state.events -= events
            return batch
        }
    }
}

/// Too many events wait already; nothing was written, and the sender may try again.
package struct Overloaded: Error, Sendable, CustomStringConvertible {
    /// What a person reads.
    package var description: String { "too many events are waiting; try again in a moment" }
}
