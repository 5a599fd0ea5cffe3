/// A cart's promotions and codes were used for good (rule V-13).
package struct CartRedemption: Sendable, Hashable {
    /// The shop's number of the cart: what makes it once.
    package let cart: Key
    /// The order that the cart became, in the numbering of the event's source, if it is known.
    package let order: Key?
    /// What was taken off or paid, one a promotion and code, in the order in which it was.
    package let parts: [Part]

    /// What one promotion gave, or one code.
    package struct Part: Sendable, Hashable {
        /// Which promotion.
        package let promotion: Key
        /// What stands for the code, which itself is never kept; none where no code was needed.
        package let code: Key?
        /// How much.
        package let amount: Money

        /// What one promotion gave.
        package init(promotion: Key, code: Key?, amount: Money) {
            self.promotion = promotion
            self.code = code
            self.amount = amount
        }
    }

    /// A cart that was redeemed.
    package init(cart: Key, order: Key? = nil, parts: [Part]) {
        self.cart = cart
        self.order = order
        self.parts = parts
    }
}

/// What a cart had used is free again, since nothing came of it or its order came back (rule V-14).
package struct CartRelease: Sendable, Hashable {
    /// The cart.
    package let cart: Key
    /// When it was redeemed: limits are given back in the stretches of that day.
    package let redeemedAt: Instant
    /// The promotions that it had, one a time.
    package let promotions: [Key]

    /// A cart that was released.
    package init(cart: Key, redeemedAt: Instant, promotions: [Key]) {
        self.cart = cart
        self.redeemedAt = redeemedAt
        self.promotions = promotions
    }
}

extension Deciding {
    /// Promotions were used: each counts for the member's own limits, which are looked at here once more, as nobody else
    /// decides about her meanwhile.
    mutating func redeem(_ cart: CartRedemption) throws(Refusal) {
        let day = version.zone.day(of: event.occurredAt)
        for part in cart.parts {
            if let promotion = programme.promotions.first(where: { $0.key == part.promotion }), !event.isAnonymous {
                let owner = CapUse.Owner.promotion(promotion.key)
                for cap in promotion.memberCaps {
                    guard case .times(let most) = cap.measure else { continue }
                    guard state.timesUsed(of: owner, cap.span, on: day) < most else {
                        throw .promotionLimit(promotion.key.text)
                    }
                }
                count(1, times: 1, of: owner, promotion.memberCaps, on: day)
            }
            reasons.append(.promotionGiven(promotion: part.promotion, amount: part.amount))
        }
    }

    /// What a cart had used is free again.
    mutating func release(_ cart: CartRelease) {
        let day = version.zone.day(of: cart.redeemedAt)
        for key in cart.promotions {
            if let promotion = programme.promotions.first(where: { $0.key == key }) {
                count(-1, times: -1, of: .promotion(key), promotion.memberCaps, on: day)
            }
            reasons.append(.promotionReleased(promotion: key))
        }
    }
}
