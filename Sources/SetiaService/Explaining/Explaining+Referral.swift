internal import SetiaCore

/// What became of a referral, ready to be said.
struct ReferralTold {
    let kind: ReferralStep.Kind
    /// Whether it is told to who brought somebody.
    let isOfFriend: Bool
    /// The last day on which something may still happen; none where nothing is waited for.
    let lastDay: String?
    /// What was given, or taken again; none where nothing was.
    let points: Quantity?
}

extension Explaining {
    func told(_ step: ReferralStep) -> ReferralTold {
        ReferralTold(
            kind: step.kind,
            isOfFriend: step.isOfFriend,
            lastDay: step.at.map { lastDay(before: $0) },
            points: step.points == .zero ? nil : step.wallet.map { quantity(max(step.points, -step.points), $0) }
        )
    }

    /// What became of a referral, by the first that is said of it.
    var referralChanged: Headline {
        for case .referral(let step) in decision.reasons { return .referral(told(step), day: eventDay) }
        return .detailsChanged(day: eventDay)
    }
}
