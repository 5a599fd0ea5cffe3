/// A name for a kind of customer, by her three scores.
///
/// Every score has one name; the names are those in use among marketers, and only recency and the mean of frequency and
/// spend decide, since those two mostly go together.
package enum RFMSegment: String, Sendable, Hashable, CaseIterable {
    /// Bought lately, often and much.
    case champions
    /// Buy often and have bought not long ago.
    case loyal
    /// Bought lately, more than once or more than little.
    case promising
    /// Bought lately for the first time, or little.
    case new
    /// In the middle in all.
    case needAttention = "need attention"
    /// Were among the best and have not bought for long.
    case cannotLose = "cannot lose"
    /// Bought often, and not for some time.
    case atRisk = "at risk"
    /// Bought little, and not for some time.
    case asleep
    /// Bought little, long ago.
    case lost

    /// The name of a score.
    package init(_ score: RFMScore) {
        // Twice the mean of both, 2 to 10.
        let worth = score.frequency + score.monetary
        switch (score.recency, worth) {
        case (5, 9...), (4, 9...): self = .champions
        case (4..., 7...): self = .loyal
        case (3, 8...): self = .loyal
        case (4..., 4...): self = .promising
        case (4..., _): self = .new
        case (3, _): self = .needAttention
        case (_, 9...): self = .cannotLose
        case (_, 6...): self = .atRisk
        case (2, _): self = .asleep
        default: self = .lost
        }
    }
}

/// How many moved from which segment to which between two days.
package struct RFMMovement: Sendable, Hashable {
    /// By the segment on the first day, then by that on the second; none on the first day is new, and none on the
    /// second cannot be, since who bought once has a score for good.
    package let counts: [Step: Int]

    /// From one segment to another.
    package struct Step: Sendable, Hashable {
        package let from: RFMSegment?
        package let to: RFMSegment

        package init(from: RFMSegment?, to: RFMSegment) {
            self.from = from
            self.to = to
        }
    }

    /// Of members numbered alike in both; both ascending by number, as `rfm` gives them.
    package init(from before: [RFMScore], to after: [RFMScore]) {
        var counts: [Step: Int] = [:]
        var place = 0
        for score in after {
            while place < before.count, before[place].member < score.member { place += 1 }
            let earlier = place < before.count && before[place].member == score.member ? before[place] : nil
            counts[Step(from: earlier.map { RFMSegment($0) }, to: RFMSegment(score)), default: 0] += 1
        }
        self.counts = counts
    }

    package func count(from: RFMSegment?, to: RFMSegment) -> Int { counts[Step(from: from, to: to)] ?? 0 }
}
