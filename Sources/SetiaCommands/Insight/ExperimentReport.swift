internal import SetiaCore
internal import SetiaInsight

/// Each arm against the hold-out, outcome by outcome, as far as the numbers may be read.
struct ExperimentReport {
    private let assignment: Assignment
    private let control: Int32
    private let planned: Int?
    private let sequence: ConfidenceSequence
    private let ratio: SampleRatio
    private let margin: Double?

    /// Members for which the sequence is narrowest where no size was planned: fixed, since a size chosen while looking
    /// would break what it promises.
    private static let usualSize = 5_000

    /// - Throws: `CommandFailure` where nobody is held out, or the split is not as planned.
    init(
        _ assignment: Assignment,
        control: String,
        planned: Int?,
        shares: [String: Double]?,
        margin: Double?
    ) throws {
        self.assignment = assignment
        self.planned = planned
        self.margin = margin
        sequence = ConfidenceSequence(tunedFor: Double(planned ?? ExperimentReport.usualSize))
        guard let held = assignment.number(of: control) else {
            throw CommandFailure(
                "nobody is held out",
                why: assignment.arms.isEmpty
                    ? "\(assignment.subject) has no members"
                    : "no row has the arm '\(control)'; there are \(assignment.arms.joined(separator: ", "))",
                todo: "name the arm without it with --control; without a hold-out nothing can be said",
                .badData
            )
        }
        self.control = held
        guard assignment.arms.count > 1 else {
            throw CommandFailure(
                "everybody is held out",
                why: "all rows have the arm '\(control)'",
                todo: "give those who had it too",
                .badData
            )
        }
        let counts = assignment.arms.indices.map { arm in assignment.arm.count { $0 == Int32(arm) } }
        let wanted = try assignment.arms.map { arm throws in
            guard let shares else { return 1.0 }
            guard let share = shares[arm] else {
                throw CommandFailure(
                    "the plan does not know every arm",
                    why: "--shares has no '\(arm)'",
                    todo: "name each arm with its share",
                    .usage
                )
            }
            return share
        }
        guard let ratio = SampleRatio(counts, planned: wanted) else { fault("a split of \(counts) by \(wanted)") }
        self.ratio = ratio
        guard !ratio.isBroken else {
            let found = zip(assignment.arms, counts).map { "\($0) \(grouped($1))" }.joined(separator: ", ")
            throw CommandFailure(
                "the split is broken",
                why: "\(found): by chance it would be so far from the plan less than once in 1,000 times",
                todo: shares == nil
                    ? "say what was planned with --shares; else find what sorted members, and begin again"
                    : "find what sorted members on the way (a failed send, a filter), and begin again",
                .badData
            )
        }
    }

    var findings: Findings {
        var findings = Findings(
            subject: """
                experiment of \(assignment.subject): \(counted(assignment.count, "member")), held out: \
                \(assignment.arms[Int(control)])
                """
        )
        findings.tables = [differences]
        if let money { findings.tables.append(money) }
        if !assignment.segments.isEmpty { findings.tables.append(bySegment) }
        findings.notes = notes
        return findings
    }

    // MARK: - Numbers

    private var treatedArms: [Int32] { assignment.arms.indices.map { Int32($0) }.filter { $0 != control } }

    private func moments(_ arm: Int32, _ value: (Int) -> Double) -> Moments {
        var moments = Moments()
        for place in 0..<assignment.count where assignment.arm[place] == arm { moments.add(value(place)) }
        return moments
    }

    private var smallest: Int {
        assignment.arms.indices.map { arm in assignment.arm.count { $0 == Int32(arm) } }.min() ?? 0
    }

    /// Whether the one look that was planned may be had.
    private var isDone: Bool { planned.map { smallest >= $0 } ?? false }

