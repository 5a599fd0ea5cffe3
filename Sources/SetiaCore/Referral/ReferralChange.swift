/// Something that became of a referral; recorded by Setia only.
package enum ReferralChange: Sendable, Hashable {
    /// She came by another member's code; with what speaks against it.
    case joined(by: MemberID, signs: [Referral.Sign])
    /// Somebody has looked at it.
    case decided(isAccepted: Bool)
    /// The days in which her order may come back are over.
    case due
    /// Who brought her has heard of her event of this number.
    case heard(number: Int64)
    /// Something became of somebody whom she brought.
    case friend(FriendNews)
}

/// What became of somebody whom a member brought.
package struct FriendNews: Sendable, Hashable {
    /// Who.
    package let friend: MemberID
    /// The event of hers, by its number: what is newer holds.
    package let number: Int64
    /// Where it stands.
    package let state: Referral.State
    /// What is given for her; none where nothing is.
    package let gift: Present?

    /// News of a friend.
    package init(friend: MemberID, number: Int64, state: Referral.State, gift: Present?) {
        self.friend = friend
        self.number = number
        self.state = state
        self.gift = gift
    }
}

/// One step of a referral, as a decision tells it.
package struct ReferralStep: Sendable, Hashable {
    /// What happened.
    package let kind: Kind
    /// Whether it is told of a friend, and not of herself.
    package let isOfFriend: Bool
    /// In which wallet; none where no points move.
    package let wallet: Key?
    /// What was given, below 0 taken.
    package let points: Points
    /// Until when, or from when on; none where that says nothing.
    package let at: Instant?

    /// What can happen.
    package enum Kind: String, Sendable, Hashable, CaseIterable {
        /// Somebody came by a code; until when she may buy.
        case joined
        /// The code was taken, and somebody looks at it first.
        case held
        /// The code was her own.
        case own
        /// She was known before she gave it.
        case known
        /// She came by a code before.
        case again
        /// The programme gives nothing for it.
        case none
        /// Somebody accepted it.
        case accepted
        /// Somebody refused it, or it turned out not to count.
        case refused
        /// An order qualifies; from when on what was promised is given.
        case waiting
        /// What was promised is given.
        case paid
        /// Of the reward that was promised none is left.
        case gone
        /// More is not given in this stretch of time.
        case capped
        /// The order came back, and what was given with it.
        case reversed
    }

    /// A step.
    package init(
        _ kind: Kind,
        isOfFriend: Bool = false,
        wallet: Key? = nil,
        points: Points = .zero,
        at: Instant? = nil
    ) {
        self.kind = kind
        self.isOfFriend = isOfFriend
        self.wallet = wallet
        self.points = points
        self.at = at
    }
}
