internal import ArgumentParser
internal import Foundation
internal import SetiaCore
internal import SetiaInsight

/// `setia insight cohorts`: who came back, by the month in which they first bought.
struct InsightCohortsCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "cohorts",
        abstract: "Who came back: the triangle of cohorts, repeat purchase, retention and churn.",
        discussion: """
            Customers who came too late to be watched for so many days are left out of the shares within days; the \
            estimate of Kaplan and Meier beside them uses all, as long as each could be watched. Churn by the customer's \
            own rhythm needs three purchases. --csv writes the triangle.

            EXAMPLES
              setia insight cohorts --database shop.db
              setia insight cohorts orders.csv --to 2026-03-31 --csv triangle.csv
              setia insight cohorts orders.csv --columns customer=card_no,date=paid_on
            """
    )

    @OptionGroup var source: PurchaseOptions

    @Option(help: ArgumentHelp("Days of the windows that retention compares.", valueName: "days"))
    var days = 90

    @Flag(help: "Show shares of the cohort in place of numbers.")
    var shares = false

    @OptionGroup var output: FindingsOptions

    func validate() throws {
        guard (1...3_660).contains(days) else { throw ValidationError("--days is 1 to 3660.") }
    }

    func run() async throws {
        try await reporting {
            let purchases = try await source.read()
            let history = purchases.columns.history()
            let cohorts = SetiaInsight.cohorts(history)
            let memberDays = MemberDays(purchases.columns)
            var findings = Findings(subject: purchases.heading("cohorts"), notes: purchases.notes)
            findings.tables = [
                repeats(history, memberDays, purchases), money(purchases), triangle(cohorts, asShares: shares),
            ]
            findings.export = longTriangle(cohorts)
            findings.notes += notes(history, purchases)
            findings.definitions = [
                .repeatPurchaseRate, .repeatWithin, .timeToSecond, .retention, .churnByRhythm, .reactivation,
                .frequency, .orderValue, .timeBetween, .cohorts,
            ]
            try output.tell(findings)
            if purchases.hasFindings { throw endWithFindings() }
        }
    }

    private func repeats(_ history: PurchaseHistory, _ days: MemberDays, _ purchases: Purchases) -> Findings.Table {
        var table = Findings.Table(
            "figures",
            "",
            [
                .init("figure"), .init("rate"), .init("lower", "95 % from"), .init("upper", "to"),
                .init("count", "customers"), .init("n", "of n"), .init("few", ""), .init("change"),
            ]
        )
        func add(_ name: String, _ share: Share, change: ShareDifference? = nil) {
            table.add(
                .text(name),
                .rate(share.value),
                .rate(share.interval95?.lower),
                .rate(share.interval95?.upper),
                .count(share.numerator),
                .count(share.denominator),
                .text(share.denominator > 0 && share.isSmall ? "few" : ""),
                .text(change.map(told) ?? "")
            )
        }
        add("repeat purchase rate", repeatPurchaseRate(history))
        let curve = timeToSecond(history, until: purchases.end)
        for length in [30, 60, 90, 180, 365] {
            add("bought again within \(length) days", repeatWithin(days: length, history, observedUntil: purchases.end))
            let range = curve.interval95(at: length)
            table.add(
                .text("  the same by Kaplan-Meier"),
                .rate(1 - curve.survival(at: length).value),
                .rate(range.map { 1 - $0.upper }),
                .rate(range.map { 1 - $0.lower }),
                .none,
                .count(curve.count),
                .text(curve.count < 30 ? "few" : ""),
                .text("")
            )
        }
        let now = Activity(days, until: purchases.end, length: self.days)
        let before = Activity(days, until: purchases.end.adding(days: -self.days), length: self.days)
        add(
            "retention, \(self.days) days after \(self.days)",
            now.retention,
            change: ShareDifference(from: before.retention, to: now.retention)
        )
        add("churn, the same", now.churn, change: ShareDifference(from: before.churn, to: now.churn))
        add(
            "reactivation, the same",
            now.reactivation,
            change: ShareDifference(from: before.reactivation, to: now.reactivation)
        )
        add("churn by own rhythm", Rhythm(days, until: purchases.end).churn)
        return table
    }

    /// An arrow only where the difference leaves the noise.
    private func told(_ change: ShareDifference) -> String {
        switch change.direction {
        case .up, .down:
            change.direction.arrow
                + String(
                    format: " %+.1f points (%+.1f to %+.1f)",
                    change.value * 100,
                    change.interval95.lower * 100,
                    change.interval95.upper * 100
                )
        case .withinNoise: "within noise"
        case .tooFew: "too few to compare"
        }
    }

    private func money(_ purchases: Purchases) -> Findings.Table {
        var table = Findings.Table(
            "averages",
            "",
            [.init("figure"), .init("value"), .init("lower", "95 % from"), .init("upper", "to"), .init("n", "of n")]
        )
        let frequency = Frequency(purchases.columns)
        let scale = (0..<purchases.decimals).reduce(1.0) { scale, _ in scale * 10 }
        func add(_ name: String, _ moments: Moments, over scale: Double) {
            let range = moments.isSmall ? nil : moments.interval()
            table.add(
                .text(name),
                .number(moments.mean / scale, decimals: 2),
                range.map { .number($0.lower / scale, decimals: 2) } ?? .none,
                range.map { .number($0.upper / scale, decimals: 2) } ?? .none,
                .count(moments.count)
            )
        }
        add("orders a customer", frequency.orders, over: 1)
        add("order value", frequency.orderValue, over: scale)
        let rhythm = Rhythm(MemberDays(purchases.columns), until: purchases.end)
        table.add(
            .text("days between purchases, median"),
            rhythm.medianGap.map { .count($0) } ?? .none,
            rhythm.medianGapInterval.map { .count($0.lowerBound) } ?? .none,
            rhythm.medianGapInterval.map { .count($0.upperBound) } ?? .none,
            .count(rhythm.gaps)
        )
        return table
    }

    private func triangle(_ cohorts: [Cohort], asShares: Bool) -> Findings.Table {
        let ages = cohorts.map(\.active.count).max() ?? 0
        var table = Findings.Table(
            "cohorts",
            "customers active so many months after the month of their first purchase",
            [.init("month", "cohort"), .init("size")] + (1..<max(1, ages)).map { .init("+\($0)") }
        )
        for cohort in cohorts {
            let later = (1..<max(1, ages)).map { age -> Findings.Cell in
                guard cohort.active.indices.contains(age) else { return .text("") }
                return asShares ? .rate(cohort.retention(atAge: age)?.value) : .count(cohort.active[age])
            }
            table.rows.append([.text(cohort.month.description), .count(cohort.size)] + later)
        }
        return table
    }

    private func longTriangle(_ cohorts: [Cohort]) -> Findings.Table {
        var table = Findings.Table(
            "cohorts",
            "",
            [
                .init("cohort"), .init("age"), .init("active"), .init("size"), .init("rate"), .init("lower"),
                .init("upper"),
            ]
        )
        for cohort in cohorts where cohort.size > 0 {
            for age in cohort.active.indices {
                let share = Share(cohort.active[age], of: cohort.size)
                table.add(
                    .text(cohort.month.description),
                    .count(age),
                    .count(share.numerator),
                    .count(share.denominator),
                    .rate(share.value),
                    .rate(share.interval95?.lower),
                    .rate(share.interval95?.upper)
                )
            }
        }
        return table
    }

    private func notes(_ history: PurchaseHistory, _ purchases: Purchases) -> [String] {
        var notes = ["the last month may be unfinished; all is counted through \(purchases.end)"]
        let rate = repeatPurchaseRate(history)
        if rate.denominator == 1 { notes.append("one customer: no rate of one says anything") }
        if rate.numerator == 0 {
            notes.append("all bought once: nothing can be said of rhythm, nor of the time between purchases")
        }
        return notes
    }
}
