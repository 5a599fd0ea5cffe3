internal import SetiaCare
internal import SetiaCore

/// What holds for decisions about contacts at a moment.
struct ContactTerms: Sendable {
    let rules: ContactRules
    let zone: any LocalTime
}

extension SetiaService {
    /// How far back places under limits are looked at: the widest window there is.
    private static let sendsCount: Int64 = 90 * 86_400_000

    /// The rules that hold for a broadcast: the brand's, with the broadcast's own hold-out.
    func contactTerms(for broadcast: Broadcast, at now: Instant, _ archive: any Archive) throws -> ContactTerms {
        let version = try configuration(archive).published().version(at: now)
        var rules = ContactRules.of(version.programme.contact, version: version.number, hashKey: memberHashKey)
        rules.whole = version.programme.campaign(Campaign.wholeKey)?.holdOut
        if broadcast.content.holdOut > 0 {
            rules.holdOut = ContactRules.HoldOut(
                name: broadcast.onceKey,
                perTenThousand: broadcast.content.holdOut,
                purposes: [broadcast.content.purpose]
            )
        }
        return ContactTerms(rules: rules, zone: version.zone)
    }

    /// The brand's own key, by which members are spread, held out and split.
    var memberHashKey: ContactRules.HashKey {
        let bytes = sealing.keyedHash(Array("members".utf8), for: .contact)
        func half(_ range: Range<Int>) -> UInt64 { bytes[range].reduce(0) { $0 << 8 | UInt64($1) } }
        return ContactRules.HashKey(low: half(0..<8), high: half(8..<16))
    }

    /// Decides about a broadcast's message to these members, as they stand in the transaction (rule G-2).
    ///
    /// - Parameters:
    ///   - members: To whom.
    ///   - broadcast: Which message.
    ///   - onceKey: What makes it once; none is the broadcast's own.
    ///   - terms: By which rules.
    ///   - now: When.
    ///   - archive: The transaction.
    /// - Returns: a decision for each that is there, in the order asked; guests and whoever is not there have none.
    /// - Throws: `Unready`, or the world's trouble.
    func decideContacts(
        _ members: [MemberID],
        _ broadcast: Broadcast,
        onceKey: Key? = nil,
        _ terms: ContactTerms,
        at now: Instant,
        _ archive: any Archive
    ) throws -> [(member: MemberID, state: MemberState, decision: ContactDecision)] {
        let states = try archive.states(members.map { StateRequest(member: $0) })
        let since = now.adding(milliseconds: -SetiaService.sendsCount)
        let grounds = try archive.contactGrounds(of: members, since: since)
        let intent = broadcast.intent(onceKey ?? broadcast.onceKey)
        return zip(states, grounds).compactMap { state, grounds in
            guard let state, !state.isGuest else { return nil }
            var zone = terms.zone
            if let own = grounds.preference.zone, let hers = self.reader.zone(own) { zone = hers }
            let decision = decideContact(
                intent,
                state: ContactState(state, grounds, besides: intent.onceKey),
                rules: terms.rules,
                now: now,
                in: zone
            )
            return (state.member, state, decision)
        }
    }
}

extension ContactState {
    /// What decisions look at, of a member's state and what is kept beside it.
    ///
    /// - Parameters:
    ///   - state: Hers.
    ///   - grounds: What is kept beside it.
    ///   - onceKey: The message under decision: what is kept of itself does not stand in its way.
    init(_ state: MemberState, _ grounds: ContactGrounds, besides onceKey: Key) {
        self.init(member: state.member)
        isErased = state.status == .erased
        isHeldOutOfAll = state.exposures.first { $0.campaign == Campaign.wholeKey }?.isHeldOut
        // Whoever left, is stopped or never joined is not written to with offers.
        if state.status == .active || state.status == .erased, !grounds.emailEvidence.isEmpty {
            // Whoever writes from an address has not shown that it is hers.
            let isVerified = grounds.emailEvidence.contains { $0 != "mail" }
            addresses = [Reach(channel: BroadcastContent.channel, isVerified: isVerified)]
        }
        if isErased { addresses = [Reach(channel: BroadcastContent.channel, isVerified: true)] }
        consents = ConsentLedger(state.consents)
        suppressions = grounds.suppressions
        openComplaintSince = grounds.waitingSince
        sends = grounds.sends.filter { $0.onceKey != onceKey }
        country = state.facts.country
        preference.pausedUntil = grounds.preference.pausedUntil
    }
}
