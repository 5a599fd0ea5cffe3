/// A cart's promotions and codes were used for good (rule V-13).
package struct CartRedemption: Sendable, Hashable {
    /// The shop's number of the cart: what makes it once.
    package let cart: Key
    /// The order that the cart became, in the numbering of the event's source, if it is known.
    package let order: Key?
    /// What was taken off or paid, one a promotion and code, in the order in which it was.
    package let parts: [Part]
    /// The points that paid for it; none where none did (rule V-17).
    package let points: Spent?

    /// Points that paid.
    package struct Spent: Sendable, Hashable {
        /// Of which wallet.
        package let wallet: Key
        /// How many, above 0.
        package let points: Points
        /// What they paid.
        package let amount: Money

        /// Points that paid.
        package init(wallet: Key, points: Points, amount: Money) {
            self.wallet = wallet
            self.points = points
            self.amount = amount
        }
    }

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
    package init(cart: Key, order: Key? = nil, parts: [Part], points: Spent? = nil) {
        self.cart = cart
        self.order = order
        self.parts = parts
        self.points = points
    }

    /// Under which order it is kept which points paid: the cart's own where no order is known yet.
    package func payer(source: Key) -> OrderKey {
        OrderKey(source: source, id: order ?? Key("cart/\(cart)"))
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
    /// The points that paid for it, and under which order of the event's source that is kept; none where none did.
    package let points: Back?

    /// Points that paid and go back.
    package struct Back: Sendable, Hashable {
        /// Of which wallet.
        package let wallet: Key
        /// How many, above 0.
        package let points: Points
        /// Under which order it is kept from which lots they came.
        package let order: Key

        /// Points that go back.
        package init(wallet: Key, points: Points, order: Key) {
            self.wallet = wallet
            self.points = points
            self.order = order
        }
    }

    /// A cart that was released.
    package init(cart: Key, redeemedAt: Instant, promotions: [Key], points: Back? = nil) {
        self.cart = cart
        self.redeemedAt = redeemedAt
        self.promotions = promotions
        self.points = points
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
        if let points = cart.points {
            try spend(points.points, of: points.wallet, for: cart.payer(source: event.source))
        }
    }

    /// What a cart had used is free again.
    mutating func release(_ cart: CartRelease) throws(Refusal) {
        let day = version.zone.day(of: cart.redeemedAt)
        for key in cart.promotions {
            if let promotion = programme.promotions.first(where: { $0.key == key }) {
                count(-1, times: -1, of: .promotion(key), promotion.memberCaps, on: day)
            }
            reasons.append(.promotionReleased(promotion: key))
        }
        if let back = cart.points { try giveBack(back) }
    }

    /// Points that paid for a cart go back where they came from, as far as its order has not brought them back already.
    private mutating func giveBack(_ back: CartRelease.Back) throws(Refusal) {
        let key = OrderKey(source: event.source, id: back.order)
        guard let record = state.records.first(where: { $0.key == key }), !record.isReturned else { return }
        let spent = record.spent.filter { $0.wallet == back.wallet }
        let wallet =
            programme.wallet(back.wallet)
            ?? Wallet(key: back.wallet, name: Words([]), activation: .immediate, expiry: .none, rates: [])
        var returned = record.returned
        let place = returned.place(of: back.wallet)
        let before = returned.wallets[place].givenBack
        let due = min(before + back.points, spent.reduce(.zero) { $0 + $1.points })
        guard due > before else { return }
        try giveBack(spent, after: before, upTo: due, to: wallet)
        returned.wallets[place].givenBack = due
        state.note(key) { $0.returned = returned }
    }
}
