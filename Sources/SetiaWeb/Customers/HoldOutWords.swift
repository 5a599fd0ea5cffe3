internal import SetiaCore
internal import SetiaInsight
internal import SetiaService

/// What campaigns, journeys and broadcasts brought, in words: both sides, and gross beside what they brought.
struct HoldOutWords {
    let visit: Visit
    let measure: HoldOutMeasure

    private var texts: Texts { visit.texts }

    /// One row an outcome; gross figures only beside what was brought.
    var rows: [Fields] { measure.comparison.rows.map(row) }

    private func row(_ row: CampaignComparison.Row) -> Fields {
        var fields: Fields = [
            "outcome": texts.say("campaigns.outcome.\(row.outcome.rawValue)"),
            "treated": told(row.treated, row.outcome), "heldOut": told(row.heldOut, row.outcome),
            "difference": row.difference.map { told($0, row.outcome) } ?? "–",
            "answer": texts.say("campaigns.answer.\(row.answer.rawValue)"),
            "gross": "–", "incremental": "–",
        ]
        if let interval = row.interval {
            fields["range"] = range(interval) { told($0, row.outcome) }
        }
        if let total = row.incremental {
            fields["gross"] = sum(row.gross, row.outcome)
            fields["incremental"] = sum(total.value, row.outcome)
            fields["incrementalRange"] = range(total.interval) { sum($0, row.outcome) }
        }
        return fields
    }

    /// What one outcome brought in all, with its range; none where nothing can be said.
    func total(_ outcome: CampaignComparison.Outcome) -> (value: String, range: String, gross: String)? {
        guard let row = measure.comparison.rows.first(where: { $0.outcome == outcome }), let total = row.incremental
        else { return nil }
        return (
            sum(total.value, outcome), range(total.interval) { sum($0, outcome) }, sum(row.gross, outcome)
        )
    }

    /// A number of one member.
    private func told(_ number: Double, _ outcome: CampaignComparison.Outcome) -> String {
        switch outcome {
        case .bought: visit.wording.percent(number) ?? ""
        case .orders: visit.wording.decimal(Int64((number * 100).rounded()), decimals: 2)
        case .spend, .margin, .rewards, .profit: money(number)
        }
    }

    /// A number of all of them.
    private func sum(_ number: Double, _ outcome: CampaignComparison.Outcome) -> String {
        outcome.isMoney ? money(number) : visit.wording.number(Int64(number.rounded()))
    }

    private func money(_ number: Double) -> String {
        guard let currency = measure.currency, abs(number) < 9e15,
            let money = try? Money(minorUnits: Int64(abs(number).rounded()), currency: currency)
        else { return "–" }
        return (number <= -0.5 ? "−" : "") + visit.wording.money(money, decimals: measure.decimals)
    }

    private func range(_ interval: Interval, _ told: (Double) -> String) -> String {
        texts.say("campaigns.range", ["lower": told(interval.lower), "upper": told(interval.upper)])
    }

    /// What can be said of all of it, in a sentence.
    func verdict(holdsOut: Bool) -> String {
        let word = measure.verdict(holdsOut: holdsOut)
        let isProfit = measure.comparison.rows.contains { $0.outcome == .profit }
        switch word {
        case "no-hold-out": return texts.say("campaigns.verdict.noHoldOut")
        case "nobody-yet": return texts.say("campaigns.verdict.nobodyYet")
        case "broken-split": return texts.say("campaigns.verdict.brokenSplit")
        case "too-few": return texts.say("campaigns.verdict.tooFew")
        default: return texts.say("campaigns.verdict.\(isProfit ? "profit" : "spend").\(word)")
        }
    }
}
