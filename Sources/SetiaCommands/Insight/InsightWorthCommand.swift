internal import ArgumentParser
internal import SetiaCore
internal import SetiaInsight
internal import SetiaServer
internal import SetiaService

/// `setia insight worth`: what the programme brought against those held out of it, and the economics beside it.
struct InsightWorthCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "worth",
        abstract: "Tell what the programme is worth, by profit.",
        discussion: """
            The whole programme, campaigns, journeys and broadcasts are each compared with who was held out of them; what \
            all came to together stands only beside what was brought. Profit takes 'worth' in the programme: the margin, \
            and what points and gifts cost. Beside it: new and returning revenue, what customers cost, full price, and \
            what followed rewards by their number.

            EXAMPLES
              setia insight worth --database shop.db
              setia insight worth --database shop.db --json
              setia insight worth --database shop.db --csv worth.csv
            """
    )

    @OptionGroup var brand: BrandOptions
    @OptionGroup var output: FindingsOptions

    func run() async throws {
        try await reporting {
            let insight = try await brand.withBrand { try await $0.service.measuredWorth() }
            try output.tell(WorthReport(insight: insight).findings)
        }
    }
}

/// What the programme is worth, as tables.
struct WorthReport {
    let insight: WorthInsight

    var findings: Findings {
        var findings = Findings(subject: "worth: \(counted(insight.subjects.count, "part")) of the programme")
        findings.tables = [parts]
        if !uplift.rows.isEmpty { findings.tables.append(uplift) }
        if !qini.rows.isEmpty { findings.tables.append(qini) }
        if let economics = insight.economics { findings.tables += [months(economics), figures(economics)] }
        if !insight.wearOff.rows.isEmpty { findings.tables.append(rewards) }
        findings.export = parts
        findings.notes = notes
        findings.definitions = [
            .uplift, .revenueByMonth, .steadiness, .costOfCustomers, .fullPrice, .rewardWearOff,
        ]
        return findings
    }

    private var parts: Findings.Table {
        var table = Findings.Table(
            "parts",
            "what each part brought, by intention to treat; the ranges may be looked at every day",
            [
                .init("kind"), .init("key", "part"), .init("outcome"), .init("members"), .init("heldOut", "held out"),
                .init("gross", "all together"), .init("incremental", "brought"), .init("lower", "95 % from"),
                .init("upper", "to"), .init("answer"),
            ]
        )
        for subject in insight.subjects {
            let comparison = subject.measure.comparison
            let head: [Findings.Cell] = [.text(subject.kind.rawValue), .text(subject.key)]
            let sides: [Findings.Cell] = [.count(comparison.treated), .count(comparison.heldOut)]
            guard !comparison.rows.isEmpty else {
                table.rows.append(head + [.text("")] + sides + [.none, .none, .none, .none, .text(subject.verdict)])
                continue
            }
            let scale = (0..<subject.measure.decimals).reduce(1.0) { scale, _ in scale * 10 }
            for row in comparison.rows where row.outcome != .bought {
                func cell(_ number: Double?) -> Findings.Cell {
                    let isMoney = row.outcome.isMoney
                    return number.map {
                        .number($0 / (isMoney ? scale : 1), decimals: isMoney ? subject.measure.decimals : 0)
                    } ?? .none
                }
                let total = row.incremental
                let unit = row.outcome.isMoney ? ", \(subject.measure.currency?.code ?? "")" : ""
                table.rows.append(
                    head + [.text(row.outcome.rawValue + unit)] + sides + [
                        cell(total == nil ? nil : row.gross), cell(total?.value), cell(total?.interval.lower),
                        cell(total?.interval.upper), .text(row.answer.rawValue),
                    ]
                )
            }
        }
        return table
    }

    /// Whom each part moves, by what members did before.
    private var uplift: Findings.Table {
        var table = Findings.Table(
            "uplift",
            "who bought, by how many orders they had in the year before: never 0, seldom 1 or 2, often 3 to 9, always 10 or more",
            [
                .init("key", "part"), .init("before"), .init("members"), .init("bought"), .init("heldOut", "held out"),
                .init("heldOutBought", "bought"), .init("difference"), .init("lower", "95 % from"),
                .init("upper", "to"), .init("answer", ""),
            ]
        )
        for subject in insight.subjects {
            for group in subject.measure.uplift?.groups ?? [] {
                table.add(
                    .text(subject.key),
                    .text(group.past.rawValue),
                    .count(group.treated.denominator),
                    .rate(group.treated.value),
                    .count(group.heldOut.denominator),
                    .rate(group.heldOut.value),
                    .rate(group.difference.value),
                    .rate(group.difference.interval95.lower),
                    .rate(group.difference.interval95.upper),
                    .text(group.difference.direction.rawValue)
                )
            }
        }
        return table
    }

