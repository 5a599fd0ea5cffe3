package import SetiaCore

/// A redemption as it is listed: where it stands, and no one's name.
///
/// It follows from the member's state, and is written with it.
package struct RedemptionRow: Sendable, Hashable {
    /// Whose.
    package let member: MemberID
    /// Its number.
    package let id: Key
    /// Of which reward.
    package let reward: Key
    /// What that was.
    package let kind: Reward.Kind
    /// What its stock was.
    package let stock: Reward.Stock
    /// Where it stands.
    package let state: RewardRedemption.State
    /// How far it is on its way; only where she has it.
    package let fulfilment: RewardRedemption.Fulfilment?
    /// How many were asked for.
    package let quantity: Int64
    /// How many of them she had.
    package let captured: Int64
    /// How many of those were given back.
    package let rolledBack: Int64
    /// Of which wallet it is paid; none where it costs no points.
    package let wallet: Key?
    /// Points for one.
    package let each: Points
    /// Money for one; none where nothing is paid besides.
    package let money: Money?
    /// When it was asked for.
    package let at: Instant
    /// When it came to where it stands.
    package let since: Instant
    /// Until when it is set aside; only while it is.
    package let until: Instant?
    /// The first instant at which it can no longer be used; none is without an end.
    package let validUntil: Instant?
    /// The promotion of which it gives personal codes; none where it gives none.
    package let promotion: Key?
    /// What is ordered of whom for each; none where it is not supplied from outside.
    package let supplied: SuppliedReward?

    /// A row.
    package init(
        member: MemberID,
        id: Key,
        reward: Key,
        kind: Reward.Kind,
        stock: Reward.Stock,
        state: RewardRedemption.State,
        fulfilment: RewardRedemption.Fulfilment?,
        quantity: Int64,
        captured: Int64,
        rolledBack: Int64,
        wallet: Key?,
        each: Points,
        money: Money?,
        at: Instant,
        since: Instant,
        until: Instant?,
        validUntil: Instant?,
        promotion: Key? = nil,
        supplied: SuppliedReward? = nil
    ) {
        self.member = member
        self.id = id
        self.reward = reward
        self.kind = kind
        self.stock = stock
        self.state = state
        self.fulfilment = fulfilment
        self.quantity = quantity
        self.captured = captured
        self.rolledBack = rolledBack
        self.wallet = wallet
        self.each = each
        self.money = money
        self.at = at
        self.since = since
        self.until = until
        self.validUntil = validUntil
        self.promotion = promotion
        self.supplied = supplied
    }

    /// The row of what is remembered.
    package init(_ redemption: RewardRedemption, of member: MemberID) {
        self.init(
            member: member,
            id: redemption.id,
            reward: redemption.reward,
            kind: redemption.kind,
            stock: redemption.stock,
            state: redemption.state,
            fulfilment: redemption.fulfilment,
            quantity: redemption.quantity,
            captured: redemption.captured,
            rolledBack: redemption.rolledBack,
            wallet: redemption.wallet,
            each: redemption.each,
            money: redemption.money,
            at: redemption.at,
            since: redemption.since,
            until: redemption.until,
            validUntil: redemption.validUntil,
            promotion: redemption.promotion,
            supplied: redemption.supplied
        )
    }

    /// Whether what she has is a code, which is hers at once.
    package var givesCodes: Bool { stock == .codes || promotion != nil || supplied != nil }

    /// How many of it she keeps.
    package var kept: Int64 { captured - rolledBack }

    /// How many of the reward it keeps from the shelf: what is set aside, and what she has; a code that was given out
    /// is off the shelf for good, and what was had while the reward had no shelf was never on one.
    package var offShelf: Int64 {
        guard stock != .unlimited else { return 0 }
        return switch state {
        case .held: quantity
        case .captured, .rolledBack: stock == .codes ? captured : captured - rolledBack
        case .cancelled, .expired: 0
        }
    }
}

extension MemberPart {
    /// The rows that its events change.
    package var redemptions: [RedemptionRow] {
        guard !state.redemptions.isEmpty else { return [] }
        var touched: [Key] = []
        for recorded in events {
            for case .reward(let step) in recorded.decision.reasons where !touched.contains(step.redemption) {
                touched.append(step.redemption)
            }
        }
        return state.redemptions.filter { touched.contains($0.id) }.map { RedemptionRow($0, of: state.member) }
    }
}

