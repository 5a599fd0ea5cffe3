extension Deciding {
    /// Gives the level that she reaches, where it is higher than the one she has and would still hold (rule T-2); and
    /// keeps one that she reaches again in its days of grace (rule T-10).
    ///
    /// - Parameters:
    ///   - place: The ladder.
    ///   - day: Where something counted: a time that is over is looked at as well, and gives what it would have given.
    ///   - moment: From when on.
    mutating func climb(_ place: Int, countedOn day: Day, at moment: Instant) {
        let today = version.zone.day(of: moment)
        var best = candidate(place, on: day, at: moment)
        if today != day, let other = candidate(place, on: today, at: moment), other.isBetter(than: best) {
            best = other
        }
        guard let best else { return }
        let key = tierSets[place].key
        let held = state.standing(in: key)
        let heldPlace = held.flatMap { tierSets[place].place(of: $0.level) } ?? -1
        if best.place > heldPlace {
            let level = tierSets[place].levels[best.place].key
            var before: Standing.Earlier?
            if let held {
                let days = state.days(tierSets[place], on: today, version.zone)
                before =
                    !days.contains(version.zone.day(of: held.since)) || held.before == nil
                    ? Standing.Earlier(level: held.level, since: held.since, until: held.until)
                    : held.before
            }
            write(
                Standing(
                    tierSet: key,
                    level: level,
                    since: moment,
                    until: best.until,
                    before: before,
                    floor: held?.floor.flatMap { $0.holds(at: moment) ? $0 : nil }
                )
            )
            reasons.append(.levelReached(tierSet: key, from: held?.level, to: level, until: best.until))
        } else if best.place == heldPlace, var held, held.graceSince != nil {
            held.graceSince = nil
            held.before = nil
            held.until = best.until
            write(held)
            reasons.append(.levelKept(tierSet: key, level: held.level, until: best.until))
        } else if best.place == heldPlace, var held, held.until == nil, let until = best.until, !held.isGranted {
            // It had no end while the ladder gave none, or while nobody knew when her year begins.
            held.until = until
            write(held)
        }
    }

    /// All ladders are looked at, when she joins.
    mutating func climbAll() {
        let today = version.zone.day(of: at)
        for place in tierSets.indices { climb(place, countedOn: today, at: at) }
    }

    /// A level by hand: a floor until its end (rule T-5).
    mutating func grant(_ grant: TierGrant) throws(Refusal) {
        guard let place = tierSets.firstIndex(where: { $0.key == grant.tierSet }),
            let granted = tierSets[place].place(of: grant.level)
        else {
            throw .unknownLevel(tierSet: grant.tierSet.text, level: grant.level.text)
        }
        let held = state.standing(in: grant.tierSet)
        let until = grant.until ?? termEnd(place, level: granted, on: version.zone.day(of: at), at: at)
        let keepsAll = tierSets[place].terms.downgrade == .none
        write(
            Standing(
                tierSet: grant.tierSet,
                level: grant.level,
                since: at,
                until: until,
                isGranted: true,
                before: keepsAll
                    ? held.map { Standing.Earlier(level: $0.level, since: $0.since, until: $0.until) } : nil
            )
        )
        reasons.append(.levelReached(tierSet: grant.tierSet, from: held?.level, to: grant.level, until: until))
    }

    /// A level that is reached, and until when it would hold.
    struct Candidate {
        let place: Int
        let until: Instant?

        func isBetter(than other: Candidate?) -> Bool {
            guard let other else { return true }
            if place != other.place { return place > other.place }
            guard let until, let otherUntil = other.until else { return other.until != nil && until == nil }
            return until > otherUntil
        }
    }

    /// What is reached by the days measured on `day`; none where nothing is, or its term would be over.
    private func candidate(_ place: Int, on day: Day, at moment: Instant) -> Candidate? {
        let days = state.days(tierSets[place], on: day, version.zone)
        guard let reached = state.reached(tierSets[place], in: days, at: moment, version.zone) else { return nil }
        let until = termEnd(place, level: reached, on: day, at: moment)
        if let until, until <= moment { return nil }
        return Candidate(place: reached, until: until)
    }

    /// Until when a level holds that was reached on `day`; none where it has no end.
    func termEnd(_ place: Int, level: Int, on day: Day, at moment: Instant) -> Instant? {
        if level == 0, tierSets[place].levels[0].asksNothing { return nil }
        let joined = joinedDay(for: place)
        switch tierSets[place].terms.downgrade {
        case .none: return nil
        case .immediate: return lossByTime(place, level: level, on: day, at: moment)
        case .oneLevel, .reassess: break
        }
        let end = tierSets[place].window.termEnd(on: day, joined: joined, holdsNext: tierSets[place].terms.holdsNext)
        return end.map { version.zone.start(of: $0) }
    }

    /// When time alone would take a level that is lost as soon as it is no longer reached; none where it would not.
    private func lossByTime(_ place: Int, level: Int, on day: Day, at moment: Instant) -> Instant? {
        let days = state.days(tierSets[place], on: day, version.zone)
        switch tierSets[place].window {
        case .calendar, .anniversary: return days.end.map { version.zone.start(of: $0) }
        case .lifetime: return nil
        case .rolling(let months), .term(let months):
            // The days on which something counted leave the window one after the other, the oldest first.
            var counted: [Day] = []
            for tally in state.tallies where tally.tierSet == tierSets[place].key {
                for bucket in tally.buckets where days.contains(bucket.start) && bucket.amount > 0 {
                    counted.append(bucket.start)
                }
            }
            counted.sort()
            for start in counted {
                var gone = start.adding(months: months)
                while gone.adding(months: -months) < start { gone = gone.adding(days: 1) }
                let left = TierSet.Window.rolling(months: months).days(on: gone, joined: nil, entry: nil)
                let reached = state.reached(tierSets[place], in: left, at: moment, version.zone) ?? -1
                if reached < level { return version.zone.start(of: gone) }
            }
            return nil
        }
    }

    /// The day on which she joined, where the ladder counts her own years.
    func joinedDay(for place: Int) -> Day? {
        guard tierSets[place].window == .anniversary else { return nil }
        return state.joinedAt.map { version.zone.day(of: $0) }
    }

    mutating func write(_ standing: Standing) {
        if let place = state.standings.firstIndex(where: { $0.tierSet == standing.tierSet }) {
            state.standings[place] = standing
        } else {
            state.standings.append(standing)
        }
    }
}
