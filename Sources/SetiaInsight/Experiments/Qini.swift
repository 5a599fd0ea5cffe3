internal import SetiaCore

/// How well a score finds those whom a treatment moves: Radcliffe's Qini curve, and the area under it.
///
/// Members are taken by score, the highest first; those with equal scores come together.
package struct Qini: Sendable, Hashable {
    /// One point a score, and the origin.
    package let points: [Point]
    /// The area above a straight line to the end, of that of a curve that knew everybody's outcome: 1 is perfect and
    /// 0 no better than chance; none where outcomes are all alike.
    package let coefficient: Double?

    /// How many were taken, and how many outcomes that brought.
    package struct Point: Sendable, Hashable {
        package let members: Int
        package let gained: Double

        /// So many members who brought so much.
        package init(members: Int, gained: Double) {
            self.members = members
            self.gained = gained
        }
    }

    /// One member: her score, whether she was treated, whether it happened.
    package struct Case: Sendable, Hashable {
        package let score: Double
        package let isTreated: Bool
        package let happened: Bool

        package init(score: Double, isTreated: Bool, happened: Bool) {
            self.score = score
            self.isTreated = isTreated
            self.happened = happened
        }
    }

    package init(_ cases: [Case]) {
        points = Qini.curve(cases)
        let perfect = Qini.curve(
            cases.map { one in
                Case(
                    score: one.happened ? (one.isTreated ? 1 : -1) : 0,
                    isTreated: one.isTreated,
                    happened: one.happened
                )
            }
        )
        let chance = Double(points.last?.members ?? 0) * (points.last?.gained ?? 0) / 2
        let best = Qini.area(perfect) - chance
        coefficient = best > 0 ? (Qini.area(points) - chance) / best : nil
    }

    private static func curve(_ cases: [Case]) -> [Point] {
        var points = [Point(members: 0, gained: 0)]
        var (treated, control, treatedHappened, controlHappened) = (0, 0, 0, 0)
        let sorted = cases.sorted { $0.score > $1.score }
        for (place, one) in sorted.enumerated() {
            if one.isTreated {
                treated += 1
                treatedHappened += one.happened ? 1 : 0
            } else {
                control += 1
                controlHappened += one.happened ? 1 : 0
            }
            if place + 1 < sorted.count, sorted[place + 1].score == one.score { continue }
            // As many held out as treated stand against each other.
            let scaled = control > 0 ? Double(controlHappened) * Double(treated) / Double(control) : 0
            points.append(Point(members: place + 1, gained: Double(treatedHappened) - scaled))
        }
        return points
    }

    /// The same curve with fewer points: the origin, the end, and what lies evenly between them.
    package func thinned(to most: Int) -> [Point] { Qini.thinned(points, to: most) }

    /// The same of any curve.
    package static func thinned(_ points: [Point], to most: Int) -> [Point] {
        guard most > 0, points.count > most + 1, let last = points.last else { return points }
        return (0..<most).map { points[$0 * (points.count - 1) / most] } + [last]
    }

    private static func area(_ points: [Point]) -> Double {
        zip(points, points.dropFirst()).reduce(0) { sum, pair in
            sum + Double(pair.1.members - pair.0.members) * (pair.0.gained + pair.1.gained) / 2
        }
    }
}

/// Whom a treatment moves, learned on one part of the members and judged on the other, many times over.
///
/// One number of one split says little: over forty splits of a well-known test it went from .03 to .09. So there is a
/// mean and a range, or none.
package struct UpliftModel: Sendable, Hashable {
    /// The coefficients over the splits.
    package let coefficients: Moments
    /// From the 2.5th to the 97.5th of 100.
    package let interval: Interval
    /// Splits on which nothing could be learned.
    package let failed: Int
    /// The curve of the first split that taught something, of the members whom it did not learn from: at most
    /// `mostPoints` points and the origin, by rank.
    package let curve: [Qini.Point]

    /// How many points a curve has at most, besides the origin.
    package static let mostPoints = 100

    /// Whether it finds them better than chance, as far as the splits can tell.
    package var isBetterThanChance: Bool { interval.lower > 0 }

    /// One member with her figures from before.
    package struct Member: Sendable, Hashable {
        package let figures: [Double]
        package let isTreated: Bool
        package let happened: Bool

        package init(figures: [Double], isTreated: Bool, happened: Bool) {
            self.figures = figures
            self.isTreated = isTreated
            self.happened = happened
        }
    }

    /// Two logistic regressions, one a side, learned on seven tenths (a T-learner); none where more than a tenth of the
    /// splits taught nothing.
    ///
    /// - Parameters:
    ///   - members: Everybody, both sides; all with as many figures.
    ///   - splits: How many times; at least 10.
    ///   - random: Where the splits come from.
    ///   - progress: Is told how many splits are done.
    package init?(
        _ members: [Member],
        splits: Int = 40,
        random: inout some RandomNumberGenerator,
        progress: (Int) -> Void = { _ in }
    ) {
        let width = members.first?.figures.count ?? 0
        var found: [Double] = []
        var curve: [Qini.Point] = []
        var failed = 0
        for split in 0..<splits {
            var inLearning = [Bool](repeating: false, count: members.count)
            for isTreated in [true, false] {
                var side = members.indices.filter { members[$0].isTreated == isTreated }
                side.shuffle(using: &random)
                for place in side.prefix(side.count * 7 / 10) { inLearning[place] = true }
            }
            if let qini = UpliftModel.judged(members, width, inLearning), let coefficient = qini.coefficient {
                found.append(coefficient)
                if curve.isEmpty { curve = qini.thinned(to: UpliftModel.mostPoints) }
            } else {
                failed += 1
            }
            progress(split + 1)
        }
        guard splits >= 10, failed * 10 <= splits else { return nil }
        coefficients = Moments(found)
        self.curve = curve
        found.sort()
        let cut = max(0, Int((Double(found.count) * 0.025).rounded(.down)))
        interval = Interval(lower: found[cut], upper: found[found.count - 1 - cut])
        self.failed = failed
    }

    private static func judged(_ members: [Member], _ width: Int, _ inLearning: [Bool]) -> Qini? {
        func learned(_ isTreated: Bool) -> Logistic? {
            var figures: [Double] = []
            var outcomes: [Bool] = []
            for place in members.indices where inLearning[place] && members[place].isTreated == isTreated {
                figures.append(contentsOf: members[place].figures)
                outcomes.append(members[place].happened)
            }
            return try? Logistic(figures, width: width, outcomes: outcomes)
        }
        guard let treated = learned(true), let control = learned(false) else { return nil }
        let cases = members.indices.filter { !inLearning[$0] }.map { place in
            Qini.Case(
                score: treated.rate(members[place].figures) - control.rate(members[place].figures),
                isTreated: members[place].isTreated,
                happened: members[place].happened
            )
        }
        return Qini(cases)
    }
}
