internal import SetiaCore

/// The lanes that this server holds: leased, renewed, and left when it stops.
///
/// A server that dies leaves them when its leases run out, and the others take them. Nothing hangs on nobody else being at
/// work in a lane: what is due is taken by an update that only one wins.
package actor LaneHolder {
    /// How the others know this server: one name a running process.
    package nonisolated let name: String
    private let service: SetiaService
    private var held = LaneSet.none
    private var heldSince: Instant?
    private var isShort = false

    /// How old a lease may grow before it is renewed, in milliseconds.
    static let renewedAfter: Int64 = LaneLease.length / 3
    /// How soon it looks again while others still hold some of its share, in milliseconds.
    static let looksAgainAfter: Int64 = 2_000

    /// Nothing held yet.
    package init(service: SetiaService) {
        self.service = service
        name = service.surroundings.newIdentifier().text
    }

    /// The lanes to work in now.
    ///
    /// Leases are renewed, and shared anew with whoever has come or gone, once a third of their time has passed.
    ///
    /// - Throws: the world's trouble; what is still leased may be asked for again.
    package func lanes() async throws -> LaneSet {
        let now = service.surroundings.now()
        if let since = heldSince {
            let age = now.milliseconds(since: since)
            if age >= 0, age < (isShort ? LaneHolder.looksAgainAfter : LaneHolder.renewedAfter) { return held }
        }
        let name = name
        (held, isShort) = try await service.store.recording { ledger in
            let until = now.adding(milliseconds: LaneLease.length)
            try ledger.announceLaneWorker(name, until: until, now: now)
            let plan = LanePlan(
                try ledger.laneLeases(),
                workers: try ledger.laneWorkers(),
                me: name,
                now: now
            )
            try ledger.leaveLanes(plan.left, by: name)
            return (try ledger.leaseLanes(plan.wanted, to: name, until: until, now: now), plan.isShort)
        }
        heldSince = now
        return held
    }

    /// Leaves all lanes to the others, at the end.
    package func leave() async throws {
        let name = name
        held = .none
        heldSince = nil
        try await service.store.recording { ledger in
            try ledger.leaveLanes(.all, by: name)
            try ledger.forgetLaneWorker(name)
        }
    }
}
