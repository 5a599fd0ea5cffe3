internal import SetiaCore

/// What events asked of counters that members share, and were granted, before they are decided for good (rule B-1).
struct CounterBook: Sendable {
    /// How often an event may ask anew, since its member is no longer as she was when it asked.
    static let mostRounds = 4
    /// For how long a reservation is kept that is never settled, in milliseconds: longer than any recording takes.
    static let reservedMilliseconds: Int64 = 10 * 60 * 1_000

    /// By the cause.
    private(set) var asked: [Key: Asked] = [:]
    /// How often was asked.
    private(set) var rounds = 0

    /// What one event asked and got.
    struct Asked: Sendable {
        let claims: [CounterClaim]
        let grants: [Grant]
    }

    /// Nothing was asked.
    init() {}

    /// Whether what an event wants was asked for already.
    func covers(_ claims: [CounterClaim], of cause: Key) -> Bool {
        guard let asked = asked[cause] else { return false }
        return claims.allSatisfy { claim in
            claim.amount <= 0 || asked.claims.contains { $0.counter == claim.counter && $0.amount >= claim.amount }
        }
    }

    /// What an event was granted.
    func grants(of cause: Key) -> [Grant] { asked[cause]?.grants ?? [] }

    /// Takes what is wanted, counter by counter in the order of their keys; an event that asks anew gives up first what
    /// it had been granted.
    mutating func take(_ wanted: [WantedOfCounters], in ledger: any CounterLedger, at now: Instant) throws {
        rounds += 1
        try release(wanted.map(\.cause), in: ledger)
        var steps = wanted.flatMap { want in
            want.claims.filter { $0.amount > 0 }.map { (cause: want.cause, claim: $0) }
        }
        // Of one counter the events take in their own order.
        steps = steps.enumerated().sorted {
            ($0.element.claim.counter, $0.offset) < ($1.element.claim.counter, $1.offset)
        }.map(\.element)
        var grants: [Key: [Grant]] = [:]
        let until = now.adding(milliseconds: Self.reservedMilliseconds)
        for step in steps {
            let grant = try ledger.take(step.claim, for: step.cause, at: now, until: until)
            grants[step.cause, default: []].append(grant)
        }
        for want in wanted {
            asked[want.cause] = Asked(claims: want.claims, grants: grants[want.cause] ?? [])
        }
    }

    /// Decides an event with what it wants of counters, which is taken in the same transaction.
    mutating func decide(
        _ version: ProgrammeVersion,
        _ state: MemberState,
        _ event: Event,
        in ledger: any CounterLedger,
        at now: Instant
    ) throws -> (state: MemberState, decision: Decision) {
        let asked = try SetiaCore.decide(version, state, event)
        let claims = asked.decision.counterClaims
        guard claims.contains(where: { $0.amount > 0 }) else { return asked }
        try take([WantedOfCounters(cause: event.counterCause, claims: claims)], in: ledger, at: now)
        return try SetiaCore.decide(
            version,
            state,
            event,
            counting: .granted(grants(of: event.counterCause))
        )
    }

    /// Gives up what causes were granted.
    mutating func release(_ causes: [Key], in ledger: any CounterLedger) throws {
        var granted: [(counter: Key, cause: Key)] = []
        for cause in causes {
            granted += (asked[cause]?.grants ?? []).filter { $0.amount > 0 }.map { ($0.counter, cause) }
            asked[cause] = nil
        }
        granted.sort { $0 < $1 }
        for (counter, cause) in granted { try ledger.settle(cause, of: counter, used: 0) }
    }

    /// Gives up all.
    mutating func releaseAll(in ledger: any CounterLedger) throws {
        try release(Array(asked.keys), in: ledger)
    }

