extension MemberState {
    /// The level that speaks for her where there are several ladders: the highest she is on.
    ///
    /// A programme has a ladder for each currency in which people climb (rule T-1), and a member climbs mostly one. Of two
    /// equally high, the one on which she has spent most recently is taken, else the one the programme names first.
    ///
    /// - Parameter tierSets: The programme's.
    /// - Returns: none where she is on no ladder of these.
    package func leadingStanding(among tierSets: [TierSet]) -> Standing? {
        var best: (standing: Standing, place: Int, year: Int)?
        for set in tierSets {
            guard let standing = standing(in: set.key), let place = set.place(of: standing.level) else { continue }
            let year = lastYear(on: set) ?? .min
            if let best, (best.place, best.year) >= (place, year) { continue }
            best = (standing, place, year)
        }
        return best?.standing
    }

    /// The ladder that she climbs: the one on which she has spent most recently, else that of her leading level.
    package func climbing(among tierSets: [TierSet]) -> TierSet? {
        var best: (set: TierSet, year: Int)?
        for set in tierSets {
            guard let year = lastYear(on: set), year > best?.year ?? .min else { continue }
            best = (set, year)
        }
        return best?.set
            ?? leadingStanding(among: tierSets).flatMap { standing in
                tierSets.first { $0.key == standing.tierSet }
            }
    }

    private func lastYear(on set: TierSet) -> Int? {
        spend.last { $0.tierSet == set.key && $0.minorUnits > 0 }?.year
    }
}
