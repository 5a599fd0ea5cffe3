package import SetiaCare
package import SetiaCore

/// What would become of a broadcast that were started now.
package struct BroadcastPreview: Sendable {
    /// How many have which verdict and reason.
    package private(set) var tally = ContactTally()
    /// How many wait until when: the end of quiet hours before spreading, or the hour of the next slot.
    package private(set) var waits: [Instant: Int] = [:]

    /// The same, the soonest first.
    package var sortedWaits: [(until: Instant, count: Int)] {
        waits.sorted { $0.key < $1.key }.map { (until: $0.key, count: $0.value) }
    }

    /// How many would get it by which way, now or later; in the order of the names.
    package var byWay: [(channel: Key, count: Int)] {
        ways.sorted { $0.key < $1.key }.map { (channel: $0.key, count: $0.value) }
    }

    private var ways: [Key: Int] = [:]

    mutating func add(_ decision: ContactDecision, by channel: Key) {
        tally.add(decision)
        switch decision.verdict {
        case .sent, .deferred, .digested: ways[channel, default: 0] += 1
        case .dropped, .withheld, .blocked: break
        }
        let until: Instant
        switch decision.verdict {
        case .deferred(let moment): until = moment
        case .digested:
            guard let moment = decision.inputs.digestAt else { return }
            until = moment
        case .sent, .dropped, .withheld, .blocked: return
        }
        let hour = until.milliseconds - (until.milliseconds % 3_600_000 + 3_600_000) % 3_600_000
        waits[decision.inputs.quietEnds ?? Instant(milliseconds: hour), default: 0] += 1
    }
}

extension SetiaService {
    /// So many members are planned in one transaction.
    private static let planningStretch = 500

    /// What would become of a broadcast that were started now; nothing is kept (rule G-5).
    ///
    /// - Returns: the same decisions as are made then.
    /// - Throws: `BroadcastRefusal`, `SegmentRefusal`, `Unready`, or the world's trouble.
    /// - Complexity: O(members), a thousand at a time.
    package func previewBroadcast(_ id: Identifier) async throws -> BroadcastPreview {
        let now = surroundings.now()
        let broadcast = try await broadcast(id)
        var preview = BroadcastPreview()
        var after: MemberID?
        repeat {
            let stretch = try await self.stretch(of: broadcast, after: after, limit: 1_000, at: now)
            for decided in stretch.decisions { preview.add(decided.decision, by: decided.channel) }
            after = stretch.next
            try Task.checkCancellation()
        } while after != nil
        return preview
    }

    /// Plans a contact for further members of the broadcasts that run (rule G-2).
    ///
    /// Contacts and how far planning has come are written together, so that whoever dies in between is gone on for; two
    /// who plan the same stretch plan it once.
    ///
    /// - Parameter stretches: At most so many stretches of 500 members each.
    /// - Returns: how many members were looked at.
    /// - Throws: the world's trouble.
    package func planBroadcasts(stretches: Int = 20) async throws -> Int {
        var planned = 0
        let running = try await store.reading { try $0.broadcastsAtWork() }
        // Messages of journeys are planned when a member comes to their step.
        for broadcast in running where broadcast.state == .running && !broadcast.isPlanned && broadcast.journey == nil {
            var current = broadcast
            do {
                for _ in 0..<stretches {
                    guard let (next, count) = try await planStretch(of: current) else { break }
                    planned += count
                    current = next
                    if current.isPlanned { break }
                }
            } catch is SegmentRefusal {
                // The programme has no such segment any more: somebody has to look.
                _ = try await change(broadcast.id, .pause, by: .server)
            }
        }
        return planned
    }

    private func planStretch(of broadcast: Broadcast) async throws -> (Broadcast, Int)? {
        let now = surroundings.now()
        let stretch = try await self.stretch(
            of: broadcast,
            after: broadcast.plannedThrough,
            limit: SetiaService.planningStretch,
            at: now
        )
        let contacts = stretch.decisions.map { decided in
            Contact(
                member: decided.member,
                id: surroundings.newIdentifier(),
                broadcast: broadcast,
                by: decided.channel,
                decision: decided.decision,
                at: now
            )
        }
        if store.isDistributed {
            for contact in contacts { try await store.recording { try $0.plan([contact]) } }
        }
        let isDistributed = store.isDistributed
        return try await store.writing { ledger -> (Broadcast, Int)? in
            // Somebody else may have planned it, paused or stopped meanwhile.
            guard var known = try ledger.broadcast(broadcast.id), known.state == .running,
                known.plannedThrough == broadcast.plannedThrough, !known.isPlanned
            else { return nil }
            if !isDistributed { try ledger.plan(contacts) }
            known.plannedThrough = stretch.next ?? stretch.decisions.last?.member ?? known.plannedThrough
            known.isPlanned = stretch.next == nil
            try ledger.save(known)
            return (known, contacts.count)
        }
    }

    /// The next members whom a broadcast is meant for, by id, with what is decided about each.
    ///
    /// - Returns: the decisions, and behind which member it goes on; none is to the end.
    private func stretch(of broadcast: Broadcast, after: MemberID?, limit: Int, at now: Instant) async throws
        -> (decisions: [DecidedContact], next: MemberID?)
    {
        if let segment = broadcast.content.segment {
            let portion = try await members(of: segment, after: after, limit: limit)
            let decisions = try await store.reading { archive in
                let terms = try self.contactTerms(for: broadcast, at: now, archive)
                let asked = try self.asked(portion.members, broadcast, at: now, archive)
                return try self.decideContacts(asked, broadcast, terms, at: now, archive)
            }
            return (decisions, portion.next)
        }
        return try await store.reading { archive in
            let ids = try archive.members(after: after, limit: limit)
            let terms = try self.contactTerms(for: broadcast, at: now, archive)
            // Each state is read once: whoever is not active is left out afterwards.
            let asked = try self.asked(ids, broadcast, at: now, archive)
            let decisions = try self.decideContacts(asked, broadcast, terms, at: now, archive)
                .filter { $0.state.status == .active }
            return (decisions, ids.count < limit ? nil : ids.last)
        }
    }

    /// Whom a broadcast is meant for that asks a survey: those whom the survey asks now; of any other, all (rule G-20).
    private func asked(_ members: [MemberID], _ broadcast: Broadcast, at now: Instant, _ archive: any Archive) throws
        -> [MemberID]
    {
        guard let survey = broadcast.content.survey else { return members }
        return try members.filter { member in
            do {
                let turn = try surveyTurn(survey, of: member, at: now, archive)
                // Who was asked already in this wave is not asked again.
                return turn.reason == nil && turn.ask == nil
            } catch is SurveyRefusal {
                return false
            }
        }
    }
}
