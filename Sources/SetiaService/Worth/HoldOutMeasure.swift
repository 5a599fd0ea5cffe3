package import SetiaCore
package import SetiaInsight

/// Those who had part in something against those held out of it: members, money, and what can be said.
package struct HoldOutMeasure: Sendable {
    /// In which currency amounts are told; none where nobody bought.
    package let currency: Currency?
    /// How many decimals it has.
    package let decimals: Int
    /// Orders in other currencies: they count as orders, and not as amounts.
    package let otherCurrencies: Int
    /// The first of all first times; none where there was none.
    package let since: Instant?
    /// Until when orders count.
    package let until: Instant
    /// Those who had part against those held out.
    package let comparison: CampaignComparison
    /// Whom it moves, by what members did before; none where a side is empty, the split is broken,
    /// or nobody asked.
    package let uplift: HoldOutUplift?
    /// Those who had part, in the order of their ids.
    package let treated: [MemberID]
    /// Those held out.
    package let heldOut: [MemberID]
}

extension HoldOutMeasure {
    /// A mean or a difference as it is written: four decimals, and of money those of its currency.
    package func written(_ number: Double, _ outcome: CampaignComparison.Outcome) -> String {
        let isMoney = outcome.isMoney
        let decimals = isMoney ? decimals : 4
        let scale = (0..<(isMoney ? decimals : 0)).reduce(1.0) { scale, _ in scale * 10 }
        let places = (0..<decimals).reduce(1.0) { scale, _ in scale * 10 }
        let units = Int64((number / scale * places).rounded())
        guard decimals > 0 else { return String(units) }
        let digits = String(abs(units))
        let padded = String(repeating: "0", count: max(0, decimals + 1 - digits.count)) + digits
        return (units < 0 ? "-" : "") + padded.dropLast(decimals) + "." + padded.suffix(decimals)
    }

    /// What is compared, written out for interfaces.
    package var outcomes: [CampaignOutcome] {
        comparison.rows.map { row in
            let total = row.incremental
            return CampaignOutcome(
                name: row.outcome.rawValue,
                treated: written(row.treated, row.outcome),
                heldOut: written(row.heldOut, row.outcome),
                difference: row.difference.map { written($0, row.outcome) },
                interval: row.interval.map { (written($0.lower, row.outcome), written($0.upper, row.outcome)) },
                answer: row.answer.rawValue,
                gross: written(row.gross, row.outcome),
                incremental: total.map { written($0.value, row.outcome) },
                incrementalInterval: total.map {
                    (written($0.interval.lower, row.outcome), written($0.interval.upper, row.outcome))
                }
            )
        }
    }

    /// What can be said of all of it, as a word: `no-hold-out`, `nobody-yet`, `broken-split`, `too-few`, or of profit, else
    /// of spend, whether it is `more`, `less`, `within-noise` or has `no-spread`.
    package func verdict(holdsOut: Bool) -> String {
        if !holdsOut { return "no-hold-out" }
        if comparison.treated + comparison.heldOut == 0 { return "nobody-yet" }
        if comparison.isSplitBroken { return "broken-split" }
        if comparison.rows.isEmpty || comparison.rows.contains(where: { $0.answer == .tooFew }) { return "too-few" }
        let row =
            comparison.rows.first { $0.outcome == .profit } ?? comparison.rows.first { $0.outcome == .spend }
        return row?.answer.rawValue ?? "too-few"
    }
}

/// One outcome on both sides, as it is written.
package struct CampaignOutcome: Sendable {
    /// Such as `orders`.
    package let name: String
    /// The mean of those who had part.
    package let treated: String
    /// The mean of those held out.
    package let heldOut: String
    /// The first less the second; none where nothing can be said.
    package let difference: String?
    /// Where the true difference lies.
    package let interval: (lower: String, upper: String)?
    /// What can be said, in a word.
    package let answer: String
    /// What all who had part came to together.
    package let gross: String
    /// What it brought in all; none where nothing can be said.
    package let incremental: String?
    /// Where that lies.
    package let incrementalInterval: (lower: String, upper: String)?

    /// Gross and what was brought, which never stand apart; none where nothing can be said.
    package var total: (gross: String, incremental: String, lower: String, upper: String)? {
        guard let incremental, let range = incrementalInterval else { return nil }
        return (gross, incremental, range.lower, range.upper)
    }
}