    /// The curve of each part whose members can be learned from.
    private var qini: Findings.Table {
        var table = Findings.Table(
            "qini",
            "Qini curve of members not learned from: who is moved, taken in the order of what they did before",
            [
                .init("key", "part"), .init("members", "taken"), .init("gained"), .init("chance", "by chance"),
                .init("coefficient"), .init("lower", "95 % from"), .init("upper", "to"),
            ]
        )
        for subject in insight.subjects {
            guard let model = subject.measure.uplift?.model, let end = model.curve.last else { continue }
            for point in model.curve {
                let chance = end.gained * Double(point.members) / Double(max(1, end.members))
                table.add(
                    .text(subject.key),
                    .count(point.members),
                    .number(point.gained, decimals: 2),
                    .number(chance, decimals: 2),
                    .number(model.coefficients.mean, decimals: 4),
                    .number(model.interval.lower, decimals: 4),
                    .number(model.interval.upper, decimals: 4)
                )
            }
        }
        return table
    }

    private func months(_ economics: EconomicsInsight) -> Findings.Table {
        var table = Findings.Table(
            "months",
            "new and returning revenue, \(economics.currency.code)",
            [
                .init("month"), .init("newCustomers", "new"), .init("new", "they paid"),
                .init("returningCustomers", "returning"), .init("returning", "they paid"),
                .init("share", "of returning"),
            ]
        )
        for row in economics.months.rows {
            table.add(
                .text("\(row.month)\(row.month == economics.months.present ? " (not over)" : "")"),
                .count(row.newCustomers),
                .amount(row.new, decimals: economics.decimals),
                .count(row.returningCustomers),
                .amount(row.returning, decimals: economics.decimals),
                .rate(row.total > 0 ? Double(row.returning) / Double(row.total) : nil)
            )
        }
        return table
    }

    private func figures(_ economics: EconomicsInsight) -> Findings.Table {
        var table = Findings.Table(
            "economics",
            "economics",
            [
                .init("figure"), .init("value"), .init("lower", "95 % from"), .init("upper", "to"), .init("n"),
                .init("few", ""),
            ]
        )
        for part in RevenueMonths.Part.allCases {
            guard let found = economics.months.steadiness(of: part) else { continue }
            table.add(
                .text("steadiness, \(part.rawValue) revenue"),
                .rate(found.estimate.value),
                .rate(found.estimate.interval.lower),
                .rate(found.estimate.interval.upper),
                .count(found.months),
                .text("")
            )
        }
        let scale = (0..<economics.decimals).reduce(1.0) { scale, _ in scale * 10 }
        if let costs = economics.costs {
            let rows = [
                ("cost to win a customer", costs.toWin, costs.new), ("cost to keep one", costs.toKeep, costs.kept),
            ]
            for (name, value, n) in rows {
                table.add(
                    .text("\(name), \(economics.currency.code)"),
                    value.map { .number($0 / scale, decimals: economics.decimals) } ?? .none,
                    .none,
                    .none,
                    .count(n),
                    .text(n < 30 ? "few" : "")
                )
            }
        }
        for (name, share) in [("loyal customers", economics.loyal), ("other customers", economics.others)] {
            table.add(
                .text("orders at full price, \(name)"),
                .rate(share.value),
                .rate(share.interval?.lower),
                .rate(share.interval?.upper),
                .count(share.members),
                .text(share.isSmall ? "few" : "")
            )
        }
        return table
    }

    private var rewards: Findings.Table {
        var table = Findings.Table(
            "rewards",
            "what followed a member's first reward, her second and so on: days with a purchase in 28 days",
            [
                .init("ordinal", "reward"), .init("before"), .init("after"), .init("difference"),
                .init("lower", "95 % from"), .init("upper", "to"), .init("members"), .init("few", ""),
            ]
        )
        for row in insight.wearOff.rows {
            func cell(_ number: Double?) -> Findings.Cell { number.map { .number($0, decimals: 3) } ?? .none }
            table.add(
                .count(row.ordinal),
                cell(row.before.mean),
                cell(row.after.mean),
                cell(row.interval == nil ? nil : row.lift.mean),
                cell(row.interval?.lower),
                cell(row.interval?.upper),
                .count(row.lift.count),
                .text(row.lift.isSmall ? "few" : "")
            )
        }
        return table
    }

    private var notes: [String] {
        var notes: [String] = []
        if insight.policy?.margin == nil {
            notes.append(
                """
                the programme does not say what is left of sales and what rewards cost, so profit is not told: write \
                'worth: {currency: MYR, margin: 60%, points: {points: 0.01}}'
                """
            )
        }
        if insight.subjects.contains(where: { !$0.holdsOut }) {
            notes.append("of what nobody is held out, nobody can say what it brings: write 'holdOut: 5%' in it")
        }
        if let fade = insight.wearOff.fade, let interval = fade.change.interval() {
            let said =
                interval.upper < 0
                ? "less follows later rewards"
                : interval.lower > 0 ? "more follows later rewards" : "no wear-off beyond chance"
            notes.append(
                "\(said), of the \(counted(fade.change.count, "member")) who had a first and a reward number \(fade.ordinal)"
            )
        }
        notes.append("what followed a reward is not what the reward did: whoever is in a busy month comes and redeems")
        return notes
    }
}
