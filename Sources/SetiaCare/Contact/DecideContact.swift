package import SetiaCore

/// Decides whether a message may go now (rules K-1 to K-12).
///
/// The rules are looked at in their order, and the first that says no is the reason. Where it may go, the caller keeps a
/// place (`ContactState.Send`, reserved) in the same transaction; after each hold the whole is decided again.
///
/// - Parameters:
///   - intent: The message.
///   - state: What is known of the member.
///   - rules: What the brand allows itself.
///   - now: The moment of deciding.
///   - zone: The member's clocks.
/// - Returns: The verdict with its reason; equal input gives equal output.
/// - Complexity: O(*n*) in her sends, limits and suppressions.
package func decideContact(
    _ intent: ContactIntent,
    state: ContactState,
    rules: ContactRules,
    now: Instant,
    in zone: some LocalTime
) -> ContactDecision {
    var decider = ContactDecider(intent: intent, state: state, rules: rules, now: now)
    return decider.decide(in: zone)
}

private struct ContactDecider {
    typealias Answer = (verdict: ContactDecision.Verdict, reason: ContactDecision.Reason)

    let intent: ContactIntent
    let state: ContactState
    let rules: ContactRules
    let now: Instant
    var inputs = ContactDecision.Inputs()

    mutating func decide(in zone: some LocalTime) -> ContactDecision {
        let answer =
            expired() ?? reachable() ?? consented() ?? suppressed() ?? complaining() ?? window() ?? quiet(in: zone)
            ?? limited(in: zone) ?? heldOut() ?? repeated() ?? banned() ?? unaffordable() ?? (.sent, .allowed)
        return ContactDecision(
            verdict: answer.verdict,
            reason: answer.reason,
            rulesVersion: rules.version,
            inputs: inputs
        )
    }

    private func expired() -> Answer? {
        isExpired(by: now) ? (.dropped, .expired) : nil
    }

    private func isExpired(by moment: Instant) -> Bool { intent.expiresAt.map { $0 <= moment } ?? false }

    /// K-1.
    private func reachable() -> Answer? {
        guard let reach = state.addresses.first(where: { $0.channel == intent.channel }) else {
            return (.blocked, .unreachable)
        }
        return reach.isVerified || reach.unverifiedFor.contains(intent.purpose) ? nil : (.blocked, .unverified)
    }

    /// K-2: what rests on the contract needs no consent.
    private mutating func consented() -> Answer? {
        guard intent.kind.needsConsent else { return nil }
        let held = state.consents.held(purpose: intent.purpose, channel: intent.channel, asOf: now)
        inputs.consent = held
        guard let held else { return (.blocked, .noConsent) }
        guard held.consent.isGiven else { return (.blocked, .consentWithdrawn) }
        guard held.isEffective else { return (.blocked, .consentUnproven) }
        return state.preference.unwanted.contains(intent.purpose) ? (.blocked, .unwanted) : nil
    }

    /// K-3: the worst cause is told.
    ///
    /// A complaint of hers about mail stops what is to be sold, not what she is owed.
    private func suppressed() -> Answer? {
        if state.isErased { return (.blocked, .erased) }
        var found: ContactDecision.Reason?
        for suppression in state.suppressions {
            if let channel = suppression.channel, channel != intent.channel { continue }
            if let until = suppression.until, until <= now { continue }
            let reason: ContactDecision.Reason =
                switch suppression.cause {
                case .hardBounce: .hardBounce
                case .softBounces: .softBounces
                case .complaint: .complaint
                case .platformStop: .platformStop
                }
            if reason == .complaint, !intent.kind.needsConsent { continue }
            if found.map({ rank(reason) < rank($0) }) ?? true { found = reason }
        }
        return found.map { (.blocked, $0) }
    }

    private func rank(_ reason: ContactDecision.Reason) -> Int {
        switch reason {
        case .hardBounce: 0
        case .platformStop: 1
        case .complaint: 2
        default: 3
        }
    }

    /// K-4: nothing is sold to somebody whose complaint is open; it is asked about again in a day, or when it is closed.
    private mutating func complaining() -> Answer? {
        guard intent.kind.waitsForComplaints else { return nil }
        if let since = state.openComplaintSince {
            inputs.since = since
            let again = now.adding(milliseconds: 1_440 * millisecondsPerMinute)
            return isExpired(by: again)
                ? (.deferred(until: intent.expiresAt ?? again), .openComplaint)
                : (.deferred(until: again), .openComplaint)
        }
        if let until = state.preference.pausedUntil, now < until {
            return isExpired(by: until) ? (.dropped, .paused) : (.deferred(until: until), .paused)
        }
        return nil
    }

