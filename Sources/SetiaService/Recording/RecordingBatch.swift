internal import JSONText
internal import SetiaCore

/// One batch on its way through one transaction.
struct RecordingBatch {
    let service: SetiaService
    let ledger: any Archive
    /// Where it is written; nowhere in a rehearsal.
    let writer: (any Ledger)?
    /// Whether keys were claimed in a transaction before this one.
    let isReserved: Bool
    let configuration: Configuration
    let book: ProgrammeBook
    let now: Instant
    /// Whether a past is told: it takes nothing of counters that members share (rule B-5).
    let isHistory: Bool
    /// What was asked of counters, and granted.
    private(set) var counters: CounterBook
    /// Whether what events want of counters is taken in a transaction before this one.
    let takesApart: Bool
    /// What events want of counters and have not asked for yet.
    private var wanted: [WantedOfCounters] = []

    /// The members that the batch is about, in the order in which they were first named.
    var members: [MemberOnTheWay] = []
    var placeOfMember: [MemberID: Int] = [:]
    var outcomes: [RecordingOutcome?] = []
    /// Which event of this batch has claimed a key.
    private(set) var claimedHere: [ClaimKey: Int] = [:]
    /// For whom an event was claimed that is not written yet, by its place.
    var claimedFor: [Int: MemberID] = [:]
    /// The events as they are recorded: those about an order that was paid again under its own number (rule R-11).
    var told: [PreparedIntake] = []
    /// The claim of an order that was paid before, by the place of the event that says again that it was.
    var paidBefore: [Int: Claim] = [:]
    /// What is kept for somebody to look at, each by its event's place.
    var reviews: [(place: Int, stored: StoredReview)] = []
    /// Whether an event met keys that it claimed itself, and that are not settled.
    var hasOpenClaims = false

    init(
        service: SetiaService,
        reading ledger: any Archive,
        writing writer: (any Ledger)?,
        isReserved: Bool = false,
        isHistory: Bool = false,
        counters: CounterBook = CounterBook(),
        takesApart: Bool = false,
        now: Instant
    ) throws {
        self.service = service
        self.ledger = ledger
        self.writer = writer
        self.isReserved = isReserved
        configuration = try service.configuration(ledger)
        book = try configuration.published()
        self.now = now
        self.isHistory = isHistory
        self.counters = counters
        self.takesApart = takesApart
    }

    mutating func run(_ batch: [PreparedIntake]) throws -> [RecordingOutcome] {
        outcomes = Array(repeating: nil, count: batch.count)
        told = batch
        try answerRepeats(batch)
        var whose = try resolveMembers(batch)
        try loadStates(batch, whose)
        try followMerges(batch, &whose)
        if isReserved { try answerWritten(batch) }
        let keys = try openKeys(batch, whose)
        var refused: [Int] = []
        for (place, prepared) in batch.enumerated() where outcomes[place] == nil {
            decideOne(prepared, at: place, member: whose[place], key: whose[place].flatMap { keys[$0] })
            if case .refused = outcomes[place] { refused.append(place) }
        }
        try answerRepeats(batch, at: refused)
        guard wanted.isEmpty else { return try runGranted(batch) }
        try append()
        // Where members are on several machines, what they took is settled when they are written.
        if let writer, !isReserved {
            try counters.settle(recorded(batch), in: writer)
            if isHistory { try shelve(batch, in: writer) }
        }
        return outcomes.map { $0 ?? .failed(Unready.noProgramme) }
    }

    /// Runs it from the beginning once what its events want of counters is taken: what was decided so far was asking.
    private mutating func runGranted(_ batch: [PreparedIntake]) throws -> [RecordingOutcome] {
        guard let writer, !takesApart else { throw CountersWanted(wanted: wanted) }
        var granted = counters
        try granted.take(wanted, in: writer, at: now)
        var again = try RecordingBatch(
            service: service,
            reading: ledger,
            writing: writer,
            isReserved: isReserved,
            isHistory: isHistory,
            counters: granted,
            now: now
        )
        defer { told = again.told }
        return try again.run(batch)
    }

    /// What became of the events of this batch that are written by it.
    private func recorded(_ batch: [PreparedIntake]) -> [(cause: Key, decision: Decision)] {
        zip(batch, outcomes).compactMap { prepared, outcome in prepared.counted(outcome) }
    }

