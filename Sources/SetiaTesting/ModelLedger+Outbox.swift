internal import SetiaCore
internal import SetiaService

/// All that the model keeps of what others are told, and of work that is shared.
struct KeptOutbox: Sendable {
    struct Place: Hashable {
        let event: EventID
        let listener: String
    }

    var webhooks: [Identifier: WebhookRecord] = [:]
    var lines: [Place: OutboxLine] = [:]
    var leases = (0..<LaneSet.count).map { LaneLease(lane: $0, owner: nil, until: Instant(milliseconds: 0)) }
    /// Until when each server is there.
    var workers: [String: Instant] = [:]
    /// What somebody who is no webhook is told of.
    var listeners: [Identifier: [EventType]] = [:]

    /// Adds a line for each webhook that is told of such events.
    mutating func tell(_ recorded: MemberPart.RecordedEvent, of member: MemberID) {
        let told = webhooks.values.filter {
            $0.webhook.state == .enabled && $0.webhook.topics.contains(recorded.event.type)
        }
        let others = listeners.filter { $0.value.contains(recorded.event.type) }.keys
        for listener in told.map(\.webhook.id) + others {
            add(
                OutboxLine(
                    event: EventID(member: member, number: recorded.decision.number),
                    listener: listener.text,
                    topic: recorded.event.type.rawValue,
                    recordedAt: recorded.recordedAt,
                    dueAt: recorded.recordedAt
                )
            )
        }
    }

    mutating func add(_ line: OutboxLine) {
        let place = Place(event: line.event, listener: line.listener)
        if lines[place] == nil { lines[place] = line }
    }

    func lines(of webhook: Identifier) -> [OutboxLine] { lines.values.filter { $0.listener == webhook.text } }
}

extension OutboxLine {
    fileprivate var place: KeptOutbox.Place { KeptOutbox.Place(event: event, listener: listener) }
    fileprivate var id: Key { Key("\(event.number)/\(listener)") }
}

extension ModelLedger {
    func members(dueBy moment: Instant, in lanes: LaneSet, limit: Int) -> [MemberID] {
        Array(members(dueBy: moment, limit: .max).filter { lanes.contains($0) }.prefix(limit))
    }

    func listen(_ listener: Identifier, to types: [EventType]) { kept.outbox.listeners[listener] = types }

    func laneLeases() -> [LaneLease] { kept.outbox.leases }

    func laneWorkers() -> [String] { kept.outbox.workers.keys.sorted { Key($0) < Key($1) } }

    func announceLaneWorker(_ name: String, until: Instant, now: Instant) {
        kept.outbox.workers = kept.outbox.workers.filter { _, end in
            end > now && end <= now.adding(milliseconds: 2 * LaneLease.length)
        }
        kept.outbox.workers[name] = until
    }

    func forgetLaneWorker(_ name: String) { kept.outbox.workers[name] = nil }

    func leaseLanes(_ lanes: LaneSet, to name: String, until: Instant, now: Instant) -> LaneSet {
        let leased = lanes.lanes.filter {
            kept.outbox.leases[$0].owner == name || kept.outbox.leases[$0].isFree(at: now)
        }
        for lane in leased { kept.outbox.leases[lane] = LaneLease(lane: lane, owner: name, until: until) }
        return LaneSet(leased)
    }

    func leaveLanes(_ lanes: LaneSet, by name: String) {
        for lane in lanes.lanes where kept.outbox.leases[lane].owner == name {
            kept.outbox.leases[lane] = LaneLease(lane: lane, owner: nil, until: Instant(milliseconds: 0))
        }
    }

    func webhooks() -> [WebhookRecord] { kept.outbox.webhooks.values.sorted { $0.webhook.id < $1.webhook.id } }

    func webhook(_ id: Identifier) -> WebhookRecord? { kept.outbox.webhooks[id] }

    func save(_ record: WebhookRecord) {
        var record = record
        record.secrets.sort { $0.id > $1.id }
        kept.outbox.webhooks[record.webhook.id] = record
    }

    func removeWebhook(_ id: Identifier) -> Bool { kept.outbox.webhooks.removeValue(forKey: id) != nil }

    func noteWebhook(_ id: Identifier, deliveredAt: Instant) {
        kept.outbox.webhooks[id]?.webhook.deliveredAt = deliveredAt
        kept.outbox.webhooks[id]?.webhook.failingSince = nil
    }

    func noteWebhook(_ id: Identifier, failedAt: Instant) {
        guard let record = kept.outbox.webhooks[id] else { return }
        kept.outbox.webhooks[id]?.webhook.failingSince = record.webhook.failingSince ?? failedAt
    }

    func outboxLines(
        for webhook: Identifier,
        dueBy moment: Instant,
        in lanes: LaneSet,
        limit: Int
    ) -> [OutboxLine] {
        let due = kept.outbox.lines(of: webhook).filter {
            $0.state == .waiting && $0.dueAt <= moment && lanes.contains($0.event.member)
        }
        return Array(
            due.sorted { ($0.dueAt, $0.event.member, $0.id) < ($1.dueAt, $1.event.member, $1.id) }.prefix(limit)
        )
    }

    func outboxLines(
        for webhook: Identifier,
        onlyFailing: Bool,
        before: OutboxMark?,
        limit: Int
    ) -> [OutboxLine] {
        let all = kept.outbox.lines(of: webhook).filter { line in
            guard !onlyFailing || line.failedAt != nil else { return false }
            guard let before else { return true }
            let mark = (before.recordedAt, before.event.member, Key("\(before.event.number)/\(webhook.text)"))
            return (line.recordedAt, line.event.member, line.id) < mark
        }
        let newestFirst = all.sorted {
            ($0.recordedAt, $0.event.member, $0.id) > ($1.recordedAt, $1.event.member, $1.id)
        }
        return Array(newestFirst.prefix(limit))
    }

    func outboxLine(of event: EventID, for webhook: Identifier) -> OutboxLine? {
        kept.outbox.lines[KeptOutbox.Place(event: event, listener: webhook.text)]
    }

    func outboxListener(after name: String) -> String? {
        kept.outbox.lines.values.map(\.listener).filter { Key($0) > Key(name) }.min { Key($0) < Key($1) }
    }

    func take(_ lines: [OutboxLine], until: Instant) -> [OutboxLine] {
        lines.compactMap { line in
            guard var now = kept.outbox.lines[line.place], now.state == .waiting, now.attempts == line.attempts,
                now.dueAt == line.dueAt
            else { return nil }
            now.attempts += 1
            now.dueAt = until
            kept.outbox.lines[line.place] = now
            return now
        }
    }

    func settle(_ lines: [OutboxLine]) {
        for line in lines {
            guard let now = kept.outbox.lines[line.place], now.state == .waiting, now.attempts == line.attempts else {
                continue
            }
            kept.outbox.lines[line.place] = line
        }
    }

    func putBack(_ lines: [OutboxLine], dueAt: Instant) -> Int {
        lines.count { line in
            guard var now = kept.outbox.lines[line.place], now.state == line.state, now.attempts == line.attempts else {
                return false
            }
            now.state = .waiting
            now.attempts = 0
            now.dueAt = dueAt
            kept.outbox.lines[line.place] = now
            return true
        }
    }

    func add(_ line: OutboxLine) { kept.outbox.add(line) }

    func removeOutboxLines(_ lines: [OutboxLine], evenWaiting: Bool) {
        for line in lines where evenWaiting || kept.outbox.lines[line.place]?.state != .waiting {
            kept.outbox.lines[line.place] = nil
        }
    }
}
