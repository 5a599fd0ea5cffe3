package import SetiaCore

/// What members would have taken of one counter that they share, day by day: only sums, in any order.
package struct BudgetFlow: Sendable, Hashable {
    /// How much there is of it.
    package var cap: Int64
    /// What was taken on a day, what came back taken off.
    package var days: [Day: Int64] = [:]

    /// Nothing taken yet.
    init(cap: Int64) {
        self.cap = cap
    }

    /// All that was taken.
    package var taken: Int64 { days.values.reduce(0, +) }

    /// The first day by whose end all of it was taken; none where something was left.
    package var exhausted: Day? {
        var sum: Int64 = 0
        for day in days.keys.sorted(by: { $0.number < $1.number }) {
            sum += days[day] ?? 0
            if sum >= cap { return day }
        }
        return nil
    }

    static func + (one: BudgetFlow, other: BudgetFlow) -> BudgetFlow {
        var sum = one
        sum.cap = max(one.cap, other.cap)
        sum.days.merge(other.days) { $0 + $1 }
        return sum
    }
}

/// Counters that members share, within a replay of all of them in the order of time.
package struct WhatIfCounters {
    private var taken: [Key: Int64] = [:]

    /// Nothing taken yet.
    package init() {}

    /// What there is of what an event claims.
    func grants(_ claims: [CounterClaim], at moment: Instant) -> [Grant] {
        claims.filter { $0.amount > 0 }.map { claim in
            let left = claim.cap.map { max(0, $0 - (taken[claim.counter] ?? 0)) } ?? claim.amount
            let overruns = claim.overrunsFrom.map { $0 <= moment } ?? false
            let part = overruns ? claim.amount : min(claim.amount, left)
            return Grant(counter: claim.counter, amount: claim.isWhole && part < claim.amount ? 0 : part)
        }
    }

    /// Notes what an event took and gave back.
    mutating func note(_ decision: Decision) {
        for claim in decision.counterClaims {
            taken[claim.counter] = max(0, (taken[claim.counter] ?? 0) + claim.amount)
        }
    }
}

extension WhatIfReport {
    /// What members would have taken of a budget.
    package struct BudgetUse: Sendable, Hashable {
        /// Whose it is.
        package let owner: Budget.Owner
        /// How many points, and over what.
        package let budget: Budget
        /// What would have been given: without an end, or in an exact replay as far as it went.
        package let taken: Int64
        /// How many of its stretches something was taken of; 1 where it is for all time.
        package let stretches: Int
        /// How many of them would have been used up.
        package let usedUp: Int
        /// The first day by whose end one was; none where something was left of each.
        package let exhausted: Day?
    }

    /// The use of each budget of a programme, in its order.
    static func budgets(of programme: Programme, _ flows: [Key: BudgetFlow]) -> [BudgetUse] {
        programme.budgets.map { owner, budget in
            let own = flows.filter { key, _ in
                key == owner.counter || key.text.hasPrefix("\(owner.counter):")
            }.map(\.value)
            let ends = own.compactMap(\.exhausted)
            return BudgetUse(
                owner: owner,
                budget: budget,
                taken: own.reduce(0) { $0 + $1.taken },
                stretches: own.count,
                usedUp: ends.count,
                exhausted: ends.min { $0.number < $1.number }
            )
        }
    }
}

extension Budget.Owner {
    /// As reports name it: `rules.welcome` or `campaigns.raya`.
    package var path: String {
        switch self {
        case .rule(let key): "rules.\(key)"
        case .campaign(let key): "campaigns.\(key)"
        }
    }
}