    /// ② Whom each event is about; a new identity makes a prospect, nobody makes a guest.
    private mutating func resolveMembers(_ batch: [PreparedIntake]) throws -> [MemberID?] {
        var asked: [IdentityHash] = []
        var seen: Set<IdentityHash> = []
        for (place, prepared) in batch.enumerated() where outcomes[place] == nil {
            if let identity = prepared.identity, seen.insert(identity.hash).inserted { asked.append(identity.hash) }
        }
        var known: [IdentityHash: MemberID] = [:]
        for (hash, member) in zip(asked, asked.isEmpty ? [] : try ledger.members(with: asked)) {
            known[hash] = member
        }
        // Two events of one batch may name one identity, the first of them claimed for a member who is to come.
        for (place, member) in claimedFor {
            if let identity = batch[place].identity { known[identity.hash] = known[identity.hash] ?? member }
        }
        let payers = try payersOfReturns(batch)
        var whose: [MemberID?] = Array(repeating: nil, count: batch.count)
        for (place, prepared) in batch.enumerated() where outcomes[place] == nil {
            if let member = claimedFor[place] {
                whose[place] = member
                continue
            }
            switch prepared.intake.who {
            case .member(let member): whose[place] = member
            case .nobody:
                guard let order = prepared.order else {
                    whose[place] = try addNewcomer(identity: nil)
                    continue
                }
                whose[place] = payers[order]
                if payers[order] == nil {
                    outcomes[place] = try outcome(of: .unknownOrder(order.id.text), prepared, at: place)
                }
            case .identity:
                guard let identity = prepared.identity else { continue }
                let member = try known[identity.hash] ?? addNewcomer(identity: identity)
                known[identity.hash] = member
                whose[place] = member
            }
        }
        return whose
    }

    /// Who paid the orders that come back without a word about whose they are: a return that names nobody is theirs.
    private func payersOfReturns(_ batch: [PreparedIntake]) throws -> [OrderKey: MemberID] {
        var orders: [OrderKey] = []
        for (place, prepared) in batch.enumerated() where outcomes[place] == nil && prepared.intake.who == .nobody {
            if let order = prepared.order { orders.append(order) }
        }
        guard !orders.isEmpty else { return [:] }
        let claims = try ledger.claims(orders.map { ClaimKey(source: $0.source, kind: .order, key: $0.id) })
        return zip(orders, claims).reduce(into: [:]) { payers, found in payers[found.0] = found.1?.event.member }
    }

    @discardableResult
    private mutating func addNewcomer(
        identity: (hash: IdentityHash, value: Identity)?,
        as reserved: MemberID? = nil
    ) throws -> MemberID {
        let member = reserved ?? MemberID(service.surroundings.newIdentifier())
        let key = try service.sealing.newMemberKey()
        let identities = try (identity.map { [$0] } ?? []).map { hash, value in
            SealedIdentity(
                hash: hash,
                sealed: try service.sealing.seal(Array(value.value.utf8), for: member, use: .identity, with: key),
                evidence: "event",
                addedAt: now
            )
        }
        placeOfMember[member] = members.count
        members.append(
            MemberOnTheWay(
                state: MemberState(member: member),
                newcomer: MemberPart.Newcomer(
                    key: key,
                    identities: reserved == nil ? identities : [],
                    words: service.words(of: [:], identity.map { [$0.value] } ?? []),
                    reserved: reserved == nil ? [] : identities
                )
            )
        )
        return member
    }

    /// ③ Load: each member once, with the orders that her events name.
    private mutating func loadStates(_ batch: [PreparedIntake], _ whose: [MemberID?]) throws {
        var requests: [StateRequest] = []
        var orders: [MemberID: [OrderKey]] = [:]
        for (place, prepared) in batch.enumerated() where outcomes[place] == nil {
            guard let member = whose[place], placeOfMember[member] == nil, let order = prepared.order,
                !orders[member, default: []].contains(order)
            else { continue }
            // Once, however many events of the batch name it: of two records, one would not know what the other does.
            orders[member, default: []].append(order)
        }
        var asked: Set<MemberID> = []
        for (place, member) in whose.enumerated() where outcomes[place] == nil {
            guard let member, placeOfMember[member] == nil, asked.insert(member).inserted else { continue }
            requests.append(StateRequest(member: member, orders: orders[member] ?? []))
        }
        guard !requests.isEmpty else { return }
        for state in try ledger.states(requests) {
            guard let state else { continue }
            placeOfMember[state.member] = members.count
            members.append(MemberOnTheWay(state: state, newcomer: nil))
        }
        // Claimed for somebody of whom nothing is written yet: now she comes, under the id that was claimed.
        for (place, prepared) in batch.enumerated() where outcomes[place] == nil {
            guard let member = whose[place], placeOfMember[member] == nil else { continue }
            switch prepared.intake.who {
            case .identity: try addNewcomer(identity: prepared.identity, as: member)
            case .nobody where prepared.order == nil: try addNewcomer(identity: nil, as: member)
            case .nobody, .member: break
            }
        }
    }

