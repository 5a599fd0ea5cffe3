package import SetiaCore

/// What comes of a what-if as members are replayed: only sums, so that the order of members changes nothing.
package struct WhatIfTally: Sendable, Hashable {
    /// How many members were replayed, guests left out.
    package var members = 0
    /// How many events were decided again, guests' included.
    package var events = 0
    /// What happened.
    package var happened = MonthlyFlows()
    /// What would have happened.
    package var changed = MonthlyFlows()
    /// Redemptions that happened and would have been honoured, by wallet.
    package var honoured: [Key: Count] = [:]
    /// Redemptions that happened and could not have been afforded, by wallet.
    package var notAffordable: [Key: Count] = [:]
    /// Other events that this programme would not have taken.
    package var notTaken: [NotTaken: Int] = [:]
    /// How the difference is spread over members, by wallet and group.
    package var groups: [Group: Spread] = [:]
    /// Members who would stand on another level at the end.
    package var levelChanges: [LevelChange: Int] = [:]
    /// What would have been taken of counters that members share, by counter.
    package var budgets: [Key: BudgetFlow] = [:]
    /// Members by what they would have gained, highest first, by wallet; at most `most`.
    package private(set) var winners: [Key: [Gain]] = [:]
    /// Members by what they would have lost, lowest first, by wallet; at most `most`.
    package private(set) var losers: [Key: [Gain]] = [:]
    private let most: Int

    /// Nobody replayed; `most` winners and losers are named.
    package init(most: Int) {
        self.most = most
    }

    /// How often, and how many points together.
    package struct Count: Sendable, Hashable {
        /// How often.
        package var count = 0
        /// How many points.
        package var points = Points.zero

        /// Never.
        package init() {}
    }

    /// A kind of event that is not taken, and why.
    package struct NotTaken: Sendable, Hashable, Comparable {
        /// What happened.
        package let type: EventType
        /// Such as `unknown-currency`.
        package let reason: String

        package static func < (one: NotTaken, other: NotTaken) -> Bool {
            (one.type.rawValue, one.reason) < (other.type.rawValue, other.reason)
        }
    }

    /// Some members, in one wallet.
    package struct Group: Sendable, Hashable {
        /// Which wallet.
        package let wallet: Key
        /// By what they are told apart.
        package let by: Segment
        /// What they have in common; empty where that is not known.
        package let value: Key
    }

    /// From which level to which.
    package struct LevelChange: Sendable, Hashable {
        /// On which ladder.
        package let tierSet: Key
        /// Where she stands; none is on no level.
        package let from: Key?
        /// Where she would stand.
        package let to: Key?
    }

    /// What one member would have gained.
    package struct Gain: Sendable, Hashable {
        /// Who.
        package let member: MemberID
        /// Below zero where she loses.
        package let points: Points
    }

    /// Counts a member in her groups of a wallet.
    mutating func add(_ member: MemberID, _ difference: Points, in wallet: Key, _ segments: [(Segment, Key)]) {
        for (segment, value) in segments {
            groups[Group(wallet: wallet, by: segment, value: value), default: Spread()].add(difference)
        }
        let gain = Gain(member: member, points: difference)
        if difference > .zero { place(gain, in: &winners[wallet, default: []]) { $0.points > $1.points } }
        if difference < .zero { place(gain, in: &losers[wallet, default: []]) { $0.points < $1.points } }
    }

    /// Adds what came of other members.
    package mutating func add(_ other: WhatIfTally) {
        members += other.members
        events += other.events
        happened.add(other.happened)
        changed.add(other.changed)
        honoured.merge(other.honoured) { $0 + $1 }
        notAffordable.merge(other.notAffordable) { $0 + $1 }
        notTaken.merge(other.notTaken) { $0 + $1 }
        budgets.merge(other.budgets) { $0 + $1 }
        for (group, spread) in other.groups { groups[group, default: Spread()].add(spread) }
        levelChanges.merge(other.levelChanges) { $0 + $1 }
        for (wallet, gains) in other.winners {
            for gain in gains { place(gain, in: &winners[wallet, default: []]) { $0.points > $1.points } }
        }
        for (wallet, gains) in other.losers {
            for gain in gains { place(gain, in: &losers[wallet, default: []]) { $0.points < $1.points } }
        }
    }

    /// Keeps the `most` first ones; of equals those with the lower id.
    private func place(_ gain: Gain, in gains: inout [Gain], _ precedes: (Gain, Gain) -> Bool) {
        func isBefore(_ one: Gain, _ other: Gain) -> Bool {
            one.points == other.points ? one.member < other.member : precedes(one, other)
        }
        if gains.count >= most, let last = gains.last, !isBefore(gain, last) { return }
        gains.insert(gain, at: gains.firstIndex { isBefore(gain, $0) } ?? gains.count)
        if gains.count > most { gains.removeLast() }
    }
}

extension WhatIfTally.Count {
    static func + (one: Self, other: Self) -> Self {
        var sum = one
        sum.count += other.count
        sum.points += other.points
        return sum
    }
}

/// By what members are told apart.
package enum Segment: String, Sendable, Hashable, CaseIterable {
    /// Not at all: everybody.
    case everybody
    /// The country that is known of her.
    case country
    /// The store where she ordered most often.
    case store
    /// The level she holds at the end, as it happened.
    case level
    /// The year in which she joined.
    case tenure
    /// How many orders she paid.
    case orders
    /// Fifths by what she paid: 1 who paid least to 5 who paid most, 0 who bought nothing.
    case spend
}
