internal import Glibc

/// Whom something moves: the difference between those who had part and those held out, by what members did before, and
/// whether that foretells it.
///
/// Members are told apart by what was so before their first time. What came after it, such as a segment of today, may itself be
/// what the programme brought.
package struct HoldOutUplift: Sendable, Hashable {
    /// By how often they had bought in the year before; those with nobody on a side are left out.
    package let groups: [Group]
    /// Whether figures from before tell whom it moves; none for fewer than `leastMembers` on a side, or where they teach
    /// nothing.
    package let model: UpliftModel?

    /// Members who had bought alike often before.
    package struct Group: Sendable, Hashable {
        /// How often.
        package let past: Past
        /// Who bought of those who had part.
        package let treated: Share
        /// Who bought of those held out.
        package let heldOut: Share
        /// The first less the second.
        package let difference: ShareDifference
    }

    /// How often somebody had bought in the year before her first time.
    package enum Past: String, Sendable, Hashable, CaseIterable {
        /// Not at all.
        case never
        /// Once or twice.
        case seldom
        /// Three to nine times.
        case often
        /// Ten times or more.
        case always

        /// Of a number of orders.
        package init(orders: Double) {
            switch orders {
            case ..<1: self = .never
            case ..<3: self = .seldom
            case ..<10: self = .often
            default: self = .always
            }
        }
    }

    /// The fewest members on a side from whom is learned.
    package static let leastMembers = 100
    /// The most members from whom is learned, both sides together: others are passed over evenly.
    package static let mostMembers = 5_000
    /// How often they are split.
    package static let splits = 20

    /// Compares members group by group; none where a side is empty.
    ///
    /// - Parameters:
    ///   - members: All who had a first time, in an order that does not change.
    ///   - seed: Where the splits come from.
    package init?(_ members: [CampaignComparison.Member], seed: UInt64 = 1) {
        let treated = members.count { !$0.isHeldOut }
        guard treated > 0, treated < members.count else { return nil }
        groups = Past.allCases.compactMap { past in
            let own = members.filter { Past(orders: $0.ordersBefore) == past }
            func bought(_ isHeldOut: Bool) -> Share {
                let side = own.filter { $0.isHeldOut == isHeldOut }
                return Share(side.count { $0.orders > 0 }, of: side.count)
            }
            let (with, without) = (bought(false), bought(true))
            return ShareDifference(from: without, to: with).map {
                Group(past: past, treated: with, heldOut: without, difference: $0)
            }
        }
        guard min(treated, members.count - treated) >= HoldOutUplift.leastMembers else {
            model = nil
            return
        }
        let step = max(1, (members.count + HoldOutUplift.mostMembers - 1) / HoldOutUplift.mostMembers)
        let learned = stride(from: 0, to: members.count, by: step).map { place in
            let member = members[place]
            return UpliftModel.Member(
                figures: [
                    log1p(member.ordersBefore), log1p(max(0, member.before)), (member.daysSinceLast ?? 366) / 366,
                ],
                isTreated: !member.isHeldOut,
                happened: member.orders > 0
            )
        }
        var random = SplitRandom(seed: seed)
        model = UpliftModel(learned, splits: HoldOutUplift.splits, random: &random)
    }
}

/// Splits of the same members are the same each time (SplitMix64).
package struct SplitRandom: RandomNumberGenerator {
    private var state: UInt64

    /// Numbers from a seed.
    package init(seed: UInt64 = 1) {
        state = seed
    }

    package mutating func next() -> UInt64 {
        state &+= 0x9e37_79b9_7f4a_7c15
        var word = state
        word = (word ^ word >> 30) &* 0xbf58_476d_1ce4_e5b9
        word = (word ^ word >> 27) &* 0x94d0_49bb_1331_11eb
        return word ^ word >> 31
    }
}
