internal import SetiaCore
internal import SetiaInsight
internal import SetiaServer
internal import SetiaService

/// What a campaign of the brand brought, as `setia insight experiment --campaign` tells it.
enum CampaignReport {
    static func findings(of key: String, _ options: BrandOptions) async throws -> Findings {
        let results = try await options.withBrand { brand in
            do {
                return try await brand.service.campaignResults(Key(key))
            } catch CampaignRefusal.unknownCampaign(let key, let known) {
                throw CommandFailure(
                    "there is no such campaign",
                    why:
                        "the programme has no '\(key)', only \(known.isEmpty ? "none" : known.joined(separator: ", "))",
                    todo: "write it under 'campaigns' in the programme",
                    .notThere
                )
            }
        }
        return findings(of: results)
    }

    static func findings(of results: CampaignResults) -> Findings {
        let (view, comparison) = (results.view, results.comparison)
        var findings = Findings(
            subject: """
                campaign \(view.campaign.key): \(counted(comparison.treated, "member")) had part, \
                \(counted(comparison.heldOut, "member")) held out\(view.campaign.holdOut.map { " (\($0.written) planned)" } ?? "")
                """
        )
        var table = Findings.Table(
            "differences",
            "by intention to treat since each member's first time; the interval may be looked at every day",
            [
                .init("outcome"), .init("mean", "with it"), .init("heldOutMean", "without"), .init("difference"),
                .init("lower", "95 % from"), .init("upper", "to"), .init("gross", "all together"),
                .init("incremental", "brought"), .init("answer"),
            ]
        )
        for row in comparison.rows {
            let (decimals, scale) = row.outcome.isMoney ? (results.decimals, results.scale) : (4, 1)
            let total = row.incremental
            func cell(_ number: Double?) -> Findings.Cell {
                number.map { .number($0 / scale, decimals: decimals) } ?? .none
            }
            table.add(
                .text(row.outcome.rawValue + (row.outcome.isMoney ? ", \(results.currency?.code ?? "")" : "")),
                cell(row.treated),
                cell(row.heldOut),
                cell(row.difference),
                cell(row.interval?.lower),
                cell(row.interval?.upper),
                cell(total == nil ? nil : row.gross),
                cell(total?.value),
                .text(answer(row.answer))
            )
        }
        findings.tables = [table]
        findings.notes = notes(results)
        findings.definitions = [.uplift]
        return findings
    }

    private static func notes(_ results: CampaignResults) -> [String] {
        let (view, comparison) = (results.view, results.comparison)
        var notes: [String] = []
        if view.campaign.holdOut == nil {
            notes.append("nobody is held out of it: write 'holdOut: 5%' in the campaign, else nothing can be said")
        } else if comparison.treated + comparison.heldOut == 0 {
            notes.append("nobody could have got anything of it yet")
        } else if comparison.isSplitBroken {
            notes.append(
                """
                the split is so far from the plan as chance would have it less than once in 1,000 times: something sorted \
                members, and no difference is told
                """
            )
        } else if comparison.rows.contains(where: { $0.answer == .tooFew }) {
            notes.append("not enough yet: each side needs 30 members, and a small difference many more")
        }
        if let use = view.budget {
            notes.append("\(grouped(use.taken)) of \(grouped(use.budget.points.units)) points of its budget are given")
        }
        if results.otherCurrencies > 0 {
            notes.append(
                "\(counted(results.otherCurrencies, "order")) in other currencies count as orders, not as spend"
            )
        }
        if let saved = comparison.rows.first(where: { $0.outcome == .spend })?.saved {
            notes.append("what they spent in the year before takes off \(percent(saved)) of the variance of spend")
        }
        return notes
    }

    private static func answer(_ answer: CampaignComparison.Answer) -> String {
        switch answer {
        case .tooFew: "not enough yet"
        case .noSpread: "no spread"
        case .more: "↑ more"
        case .less: "↓ less"
        case .withinNoise: "within noise"
        }
    }
}

extension CampaignResults {
    /// How many minor units make one.
    fileprivate var scale: Double { (0..<decimals).reduce(1.0) { scale, _ in scale * 10 } }
}
