/// One seed, simulated.
package struct Simulator: Sendable {
    /// Of what all is drawn.
    package let seed: UInt64
    /// How many steps.
    package let steps: Int

    /// A seed with its number of steps.
    package init(seed: UInt64, steps: Int = 150) {
        self.seed = seed
        self.steps = steps
    }

    /// What was found, and by which few steps it is found again.
    package struct Failure: Sendable, CustomStringConvertible {
        package let seed: UInt64
        package let finding: Finding
        package let plan: Plan?
        package let steps: [Step]

        /// All that somebody needs who looks for the defect.
        package var description: String {
            var lines = ["seed \(seed), \(finding)"]
            if let plan, !steps.isEmpty {
                lines.append("\(steps.count) step(s) are enough:")
                lines += steps.map { "  \($0)" }
                lines.append("under the programme")
                lines += plan.programme.split(separator: "\n").map { "  \($0)" }
            }
            return lines.joined(separator: "\n")
        }
    }

    /// Carries out the seed's plan, and looks at another order of arrival.
    ///
    /// - Parameters:
    ///   - sabotage: A defect put in on purpose; none mostly.
    ///   - shrinks: Whether the steps are looked through for the few that matter.
    /// - Returns: what was found; none where all is well.
    package func run(sabotage: FaultyStore.Sabotage? = nil, shrinks: Bool = true) async -> Failure? {
        let plan = Plan(seed: seed, steps: steps)
        if let finding = await Simulation.run(plan, steps: plan.steps, sabotage: sabotage) {
            var last = finding
            var kept = plan.steps.filter { $0.number <= finding.step }
            if shrinks {
                kept = await shrunk(kept) { fewer in
                    guard let again = await Simulation.run(plan, steps: fewer, sabotage: sabotage),
                        again.invariant == finding.invariant
                    else { return false }
                    last = again
                    return true
                }
            }
            return Failure(seed: seed, finding: last, plan: plan, steps: kept)
        }
        guard let words = await ArrivalOrder(seed: seed).difference() else { return nil }
        return Failure(
            seed: seed,
            finding: Finding(step: 0, invariant: .arrival, words: words),
            plan: nil,
            steps: []
        )
    }
}
