/// How many points a rule or a campaign gives to all members together (rule B-2).
///
/// A cap is each member's own; a budget is shared, and whoever comes first has it.
package struct Budget: Sendable, Hashable {
    /// How many; above 0.
    package let points: Points
    /// Over what: a day, a week, a month, a year, or all the time of the rule or campaign.
    package let span: Cap.Span
    /// Whether what happened in the time of a campaign and comes when that is over is given all the same.
    package let overrunsLate: Bool

    /// A budget.
    package init(_ points: Points, per span: Cap.Span = .lifetime, overrunsLate: Bool = true) {
        self.points = points
        self.span = span
        self.overrunsLate = overrunsLate
    }

    /// Whose it is.
    package enum Owner: Sendable, Hashable {
        /// A rule's.
        case rule(Key)
        /// A campaign's, for all of its rules.
        case campaign(Key)

        /// What its counters are called, where they have no end or up to their first day.
        package var counter: Key {
            switch self {
            case .rule(let rule): Key("budget:rule:\(rule)")
            case .campaign(let campaign): Key("budget:campaign:\(campaign)")
            }
        }
    }

    /// The counter of what is given on `day`: one for all time, or one for each stretch by its first day.
    package func counter(of owner: Owner, on day: Day) -> Key {
        span == .lifetime ? owner.counter : Key("\(owner.counter):\(span.start(of: day).iso)")
    }
}

extension Programme {
    /// Every budget with whose it is: those of rules, then those of campaigns, each in the order of the document.
    package var budgets: [(owner: Budget.Owner, budget: Budget)] {
        rules.compactMap { rule in rule.budget.map { (.rule(rule.id), $0) } }
            + campaigns.compactMap { campaign in campaign.budget.map { (.campaign(campaign.key), $0) } }
    }
}
