package import SetiaCare
package import SetiaCore

/// What would happen to a member in a journey, day by day (rule Y-13).
package struct JourneySimulation: Sendable {
    /// Who.
    package let member: MemberID
    /// When it would begin.
    package let from: Instant
    /// What would happen, in order.
    package let lines: [Line]
    /// How it would end; none where it is not over by then.
    package let ending: JourneyEnrolment.Ending?
    /// Until when was looked.
    package let until: Instant
    /// By which clock days are told.
    package let zone: any LocalTime

    /// One thing that would happen.
    package struct Line: Sendable {
        /// On which day of the journey, from 1.
        package let day: Int
        /// When.
        package let at: Instant
        /// At which step.
        package let step: Journey.Step
        /// What would come of it.
        package let outcome: Key
        /// What would be decided about a message; none where it is none.
        package let decision: ContactDecision?
    }
}

extension SetiaService {
    /// For so many days a journey is simulated at most.
    package static let mostSimulatedDays = 800

    /// What would happen to a member who began a journey now, with what is known of her now (rule Y-13).
    ///
    /// Nothing is kept. It is the same machine that lets members go on, with a clock that is set forward, and the same
    /// rules of contact: messages of the journey that would have gone before count, and whatever else may come does not.
    /// What she waits for does not happen unless it is said to.
    ///
    /// - Parameters:
    ///   - key: Which journey; its newest version.
    ///   - document: A document to be looked at in its place; none is the journey's own.
    ///   - member: Who.
    ///   - start: When she would begin; none is now.
    ///   - days: For how many days, at most `mostSimulatedDays`.
    ///   - happens: At which steps what she waits for does happen, after half of the time.
    /// - Returns: day by day what would happen.
    /// - Throws: the problems with the document as the reader states them, `JourneyRefusal`, `Unready`, or the world's
    ///   trouble.
    package func simulateJourney(
        _ key: Key,
        document: String? = nil,
        member: MemberID,
        from start: Instant? = nil,
        days: Int = 60,
        happens: [Key] = []
    ) async throws -> JourneySimulation {
        let now = surroundings.now()
        let from = start ?? now
        return try await store.reading { archive in
            let version = try self.configuration(archive).published().version(at: now)
            let journey: Journey
            if let document {
                journey = try self.reader.journey(document, version.programme)
            } else {
                guard let newest = try archive.journeyVersions(key).last else { throw JourneyRefusal.unknownJourney }
                journey = try self.reader.journey(newest.document, version.programme)
            }
            let waiting = journey.steps.compactMap { step -> Key? in
                if case .waitFor = step.kind { step.key } else { nil }
            }
            if let unknown = happens.first(where: { !waiting.contains($0) }) {
                throw JourneyRefusal.nothingAwaited(unknown, at: waiting)
            }
            guard let state = try archive.states([StateRequest(member: member)])[0], !state.isGuest else {
                throw JourneyRefusal.unknownMember
            }
            var grounds = try archive.contactGrounds(of: [member], since: from.adding(days: -90))[0]
            grounds.inbounds = try archive.lastWritten(by: [member])[0]
            let (ways, windows) = try self.openWays(archive)
            let policy = version.programme.contact
            var rules = ContactRules.of(policy, version: version.number, hashKey: self.memberHashKey)
            rules.windows = windows
            var simulator = JourneySimulator(
                journey: journey,
                key: key,
                state: state,
                contact: ContactState(state, grounds, by: ways, besides: ""),
                isComplaining: try archive.complaining([member]).contains(member),
                rules: rules,
                version: version,
                clock: try self.clock(of: member, journey, version, archive),
                happens: happens,
                invitations: try self.invitations(of: journey, to: member, at: now, archive)
            )
            return simulator.run(from: from, days: min(max(1, days), SetiaService.mostSimulatedDays))
        }
    }
}

extension SetiaService {
    /// What the steps of a journey that ask something come to as she stands now; what they ask after counts as having
    /// happened by then.
    private func invitations(of journey: Journey, to member: MemberID, at now: Instant, _ archive: any Archive) throws
        -> [(survey: Key, outcome: Key)]
    {
        try journey.messages.compactMap { _, message in
            guard let survey = message.survey else { return nil }
            let outcome = try invite(member, to: survey, at: now, archive)
            return (survey, outcome == "no-occasion" ? "invited" : outcome)
        }
    }
}