    /// Makes final what recorded events took, gives back what they give back, and frees what the others were granted.
    ///
    /// - Parameters:
    ///   - recorded: What became of the events that are written.
    ///   - ledger: Where the counters are.
    /// - Throws: `ReservationGone` where one was freed meanwhile, since its recording had taken too long.
    mutating func settle(_ recorded: [(cause: Key, decision: Decision)], in ledger: any CounterLedger) throws {
        var steps: [(counter: Key, cause: Key, used: Int64?)] = []
        var gives: [(counter: Key, amount: Int64)] = []
        for (cause, decision) in recorded {
            for grant in asked[cause]?.grants ?? [] where grant.amount > 0 {
                let claim = decision.counterClaims.first { $0.counter == grant.counter && $0.amount > 0 }
                steps.append((grant.counter, cause, claim?.amount ?? 0))
            }
            asked[cause] = nil
            for claim in decision.counterClaims where claim.amount < 0 { gives.append((claim.counter, -claim.amount)) }
        }
        for (cause, left) in asked {
            for grant in left.grants where grant.amount > 0 { steps.append((grant.counter, cause, nil)) }
        }
        asked = [:]
        steps.sort { ($0.counter, $0.cause) < ($1.counter, $1.cause) }
        gives.sort { $0 < $1 }
        for step in steps {
            let isThere = try ledger.settle(step.cause, of: step.counter, used: step.used ?? 0)
            if !isThere, step.used != nil { throw ReservationGone(cause: step.cause) }
        }
        for give in gives { try ledger.giveBack(give.amount, to: give.counter) }
    }
}

/// What an event wants of counters, which has to be taken before it is decided for good.
struct WantedOfCounters: Sendable {
    let cause: Key
    let claims: [CounterClaim]
}

/// Events want something of counters: nothing is written; taken, they are tried again.
struct CountersWanted: Error, Sendable {
    let wanted: [WantedOfCounters]
}

/// What was reserved was freed before it was settled: nothing is written; asked anew, the event is tried again.
struct ReservationGone: Error, Sendable {
    let cause: Key
}

extension Event {
    /// What its reservations are made for: its source and id.
    var counterCause: Key { Key("\(source)\u{1F}\(id)") }
}

extension SetiaService {
    /// Tries to record, and takes of counters what events want in a transaction of its own before they are tried again.
    ///
    /// Where nothing is wanted it is one attempt. What was taken and not settled, since the attempt failed, is released;
    /// should that fail too, the clock frees it.
    func withCounters<R>(_ attempt: (CounterBook) async throws -> R) async throws -> R {
        var book = CounterBook()
        while true {
            do {
                return try await attempt(book)
            } catch let wanted as CountersWanted {
                book = try await took(wanted.wanted, book)
            } catch is ReservationGone where book.rounds < CounterBook.mostRounds {
                book = try await released(book)
            } catch {
                if book.rounds > 0 { _ = try? await released(book) }
                throw error
            }
        }
    }

    private func took(_ wanted: [WantedOfCounters], _ book: CounterBook) async throws -> CounterBook {
        let now = surroundings.now()
        return try await store.recording { ledger in
            var book = book
            try book.take(wanted, in: ledger, at: now)
            return book
        }
    }

    private func released(_ book: CounterBook) async throws -> CounterBook {
        try await store.recording { ledger in
            var book = book
            try book.releaseAll(in: ledger)
            return book
        }
    }

    /// Frees what was reserved and never settled: of an event that was recorded after all it settles what that took.
    ///
    /// - Returns: how many reservations it saw to.
    @discardableResult
    package func sweepCounters() async throws -> Int {
        let now = surroundings.now()
        var done = 0
        while true {
            let seen = try await store.recording { ledger in
                let expired = try ledger.reservations(expiredBy: now, limit: 200)
                for reservation in expired.sorted(by: { ($0.counter, $0.id) < ($1.counter, $1.id) }) {
                    let used = try self.used(reservation, in: ledger)
                    try ledger.settle(reservation.id, of: reservation.counter, used: used)
                }
                return expired.count
            }
            done += seen
            if seen < 200 { return done }
        }
    }

    /// What of a reservation was used: what the event took that it was made for, where that was recorded.
    private func used(_ reservation: CounterReservation, in ledger: any Ledger) throws -> Int64 {
        let parts = reservation.id.text.split(separator: "\u{1F}", maxSplits: 1, omittingEmptySubsequences: false)
        guard parts.count == 2 else { return 0 }
        let (source, id) = (Key(String(parts[0])), Key(String(parts[1])))
        guard let claim = try ledger.claims([ClaimKey(source: source, kind: .event, key: id)])[0] else { return 0 }
        // A key that its recording did not come to settle leads to the member, and she knows her events.
        let event = claim.isPending ? try ledger.event(of: claim.event.member, source: source, id: id) : claim.event
        guard let event, let stored = try ledger.event(event) else { return 0 }
        let taken = stored.decision.counterClaims.first { $0.counter == reservation.counter && $0.amount > 0 }
        return min(reservation.amount, taken?.amount ?? 0)
    }
}
