package import JSONText
package import SetiaCare
package import SetiaCore

extension SetiaService {
    /// Keeps a broadcast that nobody has started, after all that can be looked at has been (rules G-3 and K-18).
    ///
    /// - Parameters:
    ///   - document: As `BroadcastContent` reads it.
    ///   - actor: Who; by an API key whose scope was looked at.
    /// - Returns: the broadcast.
    /// - Throws: `BroadcastRefusal`, `StaffRefusal`, `Unready`, or the world's trouble.
    package func writeBroadcast(_ document: JSON, by actor: AuditActor) async throws -> Broadcast {
        let now = surroundings.now()
        let id = surroundings.newIdentifier()
        return try await store.writing { ledger in
            try self.allowBroadcasting(actor, ledger)
            let programme = try self.configuration(ledger).published().version(at: now).programme
            var content = try BroadcastContent(
                document,
                languages: programme.languages,
                segments: programme.segments.map(\.key),
                surveys: programme.surveys.map(\.key)
            )
            // The place of surveys is kept for the programme's first wave (rule Q-15).
            if let survey = content.survey { content.kind = programme.firstWave == survey ? .survey : .question }
            let broadcast = Broadcast(id: id, content: content, createdAt: now)
            try ledger.save(broadcast)
            try ledger.add(self.entry(.broadcastWritten, by: actor, at: now, subject: id.text))
            return broadcast
        }
    }

    /// The newest broadcasts first.
    package func broadcasts(limit: Int = 100) async throws -> [Broadcast] {
        try await store.reading { try $0.broadcasts(limit: limit) }
    }

    /// One broadcast.
    ///
    /// - Throws: `BroadcastRefusal.unknownBroadcast`, or the world's trouble.
    package func broadcast(_ id: Identifier) async throws -> Broadcast {
        try await store.reading { archive in
            guard let broadcast = try archive.broadcast(id), broadcast.journey == nil else {
                throw BroadcastRefusal.unknownBroadcast
            }
            return broadcast
        }
    }

    /// Starts, pauses, resumes or stops a broadcast (rule G-8).
    ///
    /// What was handed over is not called back: of a stopped broadcast what waits is dropped.
    ///
    /// - Returns: the broadcast as it is now.
    /// - Throws: `BroadcastRefusal`, `StaffRefusal`, or the world's trouble.
    package func change(_ id: Identifier, _ step: BroadcastStep, by actor: AuditActor) async throws -> Broadcast {
        let now = surroundings.now()
        let address = staffPorts.address
        let broadcast = try await store.writing { ledger -> Broadcast in
            try self.allowBroadcasting(actor, ledger)
            guard var broadcast = try ledger.broadcast(id), broadcast.journey == nil else {
                throw BroadcastRefusal.unknownBroadcast
            }
            guard step.isPossible(from: broadcast.state) else { throw BroadcastRefusal.notFrom(broadcast.state) }
            switch step {
            case .start, .resume:
                guard !address.isEmpty else { throw BroadcastRefusal.noAddress }
                broadcast.state = .running
                broadcast.startedAt = broadcast.startedAt ?? now
                broadcast.slot = max(broadcast.slot, now)
                broadcast.isSettled = false
            case .pause: broadcast.state = .paused
            case .stop:
                broadcast.state = .stopped
                broadcast.endedAt = now
                broadcast.isPlanned = true
                broadcast.isSettled = broadcast.startedAt == nil
            }
            try ledger.save(broadcast)
            try ledger.add(
                self.entry(.broadcastChanged, by: actor, at: now, subject: id.text, details: ["step": step.rawValue])
            )
            return broadcast
        }
        return broadcast
    }

    /// Lets through who may send broadcasts; a key was looked at by its scopes.
    func allowBroadcasting(_ actor: AuditActor, _ archive: any Archive) throws {
        if case .apiKey = actor { return }
        try require(.sendBroadcasts, of: actor, archive)
    }

    /// How a broadcast stands.
    ///
    /// - Returns: the broadcast, and how many have which verdict.
    /// - Throws: `BroadcastRefusal.unknownBroadcast`, or the world's trouble.
    package func broadcastResults(_ id: Identifier) async throws -> BroadcastResults {
        try await store.reading { archive in
            guard let broadcast = try archive.broadcast(id), broadcast.journey == nil else {
                throw BroadcastRefusal.unknownBroadcast
            }
            return BroadcastResults(broadcast: broadcast, counts: try archive.contactCounts(of: id))
        }
    }
}

/// What can be done with a broadcast.
package enum BroadcastStep: String, Sendable, Hashable, CaseIterable {
    case start, pause, resume, stop

    /// Whether it can be done from there.
    package func isPossible(from state: Broadcast.State) -> Bool {
        switch self {
        case .start: state == .draft
        case .pause: state == .running
        case .resume: state == .paused
        case .stop: state == .draft || state == .running || state == .paused
        }
    }
}

/// How a broadcast stands: whom it was meant for is what was sent and all that was not (rule G-4).
package struct BroadcastResults: Sendable, Hashable {
    /// Which.
    package let broadcast: Broadcast
    /// By verdict, reason and way.
    package let counts: [ContactCount]

    /// How many it is meant for so far.
    package var targeted: Int64 { counts.reduce(0) { $0 + $1.count } }

    /// How many have a verdict.
    package func count(_ verdict: String) -> Int64 {
        counts.filter { $0.verdict == verdict }.reduce(0) { $0 + $1.count }
    }

    /// How many of those that may go are so far on their way.
    package func count(_ way: Contact.Way) -> Int64 {
        counts.filter { $0.way == way }.reduce(0) { $0 + $1.count }
    }

    /// How many there are of each reason that is not "allowed", the most first.
    package var reasons: [(reason: ContactDecision.Reason, verdict: String, count: Int64)] {
        counts.filter { $0.verdict != "sent" }
            .sorted { ($1.count, $0.reason.rawValue) < ($0.count, $1.reason.rawValue) }
            .map { ($0.reason, $0.verdict, $0.count) }
    }
}
