package import SetiaCore

/// What figures of worth are made of, to be read; a part of `Archive`.
package protocol WorthArchive: AnyObject {
    /// Every order of a known member that was paid and did not come back whole, with what was taken off it, in any order.
    func paidOrders(_ each: (PaidOrder) throws -> Void) throws
    /// Every reward that a member has and paid no points for: `(member, when she asked for it, reward, how many)`.
    func gifts(_ each: (MemberID, Instant, Key, Int64) throws -> Void) throws
    /// Members whom a broadcast's message reached as far as its hold-out: `(member, whether it was withheld)`.
    ///
    /// Whoever was not to be written to in any case is left out: what stopped it would have stopped it on either side.
    func broadcastSides(_ broadcast: Identifier, _ each: (MemberID, Bool) throws -> Void) throws
    /// Who recommended the brand, reviewed it or helped others, and whose friends bought.
    func advocacy() throws -> Advocacy
}

/// A paid order with what was taken off it.
package struct PaidOrder: Sendable, Hashable {
    /// Whose.
    package let member: MemberID
    /// When it was paid.
    package let at: Instant
    /// What was paid for what is kept of it.
    package let total: Money
    /// What was taken off what is kept, and was not paid with points; in minor units.
    package let discount: Int64
    /// What points paid of what is kept, in minor units.
    package let paidWithPoints: Int64
    /// Whether nothing was taken off but what points paid, and it names no promotion.
    package let isFullPrice: Bool

    /// An order from which nothing was taken.
    package init(member: MemberID, at: Instant, total: Money) {
        (self.member, self.at, self.total) = (member, at, total)
        (discount, paidWithPoints, isFullPrice) = (0, 0, true)
    }

    /// An order as it was paid, and what is kept of it: what was taken off goes down with what came back.
    package init(member: MemberID, at: Instant, total: Money, of order: Order) {
        (self.member, self.at, self.total) = (member, at, total)
        var (discount, points): (Int64, Int64) = (0, 0)
        for one in order.discounts {
            if one.isPaidWithPoints { points += one.amount } else { discount += one.amount }
        }
        isFullPrice = discount == 0 && order.promotions.isEmpty
        let kept =
            order.total > 0
            ? Rational(total.minorUnits, order.total) : Rational(total.minorUnits == 0 ? 1 : 0)
        func part(_ amount: Int64) -> Int64 { kept.fits(times: amount) ? kept.timesHalfEven(amount) : amount }
        self.discount = part(discount)
        paidWithPoints = part(points)
    }

    /// What it would have come to, had nothing been taken off.
    package var fullPrice: Int64 { total.minorUnits + discount + paidWithPoints }
}

/// What members did for the brand of their own accord, and what they were paid for.
package struct Advocacy: Sendable, Hashable {
    /// Members who did something for which no points were given.
    package var unpaid: Set<MemberID> = []
    /// Members who did something for which points were given.
    package var paid: Set<MemberID> = []
    /// Friends who bought, where nothing was given for it.
    package var friends = 0
    /// Friends who bought, where something was given for it.
    package var paidFriends = 0
    private var news: [MemberID: Friend] = [:]

    private struct Friend: Sendable, Hashable {
        let by: MemberID
        let number: Int64
        let hasBought: Bool
        let isPaid: Bool
    }

    /// Nobody yet.
    package init() {}

    /// Adds something that a member did.
    package mutating func add(_ member: MemberID, isPaid: Bool) {
        if isPaid { paid.insert(member) } else { unpaid.insert(member) }
    }

    /// Adds news of a friend: the newest of each holds, since an order may come back.
    package mutating func add(_ member: MemberID, _ friend: FriendNews) {
        if let known = news[friend.friend], known.number > friend.number { return }
        news[friend.friend] = Friend(
            by: member,
            number: friend.number,
            hasBought: friend.state == .paid,
            isPaid: friend.gift != nil
        )
    }

    /// Counts the friends who bought for those who brought them; once, at the end.
    package mutating func finish() {
        for friend in news.values where friend.hasBought {
            add(friend.by, isPaid: friend.isPaid)
            if friend.isPaid { paidFriends += 1 } else { friends += 1 }
        }
        news = [:]
    }
}
