package import SetiaCore

extension SetiaService {
    /// How long a line that was taken is kept, so that people can look, in days.
    static let sentLinesKept = 3
    /// How long a line that was given up is kept, so that it can be replayed, in days.
    static let givenUpLinesKept = 30

    /// What a webhook was told and is to be told, newest event first; only what failed and was not taken since, if asked.
    ///
    /// - Throws: `WebhookRefusal.unknownWebhook`.
    package func deliveries(
        of id: Identifier,
        onlyFailing: Bool,
        before: OutboxMark? = nil,
        limit: Int
    ) async throws -> [OutboxLine] {
        try await store.reading { archive in
            guard try archive.webhook(id) != nil else { throw WebhookRefusal.unknownWebhook }
            return try archive.outboxLines(for: id, onlyFailing: onlyFailing, before: before, limit: limit)
        }
    }

    /// Tells a webhook of one event again, at once, whatever became of it before; under the same id as ever.
    ///
    /// - Throws: `WebhookRefusal`: `.unknownWebhook`, `.unknownEvent`, `.notEnabled`.
    package func replay(_ event: EventID, to id: Identifier, by actor: AuditActor) async throws {
        let now = surroundings.now()
        try await store.writing { ledger in
            let record = try self.enabled(id, ledger)
            if let line = try ledger.outboxLine(of: event, for: id) {
                _ = try ledger.putBack([line], dueAt: now)
            } else {
                guard let stored = try ledger.event(event) else { throw WebhookRefusal.unknownEvent }
                try ledger.add(
                    OutboxLine(
                        event: event,
                        listener: id.text,
                        topic: stored.event.type.rawValue,
                        recordedAt: stored.recordedAt,
                        dueAt: now
                    )
                )
            }
            try ledger.add(self.entry(.webhookReplayed, record.webhook, by: actor, at: now))
        }
        outboxBell.ring()
    }

    /// Puts everything on its way again that a webhook has not taken: what was given up, and what waits for its next try.
    ///
    /// - Returns: how many.
    /// - Throws: `WebhookRefusal`: `.unknownWebhook`, `.notEnabled`.
    package func replayFailed(to id: Identifier, by actor: AuditActor) async throws -> Int {
        let now = surroundings.now()
        try await store.writing { ledger in
            let record = try self.enabled(id, ledger)
            try ledger.add(self.entry(.webhookReplayed, record.webhook, by: actor, at: now))
        }
        var count = 0
        var mark: OutboxMark?
        while true {
            let before = mark
            let (lines, back) = try await store.recording { ledger in
                let lines = try ledger.outboxLines(for: id, onlyFailing: true, before: before, limit: 500)
                return (lines, try ledger.putBack(lines, dueAt: now))
            }
            count += back
            guard let last = lines.last else { break }
            mark = last.mark
        }
        outboxBell.ring()
        return count
    }

    /// Forgets what was delivered three days ago and given up thirty days ago, and what was left of webhooks that are gone.
    ///
    /// - Returns: how many lines.
    package func forgetDeliveries() async throws -> Int {
        let now = surroundings.now()
        var count = 0
        var name = ""
        while true {
            let after = name
            let (listener, isThere) = try await store.reading { archive in
                let listener = try archive.outboxListener(after: after)
                let id = listener.flatMap { Identifier(text: $0) }
                return (listener, try id.map { try archive.webhook($0) != nil } ?? true)
            }
            guard let listener else { return count }
            name = listener
            // A listener that is no webhook is none of ours.
            guard let id = Identifier(text: listener), id != SetiaService.journeyListener else { continue }
            count += try await forgetDeliveries(of: id, before: isThere ? now : nil)
        }
    }

    /// Forgets a webhook's lines that are old by `now`; all of them where there is none.
    func forgetDeliveries(of id: Identifier, before now: Instant?) async throws -> Int {
        var count = 0
        // Read from behind the newest that may go: those before it are looked at once each.
        var mark = now.map { now in
            OutboxMark(
                recordedAt: now.adding(days: -SetiaService.sentLinesKept),
                event: EventID(member: MemberID(Identifier(high: 0, low: 0)), number: 1)
            )
        }
        let oldest = now?.adding(days: -SetiaService.givenUpLinesKept)
        while true {
            let before = mark
            let (lines, old) = try await store.recording { ledger in
                let lines = try ledger.outboxLines(for: id, onlyFailing: false, before: before, limit: 500)
                let old = lines.filter { line in
                    guard let oldest else { return true }
                    return line.state == .sent || (line.state == .givenUp && line.recordedAt < oldest)
                }
                try ledger.removeOutboxLines(old, evenWaiting: oldest == nil)
                return (lines, old.count)
            }
            count += old
            guard let last = lines.last else { return count }
            mark = last.mark
        }
    }

    private func enabled(_ id: Identifier, _ archive: any Archive) throws -> WebhookRecord {
        guard let record = try archive.webhook(id) else { throw WebhookRefusal.unknownWebhook }
        guard record.webhook.state == .enabled else { throw WebhookRefusal.notEnabled }
        return record
    }
}
