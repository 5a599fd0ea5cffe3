internal import SetiaCore

/// How many requests an API key may send: a bucket that holds `burst` and gets `perSecond` each second.
package struct RateLimit: Sendable, Hashable {
    /// How many a second, in the long run; 1 or more.
    package let perSecond: Int64
    /// How many at once: two seconds' worth.
    package var burst: Int64 { 2 * perSecond }

    /// What a key may that says nothing else.
    package static let standard = RateLimit(perSecond: 600)
    /// What a key can be given.
    package static let possible: ClosedRange<Int64> = 1...1_000_000

    /// A limit.
    package init(perSecond: Int64) {
        self.perSecond = perSecond
    }

    /// The most that the bucket holds, in thousandths of a request.
    var full: Int64 { burst * 1_000 }
}

/// Whether a request is let through, and how much is left.
package struct RateAnswer: Sendable, Hashable {
    /// Whether it is let through.
    package let isAdmitted: Bool
    /// The key's limit.
    package let limit: RateLimit
    /// How many more would be let through now.
    package let remaining: Int64
    /// After how many seconds one more is let through, or the bucket is fuller; 1 or more.
    package let afterSeconds: Int64
}

/// The bucket of one API key, as one server sees it.
///
/// Between two settlements a server counts for itself. What it may give is the whole of what is left, as long as the
/// servers together ask for no more than the rate; once they do, the share that it was asked for.
struct RateBucket: Sendable {
    let limit: RateLimit
    /// Thousandths of a request that this server may still let through.
    private(set) var level: Int64
    /// Thousandths of a request that it gets each millisecond: requests a second.
    private(set) var refill: Int64
    /// When the first of what was asked since the last settlement was.
    private(set) var countedSince: Instant
    /// Up to when the level has been raised.
    private(set) var at: Instant
    /// When it was last settled with the others.
    private(set) var settledAt: Instant?
    /// What was asked since then, and what was let through.
    private(set) var asked: Int64 = 0
    private(set) var admitted: Int64 = 0

    /// A bucket that is full, of which no other server is known.
    init(_ limit: RateLimit, at now: Instant) {
        self.limit = limit
        level = limit.full
        refill = limit.perSecond
        at = now
        countedSince = now
    }

    /// How long a settlement tells something, in milliseconds; a key that was quiet longer is nobody else's either.
    static let settledFor: Int64 = 3_000

    /// Lets one request through, or not.
    mutating func admit(at now: Instant) -> RateAnswer {
        raise(to: now)
        if asked == 0 { countedSince = now }
        asked += 1
        let isAdmitted = level >= 1_000
        if isAdmitted {
            level -= 1_000
            admitted += 1
        }
        let missing = max(0, 1_000 - level)
        return RateAnswer(
            isAdmitted: isAdmitted,
            limit: limit,
            remaining: max(0, level / 1_000),
            afterSeconds: max(1, (missing + refill * 1_000 - 1) / max(1, refill * 1_000))
        )
    }

    private mutating func raise(to now: Instant) {
        // A clock that was set back gives nothing, and is believed from then on.
        let passed = max(0, min(now.milliseconds - at.milliseconds, 3_600_000))
        if let settledAt, now.milliseconds - settledAt.milliseconds > RateBucket.settledFor, asked == 0 {
            refill = limit.perSecond
            self.settledAt = nil
        }
        level = min(limit.full, level + passed * refill)
        at = now
    }

    /// Takes over what the servers settled: what is left altogether, and what was asked of the others.
    ///
    /// - Parameters:
    ///   - shared: Thousandths of a request that are left, with all that `settled` holds taken off.
    ///   - elsewhere: What the others were asked in their last second.
    ///   - settled: The bucket as it was when settling began; what it has let through since stays taken off.
    ///   - now: When.
    mutating func settle(shared: Int64, elsewhere: Int64, of settled: RateBucket, at now: Instant) {
        asked -= settled.asked
        admitted -= settled.admitted
        let own = max(1, settled.asked)
        if own + elsewhere <= limit.perSecond {
            level = shared
            refill = limit.perSecond - elsewhere
        } else {
            level = shared * own / (own + elsewhere)
            refill = max(1, limit.perSecond * own / (own + elsewhere))
        }
        level -= admitted * 1_000
        at = now
        countedSince = now
        settledAt = now
    }
}