/// The letter that tells a member of a reward that gave her codes (rule W-21).
package struct RewardLetter: Sendable, Hashable {
    /// Whose redemption.
    package let member: MemberID
    /// Which.
    package let redemption: Key
    /// When she had it.
    package let at: Instant
    /// How far it is.
    package var state: State
    /// The message that it became; only where it was planned.
    package var contact: Identifier?

    /// How far a letter is.
    package enum State: String, Sendable, Hashable, CaseIterable {
        /// It is to be planned.
        case due
        /// It goes its way as each message does.
        case planned
        /// None goes.
        case dropped
    }

    /// A letter that is to be planned, or how far it is.
    package init(member: MemberID, redemption: Key, at: Instant, state: State = .due, contact: Identifier? = nil) {
        self.member = member
        self.redemption = redemption
        self.at = at
        self.state = state
        self.contact = contact
    }
}

extension MemberPart {
    /// The letters that its events ask for: one for each redemption that gave codes for the first time; what a supplier
    /// gives is told when it has come.
    package var rewardLetters: [RewardLetter] {
        guard tellsRewards, !state.redemptions.isEmpty else { return [] }
        var letters: [RewardLetter] = []
        for recorded in events {
            for case .reward(let step) in recorded.decision.reasons where step.kind == .captured {
                guard let redemption = state.redemptions.first(where: { $0.id == step.redemption }),
                    redemption.givesCodes, redemption.supplied == nil,
                    !letters.contains(where: { $0.redemption == step.redemption })
                else { continue }
                letters.append(
                    RewardLetter(member: state.member, redemption: step.redemption, at: recorded.event.occurredAt)
                )
            }
        }
        return letters
    }
}

/// A picture of a reward that staff uploaded (rule W-22).
package struct RewardPicture: Sendable, Hashable {
    /// Of which reward.
    package let reward: Key
    /// By what everybody asks for it; another one for another picture.
    package let address: Key
    /// What kind it is.
    package let kind: Picture.Kind
    /// How wide it is, in pixels.
    package let width: Int
    /// How tall it is, in pixels.
    package let height: Int
    /// When it was uploaded.
    package let addedAt: Instant

    /// The most bytes that one may have.
    package static let mostBytes = 2 * 1_048_576

    /// A picture.
    package init(reward: Key, address: Key, kind: Picture.Kind, width: Int, height: Int, addedAt: Instant) {
        self.reward = reward
        self.address = address
        self.kind = kind
        self.width = width
        self.height = height
        self.addedAt = addedAt
    }
}

/// Which redemptions are wanted.
package struct RedemptionFilter: Sendable, Hashable {
    /// Of which reward; none is all.
    package let reward: Key?
    /// So far on their way; none is wherever.
    package let fulfilment: RewardRedemption.Fulfilment?

    /// A filter.
    package init(reward: Key? = nil, fulfilment: RewardRedemption.Fulfilment? = nil) {
        self.reward = reward
        self.fulfilment = fulfilment
    }
}

/// How many of a reward are where, over all members.
package struct RewardSum: Sendable, Hashable {
    /// Which.
    package let reward: Key
    /// Set aside.
    package let held: Int64
    /// Had and kept.
    package let had: Int64
    /// Of them, still to be packed, sent or handed over.
    package let open: Int64
    /// Off the shelf: what the counter of its stock should say is taken.
    package let offShelf: Int64

    /// A sum.
    package init(reward: Key, held: Int64, had: Int64, open: Int64, offShelf: Int64) {
        self.reward = reward
        self.held = held
        self.had = had
        self.open = open
        self.offShelf = offShelf
    }
}

/// A code of a partner, as it is kept: sealed, and found again by a keyed hash.
package struct SealedCode: Sendable, Hashable {
    /// 32 bytes of a keyed hash.
    package let hash: [UInt8]
    /// The code, sealed with the server's key.
    package let sealed: [UInt8]

    /// A code.
    package init(hash: [UInt8], sealed: [UInt8]) {
        self.hash = hash
        self.sealed = sealed
    }
}

/// A code that is given to nobody yet, with when it was loaded.
package struct FreeCode: Sendable, Hashable {
    /// The code.
    package let code: SealedCode
    /// When it was loaded.
    package let loadedAt: Instant

    /// A free code.
    package init(code: SealedCode, loadedAt: Instant) {
        self.code = code
        self.loadedAt = loadedAt
    }
}

