internal import Glibc

/// The logarithm of the gamma function, for numbers above 0.
func logGamma(_ x: Double) -> Double {
    var sign: Int32 = 0
    return lgamma_r(x, &sign)
}

/// The logarithm of the beta function.
func logBeta(_ a: Double, _ b: Double) -> Double {
    logGamma(a) + logGamma(b) - logGamma(a + b)
}

/// The derivative of `logGamma`, for numbers above 0: by recurrence up to 12, then its asymptotic series.
func digamma(_ x: Double) -> Double {
    var x = x
    var below = 0.0
    while x < 12 {
        below -= 1 / x
        x += 1
    }
    let square = 1 / (x * x)
    let series = square * (1 / 12 - square * (1 / 120 - square * (1 / 252 - square * (1 / 240 - square / 132))))
    return below + log(x) - 0.5 / x - series
}

/// log(exp(a) + exp(b)), also where neither can be written.
func logSumOfExponentials(_ a: Double, _ b: Double) -> Double {
    let (greater, less) = a > b ? (a, b) : (b, a)
    return less == -.infinity ? greater : greater + log1p(exp(less - greater))
}

/// log(1 - exp(-x)), for `x` above 0.
func logOneMinusExponential(_ x: Double) -> Double {
    x > 0.6931471805599453 ? log1p(-exp(-x)) : log(-expm1(-x))
}

/// e to the power of x.
func exponential(_ x: Double) -> Double { exp(x) }

/// The natural logarithm.
func logarithm(_ x: Double) -> Double { log(x) }
