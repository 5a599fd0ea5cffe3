/// A reward that a member has, had, or has set aside: what is remembered of it, at the price of its day (rule W-6).
package struct RewardRedemption: Sendable, Hashable {
    /// Its number.
    package let id: Key
    /// Of which reward.
    package let reward: Key
    /// What that was.
    package let kind: Reward.Kind
    /// What its stock was.
    package let stock: Reward.Stock
    /// How many were asked for.
    package let quantity: Int64
    /// Of which wallet it is paid; none where it costs no points.
    package let wallet: Key?
    /// Points for one.
    package let each: Points
    /// Money for one; none where nothing is paid besides.
    package let money: Money?
    /// When it was asked for.
    package let at: Instant
    /// How long it can be used.
    package let validity: Period?
    /// The promotion of which it gives a personal code; none where it gives none (rule W-13).
    package let promotion: Key?
    /// What is ordered of whom for each that she had; none where it is not supplied from outside (rule W-17).
    package let supplied: SuppliedReward?

    /// Where it stands.
    package internal(set) var state: State
    /// Until when it is set aside; only while it is.
    package internal(set) var until: Instant?
    /// How many of it she has, what was given back too.
    package internal(set) var captured: Int64
    /// How many of those were given back.
    package internal(set) var rolledBack: Int64
    /// When it came to where it stands.
    package internal(set) var since: Instant
    /// How far it is on its way to her; only where she has it.
    package internal(set) var fulfilment: Fulfilment?
    /// The first instant at which it can no longer be used; none is without an end.
    package internal(set) var validUntil: Instant?
    /// What was spent for it, of which lot, in the order of spending.
    package internal(set) var drawn: [Drawn]

    /// Where a redemption stands.
    package enum State: String, Sendable, Hashable, CaseIterable {
        /// Set aside.
        case held
        /// Had.
        case captured
        /// Given up.
        case cancelled
        /// The time for which it was set aside was over.
        case expired
        /// Given back, all of it.
        case rolledBack = "rolled-back"
    }

    /// How far something is on its way to a member.
    package enum Fulfilment: String, Sendable, Hashable, CaseIterable {
        /// To be done.
        case pending
        /// Ready to go.
        case packed
        /// On its way.
        case sent
        /// She has it.
        case delivered
    }

    /// A redemption.
    package init(
        id: Key,
        reward: Key,
        kind: Reward.Kind,
        stock: Reward.Stock,
        quantity: Int64,
        wallet: Key?,
        each: Points,
        money: Money?,
        at: Instant,
        validity: Period?,
        state: State,
        until: Instant? = nil,
        captured: Int64 = 0,
        rolledBack: Int64 = 0,
        since: Instant,
        fulfilment: Fulfilment? = nil,
        validUntil: Instant? = nil,
        drawn: [Drawn] = [],
        promotion: Key? = nil,
        supplied: SuppliedReward? = nil
    ) {
        self.id = id
        self.reward = reward
        self.kind = kind
        self.stock = stock
        self.quantity = quantity
        self.wallet = wallet
        self.each = each
        self.money = money
        self.at = at
        self.validity = validity
        self.promotion = promotion
        self.supplied = supplied
        self.state = state
        self.until = until
        self.captured = captured
        self.rolledBack = rolledBack
        self.since = since
        self.fulfilment = fulfilment
        self.validUntil = validUntil
        self.drawn = drawn
    }

    /// How many of it she keeps.
    package var kept: Int64 { captured - rolledBack }

    /// Whether what she has is a code, which is hers at once.
    package var givesCodes: Bool { stock == .codes || promotion != nil || supplied != nil }

    /// The hold of its points.
    var holdKey: HoldKey { RewardRedemption.holdKey(id) }

    /// The hold of a redemption's points: of a source that no shop has, so that no shop ends it.
    static func holdKey(_ id: Key) -> HoldKey { HoldKey(source: ourSource, id: id) }

    /// Who numbers the holds of redemptions.
    static let ourSource: Key = "setia/reward"

    /// For how long what she has can be given back, in milliseconds: 90 days (rule W-9).
    package static let mayRollBackFor: Int64 = 90 * 86_400_000

    /// Whether it is still to be remembered: what is open always, what she has not got yet for 400 days, what she has for
    /// as long as it may be given back, and what came to nothing for a week.
    func isRemembered(at moment: Instant) -> Bool {
        let age = moment.milliseconds - since.milliseconds
        switch state {
        case .held: return true
        case .captured where fulfilment != .delivered: return age <= 400 * 86_400_000
        case .captured: return age <= RewardRedemption.mayRollBackFor
        case .cancelled, .expired, .rolledBack: return age <= EndedHold.remembered
        }
    }
}

/// What is ordered of a supplier outside of the brand for one reward (rule W-17).
package struct SuppliedReward: Sendable, Hashable {
    /// Which supplier.
    package let supplier: Key
    /// What the code is to hold; none where its reward says no amount.
    package let amount: Money?

    /// What is ordered.
    package init(supplier: Key, amount: Money?) {
        self.supplier = supplier
        self.amount = amount
    }
}

/// One step of a redemption, as a decision tells it.
package struct RewardStep: Sendable, Hashable {
    /// The redemption's number.
    package let redemption: Key
    /// Of which reward.
    package let reward: Key
    /// What happened.
    package let kind: Kind
    /// To how many.
    package let quantity: Int64
    /// Of which wallet they are paid; none where they cost no points.
    package let wallet: Key?
    /// Points for all of them.
    package let points: Points
    /// Money for all of them; none where nothing is paid besides.
    package let money: Money?
    /// Until when they are set aside, or can be used; none is without an end.
    package let until: Instant?

    /// What can happen.
    package enum Kind: String, Sendable, Hashable, CaseIterable {
        case held, captured, cancelled, expired, extended, packed, sent, delivered
        case rolledBack = "rolled-back"
    }

    /// A step.
    package init(
        redemption: Key,
        reward: Key,
        kind: Kind,
        quantity: Int64,
        wallet: Key?,
        points: Points,
        money: Money?,
        until: Instant?
    ) {
        self.redemption = redemption
        self.reward = reward
        self.kind = kind
        self.quantity = quantity
        self.wallet = wallet
        self.points = points
        self.money = money
        self.until = until
    }
}

extension RewardStep {
    /// A step of this redemption.
    init(_ kind: Kind, _ redemption: RewardRedemption, quantity: Int64, until: Instant? = nil) {
        self.init(
            redemption: redemption.id,
            reward: redemption.reward,
            kind: kind,
            quantity: quantity,
            wallet: redemption.wallet,
            points: Points(redemption.each.units * quantity),
            money: redemption.money.flatMap { try? Money(minorUnits: $0.minorUnits * quantity, currency: $0.currency) },
            until: until
        )
    }
}
