/// Rules, promotions and rewards that belong together for a time, with limits for all of them.
package struct Campaign: Sendable, Hashable {
    /// The campaign's own key.
    package let key: Key
    /// What members call it.
    package let name: Words
    /// When what belongs to it is there; none is always.
    package let schedule: Schedule?
    /// How much of it a member gets in which time, counted over all of its rules (rule E-10).
    package let caps: [Cap]
    /// How much of it all members get together, what multipliers add counted too; none has no end (rule B-2).
    package let budget: Budget?
    /// How much its promotions take off all carts together, by currency; one that is not named has no end (rule B-6).
    package let discountBudget: [Money]
    /// Whether a cap or budget that lets only a part through lets nothing through.
    package let rejectsOverCap: Bool
    /// For whom it is; none is for everybody (rule C-5).
    package let audience: Audience?
    /// What it is for: from wishes, service and recovery nobody is ever held out (rule C-7).
    package let purpose: Purpose
    /// Who is held out of it, so that what it brings can be measured; none holds nobody out (rule C-6).
    package let holdOut: HoldOut?
    /// Who is held out of all selling together; none where nobody is, and of what is never withheld (rule C-12).
    package let whole: HoldOut?

    /// The campaign that stands for all selling together.
    package static let wholeKey: Key = "whole-programme"

    /// Of how many of 10,000 members it is planned that they are held out, by itself or of all together.
    package var plannedShare: Int {
        let (own, all) = (holdOut?.share ?? 0, whole?.share ?? 0)
        return own + all - own * all / 10_000
    }

    /// What counts how much its promotions took off in a currency: no promotion has such a name.
    package func discountCounter(_ currency: Currency) -> Key { Key("discounts:\(key)/\(currency.code)") }

    /// Whether anybody can be held out of it.
    package var holdsOut: Bool { holdOut != nil || whole != nil }

    /// For whom a campaign is.
    package enum Audience: Sendable, Hashable {
        /// Everybody.
        case everyone
        /// Those who belong to a segment.
        case segment(Key)
        /// Those of whom this holds.
        case condition(Condition)
    }

    /// What a campaign is for.
    package enum Purpose: String, Sendable, Hashable, CaseIterable {
        /// To sell, or to be remembered.
        case offer
        /// To wish somebody well.
        case wish
        /// To help somebody with what she has.
        case service
        /// To make good what went wrong.
        case recovery
    }

    /// A campaign.
    package init(
        key: Key,
        name: Words,
        schedule: Schedule? = nil,
        caps: [Cap] = [],
        budget: Budget? = nil,
        discountBudget: [Money] = [],
        rejectsOverCap: Bool = false,
        audience: Audience? = nil,
        purpose: Purpose = .offer,
        holdOut: HoldOut? = nil,
        whole: HoldOut? = nil
    ) {
        self.key = key
        self.name = name
        self.schedule = schedule
        self.caps = caps
        self.budget = budget
        self.discountBudget = discountBudget
        self.rejectsOverCap = rejectsOverCap
        self.audience = audience
        self.purpose = purpose
        self.holdOut = holdOut
        self.whole = whole
    }
}

/// Who is held out of a campaign: a share of all members, each for good (rule C-6).
///
/// Drawn by a keyed hash of the member's id, so that it hangs on nothing she does, is the same on every machine and in
/// every version of the programme, and says nothing of other campaigns, whose keys are others.
package struct HoldOut: Sendable, Hashable {
    /// How many of 10,000 are held out; 1 to 5,000.
    package let share: Int
    /// What the draw is begun anew with; mostly empty.
    package let seed: Key
    private let hash: SipHash

    /// The share where a campaign names its audience and says nothing else: 5 %.
    package static let usual = 500

    /// A hold-out of a campaign.
    ///
    /// - Parameters:
    ///   - share: How many of 10,000.
    ///   - campaign: The campaign's key.
    ///   - programme: The programme's own key.
    ///   - seed: Another one draws others.
    package init(share: Int, campaign: Key, programme: Key, seed: Key = "") {
        self.share = share
        self.seed = seed
        let text = Array("\(programme)/\(campaign)/\(seed)".utf8)
        // "setia hold-out", the key of the keys.
        func word(_ number: UInt64) -> UInt64 {
            SipHash(first: 0x6f68_2061_6974_6573, last: 0x7475_6f2d_646c ^ number << 56)(text)
        }
        hash = SipHash(first: word(0), last: word(1))
    }

    /// As documents write the share, such as `5%` or `2.5%`.
    package var written: String {
        let (whole, part) = (share / 100, share % 100)
        guard part > 0 else { return "\(whole)%" }
        return part % 10 == 0 ? "\(whole).\(part / 10)%" : "\(whole).\(part < 10 ? "0" : "")\(part)%"
    }

    /// Whether this member is held out.
    package func holdsOut(_ member: MemberID) -> Bool {
        let id = member.identifier
        let number = hash(
            [id.high, id.low].lazy.flatMap { word in (0..<8).map { UInt8(truncatingIfNeeded: word >> (56 - 8 * $0)) } }
        )
        return number.multipliedFullWidth(by: 10_000).high < UInt64(share)
    }
}
