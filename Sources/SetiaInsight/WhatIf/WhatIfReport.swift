package import SetiaCore

/// What would have happened under a changed programme, beside what did.
///
/// It assumes that members would have done what they did: whoever shows it says so first.
package struct WhatIfReport: Sendable {
    /// The key of the programme that was tried.
    package let programme: Key
    /// In whose days months begin.
    package let timeZone: Key
    /// From which day the changed programme would have held; none is from the beginning.
    package let from: Day?
    /// The last day that counts.
    package let through: Day
    /// How many members were replayed, guests left out.
    package let members: Int
    /// How many events were decided again.
    package let events: Int
    /// Wallet by wallet, in byte order.
    package let wallets: [Wallet]
    /// Other events that the changed programme would not have taken, by type and reason.
    package let notTaken: [(what: WhatIfTally.NotTaken, count: Int)]
    /// Members who would stand on another level at the end, most first.
    package let levelChanges: [(change: WhatIfTally.LevelChange, members: Int)]
    /// What would have been taken of each budget of the changed programme.
    package let budgets: [BudgetUse]

    /// One kind of points.
    package struct Wallet: Sendable {
        /// Which.
        package let wallet: Key
        /// What a point costs; none where nobody said.
        package let value: PointValue?
        /// Month by month, empty ones too.
        package let months: [Month]
        /// All that is shown together; what members hold is that of the last month.
        package let total: Month?
        /// Redemptions that would have been honoured.
        package let honoured: WhatIfTally.Count
        /// Redemptions that could not have been afforded.
        package let notAffordable: WhatIfTally.Count
        /// How the difference is spread, group by group.
        package let groups: [Group]
        /// Who would have gained most.
        package let winners: [WhatIfTally.Gain]
        /// Who would have lost most.
        package let losers: [WhatIfTally.Gain]
    }

    /// One month, in both worlds.
    package struct Month: Sendable, Hashable {
        /// Which.
        package let month: CalendarMonth
        /// What moved, as it happened.
        package let happened: PointFlow
        /// What members held at its end: what is owed to them.
        package let heldThen: Points
        /// What would have moved.
        package let changed: PointFlow
        /// What members would have held at its end.
        package let heldInstead: Points
    }

    /// Some members and what they would have gained.
    package struct Group: Sendable, Hashable {
        /// By what they are told apart.
        package let by: Segment
        /// What they have in common; empty where that is not known.
        package let value: Key
        /// How the difference is spread.
        package let spread: Spread
    }

    /// The hundredths at which a spread is told.
    package static let percents = [5, 25, 50, 75, 95]

    /// The groups of a wallet, by one of the segments.
    package func groups(of wallet: Wallet, by segment: Segment) -> [Group] {
        wallet.groups.filter { $0.by == segment }
    }
}

extension WhatIfReport {
    /// The report of all that was counted.
    package init(_ tally: WhatIfTally, _ plan: WhatIfPlan, values: [PointValue] = []) {
        programme = plan.changed.programme.name
        timeZone = plan.book.newest.programme.timeZone
        from = plan.from.map { plan.zone.day(of: $0) }
        through = plan.zone.day(of: plan.isCut ? plan.until.adding(milliseconds: -1) : plan.until)
        members = tally.members
        events = tally.events
        budgets = WhatIfReport.budgets(of: plan.changed.programme, tally.budgets)
        notTaken = tally.notTaken.keys.sorted().map { (what: $0, count: tally.notTaken[$0] ?? 0) }
        levelChanges = tally.levelChanges.sorted { one, other in
            if one.value != other.value { return one.value > other.value }
            return one.key.order.lexicographicallyPrecedes(other.key.order)
        }.map { (change: $0.key, members: $0.value) }
        let keys = Set(tally.happened.wallets.keys).union(tally.changed.wallets.keys)
            .union(tally.honoured.keys).union(tally.notAffordable.keys)
        let first = from.map { CalendarMonth(of: $0) }
        wallets = keys.sorted().map { key in
            let months = WhatIfReport.months(tally, of: key, from: first)
            return Wallet(
                wallet: key,
                value: values.first { $0.wallet == key },
                months: months,
                total: WhatIfReport.total(of: months),
                honoured: tally.honoured[key] ?? WhatIfTally.Count(),
                notAffordable: tally.notAffordable[key] ?? WhatIfTally.Count(),
                groups: WhatIfReport.groups(tally, of: key)
                    .sorted { $0.place == $1.place ? $0.value < $1.value : $0.place < $1.place },
                winners: tally.winners[key] ?? [],
                losers: tally.losers[key] ?? []
            )
        }
    }

    /// The groups of a wallet in any order, those by what was paid made into fifths.
    private static func groups(_ tally: WhatIfTally, of wallet: Key) -> [Group] {
        let groups = tally.groups.filter { $0.key.wallet == wallet }
        let bands = groups.filter { $0.key.by == .spend }.map { ($0.key.value, $0.value) }
        return groups.filter { $0.key.by != .spend }
            .map { Group(by: $0.key.by, value: $0.key.value, spread: $0.value) }
            + fifths(Dictionary(uniqueKeysWithValues: bands)).map { Group(by: .spend, value: $0, spread: $1) }
    }

    /// From the first month in which anything moved, or the one named, to the last.
    private static func months(_ tally: WhatIfTally, of wallet: Key, from named: CalendarMonth?) -> [Month] {
        let happened = tally.happened.wallets[wallet] ?? [:]
        let changed = tally.changed.wallets[wallet] ?? [:]
        let touched = Set(happened.keys).union(changed.keys)
        guard let first = touched.min(), let last = touched.max() else { return [] }
        var heldThen = Points.zero
        var heldInstead = Points.zero
        return (first.number...last.number).map { number in
            let month = CalendarMonth(number: number)
            let flows = (happened[month] ?? PointFlow(), changed[month] ?? PointFlow())
            heldThen += flows.0.net
            heldInstead += flows.1.net
            return Month(
                month: month,
                happened: flows.0,
                heldThen: heldThen,
                changed: flows.1,
                heldInstead: heldInstead
            )
        }.filter { month in named.map { month.month >= $0 } ?? true }
    }

    private static func total(of months: [Month]) -> Month? {
        months.last.map { last in
            Month(
                month: last.month,
                happened: months.reduce(PointFlow()) { $0 + $1.happened },
                heldThen: last.heldThen,
                changed: months.reduce(PointFlow()) { $0 + $1.changed },
                heldInstead: last.heldInstead
            )
        }
    }
}

extension WhatIfReport.Group {
    fileprivate var place: Int { Segment.allCases.firstIndex(of: by) ?? 0 }
}

extension WhatIfTally.LevelChange {
    fileprivate var order: [Key] { [tierSet, from ?? "", to ?? ""] }
}
