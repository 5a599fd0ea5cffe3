extension Deciding {
    /// What of `points` the budgets of a rule and of its campaign let through (rule B-2).
    ///
    /// It comes after all caps of both. What is withheld is a reason; what is let through is taken of both budgets alike.
    ///
    /// - Parameters:
    ///   - points: What would be given; 0 or more.
    ///   - rule: The place of the rule.
    ///   - wallet: Where the points would go.
    /// - Returns: 0 to `points`.
    mutating func budgeted(_ points: Int64, by rule: Int, in wallet: Key) -> Int64 {
        guard points > 0 else { return points }
        let shares = budgets(of: rule)
        guard !shares.isEmpty else { return points }
        var allowed = points
        var narrowest: BudgetShare?
        for share in shares {
            let room = counted.room(for: points, of: share.counter)
            let left = share.rejects && room < points ? 0 : room
            if left < allowed { (allowed, narrowest) = (left, share) }
        }
        if allowed > 0 {
            for share in shares { _ = counted.take(share.claim(allowed)) }
        }
        if let narrowest {
            reasons.append(
                .cappedByBudget(
                    rule: rules[rule].id,
                    campaign: narrowest.campaign,
                    wallet: wallet,
                    withheld: Points(points - allowed),
                    budget: narrowest.budget
                )
            )
        }
        return allowed
    }

    /// Notes what a rule with a budget gave.
    func note(_ points: Int64, by rule: Int, in gain: inout Gain) {
        guard points > 0, hasBudget(rule: rule) else { return }
        gain.budgeted.append((rule, points))
    }

    /// What a cap of the wallet or its largest balance withholds in the end is not taken of budgets: that of the rule that
    /// gave last is given up first.
    mutating func giveUp(_ withheld: Int64, of gain: Gain) {
        var left = withheld
        for (rule, points) in gain.budgeted.reversed() where left > 0 {
            let part = min(left, points)
            for share in budgets(of: rule) { counted.giveUp(part, of: share.counter) }
            left -= part
        }
    }

    /// What of `points` there is in the budgets of a rule and its campaign; nothing is taken.
    func budgetRoom(for points: Int64, by rule: Int) -> Int64 {
        budgets(of: rule).reduce(points) { least, share in
            let room = counted.room(for: points, of: share.counter)
            return min(least, share.rejects && room < points ? 0 : room)
        }
    }

    /// Whether a budget binds what a rule gives.
    func hasBudget(rule: Int) -> Bool {
        rules[rule].budget != nil || campaign(of: rule)?.budget != nil
    }

    /// The budgets that bind what a rule gives on the day of the event.
    private func budgets(of rule: Int) -> [BudgetShare] {
        let campaign = rules[rule].campaign == nil ? nil : campaign(of: rule)
        guard rules[rule].budget != nil || campaign?.budget != nil else { return [] }
        let day = version.zone.day(of: event.occurredAt)
        // Both times count: whichever ends first ends what the rule gives.
        let end = [rules[rule].schedule, campaign?.schedule].compactMap { $0?.end(in: version.zone) }.min()
        var shares: [BudgetShare] = []
        if let budget = rules[rule].budget {
            shares.append(
                BudgetShare(
                    budget: budget,
                    counter: budget.counter(of: .rule(rules[rule].id), on: day),
                    rejects: rules[rule].rejectsOverCap,
                    end: end
                )
            )
        }
        if let campaign, let budget = campaign.budget {
            shares.append(
                BudgetShare(
                    budget: budget,
                    campaign: campaign.key,
                    counter: budget.counter(of: .campaign(campaign.key), on: day),
                    rejects: campaign.rejectsOverCap,
                    end: campaign.schedule?.end(in: version.zone) ?? end
                )
            )
        }
        return shares
    }

    /// Gives back what an order took of counters, as far as it has come back by now (rule B-4).
    ///
    /// - Parameters:
    ///   - claims: What it took.
    ///   - before: What was paid for all that had come back before this return, in minor units.
    ///   - now: What was paid for all that has come back by now.
    ///   - total: What was paid for all.
    ///   - isWhole: Whether nothing is kept: all goes back then, whatever was paid.
    mutating func giveBack(
        _ claims: [CounterClaim],
        after before: Int64,
        upTo now: Int64,
        outOf total: Int64,
        isWhole: Bool
    ) {
        for claim in claims where claim.amount > 0 {
            let earlier = total > 0 ? portion(of: claim.amount, before, outOf: total) : 0
            let due = isWhole ? claim.amount : total > 0 ? portion(of: claim.amount, now, outOf: total) : 0
            counted.giveBack(due - earlier, to: claim.counter)
        }
    }
}

/// A budget that binds a rule.
private struct BudgetShare {
    let budget: Budget
    /// The campaign that it belongs to; none where it is the rule's own.
    var campaign: Key?
    let counter: Key
    /// Whether it gives nothing where it does not suffice for all.
    let rejects: Bool
    /// When the rule, or the campaign, is over; none is never.
    let end: Instant?

    func claim(_ points: Int64) -> CounterClaim {
        CounterClaim(
            counter: counter,
            amount: points,
            cap: budget.points.units,
            overrunsFrom: budget.overrunsLate ? end : nil
        )
    }
}

extension Schedule {
    /// The first instant at which it is over for good; none where it never is.
    fileprivate func end(in zone: some LocalTime) -> Instant? {
        guard let until else { return nil }
        return zone.start(of: until.day).adding(milliseconds: Int64(until.minute) * 60_000)
    }
}
