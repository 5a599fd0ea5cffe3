package import SetiaCore
internal import Synchronization

/// Brings lines of the outbox to webhooks: some at a time, each webhook by itself, so that a slow one holds up nobody.
///
/// A line is taken by an update that only one server wins, and put off for longer than any attempt lasts: if this server
/// dies with it, another sends it again, under the same id. So each is delivered at least once, and nothing is promised of
/// their order.
package final class WebhookCourier: Sendable {
    private let service: SetiaService
    private let measurements: Measurements
    private let state = Mutex(State())
    private let settling: Settling

    /// How many messages may be under way at once, to all webhooks and to one.
    static let most = 64
    static let mostToOne = 16
    /// For how long a taken line is nobody else's, in milliseconds; longer than an attempt may last.
    package static let takenFor: Int64 = 60_000

    private struct State {
        var underWay: [Identifier: Int] = [:]
        var waiting: [CheckedContinuation<Void, Never>] = []
        var hasWebhooks = false

        var count: Int { underWay.values.reduce(0, +) }
    }

    /// A courier; several of one service would share nothing.
    package init(service: SetiaService, measurements: Measurements = Measurements()) {
        self.service = service
        self.measurements = measurements
        settling = Settling(store: service.store)
    }

    /// Whether the last round found a webhook to send anything to.
    package var hasWebhooks: Bool { state.withLock { $0.hasWebhooks } }

    /// Sends what is due in these lanes, as far as there is room; it does not wait for answers.
    ///
    /// - Returns: how many messages went on their way.
    /// - Throws: the world's trouble; nothing is lost by it.
    package func round(_ lanes: LaneSet) async throws -> Int {
        let now = service.surroundings.now()
        let underWay = state.withLock { $0.underWay }
        let room = WebhookCourier.most - underWay.values.reduce(0, +)
        let (records, due) = try await service.store.reading { archive in
            let records = try archive.webhooks().filter { $0.webhook.state == .enabled }
            var due: [OutboxLine] = []
            for record in records {
                let id = record.webhook.id
                let ownRoom = min(WebhookCourier.mostToOne - underWay[id, default: 0], room - due.count)
                guard ownRoom > 0 else { continue }
                due += try archive.outboxLines(for: id, dueBy: now, in: lanes, limit: ownRoom)
            }
            return (records, due)
        }
        state.withLock { $0.hasWebhooks = !records.isEmpty }
        guard !due.isEmpty else { return 0 }
        let taken = try await service.store.recording { ledger in
            try ledger.take(due, until: now.adding(milliseconds: WebhookCourier.takenFor))
        }
        let events = try await service.store.reading { archive in try taken.map { try archive.event($0.event) } }
        let byID = Dictionary(records.map { ($0.webhook.id.text, $0) }, uniquingKeysWith: { first, _ in first })
        for (line, stored) in zip(taken, events) {
            guard let record = byID[line.listener] else { continue }
            state.withLock { $0.underWay[record.webhook.id, default: 0] += 1 }
            Task {
                await self.deliver(line, stored, to: record)
                self.arrived(record.webhook.id)
                self.service.outboxBell.ring()
            }
        }
        return taken.count
    }

    /// Waits until nothing is under way.
    package func settled() async {
        await withCheckedContinuation { continuation in
            let isQuiet = state.withLock { state in
                if state.count == 0 { return true }
                state.waiting.append(continuation)
                return false
            }
            if isQuiet { continuation.resume() }
        }
    }

    private func arrived(_ id: Identifier) {
        let waiting = state.withLock { state in
            state.underWay[id, default: 0] -= 1
            guard state.count == 0 else { return [CheckedContinuation<Void, Never>]() }
            state.underWay = [:]
            defer { state.waiting = [] }
            return state.waiting
        }
        for continuation in waiting { continuation.resume() }
    }

    private func deliver(_ line: OutboxLine, _ stored: StoredEvent?, to record: WebhookRecord) async {
        let id = SignedMessage.id(of: line.event, for: record.webhook.id)
        let answer: WebhookAnswer
        if let stored {
            do {
                let message = try service.signed(
                    id,
                    service.body(of: stored),
                    for: record,
                    at: service.surroundings.now()
                )
                answer = await service.webhookPorts.sender.post(message, to: record.webhook.url)
            } catch {
                answer = .unreachable(reason: "the secrets of this webhook cannot be opened with this server's keys")
            }
        } else {
            answer = .unreachable(reason: "the event is not there")
        }
        let now = service.surroundings.now()
        let settled = line.after(answer, at: now, message: id)
        measurements.count(
            Measurements.Series("setia_webhook_attempts_total", "outcome", settled.outcomeLabel)
        )
        await settling.add(Settling.Outcome(line: settled, record: record, answer: answer, at: now))
    }
}

