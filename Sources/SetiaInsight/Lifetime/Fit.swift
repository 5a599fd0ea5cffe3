internal import Glibc

/// Numbers found by maximum likelihood, with how sure they are: only made where the fit converged in the interior.
package struct Fit: Sendable {
    /// Names of the numbers, in order.
    package let names: [String]
    package let parameters: [Double]
    /// Of the parameters, from the curvature at the optimum.
    package let standardErrors: [Double]
    /// Of the logarithms of the parameters: what intervals of all that is reckoned from them rest on.
    package let logCovariance: SymmetricMatrix
    /// Of all cases together.
    package let logLikelihood: Double
    /// Cases: customers, or spenders, or whatever was fitted.
    package let count: Int
    /// What is left of the slope, a case, with regard to the logarithms.
    package let steepness: Double
    /// How often the likelihood was reckoned.
    package let evaluations: Int

    /// Each number's range of 95 %, which is above 0.
    package var intervals: [Interval] {
        parameters.indices.map { place in
            let half = z95 * logCovariance[place, place].squareRoot()
            return Interval(lower: parameters[place] * exp(-half), upper: parameters[place] * exp(half))
        }
    }

    init(_ minimum: Minimum, _ inverse: SymmetricMatrix, names: [String], count: Int) {
        self.names = names
        self.count = count
        parameters = minimum.point.map { exp($0) }
        var covariance = SymmetricMatrix(size: names.count)
        for row in names.indices {
            for column in 0...row { covariance[row, column] = inverse[row, column] / Double(count) }
        }
        logCovariance = covariance
        standardErrors = parameters.indices.map { covariance[$0, $0].squareRoot() * exp(minimum.point[$0]) }
        logLikelihood = -minimum.value * Double(count)
        steepness = minimum.steepness
        evaluations = minimum.evaluations
    }

    /// The derivatives of `quantity` with regard to the logarithms of the parameters, by central differences.
    func slopes(_ quantity: ([Double]) -> Double) -> [Double] {
        let width = 1e-4
        return parameters.indices.map { place in
            var (above, below) = (parameters, parameters)
            above[place] *= exp(width)
            below[place] *= exp(-width)
            return (quantity(above) - quantity(below)) / (2 * width)
        }
    }
}

/// What is fitted, and where to look for it.
struct Likelihood {
    /// How the model is called, for whoever reads why there is no fit.
    let model: String
    /// Names of the parameters.
    let names: [String]
    /// How many cases the mean is of.
    let count: Int
    /// Logarithms to begin with; the next one is tried where the search did not settle.
    let starts: [[Double]]
    /// How far the logarithms may go.
    let edge: [ClosedRange<Double>]
    /// What it means that one of them goes to its edge, below or above.
    let boundary: (_ parameter: Int, _ isAbove: Bool) -> FitFailure.Boundary
    /// The mean log-likelihood of a case at the logarithms; fills in its gradient.
    let mean: Slope

    /// The greatest likelihood that can be had, whatever it is worth; looked for first where it is thought to be near.
    func greatest(near: [Double]? = nil) -> Minimum {
        let fall: Slope = { point, gradient in
            let value = -mean(point, &gradient)
            for place in gradient.indices { gradient[place] = -gradient[place] }
            return value.isNaN ? .infinity : value
        }
        if let near {
            let found = minimise(from: near, within: edge, isNear: true, fall)
            if found.isSettled { return found }
        }
        var best = minimise(from: starts[0], within: edge, fall)
        for start in starts.dropFirst() where !best.isSettled {
            let found = minimise(from: start, within: edge, fall)
            let isSame = abs(found.value - best.value) <= 1e-8 * abs(best.value)
            if found.isSettled || found.value < best.value - 1e-12 * abs(best.value) { best = found }
            // Two ways led to one place.
            if isSame { break }
        }
        return best
    }

    /// The fit, where that is one: it settled, not at an edge, and all directions lead down from it.
    func fit(_ best: Minimum) throws(FitFailure) -> Fit {
        // A long way from the middle of the box, the last steps are small and the edge is never quite reached.
        for place in names.indices {
            let margin = 0.02 * (edge[place].upperBound - edge[place].lowerBound)
            let isAbove = best.point[place] > edge[place].upperBound - margin
            guard isAbove || best.point[place] < edge[place].lowerBound + margin else { continue }
            throw .boundary(parameter: names[place], meaning: boundary(place, isAbove))
        }
        guard best.steepness <= Minimum.settled else { throw .notConverged(model: model, steepness: best.steepness) }
        guard let inverse = best.inverseCurvature,
            names.indices.allSatisfy({ inverse[$0, $0] / Double(count) < 9 })
        else { throw .flat(model: model) }
        return Fit(best, inverse, names: names, count: count)
    }

    func fit() throws(FitFailure) -> Fit { try fit(greatest()) }
}
