/// Points of a wallet that will lapse together (rule L-12).
package struct LapseAhead: Sendable, Hashable {
    /// Which wallet.
    package let wallet: Key
    /// How many; above 0.
    package let points: Points
    /// When.
    package let at: Instant
    /// How many days before it is said.
    package let days: Int

    /// Points that will lapse.
    package init(wallet: Key, points: Points, at: Instant, days: Int) {
        self.wallet = wallet
        self.points = points
        self.at = at
        self.days = days
    }
}

/// A level that will end and would be lost as things are (rule T-12).
package struct LevelEndAhead: Sendable, Hashable {
    /// Which ladder.
    package let tierSet: Key
    /// Which level.
    package let level: Key
    /// When its term ends.
    package let until: Instant
    /// How many days before it is said.
    package let days: Int

    /// A level that will end.
    package init(tierSet: Key, level: Key, until: Instant, days: Int) {
        self.tierSet = tierSet
        self.level = level
        self.until = until
        self.days = days
    }
}

extension Deciding {
    /// What a notice says is why it is there: so whoever is told of it is told all.
    mutating func say(_ lapses: [LapseAhead]) {
        for lapse in lapses {
            reasons.append(
                .pointsExpiring(wallet: lapse.wallet, points: lapse.points, at: lapse.at, days: lapse.days)
            )
        }
    }

    mutating func say(_ levels: [LevelEndAhead]) {
        for level in levels {
            reasons.append(
                .levelEnding(tierSet: level.tierSet, level: level.level, until: level.until, days: level.days)
            )
        }
    }
}

extension Decision {
    /// What is to be said of what this decision found to be near: an event for points and one for levels, where there are
    /// any.
    ///
    /// Where it was found late, of several words about one thing the last is said, and none about what is over by `moment`.
    ///
    /// - Parameters:
    ///   - member: Whose decision it is.
    ///   - moment: When it was made, in the world's time.
    /// - Returns: at most two events.
    package func notices(for member: MemberID, at moment: Instant) -> [Event] {
        var lapses: [LapseAhead] = []
        var levels: [LevelEndAhead] = []
        for reason in reasons {
            switch reason {
            case .pointsExpiring(let wallet, let points, let at, let days) where at > moment:
                lapses.removeAll { $0.wallet == wallet && $0.at == at }
                lapses.append(LapseAhead(wallet: wallet, points: points, at: at, days: days))
            case .levelEnding(let set, let level, let until, let days) where until > moment:
                levels.removeAll { $0.tierSet == set }
                levels.append(LevelEndAhead(tierSet: set, level: level, until: until, days: days))
            default: continue
            }
        }
        func event(_ kind: String, _ matter: Event.Matter) -> Event {
            Event(
                source: "setia/clock",
                id: Key("\(kind)-\(member.text)-\(number)"),
                occurredAt: moment,
                matter: matter
            )
        }
        return (lapses.isEmpty ? [] : [event("points", .pointsExpiring(lapses))])
            + (levels.isEmpty ? [] : [event("levels", .levelsEnding(levels))])
    }
}
