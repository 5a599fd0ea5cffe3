internal import JSONText
internal import SetiaCare
internal import SetiaCore
internal import Synchronization

/// Something to be done outside of the transaction that came to it, and where she goes on then.
struct JourneyErrand: Sendable {
    let enrolment: JourneyEnrolment
    let deed: JourneyDeed
    let name: String
}

extension SetiaService {
    /// How long whoever does something for a member may take before somebody else does it again, with the same effect.
    static let journeyLease: Int64 = 60_000
    /// So many members go on in one transaction.
    static let journeyStretch = 250

    /// Does what is to be done for journeys now: hears what happened, looks at everybody once a day, and lets members go
    /// on for whom something is due.
    ///
    /// Whoever takes a member holds her for the transaction, looks at how far she is then, and writes how far she came: so
    /// nobody is taken twice, on however many servers, and whoever dies leaves her where she was (rule Y-5).
    ///
    /// - Parameters:
    ///   - lanes: Those of which members are taken.
    ///   - most: At most so many of each kind.
    /// - Returns: how many events were heard and members taken; 0 where there is nothing to do now.
    /// - Throws: `Unready`, or the world's trouble.
    package func runJourneys(in lanes: LaneSet = .all, most: Int = 1_000) async throws -> Int {
        let kept = try await store.reading { try $0.journeys() }
        guard kept.contains(where: { $0.state != .draft }) else { return 0 }
        var done = try await hearJourneys(in: lanes, most: most)
        done += try await lookAtMembers(for: kept)
        done += try await advanceJourneys(kept, in: lanes, most: most)
        return done
    }

    /// Lets members go on for whom something is due (rule Y-4).
    ///
    /// - Returns: how many were taken.
    /// - Throws: `Unready`, or the world's trouble.
    package func advanceJourneys(in lanes: LaneSet = .all, most: Int = 1_000) async throws -> Int {
        try await advanceJourneys(try await store.reading { try $0.journeys() }, in: lanes, most: most)
    }

    private func advanceJourneys(_ all: [KeptJourney], in lanes: LaneSet, most: Int) async throws -> Int {
        var taken = 0
        for kept in all where kept.state == .live || kept.state == .stopped {
            let now = surroundings.now()
            // Of a stopped journey all turns that there are: none is further away than this.
            let until = kept.state == .stopped ? now.adding(days: 36_500) : now
            let due = try await store.reading {
                try $0.enrolments(of: kept.key, dueBy: until, in: lanes, limit: most)
            }
            let stretch = store.isDistributed ? 1 : SetiaService.journeyStretch
            for start in stride(from: 0, to: due.count, by: stretch) {
                let part = Array(due[start..<min(due.count, start + stretch)])
                let (count, errands) = try await store.recording { ledger in
                    try self.advance(part, of: kept.key, at: now, ledger)
                }
                taken += count
                for errand in errands { try await self.run(errand) }
            }
        }
        return taken
    }

