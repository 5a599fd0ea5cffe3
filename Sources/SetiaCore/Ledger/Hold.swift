/// Which hold: the shop's number, within the system that gave it.
package struct HoldKey: Sendable, Hashable {
    /// Who numbers.
    package let source: Key
    /// The number.
    package let id: Key

    /// A hold's natural key.
    package init(source: Key, id: Key) {
        self.source = source
        self.id = id
    }
}

/// Points of certain lots that are set aside for a purchase under way (rule L-10).
package struct Hold: Sendable, Hashable {
    /// Which.
    package let key: HoldKey
    /// When it ends by itself.
    package internal(set) var until: Instant
    /// What is held of which lot, the lot as it was before, in the order of spending.
    package let parts: [Drawn]

    /// A hold.
    package init(key: HoldKey, until: Instant, parts: [Drawn]) {
        self.key = key
        self.until = until
        self.parts = parts
    }

    /// How many points it holds.
    package var points: Points { parts.reduce(.zero) { $0 + $1.points } }
}

/// A hold that is over; remembered for a week, so that whoever asks is told how it ended.
package struct EndedHold: Sendable, Hashable {
    /// Which.
    package let key: HoldKey
    /// How.
    package let end: End
    /// When.
    package let at: Instant

    /// How a hold ends.
    package enum End: String, Sendable, Hashable, CaseIterable {
        /// It was spent, all of it or a part.
        case captured
        /// It was given up.
        case cancelled
        /// Its time was over.
        case expired
    }

    /// A hold that is over.
    package init(key: HoldKey, end: End, at: Instant) {
        self.key = key
        self.end = end
        self.at = at
    }

    /// For how long it is remembered, in milliseconds.
    static let remembered: Int64 = 7 * 86_400_000
}
