internal import SetiaCore

extension RecordingBatch {
    /// ① Claim: what was recorded before gets its first answer again, or is a conflict.
    mutating func answerRepeats(_ batch: [PreparedIntake]) throws {
        try answerRepeats(batch, at: Array(batch.indices))
        for (place, prepared) in batch.enumerated() {
            if outcomes[place] == nil,
                prepared.event.occurredAt.milliseconds > now.milliseconds + SetiaService.clockTolerance
            {
                outcomes[place] = .refused(.inTheFuture(occurredAt: prepared.event.occurredAt, now: now))
            }
            if outcomes[place] == nil, let store = prepared.event.store, !configuration.knows(store) {
                outcomes[place] = .refused(.unknownStore(store.text))
            }
        }
    }

    /// The first answer again, or a conflict, where a claim of the event is taken; else its outcome stays as it is.
    ///
    /// Asked once more for those that were refused: another server may have recorded one since the claims were read and
    /// until its member was ours; it was then refused for what it had done itself, as a return of an order that it had
    /// taken back.
    mutating func answerRepeats(_ batch: [PreparedIntake], at places: [Int]) throws {
        guard !places.isEmpty else { return }
        let claims = try ledger.claims(places.flatMap { batch[$0].claims })
        var next = 0
        for place in places {
            let prepared = batch[place]
            let found = claims[next..<(next + prepared.claims.count)]
            next += prepared.claims.count
            for (key, claim) in zip(prepared.claims, found) {
                guard let claim else { continue }
                if claim.isPending {
                    if try answerPending(prepared, at: place, claim) { break }
                    continue
                }
                if key.kind == .order, outcomes[place] == nil {
                    // Perhaps paid again: that is seen once her part is at hand.
                    paidBefore[place] = claim
                    if prepared.intake.who == .nobody { claimedFor[place] = claim.event.member }
                } else {
                    outcomes[place] = try answer(prepared, by: claim, key)
                }
                break
            }
        }
    }

    /// The first answer again, or a conflict.
    func answer(_ prepared: PreparedIntake, by claim: Claim, _ key: ClaimKey) throws -> RecordingOutcome {
        guard claim.contentHash == prepared.contentHash else {
            return .refused(.conflictingDuplicate(key.kind, key: key.readable))
        }
        guard let stored = try ledger.event(claim.event) else {
            throw StoreFailure(kind: .other, message: "a claim names an event that is not there")
        }
        return .recorded(stored.receipt)
    }

    /// A key that was claimed for an event which may not be written: by this one, stopped on its way earlier, or by
    /// another, which is on its way now.
    ///
    /// - Returns: whether it is answered; where not, the event goes on with the member it was claimed for.
    private mutating func answerPending(_ prepared: PreparedIntake, at place: Int, _ claim: Claim) throws -> Bool {
        guard claim.event.number == prepared.token else {
            outcomes[place] = .failed(StoreFailure.onItsWay)
            return true
        }
        hasOpenClaims = true
        let member = claim.event.member
        let id = try ledger.event(of: member, source: prepared.event.source, id: prepared.event.id)
        guard claim.contentHash == prepared.contentHash else {
            outcomes[place] = .refused(.conflictingDuplicate(.event, key: prepared.event.id.text))
            return true
        }
        guard let id, let stored = try ledger.event(id) else {
            claimedFor[place] = member
            return false
        }
        outcomes[place] = .recorded(stored.receipt)
        return true
    }

    /// Another server kept the same event first: its item is the answer.
    mutating func answer(at place: Int, with kept: StoredReview, _ own: StoredReview) {
        guard kept.contentHash == own.contentHash else {
            let held = own.keys.first { kept.keys.contains($0) } ?? own.keys[0]
            outcomes[place] = .refused(.conflictingDuplicate(held.kind, key: held.readable))
            return
        }
        outcomes[place] = .kept(kept.item, isReplay: true)
    }

    /// The same event twice in one batch: the second gets the first one's answer, or is a conflict.
    func answerRepeat(of first: Int, by prepared: PreparedIntake, _ claim: ClaimKey) -> RecordingOutcome? {
        guard case .recorded(let receipt) = outcomes[first],
            let member = placeOfMember[receipt.member],
            let recorded = members[member].events.first(where: { $0.decision.number == receipt.decision.number })
        else { return outcomes[first] }
        guard recorded.contentHash == prepared.contentHash else {
            return .refused(.conflictingDuplicate(claim.kind, key: claim.readable))
        }
        return .recorded(receipt.replayed)
    }
}

extension ClaimKey {
    /// The key as a person knows it: a return's is its own number, without the order's.
    var readable: String {
        kind == .orderReturn ? String(key.text.split(separator: "\u{1f}").last ?? "") : key.shopNumber.text
    }
}

extension Receipt {
    fileprivate var replayed: Receipt {
        Receipt(member: member, event: event, recordedAt: recordedAt, decision: decision, isReplay: true)
    }
}