    /// K-5: free words only so long after she wrote; templates at any time.
    private mutating func window() -> Answer? {
        if intent.template == .unavailable { return (.blocked, .templateUnavailable) }
        guard intent.template != .approved, let window = rules.windows.first(where: { $0.channel == intent.channel })
        else { return nil }
        let minutes = intent.template == .human ? window.humanMinutes ?? window.minutes : window.minutes
        guard let last = lastInbound(on: intent.channel) else { return (.blocked, .outsideWindow) }
        inputs.since = last
        let isInside = now.milliseconds(since: last) < Int64(minutes) * millisecondsPerMinute
        return isInside ? nil : (.blocked, .outsideWindow)
    }

    private func lastInbound(on channel: Key?) -> Instant? {
        state.inbounds.filter { channel == nil || $0.channel == channel }.map(\.at).max()
    }

    /// K-8 to K-10.
    private mutating func quiet(in zone: some LocalTime) -> Answer? {
        let hours = [rules.quiet, state.preference.quiet].compactMap(\.self)
        guard !hours.isEmpty, !isAwake else { return nil }
        guard let end = quietEnds(hours, at: now, in: zone) else { return (.dropped, .alwaysQuiet) }
        guard end > now else { return nil }
        inputs.quietEnds = end
        if isExpired(by: end) { return (.dropped, .expiredInQuietHours) }
        return (.deferred(until: spread(end, hours, zone)), .quietHours)
    }

    /// Answers to somebody who wrote just now wake nobody.
    private var isAwake: Bool {
        guard intent.kind == .answer, let last = lastInbound(on: nil) else { return false }
        return now.milliseconds(since: last) < Int64(rules.awakeMinutes) * millisecondsPerMinute
    }

    /// So much after the end of quiet as her hash says, but not past its expiry and not into the next quiet.
    private func spread(_ end: Instant, _ hours: [WeekHours], _ zone: some LocalTime) -> Instant {
        guard rules.spreadMinutes > 0 else { return end }
        let width = UInt64(rules.spreadMinutes) * UInt64(millisecondsPerMinute)
        let key = (rules.hashKey.low, rules.hashKey.high)
        let moment = end.adding(milliseconds: Int64(bucket(of: state.member, salt: "quiet", key: key, limit: width)))
        if isExpired(by: moment) { return end }
        return quietEnds(hours, at: moment, in: zone) == moment ? moment : end
    }

    /// K-6: all limits hold, hers among them; the latest next slot counts.
    private mutating func limited(in zone: some LocalTime) -> Answer? {
        guard intent.kind.isLimited else { return nil }
        var latest: (slot: Instant?, limit: Key)?
        for limit in rules.limits + state.preference.limits
        where limit.counts(kind: intent.kind, purpose: intent.purpose, channel: intent.channel) {
            let slot = limit.nextSlot(after: state.sends, now: now)
            if slot == now { continue }
            if let known = latest {
                guard let before = known.slot else { continue }
                guard slot.map({ $0 > before }) ?? true else { continue }
            }
            latest = (slot, limit.id)
        }
        guard let latest else { return nil }
        inputs.limit = latest.limit
        switch intent.atLimit {
        case .drop: return (.dropped, .limit)
        case .digest:
            guard let digest = rules.digest else { return (.digested, .limit) }
            guard let slot = latest.slot, let moment = gathered(digest, notBefore: slot, in: zone) else {
                return (.dropped, .limit)
            }
            if isExpired(by: moment) { return (.dropped, .expiredAtLimit) }
            inputs.digestAt = moment
            return (.digested, .limit)
        case .defer:
            guard let slot = latest.slot else { return (.dropped, .limit) }
            return isExpired(by: slot) ? (.dropped, .expiredAtLimit) : (.deferred(until: slot), .limit)
        }
    }

