package import SetiaCore

/// Who holds a lane, and until when.
package struct LaneLease: Sendable, Hashable {
    /// 0 to 63.
    package let lane: Int
    /// A running server; nobody where there is none.
    package let owner: String?
    /// From then on it is anybody's.
    package let until: Instant

    /// A lease.
    package init(lane: Int, owner: String?, until: Instant) {
        self.lane = lane
        self.owner = owner
        self.until = until
    }

    /// How long a lease holds unless it is renewed, in milliseconds: so long what a server left that died may wait.
    package static let length: Int64 = 30_000

    /// Whether anybody may take it.
    ///
    /// One that runs for longer than any lease does was written by a clock that was set back since, and holds nobody.
    package func isFree(at now: Instant) -> Bool {
        owner == nil || until <= now || until.milliseconds(since: now) > 2 * LaneLease.length
    }
}

/// What a server does with the lanes so that all have the same share: it keeps, leaves and takes.
///
/// Nobody decides for all: each reckons its share from who is there, leaves what is above it and takes what is free below
/// it. Shares differ by one at most and add up to all lanes, so that they settle once everybody has looked.
package struct LanePlan: Sendable, Hashable {
    /// Lanes of its own that it goes on with, and free ones that it takes.
    package let wanted: LaneSet
    /// Lanes of its own that it leaves to others.
    package let left: LaneSet
    /// Whether others still hold some of its share.
    package let isShort: Bool

    /// A plan.
    ///
    /// - Parameters:
    ///   - leases: All lanes.
    ///   - workers: Who is there, in any order; `me` counts in any case.
    ///   - me: Who plans.
    ///   - now: The time.
    package init(_ leases: [LaneLease], workers: [String], me: String, now: Instant) {
        let everybody = Set(workers).union([me]).sorted { Key($0) < Key($1) }
        let place = everybody.firstIndex(of: me) ?? 0
        let share = LaneSet.count / everybody.count + (place < LaneSet.count % everybody.count ? 1 : 0)
        let own = leases.filter { $0.owner == me }.map(\.lane).sorted()
        let free = leases.filter { $0.owner != me && $0.isFree(at: now) }.map(\.lane).sorted()
        let kept = own.prefix(share)
        wanted = LaneSet(kept + free.prefix(share - kept.count))
        left = LaneSet(own.dropFirst(share))
        isShort = wanted.size < share
    }
}
