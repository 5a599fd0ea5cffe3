internal import JSONText
package import SetiaCore

extension SetiaService {
    /// For how long a merge can be undone, in milliseconds: 30 days.
    package static let mergeUndoWindow: Int64 = 30 * 86_400_000

    /// What merging an account into another would do; nothing is written.
    ///
    /// - Throws: `MergeRefusal.unknownMember`, or the world's trouble.
    package func previewMerge(of from: MemberID, into: MemberID) async throws -> MergePreview {
        guard let goes = try await member(from) else { throw MergeRefusal.unknownMember(from) }
        guard let stays = try await member(into) else { throw MergeRefusal.unknownMember(into) }
        return MergePreview(
            goes: goes,
            stays: stays,
            hadTwice: hadTwice(goes.state, stays.state),
            refusal: refusal(goes.state, stays.state)
        )
    }

    /// Makes two accounts one, since they are one person's: the first is frozen, and all of it is the other's (rule L-20).
    ///
    /// Asked again it changes nothing, and finishes what was stopped on its way.
    ///
    /// - Throws: `MergeRefusal`, `StaffRefusal.mayNot`, or the world's trouble.
    package func mergeMember(_ from: MemberID, into: MemberID, by actor: AuditActor) async throws -> MergeDone {
        let now = surroundings.now()
        try await allowMerging(actor)
        let (goes, stays) = try await accounts(from, into)
        let id: Key
        let at: Instant
        if let merged = goes.merged, merged.other == into {
            (id, at) = (merged.id, merged.at)
        } else {
            if let refusal = refusal(goes, stays) { throw refusal }
            id = Key(surroundings.newIdentifier().text)
            at = now
            let event = Event(
                source: "setia/merges",
                id: id,
                occurredAt: max(now, goes.clock),
                matter: .memberMerged(Merge(id: id, into: into))
            )
            try await recordOwn(event, about: from)
            try await store.writing { ledger in
                for (member, other) in [(into, from), (from, into)] {
                    try ledger.add(
                        self.entry(.membersMerged, by: actor, at: now, member: member, subject: other.text)
                    )
                }
            }
        }
        try await store.writing { try self.handOver(from: from, to: into, merge: id, in: $0) }
        changeSignal.tell([from, into])
        return MergeDone(id: id, from: from, into: into, at: at, hadTwice: hadTwice(goes, stays))
    }

    /// Makes two accounts of one again, since they are two people's after all: what remains of it goes back.
    ///
    /// - Throws: `MergeRefusal`, `StaffRefusal.mayNot`, or the world's trouble.
    package func undoMerge(of from: MemberID, into: MemberID, by actor: AuditActor) async throws {
        let now = surroundings.now()
        try await allowMerging(actor)
        let (_, stays) = try await accounts(from, into)
        guard let merged = stays.mergedIn.last(where: { $0.other == from }) else { throw MergeRefusal.notMerged(from) }
        guard now.milliseconds - merged.at.milliseconds <= SetiaService.mergeUndoWindow else {
            throw MergeRefusal.tooLateToUndo(since: merged.at)
        }
        let undoing = try await store.reading { archive in
            MergeUndoing(merged.id, from: from, in: try archive.history(of: into))
        }
        let event = Event(
            source: "setia/merges",
            id: Key("\(merged.id)-undone"),
            occurredAt: max(now, stays.clock),
            matter: .mergeUndone(undoing)
        )
        try await recordOwn(event, about: into)
        try await store.writing { ledger in
            try self.giveBack(from: into, to: from, merge: merged.id, in: ledger)
            for (member, other) in [(into, from), (from, into)] {
                try ledger.add(self.entry(.mergeUndone, by: actor, at: now, member: member, subject: other.text))
            }
        }
        changeSignal.tell([from, into])
    }

    private func accounts(_ from: MemberID, _ into: MemberID) async throws -> (goes: MemberState, stays: MemberState) {
        guard from != into else { throw MergeRefusal.sameMember }
        let states = try await store.reading { archive in
            try archive.states([StateRequest(member: from), StateRequest(member: into)])
        }
        guard let goes = states[0] else { throw MergeRefusal.unknownMember(from) }
        guard let stays = states[1] else { throw MergeRefusal.unknownMember(into) }
        return (goes, stays)
    }

    private func refusal(_ goes: MemberState, _ stays: MemberState) -> MergeRefusal? {
        guard goes.member != stays.member else { return .sameMember }
        for state in [goes, stays] {
            guard state.status == .active || state.status == .prospect else {
                return .wrongStatus(state.member, state.status)
            }
        }
        let isUnfinished =
            goes.accounts.contains { !$0.holds.isEmpty } || !goes.transfers.isEmpty || !goes.shares.isEmpty
            || !goes.sharesUnderway.isEmpty
        return isUnfinished ? .unfinished(goes.member) : nil
    }

