/// How members of one household spend from what all of them hold (rules H-1 to H-6 of `docs/rules/households.md`).
package struct HouseholdPolicy: Sendable, Hashable {
    /// Whose points go first.
    package let share: Share
    /// How many may be together, the head with them; 2 to 20.
    package let most: Int

    /// Whose points go first.
    package enum Share: String, Sendable, Hashable, CaseIterable {
        /// What lapses first, whosever it is.
        case expiry
        /// As many of each one's.
        case even
    }

    /// A policy; where nothing is said what lapses first goes first, and six may be together.
    package init(share: Share = .expiry, most: Int = 6) {
        self.share = share
        self.most = most
    }
}
