internal import Glibc
internal import SetiaCore

/// A rate that hangs on a member's figures: logistic regression by maximum likelihood, without penalty.
package struct Logistic: Sendable, Hashable {
    /// The constant first, then one a figure.
    package let coefficients: [Double]
    package let logLikelihood: Double

    /// Why there is no fit.
    package enum Failure: Error, Sendable, Hashable {
        /// Too few rows, or all have the same outcome.
        case nothingToLearn
        /// A figure is a sum of others, or always the same.
        case dependent
        /// Some figures foretell the outcome wholly: coefficients grow without end.
        case separated
        case notConverged
    }

    /// Newton's method, with halved steps where the likelihood would fall.
    ///
    /// - Parameters:
    ///   - figures: Row after row.
    ///   - width: How many figures a row has.
    ///   - outcomes: Whether it happened, a row each.
    /// - Throws: Why there is no fit; there is no half one.
    package init(_ figures: [Double], width: Int, outcomes: [Bool]) throws(Failure) {
        guard figures.count == width * outcomes.count else { fault("\(figures.count) figures of \(width) a row") }
        let happened = outcomes.count { $0 }
        guard outcomes.count > width + 1, happened > 0, happened < outcomes.count else { throw .nothingToLearn }
        var weights = [Double](repeating: 0, count: width + 1)
        let rate = Double(happened) / Double(outcomes.count)
        weights[0] = log(rate / (1 - rate))
        var now = Logistic.step(figures, width, outcomes, weights)
        for _ in 0..<100 {
            guard let move = solved(now.curvature, now.slope) else { throw .dependent }
            var size = 1.0
            var next = weights
            var after = now
            repeat {
                next = zip(weights, move).map { $0 + size * $1 }
                after = Logistic.step(figures, width, outcomes, next)
                size /= 2
            } while !(after.logLikelihood >= now.logLikelihood - 1e-12) && size > 1e-9
            let gained = after.logLikelihood - now.logLikelihood
            (weights, now) = (next, after)
            if now.logLikelihood > -1e-6 * Double(outcomes.count) { throw .separated }
            if abs(gained) < 1e-12 * max(1, abs(now.logLikelihood)) {
                coefficients = weights
                logLikelihood = now.logLikelihood
                return
            }
        }
        throw .notConverged
    }

    /// The rate that it foretells for one member's figures.
    package func rate(_ figures: some Collection<Double>) -> Double {
        1 / (1 + exp(-zip(coefficients.dropFirst(), figures).reduce(coefficients[0]) { $0 + $1.0 * $1.1 }))
    }

    private struct Step {
        var logLikelihood = 0.0
        var slope: [Double]
        var curvature: [[Double]]
    }

    private static func step(_ figures: [Double], _ width: Int, _ outcomes: [Bool], _ weights: [Double]) -> Step {
        let size = width + 1
        var step = Step(slope: Array(repeating: 0, count: size), curvature: [])
        var curvature = [Double](repeating: 0, count: size * size)
        var row = [Double](repeating: 1, count: size)
        figures.withUnsafeBufferPointer { figures in
            for place in 0..<outcomes.count {
                var score = weights[0]
                for column in 0..<width {
                    row[column + 1] = figures[place * width + column]
                    score += weights[column + 1] * row[column + 1]
                }
                let outcome = outcomes[place] ? 1.0 : 0
                // log(1 + e^score), without overflow.
                step.logLikelihood += outcome * score - max(score, 0) - log1p(exp(-abs(score)))
                let rate = 1 / (1 + exp(-score))
                let spread = rate * (1 - rate)
                for i in 0..<size {
                    step.slope[i] += (outcome - rate) * row[i]
                    let weighted = spread * row[i]
                    for j in 0...i { curvature[i * size + j] += weighted * row[j] }
                }
            }
        }
        step.curvature = (0..<size).map { i in
            (0..<size).map { j in curvature[max(i, j) * size + min(i, j)] }
        }
        return step
    }
}

/// The solution of a symmetric, positive system by Cholesky's factors; none where it is not positive.
func solved(_ matrix: [[Double]], _ right: [Double]) -> [Double]? {
    let n = right.count
    var lower = matrix
    for i in 0..<n {
        for j in 0...i {
            var sum = matrix[i][j]
            for k in 0..<j { sum -= lower[i][k] * lower[j][k] }
            if i == j {
                guard sum > matrix[i][i] * 1e-13, sum > 0 else { return nil }
                lower[i][i] = sum.squareRoot()
            } else {
                lower[i][j] = sum / lower[j][j]
            }
        }
    }
    var x = right
    for i in 0..<n {
        for k in 0..<i { x[i] -= lower[i][k] * x[k] }
        x[i] /= lower[i][i]
    }
    for i in (0..<n).reversed() {
        for k in i + 1..<n { x[i] -= lower[k][i] * x[k] }
        x[i] /= lower[i][i]
    }
    return x
}
