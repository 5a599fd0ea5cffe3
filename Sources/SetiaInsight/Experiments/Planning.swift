import SetiaCore

/// How many members a hold-out comparison needs.
package struct SampleSize: Sendable, Hashable {
    package let treated: Int
    package let control: Int

    package var total: Int { treated + control }

    /// The members needed to see a difference of means.
    ///
    /// - Parameters:
    ///   - difference: The smallest that matters; not 0.
    ///   - varianceTreated: Of one member's outcome on the treated side.
    ///   - varianceControl: On the other.
    ///   - heldOut: The share of members held out, above 0 and below 1.
    ///   - alpha: How often no difference may look like one.
    ///   - power: How often that difference is to be seen.
    ///   - saved: The share of the variance that the past takes off (`Cuped.saved`), below 1.
    package init(
        difference: Double,
        varianceTreated: Double,
        varianceControl: Double,
        heldOut: Double = 0.5,
        alpha: Double = 0.05,
        power: Double = 0.8,
        saved: Double = 0
    ) {
        guard difference != 0, varianceTreated >= 0, varianceControl >= 0, heldOut > 0, heldOut < 1, saved < 1 else {
            fault("a plan for \(difference) with \(heldOut) held out and \(saved) saved")
        }
        let z = normalQuantile(1 - alpha / 2) + normalQuantile(power)
        let spread = (varianceTreated / (1 - heldOut) + varianceControl / heldOut) * (1 - saved)
        let total = z * z * spread / (difference * difference)
        treated = Int((total * (1 - heldOut)).rounded(.up))
        control = Int((total * heldOut).rounded(.up))
    }

    /// The members needed to see one rate become another.
    package init(
        from rate: Double,
        to other: Double,
        heldOut: Double = 0.5,
        alpha: Double = 0.05,
        power: Double = 0.8,
        saved: Double = 0
    ) {
        self.init(
            difference: other - rate,
            varianceTreated: other * (1 - other),
            varianceControl: rate * (1 - rate),
            heldOut: heldOut,
            alpha: alpha,
            power: power,
            saved: saved
        )
    }
}

/// Whether members were split as was planned.
///
/// Where they were not, something sorted them on the way (a failed send, a filter, a bug), and a comparison would
/// measure that: it is refused.
package struct SampleRatio: Sendable, Hashable {
    package let chiSquare: Double
    package let p: Double

    /// The limit below which a split is broken.
    package static let limit = 0.001

    package var isBroken: Bool { p < SampleRatio.limit }

    /// None where there is nobody, or one side only.
    ///
    /// - Parameters:
    ///   - counts: Members by side.
    ///   - planned: Their planned shares, above 0, in the same order; what they add up to is the whole.
    package init?(_ counts: [Int], planned: [Double]) {
        guard counts.count == planned.count, counts.count > 1, planned.allSatisfy({ $0 > 0 }) else { return nil }
        let total = Double(counts.reduce(0, +))
        guard total > 0 else { return nil }
        let whole = planned.reduce(0, +)
        chiSquare = zip(counts, planned).reduce(0) { sum, side in
            let expected = total * side.1 / whole
            let off = Double(side.0) - expected
            return sum + off * off / expected
        }
        p = chiSquareTail(chiSquare, degreesOfFreedom: counts.count - 1)
    }
}
