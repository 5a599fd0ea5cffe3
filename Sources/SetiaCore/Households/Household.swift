/// The household that a member belongs to, as far as it is known to her (rule H-1).
///
/// Its head keeps the list; each of the others knows the head. Who is on the list and names the head belongs to it: a
/// message between them that got lost makes nobody a member, and leaves nobody one.
package struct Household: Sendable, Hashable {
    /// Who began it; herself where she did.
    package let head: MemberID
    /// Since when she belongs to it.
    package let since: Instant
    /// Who else belongs to it, in the order in which they came; the head knows them, and nobody else does.
    package var members: [MemberID]
    /// Whom the head has asked and who has not come yet.
    package var invited: [MemberID]

    /// A household.
    package init(head: MemberID, since: Instant, members: [MemberID] = [], invited: [MemberID] = []) {
        self.head = head
        self.since = since
        self.members = members
        self.invited = invited
    }

    /// Who says so: Setia itself.
    package static let source: Key = "setia/households"

    /// What happens to another one, always under the same id.
    package static func message(
        to member: MemberID,
        _ id: String,
        at moment: Instant,
        _ change: HouseholdChange
    ) -> FollowUp {
        let event = Event(source: source, id: Key(id), occurredAt: moment, matter: .householdChanged(change))
        return FollowUp(member: member, event: event)
    }

    /// What became of what a member gave to a redemption; the same whoever tells it.
    package static func settlement(
        of redemption: Key,
        for member: MemberID,
        isTaken: Bool,
        at moment: Instant
    ) -> FollowUp {
        let change = HouseholdChange.settled(redemption: redemption, isTaken: isTaken)
        return message(to: member, "\(redemption)-\(member.text)-end", at: moment, change)
    }
}

/// What a redemption takes of one member.
package struct HouseholdPart: Sendable, Hashable {
    /// Of whom.
    package let member: MemberID
    /// How many points; above 0.
    package let points: Points

    /// A part.
    package init(member: MemberID, points: Points) {
        self.member = member
        self.points = points
    }
}

/// Something that became of a household, told of one of its members; recorded by Setia only.
package enum HouseholdChange: Sendable, Hashable {
    /// She asks somebody to belong to her household, which begins with the first one.
    case invited(MemberID)
    /// She joins the household of this head.
    case joined(head: MemberID)
    /// Somebody says that she has come.
    case came(MemberID)
    /// She leaves.
    case left
    /// Somebody has left her household.
    case went(MemberID)
    /// The household of this head is over for her: it ended, or she was not asked to come.
    case ended(head: MemberID)
    /// Points of hers are set apart for what another one has.
    case shared(redemption: Key, by: MemberID, head: MemberID, wallet: Key, points: Points)
    /// She has something for points of all, so many of each.
    case redeemed(redemption: Key, wallet: Key, points: Points, parts: [HouseholdPart])
    /// A redemption comes to nothing, and never will.
    case dropped(redemption: Key)
    /// What she set apart is spent, or hers again.
    case settled(redemption: Key, isTaken: Bool)

    /// Whether it may happen to somebody who has left: what she had set apart is settled, and nothing new begins.
    var mayMeetNobody: Bool {
        switch self {
        case .went, .ended, .dropped, .settled: true
        case .invited, .joined, .came, .left, .shared, .redeemed: false
        }
    }
}

/// One step of a household, as a decision tells it.
package struct HouseholdStep: Sendable, Hashable {
    /// What happened.
    package let kind: Kind
    /// In which wallet; none where no points move.
    package let wallet: Key?
    /// What moved of hers; below 0 where it was taken.
    package let points: Points
    /// What all gave together; none where that says nothing.
    package let all: Points?

    /// What can happen.
    package enum Kind: String, Sendable, Hashable, CaseIterable {
        /// She asked somebody.
        case invited
        /// She belongs to a household.
        case joined
        /// Somebody belongs to hers.
        case came
        /// She left.
        case left
        /// Somebody left hers.
        case went
        /// It is over.
        case ended
        /// Points of hers are for another one.
        case shared
        /// She had something for points of all.
        case redeemed
        /// It came to nothing.
        case dropped
        /// What she gave was spent.
        case spent
        /// What she gave is hers again.
        case back
    }

    /// A step.
    package init(_ kind: Kind, wallet: Key? = nil, points: Points = .zero, all: Points? = nil) {
        self.kind = kind
        self.wallet = wallet
        self.points = points
        self.all = all
    }
}

/// Why nothing becomes of a household.
package enum HouseholdRefusal: String, Sendable, Hashable, CaseIterable {
    /// The programme has none.
    case noHouseholds = "no-households"
    /// She belongs to one.
    case alreadyTogether = "already-in-household"
    /// She belongs to none.
    case notTogether = "not-in-household"
    /// Only the head asks somebody.
    case notHead = "not-head-of-household"
    /// She was not asked.
    case notInvited = "not-invited"
    /// As many belong to it as may.
    case full = "household-full"
    /// Nobody asks herself.
    case herself = "household-of-one"
    /// The redemption of this number came to nothing.
    case dropped = "redemption-given-up"

    /// The field that it is about.
    package var field: String {
        switch self {
        case .noHouseholds, .notTogether, .notHead: "subject"
        case .alreadyTogether, .notInvited, .full, .herself: "data.member"
        case .dropped: "data.redemptionId"
        }
    }
}
