internal import ArgumentParser
internal import SetiaCare
internal import SetiaServer
internal import SetiaService

/// `setia insight phases`: in which phases members are, month by month.
struct InsightPhasesCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "phases",
        abstract: "Tell who expects, is disappointed, trusts, or speaks for the brand.",
        discussion: """
            Each member is in exactly one phase at any moment, read off her history by the programme's thresholds \
            ('phases'). Counts are those at the end of each month; of the one that is not over, now.

            EXAMPLES
              setia insight phases --database shop.db
              setia insight phases --database shop.db --json
              setia insight phases --database shop.db --csv phases.csv
            """
    )

    @OptionGroup var brand: BrandOptions
    @OptionGroup var output: FindingsOptions

    func run() async throws {
        try await reporting {
            let insight = try await brand.withBrand { brand in
                let progress = Progress("reading", unit: "signals")
                defer { progress.end() }
                return try await brand.service.measuredPhases { progress.show(done: nil, count: Int64($0)) }
            }
            try output.tell(PhaseReport(insight: insight).findings)
        }
    }
}

/// In which phases members are, as tables.
struct PhaseReport {
    let insight: PhaseInsight

    var findings: Findings {
        var findings = Findings(subject: "phases: \(counted(insight.months.last?.total ?? 0, "member"))")
        var months = Findings.Table(
            "months",
            "members at the end of each month",
            [.init("month")] + LoyaltyPhase.allCases.map { .init($0.rawValue) }
        )
        for month in insight.months where month.total > 0 {
            months.rows.append([.text("\(month.month)")] + LoyaltyPhase.allCases.map { .count(month.count($0)) })
        }
        var moves = Findings.Table(
            "moves",
            "how members moved in the last finished month",
            [.init("from"), .init("to"), .init("members")]
        )
        moves.rows = rows(of: insight.moves)
        var flows = Findings.Table(
            "flows",
            "how members moved month by month, those who stayed too",
            [.init("month"), .init("from"), .init("to"), .init("members")]
        )
        for (month, flow) in zip(insight.months, insight.flows) {
            flows.rows += rows(of: flow).map { [.text("\(month.month)")] + $0 }
        }
        var care = Findings.Table(
            "care",
            "how those who trust were spoken with in the last 90 days",
            [.init("members"), .init("caring"), .init("selling"), .init("soldToOnly"), .init("belowFloor")]
        )
        let spoken = insight.care
        let counts = [spoken.members, spoken.caring, spoken.selling, spoken.soldToOnly, spoken.belowFloor]
        care.rows.append(counts.map { .count($0) })
        findings.tables = [months, moves, flows, care]
        findings.export = months
        return findings
    }

    private func rows(of moves: [PhaseInsight.Move: Int]) -> [[Findings.Cell]] {
        ([LoyaltyPhase?.none] + LoyaltyPhase.allCases.map { $0 }).flatMap { from in
            LoyaltyPhase.allCases.compactMap { to in
                moves[PhaseInsight.Move(from: from, to: to)].map { count in
                    [.text(from?.rawValue ?? "new"), .text(to.rawValue), .count(count)]
                }
            }
        }
    }
}
