internal import Glibc
internal import SetiaCore

/// The quantile of 0.975: what an interval of 95 % takes to both sides.
package let z95 = 1.959963984540054

/// The probability that a standard normal number is above `z`.
package func normalTail(_ z: Double) -> Double {
    0.5 * erfc(z / 2.0.squareRoot())
}

/// The probability of a standard normal number that is at least so far from 0, on either side.
package func twoSided(_ z: Double) -> Double {
    erfc(abs(z) / 2.0.squareRoot())
}

/// The number below which a standard normal one is with probability `p`; `p` is above 0 and below 1.
///
/// Acklam's rational approximation, then one step of Halley's on the tail: exact to about 1e-15.
package func normalQuantile(_ p: Double) -> Double {
    guard p > 0 && p < 1 else { fault("a quantile at \(p)") }
    guard p <= 0.5 else { return -normalQuantile(1 - p) }
    let first: Double
    if p < 0.02425 {
        let q = (-2 * log(p)).squareRoot()
        first = polynomial(tailAbove, q) / (polynomial(tailBelow, q) * q + 1)
    } else {
        let q = p - 0.5
        let r = q * q
        first = polynomial(middleAbove, r) * q / (polynomial(middleBelow, r) * r + 1)
    }
    let error = (normalTail(-first) - p) * (2 * Double.pi).squareRoot() * exp(first * first / 2)
    return first - error / (1 + first * error / 2)
}

private let middleAbove = [
    -3.969683028665376e+01, 2.209460984245205e+02, -2.759285104469687e+02, 1.383577518672690e+02,
    -3.066479806614716e+01, 2.506628277459239e+00,
]
private let middleBelow = [
    -5.447609879822406e+01, 1.615858368580409e+02, -1.556989798598866e+02, 6.680131188771972e+01,
    -1.328068155288572e+01,
]
private let tailAbove = [
    -7.784894002430293e-03, -3.223964580411365e-01, -2.400758277161838e+00, -2.549732539343734e+00,
    4.374664141464968e+00, 2.938163982698783e+00,
]
private let tailBelow = [
    7.784695709041462e-03, 3.224671290700398e-01, 2.445134137142996e+00, 3.754408661907416e+00,
]

private func polynomial(_ coefficients: [Double], _ x: Double) -> Double {
    coefficients.reduce(0) { $0 * x + $1 }
}
