extension Deciding {
    /// Gives a reward for nothing, whoever may have it else; whether there was one left.
    mutating func present(_ reward: Reward, as id: Key) -> Bool {
        if let counter = reward.counter, !claim(1, of: counter) { return false }
        count(rewards: 1, of: reward, on: version.zone.day(of: event.occurredAt))
        var redemption = RewardRedemption(
            id: id,
            reward: reward.key,
            kind: reward.kind,
            stock: reward.stock,
            quantity: 1,
            wallet: nil,
            each: .zero,
            money: nil,
            at: event.occurredAt,
            validity: reward.validity,
            state: .held,
            since: at,
            promotion: reward.promotion
        )
        have(1, of: &redemption)
        state.redemptions.append(redemption)
        return true
    }
}