    /// K-19: the first time of a digest from a moment on, by her clocks, and so much after it as her hash says.
    private func gathered(_ digest: ContactPolicy.Digest, notBefore slot: Instant, in zone: some LocalTime) -> Instant?
    {
        let first = zone.day(of: slot)
        for number in 0...14 {
            let day = first.adding(days: number)
            if let weekday = digest.weekday, day.weekday != weekday { continue }
            let time = instant(of: digest.minute, on: day, in: zone)
            guard time >= slot else { continue }
            let width = UInt64(max(0, rules.spreadMinutes)) * UInt64(millisecondsPerMinute)
            guard width > 0 else { return time }
            let key = (rules.hashKey.low, rules.hashKey.high)
            let moment = time.adding(
                milliseconds: Int64(bucket(of: state.member, salt: "digest", key: key, limit: width))
            )
            // Spreading makes nothing expire, and wakes nobody.
            let hours = [rules.quiet, state.preference.quiet].compactMap(\.self)
            let isQuiet = !hours.isEmpty && quietEnds(hours, at: moment, in: zone) != moment
            return isExpired(by: moment) || isQuiet ? time : moment
        }
        return nil
    }

    /// K-11: the same members each time.
    private func heldOut() -> Answer? {
        if let whole = rules.whole, intent.kind == .promotion, state.isHeldOutOfAll ?? whole.holdsOut(state.member) {
            return (.withheld, .holdOut)
        }
        guard let holdOut = rules.holdOut, holdOut.purposes.contains(intent.purpose), intent.kind.isLimited else {
            return nil
        }
        let key = (rules.hashKey.low, rules.hashKey.high)
        let place = bucket(of: state.member, salt: holdOut.name, key: key, limit: 10_000)
        return place < UInt64(max(0, holdOut.perTenThousand)) ? (.withheld, .holdOut) : nil
    }

    /// K-12.
    private func repeated() -> Answer? {
        let isThere = state.sends.contains { $0.onceKey == intent.onceKey && $0.state != .released }
        return isThere ? (.dropped, .alreadySent) : nil
    }

    private mutating func banned() -> Answer? {
        guard let country = state.country else { return nil }
        let ban = rules.contentBans.first { ban in
            ban.country == country && ban.channel == intent.channel && intent.traits.contains(ban.trait)
        }
        inputs.trait = ban?.trait
        return ban == nil ? nil : (.blocked, .contentBan)
    }

    private func unaffordable() -> Answer? {
        guard let budget = rules.budgets.first(where: { $0.channel == intent.channel }) else { return nil }
        return intent.cost > budget.left ? (.blocked, .budget) : nil
    }
}

// MARK: - Several at once

/// Decides about messages that are due together for one member (rule K-13).
///
/// They are looked at in the order in which they go first, each knowing what was sent before it; those that only a limit
/// stops that another of them took have yielded to it.
///
/// - Parameters:
///   - intents: In any order; the order makes no difference.
///   - state: What is known of the member.
///   - rules: What the brand allows itself.
///   - now: The moment of deciding.
///   - zone: The member's clocks.
/// - Returns: One decision an intent, in the order in which they were looked at.
package func decideContacts(
    _ intents: [ContactIntent],
    state: ContactState,
    rules: ContactRules,
    now: Instant,
    in zone: some LocalTime
) -> [(intent: ContactIntent, decision: ContactDecision)] {
    var after = state
    var rulesAfter = rules
    var winner: Key?
    return intents.sorted(by: ContactIntent.goesBefore).map { intent in
        var decision = decideContact(intent, state: after, rules: rulesAfter, now: now, in: zone)
        if let winner, decision.reason == .limit || decision.reason == .expiredAtLimit {
            let alone = decideContact(intent, state: state, rules: rules, now: now, in: zone)
            if alone.verdict == .sent { decision = decision.yielded(to: winner) }
        }
        if decision.verdict == .sent {
            if intent.kind.isLimited { winner = intent.id }
            after.sends.append(intent.reservation(at: now))
            rulesAfter.budgets = rulesAfter.budgets.map { $0.spending(on: intent) }
        }
        return (intent, decision)
    }
}

extension ContactIntent {
    /// The place that is kept for it from `now` on.
    package func reservation(at now: Instant) -> ContactState.Send {
        ContactState.Send(
            onceKey: onceKey,
            purpose: purpose,
            channel: channel,
            kind: kind,
            at: now,
            state: .reserved
        )
    }
}

extension ContactDecision {
    fileprivate func yielded(to winner: Key) -> ContactDecision {
        var inputs = inputs
        inputs.winner = winner
        return ContactDecision(verdict: verdict, reason: .yielded, rulesVersion: rulesVersion, inputs: inputs)
    }
}

extension ContactRules.ChannelBudget {
    fileprivate func spending(on intent: ContactIntent) -> ContactRules.ChannelBudget {
        channel == intent.channel ? ContactRules.ChannelBudget(channel: channel, left: left - intent.cost) : self
    }
}
