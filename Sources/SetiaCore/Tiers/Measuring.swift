extension MemberState {
    /// How much of a measure she has in these days, as it is at `moment`.
    func amount(_ measure: TierSet.Measure, _ set: Key, in days: DaySpan, at moment: Instant, _ zone: any LocalTime)
        -> Int64
    {
        switch measure.metric {
        case .netSpend, .earned, .orders, .events:
            for place in tallies.indices where tallies[place].tierSet == set && tallies[place].metric == measure.tally {
                return tallies[place].amount(in: days)
            }
            return 0
        case .monthsSinceJoining:
            guard let joinedAt else { return 0 }
            return Int64(monthsPassed(from: zone.day(of: joinedAt), to: zone.day(of: moment)))
        case .balance(let wallet): return account(wallet)?.standing(at: moment).available.units ?? 0
        }
    }

    /// How much of each measure of a ladder she has in these days.
    func amounts(_ set: TierSet, in days: DaySpan, at moment: Instant, _ zone: any LocalTime) -> [Int64] {
        set.measures.map { amount($0, set.key, in: days, at: moment, zone) }
    }

    /// The place of the highest level that what she has in these days reaches; none below the lowest.
    func reached(_ set: TierSet, in days: DaySpan, at moment: Instant, _ zone: any LocalTime) -> Int? {
        if set.measures.count == 1 {
            let amount = amount(set.measures[0], set.key, in: days, at: moment, zone)
            return set.levels.lastIndex { $0.threshold <= amount }
        }
        let amounts = amounts(set, in: days, at: moment, zone)
        return set.levels.lastIndex { $0.isReached(by: amounts) }
    }

    /// The days that are measured on `day` for her.
    func days(_ set: TierSet, on day: Day, _ zone: any LocalTime) -> DaySpan {
        var entry: Day?
        var joined: Day?
        switch set.window {
        case .term where set.terms.downgrade == .immediate: break
        case .term:
            if let held = standing(in: set.key), held.until != nil { entry = zone.day(of: held.since) }
        case .anniversary: joined = joinedAt.map { zone.day(of: $0) }
        case .calendar, .rolling, .lifetime: break
        }
        return set.window.days(on: day, joined: joined, entry: entry)
    }
}

/// Whole months between two days; 0 where the second is not later.
func monthsPassed(from first: Day, to last: Day) -> Int {
    guard last > first else { return 0 }
    let (from, to) = (first.date, last.date)
    let months = (to.year - from.year) * 12 + to.month - from.month
    return first.adding(months: months) > last ? months - 1 : months
}
