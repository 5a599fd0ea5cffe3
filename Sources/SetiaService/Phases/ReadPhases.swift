package import SetiaCare
package import SetiaCore

/// A member's phases, and what says where she is now.
package struct MemberPhases: Sendable {
    /// Who.
    package let member: MemberID
    /// One after the other without a gap; empty where nothing of hers says anything.
    package let intervals: [PhaseInterval]
    /// What says so now.
    package let evidence: [PhaseEvidence]
    /// By which thresholds.
    package let policy: PhasePolicy
    /// When it was asked.
    package let at: Instant
    /// How she was spoken with.
    package let care: CareStanding
    /// Since when she was neither thanked nor asked, where that is longer than the programme says; none where it is not,
    /// or where it does not concern her.
    package let uncaredSince: Instant?
}

extension SetiaService {
    /// The phases of a member, read off her history (rules I-1 to I-7).
    ///
    /// - Parameter member: Who.
    /// - Returns: her phases; none where there is no such member.
    /// - Throws: `Unready`, or the store's failure.
    package func phases(of member: MemberID) async throws -> MemberPhases? {
        let now = surroundings.now()
        return try await store.reading { archive in
            guard try archive.states([StateRequest(member: member)])[0] != nil else { return nil }
            let version = try self.configuration(archive).published().version(at: now)
            let policy = version.programme.phases
            var signals: [PhaseSignal] = []
            try archive.phaseSignals(of: member) { signals.append($1) }
            let intervals = SetiaCare.phases(of: signals, by: policy, in: version.zone, until: now)
            let care = try archive.careStandings(
                of: [member],
                countedFrom: now.adding(days: -CareStanding.days)
            )[0]
            var uncaredSince: Instant?
            if let days = policy.careDays, let since = intervals.trustingSince,
                care.isUncared(for: days, trusting: since, at: now)
            {
                uncaredSince = care.uncaredSince(trusting: since)
            }
            return MemberPhases(
                member: member,
                intervals: intervals,
                evidence: intervals.last?.evidence(from: signals, by: policy, in: version.zone, at: now) ?? [],
                policy: policy,
                at: now,
                care: care,
                uncaredSince: uncaredSince
            )
        }
    }

    /// Reads what says something about phases once, a member after the other; memory grows with months, not with members.
    ///
    /// - Parameter progress: Is told now and then how many signals were read.
    /// - Returns: what was measured.
    /// - Throws: `Unready`, or the store's failure.
    package func measuredPhases(
        _ progress: @escaping @Sendable (Int) -> Void = { _ in }
    ) async throws -> PhaseInsight {
        let now = surroundings.now()
        return try await store.reading { archive in
            let version = try self.configuration(archive).published().version(at: now)
            var insight = PhaseInsight(until: now, in: version.zone)
            var (member, signals, read) = (MemberID?.none, [PhaseSignal](), 0)
            var trusting: [(member: MemberID, since: Instant)] = []
            func end() {
                guard let member else { return }
                let intervals = SetiaCare.phases(
                    of: signals,
                    by: version.programme.phases,
                    in: version.zone,
                    until: now
                )
                insight.add(member, intervals)
                if let since = intervals.trustingSince { trusting.append((member, since)) }
                signals.removeAll(keepingCapacity: true)
            }
            try archive.phaseSignals(of: nil) { next, signal in
                if next != member { end() }
                member = next
                signals.append(signal)
                read += 1
                guard read & 0xFFF == 0 else { return }
                try Task.checkCancellation()
                progress(read)
            }
            end()
            insight.care = try self.measuredCare(trusting, version.programme.phases.careDays, at: now, archive)
            return insight
        }
    }
}
