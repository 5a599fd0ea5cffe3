internal import Glibc

/// Places and weights at which a smooth function is summed for its integral from 0 to 1.
struct GaussLegendre: Sendable {
    let places: [Double]
    let weights: [Double]

    /// A rule of so many places: exact for polynomials of degree 2 × `count` - 1.
    init(_ count: Int) {
        var places = [Double](repeating: 0, count: count)
        var weights = places
        for place in 0..<count {
            var x = cos(Double.pi * (Double(place) + 0.75) / (Double(count) + 0.5))
            var slope = 0.0
            for _ in 0..<100 {
                var (value, before) = (1.0, 0.0)
                for degree in 1...count {
                    (value, before) = (
                        (Double(2 * degree - 1) * x * value - Double(degree - 1) * before) / Double(degree), value
                    )
                }
                slope = Double(count) * (x * value - before) / (x * x - 1)
                let step = value / slope
                x -= step
                if abs(step) < 1e-16 { break }
            }
            places[count - 1 - place] = (1 + x) / 2
            weights[count - 1 - place] = 1 / ((1 - x * x) * slope * slope)
        }
        self.places = places
        self.weights = weights
    }

    /// The integral of `function` from `start` to `end`.
    func integral(from start: Double, to end: Double, _ function: (Double) -> Double) -> Double {
        zip(places, weights).reduce(0) { $0 + $1.1 * function(start + (end - start) * $1.0) } * (end - start)
    }

    /// Eight places: enough for a forecast that bends gently.
    static let eight = GaussLegendre(8)
    /// Twenty places: enough for the last digit of what is smooth.
    static let twenty = GaussLegendre(20)
}
