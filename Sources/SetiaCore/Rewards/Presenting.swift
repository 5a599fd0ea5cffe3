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
            promotion: reward.promotion,
            supplied: reward.supplied
        )
        have(1, of: &redemption)
        state.redemptions.append(redemption)
        return true
    }

    /// Takes back what was given under a name and the number of an event, as far as it is not in her hands (rule F-10).
    ///
    /// A personal code ends where it was not used; a partner's code was seen and stays, and so does what is packed, sent or
    /// handed over, and what lapsed.
    mutating func takeBackPresents(named name: String) {
        for place in state.redemptions.indices {
            var redemption = state.redemptions[place]
            guard redemption.state == .captured, redemption.kept > 0, redemption.stock != .codes,
                redemption.fulfilment == .pending || redemption.promotion != nil,
                redemption.validUntil.map({ at < $0 }) ?? true,
                redemption.id.text.hasPrefix(name), Int64(redemption.id.text.dropFirst(name.utf8.count)) != nil
            else { continue }
            let quantity = redemption.kept
            let counter = Reward.counter(of: redemption.reward)
            // An event in its turn takes over what was given back in it.
            putBack(quantity, of: redemption, onShelf: !counted.hasReturned(to: counter))
            redemption.rolledBack += quantity
            redemption.state = .rolledBack
            redemption.fulfilment = nil
            reasons.append(.reward(RewardStep(.rolledBack, redemption, quantity: quantity)))
            state.redemptions[place] = redemption
        }
    }
}
