extension Deciding {
    /// The order's net amount counts in the year in which it was paid; a level that it reaches is hers at once, and
    /// counts from the next order on (rules T-1 and T-2).
    mutating func count(_ order: Order) throws(Refusal) {
        let year = version.zone.day(of: event.occurredAt).year
        for set in tierSets {
            guard set.currency == order.currency else {
                reasons.append(.notCountedForTier(tierSet: set.key, currency: order.currency))
                continue
            }
            let (total, overflow) = spend(in: set, year).addingReportingOverflow(order.total)
            guard !overflow else { throw .outOfRange(field: "data.lines") }
            write(total, in: set, year)
            reasons.append(
                .countedForTier(
                    tierSet: set.key,
                    amount: money(order.total, order.currency),
                    total: money(total, order.currency)
                )
            )
            climb(set, in: year)
        }
    }

    /// Gives the level that the year's spend reaches, where it is higher than the one she has and would still hold.
    ///
    /// It holds for the rest of that year and the next one (rule T-2); the lowest level has no end.
    mutating func climb(_ set: TierSet, in year: Int) {
        guard let reached = set.place(reachedBy: spend(in: set, year)) else { return }
        let held = state.standing(in: set.key)
        let heldPlace = held.flatMap { set.place(of: $0.level) } ?? -1
        let until = termEnd(set, place: reached, after: year)
        guard reached > heldPlace, until ?? .init(milliseconds: .max) > at else { return }
        let level = set.levels[reached].key
        var before: Standing.Earlier?
        if let held {
            let isFromEarlierYear = version.zone.day(of: held.since).year < version.zone.day(of: at).year
            before =
                isFromEarlierYear || held.before == nil
                ? Standing.Earlier(level: held.level, since: held.since, until: held.until)
                : held.before
        }
        place(Standing(tierSet: set.key, level: level, since: at, until: until, before: before))
        reasons.append(.levelReached(tierSet: set.key, from: held?.level, to: level, until: until))
    }

    /// What was paid for what came back no longer counts in the year of its order; a level gained in a year that is still
    /// open goes if what is left no longer reaches it (rules T-3 and T-4).
    mutating func uncount(_ amount: Money, paidAt: Instant) {
        let year = version.zone.day(of: paidAt).year
        let isOpen = year == version.zone.day(of: at).year
        for set in programme.tierSets where set.currency == amount.currency {
            write(max(0, spend(in: set, year) - amount.minorUnits), in: set, year)
            guard isOpen, let held = state.standing(in: set.key), !held.isGranted,
                version.zone.day(of: held.since).year == year, let heldPlace = set.place(of: held.level)
            else { continue }
            let reached = set.place(reachedBy: spend(in: set, year)) ?? -1
            guard reached < heldPlace else { continue }
            let earlierPlace = held.before.flatMap { set.place(of: $0.level) } ?? -1
            guard max(reached, earlierPlace) < heldPlace else { continue }
            if let earlier = held.before, earlierPlace >= reached {
                place(Standing(tierSet: set.key, level: earlier.level, since: earlier.since, until: earlier.until))
            } else if reached >= 0 {
                var standing = held
                standing.level = set.levels[reached].key
                standing.until = termEnd(set, place: reached, after: year)
                place(standing)
            } else {
                state.standings.removeAll { $0.tierSet == set.key }
            }
            let now = state.standing(in: set.key)
            reasons.append(.levelLost(tierSet: set.key, from: held.level, to: now?.level, until: now?.until))
        }
    }

    /// A term ends: the year just over is looked at; it renews the level, or she goes down by one (rule T-3).
    mutating func endTerm(of standingPlace: Int, at moment: Instant) {
        let held = state.standings[standingPlace]
        guard let set = programme.tierSet(held.tierSet), let heldPlace = set.place(of: held.level) else {
            // The programme has dropped the ladder or the level: it ends with its term.
            state.standings.remove(at: standingPlace)
            reasons.append(.levelLost(tierSet: held.tierSet, from: held.level, to: nil, until: nil))
            return
        }
        let year = version.zone.day(of: moment).year
        let reached = set.place(reachedBy: spend(in: set, year - 1)) ?? -1
        if reached >= heldPlace {
            state.standings[standingPlace].until = termEnd(set, place: heldPlace, after: year - 1)
            state.standings[standingPlace].isGranted = false
            state.standings[standingPlace].before = nil
            reasons.append(
                .levelKept(tierSet: set.key, level: held.level, until: state.standings[standingPlace].until)
            )
        } else if heldPlace > 0 {
            let lower = set.levels[heldPlace - 1].key
            let until = termEnd(set, place: heldPlace - 1, after: year - 1)
            state.standings[standingPlace] = Standing(tierSet: set.key, level: lower, since: moment, until: until)
            reasons.append(.levelLost(tierSet: set.key, from: held.level, to: lower, until: until))
        } else {
            state.standings.remove(at: standingPlace)
            reasons.append(.levelLost(tierSet: set.key, from: held.level, to: nil, until: nil))
        }
    }

    /// A level by hand: a floor until its end (rule T-5).
    mutating func grant(_ grant: TierGrant) throws(Refusal) {
        guard let set = programme.tierSet(grant.tierSet), let granted = set.place(of: grant.level) else {
            throw .unknownLevel(tierSet: grant.tierSet.text, level: grant.level.text)
        }
        let held = state.standing(in: set.key)
        let until = grant.until ?? termEnd(set, place: granted, after: version.zone.day(of: at).year)
        place(Standing(tierSet: set.key, level: grant.level, since: at, until: until, isGranted: true))
        reasons.append(.levelReached(tierSet: set.key, from: held?.level, to: grant.level, until: until))
    }

    /// The end of the year after `year`; none for the lowest level where everybody reaches it.
    private func termEnd(_ set: TierSet, place: Int, after year: Int) -> Instant? {
        if place == 0, set.levels[0].threshold == 0 { return nil }
        guard let newYear = Day(year: year + 2, month: 1, day: 1) else {
            preconditionFailure("no year \(year + 2)")
        }
        return version.zone.start(of: newYear)
    }

    private func spend(in set: TierSet, _ year: Int) -> Int64 {
        state.spend.first { $0.year == year && $0.tierSet == set.key }?.minorUnits ?? 0
    }

    private mutating func write(_ minorUnits: Int64, in set: TierSet, _ year: Int) {
        if let place = state.spend.firstIndex(where: { $0.year == year && $0.tierSet == set.key }) {
            state.spend[place].minorUnits = minorUnits
            return
        }
        // Three years are enough for any term, and a return's order is not older than the late window.
        state.spend.removeAll { $0.tierSet == set.key && $0.year < year - 3 }
        let place = state.spend.firstIndex { $0.year > year } ?? state.spend.count
        state.spend.insert(YearSpend(tierSet: set.key, year: year, minorUnits: minorUnits), at: place)
    }

    private mutating func place(_ standing: Standing) {
        if let place = state.standings.firstIndex(where: { $0.tierSet == standing.tierSet }) {
            state.standings[place] = standing
        } else {
            state.standings.append(standing)
        }
    }
}
