/// That a member is the same person as another, under whom all goes on (rule L-20).
package struct Merge: Sendable, Hashable {
    /// Setia's number of it: what makes it once, and what undoes it.
    package let id: Key
    /// Who stays.
    package let into: MemberID

    /// A merge.
    package init(id: Key, into: MemberID) {
        self.id = id
        self.into = into
    }
}

/// What comes to a member since another account is hers too, or goes back where that was an error.
package struct MergeShare: Sendable, Hashable {
    /// The merge's number.
    package let id: Key
    /// Whose it was.
    package let from: MemberID
    /// The event of hers that sent it, by its number.
    package let number: Int64
    /// Whether the merge is undone by it.
    package let isBack: Bool
    /// Whether it is the first that comes: with it she is known to be the same person.
    package let isFirst: Bool
    /// Points, by wallet.
    package var wallets: [InWallet] = []
    /// What counts for tiers; below 0 where something came back.
    package var tallies: [Tally] = []
    /// Paid orders, less returned ones.
    package var orders: Int64 = 0
    /// What capped rules and wallets gave.
    package var capUses: [CapUse] = []
    /// Levels held.
    package var levels: [Level] = []
    /// How far achievements have come.
    package var achievements: [Progress] = []
    /// When she joined; none for a prospect.
    package var joinedAt: Instant?
    /// What rules may know of her.
    package var facts = MemberFacts()

    /// Points of one wallet.
    package struct InWallet: Sendable, Hashable {
        /// Which.
        package let wallet: Key
        /// Each lot with its dates.
        package var lots: [Moved]
        /// What is owed.
        package let debt: Points

        /// Points of a wallet.
        package init(wallet: Key, lots: [Moved], debt: Points) {
            self.wallet = wallet
            self.lots = lots
            self.debt = debt
        }
    }

    /// What is left of a lot.
    package struct Moved: Sendable, Hashable {
        /// How many; above 0.
        package let points: Points
        /// From when they can be used.
        package let activeFrom: Instant
        /// Until when; none is for ever.
        package let expiresAt: Instant?
        /// Whether what the member does moves that end.
        package let slides: Bool
        /// What they wait for.
        package let awaits: Awaited?

        /// What is left of a lot.
        package init(points: Points, activeFrom: Instant, expiresAt: Instant?, slides: Bool, awaits: Awaited?) {
            self.points = points
            self.activeFrom = activeFrom
            self.expiresAt = expiresAt
            self.slides = slides
            self.awaits = awaits
        }
    }

    /// A level held on one ladder.
    package struct Level: Sendable, Hashable {
        /// Which ladder.
        package let tierSet: Key
        /// The level.
        package let level: Key
        /// Since when.
        package let since: Instant
        /// Until when; none is for ever.
        package let until: Instant?

        /// A level held.
        package init(tierSet: Key, level: Key, since: Instant, until: Instant?) {
            self.tierSet = tierSet
            self.level = level
            self.since = since
            self.until = until
        }
    }

    /// How far an achievement has come.
    package struct Progress: Sendable, Hashable {
        /// Which.
        package let key: Key
        /// The first day of the stretch that is counted in.
        package let start: Day
        /// How many towards the next time.
        package let count: Int64
        /// How often it was reached altogether.
        package let reached: Int64

        /// A progress.
        package init(key: Key, start: Day, count: Int64, reached: Int64) {
            self.key = key
            self.start = start
            self.count = count
            self.reached = reached
        }
    }

    /// A share that holds nothing yet.
    package init(id: Key, from: MemberID, number: Int64, isBack: Bool = false, isFirst: Bool = false) {
        self.id = id
        self.from = from
        self.number = number
        self.isBack = isBack
        self.isFirst = isFirst
    }

    /// Whether there is nothing in it.
    var isEmpty: Bool {
        !isFirst && !isBack && wallets.isEmpty && tallies.isEmpty && orders == 0 && capUses.isEmpty
            && achievements.isEmpty
    }
}

/// That what an account sent has come.
package struct MergeEnd: Sendable, Hashable {
    /// The event that sent it, by its number.
    package let number: Int64

    /// That it has come.
    package init(number: Int64) { self.number = number }
}

/// That two accounts are two people after all: what remains goes back.
package struct MergeUndoing: Sendable, Hashable {
    /// The merge's number.
    package let id: Key
    /// Whose it was.
    package let from: MemberID
    /// The lots that came from her, by wallet and number.
    package let lots: [(wallet: Key, lot: Int64)]
    /// What had come to count.
    package let counted: MergeShare

    /// An undoing.
    package init(id: Key, from: MemberID, lots: [(wallet: Key, lot: Int64)], counted: MergeShare) {
        self.id = id
        self.from = from
        self.lots = lots
        self.counted = counted
    }

    /// All of it.
    package static func == (one: MergeUndoing, other: MergeUndoing) -> Bool {
        one.id == other.id && one.from == other.from && one.counted == other.counted
            && one.lots.elementsEqual(other.lots) { $0.wallet == $1.wallet && $0.lot == $1.lot }
    }

    /// By its number and whose it was.
    package func hash(into hasher: inout Hasher) {
        hasher.combine(id)
        hasher.combine(from)
    }
}

/// That an account is another member's now.
package struct Merged: Sendable, Hashable {
    /// The merge's number.
    package let id: Key
    /// Whose it is now; or in the list of what came to somebody, whose it was.
    package let other: MemberID
    /// When.
    package let at: Instant
    /// What she was before.
    package let status: MemberStatus

    /// A merge as it stands.
    package init(id: Key, other: MemberID, at: Instant, status: MemberStatus) {
        self.id = id
        self.other = other
        self.at = at
        self.status = status
    }
}

/// A share on its way, of which it is not known yet that it came.
package struct ShareUnderway: Sendable, Hashable {
    /// The event that sent it, by its number.
    package let number: Int64
    /// When.
    package let at: Instant

    /// A share on its way.
    package init(number: Int64, at: Instant) {
        self.number = number
        self.at = at
    }

    /// From when on it is sent again if nothing was heard of it.
    package var sendAgainAt: Instant { at.adding(milliseconds: 60_000) }
}
