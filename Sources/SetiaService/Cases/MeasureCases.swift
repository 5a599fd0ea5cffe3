internal import SetiaCare
package import SetiaCore
package import SetiaInsight

/// What became of complaints and claims, in the money in which the programme counts what points cost.
package struct MeasuredCases: Sendable {
    /// The figures.
    package let figures: CaseFigures
    /// In which currency costs are; none where the programme does not say what points cost.
    package let currency: Currency?
}

extension SetiaService {
    /// What became of complaints and claims that came from `from` on and before `until` (rules J-8, J-9 and J-16).
    ///
    /// Recurrence is of those of as long a stretch that ended 90 days before, since the others cannot be watched yet.
    ///
    /// - Throws: the world's trouble.
    package func measuredCases(from: Instant, until: Instant) async throws -> MeasuredCases {
        let now = surroundings.now()
        return try await store.reading { archive in
            let worth = try self.configuration(archive).book?.version(at: now).programme.worth
            var outcomes: [CaseOutcome] = []
            var occurrences: [CaseRecurrence.Occurrence] = []
            var owners: [MemberID: MemberID] = [:]
            var all: [MemberCase] = []
            let watched = from.adding(days: -CaseRecurrence.days)
            try archive.memberCases(openedFrom: watched, until: until) { one in
                if one.kind.isTrouble { all.append(one) }
            }
            for one in all {
                if let cause = one.cause {
                    let account = one.id.member
                    let owner = try owners[account] ?? self.owner(of: account, archive)?.member ?? account
                    owners[account] = owner
                    occurrences.append(
                        CaseRecurrence.Occurrence(member: owner, cause: Key(cause.rawValue), at: one.openedAt)
                    )
                }
                guard one.openedAt >= from else { continue }
                outcomes.append(
                    CaseOutcome(
                        cause: one.cause.map { Key($0.rawValue) },
                        openedAt: one.openedAt,
                        recoveredAt: one.confirmedAt,
                        isDecided: !one.isOpen || one.confirmedAt != nil,
                        reopened: one.reopened,
                        points: one.given,
                        cost: one.given > .zero ? try self.cost(of: one.id, worth, archive) : 0
                    )
                )
            }
            let recurrence = CaseRecurrence.all(
                occurrences,
                from: watched,
                until: until.adding(days: -CaseRecurrence.days)
            )
            return MeasuredCases(
                figures: CaseFigures(outcomes, recurrence: recurrence),
                currency: worth.flatMap { $0.points.isEmpty ? nil : $0.currency }
            )
        }
    }

    /// What was given for a case, in minor units, a part of one counted whole; none where it is not known what a point costs.
    private func cost(of id: CaseID, _ worth: WorthPolicy?, _ archive: any Archive) throws -> Int64? {
        guard let worth else { return nil }
        var total: Int64 = 0
        for given in try archive.compensations(of: id.member) where given.caseID == id && given.state == .given {
            guard let cost = worth.points.first(where: { $0.wallet == given.wallet })?.minorUnits else { return nil }
            let (product, isOver) = given.points.units.multipliedReportingOverflow(by: cost.numerator)
            guard !isOver else { return nil }
            total += product / cost.denominator + (product % cost.denominator == 0 ? 0 : 1)
        }
        return total
    }
}
