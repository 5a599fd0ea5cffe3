internal import SetiaCare
package import SetiaCore

/// What holds for decisions about contacts at a moment.
struct ContactTerms: Sendable {
    let rules: ContactRules
    let zone: any LocalTime
    /// The ways by which the brand writes: mail, and channels of others that are on.
    let ways: [Key]
}

/// What is decided about a message to a member.
struct DecidedContact: Sendable {
    let member: MemberID
    let state: MemberState
    /// By which way it goes, or would.
    let channel: Key
    let decision: ContactDecision
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
        let (ways, windows) = try openWays(archive)
        rules.windows = windows
        return ContactTerms(rules: rules, zone: version.zone, ways: ways)
    }

    /// The ways by which the brand writes: mail, and networks of others whose channels are on.
    package func messageWays() async throws -> [Key] {
        try await store.reading { try self.openWays($0).ways }
    }

    /// The ways by which the brand writes, and for how long after a member wrote free words may go by them.
    func openWays(_ archive: any Archive) throws -> (ways: [Key], windows: [ContactRules.PlatformWindow]) {
        var (ways, windows): ([Key], [ContactRules.PlatformWindow]) = ([BroadcastContent.mail], [])
        for record in try archive.channels() where record.channel.isOn {
            let way = Key(record.channel.kind.rawValue)
            guard !ways.contains(way), let adapter = channelPorts.adapter(record.channel.kind) else { continue }
            ways.append(way)
            if let minutes = adapter.windowMinutes {
                windows.append(ContactRules.PlatformWindow(channel: way, minutes: minutes))
            }
        }
        return (ways, windows)
    }

    /// The brand's own key, by which members are spread, held out and split.
    var memberHashKey: ContactRules.HashKey {
        let bytes = sealing.keyedHash(Array("members".utf8), for: .contact)
        func half(_ range: Range<Int>) -> UInt64 { bytes[range].reduce(0) { $0 << 8 | UInt64($1) } }
        return ContactRules.HashKey(low: half(0..<8), high: half(8..<16))
    }

    /// Decides about a broadcast's message to these members, as they stand in the transaction (rule G-2).
    ///
    /// It goes by the first of its ways that is not barred; where all are, the first says why (rule G-17).
    ///
    /// - Parameters:
    ///   - members: To whom.
    ///   - broadcast: Which message.
    ///   - onceKey: What makes it once; none is the broadcast's own.
    ///   - way: By which way alone; none is by any of its ways.
    ///   - terms: By which rules.
    ///   - now: When.
    ///   - archive: The transaction.
    /// - Returns: a decision for each that is there, in the order asked; guests and whoever is not there have none.
    /// - Throws: `Unready`, or the world's trouble.
    func decideContacts(
        _ members: [MemberID],
        _ broadcast: Broadcast,
        onceKey: Key? = nil,
        by way: Key? = nil,
        _ terms: ContactTerms,
        at now: Instant,
        _ archive: any Archive
    ) throws -> [DecidedContact] {
        let states = try archive.states(members.map { StateRequest(member: $0) })
        let since = now.adding(milliseconds: -SetiaService.sendsCount)
        let channels = way.map { [$0] } ?? broadcast.content.concept.channels
        var grounds = try archive.contactGrounds(of: members, since: since)
        if channels.contains(where: { $0 != BroadcastContent.mail }) {
            for (place, written) in try archive.lastWritten(by: members).enumerated() {
                grounds[place].inbounds = written
            }
        }
        let onceKey = onceKey ?? broadcast.onceKey
        return zip(states, grounds).compactMap { state, grounds in
            guard let state, !state.isGuest else { return nil }
            var zone = terms.zone
            if let own = grounds.preference.zone, let hers = self.reader.zone(own) { zone = hers }
            let standing = ContactState(state, grounds, by: terms.ways, besides: onceKey)
            let intents = channels.map { broadcast.intent(onceKey, by: $0) }
            return firstWay(intents, standing, terms.rules, at: now, in: zone).map { intent, decision in
                DecidedContact(member: state.member, state: state, channel: intent.channel, decision: decision)
            }
        }
    }
}

/// The first of several ways of one message that is not barred, with what is decided; where all are, the first.
func firstWay(
    _ intents: [ContactIntent],
    _ state: ContactState,
    _ rules: ContactRules,
    at now: Instant,
    in zone: any LocalTime
) -> (intent: ContactIntent, decision: ContactDecision)? {
    var barred: (intent: ContactIntent, decision: ContactDecision)?
    for intent in intents {
        let decision = decideContact(intent, state: state, rules: rules, now: now, in: zone)
        if decision.verdict != .blocked { return (intent, decision) }
        barred = barred ?? (intent, decision)
    }
    return barred
}

extension ContactState {
    /// What decisions look at, of a member's state and what is kept beside it.
    ///
    /// - Parameters:
    ///   - state: Hers.
    ///   - grounds: What is kept beside it.
    ///   - ways: Those by which the brand writes.
    ///   - onceKey: The message under decision: what is kept of itself does not stand in its way.
    init(
        _ state: MemberState,
        _ grounds: ContactGrounds,
        by ways: [Key] = [BroadcastContent.mail],
        besides onceKey: Key
    ) {
        self.init(member: state.member)
        isErased = state.status == .erased
        isHeldOutOfAll = state.exposures.first { $0.campaign == Campaign.wholeKey }?.isHeldOut
        // Whoever left, is stopped or never joined is not written to with offers.
        if isErased {
            addresses = ways.map { Reach(channel: $0, isVerified: true) }
        } else if state.status == .active {
            addresses = ways.compactMap { grounds.reach(by: $0) }
        }
        consents = ConsentLedger(state.consents)
        suppressions = grounds.suppressions
        openComplaintSince = grounds.waitingSince
        sends = grounds.sends.filter { $0.onceKey != onceKey }
        inbounds = grounds.inbounds
        country = state.facts.country
        preference.pausedUntil = grounds.preference.pausedUntil
    }
}

extension ContactGrounds {
    /// Where she can be reached by a way; none where she cannot.
    ///
    /// Whoever writes from an address or a number has not shown that it is hers; a network vouches for whoever writes by it.
    fileprivate func reach(by way: Key) -> ContactState.Reach? {
        func shown(_ evidence: [Key]) -> Bool { evidence.contains { $0 != "mail" && $0 != "channel" } }
        let hasWritten = inbounds.contains { $0.channel == way }
        switch way {
        case BroadcastContent.mail:
            return emailEvidence.isEmpty ? nil : ContactState.Reach(channel: way, isVerified: shown(emailEvidence))
        case "sms":
            return phoneEvidence.isEmpty ? nil : ContactState.Reach(channel: way, isVerified: shown(phoneEvidence))
        case "whatsapp":
            if hasWritten { return ContactState.Reach(channel: way, isVerified: true) }
            return phoneEvidence.isEmpty ? nil : ContactState.Reach(channel: way, isVerified: shown(phoneEvidence))
        default: return hasWritten ? ContactState.Reach(channel: way, isVerified: true) : nil
        }
    }
}