/// For whom a code is: one of a redemption's.
package struct CodeHolder: Sendable, Hashable {
    /// Whose redemption.
    package let member: MemberID
    /// Which.
    package let redemption: Key
    /// Which of its codes, from 0.
    package let place: Int64

    /// A holder.
    package init(member: MemberID, redemption: Key, place: Int64) {
        self.member = member
        self.redemption = redemption
        self.place = place
    }
}

/// Rewards, to be read; a part of `Archive`.
package protocol RewardArchive: AnyObject {
    /// A member's redemptions, the newest first, at most `limit`.
    func redemptions(of member: MemberID, limit: Int) throws -> [RedemptionRow]
    /// One of them, or none.
    func redemption(_ id: Key, of member: MemberID) throws -> RedemptionRow?
    /// Redemptions of all members, those first that wait longest, behind one of them, at most `limit`.
    func redemptions(
        _ filter: RedemptionFilter,
        after: (since: Instant, member: MemberID, id: Key)?,
        limit: Int
    ) throws -> [RedemptionRow]
    /// How many of each reward are where, by reward.
    func rewardSums() throws -> [RewardSum]
    /// How many codes of each reward there are, given and free, by reward.
    func codeSums() throws -> [(reward: Key, codes: Int64)]
    /// The codes that were given to a redemption, by their places.
    func codes(of member: MemberID, redemption: Key) throws -> [(place: Int64, sealed: [UInt8])]
    /// The pictures of all rewards that have one, by reward.
    func rewardPictures() throws -> [RewardPicture]
    /// The picture at an address, or none.
    func rewardPicture(at address: Key) throws -> (kind: Picture.Kind, bytes: [UInt8])?
    /// Letters that are to be planned, those first that wait longest, at most `limit`.
    func rewardLettersDue(limit: Int) throws -> [RewardLetter]
    /// The letter that tells of a redemption; none where there is none.
    func rewardLetter(of redemption: Key, of member: MemberID) throws -> RewardLetter?
    /// How many codes of a reward are given to nobody yet.
    func freeCodes(of reward: Key) throws -> Int64
    /// Those codes, in the order in which they are given, behind one of them, at most `limit`.
    func freeCodes(of reward: Key, after: FreeCode?, limit: Int) throws -> [FreeCode]
    /// The codes of a reward that members have, by their hashes behind one of them, at most `limit`.
    func givenCodes(of reward: Key, after hash: [UInt8], limit: Int) throws -> [(code: SealedCode, holder: CodeHolder)]
}

/// What a ledger can do with rewards' codes; a part of `Ledger`.
package protocol RewardLedger {
    /// Adds codes to a reward's list; those that are there already are left out.
    ///
    /// - Returns: how many were new.
    func add(_ codes: [SealedCode], to reward: Key, at moment: Instant) throws -> Int64
    /// The code of a reward that belongs to a holder: the one given before, else the next free one, which is given.
    ///
    /// - Returns: it, sealed; none where no code is free.
    func giveCode(of reward: Key, to holder: CodeHolder, at moment: Instant) throws -> [UInt8]?
    /// Puts a picture in the place of the one that its reward had.
    func save(_ picture: RewardPicture, bytes: [UInt8]) throws
    /// Takes a reward's picture away; whether there was one.
    func removeRewardPicture(of reward: Key) throws -> Bool
    /// Adds letters that are to be planned; a redemption has one, whatever becomes of it later.
    func want(_ letters: [RewardLetter]) throws
    /// Writes how far a letter is.
    func save(_ letter: RewardLetter) throws
    /// Adds a code that its holder has had elsewhere.
    ///
    /// - Returns: whether it is new; not where there is such a code, or its holder has one in its place.
    func add(_ code: SealedCode, of reward: Key, givenTo holder: CodeHolder, at moment: Instant) throws -> Bool
}

extension RedemptionRow {
    /// What is known of it, but which lots it was paid from.
    package var redemption: RewardRedemption {
        RewardRedemption(
            id: id,
            reward: reward,
            kind: kind,
            stock: stock,
            quantity: quantity,
            wallet: wallet,
            each: each,
            money: money,
            at: at,
            validity: nil,
            state: state,
            until: until,
            captured: captured,
            rolledBack: rolledBack,
            since: since,
            fulfilment: fulfilment,
            validUntil: validUntil,
            promotion: promotion,
            supplied: supplied
        )
    }
}
