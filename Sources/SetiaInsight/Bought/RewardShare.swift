internal import Glibc

/// How much of coming back follows rewards: the share of visits that would not have been without them.
///
/// A member's times between visits are compared with her own others, no further than six apart: those that began one visit
/// before a reward, after a reward, or with points about to lapse, with those that did not. Whether she comes often or
/// seldom, at an even or an uneven rhythm, makes no difference to that, and neither does whether she comes often for a
/// while: where nothing hangs on rewards, any order of her times is as likely as any other. So the spike of visits around
/// rewards, which is there because who comes often also redeems often, does not count as their effect.
///
/// What it does not see is what a programme does at all times alike: that takes members who are held out.
///
/// - SeeAlso: Taylor & Neslin 2005, *Journal of Retailing* 81(4) (points pressure, rewarded behaviour); Nastasoiu et al.
///   2021, *Journal of the Academy of Marketing Science* (the spike is mostly heterogeneity).
package struct RewardShare: Sendable {
    /// How a time may stand to a reward, in the order of `effects`.
    package enum Standing: Int, Sendable, Hashable, CaseIterable {
        /// One visit before a reward.
        case near
        /// After a reward.
        case after
        /// With points about to lapse.
        case lapsing
    }

    /// How much sooner members come back when a time stands so.
    package struct Effect: Sendable, Hashable {
        package let standing: Standing
        /// The logarithm of how many times as fast: above 0 is sooner.
        package let logSpeed: Double
        package let standardError: Double
        /// Times between visits that stood so.
        package let gaps: Int

        /// How many times as fast, with its range of 95 %.
        package var speed: Estimate {
            let half = z95 * standardError
            return Estimate(
                value: exp(logSpeed),
                interval: Interval(lower: exp(logSpeed - half), upper: exp(logSpeed + half))
            )
        }
    }

    /// Why nothing can be said.
    package enum Silence: Error, Sendable, Hashable {
        /// Nobody has had a reward, or rewards have no usual price: nobody can be told to be near one.
        case noThreshold
        /// Too few members with five visits or more.
        case tooFew(members: Int, least: Int)
        /// The times differ too seldom in how they stand to rewards, within any member.
        case noContrast
    }

    /// The fewest members, each with `leastGaps`.
    package static let leastMembers = 30
    /// The fewest times between visits that a member is compared within.
    package static let leastGaps = 4
    /// How many of a member's times in a row are compared with each other.
    package static let together = 6

    /// Of all visits that ended a time.
    package let share: Double
    package let standardError: Double
    /// Those that could be told; in the order of `Standing`.
    package let effects: [Effect]
    /// Members who were compared within, and all their times.
    package let members: Int
    package let gaps: Int
    private let gradientCovariance: SymmetricMatrix

    /// The share with its range of 95 %.
    package var estimate: Estimate {
        let half = z95 * standardError
        return Estimate(value: share, interval: Interval(lower: share - half, upper: share + half))
    }

    /// Measures all members.
    package init(_ all: RewardGaps) throws(Silence) {
        let members = (0..<all.members).filter { all.range(of: $0).count >= RewardShare.leastGaps }
        guard members.count >= RewardShare.leastMembers else {
            throw .tooFew(members: members.count, least: RewardShare.leastMembers)
        }
        // Least squares on the logarithms, each stretch of a member's times about its own mean.
        var moment = SymmetricMatrix(size: 3)
        var response = [0.0, 0, 0]
        for member in members {
            RewardShare.forEachStretch(all.range(of: member)) { stretch in
                let (x, y) = RewardShare.centred(all, stretch)
                for row in 0..<3 {
                    for column in row..<3 {
                        moment[row, column] += zip(x[row], x[column]).reduce(0) { $0 + $1.0 * $1.1 }
                    }
                    response[row] += zip(x[row], y).reduce(0) { $0 + $1.0 * $1.1 }
                }
            }
        }
        let told = (0..<3).filter { moment[$0, $0] >= 10 }
        guard told.contains(0) || told.contains(1) else { throw .noContrast }
        var small = SymmetricMatrix(size: told.count)
        for (row, from) in told.enumerated() {
            for (column, with) in told.enumerated() { small[row, column] = moment[from, with] }
        }
        guard let inverse = small.inverse else { throw .noContrast }
        let coefficients = inverse.times(told.map { response[$0] })

        // What the visits would have taken without: each time as much longer as it was sped up.
        var (real, without) = (0.0, 0.0)
        var slopes = [Double](repeating: 0, count: told.count)
        for place in 0..<all.count {
            let days = all.days(place)
            let longer = days * exp(RewardShare.pull(all, place, told, coefficients))
            real += days
            without += longer
            for (index, state) in told.enumerated() where all.stood(place, state) { slopes[index] += longer }
        }
        slopes = slopes.map { $0 * real / (without * without) }

        // How each member pulls on the share: through the coefficients, and through her own visits.
        var variance = 0.0
        var covariance = SymmetricMatrix(size: told.count)
        let isCompared = Set(members)
        for member in 0..<all.members {
            let range = all.range(of: member)
            guard !range.isEmpty else { continue }
            var pull = [Double](repeating: 0, count: told.count)
            if isCompared.contains(member) {
                RewardShare.forEachStretch(range) { stretch in
                    let (x, y) = RewardShare.centred(all, stretch)
                    for place in y.indices {
                        var rest = y[place]
                        for (index, state) in told.enumerated() { rest -= coefficients[index] * x[state][place] }
                        for (index, state) in told.enumerated() { pull[index] += x[state][place] * rest }
                    }
                }
            }
            let onCoefficients = inverse.times(pull)
            var (own, ownWithout) = (0.0, 0.0)
            for place in range {
                own += all.days(place)
                ownWithout += all.days(place) * exp(RewardShare.pull(all, place, told, coefficients))
            }
            let influence =
                zip(slopes, onCoefficients).reduce(0) { $0 + $1.0 * $1.1 }
                + (real * ownWithout / without - own) / without
            variance += influence * influence
            for row in told.indices {
                for column in row..<told.count {
                    covariance[row, column] += onCoefficients[row] * onCoefficients[column]
                }
            }
        }
        let correction = Double(members.count) / Double(members.count - 1)
        share = 1 - real / without
        standardError = (variance * correction).squareRoot()
        self.members = members.count
        gaps = all.count
        gradientCovariance = covariance
        effects = told.enumerated().compactMap { index, state in
            Standing(rawValue: state).map { standing in
                Effect(
                    standing: standing,
                    logSpeed: coefficients[index],
                    standardError: (covariance[index, index] * correction).squareRoot(),
                    gaps: (0..<all.count).count { all.stood($0, state) }
                )
            }
        }
    }

    /// Of one member's visits: how she stood to rewards is her own, how much that speeds somebody up is everybody's.
    ///
    /// - Returns: The share with its range of 95 %, which is that of the common speeds only; none below `leastGaps` times.
    package func share(of member: Int, _ all: RewardGaps) -> Estimate? {
        let range = all.range(of: member)
        guard range.count >= RewardShare.leastGaps else { return nil }
        let (told, coefficients) = (effects.map(\.standing.rawValue), effects.map(\.logSpeed))
        var (real, without) = (0.0, 0.0)
        var slopes = [Double](repeating: 0, count: told.count)
        for place in range {
            let longer = all.days(place) * exp(RewardShare.pull(all, place, told, coefficients))
            real += all.days(place)
            without += longer
            for (index, state) in told.enumerated() where all.stood(place, state) { slopes[index] += longer }
        }
        slopes = slopes.map { $0 * real / (without * without) }
        let half = z95 * gradientCovariance.form(slopes).squareRoot()
        let share = 1 - real / without
        return Estimate(value: share, interval: Interval(lower: share - half, upper: share + half))
    }

    private static func pull(_ all: RewardGaps, _ place: Int, _ told: [Int], _ coefficients: [Double]) -> Double {
        var pull = 0.0
        for (index, state) in told.enumerated() where all.stood(place, state) { pull += coefficients[index] }
        return pull
    }

    /// Stretches of about `together` times, as even as they come.
    private static func forEachStretch(_ range: Range<Int>, _ each: (Range<Int>) -> Void) {
        let stretches = max(1, range.count / together)
        for stretch in 0..<stretches {
            let from = range.lowerBound + (range.count * stretch + stretches - 1) / stretches
            let to = range.lowerBound + (range.count * (stretch + 1) + stretches - 1) / stretches
            each(from..<to)
        }
    }

    /// Minus each state and the logarithm of the days, about their means in the stretch.
    private static func centred(_ all: RewardGaps, _ stretch: Range<Int>) -> (x: [[Double]], y: [Double]) {
        func aboutMean(_ numbers: [Double]) -> [Double] {
            let mean = numbers.reduce(0, +) / Double(numbers.count)
            return numbers.map { $0 - mean }
        }
        let x = (0..<3).map { state in aboutMean(stretch.map { all.stood($0, state) ? -1 : 0 }) }
        return (x, aboutMean(stretch.map { log(all.days($0)) }))
    }
}
