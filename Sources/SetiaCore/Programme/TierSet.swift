/// A ladder of levels and what climbs it.
///
/// The metric is net spend in a calendar year, in one currency: spending or losing points never costs a level
/// (rule T-1).
package struct TierSet: Sendable, Hashable {
    /// Such as `status`.
    package let key: Key
    /// The currency that thresholds stand in and that spend is counted in.
    package let currency: Currency
    /// From the lowest up; thresholds rise strictly.
    package let levels: [Level]

    /// A step of the ladder.
    package struct Level: Sendable, Hashable {
        /// Such as `gold`.
        package let key: Key
        /// What the metric must reach, in minor units; inclusive.
        package let threshold: Int64
        /// What members call it.
        package let name: Words

        /// A level.
        package init(key: Key, threshold: Int64, name: Words) {
            self.key = key
            self.threshold = threshold
            self.name = name
        }
    }

    /// A ladder; `levels` from the lowest up.
    package init(key: Key, currency: Currency, levels: [Level]) {
        self.key = key
        self.currency = currency
        self.levels = levels
    }

    /// The place of the level of this key, 0 for the lowest; none where there is no such level.
    package func place(of level: Key) -> Int? {
        levels.firstIndex { $0.key == level }
    }

    /// The highest place whose threshold `amount` reaches, or none below the lowest.
    package func place(reachedBy amount: Int64) -> Int? {
        levels.lastIndex { $0.threshold <= amount }
    }
}
