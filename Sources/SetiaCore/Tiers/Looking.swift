extension Deciding {
    /// Whenever something has fallen due, ladders are looked at that change between terms: levels that time or a balance
    /// gives or takes, and terms whose end is near (rules T-6, T-9 and T-12).
    mutating func look(at moment: Instant) {
        for place in tierSets.indices where tierSets[place].needsLooks {
            adapt(place, at: moment)
            warn(place, at: moment)
            plan(place, after: moment)
        }
        // Looks that the programme no longer needs.
        if !state.looks.isEmpty { state.looks.removeAll { $0.at <= moment } }
    }

    /// After each event: what a balance, or a ladder that takes at once, makes of it, and when to look again.
    ///
    /// Where nothing happened but time, all that changes by it has been looked at when it fell due; what a new version asks
    /// for counts from the next time that something does (rule T-14).
    mutating func lookAfterEvent() {
        let isTime: Bool
        switch event.matter {
        case .timePassed, .pointsExpiring, .levelsEnding: isTime = true
        default: isTime = false
        }
        for place in tierSets.indices where tierSets[place].needsLooks {
            if !isTime { adapt(place, at: at) }
            plan(place, after: at)
        }
    }

    /// Up, and where the ladder takes at once down, to what is reached now.
    private mutating func adapt(_ place: Int, at moment: Instant) {
        guard state.status != .erased, state.joinedAt != nil || !state.standings.isEmpty else { return }
        let today = version.zone.day(of: moment)
        climb(place, countedOn: today, at: moment)
        guard tierSets[place].terms.downgrade == .immediate else { return }
        let key = tierSets[place].key
        guard let standingPlace = state.standings.firstIndex(where: { $0.tierSet == key }),
            let heldPlace = tierSets[place].place(of: state.standings[standingPlace].level)
        else { return }
        let held = state.standings[standingPlace]
        let days = state.days(tierSets[place], on: today, version.zone)
        let reached = state.reached(tierSets[place], in: days, at: moment, version.zone) ?? -1
        let floor = held.floor.flatMap { $0.holds(at: moment) ? $0 : nil }
        let floorPlace = floor.flatMap { tierSets[place].place(of: $0.level) } ?? -1
        let target = max(reached, floorPlace)
        let until =
            floorPlace > reached
            ? floor?.until : reached >= 0 ? termEnd(place, level: reached, on: today, at: moment) : nil
        if target >= heldPlace {
            state.standings[standingPlace].until = until
            return
        }
        guard target >= 0 else {
            state.standings.remove(at: standingPlace)
            reasons.append(.levelLost(tierSet: key, from: held.level, to: nil, until: nil))
            return
        }
        let level = tierSets[place].levels[target].key
        state.standings[standingPlace] = Standing(
            tierSet: key,
            level: level,
            since: moment,
            until: until,
            floor: floor
        )
        reasons.append(.levelLost(tierSet: key, from: held.level, to: level, until: until))
    }

    /// Speaks of a level whose term is about to end and that would be lost (rule T-12).
    private mutating func warn(_ place: Int, at moment: Instant) {
        guard let held = state.standing(in: tierSets[place].key), let until = held.until, held.graceSince == nil else {
            return
        }
        let left = Int(version.zone.day(of: until).number) - Int(version.zone.day(of: moment).number)
        guard tierSets[place].terms.warnings.contains(left),
            version.zone.start(of: version.zone.day(of: moment)) == moment,
            let heldPlace = tierSets[place].place(of: held.level)
        else { return }
        let days = tierSets[place].window.daysOver(by: version.zone.day(of: until), joined: joinedDay(for: place))
        guard state.reached(tierSets[place], in: days, at: moment, version.zone) ?? -1 < heldPlace else { return }
        reasons.append(.levelEnding(tierSet: held.tierSet, level: held.level, until: until, days: left))
    }

    /// When the ladder is to be looked at next.
    private mutating func plan(_ place: Int, after moment: Instant) {
        let key = tierSets[place].key
        var next: Instant?
        func take(_ other: Instant) {
            if other > moment, other < next ?? Instant(milliseconds: .max) { next = other }
        }
        if let held = state.standing(in: key), let until = held.until, held.graceSince == nil {
            let last = version.zone.day(of: until)
            for days in tierSets[place].terms.warnings { take(version.zone.start(of: last.adding(days: -days))) }
        }
        for measure in tierSets[place].measures {
            switch measure.metric {
            case .monthsSinceJoining:
                guard let joinedAt = state.joinedAt else { continue }
                let joined = version.zone.day(of: joinedAt)
                for level in tierSets[place].levels {
                    for (asked, other) in zip(level.asks, tierSets[place].measures) where other == measure {
                        guard let asked, let months = Int(exactly: asked), months <= 12_000 else { continue }
                        take(version.zone.start(of: joined.adding(months: months)))
                    }
                }
            case .balance(let wallet):
                for lot in state.account(wallet)?.lots ?? [] { take(lot.activeFrom) }
            case .netSpend, .earned, .orders, .events: break
            }
        }
        state.looks.removeAll { $0.tierSet == key }
        if let next { state.looks.append(TierLook(tierSet: key, at: next)) }
    }
}
