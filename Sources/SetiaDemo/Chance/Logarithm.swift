// Logarithm and exponential of our own: the machine's libraries differ in the last digit, and a story must not.

/// The natural logarithm of a number above 0, to about 1e-15 of it.
func logarithm(_ x: Double) -> Double {
    var exponent = Double(x.exponent)
    var part = x.significand
    if part > 1.414_213_562_373_095 {
        part /= 2
        exponent += 1
    }
    let ratio = (part - 1) / (part + 1)
    let square = ratio * ratio
    var term = ratio
    var sum = 0.0
    var odd = 1.0
    while odd < 30 {
        sum += term / odd
        term *= square
        odd += 2
    }
    return 2 * sum + exponent * 0.693_147_180_559_945_3
}

/// The exponential function, for numbers from −700 to 700; 0 below them.
func exponential(_ x: Double) -> Double {
    guard x > -700 else { return 0 }
    let steps = (x / 0.693_147_180_559_945_3).rounded()
    let rest = x - steps * 0.693_147_180_559_945_3
    var term = 1.0
    var sum = 1.0
    for place in 1..<18 {
        term *= rest / Double(place)
        sum += term
    }
    return Double(sign: .plus, exponent: Int(steps), significand: sum)
}
