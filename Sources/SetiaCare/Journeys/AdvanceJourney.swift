package import SetiaCore

/// What advancing looks at besides the journey.
package struct JourneyFacts: Sendable {
    /// When it is.
    package var now: Instant
    /// Whether she is a member still.
    package var isMember: Bool
    /// Whether a complaint or claim of hers is open.
    package var isComplaining: Bool
    /// Whether she took back what messages of it rest on.
    package var hasWithdrawn: Bool
    /// By what members are split.
    package var hashKey: ContactRules.HashKey

    /// Facts of a member against whom nothing stands.
    package init(now: Instant, hashKey: ContactRules.HashKey) {
        self.now = now
        isMember = true
        isComplaining = false
        hasWithdrawn = false
        self.hashKey = hashKey
    }
}

/// What is to be done for a member at a step.
package enum JourneyDeed: Sendable, Hashable {
    /// A message is to be planned; she goes on without waiting for what becomes of it.
    case message(step: Key, JourneyMessage, once: Key)
    /// She is to be asked by mail, where her survey asks her; she goes on when that is known.
    case survey(step: Key, JourneyMessage, once: Key)
    /// Points are to be given; she goes on when they are.
    case points(wallet: Key, Points, once: Key)
    /// She is to have a reward that costs nothing; she goes on when it is known whether she has.
    case reward(Key, once: Key)
    /// Staff are to be told; she goes on when they are.
    case task(String, once: Key)
    /// An event is to be recorded; she goes on when it is.
    case event(EventType, once: Key)

    /// Whether she goes on only when it is done.
    package var holdsUp: Bool {
        if case .message = self { false } else { true }
    }
}

extension JourneyEnrolment {
    /// Goes on as far as is due (rule Y-4): equal input gives equal output.
    ///
    /// Messages are told and passed. Something else that is to be done holds her up: it is told last, and `done` goes on
    /// from there. Each step is looked at with how she stands then.
    ///
    /// - Parameters:
    ///   - journey: The version that she is on.
    ///   - facts: How she stands.
    ///   - zone: The clock on the wall.
    ///   - holds: Whether a condition holds of her now.
    /// - Returns: what is to be done, in order.
    /// - Complexity: O(steps made), of which there are at most `mostVisits`.
    package mutating func advance(
        by journey: Journey,
        _ facts: JourneyFacts,
        in zone: some LocalTime,
        holds: (Condition) -> Bool
    ) -> [JourneyDeed] {
        var deeds: [JourneyDeed] = []
        while ending == nil, let due = dueAt, due <= facts.now {
            if let how = exit(of: journey, facts) {
                end(how, at: facts.now)
                break
            }
            guard let step = journey.step(step) else {
                if path.isEmpty, let first = journey.steps.first {
                    arrive(at: first.key, of: journey, facts.now, in: zone)
                    continue
                }
                end(.done, at: facts.now)
                break
            }
            if let deed = make(step, of: journey, facts, in: zone, holds: holds) {
                deeds.append(deed)
                if deed.holdsUp { return deeds }
            }
        }
        return deeds
    }

    /// Goes on from a step whose deed is done.
    package mutating func done(
        _ outcome: Key = "",
        by journey: Journey,
        at now: Instant,
        in zone: some LocalTime
    ) {
        guard ending == nil, let step = journey.step(step) else { return }
        leave(outcome)
        arrive(at: step.next, of: journey, now, in: zone)
    }

    /// Takes in that something happened to her (rule Y-6).
    ///
    /// - Parameters:
    ///   - journey: The version that she is on.
    ///   - now: When it is heard of.
    ///   - zone: The clock on the wall.
    ///   - matches: Whether what happened is such a thing.
    /// - Returns: whether anything is different now.
    package mutating func hear(
        by journey: Journey,
        at now: Instant,
        in zone: some LocalTime,
        matches: (Journey.EventPattern) -> Bool
    ) -> Bool {
        guard ending == nil else { return false }
        var isChanged = false
        if goalAt == nil, let goal = journey.goal, matches(goal) {
            goalAt = now
            isChanged = true
            if journey.exits.contains(.goal) {
                end(.goal, at: now)
                return true
            }
        }
        if let step = journey.step(step), case .waitFor(let pattern, _, _, let others) = step.kind {
            if matches(pattern) {
                leave("happened")
                arrive(at: step.next, of: journey, now, in: zone)
                isChanged = true
            } else if let other = others.first(where: { matches($0.pattern) }) {
                leave(other.to ?? "end")
                arrive(at: other.to, of: journey, now, in: zone)
                isChanged = true
            }
        }
        return isChanged
    }