    /// Lets these go on, as they stand in the transaction.
    private func advance(
        _ due: [JourneyEnrolment],
        of key: Key,
        at now: Instant,
        _ ledger: any Ledger
    ) throws -> (taken: Int, errands: [JourneyErrand]) {
        let members = Set(due.map(\.member)).sorted()
        let states = try ledger.states(members.map { StateRequest(member: $0) })
        guard let kept = try ledger.journey(key), kept.state == .live || kept.state == .stopped else { return (0, []) }
        // As they stand now that nobody else holds them.
        var open = try ledger.enrolments(again: due).filter { enrolment in
            kept.state == .stopped || enrolment.dueAt.map { $0 <= now } ?? false
        }
        if kept.state == .stopped {
            for place in open.indices { open[place].end(.stopped, at: now) }
            try ledger.save(open)
            return (open.count, [])
        }
        let byMember = Dictionary(
            zip(members, states).compactMap { member, state in state.map { (member, $0) } },
            uniquingKeysWith: { first, _ in first }
        )
        let journeys = try self.journeys(key, open.map(\.version), at: now, ledger)
        let asksOfComplaints = journeys.values.contains { $0.exits.contains(.complaint) }
        let complaining = asksOfComplaints ? try ledger.complaining(members) : []
        let version = try configuration(ledger).published().version(at: now)
        let hashKey = memberHashKey
        var (moved, errands): ([JourneyEnrolment], [JourneyErrand]) = ([], [])
        var messages: [JourneyPlace: [(member: MemberID, once: Key)]] = [:]
        for var enrolment in open {
            guard let journey = journeys[enrolment.version], let state = byMember[enrolment.member] else { continue }
            var facts = JourneyFacts(now: now, hashKey: hashKey)
            facts.isMember = state.status == .active
            facts.isComplaining = complaining.contains(enrolment.member)
            facts.hasWithdrawn = state.hasWithdrawn(from: journey)
            let clock = try self.clock(of: enrolment.member, journey, version, ledger)
            let deeds = enrolment.advance(by: journey, facts, in: clock) {
                version.holds($0, of: state, at: now)
            }
            for deed in deeds {
                if case .message(let step, _, let once) = deed {
                    let place = JourneyPlace(journey: key, version: enrolment.version, step: step)
                    messages[place, default: []].append((enrolment.member, once))
                }
                if deed.holdsUp {
                    enrolment.dueAt = now.adding(milliseconds: SetiaService.journeyLease)
                    errands.append(JourneyErrand(enrolment: enrolment, deed: deed, name: journey.name))
                }
            }
            moved.append(enrolment)
        }
        try plan(messages, of: key, at: now, ledger)
        try ledger.save(moved)
        return (moved.count, errands)
    }

    /// Plans messages as broadcasts plan them; each is decided about, and sent or not, by the rules of contact (rule Y-7).
    private func plan(
        _ messages: [JourneyPlace: [(member: MemberID, once: Key)]],
        of key: Key,
        at now: Instant,
        _ ledger: any Ledger
    ) throws {
        guard !messages.isEmpty else { return }
        for broadcast in try ledger.journeyBroadcasts(key) {
            guard let place = broadcast.journey, let wanted = messages[place] else { continue }
            let terms = try contactTerms(for: broadcast, at: now, ledger)
            let decided = try decideContacts(wanted.map(\.member), broadcast, terms, at: now, ledger)
            let contacts = wanted.flatMap { member, once in
                decided.filter { $0.member == member }.prefix(1).map { found in
                    Contact(
                        member: member,
                        id: surroundings.newIdentifier(),
                        broadcast: broadcast,
                        onceKey: once,
                        by: found.channel,
                        decision: found.decision,
                        at: now
                    )
                }
            }
            try ledger.plan(contacts)
        }
    }

    // MARK: - What is done outside

    /// Does something that has an id of its own, so that doing it again is the same, and lets her go on.
    private func run(_ errand: JourneyErrand) async throws {
        let outcome = try await outcome(of: errand)
        let now = surroundings.now()
        let taken = errand.enrolment
        try await store.recording { ledger in
            _ = try ledger.states([StateRequest(member: taken.member)])
            // Somebody else may have done it, or ended it, meanwhile.
            guard var enrolment = try ledger.enrolments(again: [taken]).first, enrolment.step == taken.step,
                enrolment.path.count == taken.path.count,
                let journey = try self.journeys(taken.journey, [taken.version], at: now, ledger)[taken.version]
            else { return }
            let version = try self.configuration(ledger).published().version(at: now)
            let clock = try self.clock(of: taken.member, journey, version, ledger)
            enrolment.done(outcome, by: journey, at: now, in: clock)
            try ledger.save([enrolment])
        }
        changeSignal.tell([taken.member])
    }

