/// Where a member is on a ladder, and what she needs by when (rule T-13).
package struct TierProgress: Sendable, Hashable {
    /// The ladder.
    package let tierSet: Key
    /// Where she stands; none below the lowest level.
    package let standing: Standing?
    /// Over which days is measured now.
    package let days: DaySpan
    /// What she has of each measure in these days, in the order of the ladder.
    package let amounts: [Amount]
    /// Points that will count once they can be used.
    package let waiting: Int64
    /// The level above hers, and what is missing; none at the top.
    package let next: Goal?
    /// What keeps the level that she has; none where it has no end.
    package let keep: Goal?

    /// What she has of a measure.
    package struct Amount: Sendable, Hashable {
        /// What is measured.
        package let measure: TierSet.Measure
        /// How much.
        package let amount: Int64
    }

    /// A level to be reached or kept.
    package struct Goal: Sendable, Hashable {
        /// The level.
        package let level: Key
        /// Whether one of the needs is enough.
        package let isAny: Bool
        /// What it asks.
        package let needs: [Need]
        /// From which day on it is measured; none is from the beginning.
        package let from: Day?
        /// The last day on which what she does counts for it; none where there is no such day.
        package let by: Day?

        /// Whether nothing is missing.
        package var isMet: Bool {
            isAny ? needs.contains { $0.missing == 0 } : needs.allSatisfy { $0.missing == 0 }
        }
    }

    /// What a level asks of one measure.
    package struct Need: Sendable, Hashable {
        /// What is measured.
        package let measure: TierSet.Measure
        /// How much it asks.
        package let needed: Int64
        /// How much of it she has.
        package let amount: Int64

        /// What is missing; 0 where nothing is.
        package var missing: Int64 { max(0, needed - amount) }
    }

    /// When the level is looked at next; none where it has no end.
    package var nextEvaluation: Instant? { standing?.until }

    /// Whether the level that she has would be lost as things are.
    package var isAtRisk: Bool { keep.map { !$0.isMet } ?? false }
}

extension ProgrammeVersion {
    /// Where a member is on each ladder of the programme, in its order, and what she needs by when.
    ///
    /// - Parameters:
    ///   - state: Where she stands, all that fell due by `moment` taken as done.
    ///   - moment: The present.
    /// - Returns: one a ladder.
    package func progress(of state: MemberState, at moment: Instant) -> [TierProgress] {
        programme.tierSets.map { progress(of: state, on: $0, at: moment) }
    }

    private func progress(of state: MemberState, on set: TierSet, at moment: Instant) -> TierProgress {
        let today = zone.day(of: moment)
        let days = state.days(set, on: today, zone)
        let held = state.standing(in: set.key)
        let heldPlace = held.flatMap { set.place(of: $0.level) } ?? -1
        let amounts = state.amounts(set, in: days, at: moment, zone)
        var next: TierProgress.Goal?
        if heldPlace + 1 < set.levels.count {
            next = goal(set, heldPlace + 1, amounts, from: days.start, by: lastDay(set, days, held))
        }
        return TierProgress(
            tierSet: set.key,
            standing: held,
            days: days,
            amounts: zip(set.measures, amounts).map { TierProgress.Amount(measure: $0, amount: $1) },
            waiting: state.waiting.reduce(0) { $1.tierSet == set.key ? $0 + $1.amount : $0 },
            next: next,
            keep: held.flatMap { keep(state, set, $0, heldPlace, at: moment) }
        )
    }

    /// What keeps a level that ends: what counts in the days by which its term is judged, or in its days of grace.
    private func keep(_ state: MemberState, _ set: TierSet, _ held: Standing, _ place: Int, at moment: Instant)
        -> TierProgress.Goal?
    {
        guard let until = held.until, place >= 0 else { return nil }
        let end = zone.day(of: until)
        let days: DaySpan
        if held.graceSince != nil || set.terms.downgrade == .immediate {
            days = state.days(set, on: zone.day(of: moment), zone)
        } else {
            let joined = state.joinedAt.map { zone.day(of: $0) }
            days = set.window.daysOver(by: end, joined: joined)
            if !set.terms.holdsNext, case .calendar = set.window {
                // A level of one stretch is kept by reaching it in the next.
                let following = set.window.days(on: end, joined: joined, entry: nil)
                let amounts = state.amounts(set, in: following, at: moment, zone)
                return goal(set, place, amounts, from: following.start, by: following.end?.adding(days: -1))
            }
        }
        let amounts = state.amounts(set, in: days, at: moment, zone)
        return goal(set, place, amounts, from: days.start, by: end.adding(days: -1))
    }

    private func goal(_ set: TierSet, _ place: Int, _ amounts: [Int64], from: Day?, by: Day?) -> TierProgress.Goal {
        let level = set.levels[place]
        var needs: [TierProgress.Need] = []
        for (measure, (asked, amount)) in zip(set.measures, zip(level.asks, amounts)) {
            guard let asked else { continue }
            needs.append(TierProgress.Need(measure: measure, needed: asked, amount: amount))
        }
        return TierProgress.Goal(level: level.key, isAny: level.isAny, needs: needs, from: from, by: by)
    }

    /// The last day that counts for the next level.
    private func lastDay(_ set: TierSet, _ days: DaySpan, _ held: Standing?) -> Day? {
        switch set.window {
        case .calendar, .anniversary: days.end?.adding(days: -1)
        case .term: held?.until.map { zone.day(of: $0).adding(days: -1) }
        case .rolling, .lifetime: nil
        }
    }
}
