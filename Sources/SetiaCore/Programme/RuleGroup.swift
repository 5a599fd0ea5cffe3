/// Rules that are chosen among, where several of them hold (rule E-14).
package struct RuleGroup: Sendable, Hashable {
    /// The group's own key.
    package let key: Key
    /// How it is chosen.
    package let kind: Kind
    /// The highest is asked first, and of equal ones the first of the document.
    package let priority: Int

    /// How is chosen among the rules of a group that hold.
    package enum Kind: String, Sendable, Hashable, CaseIterable {
        /// All of them give.
        case stack
        /// The one that gives the member most.
        case bestOf = "best_of"
        /// The first of them, and no group after this one gives anything.
        case exclusive
    }

    /// A group.
    package init(key: Key, kind: Kind, priority: Int = 0) {
        self.key = key
        self.kind = kind
        self.priority = priority
    }
}

/// Rules that belong together for a time, with limits for all of them.
package struct Campaign: Sendable, Hashable {
    /// The campaign's own key.
    package let key: Key
    /// What members call it.
    package let name: Words
    /// When its rules give; none is always.
    package let schedule: Schedule?
    /// How much of it a member gets in which time, counted over all of its rules (rule E-10).
    package let caps: [Cap]
    /// How much of it all members get together, what multipliers add counted too; none has no end (rule B-2).
    package let budget: Budget?
    /// Whether a cap or budget that lets only a part through lets nothing through.
    package let rejectsOverCap: Bool

    /// A campaign.
    package init(
        key: Key,
        name: Words,
        schedule: Schedule? = nil,
        caps: [Cap] = [],
        budget: Budget? = nil,
        rejectsOverCap: Bool = false
    ) {
        self.key = key
        self.name = name
        self.schedule = schedule
        self.caps = caps
        self.budget = budget
        self.rejectsOverCap = rejectsOverCap
    }
}
