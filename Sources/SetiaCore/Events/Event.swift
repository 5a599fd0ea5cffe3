/// Something that happened between the brand and one member, as rules may know it: facts, and nothing personal.
package struct Event: Sendable, Hashable {
    /// Who says so: a till, a shop system; with `id` unique for ever.
    package let source: Key
    /// The source's own id of it.
    package let id: Key
    /// When it happened in the world.
    package let occurredAt: Instant
    /// Where it happened; none is online.
    package let store: StoreID?
    /// By which way, such as `till` or `app`.
    package let channel: Key?
    /// Nobody was named: a guest's order, which earns nothing until it is claimed (rule E-8).
    package let isAnonymous: Bool
    /// By how many minutes the clock of the store was ahead of UTC then, where it is not the programme's.
    ///
    /// It is noted with the event, so that a decision stays what it was when a store moves.
    package let minutesAhead: Int?
    /// What happened.
    package let matter: Matter

    /// What happened, with its facts.
    package indirect enum Matter: Sendable, Hashable {
        /// She joined.
        case memberEnrolled(MemberFacts)
        /// Facts that rules use, new ones only.
        case memberChanged(MemberFacts)
        /// An order was paid.
        case orderPaid(Order)
        /// An order came back.
        case orderReturned(OrderReturn)
        /// Points were spent.
        case pointsRedeemed(Redemption)
        /// Points were set aside.
        case pointsHeld(PointsHold)
        /// Points that were set aside were spent.
        case pointsCaptured(HoldCapture)
        /// Points that were set aside, under this number, are free again.
        case pointsReleased(Key)
        /// Points are set aside for longer.
        case holdExtended(HoldExtension)
        /// Points were handed on to another member.
        case pointsTransferred(PointsTransfer)
        /// Points that another member handed on have come.
        case transferReceived(TransferArrival)
        /// What she handed on has come, or came back.
        case transferEnded(TransferEnd)
        /// She is the same person as another member.
        case memberMerged(Merge)
        /// What another account of hers held has come, or came back.
        case mergeReceived(MergeShare)
        /// What she sent to another account has come.
        case mergeEnded(MergeEnd)
        /// An account that had come to her is another person's after all.
        case mergeUndone(MergeUndoing)
        /// Points by hand.
        case pointsAdjusted(Adjustment)
        /// Points from an older system.
        case balanceOpened(OpeningBalance)
        /// A level by hand.
        case tierGranted(TierGrant)
        /// She agreed to something, or no longer does.
        case consentChanged(Consent)
        /// A reward was had, or set aside.
        case rewardRedeemed(RewardWish)
        /// Something became of a redemption.
        case redemptionChanged(RedemptionChange)
        /// A cart's promotions and codes were used for good.
        case voucherRedeemed(CartRedemption)
        /// What a cart had used is free again.
        case voucherReleased(CartRelease)
        /// Something became of a referral.
        case referralChanged(ReferralChange)
        /// A gift of a milestone or a draw has come.
        case giftArrived(GiftArrival)
        /// She did something that was not a purchase.
        case happened(Occurrence)
        /// Points will lapse, one element a wallet and moment.
        case pointsExpiring([LapseAhead])
        /// Levels will end, one element a ladder.
        case levelsEnding([LevelEndAhead])
        /// A ladder was looked at out of turn.
        case tiersReviewed(TierReview)
        /// Something became of a household.
        case householdChanged(HouseholdChange)
        /// Her account was stopped, or goes on.
        case accountChanged(AccountChange)
        /// She was written on a list, or taken off it.
        case segmentChanged(SegmentChange)
        /// Only time.
        case timePassed
    }

    /// An event.
    package init(
        source: Key,
        id: Key,
        occurredAt: Instant,
        store: StoreID? = nil,
        channel: Key? = nil,
        isAnonymous: Bool = false,
        minutesAhead: Int? = nil,
        matter: Matter
    ) {
        self.source = source
        self.id = id
        self.occurredAt = occurredAt
        self.store = store
        self.channel = channel
        self.isAnonymous = isAnonymous
        self.minutesAhead = minutesAhead
        self.matter = matter
    }

    /// The kind of thing that happened.
    package var type: EventType {
        switch matter {
        case .memberEnrolled: .memberEnrolled
        case .memberChanged: .memberChanged
        case .orderPaid: .orderPaid
        case .orderReturned: .orderReturned
        case .pointsRedeemed: .pointsRedeemed
        case .pointsHeld: .pointsHeld
        case .pointsCaptured: .pointsCaptured
        case .pointsReleased: .pointsReleased
        case .holdExtended: .holdExtended
        case .pointsTransferred: .pointsTransferred
        case .transferReceived: .transferReceived
        case .transferEnded: .transferEnded
        case .memberMerged: .memberMerged
        case .mergeReceived: .mergeReceived
        case .mergeEnded: .mergeEnded
        case .mergeUndone: .mergeUndone
        case .pointsAdjusted: .pointsAdjusted
        case .balanceOpened: .balanceOpened
        case .tierGranted: .tierGranted
        case .consentChanged: .consentChanged
        case .rewardRedeemed: .rewardRedeemed
        case .redemptionChanged: .redemptionChanged
        case .voucherRedeemed: .voucherRedeemed
        case .voucherReleased: .voucherReleased
        case .referralChanged: .referralChanged
        case .giftArrived(.milestone): .milestoneReached
        case .giftArrived(.draw): .surpriseDrawn
        case .happened(let occurrence): occurrence.type
        case .pointsExpiring: .pointsExpiring
        case .levelsEnding: .levelEnding
        case .tiersReviewed: .tiersReviewed
        case .householdChanged: .householdChanged
        case .accountChanged: .accountChanged
        case .segmentChanged: .segmentChanged
        case .timePassed: .timePassed
        }
    }
}
