// A member brings a friend: what each of them has of it, decided by each one's own events (rules F-1 to F-8).

extension Deciding {
    /// Something became of a referral.
    mutating func refer(_ change: ReferralChange) throws(Refusal) {
        switch change {
        case .joined(let by, let signs): join(by: by, signs)
        case .decided(let isAccepted): decideReferral(isAccepted: isAccepted)
        case .due: try payReferral()
        case .heard(let number):
            if let untold = state.referral?.untold, untold.number <= number { state.referral?.untold = nil }
        case .friend(let news): try hear(news)
        }
    }

    /// She gives another member's code (rule F-2): with joining, or within a day after it, before she bought anything.
    private mutating func join(by: MemberID, _ signs: [Referral.Sign]) {
        guard let policy = programme.referral else { return say(.none) }
        guard by != state.member else { return say(.own) }
        guard state.referral == nil else { return say(.again) }
        let isNew = state.joinedAt.map { event.occurredAt <= $0.adding(milliseconds: Deciding.mayReferFor) } ?? false
        guard state.status == .active || state.status == .suspended, isNew, state.orders == 0,
            state.mergedIn.isEmpty, state.friends.isEmpty
        else { return say(.known) }
        let last = version.zone.day(of: event.occurredAt).adding(days: policy.window)
        let until = version.zone.start(of: last.adding(days: 1))
        state.referral = Referral(
            by: by,
            at: event.occurredAt,
            until: until,
            promise: policy.promise,
            signs: signs,
            isHeld: !signs.isEmpty
        )
        say(.joined, at: until)
        if !signs.isEmpty { say(.held) }
        tellReferrer()
    }

    /// For how long after she joined a code is taken, in milliseconds: a day.
    private static let mayReferFor: Int64 = 86_400_000

    /// An order of hers was paid: where she came by a code, the first one that is worth enough qualifies.
    ///
    /// One that she paid before she joined shows that she was known (rule F-2).
    mutating func qualify(_ order: Order) {
        guard let referral = state.referral, !event.isAnonymous else { return }
        guard event.occurredAt >= referral.at else { return endReferral(.known) }
        guard referral.state.isOpen, event.occurredAt < referral.until,
            referral.promise.isMet(by: order.total, in: order.currency),
            referral.order.map({ event.occurredAt < $0.paidAt }) ?? true
        else { return }
        let last = version.zone.day(of: event.occurredAt).adding(days: referral.promise.wait)
        let due = referral.promise.wait == 0 ? event.occurredAt : version.zone.start(of: last.adding(days: 1))
        state.referral?.order = Referral.Qualifying(
            key: OrderKey(source: event.source, id: order.id),
            paidAt: event.occurredAt,
            due: due
        )
        state.referral?.state = .waiting
        say(.waiting, at: due)
        if referral.state != .waiting { tellReferrer() }
    }

    /// An order came back so far that it would not have qualified: what it gave is taken again, from both (rule F-5).
    mutating func reverseReferral(by key: OrderKey) {
        guard let referral = state.referral, referral.order?.key == key,
            referral.state == .waiting || referral.state == .paid,
            let record = state.record(of: key), let paid = record.paid
        else { return }
        let kept = record.returned.lines.reduce(paid.order.total) { $0 - $1.net }
        guard record.isReturned || !referral.promise.isMet(by: kept, in: paid.order.currency) else { return }
        state.referral?.state = .reversed
        takeBackGift(referral.lot, .reversed, as: Self.ownPresent)
        state.referral?.lot = nil
        tellReferrer()
    }

    /// The days are over: she gets what she was promised, and who brought her hears of it (rule F-4).
    private mutating func payReferral() throws(Refusal) {
        guard let referral = state.referral, referral.state == .waiting, !referral.isHeld,
            let due = referral.order?.due, event.occurredAt >= due
        else { return }
        state.referral?.state = .paid
        let lot = try give(referral.promise.friend, isOfFriend: false, as: Self.ownPresent)
        state.referral?.lot = lot
        tellReferrer()
    }

    /// Somebody has looked at a referral that was held.
    private mutating func decideReferral(isAccepted: Bool) {
        guard let referral = state.referral, referral.state.isOpen, referral.isHeld else { return }
        guard isAccepted else { return endReferral(.refused) }
        state.referral?.isHeld = false
        say(.accepted)
    }

    /// It does not count.
    mutating func endReferral(_ why: ReferralStep.Kind) {
        guard let referral = state.referral, referral.state.isOpen || referral.state == .paid else { return }
        state.referral?.state = .refused
        state.referral?.isHeld = false
        takeBackGift(referral.lot, why, as: Self.ownPresent)
        state.referral?.lot = nil
        tellReferrer()
    }

    private mutating func tellReferrer() {
        let untold = Referral.Untold(number: journal.event, at: at)
        state.referral?.untold = untold
        if let referral = state.referral { followUps.append(referral.news(of: state.member, untold)) }
    }

