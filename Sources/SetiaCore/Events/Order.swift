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
package struct Order: Sendable, Hashable {
    /// The shop's number; with a count behind it where it is paid again (rule R-11).
    package private(set) var id: Key
    /// What it was paid in.
    package let currency: Currency
    /// At least one.
    package let lines: [Line]
    /// What was taken off the whole order, and is spread over its lines (rule R-6); mostly none.
    package let discounts: [Discount]
    /// The promotions that its cart had, by their keys, as the shop says it; mostly none.
    package let promotions: [Key]
    /// The sum of the lines' net amounts, in minor units.
    package let total: Int64

    /// One position of the order.
    package struct Line: Sendable, Hashable {
        /// The shop's number of the product.
        package let sku: Key
        /// How many, 0 or more.
        package let quantity: Int64
        /// What the shop asked for the line altogether, its own discounts taken off, in minor units; 0 or more.
        package let amount: Int64
        /// What the product is, for rules.
        package let categories: [Key]
        /// What was paid for it: the amount less its share of the order's discounts.
        package fileprivate(set) var net: Int64
        /// Its share of what points paid.
        package fileprivate(set) var paidWithPoints: Int64 = 0

        /// A line.
        package init(sku: Key, quantity: Int64 = 1, net amount: Int64, categories: [Key] = []) {
            self.sku = sku
            self.quantity = quantity
            self.amount = amount
            self.categories = categories
            self.net = amount
        }
    }

    /// Something taken off a whole order: a coupon, or what points paid.
    package struct Discount: Sendable, Hashable {
        /// In minor units; above 0.
        package let amount: Int64
        /// Whether it is what points paid.
        package let isPaidWithPoints: Bool

        /// A discount.
        package init(amount: Int64, isPaidWithPoints: Bool) {
            self.amount = amount
            self.isPaidWithPoints = isPaidWithPoints
        }
    }

    /// An order; none when the lines are none, one is negative, their sum does not fit, or more is taken off than it.
    ///
    /// Each discount is spread over the lines by what is still to be paid for them, by largest remainder (rule R-6).
    package init?(
        id: Key,
        currency: Currency,
        lines: [Line],
        discounts: [Discount] = [],
        promotions: [Key] = []
    ) {
        guard !lines.isEmpty else { return nil }
        var total: Int64 = 0
        for line in lines {
            guard line.amount >= 0 else { return nil }
            let (sum, overflow) = total.addingReportingOverflow(line.amount)
            guard !overflow else { return nil }
            total = sum
        }
        var lines = lines
        for discount in discounts {
            guard discount.amount > 0, discount.amount <= total else { return nil }
            let parts = shared(discount.amount, inProportionTo: lines.map(\.net))
            for (place, part) in parts.enumerated() {
                lines[place].net -= part
                if discount.isPaidWithPoints { lines[place].paidWithPoints += part }
            }
            total -= discount.amount
        }
        self.id = id
        self.currency = currency
        self.lines = lines
        self.discounts = discounts
        self.promotions = promotions
        self.total = total
    }

    /// The order with other net amounts and quantities: what is kept of it after returns.
    ///
    /// - Parameter kept: One for each line.
    /// - Returns: the order without the lines of which nothing is kept, and so perhaps without any.
    func keeping(_ kept: [(quantity: Int64, net: Int64)]) -> Order {
        Order(
            id: id,
            currency: currency,
            promotions: promotions,
            kept: zip(lines, kept).filter { $0.1.quantity > 0 || $0.1.net > 0 }.map { line, kept in
                Line(sku: line.sku, quantity: kept.quantity, net: kept.net, categories: line.categories)
            }
        )
    }

    /// The same under another number.
    func numbered(_ id: Key) -> Order {
        var order = self
        order.id = id
        return order
    }

    private init(id: Key, currency: Currency, promotions: [Key], kept lines: [Line]) {
        self.id = id
        self.currency = currency
        self.lines = lines
        self.discounts = []
        self.promotions = promotions
        self.total = lines.reduce(0) { $0 + $1.net }
    }
}

/// An order came back, whole or in part.
package struct OrderReturn: Sendable, Hashable {
    /// The order, in the numbering of the event's source.
    package let order: Key
    /// The shop's number of the return: with the order's, what makes it once.
    package let id: Key
    /// What came back; none is all that had not come back before.
    package let lines: [Line]?

    /// A part of the order that came back.
    package struct Line: Sendable, Hashable {
        /// Which line of the order, from 1.
        package let number: Int
        /// How many of it; none is all that are left.
        package let quantity: Int64?
        /// What was paid back for them, in the order's currency; none is their part of what was paid.
        package let amount: Money?

        /// A part of a line.
        package init(number: Int, quantity: Int64? = nil, amount: Money? = nil) {
            self.number = number
            self.quantity = quantity
            self.amount = amount
        }
    }

    /// A return.
    package init(order: Key, id: Key, lines: [Line]? = nil) {
        self.order = order
        self.id = id
        self.lines = lines
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
    /// Whether what is taken and is not there is owed from then on; else more than there is cannot be taken (rule L-5).
    package let mayOwe: Bool

    /// An adjustment.
    package init(wallet: Key, points: Points, mayOwe: Bool = false) {
        self.wallet = wallet
        self.points = points
        self.mayOwe = mayOwe
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
