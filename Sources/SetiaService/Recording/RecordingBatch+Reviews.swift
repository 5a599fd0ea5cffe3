internal import SetiaCore

// What a batch does not record, and keeps for somebody to look at (rules D-9 and R-10).

extension RecordingBatch {
    /// Whether an event is so old that somebody must look at it first; a return is, once its order is known.
    func isTooLate(_ prepared: PreparedIntake, of known: Int) -> Bool {
        // What Setia says itself, as that a day of hers has come, waits for nobody.
        guard case .door = prepared.road, !prepared.event.type.isOurs else { return false }
        let state = members[known].state
        guard state.status != .erased, state.status != .closed else { return false }
        if case .orderReturned = prepared.event.matter {
            guard let order = prepared.order, state.record(of: order)?.paid != nil else { return false }
        }
        return Refold.isTooLate(prepared.event, state, under: book)
    }

    /// What becomes of an event that the programme refuses: a return whose order nobody has told of yet is kept until it
    /// comes.
    mutating func outcome(
        of refusal: Refusal,
        _ prepared: PreparedIntake,
        at place: Int,
        about who: (member: MemberID, key: WrappedKey?, known: Int)? = nil
    ) throws -> RecordingOutcome {
        guard case .unknownOrder = refusal, case .door = prepared.road, case .orderReturned = prepared.event.matter,
            let order = prepared.order
        else { return .refused(try told(refusal)) }
        let key = ClaimKey(source: order.source, kind: .order, key: order.id)
        guard claimedHere[key] == nil else { return .refused(refusal) }
        if let claim = try ledger.claims([key])[0] {
            guard !claim.isPending else { return .failed(StoreFailure.onItsWay) }
            if let who, try decideWhereItWasPaid(prepared, at: place, claim, by: who.member), let done = outcomes[place]
            {
                return done
            }
            return .refused(refusal)
        }
        // Who was made for it only is nobody.
        guard let who, members[who.known].newcomer == nil else {
            return try keep(prepared, at: place, of: nil, .unknownOrder, nil)
        }
        return try keep(prepared, at: place, of: who.member, .unknownOrder, who.key)
    }

    /// A refusal with what only counters know: how many are left of what was not to be had (rule W-7).
    private func told(_ refusal: Refusal) throws -> Refusal {
        guard case .reward(.outOfStock(let reward, nil)) = refusal else { return refusal }
        let left = try ledger.counters([Reward.counter(of: reward)])[0]?.left ?? 0
        return .reward(.outOfStock(reward: reward, left: max(0, left)))
    }

    /// Keeps an event, or says that it is kept already.
    mutating func keep(
        _ prepared: PreparedIntake,
        at place: Int,
        of member: MemberID?,
        _ reason: ReviewItem.Reason,
        _ key: WrappedKey?
    ) throws -> RecordingOutcome {
        let keys = prepared.claims
        let here = reviews.first { review in review.stored.keys.contains { keys.contains($0) } }?.stored
        if let known = try here ?? ledger.review(holding: keys) { return answer(prepared, known) }
        let item = ReviewItem(
            id: service.surroundings.newIdentifier(),
            event: prepared.event,
            member: member,
            reason: reason,
            receivedAt: now,
            listedAt: reason == .unknownOrder ? now.adding(milliseconds: ReviewItem.waitsForOrder) : now
        )
        let sealed = try prepared.personal.flatMap { personal -> [UInt8]? in
            guard let member, let key else { return nil }
            return try service.sealing.seal(personal, for: member, use: .event, with: key)
        }
        let stored = StoredReview(
            item: item,
            facts: prepared.facts,
            sealed: sealed,
            contentHash: prepared.contentHash
        )
        reviews.append((place, stored))
        return .kept(item, isReplay: false)
    }

    /// Writes what is kept; where another server was first, its item stands.
    mutating func keepReviews(in writer: any Ledger) throws {
        for (place, stored) in reviews {
            try writer.save(stored)
            guard let kept = try writer.review(holding: stored.keys), kept.item.id != stored.item.id else { continue }
            answer(at: place, with: kept, stored)
        }
    }

    private func answer(_ prepared: PreparedIntake, _ known: StoredReview) -> RecordingOutcome {
        guard known.contentHash == prepared.contentHash else {
            let held = prepared.claims.first { known.keys.contains($0) } ?? prepared.claims[0]
            return .refused(.conflictingDuplicate(held.kind, key: held.readable))
        }
        return .kept(known.item, isReplay: true)
    }
}
