package import SetiaCore

/// What stands for a code in look-ups: 16 bytes of a keyed hash.
package struct CodeHash: Sendable, Hashable {
    /// The bytes.
    package let bytes: [UInt8]

    /// A hash as it was kept.
    package init(bytes: [UInt8]) {
        self.bytes = bytes
    }

    /// As text, for the facts of an event: it names no code.
    package var text: String { hexadecimal(bytes) }

    /// The hash that `text` writes, or none.
    package init?(text: Key) {
        let digits = text.text.utf8.map { byte -> UInt8? in
            switch byte {
            case UInt8(ascii: "0")...UInt8(ascii: "9"): byte - UInt8(ascii: "0")
            case UInt8(ascii: "a")...UInt8(ascii: "f"): byte - UInt8(ascii: "a") + 10
            default: nil
            }
        }
        guard digits.count == 32, !digits.contains(nil) else { return nil }
        let nibbles = digits.compactMap(\.self)
        bytes = stride(from: 0, to: 32, by: 2).map { nibbles[$0] << 4 | nibbles[$0 + 1] }
    }
}

/// Codes that were made together: what they have in common.
package struct VoucherBatch: Sendable, Hashable {
    /// Its own id.
    package let id: Identifier
    /// What its codes are good for.
    package let promotion: Key
    /// What its codes begin with; empty where nothing was said, and of a chosen code.
    package let prefix: String
    /// How many codes there are to be.
    package let asked: Int64
    /// How many there are.
    package var made: Int64
    /// Whose they are; none is whoever has one.
    package let owner: MemberID?
    /// How often each is good for; none is as often as is asked.
    package let uses: Int64?
    /// From when they are good; none is since ever.
    package let validFrom: Instant?
    /// Until when; none is for ever.
    package let validUntil: Instant?
    /// What each gift card holds at first; none where they are no gift cards.
    package let value: Money?
    /// Whether it is one code that somebody chose, and not drawn ones.
    package let isChosen: Bool
    /// What its codes are drawn from, or the chosen one; sealed with the server's key.
    package let seed: [UInt8]
    /// When it was asked for.
    package let createdAt: Instant
    /// When its codes were stopped; none where they are not.
    package var stoppedAt: Instant?
    /// When the last of its codes was made; none where some are missing, and of batches from before this was written down.
    package var finishedAt: Instant?

    /// Codes that were made together.
    package init(
        id: Identifier,
        promotion: Key,
        prefix: String,
        asked: Int64,
        made: Int64 = 0,
        owner: MemberID? = nil,
        uses: Int64? = 1,
        validFrom: Instant? = nil,
        validUntil: Instant? = nil,
        value: Money? = nil,
        isChosen: Bool = false,
        seed: [UInt8],
        createdAt: Instant,
        stoppedAt: Instant? = nil,
        finishedAt: Instant? = nil
    ) {
        self.id = id
        self.promotion = promotion
        self.prefix = prefix
        self.asked = asked
        self.made = made
        self.owner = owner
        self.uses = uses
        self.validFrom = validFrom
        self.validUntil = validUntil
        self.value = value
        self.isChosen = isChosen
        self.seed = seed
        self.createdAt = createdAt
        self.stoppedAt = stoppedAt
        self.finishedAt = finishedAt
    }

    /// How far it is.
    package var state: State {
        if stoppedAt != nil { return .withdrawn }
        return made < asked ? .making : .made
    }

    /// In which lane its codes are made while nobody waits, 0 to 63.
    package var lane: Int { Int(id.low & 63) }

    /// How far a batch is.
    package enum State: String, Sendable, Hashable, CaseIterable {
        /// Codes are missing, and are being made.
        case making
        /// All of its codes are there.
        case made
        /// Its codes are good no more, and what is missing is not made.
        case withdrawn
    }
}

/// A code as it is kept.
package struct StoredVoucher: Sendable, Hashable {
    /// What stands for it.
    package let hash: CodeHash
    /// What it has in common with others.
    package let batch: VoucherBatch
    /// Its place in the batch, from 0.
    package let place: Int64
    /// How often it was used.
    package let used: Int64
    /// What is left on a gift card, in minor units.
    package let balance: Int64?
    /// How often a use of it was given back.
    package let reopened: Int64
    /// When it was withdrawn by itself; none where it was not.
    package let stoppedAt: Instant?

    /// A code as it is kept.
    package init(
        hash: CodeHash,
        batch: VoucherBatch,
        place: Int64,
        used: Int64,
        balance: Int64?,
        reopened: Int64,
        stoppedAt: Instant? = nil
    ) {
        self.stoppedAt = stoppedAt
        self.hash = hash
        self.batch = batch
        self.place = place
        self.used = used
        self.balance = balance
        self.reopened = reopened
    }

    /// As the rules know it.
    package var voucher: Voucher {
        Voucher(
            promotion: batch.promotion,
            owner: batch.owner,
            validFrom: batch.validFrom,
            validUntil: batch.validUntil,
            uses: batch.uses,
            used: used,
            balance: batch.value.flatMap { value in
                balance.flatMap { try? Money(minorUnits: $0, currency: value.currency) }
            },
            isStopped: batch.stoppedAt != nil || stoppedAt != nil
        )
    }
}

