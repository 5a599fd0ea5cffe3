package import SetiaCore

/// A complaint or claim, as it is counted.
package struct CaseOutcome: Sendable, Hashable {
    /// Why it went wrong; none while that is not named.
    package let cause: Key?
    /// When it came.
    package let openedAt: Instant
    /// When she said that it is good again; none while she has not.
    package let recoveredAt: Instant?
    /// Whether it is over, or she has said that it is good again.
    package let isDecided: Bool
    /// How often it was opened again.
    package let reopened: Int
    /// What was given for it.
    package let points: Points
    /// What that cost, in minor units; none where the programme does not say what a point costs.
    package let cost: Int64?

    /// A complaint or claim, as it is counted.
    package init(
        cause: Key?,
        openedAt: Instant,
        recoveredAt: Instant?,
        isDecided: Bool,
        reopened: Int,
        points: Points,
        cost: Int64? = nil
    ) {
        self.cause = cause
        self.openedAt = openedAt
        self.recoveredAt = recoveredAt
        self.isDecided = isDecided
        self.reopened = reopened
        self.points = points
        self.cost = points == .zero ? 0 : cost
    }
}

/// What became of complaints and claims that came in some time (rules J-8, J-9 and J-16).
package struct CaseFigures: Sendable, Hashable {
    /// How many came.
    package let opened: Int
    /// Of those that are decided, who said that it is good again.
    package let recovered: Share
    /// From coming to being good again, in milliseconds: the middle one; none where none was.
    package let medianRecovery: Int64?
    /// How many were opened again.
    package let reopened: Int
    /// What was given for them.
    package let points: Points
    /// Why they went wrong, the most frequent first, and by name where as frequent.
    package let causes: [Cause]
    /// How many have no cause named yet.
    package let unnamed: Int
    /// What was given for them, in minor units; none where it is not known of one of them.
    package let cost: Int64?
    /// How many members came again with the same cause, of those who came 90 days before; the most frequent cause first.
    package let recurrence: [CaseRecurrence]

    /// What was given, over those that she called good again: what one costs that is made good; none where none was.
    package var pointsPerRecovery: Double? {
        recovered.numerator == 0 ? nil : Double(points.units) / Double(recovered.numerator)
    }

    /// One cause.
    package struct Cause: Sendable, Hashable {
        /// Which.
        package let key: Key
        /// How often.
        package let count: Int
        /// Of all with a cause, those of this one and of all more frequent ones.
        package let running: Share
        /// What was given for it.
        package let points: Points
        /// That in minor units; none where it is not known of one of them.
        package let cost: Int64?

        /// What was given, over how often: what one costs.
        package var pointsPerCase: Double { Double(points.units) / Double(count) }
    }

    /// The figures of complaints and claims.
    ///
    /// - Parameters:
    ///   - outcomes: Those that came in this time.
    ///   - recurrence: How often causes came again, of those of 90 days before.
    package init(_ outcomes: [CaseOutcome], recurrence: [CaseRecurrence] = []) {
        opened = outcomes.count
        let decided = outcomes.filter(\.isDecided)
        recovered = Share(decided.count { $0.recoveredAt != nil }, of: decided.count)
        let times = decided.compactMap { one in one.recoveredAt?.milliseconds(since: one.openedAt) }.sorted()
        medianRecovery = times.isEmpty ? nil : (times[(times.count - 1) / 2] + times[times.count / 2]) / 2
        reopened = outcomes.count { $0.reopened > 0 }
        points = Points(outcomes.reduce(0) { $0 + $1.points.units })
        self.recurrence = recurrence
        cost = sum(outcomes.map(\.cost))
        var found: [(key: Key, count: Int, points: Int64)] = []
        for outcome in outcomes {
            guard let cause = outcome.cause else { continue }
            if let place = found.firstIndex(where: { $0.key == cause }) {
                found[place].count += 1
                found[place].points += outcome.points.units
            } else {
                found.append((cause, 1, outcome.points.units))
            }
        }
        let named = found.reduce(0) { $0 + $1.count }
        unnamed = outcomes.count - named
        var running = 0
        causes = found.sorted { ($1.count, $0.key) < ($0.count, $1.key) }.map { cause in
            running += cause.count
            return Cause(
                key: cause.key,
                count: cause.count,
                running: Share(running, of: named),
                points: Points(cause.points),
                cost: sum(outcomes.filter { $0.cause == cause.key }.map(\.cost))
            )
        }
    }
}

/// The sum; none where one of them is not known.
private func sum(_ amounts: [Int64?]) -> Int64? {
    amounts.reduce(0) { total, amount in amount.flatMap { next in total.map { $0 + next } } }
}
