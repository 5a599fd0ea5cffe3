/// Where a member is on one ladder, since when and until when.
package struct Standing: Sendable, Hashable {
    /// Which tier set.
    package let tierSet: Key
    /// The level.
    package var level: Key
    /// Since when she has it without a break.
    package var since: Instant
    /// When the term ends and the level is looked at again; none for the lowest level, which has no end.
    package var until: Instant?
    /// A level given by hand is a floor until the term's end, whatever comes back (rule T-5).
    package var isGranted: Bool
    /// What she had when the year of `since` began: what a return falls back to (rule T-4).
    ///
    /// None was none.
    package var before: Earlier?

    /// A standing that another one replaced within the same year.
    package struct Earlier: Sendable, Hashable {
        /// The level.
        package let level: Key
        /// Since when.
        package let since: Instant
        /// Until when.
        package let until: Instant?

        /// An earlier standing.
        package init(level: Key, since: Instant, until: Instant?) {
            self.level = level
            self.since = since
            self.until = until
        }
    }

    /// A standing.
    package init(
        tierSet: Key,
        level: Key,
        since: Instant,
        until: Instant?,
        isGranted: Bool = false,
        before: Earlier? = nil
    ) {
        self.tierSet = tierSet
        self.level = level
        self.since = since
        self.until = until
        self.isGranted = isGranted
        self.before = before
    }
}

/// Net spend that counts for a tier set, in one calendar year of the programme's zone.
package struct YearSpend: Sendable, Hashable {
    /// Which tier set.
    package let tierSet: Key
    /// The year.
    package let year: Int
    /// In minor units of the set's currency; returns are taken off in the year of their order.
    package var minorUnits: Int64

    /// A year's spend.
    package init(tierSet: Key, year: Int, minorUnits: Int64) {
        self.tierSet = tierSet
        self.year = year
        self.minorUnits = minorUnits
    }
}
