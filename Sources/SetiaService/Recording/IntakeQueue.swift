internal import SetiaCore
internal import Synchronization
internal import Tracing

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
    /// How many requests may wait that name the same member.
    private let capacityPerMember: Int

    private struct State {
        var waiting: [Waiting] = []
        var events = 0
        var running = 0
        /// How many requests wait for each member.
        var perMember: [Waiter: Int] = [:]
    }

    private struct Waiting {
        let request: RecordingRequest
        let members: Set<Waiter>
        let since: ContinuousClock.Instant
        let scope: String?
        let trace: InstrumentationContext?
        let answer: CheckedContinuation<RecordingTurn, Never>
    }

    /// For whom requests wait: members as their senders name them.
    private enum Waiter: Hashable {
        case member(MemberID)
        case identity(IdentityHash)

        init?(_ prepared: PreparedIntake) {
            switch prepared.intake.who {
            case .member(let member): self = .member(member)
            case .identity:
                guard let identity = prepared.identity else { return nil }
                self = .identity(identity.hash)
            case .nobody: return nil
            }
        }
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
    ///   - capacityPerMember: How many requests may wait that name the same member.
    package init(
        service: SetiaService,
        measurements: Measurements = Measurements(),
        writers: Int = 1,
        batchSize: Int = 4_000,
        capacity: Int = 50_000,
        capacityPerMember: Int = 64
    ) {
        self.writers = writers
        self.capacityPerMember = capacityPerMember
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
    /// - Returns: an outcome for each; `Overloaded` where too many wait, `MemberBusy` where too many wait for a member.
    package func record(_ intakes: [Intake]) async -> [RecordingOutcome] {
        guard !intakes.isEmpty else { return [] }
        switch await record(intakes, once: nil) {
        case .outcomes(let outcomes): return outcomes
        case .failed(let error): return intakes.map { _ in .failed(error) }
        case .turn: preconditionFailure("a request without a claim has no turn")
        }
    }

    /// The same for a request that is answered once: its answer is written with its events.
    ///
    /// With no events, only the answer is written.
    package func record(_ intakes: [Intake], once: RecordingOnce?) async -> RecordingTurn {
        let prepared = intakes.map(service.prepare)
        return await withSpan("setia.queue") { span in
            span.attributes["setia.events"] = prepared.count
            return await wait(RecordingRequest(prepared: prepared, once: once))
        }
    }

    private func wait(_ request: RecordingRequest) async -> RecordingTurn {
        let members = Set(request.prepared.compactMap { Waiter($0) })
        let scope = RequestScope.id
        let trace = InstrumentationContext.current
        return await withCheckedContinuation { answer in
            let admission = state.withLock { state in
                guard state.events + request.prepared.count <= capacity else { return Admission.refused(Overloaded()) }
                guard members.allSatisfy({ state.perMember[$0, default: 0] < capacityPerMember }) else {
                    return .refused(MemberBusy(waiting: capacityPerMember))
                }
                for member in members { state.perMember[member, default: 0] += 1 }
                state.waiting.append(
                    Waiting(
                        request: request,
                        members: members,
                        since: .now,
                        scope: scope,
                        trace: trace,
                        answer: answer
                    )
                )
                state.events += request.prepared.count
                guard state.running < writers else { return .waits }
                state.running += 1
                return .runs
            }
            switch admission {
            case .waits: break
            case .runs: Task { await self.drain() }
            case .refused(let error): answer.resume(returning: .failed(error))
            }
        }
    }

    private enum Admission {
        case waits, runs
        case refused(any Error)
    }

    private func drain() async {
        while let batch = nextBatch() {
            let began = ContinuousClock.now
            measurements.observe(
                Measurements.Series("setia_queue_wait_seconds"),
                batch.map { $0.since.duration(to: began).seconds },
                bounds: Measurements.seconds
            )
            // The log of the database names the first request of those that share a transaction.
            let turns = await RequestScope.$id.withValue(batch[0].scope) { await record(batch) }
            measure(turns, since: began)
            for (waiting, turn) in zip(batch, turns) { waiting.answer.resume(returning: turn) }
        }
    }

    /// One transaction; its span hangs below the first request's, and is linked with those of the others.
    private func record(_ batch: [Waiting]) async -> [RecordingTurn] {
        await withSpan("setia.transaction", context: batch[0].trace ?? .topLevel) { span in
            span.attributes["setia.requests"] = batch.count
            for waiting in batch.dropFirst() {
                if let trace = waiting.trace { span.addLink(SpanLink(context: trace, attributes: [:])) }
            }
            do {
                return try await service.record(batch.map(\.request))
            } catch {
                span.recordError(error)
                return batch.map { _ in .failed(error) }
            }
        }
    }

    private func measure(_ turns: [RecordingTurn], since began: ContinuousClock.Instant) {
        var counts = (new: 0, replayed: 0, kept: 0, refused: 0, failed: 0)
        var events = 0
        for case .outcomes(let outcomes) in turns {
            events += outcomes.count
            for outcome in outcomes {
                switch outcome {
                case .recorded(let receipt) where receipt.isReplay: counts.replayed += 1
                case .recorded: counts.new += 1
                case .kept: counts.kept += 1
                case .refused: counts.refused += 1
                case .failed: counts.failed += 1
                }
            }
        }
        let all = [
            ("recorded", counts.new), ("replayed", counts.replayed), ("kept", counts.kept),
            ("refused", counts.refused), ("failed", counts.failed),
        ]
        for (outcome, count) in all where count > 0 {
            measurements.count(Measurements.Series("setia_events_total", "outcome", outcome), Int64(count))
        }
        measurements.observe(
            Measurements.Series("setia_commit_seconds"),
            began.duration(to: .now).seconds,
            bounds: Measurements.seconds
        )
        measurements.observe(
            Measurements.Series("setia_commit_events"),
            Double(events),
            bounds: Measurements.sizes
        )
    }

    private func nextBatch() -> [Waiting]? {
        state.withLock { state in
            var taken = 0
            var events = 0
            while taken < state.waiting.count,
                taken == 0 || events + state.waiting[taken].request.prepared.count <= batchSize
            {
                events += state.waiting[taken].request.prepared.count
                taken += 1
            }
            guard taken > 0 else {
                state.running -= 1
                return nil
            }
            let batch = Array(state.waiting[..<taken])
            state.waiting.removeFirst(taken)
            state.events -= events
            for member in batch.flatMap(\.members) {
                state.perMember[member] = state.perMember[member].flatMap { $0 > 1 ? $0 - 1 : nil }
            }
            return batch
        }
    }
}

/// Too many requests wait for one member; nothing was written, and the sender may try again.
package struct MemberBusy: Error, Sendable, CustomStringConvertible {
    /// How many wait.
    package let waiting: Int

    /// What a person reads.
    package var description: String { "\(waiting) requests for this member are waiting; try again in a moment" }
}

/// Too many events wait already; nothing was written, and the sender may try again.
package struct Overloaded: Error, Sendable, CustomStringConvertible {
    /// What a person reads.
    package var description: String { "too many events are waiting; try again in a moment" }
}
