/// How far a member is from a milestone, and what she had of it.
package struct MilestoneProgress: Sendable, Hashable {
    /// Which.
    package let milestone: Milestone
    /// The times that she reached it and that hold, the newest first.
    package let reached: [MilestoneReached]
    /// What is missing until the next time; none where there is no next time.
    package let missing: Missing?

    /// What is missing until a milestone.
    package enum Missing: Sendable, Hashable {
        /// So many more of what is counted, with how many there are to be.
        case count(Int64, of: Int64, Counted)
        /// That day comes; its first instant.
        case day(Instant)
        /// Her birthday comes: when that is stands sealed.
        case birthday
        /// A purchase of so much.
        case amount([Money])
        /// A level.
        case level(tierSet: Key, level: Key)
        /// Another milestone comes first.
        case after(Key)
    }

    /// What is counted.
    package enum Counted: Sendable, Hashable {
        /// Purchases.
        case purchases
        /// Visits.
        case visits
        /// Something else that an achievement counts.
        case others
    }
}

extension ProgrammeVersion {
    /// How far a member is from each milestone, in the order of the programme.
    ///
    /// What she can reach no more and never had is left out: the tenth purchase of who had bought eleven times before
    /// there was such a milestone.
    ///
    /// - Parameters:
    ///   - state: How she stands.
    ///   - now: The moment.
    /// - Returns: one a milestone; none for who is no member.
    package func milestones(of state: MemberState, at now: Instant) -> [MilestoneProgress] {
        guard state.status == .active, !state.isGuest else { return [] }
        return programme.milestones.compactMap { milestone in
            let own = state.milestones.filter { $0.milestone == milestone.key && $0.state != .reversed }
            let missing = missing(milestone, had: own, state, now)
            guard missing != nil || !own.isEmpty else { return nil }
            return MilestoneProgress(milestone: milestone, reached: own.reversed(), missing: missing)
        }
    }

    private func missing(
        _ milestone: Milestone,
        had: [MilestoneReached],
        _ state: MemberState,
        _ now: Instant
    ) -> MilestoneProgress.Missing? {
        switch milestone.on {
        case .birthday: return .birthday
        case .anniversary(let wanted):
            guard let joined = state.joinedAt.map({ zone.day(of: $0) }) else { return nil }
            let today = zone.day(of: now)
            let years = wanted ?? Int64(max(1, today.year - joined.year))
            func day(_ years: Int64) -> Day { joined.adding(Period(Int(years), .year)) }
            let next = wanted == nil && day(years) <= today ? day(years + 1) : day(years)
            return next > today ? .day(zone.start(of: next)) : nil
        case .purchase(let number):
            guard had.isEmpty, state.orders < number else { return nil }
            return .count(number - max(0, state.orders), of: number, .purchases)
        case .everyPurchases(let each): return .count(each - max(0, state.orders) % each, of: each, .purchases)
        case .purchaseOf(let amounts): return had.isEmpty ? .amount(amounts) : nil
        case .yearsAfter(let key, _):
            if let day = state.milestoneDays.first(where: { $0.milestone == milestone.key }) { return .day(day.next) }
            return had.isEmpty ? .after(key) : nil
        case .level(let tierSet, let level):
            guard had.isEmpty, let set = programme.tierSet(tierSet) else { return nil }
            let held = state.standing(in: tierSet).flatMap { set.place(of: $0.level) } ?? -1
            return held < set.place(of: level) ?? 0 ? .level(tierSet: tierSet, level: level) : nil
        case .achievement(let key):
            guard had.isEmpty, let achievement = programme.achievements.first(where: { $0.key == key }) else {
                return nil
            }
            let progress = state.progress(in: achievement, on: zone.day(of: now))
            guard progress.reached == 0, progress.count < achievement.goal else { return nil }
            return .count(achievement.goal - progress.count, of: achievement.goal, achievement.counted)
        }
    }
}

extension Achievement {
    fileprivate var counted: MilestoneProgress.Counted {
        guard counts == .times else { return .others }
        return on == .orderPaid ? .purchases : on == .visitCompleted ? .visits : .others
    }
}