    /// Rules whose cap is of a lifetime and that gave to both.
    private func hadTwice(_ goes: MemberState, _ stays: MemberState) -> [Key] {
        goes.capUses.compactMap { use in
            guard case .rule(let rule) = use.owner, use.span == .lifetime, use.times > 0 else { return nil }
            let isOthers = stays.capUses.contains { $0.owner == use.owner && $0.span == .lifetime && $0.times > 0 }
            return isOthers ? rule : nil
        }
    }

    private func allowMerging(_ actor: AuditActor) async throws {
        if case .apiKey = actor { return }
        try await store.reading { try self.require(.mergeMembers, of: actor, $0) }
    }

    private func recordOwn(_ event: Event, about member: MemberID) async throws {
        switch try await record(Intake(event: event, who: .member(member))) {
        case .recorded: return
        case .refused(let refusal): throw refusal
        case .kept: preconditionFailure("what Setia says itself never waits")
        case .failed(let error): throw error
        }
    }

    /// How she is recognised, and what is known of her where nothing is known of the other, is the other's.
    private func handOver(from: MemberID, to: MemberID, merge: Key, in ledger: any Ledger) throws {
        guard let sealed = try ledger.person(from) else { return }
        let keys = try ledger.keys(of: [from, to])
        guard let key = keys[0], let otherKey = keys[1] else { return }
        for identity in sealed.identities {
            let value = try sealing.open(identity.sealed, of: from, use: .identity, with: key)
            let moved = SealedIdentity(
                hash: identity.hash,
                sealed: try sealing.seal(value, for: to, use: .identity, with: otherKey),
                evidence: Key("merge:\(merge):\(identity.evidence)"),
                addedAt: identity.addedAt
            )
            try ledger.move(moved, from: from, to: to)
        }
        var known = try open(try ledger.person(to)?.document, of: to, with: otherKey)
        let gaps = try open(sealed.document, of: from, with: key).members.filter { known[$0.key] == nil }
        if !gaps.isEmpty {
            for gap in gaps { known.set(gap.key, gap.value) }
            let document = JSON.object(known).canonical
            try ledger.setPerson(try sealing.seal(document, for: to, use: .person, with: otherKey), of: to)
        }
        try keepWords(of: to, in: ledger)
        try ledger.setWords([], of: from)
        guard let hers = try ledger.contactPreference(of: from) else { return }
        var kept = try ledger.contactPreference(of: to) ?? ContactPreference()
        kept.pausedUntil = [kept.pausedUntil, hers.pausedUntil].compactMap { $0 }.max()
        kept.zone = kept.zone ?? hers.zone
        try ledger.save(kept, of: to, at: surroundings.now())
    }

    /// The identities that came with a merge go back.
    private func giveBack(from: MemberID, to: MemberID, merge: Key, in ledger: any Ledger) throws {
        guard let sealed = try ledger.person(from) else { return }
        let keys = try ledger.keys(of: [from, to])
        guard let key = keys[0], let otherKey = keys[1] else { return }
        let mark = "merge:\(merge):"
        for identity in sealed.identities where identity.evidence.text.hasPrefix(mark) {
            let value = try sealing.open(identity.sealed, of: from, use: .identity, with: key)
            let moved = SealedIdentity(
                hash: identity.hash,
                sealed: try sealing.seal(value, for: to, use: .identity, with: otherKey),
                evidence: Key(String(identity.evidence.text.dropFirst(mark.count))),
                addedAt: identity.addedAt
            )
            try ledger.move(moved, from: from, to: to)
        }
        try keepWords(of: from, in: ledger)
        try keepWords(of: to, in: ledger)
    }
}

extension MergeUndoing {
    /// All that came to a member with a merge, by her events.
    fileprivate init(_ id: Key, from: MemberID, in history: [StoredEvent]) {
        var lots: [(wallet: Key, lot: Int64)] = []
        var counted = MergeShare(id: id, from: from, number: 0)
        for stored in history {
            guard case .mergeReceived(let share) = stored.event.matter, share.id == id, !share.isBack else { continue }
            for entry in stored.decision.entries where entry.kind == .transfer && entry.lot == entry.number {
                lots.append((entry.wallet, entry.lot))
            }
            counted.tallies += share.tallies
            counted.orders += share.orders
            counted.capUses += share.capUses
            counted.achievements += share.achievements
        }
        self.init(id: id, from: from, lots: lots, counted: counted)
    }
}
