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
    package var isGranted: Bool { floor.map { $0.level == level } ?? false }
    /// What she had when the period of `since` began: what a return falls back to (rule T-4).
    ///
    /// None was none.
    package var before: Earlier?
    /// What was given by hand, and below which she does not fall; it may be lower than the level she has.
    package var floor: Floor?
    /// When the term ended whose days of grace run until `until` (rule T-10); mostly none.
    package var graceSince: Instant?

    /// A standing that another one replaced within the same period.
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

    /// A level given by hand.
    package struct Floor: Sendable, Hashable {
        /// The level.
        package let level: Key
        /// Until when; none is for ever.
        package let until: Instant?

        /// A floor.
        package init(level: Key, until: Instant?) {
            self.level = level
            self.until = until
        }

        func holds(at moment: Instant) -> Bool {
            until.map { $0 > moment } ?? true
        }
    }

    /// A standing.
    package init(
        tierSet: Key,
        level: Key,
        since: Instant,
        until: Instant?,
        isGranted: Bool = false,
        before: Earlier? = nil,
        floor: Floor? = nil,
        graceSince: Instant? = nil
    ) {
        self.tierSet = tierSet
        self.level = level
        self.since = since
        self.until = until
        self.before = before
        self.floor = isGranted ? Floor(level: level, until: until) : floor
        self.graceSince = graceSince
    }
}
