/// The fifths of a list of measures, as SQL's `ntile(5)` has them: as equal in size as can be, the first ones greater by
/// one; of equal measures the one that stands first ranks lower.
///
/// Nothing is sorted: measures are counted by value, or by stretches of values where there are many, and all in a stretch
/// between two beginnings have one fifth.
struct Fifths<Measure: FixedWidthInteger & SignedInteger> {
    /// Of each measure its fifth, 1 the lowest, in the order of the list.
    let scores: [UInt8]
    private let measures: [Measure]
    private let cuts: [Cut]

    /// Where a fifth begins: the lowest measure in it, and of equal ones the first place.
    private struct Cut {
        let measure: Measure
        let place: Int
    }

    /// - Complexity: O(*n*).
    init(_ measures: [Measure]) {
        self.measures = measures
        let (size, greater) = measures.count.quotientAndRemainder(dividingBy: 5)
        let stretches = Stretches(measures)
        // The ranks at which the second fifth begins, and so on; with fewer than five some begin beyond the last.
        let begins = (1..<5).map { $0 * size + min($0, greater) }.filter { $0 < measures.count }
            .map { stretches.stretch(ofRank: $0) }
        let known = stretches.scores(below: begins.map(\.place))
        // Who is in a stretch in which a fifth begins is looked at again.
        var met: [(stretch: Int, places: [Int])] = []
        for begin in begins where met.last?.stretch != begin.place { met.append((begin.place, [])) }
        var scores = [UInt8](repeating: 0, count: measures.count)
        for place in measures.indices {
            let stretch = stretches.place(of: measures[place])
            let score = known[stretch]
            scores[place] = score
            if score == 0, let own = met.firstIndex(where: { $0.stretch == stretch }) { met[own].places.append(place) }
        }
        var cuts: [Cut] = []
        for (stretch, places) in met {
            for begin in begins where begin.place == stretch {
                cuts.append(Self.cut(measures, places, begin.rank, areEqual: stretches.areValues))
            }
        }
        for (_, places) in met {
            for place in places {
                let measure = measures[place]
                var score: UInt8 = 1
                for cut in cuts {
                    let isReached = cut.measure == measure ? cut.place <= place : cut.measure < measure
                    score += isReached ? 1 : 0
                }
                scores[place] = score
            }
        }
        self.scores = scores
        self.cuts = cuts
    }

    /// How many share their measure with one in another fifth.
    var tied: Int {
        var seen: [Measure] = []
        var tied = 0
        for cut in cuts where !seen.contains(cut.measure) {
            seen.append(cut.measure)
            let equal = measures.indices.filter { measures[$0] == cut.measure }
            if let first = equal.first, let last = equal.last, scores[first] != scores[last] { tied += equal.count }
        }
        return tied
    }

    /// The cut at a rank among some places, which are ascending: each time among those of a narrower stretch.
    private static func cut(_ measures: [Measure], _ places: [Int], _ rank: Int, areEqual: Bool) -> Cut {
        if areEqual { return Cut(measure: measures[places[rank]], place: places[rank]) }
        let stretches = Stretches(places.map { measures[$0] })
        let found = stretches.stretch(ofRank: rank)
        let within = places.filter { stretches.place(of: measures[$0]) == found.place }
        return cut(measures, within, found.rank, areEqual: stretches.areValues)
    }
}

/// How many measures there are in each of many stretches of equal width.
private struct Stretches<Measure: FixedWidthInteger & SignedInteger> {
    private let least: Measure
    private let shift: Measure.Magnitude
    private let counts: [Int32]

    private static var mostBits: Int { 16 }

    init(_ measures: [Measure]) {
        var (least, most) = (Measure.max, Measure.min)
        for measure in measures {
            least = min(least, measure)
            most = max(most, measure)
        }
        guard least <= most else {
            (self.least, shift, counts) = (0, 0, [0])
            return
        }
        let width = Measure.Magnitude(truncatingIfNeeded: most &- least)
        let bits = Measure.Magnitude.bitWidth - width.leadingZeroBitCount
        let shift = Measure.Magnitude(max(0, bits - Self.mostBits))
        (self.least, self.shift) = (least, shift)
        var counts = [Int32](repeating: 0, count: Int(width &>> shift) + 1)
        counts.withUnsafeMutableBufferPointer { counts in
            measures.withUnsafeBufferPointer { measures in
                for measure in measures {
                    counts[
                        Int(truncatingIfNeeded: Measure.Magnitude(truncatingIfNeeded: measure &- least) &>> shift)
                    ] &+= 1
                }
            }
        }
        self.counts = counts
    }

    /// Whether a stretch is one value.
    var areValues: Bool { shift == 0 }

    @inline(__always)
    func place(of measure: Measure) -> Int {
        Int(truncatingIfNeeded: Measure.Magnitude(truncatingIfNeeded: measure &- least) &>> shift)
    }

    /// The stretch that holds a rank, which is below the number of measures, and which rank it is among those there.
    func stretch(ofRank rank: Int) -> (place: Int, rank: Int) {
        var (place, rest) = (0, rank)
        while rest >= Int(counts[place]) {
            rest -= Int(counts[place])
            place += 1
        }
        return (place, rest)
    }

    /// The fifth of all in each stretch, given the stretches in which fifths begin; 0 in those.
    func scores(below begins: [Int]) -> [UInt8] {
        var scores = [UInt8](repeating: 1, count: counts.count)
        for begin in begins {
            for place in begin..<scores.count { scores[place] += 1 }
        }
        for begin in begins { scores[begin] = 0 }
        return scores
    }
}
