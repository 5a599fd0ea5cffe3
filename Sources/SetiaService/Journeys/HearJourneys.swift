internal import SetiaCare
internal import SetiaCore

extension SetiaService {
    /// An event that is older than this when it is recorded begins nothing: a past that is told is no news (rule Y-3).
    private static let newsLasts: Int64 = 2 * 86_400_000

    /// Takes in what happened to members: what begins a journey, what she waits for, and what it is for (rules Y-3, Y-6).
    ///
    /// A line is written in the transaction of each event that a journey listens to, and taken away in the one that does
    /// what follows of it: so each is heard once, whoever dies.
    ///
    /// - Returns: how many events were heard.
    /// - Throws: `Unready`, or the world's trouble.
    func hearJourneys(in lanes: LaneSet, most: Int) async throws -> Int {
        let now = surroundings.now()
        let lines = try await store.reading {
            try $0.outboxLines(for: SetiaService.journeyListener, dueBy: now, in: lanes, limit: most)
        }
        let byMember = Dictionary(grouping: lines, by: \.event.member)
        let members = byMember.keys.sorted()
        let stretch = store.isDistributed ? 1 : 100
        var heard = 0
        for start in stride(from: 0, to: members.count, by: stretch) {
            let part = Array(members[start..<min(members.count, start + stretch)])
            let own = part.flatMap { byMember[$0] ?? [] }.sorted { $0.event.number < $1.event.number }
            heard += try await store.recording { try self.hear(own, of: part, at: now, $0) }
        }
        return heard
    }

    /// The events that begin journeys which are live.
    func journeyTriggers() async throws -> [EventType] {
        let now = surroundings.now()
        return try await store.reading { archive in
            try archive.journeys().filter { $0.state == .live }.compactMap { kept in
                let journey = try self.journeys(kept.key, [kept.version], at: now, archive)[kept.version]
                if case .event(let pattern)? = journey?.trigger { return pattern.type }
                return nil
            }
        }
    }

    private func hear(_ lines: [OutboxLine], of members: [MemberID], at now: Instant, _ ledger: any Ledger) throws
        -> Int
    {
        let states = try ledger.states(members.map { StateRequest(member: $0) })
        let byMember = Dictionary(
            zip(members, states).compactMap { member, state in state.map { (member, $0) } },
            uniquingKeysWith: { first, _ in first }
        )
        let known = try ledger.enrolments(of: members, onlyUnderWay: false)
        let kept = try ledger.journeys().filter { $0.state == .live || $0.state == .paused }
        var journeys: [Key: [Int: Journey]] = [:]
        for one in kept {
            let numbers = known.filter { $0.journey == one.key && $0.ending == nil }.map(\.version) + [one.version]
            journeys[one.key] = try self.journeys(one.key, numbers, at: now, ledger)
        }
        let version = try configuration(ledger).published().version(at: now)
        var hearing = Hearing(
            own: Dictionary(grouping: known, by: \.member),
            programme: version.programme.name,
            at: now
        )
        var heard: [OutboxLine] = []
        for line in lines {
            guard try ledger.outboxLine(of: line.event, for: SetiaService.journeyListener)?.state == .waiting else {
                continue
            }
            heard.append(line)
            guard let stored = try ledger.event(line.event), let state = byMember[line.event.member] else { continue }
            let matches = { (pattern: Journey.EventPattern) in
                pattern.isOfType(stored.event)
                    && version.holds(pattern.condition, of: state, on: stored.event, at: now)
            }
            try hearing.goOn(stored, journeys, matches) { try self.clock(of: stored.member, $0, version, ledger) }
            guard state.status == .active, !state.isGuest,
                now.milliseconds(since: stored.event.occurredAt) <= SetiaService.newsLasts
            else { continue }
            for one in kept where one.state == .live {
                guard let journey = journeys[one.key]?[one.version], case .event(let pattern) = journey.trigger,
                    matches(pattern)
                else { continue }
                hearing.begin(
                    one,
                    journey,
                    stored.member,
                    entry: Key("event:\(stored.decision.number)"),
                    surroundings.newIdentifier
                )
            }
        }
        try ledger.enrol(hearing.begun)
        try ledger.save(hearing.changed)
        try ledger.removeOutboxLines(heard, evenWaiting: true)
        return heard.count
    }
}

/// What members' journeys come to by what is heard, event by event.
private struct Hearing {
    var own: [MemberID: [JourneyEnrolment]]
    let programme: Key
    let now: Instant
    private(set) var begunIDs: Set<Identifier> = []
    private(set) var changedIDs: Set<Identifier> = []

    init(own: [MemberID: [JourneyEnrolment]], programme: Key, at now: Instant) {
        self.own = own
        self.programme = programme
        self.now = now
    }

    var begun: [JourneyEnrolment] { all.filter { begunIDs.contains($0.id) } }
    var changed: [JourneyEnrolment] { all.filter { changedIDs.contains($0.id) && !begunIDs.contains($0.id) } }
    private var all: [JourneyEnrolment] { own.values.flatMap(\.self).sorted { $0.id < $1.id } }

    mutating func goOn(
        _ stored: StoredEvent,
        _ journeys: [Key: [Int: Journey]],
        _ matches: (Journey.EventPattern) -> Bool,
        clock: (Journey) throws -> any LocalTime
    ) throws {
        var enrolments = own[stored.member] ?? []
        for place in enrolments.indices where enrolments[place].ending == nil {
            // What began it is not what it is for.
            guard enrolments[place].entry != Key("event:\(stored.decision.number)"),
                let journey = journeys[enrolments[place].journey]?[enrolments[place].version]
            else { continue }
            let zone = try clock(journey)
            var isChanged = enrolments[place].hear(by: journey, at: now, in: zone, matches: matches)
            if enrolments[place].ending == nil, journey.exits.contains(.consent),
                case .consentChanged(let consent) = stored.event.matter, !consent.isGiven,
                journey.messages.contains(where: {
                    $0.message.kind.needsConsent && $0.message.purpose == consent.purpose
                        && $0.message.concept.channels == [consent.channel]
                })
            {
                enrolments[place].end(.consent, at: now)
                isChanged = true
            }
            if isChanged { changedIDs.insert(enrolments[place].id) }
        }
        own[stored.member] = enrolments
    }

    mutating func begin(
        _ kept: KeptJourney,
        _ journey: Journey,
        _ member: MemberID,
        entry: Key,
        _ newIdentifier: () -> Identifier
    ) {
        let earlier = (own[member] ?? []).filter { $0.journey == kept.key }
        guard !earlier.contains(where: { $0.entry == entry }), journey.again.allows(earlier, at: now) else { return }
        var enrolment = JourneyEnrolment(
            id: newIdentifier(),
            member: member,
            journey: kept.key,
            version: kept.version,
            entry: entry,
            enteredAt: now
        )
        if journey.holdsOut(member, earlier, journey.draw(kept.key, in: programme)) {
            enrolment.end(.heldOut, at: now)
        }
        own[member, default: []].append(enrolment)
        begunIDs.insert(enrolment.id)
    }
}