    private func exit(of journey: Journey, _ facts: JourneyFacts) -> Ending? {
        if !facts.isMember { return .gone }
        if facts.hasWithdrawn, journey.exits.contains(.consent) { return .consent }
        if facts.isComplaining, journey.exits.contains(.complaint) { return .complaint }
        return path.count > JourneyEnrolment.mostVisits ? .tooLong : nil
    }

    private mutating func make(
        _ step: Journey.Step,
        of journey: Journey,
        _ facts: JourneyFacts,
        in zone: some LocalTime,
        holds: (Condition) -> Bool
    ) -> JourneyDeed? {
        var (target, outcome, deed) = (step.next, Key(""), JourneyDeed?.none)
        switch step.kind {
        case .wait, .waitUntil: break
        case .waitFor(_, _, let late, _): (target, outcome) = (late, "late")
        case .branch(let branches):
            if let chosen = branches.first(where: { holds($0.condition) }) { target = chosen.to }
            outcome = target ?? "end"
        case .split(let shares):
            target = chosen(of: shares, at: step.key, by: facts.hashKey)
            outcome = target ?? "end"
        case .message(let message): deed = .message(step: step.key, message, once: onceKey)
        case .survey(let message): return .survey(step: step.key, message, once: onceKey)
        case .points(let wallet, let points): return .points(wallet: wallet, points, once: onceKey)
        case .reward(let reward): return .reward(reward, once: onceKey)
        case .task(let text): return .task(text, once: onceKey)
        case .event(let type): return .event(type, once: onceKey)
        case .goal: goalAt = goalAt ?? facts.now
        case .exit: target = nil
        }
        leave(outcome)
        arrive(at: target, of: journey, facts.now, in: zone)
        return deed
    }

    /// The same part for the same member each time, in all versions of the journey.
    private func chosen(of shares: [Journey.Share], at step: Key, by key: ContactRules.HashKey) -> Key? {
        let place = bucket(of: member, salt: Key("\(journey)/\(step)"), key: (key.low, key.high), limit: 10_000)
        var end: UInt64 = 0
        for share in shares {
            end += UInt64(share.share)
            if place < end { return share.to }
        }
        return shares.last?.to
    }

    private mutating func leave(_ outcome: Key) {
        guard !path.isEmpty else { return }
        path[path.count - 1].outcome = outcome
    }

    private mutating func arrive(at key: Key?, of journey: Journey, _ now: Instant, in zone: some LocalTime) {
        guard let next = journey.step(key) else { return end(.done, at: now) }
        step = next.key
        path.append(Visit(step: next.key, at: now))
        dueAt =
            switch next.kind {
            case .wait(let span): span.end(from: now, in: zone)
            case .waitFor(_, let span, _, _): span.end(from: now, in: zone)
            case .waitUntil(let minutes): nextTime(minutes, after: now, in: zone)
            default: now
            }
    }
}

/// When the clock on the wall next shows so many minutes after midnight; now where it does just now.
private func nextTime(_ minutes: Int, after now: Instant, in zone: some LocalTime) -> Instant {
    let day = zone.day(of: now)
    let today = clock(on: day, Int64(minutes) * 60_000, in: zone)
    return today >= now ? today : clock(on: day.adding(days: 1), Int64(minutes) * 60_000, in: zone)
}

/// Whether by her own rhythm it is time to buy again: as many days have passed as usually lie between two purchases of
/// hers, and not yet twice as many (rule Y-9).
///
/// - Parameters:
///   - purchases: The days on which she bought, in any order; those of one day count once.
///   - today: The day.
/// - Returns: false for whoever bought on fewer than three days: she has no rhythm yet.
package func isTimeAgain(_ purchases: [Day], on today: Day) -> Bool {
    let all = purchases.map(\.number).sorted()
    let days = all.enumerated().filter { $0.offset == 0 || all[$0.offset - 1] != $0.element }.map(\.element).suffix(9)
    guard days.count >= 3, let last = days.last else { return false }
    let gaps = zip(days, days.dropFirst()).map { $1 - $0 }.sorted()
    let usual = max(2, gaps[(gaps.count - 1) / 2])
    let passed = today.number - last
    return passed >= usual && passed < 2 * usual
}
