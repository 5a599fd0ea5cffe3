internal import SetiaCore

// Events about an account that is another member's now (rule L-21).

extension RecordingBatch {
    /// What is told of an account that is another member's now is hers; but an order that was paid before comes back where
    /// it was paid, a reward that was had before is handed over or given back where it was had, and what that gives or
    /// takes goes on to her.
    mutating func followMerges(_ batch: [PreparedIntake], _ whose: inout [MemberID?]) throws {
        for place in batch.indices {
            guard outcomes[place] == nil, case .redemptionChanged(let change) = batch[place].event.matter,
                let member = whose[place], let account = try self.account(with: change.redemption, cameTo: member)
            else { continue }
            whose[place] = account
        }
        var places = Array(batch.indices)
        while !places.isEmpty {
            places = places.filter { place in
                guard outcomes[place] == nil, !batch[place].event.type.isOurs, let member = whose[place],
                    let known = placeOfMember[member], members[known].state.merged != nil
                else { return false }
                return !isOwn(batch[place], of: known)
            }
            for place in places {
                guard let member = whose[place], let known = placeOfMember[member],
                    let other = members[known].state.merged?.other
                else { continue }
                whose[place] = other
                try load(other, with: batch[place].order)
            }
        }
    }

    /// A return that names the member who stays, of an order that an account paid which is hers now: decided there.
    ///
    /// - Returns: whether it was.
    mutating func decideWhereItWasPaid(
        _ prepared: PreparedIntake,
        at place: Int,
        _ claim: Claim,
        by member: MemberID
    ) throws -> Bool {
        let payer = claim.event.member
        guard payer != member else { return false }
        try load(payer, with: prepared.order)
        guard let known = placeOfMember[payer], isOwnReturn(prepared, of: known) else { return false }
        // As often as accounts came together, and never in a circle.
        var (account, steps) = (members[known].state.merged?.other, 0)
        while let next = account, next != member, steps < 20 {
            try load(next, with: nil)
            account = placeOfMember[next].flatMap { members[$0].state.merged?.other }
            steps += 1
        }
        guard account == member else { return false }
        let key = prepared.personal == nil ? nil : try ledger.keys(of: [payer])[0]
        decideOne(prepared, at: place, member: payer, key: key)
        return true
    }

    /// The account of which a redemption is: hers, or one that came to her, directly or with one that did.
    private mutating func account(with redemption: Key, cameTo member: MemberID) throws -> MemberID? {
        var (looked, wanted) = ([MemberID](), [member])
        while let next = wanted.popLast(), looked.count < SetiaService.mostAccounts {
            guard !looked.contains(next) else { continue }
            looked.append(next)
            try load(next, with: nil)
            guard let known = placeOfMember[next] else { continue }
            if members[known].state.has(redemption) { return next }
            wanted += members[known].state.mergedIn.map(\.other)
        }
        return nil
    }

    /// Whether it is of something that was the account's own before: an order that it paid, a reward that it had.
    private func isOwn(_ prepared: PreparedIntake, of known: Int) -> Bool {
        if case .redemptionChanged(let change) = prepared.event.matter {
            return members[known].state.has(change.redemption)
        }
        return isOwnReturn(prepared, of: known)
    }

    private func isOwnReturn(_ prepared: PreparedIntake, of known: Int) -> Bool {
        guard case .orderReturned = prepared.event.matter, let order = prepared.order else { return false }
        return members[known].state.record(of: order)?.paid != nil
    }

    /// Loads a member, or one more record of hers.
    mutating func load(_ member: MemberID, with order: OrderKey?) throws {
        if let known = placeOfMember[member] {
            guard let order, members[known].newcomer == nil, members[known].state.record(of: order) == nil else {
                return
            }
            let found = try ledger.states([StateRequest(member: member, orders: [order])])[0]
            members[known].state.records += found?.records ?? []
            return
        }
        let request = StateRequest(member: member, orders: order.map { [$0] } ?? [])
        guard let state = try ledger.states([request])[0] else { return }
        placeOfMember[member] = members.count
        members.append(MemberOnTheWay(state: state, newcomer: nil))
    }
}

extension MemberState {
    fileprivate func has(_ redemption: Key) -> Bool { redemptions.contains { $0.id == redemption } }
}
