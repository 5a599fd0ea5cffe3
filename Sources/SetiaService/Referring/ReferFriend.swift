internal import JSONText
package import SetiaCore

/// From where somebody gave a code, as far as it is known: what fraud is looked for by (rule F-6).
package struct ReferralOrigin: Sendable, Hashable {
    /// The address of her device on the network.
    package let address: String?
    /// What the shop's app calls her device.
    package let device: String?

    /// From where.
    package init(address: String? = nil, device: String? = nil) {
        self.address = address
        self.device = device
    }
}

/// Why nothing becomes of a referral.
package enum ReferralRefusal: Error, Sendable, Hashable {
    /// Nobody has this code.
    case unknownCode
    /// She came by nobody's code.
    case unknownReferral
    /// Nobody need look at it, or somebody has.
    case decided(Referral.State)
    /// Who decides says why: 1 to 500 characters.
    case noReason
}

extension SetiaService {
    /// Notes that a member came by another one's code (rules F-2 and F-3).
    ///
    /// It does not hang on it whether anything comes of it: the receipt says why not. The same again changes nothing and is
    /// answered the same.
    ///
    /// - Returns: the receipt of the friend's event.
    /// - Throws: `ReferralRefusal.unknownCode`; `Refusal` where the friend is no member; or the world's trouble.
    @discardableResult
    package func refer(
        _ friend: MemberID,
        code: String,
        from origin: ReferralOrigin = ReferralOrigin()
    ) async throws -> Receipt {
        guard let referrer = try await referrer(of: code) else { throw ReferralRefusal.unknownCode }
        let now = surroundings.now()
        let id = Key("\(friend.text)-joined-\(referrer.text)")
        let (known, signs) = try await store.reading { archive in
            guard try archive.states([StateRequest(member: friend)])[0] != nil else {
                throw Refusal.unknownMember(friend.text)
            }
            let known = try archive.event(of: friend, source: Referral.source, id: id)
            return (
                try known.flatMap { try archive.event($0)?.receipt },
                try self.signs(of: friend, by: referrer, origin, at: now, archive)
            )
        }
        if let known { return known }
        // First where it came from, then the event: should it stop between, the next telling goes on.
        let stored = StoredReferral(
            friend: friend,
            referrer: referrer,
            at: now,
            address: origin.address.map { hash(ofPlace: "address", $0) },
            device: origin.device.map { hash(ofPlace: "device", $0) },
            isHeld: !signs.isEmpty
        )
        if friend != referrer {
            try await store.writing { ledger in
                if try ledger.referral(of: friend) == nil { try ledger.save(stored) }
            }
        }
        let event = Event(
            source: Referral.source,
            id: id,
            occurredAt: now,
            matter: .referralChanged(.joined(by: referrer, signs: signs))
        )
        switch try await record(Intake(event: event, who: .member(friend))) {
        case .recorded(let receipt): return receipt
        case .refused(let refusal): throw refusal
        case .kept: preconditionFailure("what Setia says itself never waits")
        case .failed(let error): throw error
        }
    }

    /// Whose code it is, or none; of an account that is another member's now, hers.
    package func referrer(of code: String) async throws -> MemberID? {
        guard let code = ReferralCode(typed: code), let member = try await member(with: code.identity) else {
            return nil
        }
        return try await store.reading { archive in
            var wanted = member
            for _ in 0..<20 {
                guard let state = try archive.states([StateRequest(member: wanted)])[0] else { return nil }
                guard let merged = state.merged else {
                    return state.status == .active || state.status == .suspended ? wanted : nil
                }
                wanted = merged.other
            }
            return nil
        }
    }

    /// Notes of members who enrolled by an event that told a code (`referralCode`) that they came by it.
    ///
    /// A code that nobody has does not keep anybody from joining.
    func referByEvents(_ prepared: [PreparedIntake], _ outcomes: [RecordingOutcome]) async {
        for (one, outcome) in zip(prepared, outcomes) {
            guard case .memberEnrolled = one.event.matter, case .recorded(let receipt) = outcome,
                case .string(let code)? = one.intake.personal["referralCode"]
            else { continue }
            _ = try? await refer(receipt.member, code: code)
        }
    }

    /// What speaks against it.
    private func signs(
        of friend: MemberID,
        by referrer: MemberID,
        _ origin: ReferralOrigin,
        at now: Instant,
        _ archive: any Archive
    ) throws -> [Referral.Sign] {
        guard friend != referrer, let policy = try configuration(archive).book?.version(at: now).programme.referral
        else { return [] }
        let since = now.adding(milliseconds: -7 * 86_400_000)
        var signs: [Referral.Sign] = []
        if let address = origin.address,
            try archive.referrals(from: .address(hash(ofPlace: "address", address)), since: since)
                >= policy.mostFromOnePlace
        {
            signs.append(.address)
        }
        if let device = origin.device,
            try archive.referrals(from: .device(hash(ofPlace: "device", device)), since: since)
                >= policy.mostFromOnePlace
        {
            signs.append(.device)
        }
        let (own, others) = (try likeness(of: friend, archive), try likeness(of: referrer, archive))
        return signs + own.signs(with: others)
    }

    /// What of a member may show that she is another one too.
    private func likeness(of member: MemberID, _ archive: any Archive) throws -> Likeness {
        let household = try archive.states([StateRequest(member: member)])[0]?.household?.head
        guard let key = try archive.keys(of: [member])[0], let sealed = try archive.person(member) else {
            return Likeness(identities: [], person: [:], household: household)
        }
        return Likeness(
            identities: try open(sealed.identities, of: member, with: key),
            person: try open(sealed.document, of: member, with: key),
            household: household
        )
    }

    private func hash(ofPlace kind: String, _ text: String) -> [UInt8] {
        sealing.contentHash(Array("referral \(kind) \(text)".utf8))
    }
}
