extension Deciding {
    /// A return takes a level that was gained in a time still open, where what is left does not reach it, and gives back
    /// the one before (rules T-4 and T-11).
    ///
    /// - Parameters:
    ///   - place: The ladder.
    ///   - day: When the order was paid.
    mutating func fall(_ place: Int, paidOn day: Day) {
        guard tierSets[place].terms.onReturn == .now, tierSets[place].terms.downgrade != .immediate else { return }
        let key = tierSets[place].key
        guard let held = state.standing(in: key), !held.isGranted,
            let heldPlace = tierSets[place].place(of: held.level)
        else { return }
        let (today, entry) = (version.zone.day(of: at), version.zone.day(of: held.since))
        let window = tierSets[place].window
        let joined = joinedDay(for: place)
        let days = window.days(on: today, joined: joined, entry: nil)
        guard days.contains(entry) else { return }
        if case .calendar = window, !days.contains(day) { return }
        if case .anniversary = window, !days.contains(day) { return }
        var reached = state.reached(tierSets[place], in: days, at: at, version.zone) ?? -1
        if entry != today {
            let then = window.days(on: entry, joined: joined, entry: nil)
            reached = max(reached, state.reached(tierSets[place], in: then, at: at, version.zone) ?? -1)
        }
        let floor = held.floor.flatMap { $0.holds(at: at) ? $0 : nil }
        let floorPlace = floor.flatMap { tierSets[place].place(of: $0.level) } ?? -1
        let earlier = held.before.flatMap { $0.until ?? .init(milliseconds: .max) > at ? $0 : nil }
        let earlierPlace = earlier.flatMap { tierSets[place].place(of: $0.level) } ?? -1
        guard max(reached, earlierPlace, floorPlace) < heldPlace else { return }
        if let floor, floorPlace > max(reached, earlierPlace) {
            write(Standing(tierSet: key, level: floor.level, since: at, until: floor.until, floor: floor))
        } else if let earlier, earlierPlace >= reached {
            write(
                Standing(
                    tierSet: key,
                    level: earlier.level,
                    since: earlier.since,
                    until: earlier.until,
                    floor: floor
                )
            )
        } else if reached >= 0 {
            var standing = held
            standing.level = tierSets[place].levels[reached].key
            standing.until = termEnd(place, level: reached, on: today, at: at)
            standing.floor = floor
            write(standing)
        } else {
            state.standings.removeAll { $0.tierSet == key }
        }
        let now = state.standing(in: key)
        reasons.append(.levelLost(tierSet: key, from: held.level, to: now?.level, until: now?.until))
    }

    /// A term ends: the time just over is looked at, and the one that runs; it renews the level, or there are days of
    /// grace, or she goes down (rules T-3, T-9 and T-10).
    mutating func endTerm(of standingPlace: Int, at moment: Instant) {
        let held = state.standings[standingPlace]
        guard let place = tierSets.firstIndex(where: { $0.key == held.tierSet }),
            let heldPlace = tierSets[place].place(of: held.level)
        else {
            // The programme has dropped the ladder or the level: it ends with its term.
            state.standings.remove(at: standingPlace)
            reasons.append(.levelLost(tierSet: held.tierSet, from: held.level, to: nil, until: nil))
            return
        }
        let floor = held.floor.flatMap { $0.holds(at: moment) ? $0 : nil }
        let today = version.zone.day(of: moment)
        let over = held.graceSince.map { version.zone.day(of: $0) } ?? today
        let daysOver = tierSets[place].window.daysOver(by: over, joined: joinedDay(for: place))
        let past = state.reached(tierSets[place], in: daysOver, at: moment, version.zone) ?? -1
        let days = tierSets[place].window.days(on: today, joined: joinedDay(for: place), entry: nil)
        let running = state.reached(tierSets[place], in: days, at: moment, version.zone) ?? -1
        let isImmediate = tierSets[place].terms.downgrade == .immediate
        let lastDay = over.adding(days: -1)
        if !isImmediate, past >= heldPlace,
            let until = ends(place, heldPlace, on: lastDay, after: moment)
        {
            keep(standingPlace, until: until.end, floor)
        } else if running >= heldPlace, let until = ends(place, heldPlace, on: today, after: moment) {
            keep(standingPlace, until: until.end, floor)
        } else if held.graceSince == nil, tierSets[place].terms.graceDays > 0, !isImmediate {
            let until = version.zone.start(of: today.adding(days: tierSets[place].terms.graceDays))
            state.standings[standingPlace].graceSince = moment
            state.standings[standingPlace].until = until
            state.standings[standingPlace].before = nil
            if held.isGranted { state.standings[standingPlace].floor = nil }
            reasons.append(.levelInGrace(tierSet: held.tierSet, level: held.level, until: until))
        } else {
            drop(standingPlace, place, heldPlace, reached: max(running, isImmediate ? -1 : past), over, floor, moment)
        }
    }

    private mutating func keep(_ standingPlace: Int, until: Instant?, _ floor: Standing.Floor?) {
        state.standings[standingPlace].until = until
        state.standings[standingPlace].floor = floor
        state.standings[standingPlace].before = nil
        state.standings[standingPlace].graceSince = nil
        let held = state.standings[standingPlace]
        reasons.append(.levelKept(tierSet: held.tierSet, level: held.level, until: until))
    }

    /// Down by one, or to what is reached; never below what was given by hand.
    private mutating func drop(
        _ standingPlace: Int,
        _ place: Int,
        _ heldPlace: Int,
        reached: Int,
        _ over: Day,
        _ floor: Standing.Floor?,
        _ moment: Instant
    ) {
        let held = state.standings[standingPlace]
        var lower = tierSets[place].terms.downgrade == .oneLevel ? heldPlace - 1 : min(reached, heldPlace - 1)
        if tierSets[place].terms.downgrade == .none, let before = held.before {
            lower = max(lower, tierSets[place].place(of: before.level) ?? -1)
        }
        let floorPlace = floor.flatMap { tierSets[place].place(of: $0.level) } ?? -1
        var until: Instant?
        if let floor, floorPlace >= lower {
            (lower, until) = (floorPlace, floor.until)
        } else if lower >= 0 {
            let end =
                ends(place, lower, on: over.adding(days: -1), after: moment)
                ?? ends(place, lower, on: version.zone.day(of: moment), after: moment)
            until = end?.end
        }
        guard lower >= 0 else {
            state.standings.remove(at: standingPlace)
            reasons.append(.levelLost(tierSet: held.tierSet, from: held.level, to: nil, until: nil))
            return
        }
        let level = tierSets[place].levels[lower].key
        state.standings[standingPlace] = Standing(
            tierSet: held.tierSet,
            level: level,
            since: moment,
            until: until,
            floor: floor
        )
        reasons.append(.levelLost(tierSet: held.tierSet, from: held.level, to: level, until: until))
    }

    /// Until when a level reached on `day` holds, where that is later than `moment`.
    private func ends(_ place: Int, _ level: Int, on day: Day, after moment: Instant) -> (end: Instant?, Void)? {
        let until = termEnd(place, level: level, on: day, at: moment)
        if let until, until <= moment { return nil }
        return (until, ())
    }
}
