import SetiaCore

/// A net promoter score with its margin of error.
///
/// - Numerator: promoters (9 and 10) less detractors (0 to 6).
/// - Denominator: all who answered, on the scale of 0 to 10.
/// - Excluded: all but a member's last answer of a wave, which are not handed in.
/// - Version: 1, `Definition.netPromoterScore`. The margin covers sampling only, not those who did not answer.
package struct NetPromoter: Sendable, Hashable {
    package let promoters: Int
    package let passives: Int
    package let detractors: Int

    package init(promoters: Int, passives: Int, detractors: Int) {
        guard promoters >= 0 && passives >= 0 && detractors >= 0 else { fault("a number of answers below 0") }
        self.promoters = promoters
        self.passives = passives
        self.detractors = detractors
    }

    package var count: Int { promoters + passives + detractors }

    /// From -100 to 100; none where nobody answered.
    package var score: Double? { estimate(adding: 0)?.score }

    /// What is added and taken for the range at 95 %; none where nobody answered.
    ///
    /// It is too narrow for few answers, and 0 where all say the same: take `adjusted` then.
    package var margin: Double? { estimate(adding: 0)?.margin }

    /// The standard deviation of one answer, in points of the score.
    package var standardDeviation: Double? {
        estimate(adding: 0).map { $0.margin / z95 * Double(count).squareRoot() }
    }

    /// Score and margin by the adjusted Wald method, good for few answers too: three quarters of a promoter, three
    /// quarters of a detractor and one and a half passives are added.
    ///
    /// - SeeAlso: B. Rocks 2016, *The American Statistician* 70(4).
    package var adjusted: (score: Double, margin: Double)? {
        count == 0 ? nil : estimate(adding: 3)
    }

    private func estimate(adding extra: Double) -> (score: Double, margin: Double)? {
        let n = Double(count) + extra
        guard n > 0 else { return nil }
        let p = (Double(promoters) + extra / 4) / n
        let d = (Double(detractors) + extra / 4) / n
        let variance = (p + d - (p - d) * (p - d)) / n
        return (100 * (p - d), 100 * z95 * variance.squareRoot())
    }
}

/// The margin of the difference of two waves, both at 95 %.
package func marginOfDifference(_ first: Double, _ second: Double) -> Double {
    (first * first + second * second).squareRoot()
}
