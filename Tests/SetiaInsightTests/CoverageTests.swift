import Foundation
import SetiaCore
import SetiaInsight
import Testing

/// Whether intervals hold what they promise: few runs here, as many as `COVERAGE_RUNS` says before a release.
@Suite("What intervals promise")
struct CoverageTests {
    private static let runs = ProcessInfo.processInfo.environment["COVERAGE_RUNS"].flatMap { Int($0) } ?? 100

    /// A programme that adds an average of ten to what members leave, and in which some leave nothing and some much.
    ///
    /// - Returns: whether the interval held ten at every look, from thirty members a side on.
    private func holds(seed: UInt64, effect: Double, heldOut: Double, members: Int) -> Bool {
        var random = SplitMix64(seed: seed)
        let sequence = ConfidenceSequence(tunedFor: CampaignComparison.tunedFor)
        var (treated, control) = (Moments(), Moments())
        for member in 1...members {
            let buys = Double.random(in: 0..<1, using: &random) < 0.4
            // Skewed as spending is: the product of three uniform numbers.
            let amount = (0..<3).reduce(200.0) { product, _ in product * Double.random(in: 0..<1.5, using: &random) }
            let plain = buys ? amount : 0
            if Double.random(in: 0..<1, using: &random) < heldOut {
                control.add(plain)
            } else {
                // Not alike for all: from nothing to twice the effect.
                treated.add(plain + effect * Double.random(in: 0..<2, using: &random))
            }
            guard member % 25 == 0, !treated.isSmall, !control.isSmall,
                let comparison = Comparison(treated: treated, control: control)
            else { continue }
            let interval = sequence.interval(comparison)
            if interval.lower > effect || interval.upper < effect { return false }
        }
        return true
    }

    @Test(
        "the sequence of a programme's profit holds the true one at every look in 95 of 100 runs",
        arguments: [(0.0, 0.5), (10.0, 0.5), (10.0, 0.1), (10.0, 0.05)]
    )
    func sequence(effect: Double, heldOut: Double) {
        let held = (0..<Self.runs).count { run in
            holds(
                seed: UInt64(run) &* 7_919 &+ UInt64(heldOut * 1_000),
                effect: effect,
                heldOut: heldOut,
                members: 2_000
            )
        }
        let share = Double(held) / Double(Self.runs)
        // Of few runs a little less may be seen where the truth is .95: three standard errors.
        #expect(share >= 0.95 - 3 * (0.95 * 0.05 / Double(Self.runs)).squareRoot(), "\(share)")
    }

    @Test("looking a hundred times with an interval made for one look breaks its promise")
    func peeking() {
        let wrong = (0..<Self.runs).count { run in
            var random = SplitMix64(seed: UInt64(run) &+ 4_242)
            var (one, other) = (Moments(), Moments())
            for member in 1...4_000 {
                one.add(Double.random(in: 0..<1, using: &random))
                other.add(Double.random(in: 0..<1, using: &random))
                guard member % 40 == 0, let comparison = Comparison(treated: one, control: other) else { continue }
                let interval = comparison.interval()
                if interval.lower > 0 || interval.upper < 0 { return true }
            }
            return false
        }
        #expect(Double(wrong) / Double(Self.runs) > 0.25)
    }

    @Test("what comes within a year is what comes, where less than a year is left")
    func withinYear() throws {
        let ladder = try ChainLadder(
            RedemptionTriangle(
                first: CalendarMonth(number: 24_000),
                rows: [[10, 20, 25, 28, 29], [12, 22, 27, 31], [9, 21, 25], [11, 23], [10]]
            )
        )
        for row in ladder.rows { #expect(row.withinYear == row.toCome) }
    }
}
