/// Why the programme says no.
///
/// A refusal is an answer, not a fault. Each names the field of the event that it is about (`field`), so that whoever
/// sent it can act. Where several apply, one is given: what was recorded before comes first, then the time, the store,
/// the member, and last what the programme says.
package enum Refusal: Error, Sendable, Hashable {
    /// The event says it happened later than the clock allows: more than five minutes ahead.
    case inTheFuture(occurredAt: Instant, now: Instant)
    /// No member has this id.
    case unknownMember(String)
    /// The member is gone, and so is all that was personal.
    case memberErased(MemberID)
    /// The member left the programme.
    case memberClosed(MemberID)
    /// No shop has this key.
    case unknownStore(String)
    /// The programme does not take this currency.
    case unknownCurrency(String, taken: [String])
    /// The programme has no such wallet.
    case unknownWallet(String, known: [String])
    /// The programme has no such list; it has these.
    case unknownSegment(String, known: [String])
    /// The programme has no such tier set or level.
    case unknownLevel(tierSet: String, level: String)
    /// The same id or natural key came before with other content; the first stands.
    case conflictingDuplicate(ClaimKind, key: String)
    /// The order that comes back was never paid here.
    case unknownOrder(String)
    /// The order came back before.
    case alreadyReturned(String)
    /// The order that comes back has fewer lines.
    case unknownLine(Int, lines: Int)
    /// More of a line comes back than is left of it; quantities, or minor units of what was paid.
    case overReturn(line: Int, field: ReturnField, left: Int64, asked: Int64)
    /// She is not enrolled, and so cannot spend.
    case notEnrolled(MemberID)
    /// Her account is stopped, by staff or by herself (rule A-1).
    case memberSuspended(MemberID)
    /// An address of hers has just changed, and nothing is spent before this moment (rule A-6).
    case coolingOff(until: Instant)
    /// She is a member already.
    case alreadyEnrolled(MemberID)
    /// More is asked than there is.
    case insufficientPoints(wallet: Key, available: Points, needed: Points)
    /// Nothing was held under this number, or it ended more than a week ago.
    case unknownHold(String)
    /// Points are held under this number already.
    case holdExists(String)
    /// The hold is over.
    case holdEnded(String, EndedHold.End)
    /// Points of this wallet are not handed on.
    case notTransferable(wallet: Key)
    /// Nobody hands points on to herself.
    case transferToSelf
    /// More would be handed on than the wallet allows in some time; so many are left of it.
    case transferLimit(left: Points, asked: Points)
    /// She had this promotion as often as she may.
    case promotionLimit(String)
    /// A number grew past what can be kept.
    case outOfRange(field: String)
    /// A reward is not had, or a redemption stays as it is.
    indirect case reward(RewardRefusal)
    /// Nothing becomes of a household.
    case household(HouseholdRefusal)

    /// The field of the event that the refusal is about.
    package var field: String {
        switch self {
        case .inTheFuture: "time"
        case .unknownMember, .memberErased, .memberClosed, .notEnrolled, .memberSuspended, .coolingOff,
            .alreadyEnrolled:
            "subject"
        case .unknownStore: "data.store"
        case .unknownCurrency: "data.currency"
        case .unknownWallet: "data.wallet"
        case .unknownSegment: "data.segment"
        case .unknownLevel: "data.level"
        case .conflictingDuplicate(let kind, _): kind.field
        case .unknownOrder, .alreadyReturned: "data.orderId"
        case .unknownLine: "data.lines.line"
        case .overReturn(_, let field, _, _): "data.lines.\(field.rawValue)"
        case .insufficientPoints: "data.points"
        case .notTransferable: "data.wallet"
        case .transferToSelf: "data.to"
        case .transferLimit: "data.points"
        case .unknownHold, .holdExists, .holdEnded: "data.holdId"
        case .promotionLimit: "data.codes"
        case .outOfRange(let field): field
        case .reward(let refusal): refusal.field
        case .household(let refusal): refusal.field
        }
    }
}

/// Which number of a returned line is too large.
package enum ReturnField: String, Sendable, Hashable, CaseIterable {
    /// How many.
    case quantity
    /// What was paid back.
    case amount
}

/// What kind of key makes something once.
package enum ClaimKind: String, Sendable, Hashable, CaseIterable {
    /// The source's id of an event.
    case event
    /// The shop's number of an order.
    case order
    /// The shop's number of a return, with the order's.
    case orderReturn = "return"
    /// The shop's number of a redemption.
    case redemption
    /// The shop's number of a hold.
    case hold
    /// The number of a hold that is spent.
    case capture
    /// The number of a hold that is given up.
    case release
    /// The number of a transfer.
    case transfer
    /// The number of a reward's redemption.
    case reward
    /// The number of a cart that was redeemed.
    case cart
    /// The number of a cart that was released.
    case cartRelease = "cart-release"

    /// Where the key stands in the event.
    package var field: String {
        switch self {
        case .event: "id"
        case .order: "data.orderId"
        case .orderReturn: "data.returnId"
        case .redemption, .reward: "data.redemptionId"
        case .hold, .capture, .release: "data.holdId"
        case .transfer: "data.transferId"
        case .cart, .cartRelease: "data.cartId"
        }
    }
}
