internal import JSONText
package import SetiaCore

extension SetiaService {
    /// A page of the list with ids below `before`, newest first; of one part of it where one is named.
    package func reviews(
        _ filter: ReviewFilter?,
        before: Identifier? = nil,
        limit: Int
    ) async throws -> [ReviewItem] {
        let now = surroundings.now()
        return try await store.reading { archive in
            try archive.reviews(filter, at: now, before: before, limit: limit).map { try self.opened($0, archive) }
        }
    }

    /// One item of the list, or none.
    package func review(_ id: Identifier) async throws -> ReviewItem? {
        try await store.reading { archive in try archive.review(id).map { try self.opened($0, archive) } }
    }

    /// How many somebody should decide now.
    package func openReviews() async throws -> Int {
        let now = surroundings.now()
        return try await store.reading { try $0.openReviews(at: now) }
    }

    /// Records an event that was kept, by today's rules and as of now; one whose order has come since, in its turn.
    ///
    /// Applied twice it is recorded once, and answered the same.
    ///
    /// - Throws: `ReviewRefusal`; `StaffRefusal.mayNot`; `Refusal` where the programme says no, and the item stays open.
    package func applyReview(_ id: Identifier, by actor: AuditActor) async throws -> AppliedReview {
        try await applyReview(id, asAwaited: false, by: actor)
    }

    /// Says that an event that was kept counts for nothing, and why.
    ///
    /// - Throws: `ReviewRefusal`: `.noReason`, `.unknownReview`, `.decided` where it was applied; dismissing twice changes
    ///   nothing. `StaffRefusal.mayNot`.
    package func dismissReview(_ id: Identifier, reason: String, by actor: AuditActor) async throws -> ReviewItem {
        let now = surroundings.now()
        guard let words = try? StaffText.words(reason, .reason) else { throw ReviewRefusal.noReason }
        return try await store.writing { ledger in
            try self.allow(actor, ledger)
            guard var stored = try ledger.review(id) else { throw ReviewRefusal.unknownReview }
            switch stored.item.state {
            case .open: break
            case .dismissed: return try self.opened(stored, ledger)
            case .applied: throw ReviewRefusal.decided(stored.item)
            }
            stored.item.state = .dismissed
            stored.item.decidedBy = actor
            stored.item.decidedAt = now
            stored.note = try self.sealed(words, stored.item.member, ledger)
            try ledger.save(stored)
            try ledger.add(self.line(.reviewDismissed, of: stored.item, stored.item.member, by: actor, at: now))
            return try self.opened(stored, ledger)
        }
    }

    /// The same, where `asAwaited` says that its order has come and it counts in its turn.
    func applyReview(_ id: Identifier, asAwaited: Bool, by actor: AuditActor) async throws -> AppliedReview {
        let now = surroundings.now()
        let applied = try await store.writing { ledger in
            try self.allow(actor, ledger)
            guard var stored = try ledger.review(id) else { throw ReviewRefusal.unknownReview }
            switch stored.item.state {
            case .open: break
            case .dismissed: throw ReviewRefusal.decided(try self.opened(stored, ledger))
            case .applied:
                guard let event = stored.item.applied, let kept = try ledger.event(event) else {
                    throw StoreFailure(kind: .other, message: "an applied review names an event that is not there")
                }
                return AppliedReview(item: stored.item, receipt: kept.receipt)
            }
            let receipt: Receipt
            switch try self.record([stored.prepared(asAwaited: asAwaited)], now: now, in: ledger)[0] {
            case .recorded(let recorded): receipt = recorded
            case .refused(let refusal): throw refusal
            case .kept: preconditionFailure("what somebody applies does not wait again")
            case .failed(let error): throw error
            }
            stored.item.state = .applied
            stored.item.applied = receipt.id
            stored.item.decidedBy = actor
            stored.item.decidedAt = now
            try ledger.save(stored)
            try ledger.add(self.line(.reviewApplied, of: stored.item, receipt.member, by: actor, at: now))
            return AppliedReview(item: stored.item, receipt: receipt)
        }
        let outcomes = [RecordingOutcome.recorded(applied.receipt)]
        tellChanges(outcomes)
        await followUp(outcomes)
        return applied
    }

    /// Lets through whoever may; what a key may was asked at the door.
    private func allow(_ actor: AuditActor, _ archive: any Archive) throws {
        if case .apiKey = actor { return }
        try require(.decideReviews, of: actor, archive)
    }

    private func line(
        _ action: AuditAction,
        of item: ReviewItem,
        _ member: MemberID?,
        by actor: AuditActor,
        at now: Instant
    ) -> AuditEntry {
        entry(
            action,
            by: actor,
            at: now,
            member: member,
            subject: item.id.text,
            details: ["type": item.event.type.rawValue, "reason": item.reason.rawValue]
        )
    }

    private func sealed(_ words: String, _ member: MemberID?, _ archive: any Archive) throws -> [UInt8]? {
        guard let member else { return try sealing.seal(Array(words.utf8), use: .review) }
        guard let key = try archive.keys(of: [member])[0] else { return nil }
        return try sealing.seal(Array(words.utf8), for: member, use: .review, with: key)
    }

    /// An item with what people wrote, as far as it can still be opened.
    private func opened(_ stored: StoredReview, _ archive: any Archive) throws -> ReviewItem {
        var item = stored.item
        guard let note = stored.note else { return item }
        if let member = item.member {
            guard let key = try archive.keys(of: [member])[0] else { return item }
            item.note = String(
                decoding: try sealing.open(note, of: member, use: .review, with: key),
                as: UTF8.self
            )
        } else {
            item.note = String(decoding: try sealing.open(note, use: .review), as: UTF8.self)
        }
        return item
    }
}

extension StoredReview {
    /// Its event, ready to be recorded after all.
    fileprivate func prepared(asAwaited: Bool) -> PreparedIntake {
        PreparedIntake(
            intake: Intake(event: item.event, who: item.member.map { .member($0) } ?? .nobody),
            facts: facts,
            personal: nil,
            contentHash: contentHash,
            claims: keys,
            identity: nil,
            recordedAt: nil,
            road: asAwaited || item.reason == .unknownOrder ? .awaited(sealed: sealed) : .reviewed(sealed: sealed)
        )
    }
}
