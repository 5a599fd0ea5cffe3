internal import SetiaCore

// Rewards, as people read them.

extension ProgrammeValues {
    func value(of aspect: ProgrammeChange.Aspect, _ reward: Reward) -> String {
        let condition = reward.eligibility.condition
        return switch aspect {
        case .name: told(reward.name)
        case .condition: condition == .always ? words.always : condition.text
        case .schedule: reward.schedule?.description ?? words.always
        case .campaign: reward.campaign?.text ?? words.nothing
        case .reward(let aspect): value(of: aspect, reward)
        default:
            [told(reward.name), reward.kind.rawValue, price(of: reward), value(of: Reward.Aspect.stock, reward)]
                .joined(separator: " · ")
        }
    }

    private func value(of aspect: Reward.Aspect, _ reward: Reward) -> String {
        let who = reward.eligibility
        return switch aspect {
        case .kind: reward.kind.rawValue
        case .price: price(of: reward)
        case .worth: worth(of: reward)
        case .stock:
            switch reward.stock {
            case .unlimited: words.rewards.unlimited
            case .counted: words.rewards.counted
            case .codes: words.rewards.codes
            }
        case .limit: caps(reward.limits, programme.wallets.first?.key ?? "")
        case .countries:
            reward.countries.isEmpty
                ? words.rewards.everywhere : reward.countries.map { catalogue.country($0) }.joined(separator: ", ")
        case .level: who.level.map { level in name(of: level) } ?? words.nothing
        case .tenure: who.tenure.map { words.period($0) } ?? words.nothing
        case .validity: reward.validity.map { words.period($0) } ?? words.never
        case .text: reward.text.map { told($0) } ?? words.nothing
        case .terms: reward.terms.map { told($0) } ?? words.nothing
        case .picture: reward.picture?.text ?? words.nothing
        case .supplier: reward.supplier?.text ?? words.nothing
        case .early: reward.early.map { "\($0.segment): \($0.from)" } ?? words.nothing
        case .delivery: reward.delivery == .mail ? words.rewards.inMail : words.rewards.onCard
        case .promotion:
            [reward.promotion?.text, reward.isPresent ? "gift: true" : nil].compactMap(\.self).joined(separator: " · ")
        }
    }

    /// What a reward costs, by each of its prices.
    func price(of reward: Reward) -> String {
        reward.prices.map { price in
            let points = price.wallet.map { self.points(price.points, $0) } ?? words.rewards.free
            guard !price.money.isEmpty else { return points }
            let money = price.money.map { self.money($0.minorUnits, $0.currency) }
            return "\(points) + \(money.joined(separator: " / "))"
        }.joined(separator: "; ")
    }

    private func worth(of reward: Reward) -> String {
        if let percent = reward.percent { return "\(percent) %" }
        return reward.worth.isEmpty
            ? words.nothing : reward.worth.map { money($0.minorUnits, $0.currency) }.joined(separator: ", ")
    }

    private func name(of level: Reward.Eligibility.Level) -> String {
        programme.tierSet(level.tierSet)?.levels.first { $0.key == level.level }?.name.text(in: language.key)
            ?? level.level.text
    }
}