/// A new code.
package struct NewVoucher: Sendable, Hashable {
    /// What stands for it.
    package let hash: CodeHash
    /// Its place in the batch, from 0.
    package let place: Int64

    /// A new code.
    package init(hash: CodeHash, place: Int64) {
        self.hash = hash
        self.place = place
    }
}

/// Which cart: the shop's number, within the system that gave it.
package struct CartKey: Sendable, Hashable {
    /// Who numbers.
    package let source: Key
    /// The number.
    package let id: Key

    /// A cart's natural key.
    package init(source: Key, id: Key) {
        self.source = source
        self.id = id
    }
}

/// A use that a cart takes: of a code, of a promotion that is counted in all, or of what a campaign may take off.
package struct UseClaim: Sendable, Hashable {
    /// What stands for the code, or for the promotion or campaign.
    package let hash: CodeHash
    /// The promotion, or the campaign's counter (`Campaign.discountCounter`).
    package let promotion: Key
    /// Whether it is a code's use, and not the promotion's or campaign's own.
    package let isCode: Bool
    /// How often at most, or how much; none is as often as is asked.
    package let most: Int64?
    /// What is taken from a gift card or of a discount budget, in minor units; 0 where it is neither.
    package let amount: Int64

    /// How much a counter goes up that is no code's: by what is taken off, or by once.
    package var step: Int64 { max(amount, 1) }

    /// A use that a cart takes.
    package init(hash: CodeHash, promotion: Key, isCode: Bool, most: Int64?, amount: Int64) {
        self.hash = hash
        self.promotion = promotion
        self.isCode = isCode
        self.most = most
        self.amount = amount
    }
}

/// Which cart took a use of a code, and what became of it.
package struct CodeUse: Sendable, Hashable {
    /// The cart.
    package let cart: CartKey
    /// What it became, if it is known.
    package let order: Key?
    /// What it took, and where that stands.
    package let use: TakenUse

    /// A use of a code.
    package init(cart: CartKey, order: Key?, use: TakenUse) {
        self.cart = cart
        self.order = order
        self.use = use
    }
}

/// A use that a cart has taken.
package struct TakenUse: Sendable, Hashable {
    /// Of what.
    package let claim: UseClaim
    /// Where it stands.
    package let state: State
    /// When it was taken.
    package let at: Instant

    /// Where a use stands.
    package enum State: String, Sendable, Hashable, CaseIterable {
        /// Taken for a redemption that is on its way.
        case held
        /// Used for good.
        case used
        /// Given back.
        case free
    }

    /// A use that was taken.
    package init(claim: UseClaim, state: State, at: Instant) {
        self.claim = claim
        self.state = state
        self.at = at
    }
}

/// A counter of uses that does not say what carts took.
package struct UseFault: Sendable, Hashable {
    /// Of what: a code by its batch and place, never the code; or the promotion, or a campaign's discount budget.
    package let subject: Subject
    /// What the counter says; of a gift card what is left on it.
    package let counted: Int64
    /// What follows from the carts.
    package let follows: Int64

    /// What is counted.
    package enum Subject: Sendable, Hashable {
        /// How often a code is used; its place counts from 0.
        case code(batch: Identifier, place: Int64)
        /// What is left on a gift card, in minor units.
        case card(batch: Identifier, place: Int64)
        /// How often a promotion is given, or what a campaign took off (`Campaign.discountCounter`).
        case promotion(Key)
    }

    /// A counter with two numbers.
    package init(subject: Subject, counted: Int64, follows: Int64) {
        self.subject = subject
        self.counted = counted
        self.follows = follows
    }
}

