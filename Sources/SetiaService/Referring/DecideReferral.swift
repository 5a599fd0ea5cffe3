package import SetiaCore

extension SetiaService {
    /// Accepts or refuses a referral that somebody must look at, and says why (rule F-6).
    ///
    /// - Returns: the referral as it is then.
    /// - Throws: `ReferralRefusal`; `StaffRefusal.mayNot`; or the world's trouble; nothing has changed then.
    package func decideReferral(
        of friend: MemberID,
        isAccepted: Bool,
        reason: String,
        by actor: AuditActor
    ) async throws -> ReferralItem {
        let now = surroundings.now()
        guard let words = try? StaffText.words(reason, .reason) else { throw ReferralRefusal.noReason }
        let (item, outcome) = try await store.writing { ledger in
            if case .apiKey = actor {
            } else {
                try self.require(.decideReviews, of: actor, ledger)
            }
            guard var stored = try ledger.referral(of: friend),
                let referral = try ledger.states([StateRequest(member: friend)])[0]?.referral
            else { throw ReferralRefusal.unknownReferral }
            guard stored.isHeld, referral.isHeld, referral.state.isOpen else {
                throw ReferralRefusal.decided(referral.state)
            }
            let event = Event(
                source: Referral.source,
                id: Key("\(friend.text)-decided"),
                occurredAt: now,
                matter: .referralChanged(.decided(isAccepted: isAccepted))
            )
            let outcome = try self.record(
                [self.prepare(Intake(event: event, who: .member(friend)))],
                now: now,
                in: ledger
            )[0]
            switch outcome {
            case .recorded: break
            case .refused(let refusal): throw refusal
            case .kept: preconditionFailure("what Setia says itself never waits")
            case .failed(let error): throw error
            }
            stored.isHeld = false
            stored.decidedBy = actor
            stored.decidedAt = now
            if let key = try ledger.keys(of: [friend])[0] {
                stored.note = try self.sealing.seal(Array(words.utf8), for: friend, use: .review, with: key)
            }
            try ledger.save(stored)
            try ledger.add(
                self.entry(
                    isAccepted ? .referralAccepted : .referralRefused,
                    by: actor,
                    at: now,
                    member: friend,
                    subject: stored.referrer.text
                )
            )
            return (try self.items([stored], ledger)[0], outcome)
        }
        tellChanges([outcome])
        await followUp([outcome])
        return item
    }
}