    /// Claims once more, now that the members are ours, where they were claimed in a transaction before this one.
    ///
    /// Whoever told the same event at once has claimed its keys alike, and may have written it after our claims were
    /// read and before its member was ours. What she has from now on is final.
    private mutating func answerWritten(_ batch: [PreparedIntake]) throws {
        claimedFor = [:]
        try answerRepeats(batch, at: batch.indices.filter { outcomes[$0] == nil })
    }

    /// The keys of members of whom something personal is said.
    private func openKeys(_ batch: [PreparedIntake], _ whose: [MemberID?]) throws -> [MemberID: WrappedKey] {
        var keys: [MemberID: WrappedKey] = [:]
        var asked: [MemberID] = []
        for (place, prepared) in batch.enumerated() where outcomes[place] == nil && prepared.personal != nil {
            guard let member = whose[place], let known = placeOfMember[member] else { continue }
            if let newcomer = members[known].newcomer {
                keys[member] = newcomer.key
            } else {
                asked.append(member)
            }
        }
        for (member, key) in zip(asked, asked.isEmpty ? [] : try ledger.keys(of: asked)) { keys[member] = key }
        return keys
    }

    /// ④ Decide one event against its member as the events before it left her.
    mutating func decideOne(_ told: PreparedIntake, at place: Int, member: MemberID?, key: WrappedKey?) {
        let prepared: PreparedIntake
        do {
            guard let meant = try numbered(told, at: place, of: member) else { return }
            prepared = meant
        } catch {
            outcomes[place] = .failed(error)
            return
        }
        for claim in prepared.claims {
            guard let first = claimedHere[claim] else { continue }
            outcomes[place] = answerRepeat(of: first, by: prepared, claim)
            return
        }
        guard let member, let known = placeOfMember[member] else {
            outcomes[place] = .refused(.unknownMember(member?.text ?? ""))
            return
        }
        do {
            let event = stamped(prepared.event)
            if isTooLate(prepared, of: known) {
                outcomes[place] = try keep(told, at: place, of: member, .tooLate, key)
                return
            }
            let (state, decision) = try decideCounted(event, prepared, of: known)
            // Nobody has claimed it, as it was to be refused, or somebody else's telling of it was: told again, it is.
            if isReserved, claimedFor[place] != member { throw StoreFailure.onItsWay }
            let sealed = try sealed(prepared, for: member, key)
            let recordedAt = prepared.recordedAt ?? now
            members[known].state = state
            members[known].events.append(
                MemberPart.RecordedEvent(
                    event: event,
                    facts: event.minutesAhead == prepared.event.minutesAhead
                        ? prepared.facts : FactsDocument.bytes(of: event),
                    sealed: sealed,
                    contentHash: prepared.contentHash,
                    claims: isReserved ? [] : prepared.claims,
                    recordedAt: recordedAt,
                    decision: decision
                )
            )
            members[known].places.append(place)
            let notices = service.noticed(
                decision,
                state,
                by: book.version(at: event.occurredAt),
                recordedAt: recordedAt,
                claims: !isReserved
            )
            members[known].events += notices.events
            members[known].state = notices.state
            for claim in prepared.claims { claimedHere[claim] = place }
            outcomes[place] = .recorded(
                Receipt(
                    member: member,
                    event: event,
                    recordedAt: recordedAt,
                    decision: decision,
                    isReplay: false
                )
            )
        } catch let refusal as Refusal {
            do {
                outcomes[place] = try outcome(of: refusal, prepared, at: place, about: (member, key, known))
            } catch {
                outcomes[place] = .failed(error)
            }
        } catch {
            outcomes[place] = .failed(error)
        }
    }

    /// Decides an event with what it was granted of counters that members share; where it was not asked yet what it wants
    /// of them, as if it were granted, and notes that it wants it (rule B-1).
    private mutating func decideCounted(
        _ event: Event,
        _ prepared: PreparedIntake,
        of known: Int
    ) throws -> (state: MemberState, decision: Decision) {
        guard !isHistory else { return try decideInTurn(event, prepared, of: known, counting: .free) }
        let asked = try decideInTurn(event, prepared, of: known, counting: .asking)
        guard asked.decision.counterClaims.contains(where: { $0.amount > 0 }) else { return asked }
        let cause = event.counterCause
        if !counters.covers(asked.decision.counterClaims, of: cause), counters.rounds < CounterBook.mostRounds {
            wanted.append(WantedOfCounters(cause: cause, claims: asked.decision.counterClaims))
            return asked
        }
        return try decideInTurn(event, prepared, of: known, counting: .granted(counters.grants(of: cause)))
    }

