/// A member wants a reward: to have it at once, or to have it set aside while she pays.
package struct RewardWish: Sendable, Hashable {
    /// The number of the redemption: what makes it once, and under which it is spoken of later.
    package let id: Key
    /// Which reward.
    package let reward: Key
    /// How many; 1 to 100.
    package let quantity: Int64
    /// By the price in this wallet; none is the first price that she can pay.
    package let wallet: Key?
    /// In what she pays the money that belongs to a price; none where she pays none.
    package let currency: Currency?
    /// How many points she was told that it costs altogether; none where she was told nothing.
    package let expected: Points?
    /// Set aside for so many minutes, 1 to 10,080; none is had at once.
    package let minutes: Int64?

    /// How many of a reward one redemption may ask for.
    package static let allowedQuantity: ClosedRange<Int64> = 1...100

    /// A wish.
    package init(
        id: Key,
        reward: Key,
        quantity: Int64 = 1,
        wallet: Key? = nil,
        currency: Currency? = nil,
        expected: Points? = nil,
        minutes: Int64? = nil
    ) {
        self.id = id
        self.reward = reward
        self.quantity = quantity
        self.wallet = wallet
        self.currency = currency
        self.expected = expected
        self.minutes = minutes
    }

    /// The same at whatever it costs.
    package var atAnyPrice: RewardWish {
        RewardWish(id: id, reward: reward, quantity: quantity, wallet: wallet, currency: currency, minutes: minutes)
    }
}

/// Something becomes of a redemption.
package struct RedemptionChange: Sendable, Hashable {
    /// Which.
    package let redemption: Key
    /// What.
    package let step: Step
    /// How many of it, where it is about a part: of a capture and of a rollback; none is all.
    package let quantity: Int64?
    /// For how many minutes from then on: of an extension.
    package let minutes: Int64?

    /// What can become of a redemption.
    package enum Step: String, Sendable, Hashable, CaseIterable {
        /// What was set aside is had.
        case capture
        /// What was set aside is free again.
        case cancel
        /// It stays set aside for longer.
        case extend
        /// What was had is given back, and so are its points.
        case rollBack = "rollback"
        /// She gives it up herself, as long as it was not given to her.
        case withdraw
        /// It is ready to go.
        case pack
        /// It is on its way.
        case send
        /// She has it.
        case deliver
    }

    /// What becomes of a redemption.
    package init(redemption: Key, step: Step, quantity: Int64? = nil, minutes: Int64? = nil) {
        self.redemption = redemption
        self.step = step
        self.quantity = quantity
        self.minutes = minutes
    }
}
