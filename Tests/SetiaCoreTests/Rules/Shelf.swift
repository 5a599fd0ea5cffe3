import SetiaCore

/// Rewards of the small brand, and what a member does with them.
enum Shelf {
    static func reward(
        _ key: Key = "mug",
        _ kind: Reward.Kind = .physicalGood,
        prices: [Reward.Price] = [Reward.Price(wallet: "points", points: Points(300))],
        stock: Reward.Stock = .counted,
        countries: [Key] = [],
        limits: [Cap] = [],
        level: Key? = nil,
        tenure: Period? = nil,
        when: Condition = .always,
        schedule: Schedule? = nil,
        validity: Period? = nil
    ) -> Reward {
        Reward(
            key: key,
            kind: kind,
            name: Words([]),
            countries: countries,
            prices: prices,
            stock: stock,
            limits: limits,
            eligibility: Reward.Eligibility(
                condition: when,
                level: level.map { Reward.Eligibility.Level(tierSet: "status", level: $0) },
                tenure: tenure
            ),
            schedule: schedule,
            validity: validity
        )
    }

    /// A life with so many points, in front of these rewards.
    static func life(
        _ points: Int64 = 1_000,
        lapsing: String? = nil,
        at now: Instant = Kopi.at("2026-03-01T10:00"),
        _ rewards: Reward...
    ) throws -> Life {
        var life = try Life(Kopi.version(wallet: Kopi.wallet(activation: .immediate), rewards: rewards))
        if points > 0 { try life.opens([(points, lapsing.map { Kopi.at($0) })], at: now) }
        return life
    }
}

extension Life {
    /// She has a reward, or it is set aside for her where minutes are named.
    @discardableResult
    mutating func wants(
        _ reward: Key = "mug",
        _ id: Key = "R",
        quantity: Int64 = 1,
        wallet: Key? = nil,
        currency: String? = nil,
        expecting: Int64? = nil,
        minutes: Int64? = nil,
        at: Instant
    ) throws(Refusal) -> Decision {
        let wish = RewardWish(
            id: id,
            reward: reward,
            quantity: quantity,
            wallet: wallet,
            currency: currency.map { Kopi.currency($0) },
            expected: expecting.map { Points($0) },
            minutes: minutes
        )
        return try happen(.rewardRedeemed(wish), at)
    }

    @discardableResult
    mutating func step(
        _ step: RedemptionChange.Step,
        _ id: Key = "R",
        quantity: Int64? = nil,
        minutes: Int64? = nil,
        at: Instant
    ) throws(Refusal) -> Decision {
        try happen(
            .redemptionChanged(RedemptionChange(redemption: id, step: step, quantity: quantity, minutes: minutes)),
            at
        )
    }

    /// How a redemption stands.
    func redemption(_ id: Key = "R") -> RewardRedemption? { state.redemptions.first { $0.id == id } }

    /// What is taken of a shelf by now.
    func taken(of reward: Key) -> Int64 {
        decisions.flatMap(\.counterClaims).filter { $0.counter == Reward.counter(of: reward) }
            .reduce(0) { $0 + $1.amount }
    }
}
