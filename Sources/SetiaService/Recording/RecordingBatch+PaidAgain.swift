internal import SetiaCore

// An order that came back whole, and is paid again under its own number (rule R-11).

extension RecordingBatch {
    /// The event about the order that it means: a payment of one that came back whole is a new payment, and a return or a
    /// redemption is of the last one.
    ///
    /// - Returns: the event under the number that the order is kept under; none where it is answered.
    mutating func numbered(
        _ prepared: PreparedIntake,
        at place: Int,
        of member: MemberID?
    ) throws -> PreparedIntake? {
        switch prepared.event.matter {
        case .orderPaid(let order):
            let first = OrderKey(source: prepared.event.source, id: order.id)
            guard let key = try payment(of: first, prepared, at: place, by: member) else { return nil }
            return renumbered(prepared, at: place, from: first, to: key)
        case .orderReturned, .pointsRedeemed, .pointsCaptured:
            guard let first = prepared.order, let member, let known = placeOfMember[member] else { return prepared }
            var key = first
            while members[known].state.record(of: key)?.isReturned == true {
                let next = key.paidAgain
                try load(member, with: next)
                if case .orderReturned = prepared.event.matter, members[known].state.record(of: next)?.paid == nil {
                    break
                }
                key = next
            }
            return renumbered(prepared, at: place, from: first, to: key)
        default: return prepared
        }
    }

    private mutating func renumbered(
        _ prepared: PreparedIntake,
        at place: Int,
        from first: OrderKey,
        to key: OrderKey
    ) -> PreparedIntake {
        guard key != first else { return prepared }
        let numbered = prepared.ofOrder(key.id)
        told[place] = numbered
        return numbered
    }

    /// Under which number an order is paid: its own, mostly.
    ///
    /// - Returns: the number; none where the payment was told before, and is answered so.
    private mutating func payment(
        of first: OrderKey,
        _ prepared: PreparedIntake,
        at place: Int,
        by member: MemberID?
    ) throws -> OrderKey? {
        var key = first
        var claim = paidBefore[place]
        while true {
            let claimed = ClaimKey(source: key.source, kind: .order, key: key.id)
            if let here = claimedHere[claimed] {
                guard case .recorded(let receipt)? = outcomes[here], receipt.member == member,
                    mayBePaidAgain(key, by: receipt.member, prepared)
                else {
                    outcomes[place] = answerRepeat(of: here, by: prepared, claimed)
                    return nil
                }
            } else if let known = claim {
                guard !known.isPending else {
                    if known.event.number == prepared.token { return key }
                    outcomes[place] = .failed(StoreFailure.onItsWay)
                    return nil
                }
                if known.event.member == member { try load(known.event.member, with: key) }
                guard known.event.member == member, mayBePaidAgain(key, by: known.event.member, prepared) else {
                    outcomes[place] = try answer(prepared, by: known, claimed)
                    return nil
                }
            } else {
                return key
            }
            key = key.paidAgain
            claim = try ledger.claims([ClaimKey(source: key.source, kind: .order, key: key.id)])[0]
        }
    }

    private func mayBePaidAgain(_ key: OrderKey, by member: MemberID, _ prepared: PreparedIntake) -> Bool {
        guard let known = placeOfMember[member], let record = members[known].state.record(of: key) else { return false }
        return record.mayBePaidAgain(at: prepared.event.occurredAt)
    }
}