/// Codes and their uses, to be read; a part of `Archive`.
package protocol VoucherArchive {
    /// What is known of codes, in the order asked; none where there is no such code.
    func vouchers(_ hashes: [CodeHash]) throws -> [StoredVoucher?]
    /// How often promotions were given, those that ever were, in the order of their keys.
    func promotionUses() throws -> [PromotionUses]
    /// Counters of uses that do not say what carts took, at most `limit` of each kind: reads all of them.
    func useFaults(limit: Int) throws -> [UseFault]
    /// A batch, or none.
    func voucherBatch(_ id: Identifier) throws -> VoucherBatch?
    /// Batches, the newest first, at most `limit`.
    func voucherBatches(limit: Int) throws -> [VoucherBatch]
    /// Batches that lack codes and were not withdrawn, the oldest first, at most `limit`.
    func unfinishedVoucherBatches(limit: Int) throws -> [VoucherBatch]
    /// Batches of a promotion, the newest first, those behind a place.
    func voucherBatches(of promotion: Key, after: (createdAt: Instant, id: Identifier)?, limit: Int) throws
        -> [VoucherBatch]
    /// Batches by their ids behind one of them, at most `limit`.
    func voucherBatches(behind id: Identifier?, limit: Int) throws -> [VoucherBatch]
    /// What carts took that is no code's: uses of promotions and what campaigns took off, behind a place, at most `limit`.
    func promotionUses(behind place: (hash: CodeHash, cart: CartKey)?, limit: Int) throws -> [CodeUse]
    /// Which carts used a code, in the order of the carts, at most `limit`.
    func uses(ofCode hash: CodeHash, limit: Int) throws -> [CodeUse]
    /// The batches that are a member's own, the newest first.
    func voucherBatches(of member: MemberID) throws -> [VoucherBatch]
    /// What a cart has taken, in the order of the hashes.
    func uses(of cart: CartKey) throws -> [TakenUse]
    /// The carts that became an order, in the order of their numbers.
    func carts(of order: OrderKey) throws -> [CartKey]
    /// Carts that hold uses until before `moment` and no longer, at most `limit`.
    func heldCarts(before moment: Instant, limit: Int) throws -> [CartKey]
}

/// Codes and their uses, to be written; a part of `Ledger`.
package protocol VoucherLedger: VoucherArchive {
    /// Adds a batch that has no codes yet.
    func add(_ batch: VoucherBatch) throws
    /// Adds codes to a batch, those that are there already left as they are, and sets how many it has; where that is all,
    /// it is finished at `moment`.
    func add(_ vouchers: [NewVoucher], to batch: VoucherBatch, made: Int64, at moment: Instant) throws
    /// Stops the codes of a batch; whether there was such one that was not stopped.
    func stopVouchers(_ batch: Identifier, at: Instant) throws -> Bool
    /// Withdraws one code; whether there was such one that was not withdrawn.
    func stopVoucher(_ hash: CodeHash, at: Instant) throws -> Bool
    /// Lets a batch that came from elsewhere have so many codes, where it is asked for fewer.
    func growVouchers(of batch: Identifier, to asked: Int64) throws
    /// Takes away the codes of a batch of which nobody used any, and gives it another seed.
    ///
    /// - Returns: whether it was done; not where one of them was used.
    func replaceVouchers(_ hashes: [CodeHash], of batch: Identifier, seed: [UInt8]) throws -> Bool
    /// Writes a use that a cart took elsewhere, and counts it; where the cart has taken it here, nothing.
    ///
    /// - Returns: whether there is room for it; a gift card may hold too little.
    func takeOver(_ use: CodeUse) throws -> Bool
    /// A code was opened again so often elsewhere, and withdrawn there at a moment, where it was.
    func markVoucher(_ hash: CodeHash, reopened: Int64, stoppedAt: Instant?) throws
    /// Takes uses for a cart, which holds them until they are settled or the time is over; what it holds already it holds as
    /// long, for the same order.
    ///
    /// - Returns: the first that there is no more of; those before it are taken then, and the caller gives up.
    func take(_ claims: [UseClaim], for cart: CartKey, order: Key?, at: Instant, until: Instant) throws -> UseClaim?
    /// What a cart holds is used for good.
    func settleUses(of cart: CartKey) throws
    /// What a cart holds until before `moment` and did not use is free, as if it had never been taken.
    func dropUses(of cart: CartKey, endedBefore moment: Instant) throws
    /// Gives back what a cart used.
    ///
    /// - Parameters:
    ///   - cart: Which.
    ///   - mayReopen: Whether a code's use comes back, by what is known of the code; else it stays used.
    /// - Returns: the uses that this call has freed.
    /// - Throws: the world's trouble.
    func giveBackUses(of cart: CartKey, mayReopen: (StoredVoucher) -> Bool) throws -> [TakenUse]
    /// A cart took at most so much of a gift card, in minor units: what was above it is on the card again.
    ///
    /// - Returns: how much that was; 0 where it took no more, or nothing.
    func lowerUse(of card: CodeHash, by cart: CartKey, to most: Int64) throws -> Int64
}

extension VoucherLedger {
    /// What a cart holds and did not use is free, as if it had never been taken.
    package func dropUses(of cart: CartKey) throws { try dropUses(of: cart, endedBefore: Instant(milliseconds: .max)) }

    /// Takes uses for a cart that is on its way: it has ten minutes to be written (rule V-13).
    package func take(_ claims: [UseClaim], for cart: CartKey, order: Key?, at moment: Instant) throws -> UseClaim? {
        try take(claims, for: cart, order: order, at: moment, until: moment.adding(milliseconds: 10 * 60_000))
    }
}

extension StoredVoucher {
    /// As it is for who holds a use of it.
    func without(_ use: UseClaim) -> StoredVoucher {
        StoredVoucher(
            hash: hash,
            batch: batch,
            place: place,
            used: used - 1,
            balance: balance.map { $0 + use.amount },
            reopened: reopened,
            stoppedAt: stoppedAt
        )
    }
}
