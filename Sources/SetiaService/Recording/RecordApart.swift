internal import SetiaCore

extension SetiaService {
    /// How many members' events are on their way at the same time.
    private static let membersAtOnce = 8

    /// Records events where members are spread over several machines: those of one member in a transaction of her own.
    ///
    /// Events that say the same of whom they are about stay in their order; others pass each other. What an event did
    /// is asked first, without writing; then its keys are claimed for the member whom it found, in a transaction that
    /// touches look-ups only; then the member is written, and only then do the keys learn the event's number. Stopped
    /// anywhere on that way, the same event again goes on with the member it was claimed for, and what she has of it
    /// already makes it once.
    ///
    /// - Returns: an outcome for each event, in the order given; one that could not be written failed by itself.
    func recordApart(
        _ prepared: [PreparedIntake],
        now: Instant,
        isHistory: Bool = false
    ) async -> [RecordingOutcome] {
        var groups: [[Int]] = []
        var groupOf: [Subject: Int] = [:]
        for (place, one) in prepared.enumerated() {
            let subject = Subject(of: one, at: place)
            if let group = groupOf[subject] {
                groups[group].append(place)
            } else {
                groupOf[subject] = groups.count
                groups.append([place])
            }
        }
        var outcomes: [RecordingOutcome?] = Array(repeating: nil, count: prepared.count)
        await withTaskGroup(of: (places: [Int], outcomes: [RecordingOutcome]).self) { tasks in
            for (number, places) in groups.enumerated() {
                if number >= Self.membersAtOnce, let (done, found) = await tasks.next() {
                    for (place, outcome) in zip(done, found) { outcomes[place] = outcome }
                }
                tasks.addTask {
                    do {
                        return (places, try await self.recordGroup(places.map { prepared[$0] }, now: now, isHistory))
                    } catch {
                        return (places, places.map { _ in .failed(error) })
                    }
                }
            }
            for await (done, found) in tasks {
                for (place, outcome) in zip(done, found) { outcomes[place] = outcome }
            }
        }
        let all = outcomes.map { $0 ?? .failed(Unready.noProgramme) }
        tellChanges(all)
        return all
    }

    /// Records events about one; what they want of counters that members share is taken first.
    private func recordGroup(
        _ events: [PreparedIntake],
        now: Instant,
        _ isHistory: Bool
    ) async throws -> [RecordingOutcome] {
        try await withCounters { book in try await self.recordGroup(events, now: now, isHistory, book) }
    }

    private func recordGroup(
        _ events: [PreparedIntake],
        now: Instant,
        _ isHistory: Bool,
        _ counters: CounterBook
    ) async throws -> [RecordingOutcome] {
        let (rehearsed, plan, told) = try await store.reading { archive in
            var batch = try RecordingBatch(
                service: self,
                reading: archive,
                writing: nil,
                isHistory: isHistory,
                counters: counters,
                takesApart: true,
                now: now
            )
            let outcomes = try batch.run(events)
            return (outcomes, RecordingPlan(batch, batch.told, outcomes), batch.told)
        }
        if !plan.reviews.isEmpty {
            let reviews = plan.reviews
            try await store.recording { ledger in for review in reviews { try ledger.save(review) } }
        }
        guard !plan.reservations.isEmpty else {
            // What was stopped between being written and being settled is settled now.
            if plan.hasOpenClaims { try await settle(told, rehearsed) }
            if counters.rounds > 0 { try? await settle(counters, told, rehearsed) }
            return rehearsed
        }
        try await reserve(plan)
        let outcomes = try await store.recording { ledger in
            var batch = try RecordingBatch(
                service: self,
                reading: ledger,
                writing: ledger,
                isReserved: true,
                isHistory: isHistory,
                counters: counters,
                takesApart: true,
                now: now
            )
            return try batch.run(told)
        }
        // The events are on disk: should this fail, they are settled when they are told again.
        try? await settle(told, outcomes)
        try? await settle(counters, told, outcomes)
        return zip(outcomes, rehearsed).map { outcome, first in
            // What this very telling kept is no repeat.
            if case .kept(let item, true) = outcome, case .kept(let own, false) = first, item.id == own.id {
                first
            } else {
                outcome
            }
        }
    }

    /// Settles what the events took of counters; should it not come to that, the clock does (`sweepCounters`).
    private func settle(
        _ counters: CounterBook,
        _ events: [PreparedIntake],
        _ outcomes: [RecordingOutcome]
    ) async throws {
        let recorded = zip(events, outcomes).compactMap { $0.counted($1) }
        guard counters.rounds > 0 || recorded.contains(where: { !$0.decision.counterClaims.isEmpty }) else { return }
        try await store.recording { ledger in
            var counters = counters
            try counters.settle(recorded, in: ledger)
        }
    }