    /// Something became of a friend of hers: what is older than what she heard before changes nothing (rule F-7).
    private mutating func hear(_ news: FriendNews) throws(Refusal) {
        followUps.append(Referral.heard(news, id: event.id, at: at))
        let place = state.friends.firstIndex { $0.member == news.friend } ?? state.friends.endIndex
        if place == state.friends.endIndex {
            state.friends.append(Friend(member: news.friend, number: 0, state: .joined, since: at))
        }
        guard state.friends[place].number < news.number else { return }
        state.friends[place].number = news.number
        state.friends[place].state = news.state
        state.friends[place].since = at
        switch news.state {
        case .joined: say(.joined, isOfFriend: true)
        case .waiting: say(.waiting, isOfFriend: true)
        case .paid:
            let day = version.zone.day(of: event.occurredAt)
            guard isThere(news.gift) else { return say(.paid, isOfFriend: true) }
            guard mayGive(on: day) else { return say(.capped, isOfFriend: true) }
            let lot = try give(news.gift, isOfFriend: true, as: Self.present(for: news.friend))
            state.friends[place].lot = lot
            state.friends[place].paidOn = day
        case .reversed, .refused:
            takeBackGift(
                state.friends[place].lot,
                news.state == .refused ? .refused : .reversed,
                isOfFriend: true,
                as: Self.present(for: news.friend)
            )
            state.friends[place].lot = nil
            state.friends[place].paidOn = nil
        }
    }

    /// Whether the programme has what was promised.
    private func isThere(_ gift: Present?) -> Bool {
        switch gift {
        case .points(let wallet, _)?: programme.wallet(wallet) != nil
        case .reward(let reward)?: programme.reward(reward) != nil
        case nil: false
        }
    }

    /// Whether one more friend of hers gives her something on this day (rule F-8).
    private func mayGive(on day: Day) -> Bool {
        (programme.referral?.caps ?? []).allSatisfy { cap in
            let start = cap.span.start(of: day)
            let paid = state.friends.filter { friend in
                friend.paidOn.map { cap.span.start(of: $0) == start } ?? false
            }
            switch cap.measure {
            case .times(let most): return Int64(paid.count) < most
            case .points(let most): return paid.reduce(.zero) { $0 + ($1.lot?.points ?? .zero) } < most
            }
        }
    }

    /// What the redemption of a reward that a friend was given is called, before the number of its event.
    private static let ownPresent = "referral-"

    /// The same of a reward that was given for a friend.
    private static func present(for friend: MemberID) -> String { "referral-\(friend.text)-" }

    /// Points that can be used at once, since what they waited for is over, or a reward for nothing (rule F-10).
    ///
    /// They count as nothing that she earned herself. What the programme has no more gives nothing.
    ///
    /// - Returns: the points' lot; none where no points are given.
    private mutating func give(
        _ gift: Present?,
        isOfFriend: Bool,
        as name: String
    ) throws(Refusal) -> OrderRecord.EarnedLot? {
        switch gift {
        case .points(let key, let points)?:
            guard let wallet = programme.wallet(key) else { break }
            let lot = try credit(points, as: .earn, to: key, dates(of: wallet, activeFrom: event.occurredAt))
            reasons.append(.referral(ReferralStep(.paid, isOfFriend: isOfFriend, wallet: key, points: points)))
            // What lapsed meanwhile lapses here.
            let place = state.place(of: key)
            noteGone(state.accounts[place].lapse(by: at, in: &journal), of: key)
            return OrderRecord.EarnedLot(wallet: key, lot: lot, points: points)
        case .reward(let key)?:
            guard let reward = programme.reward(key) else { break }
            say(.paid, isOfFriend: isOfFriend)
            if !present(reward, as: Key("\(name)\(journal.event)")) { say(.gone, isOfFriend: isOfFriend) }
            return nil
        case nil: break
        }
        say(.paid, isOfFriend: isOfFriend)
        return nil
    }

    /// What was given is taken again, where something was.
    ///
    /// Points from their own lot first, pending then active; what lapsed counts as given back, the rest by the wallet's
    /// policy (rule R-4). A reward is taken as far as it is not in her hands
    /// (rule F-10).
    private mutating func takeBackGift(
        _ lot: OrderRecord.EarnedLot?,
        _ why: ReferralStep.Kind,
        isOfFriend: Bool = false,
        as name: String
    ) {
        guard let lot else {
            say(why, isOfFriend: isOfFriend)
            return takeBackPresents(named: name)
        }
        let bare = Wallet(key: lot.wallet, name: Words([]), activation: .immediate, expiry: .none, rates: [])
        let wallet = programme.wallet(lot.wallet) ?? bare
        let taken = takeBack(lot.points, [lot], from: wallet, as: .clawBack, lapsedBefore: .zero)
        reasons.append(
            .referral(
                ReferralStep(
                    why,
                    isOfFriend: isOfFriend,
                    wallet: lot.wallet,
                    points: -(taken?.taken ?? .zero)
                )
            )
        )
    }

    private mutating func say(_ kind: ReferralStep.Kind, isOfFriend: Bool = false, at moment: Instant? = nil) {
        reasons.append(.referral(ReferralStep(kind, isOfFriend: isOfFriend, at: moment)))
    }
}
