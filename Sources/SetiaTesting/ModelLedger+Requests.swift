internal import SetiaCore
internal import SetiaService

extension ModelLedger {
    func claim(_ claims: [RequestClaim]) -> [IdempotencyRecord?] {
        claims.map { claim in
            if let (standing, answer) = kept.requests[claim.key] {
                let isOver = answer == nil && standing.leaseUntil <= claim.at || standing.keptUntil <= claim.at
                if !isOver { return IdempotencyRecord(content: standing.content, answer: answer) }
            }
            kept.requests[claim.key] = (claim, nil)
            return nil
        }
    }

    func keep(_ answers: [(claim: RequestClaim, answer: SealedAnswer)]) {
        for (claim, answer) in answers where isHeld(claim) { kept.requests[claim.key]?.answer = answer }
    }

    func release(_ claims: [RequestClaim]) {
        for claim in claims where isHeld(claim) { kept.requests[claim.key] = nil }
    }

    func forgetAnswers(at moment: Instant, limit: Int) -> Int {
        let over = kept.requests.filter { $0.value.claim.keptUntil <= moment }.sorted { one, other in
            let (first, second) = (one.value.claim.keptUntil, other.value.claim.keptUntil)
            return first == second ? one.key.lexicographicallyPrecedes(other.key) : first < second
        }
        for (key, _) in over.prefix(limit) { kept.requests[key] = nil }
        return min(limit, over.count)
    }

    private func isHeld(_ claim: RequestClaim) -> Bool { kept.requests[claim.key]?.claim.holder == claim.holder }

    func rateLevels(of keys: [String]) -> [RateLevel?] { keys.map { kept.rateLevels[$0] } }

    func askedElsewhere(of keys: [String], than server: String, since moment: Instant) -> [Int64] {
        keys.map { key in
            (kept.rateAsked[key] ?? [:]).filter { $0.key != server && $0.value.at >= moment }
                .reduce(0) { $0 + $1.value.asked }
        }
    }

    func save(_ levels: [RateLevel], asked: [Int64], server: String) {
        for (level, asked) in zip(levels, asked) {
            kept.rateLevels[level.key] = level
            kept.rateAsked[level.key, default: [:]][server] = (asked, level.at)
        }
    }

    func forgetRates(before moment: Instant) {
        kept.rateLevels = kept.rateLevels.filter { $0.value.at >= moment }
        kept.rateAsked = kept.rateAsked.mapValues { $0.filter { $0.value.at >= moment } }
    }
}
