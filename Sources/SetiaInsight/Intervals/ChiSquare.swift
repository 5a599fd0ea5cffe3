internal import Glibc
internal import SetiaCore

/// The probability that chi-square with so many degrees of freedom is above `value`.
///
/// The regularised upper incomplete gamma function at half of both: by its series where that converges, else by its
/// continued fraction (Lentz).
package func chiSquareTail(_ value: Double, degreesOfFreedom: Int) -> Double {
    guard degreesOfFreedom > 0 else { fault("chi-square with \(degreesOfFreedom) degrees of freedom") }
    guard value > 0 else { return 1 }
    let (a, x) = (Double(degreesOfFreedom) / 2, value / 2)
    let scale = exp(a * log(x) - x - lgamma(a))
    guard x >= a + 1 else { return 1 - scale * seriesOfGamma(a, x) }
    return scale * fractionOfGamma(a, x)
}

private func seriesOfGamma(_ a: Double, _ x: Double) -> Double {
    var term = 1 / a
    var sum = term
    var n = a
    while term > sum * 1e-17 {
        n += 1
        term *= x / n
        sum += term
    }
    return sum
}

private func fractionOfGamma(_ a: Double, _ x: Double) -> Double {
    var b = x + 1 - a
    var c = 1e300
    var d = 1 / b
    var result = d
    for n in 1...10_000 {
        let step = -Double(n) * (Double(n) - a)
        b += 2
        d = 1 / (step * d + b)
        c = b + step / c
        result *= c * d
        if abs(c * d - 1) < 1e-16 { break }
    }
    return result
}
