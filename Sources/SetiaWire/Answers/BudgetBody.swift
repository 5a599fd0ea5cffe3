package import JSONText
package import SetiaCore

/// How much of a campaign's discount budget is taken off carts.
package struct DiscountBudgetBody: WireBody {
    private let campaign: Key
    private let currency: Currency
    private let (amount, taken, left): (Int64, Int64, Int64)

    /// A discount budget's body, amounts in minor units.
    package init(campaign: Key, budget: Money, taken: Int64, left: Int64) {
        self.campaign = campaign
        currency = budget.currency
        (amount, self.taken, self.left) = (budget.minorUnits, taken, left)
    }

    package func write(to json: inout JSONWriter) {
        json.beginObject()
        json.member("amount", amount)
        json.member("campaign", campaign)
        json.member("currency", currency.code)
        json.member("left", left)
        json.member("taken", taken)
        json.endObject()
    }
}

/// What is given out of budgets: of points, and of what campaigns may take off.
package struct BudgetsBody: WireBody {
    private let points: [BudgetBody]
    private let discounts: [DiscountBudgetBody]

    /// All budgets, each in the order of the document.
    package init(points: [BudgetBody], discounts: [DiscountBudgetBody]) {
        self.points = points
        self.discounts = discounts
    }

    package func write(to json: inout JSONWriter) {
        json.beginObject()
        json.key("discounts")
        json.list(discounts) { $0.write(to: &$1) }
        json.key("items")
        json.list(points) { $0.write(to: &$1) }
        json.endObject()
    }
}

/// How much of a budget is given out.
package struct BudgetBody: WireBody {
    /// Whose it is.
    package let owner: Budget.Owner
    /// How many points, and over what.
    package let budget: Budget
    /// The first day of the stretch that is told; none where it is for all time.
    package let since: Day?
    /// How many are given out.
    package let taken: Int64
    /// How many are left.
    package let left: Int64

    /// A budget's body.
    package init(owner: Budget.Owner, budget: Budget, since: Day?, taken: Int64, left: Int64) {
        self.owner = owner
        self.budget = budget
        self.since = since
        self.taken = taken
        self.left = left
    }

    package func write(to json: inout JSONWriter) {
        json.beginObject()
        if case .campaign(let key) = owner { json.member("campaign", key) }
        json.member("left", left)
        json.member("points", budget.points)
        if case .rule(let key) = owner { json.member("rule", key) }
        if let since { json.member("since", since.iso) }
        json.member("span", budget.span.rawValue)
        json.member("taken", taken)
        json.endObject()
    }
}
