/// What a campaign, a journey or a broadcast brought: those who had part in it against those held out, by intention to
/// treat (rules C-10 and C-14).
///
/// Everybody counts where the draw put her from the first time on at which she could have got something, whatever she
/// took. The interval may be looked at every day.
package struct CampaignComparison: Sendable, Hashable {
    /// One member since her first time.
    package struct Member: Sendable, Hashable {
        /// Whether she is held out.
        package let isHeldOut: Bool
        /// Orders that she paid and kept.
        package var orders = 0.0
        /// What she paid for them, in minor units.
        package var spend = 0.0
        /// What she paid in the year before her first time, in minor units.
        package var before = 0.0
        /// How many orders she paid in that year.
        package var ordersBefore = 0.0
        /// How many days before her first time the last of them was; none where there was none.
        package var daysSinceLast: Double?
        /// What is left of her orders at full price when the goods are paid, in minor units; 0 where nobody knows.
        package var margin = 0.0
        /// What she got off, and what her points and gifts cost, in minor units; 0 where nobody knows.
        package var rewards = 0.0

        /// A member who has bought nothing yet.
        package init(isHeldOut: Bool) {
            self.isHeldOut = isHeldOut
        }
    }

    /// What is compared.
    package enum Outcome: String, Sendable, Hashable, CaseIterable {
        /// Whether she bought.
        case bought
        /// How often.
        case orders
        /// For how much.
        case spend
        /// What is left of it when the goods are paid.
        case margin
        /// What she got off, and what her points and gifts cost.
        case rewards
        /// The margin less the rewards.
        case profit

        /// Whether it is told in money.
        package var isMoney: Bool {
            switch self {
            case .bought, .orders: false
            case .spend, .margin, .rewards, .profit: true
            }
        }
    }

    /// What can be said of an outcome.
    package enum Answer: String, Sendable, Hashable, CaseIterable {
        /// Fewer than 30 members on a side: no number could be trusted.
        case tooFew = "too-few"
        /// Nobody differs from anybody.
        case noSpread = "no-spread"
        /// More than chance would have it.
        case more
        /// Less than chance would have it.
        case less
        /// It may be chance.
        case withinNoise = "within-noise"
    }

    /// One outcome on both sides.
    package struct Row: Sendable, Hashable {
        /// Which.
        package let outcome: Outcome
        /// The mean of those who had part.
        package let treated: Double
        /// The mean of those held out.
        package let heldOut: Double
        /// The first less the second; none where nothing can be said.
        package let difference: Double?
        /// Where the true difference lies, 95 of 100 times, however often it is looked at.
        package let interval: Interval?
        /// How much of the variance what they bought before took off; none where it was not used.
        package let saved: Double?
        /// What can be said.
        package let answer: Answer
        /// How many had part.
        package let members: Int

        /// What all who had part came to together: it says nothing of what they would have done anyway.
        package var gross: Double { treated * Double(members) }

        /// What it brought in all: the difference, for each who had part; none where nothing can be said.
        package var incremental: (value: Double, interval: Interval)? {
            guard let difference, let interval else { return nil }
            let n = Double(members)
            return (difference * n, Interval(lower: interval.lower * n, upper: interval.upper * n))
        }
    }

    /// Members who had part.
    package let treated: Int
    /// Members held out.
    package let heldOut: Int
    /// Whether the split is so far from the plan that something sorted members: then nothing is compared.
    package let isSplitBroken: Bool
    /// By outcome; empty where the split is broken or a side is empty.
    package let rows: [Row]

    /// Members for which the interval is narrowest: fixed, since a size chosen while looking would break its promise.
    package static let tunedFor = 5_000.0

    /// Compares members.
    ///
    /// - Parameters:
    ///   - members: All who had a first time.
    ///   - share: The part that was to be held out, 0 to 1.
    ///   - outcomes: What is known of members; usually not what is left of sales, and what rewards cost.
    package init(
        _ members: some Collection<Member>,
        share: Double,
        outcomes: [Outcome] = [.bought, .orders, .spend]
    ) {
        let (treated, heldOut) = (members.count { !$0.isHeldOut }, members.count { $0.isHeldOut })
        self.treated = treated
        self.heldOut = heldOut
        isSplitBroken =
            share > 0 && share < 1
            ? SampleRatio([treated, heldOut], planned: [1 - share, share])?.isBroken ?? false : false
        guard !isSplitBroken, treated > 0, heldOut > 0 else {
            rows = []
            return
        }
        let sequence = ConfidenceSequence(tunedFor: Self.tunedFor)
        rows = outcomes.map { outcome in
            func value(_ member: Member) -> Double {
                switch outcome {
                case .bought: member.orders > 0 ? 1 : 0
                case .orders: member.orders
                case .spend: member.spend
                case .margin: member.margin
                case .rewards: member.rewards
                case .profit: member.margin - member.rewards
                }
            }
            let plain = (
                Moments(members.lazy.filter { !$0.isHeldOut }.map(value)),
                Moments(members.lazy.filter { $0.isHeldOut }.map(value))
            )
            var pairs = PairedMoments()
            if outcome.isMoney { for member in members { pairs.add(member.before, value(member)) } }
            let cuped = outcome.isMoney ? Cuped(pairs) : nil
            func sharpened(_ isHeldOut: Bool) -> Moments {
                Moments(
                    members.lazy.filter { $0.isHeldOut == isHeldOut }.map { member in
                        cuped?.adjusted(value(member), past: member.before) ?? value(member)
                    }
                )
            }
            let comparison = Comparison(treated: sharpened(false), control: sharpened(true))
            let isFew = plain.0.isSmall || plain.1.isSmall
            let isTold = !isFew && (comparison?.standardError ?? 0) > 0
            let interval = isTold ? comparison.map { sequence.interval($0) } : nil
            var answer = Answer.withinNoise
            if isFew {
                answer = .tooFew
            } else if let interval {
                answer = interval.lower > 0 ? .more : interval.upper < 0 ? .less : .withinNoise
            } else {
                answer = .noSpread
            }
            return Row(
                outcome: outcome,
                treated: plain.0.mean,
                heldOut: plain.1.mean,
                difference: isTold ? comparison?.difference : nil,
                interval: interval,
                saved: cuped?.saved,
                answer: answer,
                members: treated
            )
        }
    }
}
