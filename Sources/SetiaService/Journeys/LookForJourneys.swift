internal import SetiaCare
internal import SetiaCore

extension SetiaService {
    /// So many members are looked at in one transaction.
    private static let lookingStretch = 500

    /// Looks once a day at everybody for journeys that begin when something holds of her (rules Y-8 and Y-9).
    ///
    /// Whoever looks writes how far she came, so that a stretch is looked at once, and whoever dies is gone on for. The
    /// first look after the start only notes of whom it holds: a journey begins when it comes to hold.
    ///
    /// - Parameters:
    ///   - all: The journeys, as they were read.
    ///   - stretches: At most so many stretches of 500 members each, of each journey.
    /// - Returns: how many members were looked at.
    /// - Throws: `Unready`, or the world's trouble.
    func lookAtMembers(for all: [KeptJourney], stretches: Int = 20) async throws -> Int {
        var looked = 0
        for kept in all where kept.state == .live {
            let now = surroundings.now()
            let (journey, today, programme) = try await store.reading { archive in
                let version = try self.configuration(archive).published().version(at: now)
                let journey = try self.journeys(kept.key, [kept.version], at: now, archive)[kept.version]
                return (journey, version.zone.day(of: now), version.programme.name)
            }
            guard let journey, journey.trigger.isLookedFor else { continue }
            var current = kept
            for _ in 0..<stretches {
                guard let (next, count) = try await look(current, journey, on: today, in: programme) else { break }
                looked += count
                current = next
            }
        }
        return looked
    }

    private func look(
        _ kept: KeptJourney,
        _ journey: Journey,
        on today: Day,
        in programme: Key
    ) async throws -> (KeptJourney, Int)? {
        var before = kept
        if before.isPassed {
            guard before.passDay.map({ $0 < today }) ?? true else { return nil }
            before.passDay = today
            before.passedThrough = nil
            before.isPassed = false
        }
        let begun = before
        let now = surroundings.now()
        let (members, holding, marked) = try await store.reading { archive in
            let members = try archive.members(after: begun.passedThrough, limit: SetiaService.lookingStretch)
            let states = try archive.states(members.map { StateRequest(member: $0) })
            var holding: [MemberID] = []
            for state in states.compactMap(\.self) where state.status == .active && !state.isGuest {
                if try self.begins(journey, state, at: now, archive) { holding.append(state.member) }
            }
            return (members, holding, try archive.journeyMarks(kept.key, of: members))
        }
        let isFirst = begun.passes == 0
        let coming = holding.filter { !marked.contains($0) }
        let leaving = marked.subtracting(holding).sorted()
        let isDistributed = store.isDistributed
        let write = { @Sendable (coming: [MemberID], leaving: [MemberID], ledger: any Ledger) throws in
            try ledger.setJourneyMarks(kept.key, coming, isSet: true)
            try ledger.setJourneyMarks(kept.key, leaving, isSet: false)
            guard !isFirst, !coming.isEmpty else { return }
            let earlier = Dictionary(
                grouping: try ledger.enrolments(of: coming, onlyUnderWay: false).filter { $0.journey == kept.key },
                by: \.member
            )
            let draw = journey.draw(kept.key, in: programme)
            let enrolments = coming.filter { journey.again.allows(earlier[$0] ?? [], at: now) }.map { member in
                var enrolment = JourneyEnrolment(
                    id: self.surroundings.newIdentifier(),
                    member: member,
                    journey: kept.key,
                    version: kept.version,
                    entry: Key("day:\(today)"),
                    enteredAt: now
                )
                if journey.holdsOut(member, earlier[member] ?? [], draw) { enrolment.end(.heldOut, at: now) }
                return enrolment
            }
            try ledger.enrol(enrolments)
        }
        if isDistributed {
            for member in coming { try await store.recording { try write([member], [], $0) } }
            for member in leaving { try await store.recording { try write([], [member], $0) } }
        }
        return try await store.writing { ledger -> (KeptJourney, Int)? in
            // Somebody else may have looked at them, paused or changed it meanwhile.
            guard var known = try ledger.journey(kept.key), known == kept else { return nil }
            if !isDistributed { try write(coming, leaving, ledger) }
            known.passDay = begun.passDay
            known.passedThrough = members.last ?? begun.passedThrough
            known.isPassed = members.count < SetiaService.lookingStretch
            if known.isPassed { known.passes += 1 }
            try ledger.save(known)
            return (known, members.count)
        }
    }

    /// Whether what begins a journey holds of a member now.
    func begins(_ journey: Journey, _ state: MemberState, at now: Instant, _ archive: any Archive) throws -> Bool {
        let version = try configuration(archive).published().version(at: now)
        switch journey.trigger {
        case .event: return false
        case .holds(let condition): return version.holds(condition, of: state, at: now)
        case .phase(let phase):
            var signals: [PhaseSignal] = []
            try archive.phaseSignals(of: state.member) { signals.append($1) }
            let intervals = SetiaCare.phases(of: signals, by: version.programme.phases, in: version.zone, until: now)
            return intervals.last?.phase == phase
        case .rhythm:
            var days: [Day] = []
            try archive.phaseSignals(of: state.member) { _, signal in
                if case .purchase = signal.kind { days.append(version.zone.day(of: signal.at)) }
            }
            return isTimeAgain(days, on: version.zone.day(of: now))
        }
    }
}

extension Journey.Trigger {
    /// Whether it is looked for once a day.
    var isLookedFor: Bool {
        if case .event = self { false } else { true }
    }
}
