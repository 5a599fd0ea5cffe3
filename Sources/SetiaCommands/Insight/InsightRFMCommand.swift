internal import ArgumentParser
internal import SetiaCore
internal import SetiaInsight

/// `setia insight rfm`: who buys lately, often and much.
struct InsightRFMCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "rfm",
        abstract: "Sort customers by recency, frequency and spend into named segments.",
        discussion: """
            Fifths put a fifth of the customers at the top, whatever they do; fixed limits (--recency, --orders, \
            --amounts together) stay the same from month to month. --csv writes each customer with her scores; with \
            --since, who moved from which segment to which.

            EXAMPLES
              setia insight rfm --database shop.db --csv segments.csv
              setia insight rfm orders.csv --columns customer=card_no,date=paid_on
              setia insight rfm orders.csv --recency 30,60,90,180 --orders 2,3,5,9 --amounts 50,100,250,500
            """
    )

    @OptionGroup var source: PurchaseOptions

    @Option(help: ArgumentHelp("Tell who moved since that day.", valueName: "day"))
    var since: String?

    @Option(help: ArgumentHelp("Days, at most, for 5, 4, 3, 2.", valueName: "list"))
    var recency: String?

    @Option(help: ArgumentHelp("Orders, at least, for 2, 3, 4, 5.", valueName: "list"))
    var orders: String?

    @Option(help: ArgumentHelp("Spend, at least, for 2, 3, 4, 5.", valueName: "list"))
    var amounts: String?

    @OptionGroup var output: FindingsOptions

    func validate() throws {
        if let since, Day(iso: since) == nil {
            throw ValidationError("'\(since)' is no day, such as 2026-03-01.")
        }
        let given = [recency, orders, amounts].compactMap { $0 }
        guard given.isEmpty || given.count == 3 else {
            throw ValidationError("--recency, --orders and --amounts go together.")
        }
    }

    func run() async throws {
        try await reporting {
            let purchases = try await source.read()
            let limits = try limits(decimals: purchases.decimals)
            let history = purchases.columns.history()
            let scores = scored(history, limits, on: purchases.end)
            guard limits != nil || scores.count >= 5 else {
                throw CommandFailure(
                    "there are too few customers for fifths",
                    why: "\(counted(scores.count, "customer")) in \(purchases.subject), and fifths take five",
                    todo: "use fixed limits: --recency, --orders and --amounts",
                    .badData
                )
            }
            var findings = Findings(subject: purchases.heading("RFM"), notes: purchases.notes)
            findings.tables.append(segments(scores, history, purchases))
            if let since = since.flatMap({ Day(iso: $0) }) {
                let before = scored(purchases.columns.history(through: since), limits, on: since)
                guard !before.isEmpty else {
                    throw CommandFailure(
                        "nothing can have moved since \(since)",
                        why: "nobody had bought by then",
                        todo: "name a later day",
                        .badData
                    )
                }
                findings.tables.append(movement(RFMMovement(from: before, to: scores), since))
            }
            if limits == nil { findings.notes += notesOnTies(history) }
            findings.definitions = [.rfm]
            findings.export = members(scores, history, purchases)
            try output.tell(findings)
            if purchases.hasFindings { throw endWithFindings() }
        }
    }

    private func scored(_ history: PurchaseHistory, _ limits: RFMThresholds?, on day: Day) -> [RFMScore] {
        limits.map { rfm(history, by: $0, on: day) } ?? rfm(history)
    }

    private func limits(decimals: Int) throws -> RFMThresholds? {
        guard let recency, let orders, let amounts else { return nil }
        func numbers(_ text: String) -> [Int] { text.split(separator: ",").compactMap { Int($0) } }
        let units = amounts.split(separator: ",").compactMap { minorUnits(of: String($0), decimals: decimals) }
        guard
            let limits = RFMThresholds(recencyDays: numbers(recency), orders: numbers(orders), amounts: units)
        else {
            throw ValidationError(
                "--recency, --orders and --amounts are four rising numbers each, such as 7,30,90,180."
            )
        }
        return limits
    }

    private func segments(_ scores: [RFMScore], _ history: PurchaseHistory, _ purchases: Purchases) -> Findings.Table {
        var sums: [RFMSegment: (members: Int, orders: Int64, amount: Int64)] = [:]
        for score in scores {
            let own = history.summary(of: Int(score.member))
            let sum = sums[RFMSegment(score)] ?? (0, 0, 0)
            sums[RFMSegment(score)] = (sum.members + 1, sum.orders + Int64(own.orders), sum.amount + own.amount)
        }
        let total = sums.values.reduce(0) { $0 + $1.amount }
        var table = Findings.Table(
            "segments",
            "",
            [
                .init("segment"), .init("customers"), .init("share"), .init("orders"), .init("spend"),
                .init("spendShare", "of spend"),
            ]
        )
        for segment in RFMSegment.allCases {
            let sum = sums[segment] ?? (0, 0, 0)
            table.add(
                .text(segment.rawValue),
                .count(sum.members),
                .rate(Share(sum.members, of: scores.count).value),
                .count(sum.orders),
                .amount(sum.amount, decimals: purchases.decimals),
                total > 0 ? .rate(Double(sum.amount) / Double(total)) : .none
            )
        }
        return table
    }

    private func movement(_ movement: RFMMovement, _ since: Day) -> Findings.Table {
        var table = Findings.Table(
            "movement",
            "from the segment on \(since) (down) to the present one (across)",
            [.init("from")] + RFMSegment.allCases.map { .init($0.rawValue) }
        )
        for from in RFMSegment.allCases.map({ Optional($0) }) + [nil] {
            let counts = RFMSegment.allCases.map { movement.count(from: from, to: $0) }
            guard counts.contains(where: { $0 > 0 }) else { continue }
            table.rows.append([.text(from?.rawValue ?? "not a customer")] + counts.map { .count($0) })
        }
        return table
    }

    private func members(_ scores: [RFMScore], _ history: PurchaseHistory, _ purchases: Purchases) -> Findings.Table {
        var table = Findings.Table(
            "members",
            "",
            [
                .init("customer"), .init("recency"), .init("frequency"), .init("monetary"), .init("segment"),
                .init("lastDay"), .init("orders"), .init("spend"),
            ]
        )
        guard output.csv != nil else { return table }
        for score in scores {
            let own = history.summary(of: Int(score.member))
            table.add(
                .text(purchases.name(Int(score.member))),
                .count(score.recency),
                .count(score.frequency),
                .count(score.monetary),
                .text(RFMSegment(score).rawValue),
                .text(own.lastDay.iso),
                .count(own.orders),
                .amount(own.amount, decimals: purchases.decimals)
            )
        }
        return table
    }

    /// Where equal customers stand in different fifths, the fifth says less than it seems to.
    private func notesOnTies(_ history: PurchaseHistory) -> [String] {
        let ties = rfmTies(history)
        let measures = [
            ("recency", ties.recency), ("frequency", ties.frequency), ("spend", ties.monetary),
        ]
        return measures.compactMap { name, tied in
            guard tied > 0 else { return nil }
            if tied == ties.buyers {
                return "by \(name) all customers are alike or tie across fifths: do not read that fifth"
            }
            return """
                by \(name) \(grouped(tied)) of \(counted(ties.buyers, "customer")) tie with one in another fifth; \
                the order of their ids decides
                """
        }
    }
}
