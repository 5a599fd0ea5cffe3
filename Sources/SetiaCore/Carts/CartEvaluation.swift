/// What a cart comes to, and why.
package struct CartEvaluation: Sendable, Hashable {
    /// The cart's lines, in their order.
    package let lines: [Line]
    /// What was taken off, in the order in which it was.
    package let given: [Given]
    /// What became of each code, in the order of their bytes.
    package let codes: [CodeAnswer]
    /// Promotions that are given without a code, and why they were not.
    package let notGiven: [NotGiven]
    /// What nearly was given, the nearest first.
    package let nearly: [NearPromotion]
    /// What points pay; none where no points were asked for.
    package let points: PointsPaid?
    /// What gift cards pay, in the order in which they do.
    package let cards: [CardPaid]
    /// The cart's sums.
    package let totals: Totals
    /// The order that it would be: what points are earned on.
    package let order: Order
    /// What it would earn, by wallet.
    package let earned: [Earned]
    /// Why it would earn that.
    package let reasons: [Reason]

    /// What became of one line.
    package struct Line: Sendable, Hashable {
        /// How many.
        package let quantity: Int64
        /// How many of them are free.
        package let free: Int64
        /// What they cost first, in minor units.
        package let amount: Int64
        /// What is left of it after all promotions; what points pay of it is still in it.
        package let net: Int64

        /// What became of one line.
        package init(quantity: Int64, free: Int64, amount: Int64, net: Int64) {
            self.quantity = quantity
            self.free = free
            self.amount = amount
            self.net = net
        }
    }

    /// Something that a promotion took off.
    package struct Given: Sendable, Hashable {
        /// Which promotion.
        package let promotion: Key
        /// For which code, if one.
        package let code: Key?
        /// In which phase.
        package let phase: Promotion.Phase
        /// How much, in minor units.
        package let amount: Int64
        /// Of each line its part; empty for delivery.
        package let parts: [Part]

        /// What was taken off one line.
        package struct Part: Sendable, Hashable {
            /// Which line, from 1.
            package let line: Int
            /// How much, in minor units.
            package let amount: Int64
            /// How many pieces of it are free.
            package let free: Int64

            /// What was taken off one line.
            package init(line: Int, amount: Int64, free: Int64 = 0) {
                self.line = line
                self.amount = amount
                self.free = free
            }
        }

        /// Something that a promotion took off.
        package init(promotion: Key, code: Key?, phase: Promotion.Phase, amount: Int64, parts: [Part]) {
            self.promotion = promotion
            self.code = code
            self.phase = phase
            self.amount = amount
            self.parts = parts
        }
    }

    /// What became of a code.
    package struct CodeAnswer: Sendable, Hashable {
        /// The code.
        package let code: Key
        /// What it is good for, where it is known.
        package let promotion: Key?
        /// What it took off or paid, in minor units; 0 where it was refused.
        package let amount: Int64
        /// Why it was not taken; none where it was.
        package let refusal: PromotionRefusal?

        /// What became of a code.
        package init(code: Key, promotion: Key?, amount: Int64, refusal: PromotionRefusal?) {
            self.code = code
            self.promotion = promotion
            self.amount = amount
            self.refusal = refusal
        }
    }

    /// A promotion that gave nothing.
    package struct NotGiven: Sendable, Hashable {
        /// Which.
        package let promotion: Key
        /// Why.
        package let refusal: PromotionRefusal

        /// A promotion that gave nothing.
        package init(promotion: Key, refusal: PromotionRefusal) {
            self.promotion = promotion
            self.refusal = refusal
        }
    }

    /// What a gift card pays.
    package struct CardPaid: Sendable, Hashable {
        /// Its code.
        package let code: Key
        /// Of which promotion it is.
        package let promotion: Key
        /// What it pays, in minor units.
        package let amount: Int64
        /// What is left on it then.
        package let left: Int64

        /// What a gift card pays.
        package init(code: Key, promotion: Key, amount: Int64, left: Int64) {
            self.code = code
            self.promotion = promotion
            self.amount = amount
            self.left = left
        }
    }

    /// The cart's sums, in minor units.
    package struct Totals: Sendable, Hashable {
        /// The goods, before anything is taken off.
        package let goods: Int64
        /// What is taken off them.
        package let discount: Int64
        /// Delivery, before anything is taken off.
        package let shipping: Int64
        /// What is taken off delivery.
        package let shippingDiscount: Int64
        /// What points pay.
        package let paidWithPoints: Int64
        /// What gift cards pay.
        package let paidByCards: Int64
        /// What is still to be paid.
        package var due: Int64 { goods - discount + shipping - shippingDiscount - paidWithPoints - paidByCards }

        /// The cart's sums.
        package init(
            goods: Int64,
            discount: Int64,
            shipping: Int64,
            shippingDiscount: Int64,
            paidWithPoints: Int64,
            paidByCards: Int64
        ) {
            self.goods = goods
            self.discount = discount
            self.shipping = shipping
            self.shippingDiscount = shippingDiscount
            self.paidWithPoints = paidWithPoints
            self.paidByCards = paidByCards
        }
    }

    /// What a cart would earn in one wallet.
    package struct Earned: Sendable, Hashable {
        /// Which wallet.
        package let wallet: Key
        /// How many.
        package let points: Points

        /// What a cart would earn.
        package init(wallet: Key, points: Points) {
            self.wallet = wallet
            self.points = points
        }
    }

    /// The first code that was not taken, and why; none where all were.
    package var firstRefusal: CodeAnswer? {
        codes.first { code in
            guard let refusal = code.refusal else { return false }
            if case .withOthers = refusal { return false }
            return true
        }
    }
}

/// A promotion that a little more would bring.
package struct NearPromotion: Sendable, Hashable {
    /// Which.
    package let promotion: Key
    /// For which code, if one.
    package let code: Key?
    /// What is missing.
    package let missing: Missing

    /// What is missing of a promotion.
    package enum Missing: Sendable, Hashable {
        /// So much more, in minor units.
        case amount(Int64)
        /// So many pieces more.
        case pieces(Int64)
        /// Nothing: so many pieces may be taken along free.
        case freePieces(Int64)
    }

    /// A promotion that a little more would bring.
    package init(promotion: Key, code: Key?, missing: Missing) {
        self.promotion = promotion
        self.code = code
        self.missing = missing
    }
}
