internal import SetiaCore

/// What became of a reward, ready to be said.
struct RewardTold {
    let kind: RewardStep.Kind
    /// What members call the reward, with how many of it where it is not one.
    let name: String
    /// What was paid besides points.
    let money: String?
    /// Until when it is set aside, or the last day on which it can be used.
    let until: String?
}

extension Explaining {
    func told(_ step: RewardStep) -> RewardTold {
        let own = programme.reward(step.reward)?.name.text(in: language.key) ?? step.reward.text
        let until = step.until.map { until in
            switch step.kind {
            case .held, .extended: words.moment(until, in: zone)
            default: lastDay(before: until)
            }
        }
        return RewardTold(
            kind: step.kind,
            name: step.quantity == 1 ? own : "\(words.numbers.whole(step.quantity)) × \(own)",
            money: step.money.map { amount($0) },
            until: until
        )
    }

    /// What became of a reward, by the last that is said of one.
    var rewardChanged: Headline {
        for case .reward(let step) in decision.reasons.reversed() { return .reward(told(step), day: eventDay) }
        return .broughtUpToDate(day: eventDay)
    }
}
