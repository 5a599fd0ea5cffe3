/// A ratio of two sums that belong to members, such as points redeemed by points issued: members are drawn, not entries,
/// so that one member's many entries make the interval no narrower than she does.
///
/// The part may be greater than the whole, and a member may have one of the two only.
package struct ClusteredRatio: Sendable, Hashable {
    /// Members with one or more of either.
    package private(set) var members = 0
    /// The sum above the line.
    package private(set) var part = 0.0
    /// The sum below it.
    package private(set) var whole = 0.0
    private var squares = 0.0
    private var cross = 0.0
    private var wholeSquares = 0.0

    /// Nobody yet.
    package init() {}

    /// Adds a member, or somebody unknown who stands for herself alone.
    package mutating func add(_ part: Double, of whole: Double) {
        guard part != 0 || whole != 0 else { return }
        members += 1
        self.part += part
        self.whole += whole
        squares += part * part
        cross += part * whole
        wholeSquares += whole * whole
    }

    /// None where there is nothing below the line.
    package var value: Double? { whole > 0 ? part / whole : nil }

    /// The variance of the ratio, linearised, as that of sums over members; none below two of them.
    package var variance: Double? {
        guard members > 1, let value else { return nil }
        let sum = squares - 2 * value * cross + value * value * wholeSquares
        // What rounding leaves of nothing is nothing.
        guard sum > 1e-12 * squares else { return 0 }
        return sum * Double(members) / Double(members - 1) / (whole * whole)
    }

    /// Its range at 95 %, not below 0; none for fewer than 30 members, or where all are alike and tell nothing of spread.
    package var interval: Interval? {
        guard !isSmall, let value, let variance, variance > 0 else { return nil }
        let half = z95 * variance.squareRoot()
        return Interval(lower: max(0, value - half), upper: value + half)
    }

    /// Fewer than 30 members: shown in grey.
    package var isSmall: Bool { members < 30 }

    /// How much higher this ratio is than another one's; none where one of them has no value, or neither tells of spread.
    ///
    /// The two are taken as apart. Where the same members stand in both, the range is wider than it need be.
    package func difference(to other: ClusteredRatio) -> Estimate? {
        guard let a = value, let b = other.value, let va = variance, let vb = other.variance, va + vb > 0 else {
            return nil
        }
        let half = z95 * (va + vb).squareRoot()
        return Estimate(value: a - b, interval: Interval(lower: a - b - half, upper: a - b + half))
    }
}
