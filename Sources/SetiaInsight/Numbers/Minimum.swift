/// A function's value at a point; fills in its gradient there.
typealias Slope = (_ point: [Double], _ gradient: inout [Double]) -> Double

/// Where a smooth function of a few numbers is least, and how sure that is.
struct Minimum {
    let point: [Double]
    let value: Double
    /// The greatest part of the gradient that is left, either way.
    let steepness: Double
    /// The second derivatives at the point.
    let curvature: SymmetricMatrix
    /// The inverse of `curvature`; none where the function is flat or falls in some direction.
    let inverseCurvature: SymmetricMatrix?
    /// How often the function was asked.
    let evaluations: Int
    /// Coordinates that ended at the edge of where it was looked.
    let atEdge: [Int]

    /// Whether nothing is left to fall.
    var isSettled: Bool { steepness <= Minimum.settled && inverseCurvature != nil && atEdge.isEmpty }

    /// What the gradient may have left.
    static let settled = 1e-8
}

/// Looks for the least value within a box around 0.
///
/// By quasi-Newton steps (BFGS), then Newton's by differences of the gradient, which leave as many digits as the function
/// has. It must be smooth, and may be infinite where it has no value.
/// From a start that `isNear`, Newton's steps alone are tried first.
func minimise(
    from start: [Double],
    within edge: [ClosedRange<Double>],
    isNear: Bool = false,
    _ slope: @escaping Slope
) -> Minimum {
    var descent = Descent(start, edge, slope)
    if isNear {
        let found = descent.polished()
        if found.isSettled { return found }
    }
    descent.run(steps: 200)
    return descent.polished()
}

private struct Descent {
    private let slope: Slope
    private let edge: [ClosedRange<Double>]
    private var point: [Double]
    private var value: Double
    private var gradient: [Double]
    private var evaluations = 1

    init(_ start: [Double], _ edge: [ClosedRange<Double>], _ slope: @escaping Slope) {
        self.slope = slope
        self.edge = edge
        point = zip(start, edge).map { min(max($0, $1.lowerBound), $1.upperBound) }
        gradient = start.map { _ in 0 }
        value = slope(point, &gradient)
    }

    /// Of the slope, as far as there is somewhere to go.
    private var steepness: Double {
        gradient.indices.reduce(0) { isBlocked($1) ? $0 : max($0, abs(gradient[$1])) }
    }

    /// Whether a coordinate is at its edge and would have to go beyond to fall.
    private func isBlocked(_ place: Int) -> Bool {
        gradient[place] > 0 ? point[place] <= edge[place].lowerBound : point[place] >= edge[place].upperBound
    }

    mutating func run(steps: Int) {
        let size = point.count
        var inverse: [[Double]] = []
        for _ in 0..<steps where steepness > 1e-6 {
            if inverse.isEmpty {
                inverse = (0..<size).map { row in (0..<size).map { $0 == row ? 1 / max(1, steepness) : 0 } }
            }
            var direction = inverse.map { row in -zip(row, gradient).reduce(0) { $0 + $1.0 * $1.1 } }
            for place in direction.indices where isBlocked(place) { direction[place] = 0 }
            if !(dot(direction, gradient) < 0) {
                direction = gradient.indices.map { isBlocked($0) ? 0 : -gradient[$0] }
                inverse = []
            }
            let longest = direction.reduce(0) { max($0, abs($1)) }
            if longest > 2 { direction = direction.map { $0 * 2 / longest } }
            let before = (point, gradient)
            guard search(along: direction, dot(direction, gradient)) else {
                if inverse.isEmpty { return }
                inverse = []
                continue
            }
            guard !inverse.isEmpty else { continue }
            update(&inverse, zip(point, before.0).map { $0 - $1 }, zip(gradient, before.1).map { $0 - $1 })
        }
    }

    /// Goes along a direction until the value has fallen and the slope has become flatter (weak Wolfe conditions).
    private mutating func search(along direction: [Double], _ fall: Double) -> Bool {
        var (low, high, step) = (0.0, Double.infinity, 1.0)
        var best: (point: [Double], value: Double, gradient: [Double])?
        for _ in 0..<40 {
            let next = zip(zip(point, direction), edge).map { pair, edge in
                min(max(pair.0 + step * pair.1, edge.lowerBound), edge.upperBound)
            }
            var slopes = gradient
            let there = slope(next, &slopes)
            evaluations += 1
            if !(there <= value + 1e-4 * step * fall) || !there.isFinite {
                high = step
            } else {
                best = (next, there, slopes)
                if dot(slopes, direction) >= 0.9 * fall { break }
                low = step
            }
            step = high.isFinite ? (low + high) / 2 : step * 2
            if best != nil, step * direction.reduce(0, { max($0, abs($1)) }) > 8 { break }
        }
        guard let best, best.point != point else { return false }
        (point, value, gradient) = best
        return true
    }

    private func update(_ inverse: inout [[Double]], _ step: [Double], _ change: [Double]) {
        let curve = dot(step, change)
        guard curve > 1e-14 else { return }
        let turned = inverse.map { dot($0, change) }
        let scale = (1 + dot(change, turned) / curve) / curve
        for row in step.indices {
            for column in step.indices {
                inverse[row][column] +=
                    scale * step[row] * step[column] - (turned[row] * step[column] + step[row] * turned[column]) / curve
            }
        }
    }

    mutating func polished() -> Minimum {
        var curvature = self.curvature()
        for turn in 0..<8 where steepness > 1e-12 {
            guard let inverse = curvature.inverse else { break }
            let step = inverse.times(gradient)
            guard step.allSatisfy({ abs($0) < 1 }) else { break }
            let next = zip(zip(point, step), edge).map { pair, edge in
                min(max(pair.0 - pair.1, edge.lowerBound), edge.upperBound)
            }
            var slopes = gradient
            let there = slope(next, &slopes)
            evaluations += 1
            let steep = slopes.reduce(0) { max($0, abs($1)) }
            guard there <= value + 1e-9 * abs(value), steep < steepness else { break }
            let isMuch = step.contains { abs($0) > 1e-3 }
            (point, value, gradient) = (next, there, slopes)
            if isMuch, turn < 4 { curvature = self.curvature() }
        }
        return Minimum(
            point: point,
            value: value,
            steepness: steepness,
            curvature: curvature,
            inverseCurvature: curvature.inverse,
            evaluations: evaluations,
            atEdge: point.indices.filter { point[$0] <= edge[$0].lowerBound || point[$0] >= edge[$0].upperBound }
        )
    }

    private mutating func curvature() -> SymmetricMatrix {
        let width = 1e-4
        let rows = point.indices.map { place in
            var (above, below) = (gradient, gradient)
            var moved = point
            moved[place] += width
            _ = slope(moved, &above)
            moved[place] -= 2 * width
            _ = slope(moved, &below)
            evaluations += 2
            return zip(above, below).map { ($0 - $1) / (2 * width) }
        }
        var result = SymmetricMatrix(size: point.count)
        for row in point.indices {
            for column in 0...row { result[row, column] = (rows[row][column] + rows[column][row]) / 2 }
        }
        return result
    }
}

private func dot(_ left: [Double], _ right: [Double]) -> Double {
    zip(left, right).reduce(0) { $0 + $1.0 * $1.1 }
}
