package import SetiaCore

extension SetiaService {
    /// A member has something for points of all who belong to her household (rules H-3 to H-5).
    ///
    /// One transaction a member: each of the others sets her part apart; then who redeems has it, which claims the number,
    /// and the others hear that theirs is spent. Where it comes to nothing, the number is claimed for that, and what was
    /// set apart goes back to the lots that it is of. Stopped on the way, the clock ends it within a minute or two.
    ///
    /// - Parameters:
    ///   - redemption: The sender's number of it: what makes it once.
    ///   - wallet: Of which wallet.
    ///   - points: How many; above 0.
    ///   - member: Who redeems.
    /// - Returns: the receipt of her own event; the first one, where it is told again.
    /// - Throws: `Refusal`, or the world's trouble.
    package func redeemTogether(
        _ redemption: Key,
        wallet: Key,
        points: Points,
        by member: MemberID
    ) async throws -> Receipt {
        if let before = try await redeemed(redemption, wallet, points, by: member) { return before }
        try await requireSettled(member, channel: nil)
        let now = surroundings.now()
        let (states, version) = try await store.reading { archive in
            (try self.together(with: member, archive), try self.configuration(archive).published().version(at: now))
        }
        guard let policy = version.programme.household else { throw Refusal.household(.noHouseholds) }
        guard version.programme.wallet(wallet) != nil else {
            throw Refusal.unknownWallet(wallet.text, known: version.programme.wallets.map(\.key.text))
        }
        guard let own = states.first(where: { $0.member == member }), let head = states.first?.member else {
            throw Refusal.household(.notTogether)
        }
        let all = [own] + states.filter { $0.member != member }
        guard let parts = householdParts(of: points, in: wallet, from: all, by: policy.share, at: now) else {
            let sum = all.reduce(Points.zero) { $0 + ($1.account(wallet)?.standing(at: now).available ?? .zero) }
            throw Refusal.insufficientPoints(wallet: wallet, available: sum, needed: points)
        }
        var asked: [MemberID] = []
        do {
            for part in parts where part.member != member {
                asked.append(part.member)
                let share = HouseholdChange.shared(
                    redemption: redemption,
                    by: member,
                    head: head,
                    wallet: wallet,
                    points: part.points
                )
                _ = try await tell(share, of: part.member, id: Key("\(redemption)-\(part.member.text)-share"))
            }
            return try await tell(
                .redeemed(redemption: redemption, wallet: wallet, points: points, parts: parts),
                of: member,
                id: Key("\(redemption)-redeemed")
            )
        } catch {
            for other in asked { await settle(redemption, by: member, for: other) }
            // The same may have been told twice at once, and the other one done it.
            if let done = try? await redeemed(redemption, wallet, points, by: member) { return done }
            throw error
        }
    }

    /// What became of a redemption of this number before; none where nothing did.
    private func redeemed(
        _ redemption: Key,
        _ wallet: Key,
        _ points: Points,
        by member: MemberID
    ) async throws -> Receipt? {
        let key = ClaimKey(source: Household.source, kind: .redemption, key: redemption)
        let stored = try await store.reading { archive -> StoredEvent? in
            guard let claim = try archive.claims([key])[0] else { return nil }
            guard let stored = try archive.event(claim.event) else { throw StoreFailure.onItsWay }
            return stored
        }
        guard let stored else { return nil }
        switch stored.event.matter {
        case .householdChanged(.redeemed(_, wallet, points, _)) where stored.member == member: return stored.receipt
        case .householdChanged(.dropped) where stored.member == member: throw Refusal.household(.dropped)
        default: throw Refusal.conflictingDuplicate(.redemption, key: redemption.text)
        }
    }

    /// Ends what a member set apart: it is spent where the redemption came to pass; else that never will, since its number
    /// is claimed for that now, and the points are hers again.
    ///
    /// What cannot be done now is left to the clock.
    func settle(_ redemption: Key, by redeemer: MemberID, for member: MemberID) async {
        let now = surroundings.now()
        let drop = Household.message(to: redeemer, "\(redemption)-dropped", at: now, .dropped(redemption: redemption))
        guard let outcome = try? await record(Intake(event: drop.event, who: .member(redeemer))) else { return }
        switch outcome {
        case .recorded:
            await send(Household.settlement(of: redemption, for: member, isTaken: false, at: now))
        case .refused(.conflictingDuplicate):
            await send(Household.settlement(of: redemption, for: member, isTaken: true, at: now))
        case .refused, .kept, .failed: return
        }
    }
}
