/// A difference of two rates, the second minus the first, and the range that fits what was seen.
package struct ShareDifference: Sendable, Hashable {
    package let before: Share
    package let after: Share
    /// After less before, from -1 to 1.
    package let value: Double
    /// At 95 %, by Newcombe's method from Wilson's intervals of both.
    package let interval95: Interval

    /// None where one of the two is of nobody.
    package init?(from before: Share, to after: Share) {
        guard let first = before.value, let second = after.value, let interval = newcombe(from: before, to: after)
        else { return nil }
        self.before = before
        self.after = after
        value = second - first
        interval95 = interval
    }

    /// Which way it went, where that can be said.
    package var direction: Direction {
        Direction(interval95, isSmall: before.isSmall || after.isSmall)
    }
}

/// Whether a figure moved, as far as its numbers can tell.
///
/// There is an arrow only where the interval of the difference leaves 0 out and both numbers have 30 or more to speak
/// of: everything else would be an arrow inside the noise.
package enum Direction: String, Sendable, Hashable {
    case up, down
    /// The interval of the difference has 0 in it.
    case withinNoise = "within noise"
    /// Fewer than 30 on one side.
    case tooFew = "too few"

    /// What the range of a difference says; `isSmall` where one of the two has fewer than 30 to speak of.
    package init(_ interval: Interval, isSmall: Bool) {
        if isSmall {
            self = .tooFew
        } else if interval.lower > 0 {
            self = .up
        } else {
            self = interval.upper < 0 ? .down : .withinNoise
        }
    }

    package var arrow: String {
        switch self {
        case .up: "↑"
        case .down: "↓"
        case .withinNoise, .tooFew: ""
        }
    }
}

/// Newcombe's hybrid score interval of the difference of two independent rates, the second minus the first.
///
/// - Returns: None where one of them is of nobody.
/// - SeeAlso: R. G. Newcombe 1998, *Statistics in Medicine* 17, 873-890, method 10.
package func newcombe(from first: Share, to second: Share, z: Double = z95) -> Interval? {
    guard let p = second.value, let q = first.value,
        let a = wilson(second.numerator, of: second.denominator, z: z),
        let b = wilson(first.numerator, of: first.denominator, z: z)
    else { return nil }
    let below = ((p - a.lower) * (p - a.lower) + (b.upper - q) * (b.upper - q)).squareRoot()
    let above = ((a.upper - p) * (a.upper - p) + (q - b.lower) * (q - b.lower)).squareRoot()
    return Interval(lower: p - q - below, upper: p - q + above)
}
