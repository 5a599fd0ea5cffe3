import JSONText
import SetiaCore

extension BodyReader {
    /// What a member wants of the rewards.
    mutating func rewardWish(_ fields: Fields) -> RewardWish? {
        let id = key(fields, "redemptionId")
        guard let wish = rewardWish(fields, id: id ?? "") else { return nil }
        return id == nil ? nil : wish
    }

    /// The same under a number that stands elsewhere.
    mutating func rewardWish(_ fields: Fields, id: Key) -> RewardWish? {
        let reward = key(fields, "reward", atMost: 64)
        var quantity: Int64? = 1
        if fields.has("quantity") {
            quantity = number(fields, "quantity", RewardWish.allowedQuantity, "a whole number")
        }
        let wallet = optionalKey(fields, "wallet", atMost: 64)
        let currency = currency(fields, "currency", isRequired: false)
        var points: Int64?
        if fields.has("points") {
            points = number(fields, "points", 0...BodyReader.mostUnits, "a whole number of points")
        }
        var minutes: Int64?
        if fields.has("minutes") { minutes = holdMinutes(fields) }
        guard let reward, let quantity else { return nil }
        return RewardWish(
            id: id,
            reward: reward,
            quantity: quantity,
            wallet: wallet,
            currency: currency,
            expected: points.map { Points($0) },
            minutes: minutes
        )
    }

    /// What becomes of a redemption.
    mutating func redemptionChange(_ fields: Fields) -> RedemptionChange? {
        let redemption = key(fields, "redemptionId")
        let text = self.text(fields, "step")
        let step = text.flatMap { RedemptionChange.Step(rawValue: $0) }
        if text != nil, step == nil {
            complain("data.step", "must be \(RedemptionChange.Step.allCases.map(\.rawValue).joinedByOr())")
        }
        guard let redemption, let step else { return nil }
        return redemptionChange(fields, step, of: redemption)
    }

    /// The same where the step and the number stand elsewhere.
    mutating func redemptionChange(
        _ fields: Fields,
        _ step: RedemptionChange.Step,
        of redemption: Key
    ) -> RedemptionChange? {
        var quantity: Int64?
        if fields.has("quantity") {
            quantity = number(fields, "quantity", RewardWish.allowedQuantity, "a whole number")
            if step != .capture, step != .rollBack {
                complain(fields.place.field("quantity"), "only a capture or a rollback is of a part; leave it out")
            }
        }
        var minutes: Int64?
        if fields.has("minutes") {
            minutes = holdMinutes(fields)
            if step != .extend { complain(fields.place.field("minutes"), "only an extension has a time; leave it out") }
        }
        return RedemptionChange(redemption: redemption, step: step, quantity: quantity, minutes: minutes)
    }

    /// For how long something is set aside.
    mutating func holdMinutes(_ fields: Fields) -> Int64? {
        number(fields, "minutes", PointsHold.allowedMinutes, "a whole number of minutes")
    }
}
