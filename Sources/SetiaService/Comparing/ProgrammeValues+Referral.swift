internal import SetiaCore

extension ProgrammeValues {
    /// What it is worth to bring a friend: as the document has it, in whichever language.
    func referral(_ policy: ReferralPolicy) -> String {
        var parts: [String] = []
        if let gift = policy.promise.referrer { parts.append("referrer: \(present(gift))") }
        if let gift = policy.promise.friend { parts.append("friend: \(present(gift))") }
        parts.append("window: \(words.period(Period(policy.window, .day)))")
        parts.append("wait: \(words.period(Period(policy.promise.wait, .day)))")
        if !policy.promise.minimum.isEmpty {
            let amounts = policy.promise.minimum.map { money($0.minorUnits, $0.currency) }
            parts.append("minimum: \(amounts.joined(separator: ", "))")
        }
        if !policy.caps.isEmpty {
            var wallet: Key = ""
            if case .points(let own, _)? = policy.promise.referrer { wallet = own }
            parts.append("cap: \(caps(policy.caps, wallet))")
        }
        parts.append("review: \(policy.mostFromOnePlace) per week")
        return parts.joined(separator: " · ")
    }
}
