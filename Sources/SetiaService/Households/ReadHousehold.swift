package import SetiaCore

/// A household as its members may see it.
package struct HouseholdView: Sendable {
    /// Who began it.
    package let head: MemberID
    /// Whose points go first; none where the programme has no households any more.
    package let share: HouseholdPolicy.Share?
    /// Who belongs to it, the head first, then in the order in which they came; each with what she can use, by wallet.
    package let members: [(member: MemberID, available: [(wallet: Key, points: Points)])]
    /// Whom the head has asked and who has not come.
    package let invited: [MemberID]

    /// What all can use together, by wallet.
    package var available: [(wallet: Key, points: Points)] {
        var sums: [(wallet: Key, points: Points)] = []
        for (wallet, points) in members.flatMap(\.available) {
            if let place = sums.firstIndex(where: { $0.wallet == wallet }) {
                sums[place].points += points
            } else {
                sums.append((wallet, points))
            }
        }
        return sums
    }
}

extension SetiaService {
    /// The household that a member belongs to (rule H-1).
    ///
    /// - Parameter member: Whose.
    /// - Returns: it; none where she belongs to none.
    /// - Throws: `Refusal.unknownMember`, or the world's trouble.
    package func household(of member: MemberID) async throws -> HouseholdView? {
        let now = surroundings.now()
        let (share, states) = try await store.reading { archive in
            let share = try self.configuration(archive).book?.version(at: now).programme.household?.share
            return (share, try self.together(with: member, archive))
        }
        guard let head = states.first, let household = head.household else { return nil }
        return HouseholdView(
            head: head.member,
            share: share,
            members: states.map { state in
                (state.member, state.balances(at: now).map { ($0.wallet, $0.available) })
            },
            invited: household.invited
        )
    }

    /// Where all stand who belong to a member's household, the head first: those on the head's list who name the head, and
    /// are active.
    ///
    /// - Returns: none where she belongs to none.
    func together(with member: MemberID, _ archive: any Archive) throws -> [MemberState] {
        guard let own = try archive.states([StateRequest(member: member)])[0] else {
            throw Refusal.unknownMember(member.text)
        }
        guard let named = own.household else { return [] }
        let head = named.head == member ? own : try archive.states([StateRequest(member: named.head)])[0]
        guard let head, let household = head.household, household.head == head.member, head.status == .active else {
            return []
        }
        let others = try archive.states(household.members.map { StateRequest(member: $0) })
        let all = [head] + others.compactMap { $0 }.filter { $0.household?.head == head.member && $0.status == .active }
        return all.contains { $0.member == member } ? all : []
    }

    /// She asks another one to belong to her household (rule H-1).
    ///
    /// - Parameters:
    ///   - other: Whom.
    ///   - member: Who asks.
    /// - Returns: the receipt.
    /// - Throws: `Refusal`, or the world's trouble.
    package func invite(_ other: MemberID, toHouseholdOf member: MemberID) async throws -> Receipt {
        guard try await store.reading({ try $0.states([StateRequest(member: other)])[0] })?.status == .active else {
            throw Refusal.unknownMember(other.text)
        }
        return try await tell(.invited(other), of: member)
    }

    /// She joins the household of one who has asked her (rule H-1).
    ///
    /// - Parameters:
    ///   - head: Who has asked her.
    ///   - member: Who joins.
    /// - Returns: the receipt.
    /// - Throws: `Refusal`, or the world's trouble.
    package func joinHousehold(of head: MemberID, _ member: MemberID) async throws -> Receipt {
        let (own, other) = try await store.reading { archive in
            let states = try archive.states([StateRequest(member: member), StateRequest(member: head)])
            return (states[0], states[1])
        }
        guard let own else { throw Refusal.unknownMember(member.text) }
        guard let household = other?.household, household.head == head, household.invited.contains(member) else {
            throw Refusal.household(.notInvited)
        }
        if let named = own.household, named.head != member, try await self.household(of: member) == nil {
            // It is over, or the head did not hear that she had come: she begins afresh.
            await send(message(.ended(head: named.head), to: member))
        }
        let receipt = try await tell(.joined(head: head), of: member)
        guard try await self.household(of: member) != nil else { throw Refusal.household(.full) }
        return receipt
    }

    /// She leaves her household; with its head it ends (rule H-2).
    ///
    /// - Parameter member: Who leaves.
    /// - Returns: the receipt.
    /// - Throws: `Refusal`, or the world's trouble.
    package func leaveHousehold(_ member: MemberID) async throws -> Receipt {
        try await tell(.left, of: member)
    }

    /// Records something that became of a household.
    func tell(_ change: HouseholdChange, of member: MemberID, id: Key? = nil) async throws -> Receipt {
        let id = id ?? Key("\(surroundings.newIdentifier())")
        let now = surroundings.now()
        let event = Event(source: Household.source, id: id, occurredAt: now, matter: .householdChanged(change))
        switch try await record(Intake(event: event, who: .member(member))) {
        case .recorded(let receipt): return receipt
        case .refused(let refusal): throw refusal
        case .kept: preconditionFailure("what Setia says itself never waits")
        case .failed(let error): throw error
        }
    }

    private func message(_ change: HouseholdChange, to member: MemberID) -> FollowUp {
        Household.message(to: member, "\(surroundings.newIdentifier())", at: surroundings.now(), change)
    }
}
