internal import Glibc
internal import SetiaCore

/// What a triangle's rows will come to in the end, as those before them came, with Mack's standard errors.
///
/// Development factors are weighted by volume; the last one's spread is Mack's own (the smallest of what its two
/// predecessors allow), where other tools draw a line through logarithms: they differ in the second digit.
///
/// A row with nothing in it comes to nothing: whoever shows it knows better than to take that for a forecast.
///
/// - SeeAlso: T. Mack 1993, *ASTIN Bulletin* 23(2).
package struct ChainLadder: Sendable, Hashable {
    /// By age: what a sum grows by on the way to the next.
    package let factors: [Double]
    /// By age: how much that varies, Mack's sigma squared.
    package let variances: [Double]
    /// Row by row.
    package let rows: [Row]
    /// All rows together.
    package let total: Estimate

    /// What one month's issue will come to.
    package struct Row: Sendable, Hashable {
        /// The sum at the close.
        package let latest: Double
        /// The part of the end that is there by now, from 0 to 1.
        package let developed: Double
        /// What is still to come.
        package let toCome: Estimate
        /// What of it comes within the next twelve ages.
        package let withinYear: Estimate

        package var ultimate: Double { latest + toCome.value }
    }

    /// A value and how sure it is.
    package struct Estimate: Sendable, Hashable {
        package let value: Double
        package let standardError: Double

        /// The range at 95 %, of a log-normal number with this mean and spread: never below zero.
        package var interval95: Interval { interval(z: z95) }

        /// The range of another width, as `z` standard errors of its logarithm.
        package func interval(z: Double) -> Interval {
            guard value > 0, standardError > 0 else { return Interval(lower: value, upper: value) }
            let variance = log1p(standardError * standardError / (value * value))
            let middle = log(value) - variance / 2
            let half = z * variance.squareRoot()
            return Interval(lower: exp(middle - half), upper: exp(middle + half))
        }
    }

    /// Why a triangle says nothing.
    package enum Silence: Error, Sendable, Hashable {
        /// Fewer than four months: spreads cannot be estimated.
        case tooFewRows(Int)
        /// Nothing has happened at all.
        case nothing
        /// Nothing had happened by this age in any row, so nothing can be said to grow from it.
        case nothingBy(age: Int)
    }

    /// - Throws: Why it says nothing; there is no half answer.
    package init(_ triangle: RedemptionTriangle) throws(Silence) {
        let sums = triangle.rows
        let n = sums.count
        guard n >= 4 else { throw .tooFewRows(n) }
        guard sums.contains(where: { ($0.last ?? 0) > 0 }) else { throw .nothing }
        var factors: [Double] = []
        var variances: [Double] = []
        var weights: [Double] = []
        for age in 0..<n - 1 {
            let known = sums[..<(n - age - 1)]
            let weight = known.reduce(0) { $0 + $1[age] }
            guard weight > 0 else { throw .nothingBy(age: age) }
            let factor = known.reduce(0) { $0 + $1[age + 1] } / weight
            factors.append(factor)
            weights.append(weight)
            if age < n - 2 {
                var squares = 0.0
                for row in known where row[age] > 0 {
                    let off = row[age + 1] / row[age] - factor
                    squares += row[age] * off * off
                }
                variances.append(squares / Double(n - age - 2))
            } else {
                let (last, before) = (variances[age - 1], variances[age - 2])
                variances.append(before > 0 ? min(last * last / before, min(before, last)) : 0)
            }
        }
        self.factors = factors
        self.variances = variances
        let spread = zip(variances, factors).map { $0 / ($1 * $1) }
        var rows: [Row] = []
        for row in sums {
            let age = row.count - 1
            let latest = row[age]
            var (sum, inside, growth) = (latest, 0.0, 1.0)
            var year: Estimate?
            for next in age..<n - 1 {
                if next - age == 12 { year = Estimate(value: sum - latest, standardError: sum * inside.squareRoot()) }
                if sum > 0 { inside += spread[next] * (1 / sum + 1 / weights[next]) }
                sum *= factors[next]
                growth *= factors[next]
            }
            let toCome = Estimate(value: sum - latest, standardError: sum * inside.squareRoot())
            rows.append(
                Row(latest: latest, developed: 1 / growth, toCome: toCome, withinYear: year ?? toCome)
            )
        }
        self.rows = rows
        var variance = 0.0
        for place in 0..<n {
            let row = rows[place]
            variance += row.toCome.standardError * row.toCome.standardError
            // Rows are wrong together, since they share their factors.
            let younger = rows[(place + 1)...].reduce(0) { $0 + $1.ultimate }
            let shared = (n - 1 - place..<n - 1).reduce(0) { $0 + 2 * spread[$1] / weights[$1] }
            variance += row.ultimate * younger * shared
        }
        total = Estimate(
            value: rows.reduce(0) { $0 + $1.toCome.value },
            standardError: variance.squareRoot()
        )
    }
}