extension SetiaService {
    /// What a webhook is posted of an event: `{"data": …, "timestamp": …, "type": …}`, the same at each attempt.
    func body(of stored: StoredEvent) -> [UInt8] {
        // The data is JSON already; the two other values need no escapes.
        Array(#"{"data":"#.utf8) + webhookPorts.data(stored)
            + Array(
                #","timestamp":"\#(stored.event.occurredAt.rfc3339)","type":"\#(stored.event.type.rawValue)"}"#.utf8
            )
    }
}

extension OutboxLine {
    /// The line after an attempt.
    ///
    /// - Parameters:
    ///   - answer: What came back.
    ///   - now: When.
    ///   - message: The id under which it was sent.
    /// - Returns: the line, as it is to be kept.
    package func after(_ answer: WebhookAnswer, at now: Instant, message: String) -> OutboxLine {
        var line = self
        line.triedAt = now
        line.status = nil
        line.reason = nil
        line.answer = nil
        if case .answered(let status, let beginning) = answer {
            line.status = status
            line.answer = beginning.isEmpty ? nil : beginning
        }
        switch answer {
        case .answered(200..<300, _):
            line.state = .sent
            line.failedAt = nil
            return line
        case .answered(410, _):
            line.reason = "it said that it is gone for good (410)"
            line.state = .givenUp
        case .answered(let status, _):
            line.reason = "it answered \(status)"
        case .unreachable(let reason):
            line.reason = reason
        }
        line.failedAt = now
        if line.state == .waiting, let delay = RetrySchedule.delay(after: attempts, of: message) {
            line.dueAt = now.adding(milliseconds: delay)
        } else {
            line.state = .givenUp
        }
        return line
    }

    fileprivate var outcomeLabel: String {
        switch state {
        case .sent: "delivered"
        case .waiting: "failed"
        case .givenUp: "given-up"
        }
    }
}

/// Writes what became of lines; what comes while one transaction is written shares the next.
private actor Settling {
    struct Outcome: Sendable {
        let line: OutboxLine
        let record: WebhookRecord
        let answer: WebhookAnswer
        let at: Instant
    }

    private let store: any Store
    private var waiting: [Outcome] = []
    private var isWriting = false
    private var written: [CheckedContinuation<Void, Never>] = []

    init(store: any Store) {
        self.store = store
    }

    /// Returns once it is written, or cannot be: then the line is sent again when it is nobody's any more.
    func add(_ outcome: Outcome) async {
        waiting.append(outcome)
        guard !isWriting else {
            await withCheckedContinuation { written.append($0) }
            return
        }
        isWriting = true
        while !waiting.isEmpty {
            let batch = waiting
            let waiters = written
            waiting = []
            written = []
            try? await store.recording { ledger in try Settling.write(batch, ledger) }
            for waiter in waiters { waiter.resume() }
        }
        isWriting = false
    }

    private static func write(_ batch: [Outcome], _ ledger: any Ledger) throws {
        let order = batch.sorted { $0.line.event.text < $1.line.event.text }
        try ledger.settle(order.map(\.line))
        let groups = Dictionary(grouping: batch) { $0.record.webhook.id }
        for id in groups.keys.sorted() {
            guard let outcomes = groups[id], let webhook = try ledger.webhook(id)?.webhook else { continue }
            if outcomes.contains(where: { if case .answered(410, _) = $0.answer { true } else { false } }) {
                guard var record = try ledger.webhook(id), webhook.state == .enabled else { continue }
                record.webhook.state = .gone
                record.webhook.failingSince = webhook.failingSince ?? outcomes[0].at
                try ledger.save(record)
            } else if let taken = outcomes.last(where: { $0.answer.isTaken }) {
                let isOld = webhook.deliveredAt.map { taken.at.milliseconds(since: $0) >= 60_000 } ?? true
                if isOld || webhook.failingSince != nil { try ledger.noteWebhook(id, deliveredAt: taken.at) }
            } else if webhook.failingSince == nil, let failed = outcomes.first {
                try ledger.noteWebhook(id, failedAt: failed.at)
            }
        }
    }
}
