internal import SetiaCore

extension ProgrammeValues {
    /// What is left of sales and what things cost, as the document has it, in whichever language; points by the hundred.
    func worth(_ policy: WorthPolicy) -> String {
        func amount(_ minorUnits: Int64) -> String { money(minorUnits, policy.currency) }
        var parts = [policy.currency.code]
        if let margin = policy.margin {
            parts.append("margin: \(HoldOut(share: margin, campaign: "", programme: "").written)")
        }
        parts += policy.points.compactMap { point in
            point.minorUnits.fits(times: 100)
                ? "100 \(point.wallet): \(amount(point.minorUnits.timesHalfEven(100)))" : nil
        }
        parts += policy.gifts.map { "\($0.reward): \(amount($0.minorUnits))" }
        if let winning = policy.winning { parts.append("winning: \(amount(winning))") }
        if let keeping = policy.keeping { parts.append("keeping: \(amount(keeping))") }
        return parts.joined(separator: ", ")
    }
}
