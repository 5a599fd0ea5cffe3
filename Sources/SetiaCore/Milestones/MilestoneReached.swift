/// A milestone that a member reached: kept with her.
package struct MilestoneReached: Sendable, Hashable {
    /// Which.
    package let milestone: Key
    /// Which time: the year of a day, the years since then, the number of a purchase; 0 where there is one only.
    package let occasion: Int64
    /// When.
    package let at: Instant
    /// The event that reached it, by its number.
    package let event: Int64
    /// The purchase that was it; none where it is none.
    package let order: OrderKey?
    /// Where it stands.
    package internal(set) var state: State
    /// The points that it gave, to be taken back; none where it gave none.
    package internal(set) var lot: OrderRecord.EarnedLot?

    /// Where a milestone stands.
    package enum State: String, Sendable, Hashable, CaseIterable {
        /// What it gives is on its way.
        case untold
        /// It gave what it gives.
        case given
        /// What reached it came back, and what it gave was taken again.
        case reversed
    }

    /// A milestone that was reached.
    package init(
        milestone: Key,
        occasion: Int64,
        at: Instant,
        event: Int64,
        order: OrderKey? = nil,
        state: State = .untold,
        lot: OrderRecord.EarnedLot? = nil
    ) {
        self.milestone = milestone
        self.occasion = occasion
        self.at = at
        self.event = event
        self.order = order
        self.state = state
        self.lot = lot
    }

    /// Tells the member herself that she reached it.
    func told(to member: MemberID) -> FollowUp {
        FollowUp(
            member: member,
            event: Event(
                source: GiftArrival.milestoneSource,
                id: Key("\(member.text)-\(milestone)-\(occasion)-\(event)"),
                occurredAt: at,
                matter: .giftArrived(.milestone(milestone, occasion: occasion))
            )
        )
    }
}

/// A day of hers that comes again each year, since she reached a milestone on it.
package struct MilestoneDay: Sendable, Hashable {
    /// The milestone that its years reach.
    package let milestone: Key
    /// The purchase whose day it is.
    package let order: OrderKey
    /// The day of the purchase.
    package let day: Day
    /// Which year comes next, from 1.
    package internal(set) var years: Int64
    /// When that is.
    package internal(set) var next: Instant

    /// A day.
    package init(milestone: Key, order: OrderKey, day: Day, years: Int64, next: Instant) {
        self.milestone = milestone
        self.order = order
        self.day = day
        self.years = years
        self.next = next
    }

    /// Tells the member herself that the day has come.
    func told(to member: MemberID) -> FollowUp {
        FollowUp(
            member: member,
            event: Event(
                source: GiftArrival.milestoneSource,
                id: Key("\(member.text)-\(milestone)-\(years)-\(order.source)-\(order.id)"),
                occurredAt: next,
                matter: .giftArrived(.milestone(milestone, occasion: years))
            )
        )
    }
}

/// A gift has come to a member: of a milestone that she reached, or of a draw; recorded by Setia only.
package enum GiftArrival: Sendable, Hashable {
    /// She reached a milestone; which time.
    case milestone(Key, occasion: Int64)
    /// She was drawn by chance: by which draw, and what for.
    case draw(Key, Present)

    /// Who says that a milestone was reached: Setia itself.
    package static let milestoneSource: Key = "setia/milestones"
    /// Who says that somebody was drawn: Setia itself.
    package static let drawSource: Key = "setia/draws"
}

/// One step of a gift, as a decision tells it.
package struct GiftStep: Sendable, Hashable {
    /// What happened.
    package let kind: Kind
    /// The milestone, or the draw.
    package let name: Key
    /// Which time.
    package let occasion: Int64
    /// In which wallet; none where no points move.
    package let wallet: Key?
    /// What was given, below 0 taken.
    package let points: Points

    /// What can happen.
    package enum Kind: String, Sendable, Hashable, CaseIterable {
        /// A milestone was reached.
        case reached
        /// What reached it came back, and what it gave with it.
        case reversed
        /// She was drawn.
        case drawn
        /// There is none left of what was to be given.
        case gone
    }

    /// A step.
    package init(_ kind: Kind, _ name: Key, occasion: Int64 = 0, wallet: Key? = nil, points: Points = .zero) {
        self.kind = kind
        self.name = name
        self.occasion = occasion
        self.wallet = wallet
        self.points = points
    }
}

extension MemberState {
    /// When the clock should tell a milestone again, or a day of hers comes; none where nothing waits.
    var nextMilestone: Instant? {
        var look: Instant?
        for reached in milestones where reached.state == .untold {
            let again = reached.at.adding(milliseconds: MemberState.tellAgainAfter)
            look = min(look ?? again, again)
        }
        for day in milestoneDays { look = min(look ?? day.next, day.next) }
        return look
    }

    /// What is to be sent by `moment`: days that have come, and milestones that were not seen to be told.
    ///
    /// Always the same for the same state, so that it happens once.
    package func unseenMilestones(by moment: Instant) -> [FollowUp] {
        milestones
            .filter { $0.state == .untold && $0.at.adding(milliseconds: MemberState.tellAgainAfter) <= moment }
            .map { $0.told(to: member) }
            + milestoneDays.filter { $0.next <= moment }.map { $0.told(to: member) }
    }

    /// After how long it is told again, in milliseconds: a minute.
    private static let tellAgainAfter: Int64 = 60_000

    /// How often she reached a milestone and it holds.
    package func times(of milestone: Key) -> Int {
        milestones.count { $0.milestone == milestone && $0.state != .reversed }
    }
}
