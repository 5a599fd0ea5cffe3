package import SetiaCore

/// Codes and their uses on their way to another database (rule V-20).
package enum MovedVouchers: Sendable, Hashable {
    /// What codes have in common; stands before them.
    case batch(MovedBatch)
    /// Some codes of a batch, in clear, with what became of them.
    case codes(MovedCodes)
    /// What carts took that is no code's: uses of promotions, and what campaigns took off.
    case promotionUses([MovedUse])
}

/// A batch of codes on its way to another database.
package struct MovedBatch: Sendable, Hashable {
    /// Its id where it comes from.
    package let id: Identifier
    /// What its codes are good for.
    package let promotion: Key
    /// What they begin with.
    package let prefix: String
    /// Whose they are, in a way that another database knows too; none is whoever has one.
    package let owner: Identity?
    /// Which of her redemptions gave them; none where no reward did.
    package let redemption: Key?
    /// How often each is good for; none is as often as is asked.
    package let uses: Int64?
    /// From when they are good.
    package let validFrom: Instant?
    /// Until when.
    package let validUntil: Instant?
    /// What each gift card held at first.
    package let value: Money?
    /// Whether it is one code that somebody chose.
    package let isChosen: Bool
    /// What its codes follow from, in clear: whoever reads it can use them.
    package let seed: [UInt8]
    /// When it was asked for.
    package let createdAt: Instant
    /// When it was withdrawn; none where it was not.
    package let stoppedAt: Instant?

    /// A batch.
    package init(
        id: Identifier,
        promotion: Key,
        prefix: String,
        owner: Identity?,
        redemption: Key?,
        uses: Int64?,
        validFrom: Instant?,
        validUntil: Instant?,
        value: Money?,
        isChosen: Bool,
        seed: [UInt8],
        createdAt: Instant,
        stoppedAt: Instant?
    ) {
        self.id = id
        self.promotion = promotion
        self.prefix = prefix
        self.owner = owner
        self.redemption = redemption
        self.uses = uses
        self.validFrom = validFrom
        self.validUntil = validUntil
        self.value = value
        self.isChosen = isChosen
        self.seed = seed
        self.createdAt = createdAt
        self.stoppedAt = stoppedAt
    }
}

/// Some codes of a batch that go elsewhere.
package struct MovedCodes: Sendable, Hashable {
    /// Of which batch, by its id where it comes from.
    package let batch: Identifier
    /// The place of the first of them, from 0.
    package let first: Int64
    /// The codes as they are written; none where this only goes on with uses.
    package let codes: [String]
    /// What carts took of them.
    package let uses: [MovedUse]
    /// What else is not as it was when they were made.
    package let marks: [Mark]

    /// What a code has besides its uses.
    package struct Mark: Sendable, Hashable {
        /// Its place in the batch, from 0.
        package let place: Int64
        /// How often a use of it was given back.
        package let reopened: Int64
        /// When it was withdrawn by itself; none where it was not.
        package let stoppedAt: Instant?

        /// What a code has besides its uses.
        package init(place: Int64, reopened: Int64, stoppedAt: Instant?) {
            self.place = place
            self.reopened = reopened
            self.stoppedAt = stoppedAt
        }
    }

    /// Some codes.
    package init(batch: Identifier, first: Int64, codes: [String], uses: [MovedUse], marks: [Mark]) {
        self.batch = batch
        self.first = first
        self.codes = codes
        self.uses = uses
        self.marks = marks
    }
}

/// What a cart took, on its way to another database.
package struct MovedUse: Sendable, Hashable {
    /// Of which code of the batch, from 0; or of which promotion or campaign.
    package let subject: Subject
    /// The cart.
    package let cart: CartKey
    /// What it became, if it is known.
    package let order: Key?
    /// Minor units taken of a gift card or of what a campaign may take off; 0 where it is neither.
    package let amount: Int64
    /// Where it stands.
    package let state: TakenUse.State
    /// When it was taken.
    package let at: Instant

    /// Of what.
    package enum Subject: Sendable, Hashable {
        /// A code by its place in the batch, from 0.
        case code(Int64)
        /// A promotion, or a campaign's counter.
        case promotion(Key)
    }

    /// What a cart took.
    package init(subject: Subject, cart: CartKey, order: Key?, amount: Int64, state: TakenUse.State, at: Instant) {
        self.subject = subject
        self.cart = cart
        self.order = order
        self.amount = amount
        self.state = state
        self.at = at
    }
}

/// Why something of an export of codes is not taken in.
package enum VoucherMoveRefusal: Error, Sendable, Hashable {
    /// Nobody here has the identity of the codes' owner.
    case unknownMember
    /// Their owner has no such redemption here.
    case unknownRedemption(Key)
    /// The batch of these codes was not taken in, or does not stand before them.
    case unknownBatch
    /// Codes before these are missing.
    case gap
    /// These codes do not follow from their batch.
    case otherCodes
    /// There is such a code here that is of another batch, or another batch with this id.
    case taken
    /// Codes that were made here in their place were used here.
    case usedHere
    /// More was taken of a gift card than it holds.
    case overdrawn
}
