package import JSONText
package import SetiaCore

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