    private var differences: Findings.Table {
        var table = Findings.Table(
            "differences",
            "by intention to treat; the interval 'always' may be looked at every day, 'at the end' only once",
            [
                .init("arm"), .init("outcome"), .init("n", "n"), .init("mean", "with it"),
                .init("heldOutN", "held out"),
                .init("heldOutMean", "without"), .init("difference"), .init("alwaysLower", "always from"),
                .init("alwaysUpper", "to"), .init("endLower", "at the end from"), .init("endUpper", "to"),
                .init("answer"),
            ]
        )
        for arm in treatedArms {
            for outcome in assignment.outcomes.indices {
                let values = assignment.values[outcome]
                add(&table, arm, assignment.outcomes[outcome], outcome) { values[$0] }
                if let cuped = cuped(outcome) {
                    add(&table, arm, "  sharpened by \(assignment.pastName ?? "before")", nil) {
                        cuped.adjusted(values[$0], past: assignment.past[$0])
                    }
                }
            }
        }
        return table
    }

    private func cuped(_ outcome: Int) -> Cuped? {
        guard !assignment.past.isEmpty else { return nil }
        var pairs = PairedMoments()
        for place in 0..<assignment.count { pairs.add(assignment.past[place], assignment.values[outcome][place]) }
        return Cuped(pairs)
    }

    private func add(
        _ table: inout Findings.Table,
        _ arm: Int32,
        _ name: String,
        _ outcome: Int?,
        _ value: (Int) -> Double
    ) {
        let (treated, held) = (moments(arm, value), moments(control, value))
        let comparison = Comparison(treated: treated, control: held)
        let isFew = treated.isSmall || held.isSmall
        let always = isFew ? nil : comparison.map { sequence.interval($0) }
        let end = isFew || !isDone ? nil : comparison.map { atTheEnd($0, outcome) }
        table.add(
            .text(assignment.arms[Int(arm)]),
            .text(name),
            .count(treated.count),
            .number(treated.mean, decimals: 4),
            .count(held.count),
            .number(held.mean, decimals: 4),
            isFew ? .none : comparison.map { .number($0.difference, decimals: 4) } ?? .none,
            always.map { .number($0.lower, decimals: 4) } ?? .none,
            always.map { .number($0.upper, decimals: 4) } ?? .none,
            end.map { .number($0.lower, decimals: 4) } ?? .none,
            end.map { .number($0.upper, decimals: 4) } ?? .none,
            .text(answer(isFew: isFew, end ?? always))
        )
    }

    /// Newcombe's interval for what is yes or no, the normal one for the rest.
    private func atTheEnd(_ comparison: Comparison, _ outcome: Int?) -> Interval {
        guard let outcome, assignment.isYesOrNo(outcome) else { return comparison.interval() }
        func share(_ moments: Moments) -> Share { Share(Int(moments.sum.rounded()), of: moments.count) }
        return newcombe(from: share(comparison.control), to: share(comparison.treated)) ?? comparison.interval()
    }

    private func answer(isFew: Bool, _ interval: Interval?) -> String {
        guard !isFew else { return "too few" }
        guard let interval else { return "no spread" }
        if interval.lower > 0 { return "↑ more" }
        if interval.upper < 0 { return "↓ less" }
        return "within noise"
    }

    // MARK: - Money

    /// What it brought in all: never the gross alone.
    private var money: Findings.Table? {
        guard let margin, let spend = assignment.outcomes.firstIndex(of: "spend") else { return nil }
        var table = Findings.Table(
            "worth",
            "what it brought in all; gross is what members with it spent, incremental what they would not have spent else",
            [
                .init("arm"), .init("figure"), .init("gross"), .init("incremental"), .init("lower", "95 % from"),
                .init("upper", "to"),
            ]
        )
        let values = assignment.values[spend]
        let costs = assignment.cost
        func add(_ arm: Int32, _ name: String, gross: Bool, _ value: (Int) -> Double) {
            guard let comparison = Comparison(treated: moments(arm, value), control: moments(control, value)),
                !comparison.treated.isSmall, !comparison.control.isSmall
            else { return }
            let n = Double(comparison.treated.count)
            let range = isDone ? comparison.interval() : sequence.interval(comparison)
            table.add(
                .text(assignment.arms[Int(arm)]),
                .text(name),
                gross ? .number(comparison.treated.sum, decimals: 2) : .none,
                .number(comparison.difference * n, decimals: 2),
                .number(range.lower * n, decimals: 2),
                .number(range.upper * n, decimals: 2)
            )
        }
        for arm in treatedArms {
            add(arm, "revenue", gross: true) { values[$0] }
            add(arm, "margin", gross: true) { margin * values[$0] }
            if !costs.isEmpty {
                add(arm, "cost of rewards", gross: true) { costs[$0] }
                add(arm, "profit", gross: false) { margin * values[$0] - costs[$0] }
            }
        }
        return table
    }

