/// Which order: the shop's number, within the system that gave it.
package struct OrderKey: Sendable, Hashable {
    /// Who numbers.
    package let source: Key
    /// The number.
    package let id: Key

    /// An order's natural key.
    package init(source: Key, id: Key) {
        self.source = source
        self.id = id
    }
}

/// A paid order.
///
/// Amounts are net: after discounts, what the customer paid for the line.
package struct Order: Sendable, Hashable {
    /// The shop's number.
    package let id: Key
    /// What it was paid in.
    package let currency: Currency
    /// At least one.
    package let lines: [Line]

    /// One position of the order.
    package struct Line: Sendable, Hashable {
        /// The shop's number of the product.
        package let sku: Key
        /// How many, 0 or more.
        package let quantity: Int64
        /// What was paid for the line altogether, in minor units; 0 or more.
        package let net: Int64
        /// What the product is, for rules.
        package let categories: [Key]

        /// A line.
        package init(sku: Key, quantity: Int64 = 1, net: Int64, categories: [Key] = []) {
            self.sku = sku
            self.quantity = quantity
            self.net = net
            self.categories = categories
        }
    }

    /// The sum of the lines, in minor units.
    package let total: Int64

    /// An order; none when the lines are none, one is negative, or their sum does not fit.
    package init?(id: Key, currency: Currency, lines: [Line]) {
        guard !lines.isEmpty else { return nil }
        var total: Int64 = 0
        for line in lines {
            guard line.net >= 0 else { return nil }
            let (sum, overflow) = total.addingReportingOverflow(line.net)
            guard !overflow else { return nil }
            total = sum
        }
        self.id = id
        self.currency = currency
        self.lines = lines
        self.total = total
    }
}

/// A whole order came back. (Parts of one are for a later engine; the record of an order is ready for them.)
package struct OrderReturn: Sendable, Hashable {
    /// The order, in the numbering of the event's source.
    package let order: Key
    /// The shop's number of the return: with the order's, what makes it once.
    package let id: Key

    /// A return.
    package init(order: Key, id: Key) {
        self.order = order
        self.id = id
    }
}

/// Points were spent.
package struct Redemption: Sendable, Hashable {
    /// The shop's number of it: what makes it once.
    package let id: Key
    /// Of which wallet.
    package let wallet: Key
    /// How many; above 0.
    package let points: Points
    /// The order that they helped to pay, if one; its return gives them back.
    package let order: Key?

    /// A redemption.
    package init(id: Key, wallet: Key, points: Points, order: Key? = nil) {
        self.id = id
        self.wallet = wallet
        self.points = points
        self.order = order
    }
}

/// Points given or taken by hand.
///
/// Who did it and the words of why stand beside it, sealed.
package struct Adjustment: Sendable, Hashable {
    /// Of which wallet.
    package let wallet: Key
    /// Above 0 gives, below takes; never 0.
    package let points: Points

    /// An adjustment.
    package init(wallet: Key, points: Points) {
        self.wallet = wallet
        self.points = points
    }
}

/// Points that came along from an older system, with the dates they had there.
package struct OpeningBalance: Sendable, Hashable {
    /// Of which wallet.
    package let wallet: Key
    /// In any order.
    package let lots: [OpeningLot]

    /// One lot of them.
    package struct OpeningLot: Sendable, Hashable {
        /// How many are left; above 0.
        package let points: Points
        /// When they lapse; none is never.
        package let expiresAt: Instant?

        /// A lot.
        package init(points: Points, expiresAt: Instant?) {
            self.points = points
            self.expiresAt = expiresAt
        }
    }

    /// An opening balance.
    package init(wallet: Key, lots: [OpeningLot]) {
        self.wallet = wallet
        self.lots = lots
    }
}

/// A level given by hand: a floor until a moment.
package struct TierGrant: Sendable, Hashable {
    /// Of which tier set.
    package let tierSet: Key
    /// The level.
    package let level: Key
    /// Until when; none is until the term that a reached level would have.
    package let until: Instant?

    /// A grant.
    package init(tierSet: Key, level: Key, until: Instant?) {
        self.tierSet = tierSet
        self.level = level
        self.until = until
    }
}
