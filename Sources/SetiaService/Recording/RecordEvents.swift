internal import JSONText
package import SetiaCore

/// What became of one event of a batch.
package enum RecordingOutcome: Sendable {
    /// It is on disk, now or since before.
    case recorded(Receipt)
    /// It counts for nothing yet: it is kept for somebody to look at, or until its order comes (rules D-9 and R-10).
    case kept(ReviewItem, isReplay: Bool)
    /// The programme says no; nothing was written.
    case refused(Refusal)
    /// It could not be written; nothing was.
    case failed(any Error)
}

extension SetiaService {
    /// How far ahead of our clock an event may say it happened, in milliseconds.
    static let clockTolerance: Int64 = 5 * 60 * 1_000

    /// Records one event: what a batch of one does.
    package func record(_ intake: Intake) async throws -> RecordingOutcome {
        try await record([prepare(intake)])[0]
    }

    /// Records events in the order given, in one transaction: claim, load, decide, append (`docs/architecture.md`).
    ///
    /// Each event is for itself: one that is refused, or cannot be written, leaves the others as they are. Several
    /// events of one member fold in memory and are written together. An answer means that it is on disk.
    ///
    /// - Returns: an outcome for each event, in the order given.
    /// - Throws: where nothing could be written at all.
    ///
    /// Where members are spread over machines, each member's events have a transaction of their own (`RecordApart`).
    package func record(_ prepared: [PreparedIntake]) async throws -> [RecordingOutcome] {
        let now = surroundings.now()
        guard !store.isDistributed else {
            let outcomes = await recordApart(prepared, now: now)
            await followUp(outcomes)
            await referByEvents(prepared, outcomes)
            return outcomes
        }
        let outcomes = try await withCounters { book in
            try await store.recording { ledger in
                try self.record(prepared, now: now, counters: book, apart: self.store.takesCountersApart, in: ledger)
            }
        }
        tellChanges(outcomes)
        await followUp(outcomes)
        await referByEvents(prepared, outcomes)
        return outcomes
    }

    /// Records the events of several requests in one transaction; a request with a claim is answered once.
    ///
    /// What a claimed request is answered is written with its events: either both are there or neither is.
    ///
    /// - Returns: for each request, in the order given, what became of it.
    /// - Throws: where nothing could be written at all.
    func record(_ requests: [RecordingRequest]) async throws -> [RecordingTurn] {
        guard requests.contains(where: { $0.once != nil }) else {
            var outcomes = try await record(requests.flatMap(\.prepared))[...]
            return requests.map { request in
                defer { outcomes = outcomes.dropFirst(request.prepared.count) }
                return .outcomes(Array(outcomes.prefix(request.prepared.count)))
            }
        }
        let now = surroundings.now()
        let (turns, outcomes) = try await withCounters { book in
            try await store.recording { ledger in
                try self.recordOnce(requests, now: now, counters: book, in: ledger)
            }
        }
        tellChanges(outcomes)
        await followUp(outcomes)
        for (request, turn) in zip(requests, turns) {
            if case .outcomes(let outcomes) = turn { await referByEvents(request.prepared, outcomes) }
        }
        return turns
    }

    private func recordOnce(
        _ requests: [RecordingRequest],
        now: Instant,
        counters: CounterBook,
        in ledger: any Ledger
    ) throws -> ([RecordingTurn], [RecordingOutcome]) {
        var turns: [RecordingTurn?] = Array(repeating: nil, count: requests.count)
        // Claims first, in the order of their keys, and before any member is locked: so nobody waits in a circle.
        var seen: Set<[UInt8]> = []
        var claimed: [(place: Int, once: RecordingOnce)] = []
        for (place, request) in requests.enumerated() {
            guard let once = request.once else { continue }
            if seen.insert(once.claim.key).inserted {
                claimed.append((place, once))
            } else {
                turns[place] = .turn(.running)
            }
        }
        claimed.sort { $0.once.claim.key.lexicographicallyPrecedes($1.once.claim.key) }
        for (one, record) in zip(claimed, try ledger.claim(claimed.map(\.once.claim))) {
            if let record { turns[one.place] = .turn(try turn(one.once.claim, record, in: ledger)) }
        }
        let open = requests.indices.filter { turns[$0] == nil }
        let prepared = open.flatMap { requests[$0].prepared }
        let outcomes =
            prepared.isEmpty
            ? []
            : try record(prepared, now: now, counters: counters, apart: store.takesCountersApart, in: ledger)
        var answers: [(claim: RequestClaim, answer: SealedAnswer)] = []
        var released: [RequestClaim] = []
        var rest = outcomes[...]
        for place in open {
            let own = Array(rest.prefix(requests[place].prepared.count))
            rest = rest.dropFirst(own.count)
            turns[place] = .outcomes(own)
            guard let once = requests[place].once else { continue }
            if let answer = once.reply(own) {
                answers.append((once.claim, try sealed(answer, in: ledger)))
            } else {
                released.append(once.claim)
            }
        }
        try ledger.keep(answers)
        try ledger.release(released)
        return (turns.map { $0 ?? .turn(.running) }, outcomes)
    }

    /// Records events within a transaction that others share.
    ///
    /// - Parameters:
    ///   - prepared: The events.
    ///   - now: When it is.
    ///   - isHistory: Whether a past is told, which takes nothing of counters that members share.
    ///   - counters: What was asked of those counters before, and granted.
    ///   - apart: Whether what is wanted of them besides is thrown as `CountersWanted`, and not taken here.
    ///   - ledger: The transaction.
    /// - Returns: an outcome for each event, in the order given.
    /// - Throws: where nothing could be written at all.
    func record(
        _ prepared: [PreparedIntake],
        now: Instant,
        isHistory: Bool = false,
        counters: CounterBook = CounterBook(),
        apart: Bool = false,
        in ledger: any Ledger
    ) throws -> [RecordingOutcome] {
        var batch = try RecordingBatch(
            service: self,
            reading: ledger,
            writing: ledger,
            isHistory: isHistory,
            counters: counters,
            takesApart: apart,
            now: now
        )
        return try batch.run(prepared)
    }
}