    /// Claims identities first, since whoever has one is whose the event is; then what makes the events once.
    private func reserve(_ plan: RecordingPlan) async throws {
        var owners: [MemberID: MemberID] = [:]
        if !plan.identities.isEmpty {
            let found = try await store.recording { ledger in
                for (identity, member) in plan.identities { try ledger.reserve(identity, for: member) }
                return try ledger.members(with: plan.identities.map(\.identity))
            }
            for (wanted, owner) in zip(plan.identities, found) { owners[wanted.member] = owner }
        }
        let reservations = plan.reservations.map { $0.claimed(for: owners[$0.member] ?? $0.member) }
        try await store.recording { ledger in
            for reservation in reservations { try ledger.reserve(reservation) }
        }
    }

    /// Tells the keys what became of the events that claimed them; what failed keeps its keys, since its sender says it
    /// again.
    private func settle(_ events: [PreparedIntake], _ outcomes: [RecordingOutcome]) async throws {
        let work = zip(events, outcomes).compactMap { event, outcome -> (Reservation, EventID?)? in
            switch outcome {
            case .recorded(let receipt):
                // The same order under another id was answered as the first one, and its own id claims nothing.
                let isItsOwn = receipt.event.source == event.event.source && receipt.event.id == event.event.id
                return (event.reservation(for: receipt.member), isItsOwn ? receipt.id : nil)
            case .refused, .kept: return (event.reservation(for: nil), nil)
            case .failed: return nil
            }
        }
        guard !work.isEmpty else { return }
        try await store.recording { ledger in
            for (reservation, event) in work {
                if let event {
                    try ledger.settle(reservation, as: event)
                } else {
                    try ledger.release(reservation)
                }
            }
        }
    }
}

/// What is to be claimed before a group of events is written.
private struct RecordingPlan: Sendable {
    let reservations: [Reservation]
    let identities: [(identity: IdentityHash, member: MemberID)]
    /// What is kept for somebody to look at.
    let reviews: [StoredReview]
    /// Whether an event met keys that it claimed itself, earlier.
    let hasOpenClaims: Bool

    /// What a rehearsal would have written.
    init(_ batch: RecordingBatch, _ events: [PreparedIntake], _ outcomes: [RecordingOutcome]) {
        reservations = zip(events, outcomes).compactMap { event, outcome in
            guard case .recorded(let receipt) = outcome, !receipt.isReplay else { return nil }
            return event.reservation(for: receipt.member)
        }
        identities = batch.members.filter { !$0.events.isEmpty }.flatMap { member in
            (member.newcomer?.identities ?? []).map { ($0.hash, member.state.member) }
        }
        hasOpenClaims = batch.hasOpenClaims
        reviews = batch.reviews.map(\.stored)
    }
}

/// Whom an event says that it is about; nobody is each time another.
private enum Subject: Hashable {
    case member(MemberID)
    case identity(IdentityHash)
    case order(OrderKey)
    case nobody(place: Int)

    init(of prepared: PreparedIntake, at place: Int) {
        switch prepared.intake.who {
        case .member(let member): self = .member(member)
        case .identity: self = prepared.identity.map { .identity($0.hash) } ?? .nobody(place: place)
        case .nobody: self = prepared.order.map { .order($0) } ?? .nobody(place: place)
        }
    }
}

extension PreparedIntake {
    /// What stands in place of its number until it has one: a number below zero that follows from its source and id.
    ///
    /// FNV-1a: no two events of a brand have the same but by a chance of one in 2⁶³, and that would delay one of them.
    var token: Int64 {
        var hash: UInt64 = 0xCBF2_9CE4_8422_2325
        for byte in Array(event.source.text.utf8) + [0] + Array(event.id.text.utf8) {
            hash = (hash ^ UInt64(byte)) &* 0x100_0000_01B3
        }
        return -1 - Int64(hash >> 1)
    }

    /// A reservation of its keys; whose they become matters only where they are to be claimed.
    fileprivate func reservation(for member: MemberID?) -> Reservation {
        let nobody = MemberID(Identifier(high: 0, low: 0))
        return Reservation(claims: claims, member: member ?? nobody, contentHash: contentHash, token: token)
    }
}

extension Reservation {
    fileprivate func claimed(for member: MemberID) -> Reservation {
        Reservation(claims: claims, member: member, contentHash: contentHash, token: token)
    }
}

extension StoreFailure {
    /// Another event holds a key and is not written yet.
    static let onItsWay = StoreFailure(
        kind: .busy,
        message: "another event claims the same order, return or redemption and is on its way; try again"
    )
}
