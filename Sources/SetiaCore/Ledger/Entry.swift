/// One immutable row of the ledger: it moves points of one lot, and says what the account held after it.
///
/// What an account holds is the sum of its entries, and what a lot has left is the sum of the lot's, so that anyone can
/// prove either along the numbers (rule L-6).
package struct Entry: Sendable, Hashable {
    /// The holder's own number, rising without a gap together with the numbers of events.
    package let number: Int64
    /// Which wallet.
    package let wallet: Key
    /// Why points moved.
    package let kind: Kind
    /// What it adds; below zero where it takes; never zero.
    package let points: Points
    /// What the account holds after it, pending points included and debt taken off.
    package let balance: Points
    /// The number of the entry that opened the lot, its own where it opens one, `debt` for what is owed and `held` for
    /// what is set aside.
    package let lot: Int64
    /// The number of the event that caused it.
    package let event: Int64
    /// From when the lot can be spent; only where the entry opens it, and none there where it waits for an event.
    package let activeFrom: Instant?
    /// When the lot lapses; only where the entry opens it, and none there is never, or not known yet.
    ///
    /// Where the wallet counts inactivity, the end moves later on, and the decisions say how.
    package let expiresAt: Instant?
    /// When it holds from, in the world's time.
    package let at: Instant

    /// The lot number of what is owed.
    package static let debt: Int64 = 0

    /// The lot number of what is set aside.
    package static let held: Int64 = -1

    /// Whether it is of a lot, and not of what is owed or set aside.
    package var isOfLot: Bool { lot > 0 }

    /// Why points moved.
    package enum Kind: String, Sendable, Hashable, CaseIterable {
        /// An event earned them.
        case earn
        /// They were spent.
        case spend
        /// They lapsed unspent.
        case expire
        /// What they waited for did not come.
        case cancel
        /// Taken since the order that earned them came back.
        case clawBack = "claw-back"
        /// Given since the order that they helped to pay came back.
        case giveBack = "give-back"
        /// Owed points that a credit paid: taken from the credit, added to the debt.
        case settle
        /// Owed for so long that it is no longer asked for.
        case writeOff = "write-off"
        /// Set aside: taken from a lot, added to what is held.
        case hold
        /// No longer set aside: taken from what is held, added to its lot.
        case release
        /// Handed on to another member, come from one, or come back.
        case transfer
        /// What handing on costs.
        case fee
        /// By hand.
        case adjust
        /// Came along from an older system.
        case open
        /// What an earlier event gives otherwise, since one came late that happened before it (rule D-5).
        case correction

        /// Whether it is what its event did, and neither time alone nor a debt that a credit paid.
        var isOfItsEvent: Bool {
            switch self {
            case .earn, .spend, .clawBack, .giveBack, .transfer, .fee, .adjust, .open, .correction: true
            case .expire, .cancel, .settle, .writeOff, .hold, .release: false
            }
        }
    }

    /// An entry.
    package init(
        number: Int64,
        wallet: Key,
        kind: Kind,
        points: Points,
        balance: Points,
        lot: Int64,
        event: Int64,
        activeFrom: Instant? = nil,
        expiresAt: Instant? = nil,
        at: Instant
    ) {
        self.number = number
        self.wallet = wallet
        self.kind = kind
        self.points = points
        self.balance = balance
        self.lot = lot
        self.event = event
        self.activeFrom = activeFrom
        self.expiresAt = expiresAt
        self.at = at
    }
}
