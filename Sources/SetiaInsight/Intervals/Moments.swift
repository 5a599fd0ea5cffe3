/// How many numbers, their mean and how they spread, in one pass and without losing digits (Welford).
package struct Moments: Sendable, Hashable {
    package private(set) var count = 0
    /// 0 where there is none.
    package private(set) var mean = 0.0
    private var squares = 0.0

    package init() {}

    /// The moments of numbers.
    package init(_ numbers: some Sequence<Double>) {
        for number in numbers { add(number) }
    }

    package mutating func add(_ number: Double) {
        count += 1
        let off = number - mean
        mean += off / Double(count)
        squares += off * (number - mean)
    }

    /// The sample variance, which divides by one less than the count; none below two numbers.
    package var variance: Double? { count > 1 ? squares / Double(count - 1) : nil }

    /// The sample standard deviation.
    package var standardDeviation: Double? { variance?.squareRoot() }

    package var sum: Double { mean * Double(count) }

    /// The range of means that fit, by the normal distribution; none below two numbers.
    package func interval(z: Double = z95) -> Interval? {
        guard let variance else { return nil }
        let half = z * (variance / Double(count)).squareRoot()
        return Interval(lower: mean - half, upper: mean + half)
    }

    /// Fewer than 30: shown in grey and without an arrow.
    package var isSmall: Bool { count < 30 }
}

/// Moments of two numbers at a time, and how they go together.
package struct PairedMoments: Sendable, Hashable {
    package private(set) var count = 0
    package private(set) var meanX = 0.0
    package private(set) var meanY = 0.0
    private var squaresX = 0.0
    private var squaresY = 0.0
    private var products = 0.0

    package init() {}

    package mutating func add(_ x: Double, _ y: Double) {
        count += 1
        let n = Double(count)
        let (offX, offY) = (x - meanX, y - meanY)
        meanX += offX / n
        meanY += offY / n
        squaresX += offX * (x - meanX)
        squaresY += offY * (y - meanY)
        products += offX * (y - meanY)
    }

    package var varianceX: Double { count > 1 ? squaresX / Double(count - 1) : 0 }
    package var varianceY: Double { count > 1 ? squaresY / Double(count - 1) : 0 }
    package var covariance: Double { count > 1 ? products / Double(count - 1) : 0 }

    /// From -1 to 1; none where one of the two never changes.
    package var correlation: Double? {
        let scale = (squaresX * squaresY).squareRoot()
        return scale > 0 ? products / scale : nil
    }
}
