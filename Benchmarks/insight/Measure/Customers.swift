import SetiaInsight

/// Customers as BG/NBD and gamma-gamma have them, with the parameters of CDNOW: who begin within twelve weeks and are
/// watched by days until day 272.
struct Customers {
    private(set) var summaries: [CustomerSummary] = []
    private(set) var meanSpends: [Double] = []
    private var random: SplitMix64

    init(_ count: Int, seed: UInt64) {
        random = SplitMix64(seed: seed)
        for _ in 0..<count { add() }
    }

    private mutating func add() {
        let first = Int.random(in: 0..<84, using: &random)
        let rate = gamma(0.2426) / 4.4137 / 7
        let (staying, leaving) = (gamma(2.4262), gamma(0.7930))
        let dropout = leaving / (leaving + staying)
        let spend = gamma(3.74) / 15.44
        var (time, last, repeats, total) = (Double(first), first, 0, 0.0)
        while true {
            time += exponential() / max(rate, 1e-12)
            guard time < 272 else { break }
            if Int(time) > last {
                repeats += 1
                last = Int(time)
                total += gamma(6.25) / spend
            }
            if Double.random(in: 0..<1, using: &random) < dropout { break }
        }
        guard
            let summary = CustomerSummary(
                repeats: repeats,
                lastAt: Double(last - first) / 7,
                watched: Double(272 - first) / 7
            )
        else { return }
        summaries.append(summary)
        meanSpends.append(repeats > 0 ? (total / Double(repeats) * 100).rounded() / 100 : 0)
    }

    private mutating func exponential() -> Double { -logOf(Double.random(in: 1e-300...1, using: &random)) }

    /// Marsaglia and Tsang's.
    private mutating func gamma(_ shape: Double) -> Double {
        guard shape >= 1 else {
            let rest = gamma(shape + 1)
            return rest * expOf(logOf(Double.random(in: 1e-300...1, using: &random)) / shape)
        }
        let d = shape - 1 / 3.0
        let c = 1 / (9 * d).squareRoot()
        while true {
            let x = normal()
            let v = (1 + c * x) * (1 + c * x) * (1 + c * x)
            guard v > 0 else { continue }
            let u = Double.random(in: 1e-300...1, using: &random)
            if logOf(u) < x * x / 2 + d - d * v + d * logOf(v) { return d * v }
        }
    }

    /// Box and Muller's, of which one of two is thrown away; by the polar form.
    private mutating func normal() -> Double {
        while true {
            let x = Double.random(in: -1...1, using: &random)
            let y = Double.random(in: -1...1, using: &random)
            let s = x * x + y * y
            if s > 0, s < 1 { return x * (-2 * logOf(s) / s).squareRoot() }
        }
    }
}

/// Random numbers that a seed gives again (Steele, Lea & Flood 2014).
struct SplitMix64: RandomNumberGenerator {
    private var state: UInt64

    init(seed: UInt64) {
        state = seed
    }

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return mixed ^ (mixed >> 31)
    }
}
