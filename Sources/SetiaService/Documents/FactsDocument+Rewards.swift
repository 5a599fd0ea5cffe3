internal import JSONText
internal import SetiaCore

// What is kept of the events of rewards.

extension FactsDocument {
    static func write(_ wish: RewardWish, to json: inout JSONWriter) {
        json.text("redemptionId", wish.id.text)
        json.text("reward", wish.reward.text)
        json.number("quantity", wish.quantity)
        if let wallet = wish.wallet { json.text("wallet", wallet.text) }
        if let currency = wish.currency { json.text("currency", currency.code) }
        if let points = wish.expected { json.number("points", points.units) }
        if let minutes = wish.minutes { json.number("minutes", minutes) }
    }

    static func rewardWish(_ facts: JSON) throws -> RewardWish {
        RewardWish(
            id: try facts.key("redemptionId"),
            reward: try facts.key("reward"),
            quantity: try facts.number("quantity"),
            wallet: facts.optionalKey("wallet"),
            currency: try facts.optionalKey("currency").map { try Currency($0.text) },
            expected: facts["points"]?.int64.map { Points($0) },
            minutes: facts["minutes"]?.int64
        )
    }

    static func write(_ change: RedemptionChange, to json: inout JSONWriter) {
        json.text("redemptionId", change.redemption.text)
        json.text("step", change.step.rawValue)
        if let quantity = change.quantity { json.number("quantity", quantity) }
        if let minutes = change.minutes { json.number("minutes", minutes) }
    }

    static func redemptionChange(_ facts: JSON) throws -> RedemptionChange {
        guard let step = RedemptionChange.Step(rawValue: try facts.key("step").text) else {
            throw MalformedDocument(field: "step")
        }
        return RedemptionChange(
            redemption: try facts.key("redemptionId"),
            step: step,
            quantity: facts["quantity"]?.int64,
            minutes: facts["minutes"]?.int64
        )
    }
}
