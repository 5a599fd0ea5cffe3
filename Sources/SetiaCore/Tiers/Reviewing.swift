/// A ladder that is to be looked at out of turn, since its levels ask for something else now (rule T-15).
package struct TierReview: Sendable, Hashable {
    /// Which ladder.
    package let tierSet: Key
    /// Whether levels that are no longer reached go too.
    package let isForced: Bool

    /// A review.
    package init(tierSet: Key, isForced: Bool) {
        self.tierSet = tierSet
        self.isForced = isForced
    }
}

extension Deciding {
    /// Looks at a ladder now: up to what is reached, and where it is forced down to what the time that runs or the one
    /// before it reaches; never below a level that was given by hand.
    mutating func review(_ review: TierReview) throws(Refusal) {
        guard let place = tierSets.firstIndex(where: { $0.key == review.tierSet }) else {
            throw .unknownLevel(tierSet: review.tierSet.text, level: "")
        }
        let today = version.zone.day(of: at)
        climb(place, countedOn: today, at: at)
        guard review.isForced, let held = state.standing(in: review.tierSet),
            let heldPlace = tierSets[place].place(of: held.level)
        else { return }
        let window = tierSets[place].window
        let (running, over) = (
            state.days(tierSets[place], on: today, version.zone),
            window.daysOver(by: today, joined: joinedDay(for: place))
        )
        let now = state.reached(tierSets[place], in: running, at: at, version.zone) ?? -1
        let before =
            tierSets[place].terms.holdsNext
            ? state.reached(tierSets[place], in: over, at: at, version.zone) ?? -1 : -1
        let reached = max(now, before)
        let floor = held.floor.flatMap { $0.holds(at: at) ? $0 : nil }
        let floorPlace = floor.flatMap { tierSets[place].place(of: $0.level) } ?? -1
        let target = max(reached, floorPlace)
        guard target < heldPlace else { return }
        guard target >= 0 else {
            state.standings.removeAll { $0.tierSet == review.tierSet }
            reasons.append(.levelLost(tierSet: review.tierSet, from: held.level, to: nil, until: nil))
            return
        }
        let level = tierSets[place].levels[target].key
        let day = now >= target || floorPlace > reached ? today : over.end.map { $0.adding(days: -1) } ?? today
        var until = floorPlace > reached ? floor?.until : termEnd(place, level: target, on: day, at: at)
        if let end = until, end <= at { until = termEnd(place, level: target, on: today, at: at) }
        write(Standing(tierSet: review.tierSet, level: level, since: at, until: until, floor: floor))
        reasons.append(.levelLost(tierSet: review.tierSet, from: held.level, to: level, until: until))
    }
}