    private func outcome(of errand: JourneyErrand) async throws -> Key {
        let member = errand.enrolment.member
        switch errand.deed {
        case .message: return ""
        case .survey(let step, let message, let once):
            guard let survey = message.survey else { return "" }
            let place = JourneyPlace(
                journey: errand.enrolment.journey,
                version: errand.enrolment.version,
                step: step
            )
            let now = surroundings.now()
            return try await store.recording { ledger in
                let outcome = try self.invite(member, to: survey, at: now, ledger)
                if outcome == "invited" {
                    try self.plan([place: [(member, once)]], of: place.journey, at: now, ledger)
                }
                return outcome
            }
        case .points(let wallet, let points, let once):
            return try await tell(.pointsAdjusted(Adjustment(wallet: wallet, points: points)), once, errand)
        case .event(let type, let once):
            return try await tell(.happened(Occurrence(type: type, facts: [])), once, errand)
        case .reward(let reward, let once):
            return try await tell(.rewardRedeemed(RewardWish(id: once, reward: reward)), once, errand)
        case .task(let text, let once):
            let bytes = sealing.keyedHash(Array(once.text.utf8), for: .contact)
            func half(_ range: Range<Int>) -> UInt64 { bytes[range].reduce(0) { $0 << 8 | UInt64($1) } }
            let id = CaseID(member: member, Identifier(high: half(0..<8), low: half(8..<16)))
            let now = surroundings.now()
            try await store.recording { ledger in
                let (state, key) = try self.caseMember(member, in: ledger)
                guard try ledger.memberCase(id) == nil else { return }
                let new = NewCase(member: member, kind: .task, text: text, source: .journey)
                _ = try self.open(new, text, id, state, key, by: .server, at: now, in: ledger)
            }
            return "opened"
        }
    }

    /// Records what happens to her at a step; the same again is answered with what it did the first time.
    private func tell(_ matter: Event.Matter, _ once: Key, _ errand: JourneyErrand) async throws -> Key {
        let event = Event(
            source: "setia/journeys",
            id: once,
            // When she came to the step: told again, it is the same event.
            occurredAt: errand.enrolment.path.last?.at ?? errand.enrolment.enteredAt,
            matter: matter
        )
        let words: JSONObject = ["reason": .string(errand.name)]
        switch try await record(Intake(event: event, who: .member(errand.enrolment.member), personal: words)) {
        case .recorded: return "done"
        case .kept, .refused: return "refused"
        case .failed(let error): throw error
        }
    }

    /// The clock by which she goes through a journey: her own where she said where she lives and a step waits for a time of
    /// day, else the brand's (rule Y-6).
    func clock(of member: MemberID, _ journey: Journey, _ version: ProgrammeVersion, _ archive: any Archive) throws
        -> any LocalTime
    {
        guard journey.goesByHerClock, let own = try archive.contactPreference(of: member)?.zone else {
            return version.zone
        }
        return reader.zone(own) ?? version.zone
    }

    // MARK: - Reading them

    /// Versions of a journey as the programme that holds now understands them; one that does not fit it is left out, and
    /// nobody goes on in it.
    func journeys(_ key: Key, _ numbers: [Int], at now: Instant, _ archive: any Archive) throws -> [Int: Journey] {
        let configuration = try configuration(archive)
        let version = try configuration.published().version(at: now)
        var found: [Int: Journey] = [:]
        var documents: [JourneyVersion]?
        for number in Set(numbers) {
            let name = "\(configuration.version)/\(version.number)/\(key)/\(number)"
            if let known = journeyBook.withLock({ $0[name] }) {
                found[number] = known
                continue
            }
            if documents == nil { documents = try archive.journeyVersions(key) }
            guard let document = documents?.first(where: { $0.number == number })?.document,
                let journey = try? reader.journey(document, version.programme)
            else { continue }
            journeyBook.withLock { book in
                if book.count > 1_000 { book.removeAll() }
                book[name] = journey
            }
            found[number] = journey
        }
        return found
    }
}

extension MemberState {
    /// Whether she took back what messages of a journey rest on.
    func hasWithdrawn(from journey: Journey) -> Bool {
        journey.messages.contains { _, message in
            guard message.kind.needsConsent else { return false }
            let own = consents.filter { held in
                held.consent.purpose == message.purpose && message.concept.channels.contains(held.consent.channel)
            }
            // By another way she may still hear of it.
            return own.contains { !$0.consent.isGiven } && !own.contains { $0.consent.isGiven }
        }
    }
}
