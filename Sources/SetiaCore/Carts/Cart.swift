/// What somebody is about to buy.
package struct Cart: Sendable, Hashable {
    /// The shop's number of it.
    package let id: Key
    /// What it is paid in.
    package let currency: Currency
    /// At least one.
    package let lines: [Line]
    /// What delivery costs, in minor units; 0 or more.
    package let shipping: Int64
    /// The points that she wants to pay with, if any.
    package let points: PointsAsked?
    /// Where; none is online.
    package let store: StoreID?
    /// By which way, such as `till` or `app`.
    package let channel: Key?
    /// The country that it goes to; none is the member's.
    package let country: Key?
    /// What the goods cost before anything is taken off, in minor units.
    package let goods: Int64

    /// One position of the cart.
    package struct Line: Sendable, Hashable {
        /// The shop's number of the product.
        package let sku: Key
        /// How many; 1 or more.
        package let quantity: Int64
        /// What one costs, in minor units; 0 or more.
        package let price: Int64
        /// What the product is, for conditions.
        package let categories: [Key]
        /// What they cost together.
        package var amount: Int64 { price * quantity }

        /// A line.
        package init(sku: Key, quantity: Int64 = 1, price: Int64, categories: [Key] = []) {
            self.sku = sku
            self.quantity = quantity
            self.price = price
            self.categories = categories
        }
    }

    /// A cart; none when the lines are none, a number is too small, or their sum does not fit.
    package init?(
        id: Key,
        currency: Currency,
        lines: [Line],
        shipping: Int64 = 0,
        points: PointsAsked? = nil,
        store: StoreID? = nil,
        channel: Key? = nil,
        country: Key? = nil
    ) {
        guard !lines.isEmpty, shipping >= 0 else { return nil }
        var goods: Int64 = 0
        for line in lines {
            guard line.quantity > 0, line.price >= 0 else { return nil }
            let (amount, isTooMuch) = line.price.multipliedReportingOverflow(by: line.quantity)
            let (sum, overflow) = goods.addingReportingOverflow(amount)
            guard !isTooMuch, !overflow else { return nil }
            goods = sum
        }
        guard !goods.addingReportingOverflow(shipping).overflow else { return nil }
        self.id = id
        self.currency = currency
        self.lines = lines
        self.shipping = shipping
        self.points = points
        self.store = store
        self.channel = channel
        self.country = country
        self.goods = goods
    }
}

/// Points that somebody wants to pay with.
package struct PointsAsked: Sendable, Hashable {
    /// Of which wallet.
    package let wallet: Key
    /// How much.
    package let measure: Measure

    /// How much is to be paid with points.
    package enum Measure: Sendable, Hashable {
        /// So many points.
        case points(Points)
        /// As many as are worth so much, in minor units.
        case amount(Int64)
        /// As many as can be.
        case most
    }

    /// Points to pay with.
    package init(wallet: Key, _ measure: Measure) {
        self.wallet = wallet
        self.measure = measure
    }
}
