/// The times between members' visits, and how each stood to a reward when the time began.
///
/// A visit is a day with a purchase. Only times that ended in a visit are kept: the one that is still open says nothing
/// that can be compared, since whose it is and how long it is hang together. Five bytes a time.
package struct RewardGaps: Sendable {
    /// One time between two visits.
    package struct Gap: Sendable, Hashable {
        /// Above 0.
        package let days: Double
        /// One usual visit more, and she has points enough for a reward.
        package let isNear: Bool
        /// At the visit that it begins with she had a reward.
        package let isAfter: Bool
        /// Points of hers lapse within 30 days of its beginning.
        package let isLapsing: Bool

        package init(days: Double, isNear: Bool, isAfter: Bool, isLapsing: Bool = false) {
            (self.days, self.isNear, self.isAfter, self.isLapsing) = (days, isNear, isAfter, isLapsing)
        }
    }

    private var days: [Float] = []
    private var flags: [UInt8] = []
    private var ends: [Int] = []

    package init() {}

    /// Adds a member: her times in their order.
    package mutating func add(_ gaps: [Gap]) {
        for gap in gaps {
            days.append(Float(gap.days))
            flags.append((gap.isNear ? 1 : 0) | (gap.isAfter ? 2 : 0) | (gap.isLapsing ? 4 : 0))
        }
        ends.append(days.count)
    }

    /// Members, those without any time included.
    package var members: Int { ends.count }
    /// Times between visits.
    package var count: Int { days.count }

    /// Where a member's times lie.
    func range(of member: Int) -> Range<Int> { (member == 0 ? 0 : ends[member - 1])..<ends[member] }
    func days(_ place: Int) -> Double { Double(days[place]) }
    /// Whether a time stood so, by the number of the state: near, after, lapsing.
    func stood(_ place: Int, _ state: Int) -> Bool { flags[place] & (1 << UInt8(state)) != 0 }
}
