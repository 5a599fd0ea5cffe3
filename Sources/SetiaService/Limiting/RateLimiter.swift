internal import SetiaCore
internal import Synchronization

/// Lets each API key send so many requests a second, over all servers of a brand.
///
/// A request costs no journey to the database: each server counts in memory, and tells once a second what it counted
/// and learns what the others did (`settle`). So for one second servers do not know of each other. What they let through
/// too much in it, at most a burst and a second's worth for each server but one, is taken off what the key may send
/// next: in the long run the rate holds to the request.
///
/// - SeeAlso: `docs/integrating.md`, *How much*.
package final class RateLimiter: Sendable {
    private let service: SetiaService
    private let server: String
    private let buckets = Mutex<[String: RateBucket]>([:])

    /// A limiter that has counted nothing yet.
    ///
    /// - Parameters:
    ///   - service: Whose keys.
    ///   - server: Names this server among those of the brand; none is a new id.
    package init(service: SetiaService, server: String? = nil) {
        self.service = service
        self.server = server ?? service.sealing.newToken()
    }

    /// Counts a request of a key, and says whether it is let through.
    package func admit(_ key: APIKey) -> RateAnswer {
        let now = service.surroundings.now()
        let limit = key.rate.map { RateLimit(perSecond: $0) } ?? .standard
        return buckets.withLock { buckets in
            buckets[key.id, default: RateBucket(limit, at: now)].admit(at: now)
        }
    }

    /// Tells what was counted since the last time, and learns what others counted; once a second.
    ///
    /// It writes only where something was asked. When it fails, nothing is lost: the next one tells of both.
    package func settle() async throws {
        let now = service.surroundings.now()
        let counted = buckets.withLock { buckets in
            // What is full and was not asked of for a while is as if it had never been.
            buckets = buckets.filter { _, bucket in
                bucket.asked > 0 || now.milliseconds - bucket.at.milliseconds < 60_000
            }
            return buckets.filter { $0.value.asked > 0 }.sorted { Key($0.key) < Key($1.key) }
        }
        guard !counted.isEmpty else { return }
        let server = server
        let (levels, elsewhere) = try await service.store.writing { ledger in
            let keys = counted.map(\.key)
            let kept = try ledger.rateLevels(of: keys)
            let since = now.adding(milliseconds: -RateBucket.settledFor)
            let elsewhere = try ledger.askedElsewhere(of: keys, than: server, since: since)
            let levels = zip(counted, kept).map { counted, kept in
                RateLevel(
                    key: counted.key,
                    level: remaining(kept, counted.value, at: now),
                    at: lastSettled(kept, at: now)
                )
            }
            try ledger.save(levels, asked: counted.map(\.value.asked), server: server)
            return (levels, elsewhere)
        }
        buckets.withLock { buckets in
            for (place, (key, settled)) in counted.enumerated() {
                buckets[key]?.settle(shared: levels[place].level, elsewhere: elsewhere[place], of: settled, at: now)
            }
        }
    }
}

extension SetiaService {
    /// Forgets what servers told of rates more than a day ago.
    package func forgetRates() async throws {
        let moment = surroundings.now().adding(days: -1)
        try await store.writing { try $0.forgetRates(before: moment) }
    }
}

/// What is left to a key once what a server let through is taken off, in thousandths of a request.
///
/// It may be below zero: what was too much is paid back. How far below is bounded, so that no mistake shuts a key out
/// for long: a minute's worth.
private func remaining(_ kept: RateLevel?, _ bucket: RateBucket, at now: Instant) -> Int64 {
    let limit = bucket.limit
    func milliseconds(since moment: Instant) -> Int64 {
        max(0, min(now.milliseconds - moment.milliseconds, 3_600_000))
    }
    // Before anything was asked the bucket filled and ran over; from then on it filled while it was emptied.
    let passed = milliseconds(since: kept?.at ?? bucket.countedSince)
    let counting = min(passed, milliseconds(since: bucket.countedSince))
    let before = min(limit.full, (kept?.level ?? limit.full) + (passed - counting) * limit.perSecond)
    let left = min(limit.full, before + counting * limit.perSecond - bucket.admitted * 1_000)
    return max(-60_000 * limit.perSecond, left)
}

/// Up to when a key's bucket is filled once it is settled at `now`.
///
/// Never back, since servers' clocks differ a little and the same time would be counted twice; but a moment that is more
/// than a minute ahead comes from a clock that was set back since.
private func lastSettled(_ kept: RateLevel?, at now: Instant) -> Instant {
    guard let kept, kept.at > now, kept.at <= now.adding(milliseconds: 60_000) else { return now }
    return kept.at
}
