/// By whom a member came, and how far that has come: kept with the friend (rule F-3).
package struct Referral: Sendable, Hashable {
    /// Who brought her.
    package let by: MemberID
    /// When she gave the code.
    package let at: Instant
    /// The first instant at which an order of hers does not qualify any more.
    package let until: Instant
    /// What both were promised.
    package let promise: ReferralPolicy.Promise
    /// What speaks against it; empty where nothing does.
    package let signs: [Sign]

    /// Where it stands.
    package internal(set) var state: State
    /// Whether somebody must look at it before anything is given (rule F-6).
    package internal(set) var isHeld: Bool
    /// The order that qualifies; none yet.
    package internal(set) var order: Qualifying?
    /// What she was given, to be taken back; none where nothing was.
    package internal(set) var lot: OrderRecord.EarnedLot?
    /// The event of hers of which who brought her has not heard yet; none where she has heard all.
    package internal(set) var untold: Untold?

    /// Where a referral stands.
    package enum State: String, Sendable, Hashable, CaseIterable {
        /// She joined, and has not bought yet.
        case joined
        /// An order qualifies, and may still come back.
        case waiting
        /// Both were given what they were promised.
        case paid
        /// The order came back.
        case reversed
        /// It does not count: somebody refused it, or she was known before.
        case refused

        /// Whether it can become another.
        package var isOpen: Bool { self == .joined || self == .waiting }
    }

    /// What speaks against a referral, so that somebody looks at it.
    package enum Sign: String, Sendable, Hashable, CaseIterable {
        /// Many friends joined from one address within a week.
        case address
        /// Many friends joined from one device within a week.
        case device
        /// Her e-mail address is who brought her's in another form.
        case email
        /// Her name is the same.
        case name
        /// Her phone's number is the same, written in another way.
        case phone
        /// Both belong to one household.
        case household
    }

    /// The order that qualifies.
    package struct Qualifying: Sendable, Hashable {
        /// Which.
        package let key: OrderKey
        /// When it was paid.
        package let paidAt: Instant
        /// From when on what was promised is given.
        package let due: Instant

        /// An order that qualifies.
        package init(key: OrderKey, paidAt: Instant, due: Instant) {
            self.key = key
            self.paidAt = paidAt
            self.due = due
        }
    }

    /// An event that another member has not heard of.
    package struct Untold: Sendable, Hashable {
        /// Its number.
        package let number: Int64
        /// When.
        package let at: Instant

        /// An event.
        package init(number: Int64, at: Instant) {
            self.number = number
            self.at = at
        }
    }

    /// A referral as it stands.
    package init(
        by: MemberID,
        at: Instant,
        until: Instant,
        promise: ReferralPolicy.Promise,
        signs: [Sign],
        state: State = .joined,
        isHeld: Bool,
        order: Qualifying? = nil,
        lot: OrderRecord.EarnedLot? = nil,
        untold: Untold? = nil
    ) {
        self.by = by
        self.at = at
        self.until = until
        self.promise = promise
        self.signs = signs
        self.state = state
        self.isHeld = isHeld
        self.order = order
        self.lot = lot
        self.untold = untold
    }

    /// From when on the clock has something to do: to give what is due, or to tell again what was not heard.
    var nextLook: Instant? {
        let told = untold?.at.adding(milliseconds: 60_000)
        guard state == .waiting, !isHeld, let due = order?.due else { return told }
        return min(told ?? due, due)
    }

    /// What is to be sent by `moment`: that it is due, to herself, and what was not heard yet, to who brought her.
    ///
    /// Always the same for the same state, so that it happens once.
    package func unseen(of friend: MemberID, by moment: Instant) -> [FollowUp] {
        var all: [FollowUp] = []
        if let untold, untold.at.adding(milliseconds: 60_000) <= moment { all.append(news(of: friend, untold)) }
        if state == .waiting, !isHeld, let due = order?.due, due <= moment {
            let event = Event(
                source: Referral.source,
                id: Key("\(friend.text)-due-\(due.milliseconds)"),
                occurredAt: due,
                matter: .referralChanged(.due)
            )
            all.append(FollowUp(member: friend, event: event))
        }
        return all
    }

    /// What who brought her hears.
    func news(of friend: MemberID, _ untold: Untold) -> FollowUp {
        let news = FriendNews(
            friend: friend,
            number: untold.number,
            state: state,
            gift: state == .paid ? promise.referrer : nil
        )
        let event = Event(
            source: Referral.source,
            id: Key("\(friend.text)-\(untold.number)"),
            occurredAt: untold.at,
            matter: .referralChanged(.friend(news))
        )
        return FollowUp(member: by, event: event)
    }

    /// Tells a friend that her news was heard.
    package static func heard(_ news: FriendNews, id: Key, at moment: Instant) -> FollowUp {
        let event = Event(
            source: source,
            id: Key("\(id)-heard"),
            occurredAt: moment,
            matter: .referralChanged(.heard(number: news.number))
        )
        return FollowUp(member: news.friend, event: event)
    }

    /// Who says so: Setia itself.
    package static let source: Key = "setia/referrals"
}

/// What became of somebody whom a member brought: kept with who brought her.
package struct Friend: Sendable, Hashable {
    /// Who.
    package let member: MemberID
    /// The newest event of hers that was heard of, by its number.
    package internal(set) var number: Int64
    /// Where it stands.
    package internal(set) var state: Referral.State
    /// Since when.
    package internal(set) var since: Instant
    /// What was given for her; none where nothing was.
    package internal(set) var lot: OrderRecord.EarnedLot?
    /// The day on which it was given, by which caps count.
    package internal(set) var paidOn: Day?

    /// A friend.
    package init(
        member: MemberID,
        number: Int64,
        state: Referral.State,
        since: Instant,
        lot: OrderRecord.EarnedLot? = nil,
        paidOn: Day? = nil
    ) {
        self.member = member
        self.number = number
        self.state = state
        self.since = since
        self.lot = lot
        self.paidOn = paidOn
    }
}
