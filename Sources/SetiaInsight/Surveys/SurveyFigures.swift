package import SetiaCore

/// What one wave of a survey came to (rule Q-5).
///
/// - Numerator and denominator: of `Definition.netPromoterScore` for the scale of 0 to 10; of `csat` those who gave one
///   of the two best answers, of all who answered; of `ces` the sum of the answers, of all who answered.
///   Of `expectation` those for whom it was better, in per cent, less those for whom it was worse.
/// - Excluded: who did not answer; the margin covers sampling only, and not that they may think otherwise.
package struct SurveyFigures: Sendable, Hashable {
    /// On which scale it was answered.
    package let kind: Survey.Kind
    /// How many members were asked.
    package let asked: Int
    /// How often each answer of the scale was given, the lowest first.
    package let counts: [Int]

    /// The figures of a wave.
    ///
    /// - Parameters:
    ///   - kind: On which scale it was answered.
    ///   - asked: How many members were asked; at least as many as answered.
    ///   - answers: How often each score was given; what is no answer of the scale is left out.
    package init(kind: Survey.Kind, asked: Int, answers: [(score: Int, count: Int)]) {
        self.kind = kind
        self.asked = asked
        var counts = kind.scale.map { _ in 0 }
        for (score, count) in answers where kind.scale.contains(score) {
            counts[score - kind.scale.lowerBound] += count
        }
        self.counts = counts
    }

    /// How many answered.
    package var answered: Int { counts.reduce(0, +) }

    /// Who answered, of those who were asked.
    package var response: Share { Share(min(answered, asked), of: asked) }

    /// Fewer than 30 answers: shown with that word, and without an arrow.
    package var isSmall: Bool { answered < 30 }

    /// Net promoters from -100 to 100, the two best answers in per cent, the mean from 1 to 7, or better less worse from
    /// -100 to 100; none without answers.
    package var value: Double? {
        switch kind {
        case .nps, .expectation: promoter.score
        case .csat: best.value.map { $0 * 100 }
        case .ces: answered > 0 ? moments.mean : nil
        case .free: nil
        }
    }

    /// The range at 95 % that fits, of the same unit as `value`; none without answers, or for a mean of one.
    package var interval95: Interval? {
        switch kind {
        case .nps, .expectation:
            promoterEstimate.map { estimate in
                Interval(
                    lower: max(-100, estimate.score - estimate.margin),
                    upper: min(100, estimate.score + estimate.margin)
                )
            }
        case .csat: best.interval95.map { Interval(lower: $0.lower * 100, upper: $0.upper * 100) }
        case .ces: moments.interval().map { Interval(lower: max(1, $0.lower), upper: min(7, $0.upper)) }
        case .free: nil
        }
    }

    /// Who would recommend and who would not, or for whom it was better and for whom worse; of `nps` and `expectation`
    /// only.
    package var promoter: NetPromoter {
        if kind == .expectation {
            return NetPromoter(promoters: counts[2], passives: counts[1], detractors: counts[0])
        }
        return NetPromoter(
            promoters: counts.suffix(2).reduce(0, +),
            passives: counts.dropLast(2).suffix(2).reduce(0, +),
            detractors: counts.dropLast(4).reduce(0, +)
        )
    }

    /// By the usual method, and by the adjusted one where that says nothing: for few answers, and where all say the same.
    private var promoterEstimate: (score: Double, margin: Double)? {
        guard let score = promoter.score, let margin = promoter.margin else { return nil }
        return isSmall || margin == 0 ? promoter.adjusted : (score, margin)
    }

    private var best: Share { Share(counts.suffix(2).reduce(0, +), of: answered) }

    private var moments: Moments {
        var moments = Moments()
        for (place, count) in counts.enumerated() {
            for _ in 0..<count { moments.add(Double(kind.scale.lowerBound + place)) }
        }
        return moments
    }

    /// Half of the range of a mean or of net promoters.
    private var margin: Double? {
        kind == .nps || kind == .expectation
            ? promoterEstimate?.margin : moments.interval().map { ($0.upper - $0.lower) / 2 }
    }

    /// What is another than in an earlier wave; none where one of them has no figure, or they are of two kinds.
    package func difference(since before: SurveyFigures) -> SurveyDifference? {
        guard kind == before.kind, let value, let earlier = before.value else { return nil }
        if kind == .csat {
            return ShareDifference(from: before.best, to: best).map { difference in
                SurveyDifference(
                    value: difference.value * 100,
                    interval95: Interval(
                        lower: difference.interval95.lower * 100,
                        upper: difference.interval95.upper * 100
                    ),
                    direction: difference.direction
                )
            }
        }
        guard let margin, let earlierMargin = before.margin else { return nil }
        let (moved, half) = (value - earlier, marginOfDifference(margin, earlierMargin))
        let direction: Direction =
            isSmall || before.isSmall
            ? .tooFew : moved - half > 0 ? .up : moved + half < 0 ? .down : .withinNoise
        return SurveyDifference(
            value: moved,
            interval95: Interval(lower: moved - half, upper: moved + half),
            direction: direction
        )
    }
}

/// A wave beside the one before it (rule Q-5).
package struct SurveyDifference: Sendable, Hashable {
    /// The later less the earlier, of the unit of the figures.
    package let value: Double
    /// At 95 %.
    package let interval95: Interval
    /// Whether it can be called a difference, and which way.
    package let direction: Direction
}
