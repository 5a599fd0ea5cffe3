package import SetiaCore

/// A member's phases, one after the other without a gap, from her first signal on (rules I-1 to I-7).
///
/// A fold of her signals: nothing is kept of it, so that another threshold tells her whole history anew. Between signals
/// time alone changes a phase, and it does so at its own moment: silence begins, an act gets old, an answer is forgotten.
///
/// - Parameters:
///   - signals: In any order; those of one moment count together.
///   - policy: The thresholds.
///   - zone: Whose days count.
///   - now: Up to when; what is later is left out.
/// - Returns: The phases in order, each ending where the next begins, the last one open; empty without a signal.
package func phases(
    of signals: [PhaseSignal],
    by policy: PhasePolicy,
    in zone: any LocalTime,
    until now: Instant
) -> [PhaseInterval] {
    let ordered = signals.indices.filter { signals[$0].at <= now }
        .sorted { (signals[$0].at, $0) < (signals[$1].at, $1) }
        .map { signals[$0] }
    guard let first = ordered.first else { return [] }
    var standing = PhaseStanding(since: first.at, policy, zone)
    var intervals: [PhaseInterval] = []
    var place = 0
    var moment = first.at
    while true {
        while place < ordered.count, ordered[place].at <= moment {
            standing.take(ordered[place])
            place += 1
        }
        step(to: moment, standing, policy, &intervals)
        var next = place < ordered.count ? ordered[place].at : nil
        let held = intervals.last.map { $0.from.adding(days: policy.holdDays) }
        for turn in standing.turns(after: moment) + (held.map { $0 > moment ? [$0] : [] } ?? []) {
            next = min(next ?? turn, turn)
        }
        guard let next, next <= now else { break }
        moment = next
    }
    return intervals
}

/// Begins another phase where she is in another one by now; disappointment at once, the others once hers has lasted.
private func step(
    to moment: Instant,
    _ standing: PhaseStanding,
    _ policy: PhasePolicy,
    _ intervals: inout [PhaseInterval]
) {
    let (phase, evidence) = standing.phase(at: moment)
    guard let last = intervals.last else {
        return intervals.append(PhaseInterval(phase: phase, from: moment, until: nil, evidence: evidence))
    }
    guard phase != last.phase else { return }
    guard phase == .disappointment || moment >= last.from.adding(days: policy.holdDays) else { return }
    intervals[intervals.count - 1].until = moment
    intervals.append(PhaseInterval(phase: phase, from: moment, until: nil, evidence: evidence))
}

extension PhaseInterval {
    /// Why she is in it now: what says so at `now`, or that it has not lasted long enough to be left.
    ///
    /// - Parameters:
    ///   - signals: Her signals, as `phases` had them.
    ///   - policy: The thresholds.
    ///   - zone: Whose days count.
    ///   - now: When somebody asks.
    /// - Returns: The evidence, the strongest first.
    package func evidence(
        from signals: [PhaseSignal],
        by policy: PhasePolicy,
        in zone: any LocalTime,
        at now: Instant
    ) -> [PhaseEvidence] {
        let past = signals.filter { $0.at <= now }.sorted { $0.at < $1.at }
        var standing = PhaseStanding(since: past.first?.at ?? from, policy, zone)
        for signal in past { standing.take(signal) }
        let (phase, evidence) = standing.phase(at: now)
        return phase == self.phase ? evidence : [.heldUntil(from.adding(days: policy.holdDays))]
    }
}