    /// The event with the clock of its store, where that is not the programme's: as it is now, for ever.
    private func stamped(_ event: Event) -> Event {
        guard let store = event.store, event.minutesAhead == nil,
            let shop = configuration.shop(store),
            shop.timeZone != book.version(at: event.occurredAt).programme.timeZone,
            let zone = service.reader.zone(shop.timeZone)
        else { return event }
        return Event(
            source: event.source,
            id: event.id,
            occurredAt: event.occurredAt,
            store: event.store,
            channel: event.channel,
            isAnonymous: event.isAnonymous,
            minutesAhead: Int(zone.minutesAhead(at: event.occurredAt)),
            matter: event.matter
        )
    }

    /// The personal part of an event as it is kept.
    private func sealed(_ prepared: PreparedIntake, for member: MemberID, _ key: WrappedKey?) throws -> [UInt8]? {
        switch prepared.road {
        case .reviewed(let sealed), .awaited(let sealed): return sealed
        case .door, .history:
            return try prepared.personal.flatMap { personal in
                try key.map { try service.sealing.seal(personal, for: member, use: .event, with: $0) }
            }
        }
    }

    /// Decides an event by the version that held when it happened; one that is late, and not too late, in its turn
    /// (rule D-5).
    private mutating func decideInTurn(
        _ event: Event,
        _ prepared: PreparedIntake,
        of known: Int,
        counting: Counting
    ) throws -> (state: MemberState, decision: Decision) {
        // Somebody wants it to count as it comes, by what holds now (rule D-9).
        if case .reviewed = prepared.road {
            return try decide(book.version(at: now), members[known].state, event, counting: counting)
        }
        let version = book.version(at: event.occurredAt)
        guard Refold.isDue(event, members[known].state, under: book) else {
            return try decide(version, members[known].state, event, counting: counting)
        }
        let member = members[known].state.member
        if members[known].history == nil {
            members[known].history =
                members[known].newcomer == nil ? try ledger.history(of: member).map(\.decided) : []
        }
        let past = (members[known].history ?? []) + members[known].events.map(\.decided)
        let refold = try Refold(of: event, after: past, members[known].state, under: book, counting: counting)
        let missing = refold.orders.filter { members[known].state.record(of: $0) == nil }
        // Those of this batch are at hand; of a newcomer there are no others.
        if !missing.isEmpty, members[known].newcomer == nil,
            let found = try ledger.states([StateRequest(member: member, orders: missing)])[0]
        {
            members[known].state.records += found.records
        }
        return try decide(version, members[known].state, event, refold, counting: counting)
    }

    /// ⑤ Append: each member's part is all or nothing by itself.
    private mutating func append() throws {
        let written = members.filter { !$0.events.isEmpty }
        if let writer { try keepReviews(in: writer) }
        guard let writer, !written.isEmpty else { return }
        let failures = try writer.append(
            written.map { member in
                MemberPart(
                    state: member.state,
                    newcomer: member.newcomer,
                    events: member.events,
                    tellsRewards: !isHistory && !member.places.contains { told[$0].isOfAPast }
                )
            }
        )
        for (member, failure) in zip(written, failures) {
            guard let failure else { continue }
            for place in member.places { outcomes[place] = .failed(failure) }
        }
    }
}

/// A member with what the batch has decided for her so far.
struct MemberOnTheWay {
    var state: MemberState
    let newcomer: MemberPart.Newcomer?
    var events: [MemberPart.RecordedEvent] = []
    /// What was recorded before the batch; none where no event asked for it.
    var history: [DecidedEvent]?
    /// The places of her events in the batch.
    var places: [Int] = []
}

extension StoredEvent {
    /// What a fold needs of it.
    var decided: DecidedEvent { DecidedEvent(event: event, decision: decision) }
}

extension MemberPart.RecordedEvent {
    fileprivate var decided: DecidedEvent { DecidedEvent(event: event, decision: decision) }
}

extension PreparedIntake {
    /// Whether a past is told by it.
    fileprivate var isOfAPast: Bool {
        if case .history = road { true } else { false }
    }

    /// What became of it, where it was written now and not before.
    func counted(_ outcome: RecordingOutcome?) -> (cause: Key, decision: Decision)? {
        guard case .recorded(let receipt) = outcome, !receipt.isReplay else { return nil }
        return (event.counterCause, receipt.decision)
    }
}

extension StoredEvent {
    /// The answer that the sender was given, as a repeat.
    package var receipt: Receipt {
        Receipt(member: member, event: event, recordedAt: recordedAt, decision: decision, isReplay: true)
    }
}
