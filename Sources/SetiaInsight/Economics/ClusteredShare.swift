/// A share of things that belong to members, such as of orders: members are drawn, not orders, and so one member's many
/// orders make the interval no narrower than she does.
package struct ClusteredShare: Sendable, Hashable {
    /// Members with one or more.
    package private(set) var members = 0
    /// Things that count.
    package private(set) var part = 0
    /// All things.
    package private(set) var whole = 0
    private var squares = 0.0
    private var cross = 0.0
    private var wholeSquares = 0.0

    /// Nobody yet.
    package init() {}

    /// Adds a member: of `whole` things of hers `part` count.
    package mutating func add(_ part: Int, of whole: Int) {
        guard whole > 0 else { return }
        members += 1
        self.part += part
        self.whole += whole
        squares += Double(part) * Double(part)
        cross += Double(part) * Double(whole)
        wholeSquares += Double(whole) * Double(whole)
    }

    /// From 0 to 1; none where there is nothing.
    package var value: Double? { whole > 0 ? Double(part) / Double(whole) : nil }

    /// The variance of the share, as that of a ratio of sums over members; none below two members.
    package var variance: Double? {
        guard members > 1, let value else { return nil }
        let sum = squares - 2 * value * cross + value * value * wholeSquares
        // What rounding leaves of nothing is nothing.
        guard sum > 1e-12 * squares else { return 0 }
        return sum * Double(members) / Double(members - 1) / (Double(whole) * Double(whole))
    }

    /// Its range at 95 %, within 0 and 1; none where it is small, or where all members are alike and tell nothing of spread.
    package var interval: Interval? {
        guard !isSmall, let value, let variance, variance > 0 else { return nil }
        let half = z95 * variance.squareRoot()
        return Interval(lower: max(0, value - half), upper: min(1, value + half))
    }

    /// Fewer than 30 members: shown in grey.
    package var isSmall: Bool { members < 30 }

    /// How much higher this share is than another one's, of other members; none where one of them is small, or
    /// where neither tells anything of spread.
    package func difference(to other: ClusteredShare) -> Estimate? {
        guard !isSmall, !other.isSmall, let a = value, let b = other.value, let va = variance, let vb = other.variance,
            va + vb > 0
        else { return nil }
        let half = z95 * (va + vb).squareRoot()
        return Estimate(value: a - b, interval: Interval(lower: a - b - half, upper: a - b + half))
    }
}
