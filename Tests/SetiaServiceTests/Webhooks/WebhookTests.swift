import SetiaCore
import SetiaService
import SetiaTesting
import Testing

@Suite("Webhooks")
struct WebhookTests {
    @Test("each event is told once to each webhook that wants its type, and to no other")
    func tells() async throws {
        let bench = try await WebhookBench()
        let joining = try await bench.add(.some([.memberEnrolled]))
        _ = try await bench.add(.some([.orderPaid]))
        let all = try await bench.add()
        let member = try await bench.enrol(1)
        #expect(try await bench.deliver() == 2)
        #expect(bench.receiver.received.map(\.message.id).sorted() == ids(member, [joining, all]))
        let body = try #require(bench.receiver.received.first).text
        #expect(
            body
                == #"{"data":{"event":"\#(member.text)-1"},"timestamp":"2026-01-01T04:00:00Z","type":"member.enrolled"}"#
        )
        #expect(try await bench.deliver() == 0)
    }

    private func ids(_ member: MemberID, _ webhooks: [Identifier]) -> [String] {
        webhooks.map { "msg_\(member.text)-1-\($0.text)" }.sorted()
    }

    @Test("what is not taken is sent again after 5 s, 5 min, 30 min, 2, 5, 10, 14, 20 and 24 h, then given up")
    func schedule() async throws {
        let bench = try await WebhookBench()
        let webhook = try await bench.add()
        bench.receiver.answer = .answered(status: 500, beginning: "sorry")
        try await bench.enrol(1)
        let seconds: [Int64] = [5, 300, 1_800, 7_200, 18_000, 36_000, 50_400, 72_000, 86_400]
        for (place, wait) in seconds.enumerated() {
            #expect(try await bench.deliver() == 1)
            let line = try await bench.line(webhook)
            #expect(line.state == .waiting)
            #expect(line.attempts == place + 1)
            #expect(line.reason == "it answered 500")
            #expect(line.answer == "sorry")
            let waited = line.dueAt.milliseconds(since: bench.clock.now)
            #expect((wait * 1_000...wait * 1_100).contains(waited), "attempt \(place + 1): \(waited) ms")
            bench.clock.advance(milliseconds: waited - 1)
            #expect(try await bench.deliver() == 0)
            bench.clock.advance(milliseconds: 1)
        }
        #expect(try await bench.deliver() == 1)
        let line = try await bench.line(webhook)
        #expect(line.state == .givenUp)
        #expect(line.attempts == 10)
        bench.clock.advance(days: 30)
        #expect(try await bench.deliver() == 0)
        // The same id each time, another timestamp, and the time of the first failure.
        #expect(Set(bench.receiver.received.map(\.message.id)).count == 1)
        #expect(Set(bench.receiver.received.map(\.message.timestamp)).count == 10)
        #expect(try await bench.service.webhook(webhook).webhook.failingSince == Fixture.newYear)
    }

    @Test("what failed together does not come back together")
    func jitter() {
        let delays = Set((0..<50).compactMap { RetrySchedule.delay(after: 2, of: "msg_\($0)") })
        #expect(delays.count > 40)
        #expect(delays.allSatisfy { (300_000...330_000).contains($0) })
        #expect(RetrySchedule.delay(after: 10, of: "msg") == nil)
        #expect(RetrySchedule.delay(after: 0, of: "msg") == nil)
    }

    @Test("the first success ends a failure, and says when something was taken")
    func recovers() async throws {
        let bench = try await WebhookBench()
        let webhook = try await bench.add()
        bench.receiver.answer = .unreachable(reason: "Couldn't connect to server")
        try await bench.enrol(1)
        try await bench.deliver()
        let failing = try await bench.service.deliveries(of: webhook, onlyFailing: true, limit: 9)
        #expect(failing.map(\.reason) == ["Couldn't connect to server"])
        bench.receiver.answer = .answered(status: 200, beginning: "ok")
        bench.clock.advance(milliseconds: 6_000)
        try await bench.deliver()
        let after = try await bench.service.webhook(webhook).webhook
        #expect(after.failingSince == nil)
        #expect(after.deliveredAt == bench.clock.now)
        #expect(try await bench.line(webhook).state == .sent)
        let left = try await bench.service.deliveries(of: webhook, onlyFailing: true, limit: 9)
        #expect(left == [])
    }

    @Test("410 switches a webhook off; what is recorded meanwhile is not for it, and switched on it goes on")
    func gone() async throws {
        let bench = try await WebhookBench()
        let webhook = try await bench.add()
        bench.receiver.answer = .answered(status: 410, beginning: "")
        try await bench.enrol(1)
        try await bench.deliver()
        #expect(try await bench.service.webhook(webhook).webhook.state == .gone)
        #expect(try await bench.line(webhook).state == .givenUp)
        try await bench.enrol(2)
        #expect(try await bench.deliver() == 0)
        await #expect(throws: WebhookRefusal.notEnabled) {
            _ = try await bench.service.replayFailed(to: webhook, by: .operator)
        }
        bench.receiver.answer = .answered(status: 204, beginning: "")
        _ = try await bench.service.changeWebhook(webhook, WebhookChange(isEnabled: true), by: .operator)
        let third = try await bench.enrol(3)
        #expect(try await bench.deliver() == 1)
        #expect(bench.receiver.received.last?.text.contains(third.text) == true)
    }

    @Test("what waits while a webhook is switched off goes on its way when it is switched on")
    func waits() async throws {
        let bench = try await WebhookBench()
        let webhook = try await bench.add()
        try await bench.enrol(1)
        _ = try await bench.service.changeWebhook(webhook, WebhookChange(isEnabled: false), by: .operator)
        #expect(try await bench.deliver() == 0)
        _ = try await bench.service.changeWebhook(webhook, WebhookChange(isEnabled: true), by: .operator)
        #expect(try await bench.deliver() == 1)
    }

    @Test("a replay sends at once, under the same id: one event, or all that failed")
    func replays() async throws {
        let bench = try await WebhookBench()
        let webhook = try await bench.add()
        let first = try await bench.enrol(1)
        try await bench.deliver()
        bench.receiver.answer = .answered(status: 503, beginning: "")
        for card in 2...5 { try await bench.enrol(card) }
        try await bench.deliver()
        bench.receiver.answer = .answered(status: 200, beginning: "")
        #expect(try await bench.service.replayFailed(to: webhook, by: .operator) == 4)
        #expect(try await bench.deliver() == 4)
        #expect(try await bench.service.replayFailed(to: webhook, by: .operator) == 0)
        // One that was taken, and one from before the webhook was there.
        let event = EventID(member: first, number: 1)
        try await bench.service.replay(event, to: webhook, by: .operator)
        #expect(try await bench.deliver() == 1)
        let late = try await bench.add()
        try await bench.service.replay(event, to: late, by: .operator)
        #expect(try await bench.deliver() == 1)
        let counts = Dictionary(bench.receiver.received.map { ($0.message.id, 1) }, uniquingKeysWith: +)
        #expect(counts["msg_\(first.text)-1-\(webhook.text)"] == 2)
        #expect(counts.values.max() == 2)
        await #expect(throws: WebhookRefusal.unknownEvent) {
            try await bench.service.replay(EventID(member: first, number: 99), to: webhook, by: .operator)
        }
    }

    @Test("while one secret takes the place of another both sign, and the old one ends in time")
    func rotates() async throws {
        let bench = try await WebhookBench()
        let webhook = try await bench.add()
        func signatures() async throws -> [Substring] {
            _ = try await bench.service.testWebhook(webhook)
            return try #require(bench.receiver.received.last).message.signature.split(separator: " ")
        }
        let before = try await signatures()
        #expect(before.count == 1)
        let (record, secret) = try await bench.service.rotateWebhookSecret(webhook, by: .operator)
        #expect(SignedMessage.bytes(ofSecret: secret)?.count == 32)
        #expect(record.secrets.map(\.expiresAt) == [nil, bench.clock.now.adding(days: 1)])
        let both = try await signatures()
        #expect(both.count == 2)
        bench.clock.advance(days: 1)
        let after = try await signatures()
        #expect(after.count == 1)
        // A secret that has leaked ends at once.
        _ = try await bench.service.rotateWebhookSecret(webhook, keepOldHours: 0, by: .operator)
        let alone = try await signatures()
        #expect(alone.count == 1)
        for _ in 0..<4 { _ = try await bench.service.rotateWebhookSecret(webhook, by: .operator) }
        await #expect(throws: WebhookRefusal.tooManySecrets(most: 5)) {
            _ = try await bench.service.rotateWebhookSecret(webhook, by: .operator)
        }
    }

    @Test("two hundred lines are each sent once by two servers that share the lanes")
    func shared() async throws {
        let bench = try await WebhookBench()
        _ = try await bench.add()
        for card in 1...200 { try await bench.enrol(card) }
        let couriers = [bench.courier, WebhookCourier(service: bench.service)]
        let holders = [LaneHolder(service: bench.service), LaneHolder(service: bench.service)]
        for holder in holders { _ = try await holder.lanes() }
        bench.clock.advance(milliseconds: 11_000)
        // The first holds them all, and leaves the second its share.
        for holder in holders { _ = try await holder.lanes() }
        try await withThrowingTaskGroup(of: Int.self) { group in
            for (courier, holder) in zip(couriers, holders) {
                group.addTask {
                    var count = 0
                    for _ in 0..<40 {
                        count += try await courier.round(try await holder.lanes())
                        await courier.settled()
                    }
                    return count
                }
            }
            var shares: [Int] = []
            for try await share in group { shares.append(share) }
            #expect(shares.reduce(0, +) == 200)
            #expect(shares.allSatisfy { $0 > 0 }, "\(shares)")
        }
        #expect(bench.receiver.received.count == 200)
        #expect(Set(bench.receiver.received.map(\.message.id)).count == 200)
    }

    @Test("two servers that both believe they hold all lanes send nothing twice")
    func bothBelieve() async throws {
        let bench = try await WebhookBench()
        _ = try await bench.add()
        for card in 1...100 { try await bench.enrol(card) }
        let couriers = [bench.courier, WebhookCourier(service: bench.service)]
        await withTaskGroup(of: Void.self) { group in
            for courier in couriers {
                group.addTask {
                    for _ in 0..<40 {
                        _ = try? await courier.round(.all)
                        await courier.settled()
                    }
                }
            }
        }
        #expect(bench.receiver.received.count == 100)
        #expect(Set(bench.receiver.received.map(\.message.id)).count == 100)
    }

    @Test("what a server had taken when it died is sent again by another after a minute, under the same id")
    func dies() async throws {
        let bench = try await WebhookBench()
        let webhook = try await bench.add()
        try await bench.enrol(1)
        let now = bench.clock.now
        let taken = try await bench.store.writing { ledger in
            let due = try ledger.outboxLines(for: webhook, dueBy: now, in: .all, limit: 9)
            return try ledger.take(due, until: now.adding(milliseconds: WebhookCourier.takenFor))
        }
        #expect(taken.count == 1)
        #expect(try await bench.deliver() == 0)
        bench.clock.advance(milliseconds: WebhookCourier.takenFor)
        #expect(try await bench.deliver() == 1)
        #expect(try await bench.line(webhook).attempts == 2)
    }

    @Test("what was taken is forgotten after three days, what was given up after thirty, and nothing that waits")
    func forgets() async throws {
        let bench = try await WebhookBench()
        let webhook = try await bench.add()
        try await bench.enrol(1)
        try await bench.deliver()
        bench.receiver.answer = .answered(status: 410, beginning: "")
        try await bench.enrol(2)
        try await bench.deliver()
        _ = try await bench.service.changeWebhook(webhook, WebhookChange(isEnabled: true), by: .operator)
        try await bench.enrol(3)
        bench.clock.advance(days: 3)
        #expect(try await bench.service.forgetDeliveries() == 0)
        bench.clock.advance(milliseconds: 1)
        #expect(try await bench.service.forgetDeliveries() == 1)
        bench.clock.advance(days: 30)
        #expect(try await bench.service.forgetDeliveries() == 1)
        #expect(try await bench.line(webhook).state == .waiting)
        try await bench.service.removeWebhook(webhook, by: .operator)
        let lines = try await bench.store.reading { archive in
            try archive.outboxLines(for: webhook, onlyFailing: false, before: nil, limit: 9)
        }
        #expect(lines == [])
    }

    @Test("adding, changing and taking away stand in the log, with who did it")
    func logged() async throws {
        let bench = try await WebhookBench()
        let webhook = try await bench.add()
        _ = try await bench.service.changeWebhook(webhook, WebhookChange(description: "crm"), by: .operator)
        _ = try await bench.service.rotateWebhookSecret(webhook, by: .apiKey("k", name: "shop"))
        try await bench.service.removeWebhook(webhook, by: .operator)
        let log = try await bench.service.auditLog(limit: 9)
        #expect(
            Set(log.map(\.action)) == [.webhookAdded, .webhookChanged, .webhookSecretRotated, .webhookRemoved]
        )
        #expect(log.allSatisfy { $0.subject == webhook.text })
    }
}
