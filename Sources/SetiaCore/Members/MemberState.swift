/// All that decisions about one member hang on: the fold of her events.
///
/// Rebuildable from the events at any time; kept so that it need not be.
package struct MemberState: Sendable, Hashable {
    /// Whose.
    package let member: MemberID
    /// Where she stands with the brand.
    package var status: MemberStatus
    /// Nobody is known behind it: made for an order that named nobody.
    package var isGuest: Bool
    /// When she joined; none for a prospect.
    package var joinedAt: Instant?
    /// What rules may know of her.
    package var facts: MemberFacts
    /// The last number that an event or entry of hers was given.
    package var number: Int64
    /// The newest moment that was applied.
    package var clock: Instant
    /// Paid orders, less returned ones.
    package var orders: Int64
    /// Points by wallet, in the order in which wallets were first touched.
    package var accounts: [Account]
    /// Levels by tier set, in the order in which they were first reached.
    package var standings: [Standing]
    /// What counts for tiers, in the order in which it was first counted.
    package var tallies: [Tally]
    /// What capped rules and wallets gave her, in the order in which it was first counted.
    package var capUses: [CapUse]
    /// When she paid her newest order, whatever came back of it; none where she paid none since this is noted.
    package var lastOrderAt: Instant?
    /// What few members have, as one reference, since each decision copies a state; empty where there is nothing.
    var seldom: [Seldom]
    /// Orders that are at hand: those that the events under decision name, or in a replay all.
    package var records: [OrderRecord]

    /// A member that nothing happened to.
    package init(member: MemberID) {
        self.member = member
        self.status = .prospect
        self.isGuest = false
        self.joinedAt = nil
        self.facts = MemberFacts()
        self.number = 0
        self.clock = Instant(milliseconds: .min)
        self.orders = 0
        self.accounts = []
        self.standings = []
        self.tallies = []
        self.capUses = []
        self.lastOrderAt = nil
        self.seldom = []
        self.records = []
    }

    /// Where she is on this ladder, or none.
    package func standing(in tierSet: Key) -> Standing? {
        standings.first { $0.tierSet == tierSet }
    }

    /// What she holds in this wallet, or none where nothing ever happened there.
    package func account(_ wallet: Key) -> Account? {
        accounts.first { $0.wallet == wallet }
    }

    /// The record of an order, where it is at hand.
    package func record(of order: OrderKey) -> OrderRecord? {
        records.first { $0.key == order }
    }

    /// What she holds in each wallet at `moment`.
    package func balances(at moment: Instant) -> [WalletBalance] {
        accounts.map { $0.standing(at: moment) }
    }

    /// The next moment at which time alone changes something, or none.
    package var nextDue: Instant? {
        var due: Instant?
        for account in accounts {
            if let moment = account.nextDue { due = min(due ?? moment, moment) }
        }
        for standing in standings {
            if let moment = standing.until { due = min(due ?? moment, moment) }
        }
        for waits in waiting { due = min(due ?? waits.at, waits.at) }
        for look in looks { due = min(due ?? look.at, look.at) }
        for redemption in redemptions {
            if let until = redemption.until { due = min(due ?? until, until) }
        }
        return due
    }

    /// The next moment at which somebody should look at her: where time changes something, or where what she handed on
    /// was not seen to come, and is to be sent again.
    package var nextLook: Instant? {
        var look = nextDue
        for transfer in transfers { look = min(look ?? transfer.sendAgainAt, transfer.sendAgainAt) }
        for share in shares { look = min(look ?? share.sendAgainAt, share.sendAgainAt) }
        for share in sharesUnderway { look = min(look ?? share.sendAgainAt, share.sendAgainAt) }
        // Who left, or was stopped, is given nothing until she is back.
        if status == .active, let moment = referral?.nextLook { look = min(look ?? moment, moment) }
        if status == .active, let moment = nextMilestone { look = min(look ?? moment, moment) }
        return look
    }

    /// The place of this wallet's account, which is opened where there is none.
    mutating func place(of wallet: Key) -> Int {
        if let place = accounts.firstIndex(where: { $0.wallet == wallet }) { return place }
        accounts.append(Account(wallet: wallet))
        return accounts.count - 1
    }

    /// Writes in the record of an order, which is opened where there is none.
    mutating func note(_ order: OrderKey, _ write: (inout OrderRecord) -> Void) {
        if let place = records.firstIndex(where: { $0.key == order }) {
            write(&records[place])
        } else {
            var record = OrderRecord(key: order)
            write(&record)
            records.append(record)
        }
    }
}
