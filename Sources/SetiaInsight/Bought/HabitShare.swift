/// How much of coming back is habit: the share of visits at a member's own fixed time.
///
/// If a part h of each member's visits is always in one slot (a day of the week, or a part of the day) and all others are
/// spread as the shop's are, two visits of one member are in the same slot with probability h² + (1 − h²) s, where s is
/// that of two visits of anybody. So h comes from counting pairs, and a shop that is full on Saturdays makes no habit of it.
/// Where members differ, it is the root of the mean square of their shares.
package struct HabitShare: Sendable {
    /// A week's slots: seven days, and six parts of the day of four hours.
    package enum Rhythm: String, Sendable, Hashable, CaseIterable {
        case weekday
        case dayPart
    }

    /// In which rhythm there is more of it.
    package let rhythm: Rhythm
    /// With its range of 95 %.
    package let share: Estimate
    /// Members with two visits or more.
    package let members: Int

    /// Visits of members, counted by slot as they come by.
    package struct Counts: Sendable {
        private var days = Slots(count: 7)
        private var parts = Slots(count: 6)

        package init() {}

        /// Adds a member: how many of her visits were on each day of the week, Monday first, and in each part of the day.
        package mutating func add(weekdays: [Int], dayParts: [Int]) {
            days.add(weekdays)
            parts.add(dayParts)
        }

        fileprivate func slots(_ rhythm: Rhythm) -> Slots { rhythm == .weekday ? days : parts }
    }

    /// The greater of the two; none below 30 members with two visits.
    package init?(_ counts: Counts) {
        let found = Rhythm.allCases.compactMap { rhythm in counts.slots(rhythm).share.map { (rhythm, $0) } }
        guard let best = found.max(by: { $0.1.value < $1.1.value }) else { return nil }
        (rhythm, share) = best
        members = counts.slots(best.0).members
    }
}

/// How often two visits of a member are in one slot, and how often two of anybody.
private struct Slots: Sendable {
    private var all: [Double]
    /// Of members with two visits or more: the sums of weights, of weighted shares of equal pairs, and of their squares.
    private(set) var members = 0
    private var weights = 0.0
    private var equal = 0.0
    private var squares = 0.0
    private var cross = 0.0
    private var weightSquares = 0.0

    init(count: Int) {
        all = [Double](repeating: 0, count: count)
    }

    mutating func add(_ visits: [Int]) {
        let count = visits.reduce(0, +)
        for (slot, some) in visits.enumerated() { all[slot] += Double(some) }
        guard count > 1 else { return }
        members += 1
        let pairs = visits.reduce(0) { $0 + $1 * ($1 - 1) }
        // A member weighs as many as her visits, and no more.
        let weight = Double(count)
        let part = weight * Double(pairs) / Double(count * (count - 1))
        weights += weight
        equal += part
        squares += part * part
        cross += part * weight
        weightSquares += weight * weight
    }

    var share: Estimate? {
        guard members >= 30 else { return nil }
        let sum = all.reduce(0, +)
        let anybody = all.reduce(0) { $0 + ($1 / sum) * ($1 / sum) }
        guard anybody < 1 else { return nil }
        let own = equal / weights
        // The variance of a ratio of sums over members.
        let variance = max(0, squares - 2 * own * cross + own * own * weightSquares) / (weights * weights)
        let half = z95 * variance.squareRoot()
        func habit(_ own: Double) -> Double { (max(0, min(1, (own - anybody) / (1 - anybody)))).squareRoot() }
        return Estimate(value: habit(own), interval: Interval(lower: habit(own - half), upper: habit(own + half)))
    }
}
