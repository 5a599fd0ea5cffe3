// Members who spend from what all of them hold, decided by each one's own events (rules H-1 to H-6).

extension Deciding {
    /// Something became of a household.
    mutating func change(_ change: HouseholdChange) throws(Refusal) {
        switch change {
        case .invited(let other): try invite(other)
        case .joined(let head): try join(head)
        case .came(let other): takeIn(other)
        case .left: try leave()
        case .went(let other): lose(other)
        case .ended(let head): endHousehold(of: head)
        case .shared(let redemption, let by, let head, let wallet, let points):
            try share(redemption, by: by, head: head, wallet, points)
        case .redeemed(let redemption, let wallet, let points, let parts):
            try redeem(redemption, wallet, points, parts)
        case .dropped: reasons.append(.household(HouseholdStep(.dropped)))
        case .settled(let redemption, let isTaken): settle(redemption, isTaken: isTaken)
        }
    }

    /// The head asks somebody: that is her consent (rule H-1).
    private mutating func invite(_ other: MemberID) throws(Refusal) {
        let policy = try policyOfHouseholds()
        try maySpend()
        guard other != state.member else { throw .household(.herself) }
        var household = state.household ?? Household(head: state.member, since: at)
        guard household.head == state.member else { throw .household(.notHead) }
        guard !household.members.contains(other) else { throw .household(.alreadyTogether) }
        guard household.members.count + 1 < policy.most else { throw .household(.full) }
        if !household.invited.contains(other) { household.invited.append(other) }
        // What was asked long ago and not taken up gives way.
        if household.invited.count > policy.most { household.invited.removeFirst() }
        state.household = household
        reasons.append(.household(HouseholdStep(.invited)))
    }

    /// She joins, which is her consent; the head is told, and takes her in where she was asked (rule H-1).
    private mutating func join(_ head: MemberID) throws(Refusal) {
        _ = try policyOfHouseholds()
        try maySpend()
        guard head != state.member else { throw .household(.herself) }
        if let own = state.household, own.head != state.member || !own.members.isEmpty {
            throw .household(.alreadyTogether)
        }
        state.household = Household(head: head, since: at)
        followUps.append(message(to: head, .came(state.member)))
        reasons.append(.household(HouseholdStep(.joined)))
    }

    private mutating func takeIn(_ other: MemberID) {
        if state.household?.members.contains(other) == true { return }
        guard var household = state.household, household.head == state.member,
            household.invited.contains(other),
            household.members.count + 1 < programme.household?.most ?? 0
        else {
            followUps.append(message(to: other, .ended(head: state.member)))
            return
        }
        household.invited.removeAll { $0 == other }
        household.members.append(other)
        state.household = household
        reasons.append(.household(HouseholdStep(.came)))
    }

    /// She leaves with what is hers; with its head a household ends (rule H-2).
    private mutating func leave() throws(Refusal) {
        guard let household = state.household else { throw .household(.notTogether) }
        state.household = nil
        reasons.append(.household(HouseholdStep(.left)))
        if household.head == state.member {
            for other in household.members { followUps.append(message(to: other, .ended(head: state.member))) }
        } else {
            followUps.append(message(to: household.head, .went(state.member)))
        }
    }

    private mutating func lose(_ other: MemberID) {
        guard let place = state.household?.members.firstIndex(of: other) else { return }
        state.household?.members.remove(at: place)
        reasons.append(.household(HouseholdStep(.went)))
    }

    private mutating func endHousehold(of head: MemberID) {
        guard let household = state.household, household.head == head, head != state.member else { return }
        state.household = nil
        reasons.append(.household(HouseholdStep(.ended)))
    }

    /// Points of hers are set apart for what another one has, each noted with the lot that it is of (rule H-5).
    private mutating func share(
        _ redemption: Key,
        by: MemberID,
        head: MemberID,
        _ key: Key,
        _ points: Points
    ) throws(Refusal) {
        _ = try policyOfHouseholds()
        let wallet = try wallet(key)
        try maySpend()
        guard let household = state.household, household.head == head,
            head != state.member || household.members.contains(by)
        else { throw .household(.notTogether) }
        let parts = try draw(points, as: .spend, from: wallet)
        state.shares.append(
            Transfer(
                key: TransferKey(source: event.source, id: redemption),
                number: journal.event,
                to: by,
                wallet: key,
                parts: parts,
                fee: [],
                at: at
            )
        )
        reasons.append(.household(HouseholdStep(.shared, wallet: key, points: -points)))
    }

    /// She has something for points of all: her own part is taken, and the others hear that theirs is spent (rule H-5).
    private mutating func redeem(
        _ redemption: Key,
        _ key: Key,
        _ points: Points,
        _ parts: [HouseholdPart]
    ) throws(Refusal) {
        _ = try policyOfHouseholds()
        let wallet = try wallet(key)
        try maySpend()
        guard state.household != nil else { throw .household(.notTogether) }
        let own = parts.first { $0.member == state.member }?.points ?? .zero
        if own > .zero { _ = try draw(own, as: .spend, from: wallet) }
        reasons.append(.household(HouseholdStep(.redeemed, wallet: key, points: -own, all: points)))
        for part in parts where part.member != state.member {
            followUps.append(Household.settlement(of: redemption, for: part.member, isTaken: true, at: at))
        }
    }

    /// What she set apart is spent, or goes back to the lots that it is of (rule H-5).
    private mutating func settle(_ redemption: Key, isTaken: Bool) {
        guard let underway = state.shares.firstIndex(where: { $0.key.id == redemption }) else { return }
        let share = state.shares.remove(at: underway)
        guard !isTaken else {
            reasons.append(.household(HouseholdStep(.spent, wallet: share.wallet)))
            return
        }
        let place = state.place(of: share.wallet)
        for part in share.parts {
            state.accounts[place].giveBack(part.points, to: part.lot, in: &journal)
        }
        noteGone(state.accounts[place].lapse(by: at, in: &journal), of: share.wallet)
        reasons.append(.household(HouseholdStep(.back, wallet: share.wallet, points: share.points)))
    }

    private func policyOfHouseholds() throws(Refusal) -> HouseholdPolicy {
        guard let policy = programme.household else { throw .household(.noHouseholds) }
        return policy
    }

    private func message(to other: MemberID, _ change: HouseholdChange) -> FollowUp {
        Household.message(to: other, "\(state.member.text)-\(journal.event)-\(other.text)", at: at, change)
    }
}
