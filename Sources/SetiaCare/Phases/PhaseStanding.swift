internal import SetiaCore

/// What her signals so far come to.
struct PhaseStanding {
    private let policy: PhasePolicy
    private let since: Instant
    private let zone: any LocalTime
    /// When she bought what, as it was told, without what came back.
    private var purchases: [(name: Key, at: Instant)] = []
    private var complaints: [(name: Key, since: Instant)] = []
    /// What was last bad and no open complaint: an unhappy answer, or a complaint closed without being made good.
    private var unhappy: (evidence: PhaseEvidence, at: Instant)?
    /// When something good was last said, or a complaint made good.
    private var good: Instant?
    private var recommendation: (score: Int, at: Instant)?
    private var acts: [(act: PhaseSignal.Act, at: Instant, friend: Key?)] = []
    /// Friends who brought nothing after all: what is told of them late counts for nothing.
    private var lost: [Key] = []

    init(since: Instant, _ policy: PhasePolicy, _ zone: any LocalTime) {
        self.since = since
        self.zone = zone
        self.policy = policy
    }

    mutating func take(_ signal: PhaseSignal) {
        switch signal.kind {
        case .joined: break
        case .purchase(let name): purchases.append((name, signal.at))
        case .cameBack(let name): purchases.removeAll { $0.name == name }
        case .complained(let name):
            guard !complaints.contains(where: { $0.name == name }) else { break }
            complaints.append((name, signal.at))
        case .complaintClosed(let name, let isMadeGood):
            complaints.removeAll { $0.name == name }
            if isMadeGood {
                good = signal.at
            } else {
                (unhappy, good) = ((.notMadeGood(signal.at), signal.at), nil)
            }
        case .answered(let scale, let score):
            if scale == .recommendation { recommendation = (score, signal.at) }
            if scale.isUnhappy(score) {
                (unhappy, good) = ((.answer(scale, score: score, at: signal.at), signal.at), nil)
            } else if scale.isGood(score) {
                good = signal.at
            }
        case .act(let act): acts.append((act, signal.at, nil))
        case .brought(let friend):
            guard !lost.contains(friend), !acts.contains(where: { $0.friend == friend }) else { break }
            acts.append((.referral, signal.at, friend))
        case .broughtBack(let friend):
            lost.append(friend)
            acts.removeAll { $0.friend == friend }
        }
    }

    /// Where she stands, and what says so.
    func phase(at moment: Instant) -> (LoyaltyPhase, [PhaseEvidence]) {
        let bad = disappointments(at: moment)
        guard bad.isEmpty else { return (.disappointment, bad) }
        let days = purchaseDays
        let bought = PhaseEvidence.purchases(days.count, last: purchases.map(\.at).max())
        guard days.count >= policy.trustPurchases else { return (.expectation, [.joined(since), bought]) }
        let counting = acts.filter { moment < $0.at.adding(days: policy.actDays) }
        let speaks = recommendation.map { PhaseSignal.Scale.recommendation.isGood($0.score) }
        // Whoever was not asked, or was in between, shows it by two acts; whoever would not recommend is believed.
        let refuses = recommendation.map { PhaseSignal.Scale.recommendation.isUnhappy($0.score) } ?? false
        if !refuses, counting.count >= (speaks == true ? 1 : 2) {
            var evidence = counting.reversed().map { PhaseEvidence.act($0.act, at: $0.at) }
            if speaks == true, let recommendation {
                evidence.append(.answer(.recommendation, score: recommendation.score, at: recommendation.at))
            }
            return (.identification, evidence + [bought])
        }
        return (.trust, [bought])
    }

    /// The moments after `moment` at which time alone may change where she stands.
    func turns(after moment: Instant) -> [Instant] {
        var turns = [silentFrom.at]
        if let unhappy { turns.append(unhappy.at.adding(days: policy.unhappyDays)) }
        turns += acts.map { $0.at.adding(days: policy.actDays) }
        return turns.filter { $0 > moment }
    }

    private func disappointments(at moment: Instant) -> [PhaseEvidence] {
        var evidence = complaints.map { PhaseEvidence.openComplaint($0.since) }
        if let unhappy, !isAnswered(unhappy.at), moment < unhappy.at.adding(days: policy.unhappyDays) {
            evidence.append(unhappy.evidence)
        }
        let silence = silentFrom
        if moment >= silence.at {
            evidence.append(.silence(since: silence.since, days: silence.days, isOwnRhythm: silence.isOwn))
        }
        return evidence
    }

    /// Something bad is over once she says something better, is made good, or comes back all the same: she knows the
    /// fault, and stays.
    private func isAnswered(_ at: Instant) -> Bool {
        if let good, good >= at { return true }
        return purchases.contains { $0.at > at }
    }

    /// From when on not having bought is silence.
    private var silentFrom: (at: Instant, since: Instant, days: Int, isOwn: Bool) {
        let last = purchases.map(\.at).max() ?? since
        guard let gap = usualGap else {
            return (last.adding(days: policy.silenceDays), last, policy.silenceDays, false)
        }
        let days = max(gap, 1) * policy.silenceFactor
        // Whoever comes daily is not silent after two days: a phase lasts longer than that.
        let least = max(days, policy.holdDays)
        return (last.adding(days: least), last, least, true)
    }

    /// Her usual gap between two days with a purchase, in days: the middle one, of two the greater; none for fewer than
    /// three such days.
    private var usualGap: Int? {
        let days = purchaseDays
        guard days.count >= 3 else { return nil }
        let gaps = zip(days.dropFirst(), days).map { Int($0.number - $1.number) }.sorted()
        return gaps[gaps.count / 2]
    }

    /// The days on which she bought: whoever comes twice a day came once.
    private var purchaseDays: [Day] {
        var days: [Day] = []
        for day in purchases.map({ zone.day(of: $0.at) }).sorted() where days.last != day { days.append(day) }
        return days
    }
}