    // MARK: - Segments

    private var bySegment: Findings.Table {
        var table = Findings.Table(
            "segments",
            "by segment; intervals are widened so that all of them hold together",
            [
                .init("segment"), .init("arm"), .init("outcome"), .init("n"), .init("heldOutN", "held out"),
                .init("difference"), .init("lower", "from"), .init("upper", "to"), .init("answer"),
            ]
        )
        let looks = Double(assignment.segments.count * treatedArms.count * assignment.outcomes.count)
        let together = ConfidenceSequence(tunedFor: sequence.tunedFor, alpha: 0.05 / looks)
        for segment in assignment.segments.indices {
            for arm in treatedArms {
                for outcome in assignment.outcomes.indices {
                    var (treated, held) = (Moments(), Moments())
                    for place in 0..<assignment.count where assignment.segment[place] == Int32(segment) {
                        if assignment.arm[place] == arm {
                            treated.add(assignment.values[outcome][place])
                        } else if assignment.arm[place] == control {
                            held.add(assignment.values[outcome][place])
                        }
                    }
                    let comparison = Comparison(treated: treated, control: held)
                    let isFew = treated.isSmall || held.isSmall
                    let interval = isFew ? nil : comparison.map { together.interval($0) }
                    table.add(
                        .text(assignment.segments[segment]),
                        .text(assignment.arms[Int(arm)]),
                        .text(assignment.outcomes[outcome]),
                        .count(treated.count),
                        .count(held.count),
                        isFew ? .none : comparison.map { .number($0.difference, decimals: 4) } ?? .none,
                        interval.map { .number($0.lower, decimals: 4) } ?? .none,
                        interval.map { .number($0.upper, decimals: 4) } ?? .none,
                        .text(answer(isFew: isFew, interval))
                    )
                }
            }
        }
        return table
    }

    // MARK: - Words

    private var notes: [String] {
        var notes: [String] = []
        if let planned {
            notes.append(
                isDone
                    ? "the \(grouped(planned)) planned members of each arm are there: the interval at the end holds, once"
                    : """
                    \(grouped(smallest)) of \(grouped(planned)) planned members are there: the interval of one look is not \
                    shown before
                    """
            )
        } else {
            notes.append(
                """
                no size was planned: only the interval that may be looked at every day is shown; setia insight plan says \
                how many members one look takes
                """
            )
        }
        if assignment.outcomes.count > 1 {
            notes.append(
                """
                \(assignment.outcomes.count) outcomes were looked at: each interval holds by itself; decide by the one \
                that was named before
                """
            )
        }
        if !assignment.past.isEmpty, let cuped = cuped(0) {
            let saved = percent(cuped.saved)
            notes.append(
                "\(assignment.pastName ?? "before") takes off \(saved) of the variance of \(assignment.outcomes[0])"
            )
        }
        notes.append("the split is as planned (chi-square \(twoDecimals(ratio.chiSquare)), p \(twoDecimals(ratio.p)))")
        return notes
    }

    private func twoDecimals(_ number: Double) -> String {
        writtenAmount(Int64((number * 100).rounded()), decimals: 2)
    }
}
