/// Chance that a seed gives again: the numbers of SplitMix64 (Steele, Lea & Flood 2014), and what the demo draws from them.
///
/// All of it is reckoned here and with nothing of the machine's, so that a seed tells the same story everywhere.
struct Chance: Sendable {
    private var state: UInt64

    /// The numbers of a seed; each `stream` of it is a sequence of its own.
    init(seed: UInt64, stream: UInt64 = 0) {
        state = seed &+ stream &* 0xD1B5_4A32_D192_ED03
        _ = next()
        state ^= next()
    }

    /// 64 random bits.
    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return mixed ^ (mixed >> 31)
    }

    /// 0 or more, and less than 1.
    mutating func unit() -> Double {
        Double(next() >> 11) * 0x1p-53
    }

    /// Whether something of this probability happens.
    mutating func happens(_ probability: Double) -> Bool {
        unit() < probability
    }

    /// 0 to `count` − 1, each as likely.
    mutating func below(_ count: Int) -> Int {
        Int(next().multipliedFullWidth(by: UInt64(count)).high)
    }

    /// A whole number of the range, each as likely.
    mutating func number(_ range: ClosedRange<Int>) -> Int {
        range.lowerBound + below(range.count)
    }

    /// One of them, each as likely.
    mutating func one<Element>(of elements: [Element]) -> Element {
        elements[below(elements.count)]
    }

    /// A place in `weights`, by its weight; at least one weight is above 0.
    mutating func place(_ weights: [Double]) -> Int {
        var left = unit() * weights.reduce(0, +)
        for (place, weight) in weights.enumerated() {
            left -= weight
            if left < 0 { return place }
        }
        return weights.lastIndex { $0 > 0 } ?? 0
    }

    /// Of the normal distribution, by Marsaglia's polar method.
    mutating func normal() -> Double {
        while true {
            let x = 2 * unit() - 1
            let y = 2 * unit() - 1
            let square = x * x + y * y
            if square > 0, square < 1 { return x * (-2 * logarithm(square) / square).squareRoot() }
        }
    }

    /// Of the gamma distribution with this shape and scale 1 (Marsaglia & Tsang 2000).
    mutating func gamma(shape: Double) -> Double {
        guard shape >= 1 else {
            let boost = exponential(logarithm(max(unit(), 0x1p-53)) / shape)
            return gamma(shape: shape + 1) * boost
        }
        let d = shape - 1.0 / 3
        let c = 1 / (9 * d).squareRoot()
        while true {
            let x = normal()
            let cube = (1 + c * x) * (1 + c * x) * (1 + c * x)
            guard cube > 0 else { continue }
            if logarithm(max(unit(), 0x1p-53)) < 0.5 * x * x + d - d * cube + d * logarithm(cube) { return d * cube }
        }
    }

    /// Of the beta distribution.
    mutating func beta(_ a: Double, _ b: Double) -> Double {
        let x = gamma(shape: a)
        let y = gamma(shape: b)
        return x / (x + y)
    }
}

/// A number that hangs on the seed and on what it is asked for, and on nothing that was drawn before.
func dice(_ seed: UInt64, _ about: UInt64, _ place: Int, _ day: Int) -> Double {
    var chance = Chance(seed: seed ^ about, stream: UInt64(truncatingIfNeeded: place &* 1_000_003 &+ day))
    return chance.unit()
}