/// A member in a journey, and a clock that is set forward.
private struct JourneySimulator {
    let journey: Journey
    let key: Key
    let state: MemberState
    var contact: ContactState
    let isComplaining: Bool
    let rules: ContactRules
    let version: ProgrammeVersion
    /// By which she goes through it.
    let clock: any LocalTime
    let happens: [Key]
    /// What comes of the steps that ask her something, by survey.
    let invitations: [(survey: Key, outcome: Key)]
    private var decisions: [Int: ContactDecision] = [:]

    init(
        journey: Journey,
        key: Key,
        state: MemberState,
        contact: ContactState,
        isComplaining: Bool,
        rules: ContactRules,
        version: ProgrammeVersion,
        clock: any LocalTime,
        happens: [Key],
        invitations: [(survey: Key, outcome: Key)]
    ) {
        self.invitations = invitations
        self.journey = journey
        self.key = key
        self.state = state
        self.contact = contact
        self.isComplaining = isComplaining
        self.rules = rules
        self.version = version
        self.clock = clock
        self.happens = happens
    }

    mutating func run(from: Instant, days: Int) -> JourneySimulation {
        let zone = clock
        let until = Journey.Span(days, .day).end(from: from, in: zone)
        var enrolment = JourneyEnrolment(
            id: Identifier(high: 0, low: 0),
            member: state.member,
            journey: key,
            version: 0,
            entry: "simulation",
            enteredAt: from
        )
        var now = from
        while enrolment.ending == nil, let due = enrolment.dueAt, due <= until {
            now = max(now, due)
            if let step = journey.step(enrolment.step), case .waitFor(let pattern, _, _, _) = step.kind,
                happens.contains(step.key), let came = enrolment.path.last?.at
            {
                now = came.adding(milliseconds: due.milliseconds(since: came) / 2)
                _ = enrolment.hear(by: journey, at: now, in: zone) { $0 == pattern }
                continue
            }
            var facts = JourneyFacts(now: now, hashKey: rules.hashKey)
            facts.isMember = state.status == .active
            facts.isComplaining = isComplaining
            facts.hasWithdrawn = state.hasWithdrawn(from: journey)
            let (state, version, moment) = (state, version, now)
            let deeds = enrolment.advance(by: journey, facts, in: zone) { version.holds($0, of: state, at: moment) }
            for deed in deeds {
                if case .message(_, let message, let once) = deed { decide(message, once, at: now) }
                if case .survey(_, let message, let once) = deed {
                    let outcome = invitations.first { $0.survey == message.survey }?.outcome ?? "not-asked"
                    if outcome == "invited" { decide(message, once, at: now) }
                    enrolment.done(outcome, by: journey, at: now, in: zone)
                } else if deed.holdsUp {
                    enrolment.done("done", by: journey, at: now, in: zone)
                }
            }
        }
        let first = zone.day(of: from)
        let lines = enrolment.path.enumerated().compactMap { place, visit in
            journey.step(visit.step).map { step in
                JourneySimulation.Line(
                    day: Int(zone.day(of: visit.at).number - first.number) + 1,
                    at: visit.at,
                    step: step,
                    outcome: visit.outcome,
                    decision: decisions[place + 1]
                )
            }
        }
        return JourneySimulation(
            member: state.member,
            from: from,
            lines: lines,
            ending: enrolment.ending,
            until: until,
            zone: zone
        )
    }

    private mutating func decide(_ message: JourneyMessage, _ once: Key, at now: Instant) {
        let intents = message.concept.channels.map { channel in
            ContactIntent(
                id: once,
                purpose: message.purpose,
                channel: channel,
                kind: message.kind,
                onceKey: once,
                atLimit: message.atLimit,
                traits: message.concept.traits(by: channel, asks: message.survey != nil),
                template: message.concept.isTemplate(by: channel) ? .approved : .none
            )
        }
        guard let (intent, decision) = firstWay(intents, contact, rules, at: now, in: version.zone) else { return }
        // Its once key ends in the number of the visit.
        if let place = once.text.split(separator: ":").last.flatMap({ Int($0) }) { decisions[place] = decision }
        var at = now
        switch decision.verdict {
        case .sent: break
        case .deferred(let until): at = until
        case .dropped, .digested, .withheld, .blocked: return
        }
        contact.sends.append(intent.reservation(at: at))
    }
}
