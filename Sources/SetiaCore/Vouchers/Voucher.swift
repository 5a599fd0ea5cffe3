/// What is known of a code that somebody holds.
package struct Voucher: Sendable, Hashable {
    /// What it is good for.
    package let promotion: Key
    /// Whose it is; none is whoever has it.
    package let owner: MemberID?
    /// From when it is good; none is since ever.
    package let validFrom: Instant?
    /// Until when, this moment itself not in it; none is for ever.
    package let validUntil: Instant?
    /// How often it is good for; none is as often as is asked.
    package let uses: Int64?
    /// How often it was used.
    package let used: Int64
    /// What is left on a gift card; none where it is no gift card.
    package let balance: Money?
    /// Whether staff stopped it.
    package let isStopped: Bool

    /// A code that somebody holds.
    package init(
        promotion: Key,
        owner: MemberID? = nil,
        validFrom: Instant? = nil,
        validUntil: Instant? = nil,
        uses: Int64? = 1,
        used: Int64 = 0,
        balance: Money? = nil,
        isStopped: Bool = false
    ) {
        self.promotion = promotion
        self.owner = owner
        self.validFrom = validFrom
        self.validUntil = validUntil
        self.uses = uses
        self.used = used
        self.balance = balance
        self.isStopped = isStopped
    }

    /// The same, as another member's.
    package func of(_ owner: MemberID) -> Voucher {
        Voucher(
            promotion: promotion,
            owner: owner,
            validFrom: validFrom,
            validUntil: validUntil,
            uses: uses,
            used: used,
            balance: balance,
            isStopped: isStopped
        )
    }

    /// Why it is not good at `moment` for anybody, or none where it is (rule V-9).
    package func standing(at moment: Instant) -> PromotionRefusal? {
        if isStopped { return .expired(at: nil) }
        if let validFrom, moment < validFrom { return .notYet(from: validFrom) }
        if let validUntil, moment >= validUntil { return .expired(at: validUntil) }
        if let uses, used >= uses { return .alreadyUsed }
        if let balance, balance.minorUnits == 0 { return .alreadyUsed }
        return nil
    }
}

/// A code as it was given with a cart, and what is known of it.
package struct PresentedCode: Sendable, Hashable {
    /// As it was given, in the one form that codes have (`VoucherCode`).
    package let code: Key
    /// What is known of it; none where there is no such code.
    package let voucher: Voucher?

    /// A code, with what is known of it.
    package init(code: Key, voucher: Voucher?) {
        self.code = code
        self.voucher = voucher
    }
}

/// Why a promotion gives nothing, or a code is not taken.
package enum PromotionRefusal: Error, Sendable, Hashable {
    /// There is no such code.
    case unknownCode
    /// It was used as often as it is good for, or nothing is left on it.
    case alreadyUsed
    /// Its time begins then.
    case notYet(from: Instant)
    /// Its time is over since then; none where staff or a newer programme ended it.
    case expired(at: Instant?)
    /// It gives in other currencies only.
    case wrongCurrency(takes: [Currency])
    /// So much more must be bought.
    case minimumNotReached(missing: Money)
    /// It is not for this member or cart.
    case notEligible(Eligibility)
    /// Another promotion was given, with which it does not go together.
    case exclusiveConflict(with: Key)
    /// It was given as often as it may be: to this member, or in all; when there is room for her again, where there ever is.
    case limitReached(byMember: Bool, again: Instant? = nil)
    /// It would take nothing off.
    case noEffect
    /// More codes were given than an order may have.
    case tooManyCodes(most: Int)
    /// Another code was not taken, and all were to be or none.
    case withOthers(refused: Key)

    /// Why it is not for this member or cart.
    package enum Eligibility: Sendable, Hashable {
        /// A test of its condition does not hold; which, from 0.
        case condition(text: String, test: Int)
        /// The code is somebody else's.
        case otherOwner
        /// It is given in these countries only.
        case country(takes: [Key])
        /// It is given to members only.
        case membersOnly
        /// It belongs to a campaign for others, or that she is held out of, which she is not told.
        case campaign(isHeldOut: Bool)
    }
}

/// How often promotions that may run out were given, or how much those of a campaign took off.
package struct PromotionUses: Sendable, Hashable {
    /// Which; of what a campaign took off, its counter (`Campaign.discountCounter`).
    package let promotion: Key
    /// How often, in all; of what a campaign took off, minor units.
    package let used: Int64

    /// How often a promotion was given.
    package init(promotion: Key, used: Int64) {
        self.promotion = promotion
        self.used = used
    }
}

extension [PromotionUses] {
    /// How often, or how much: 0 for what is not among them.
    package func used(of key: Key) -> Int64 { first { $0.promotion == key }?.used ?? 0 }
}
