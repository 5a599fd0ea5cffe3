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

    /// When members are written to, and how often, as the document has it.
    func contact(_ policy: ContactPolicy) -> String {
        let quiet = policy.quiet.map { "\(clockText($0.from))-\(clockText($0.to))" }.joined(separator: ", ")
        let days = ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"]
        let on = policy.digest.weekday.map { days[$0 - 1] } ?? "everyDay"
        return [
            "quiet: [\(quiet)]", "promotions: \(policy.promotionsPerDay) per day, \(policy.promotionsPerWeek) per week",
            "spread: \(policy.spreadMinutes) minutes", "digest: \(on) \(clockText(policy.digest.minute))",
        ].joined(separator: ", ")
    }
}
