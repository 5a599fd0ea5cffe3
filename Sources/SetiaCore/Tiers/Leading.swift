extension MemberState {
    /// The level that speaks for her where there are several ladders: the highest she is on.
    ///
    /// A programme has a ladder for each currency in which people climb (rule T-1), and a member climbs mostly one. Of two
    /// equally high, the one on which she has spent most recently is taken, else the one the programme names first.
    ///
    /// - Parameter tierSets: The programme's.
    /// - Returns: none where she is on no ladder of these.
    package func leadingStanding(among tierSets: [TierSet]) -> Standing? {
        var best: (standing: Standing, place: Int, day: Day)?
        for set in tierSets {
            guard let standing = standing(in: set.key), let place = set.place(of: standing.level) else { continue }
            let day = lastDay(on: set) ?? Day(number: .min)
            if let best, (best.place, best.day) >= (place, day) { continue }
            best = (standing, place, day)
        }
        return best?.standing
    }

    /// The ladder that she climbs: the one on which she has spent most recently, else that of her leading level.
    package func climbing(among tierSets: [TierSet]) -> TierSet? {
        var best: (set: TierSet, day: Day)?
        for set in tierSets {
            guard let day = lastDay(on: set), day > best?.day ?? Day(number: .min) else { continue }
            best = (set, day)
        }
        return best?.set
            ?? leadingStanding(among: tierSets).flatMap { standing in
                tierSets.first { $0.key == standing.tierSet }
            }
    }

    /// The beginning of the stretch in which something counted last.
    private func lastDay(on set: TierSet) -> Day? {
        var last: Day?
        for tally in tallies where tally.tierSet == set.key {
            guard let start = tally.buckets.last(where: { $0.amount > 0 })?.start else { continue }
            last = max(last ?? start, start)
        }
        return last
    }
}
