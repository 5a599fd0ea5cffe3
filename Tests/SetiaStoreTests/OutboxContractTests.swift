import SetiaCore
import SetiaService
import SetiaTesting
import Testing

@Suite("What every store keeps: webhooks, their lines and lanes")
struct OutboxContractTests {
    private static let now = Fixture.newYear

    private static func id(_ number: Int) -> Identifier {
        Identifier(millisecondsSince1970: now.milliseconds, random: (0, UInt64(number)))
    }

    private static func record(
        _ number: Int,
        _ topics: Webhook.Topics = .all,
        state: Webhook.State = .enabled
    ) -> WebhookRecord {
        WebhookRecord(
            webhook: Webhook(
                id: id(number),
                url: "https://\(number).example.com/é",
                description: "nummer \(number)",
                topics: topics,
                state: state,
                createdAt: now
            ),
            secrets: [
                WebhookRecord.Secret(id: id(92), sealed: [2, 0], createdAt: now),
                WebhookRecord.Secret(id: id(91), sealed: [1], createdAt: now, expiresAt: now.adding(days: 1)),
            ]
        )
    }

    /// Enrols members 1 to `count`: one event each.
    private func enrol(_ count: Int, in store: any Store) async throws {
        for number in 1...count {
            try await store.append(try Fixture.newcomer(number, Fixture.enrolment(Key("\(number)"))))
        }
    }

    private func lines(_ store: any Store, of webhook: Int) async throws -> [OutboxLine] {
        try await store.reading { archive in
            try archive.outboxLines(for: Self.id(webhook), onlyFailing: false, before: nil, limit: 1_000)
        }
    }

    private func due(
        _ store: any Store,
        _ webhook: Int,
        at moment: Instant,
        in lanes: LaneSet = .all,
        limit: Int = 1_000
    ) async throws -> [OutboxLine] {
        try await store.reading { archive in
            try archive.outboxLines(for: Self.id(webhook), dueBy: moment, in: lanes, limit: limit)
        }
    }

    @Test("a webhook is kept whole, changed and taken away", arguments: Backend.allCases)
    func keepsWebhooks(backend: Backend) async throws {
        try await backend.withStore { store in
            let second = Self.record(2, .some([.orderPaid, .pointsRedeemed]), state: .gone)
            try await store.writing { ledger in
                try ledger.save(second)
                try ledger.save(Self.record(1))
            }
            let all = try await store.reading { try $0.webhooks() }
            #expect(all == [Self.record(1), second])
            var changed = second
            changed.webhook.state = .enabled
            changed.webhook.topics = .all
            changed.secrets.removeLast()
            let kept = changed
            try await store.writing { try $0.save(kept) }
            let read = try await store.reading { try $0.webhook(Self.id(2)) }
            #expect(read == kept)
            try await store.writing { ledger in
                try ledger.noteWebhook(Self.id(2), failedAt: Self.now)
                try ledger.noteWebhook(Self.id(2), failedAt: Self.now.adding(days: 1))
            }
            let failing = try await store.reading { try $0.webhook(Self.id(2))?.webhook.failingSince }
            #expect(failing == Self.now)
            try await store.writing { try $0.noteWebhook(Self.id(2), deliveredAt: Self.now.adding(days: 2)) }
            let taken = try await store.reading { try $0.webhook(Self.id(2))?.webhook }
            #expect(taken?.failingSince == nil)
            #expect(taken?.deliveredAt == Self.now.adding(days: 2))
            let removed = try await store.writing { ledger in
                [try ledger.removeWebhook(Self.id(2)), try ledger.removeWebhook(Self.id(2))]
            }
            #expect(removed == [true, false])
            let left = try await store.reading { try $0.webhooks() }
            #expect(left == [Self.record(1)])
        }
    }

    @Test(
        "a line is written for each event and each webhook that is on and wants its type",
        arguments: Backend.allCases
    )
    func writesLines(backend: Backend) async throws {
        try await backend.withStore { store in
            try await store.writing { ledger in
                try ledger.save(Self.record(1))
                try ledger.save(Self.record(2, .some([.orderPaid])))
                try ledger.save(Self.record(3, .some([.orderPaid]), state: .disabled))
            }
            let part = try Fixture.newcomer(1, Fixture.enrolment("1"), Fixture.order("A-1", 700))
            try await store.append(part)
            let (all, orders, none) = (
                try await lines(store, of: 1), try await lines(store, of: 2), try await lines(store, of: 3)
            )
            let events = part.events.map { EventID(member: Fixture.member(1), number: $0.decision.number) }
            #expect(Set(all.map(\.event)) == Set(events))
            #expect(none == [])
            var line = OutboxLine(
                event: events[1],
                listener: Self.id(2).text,
                topic: "order.paid",
                recordedAt: part.events[1].recordedAt,
                dueAt: part.events[1].recordedAt
            )
            #expect(orders == [line])
            let one = try await store.reading { try $0.outboxLine(of: events[1], for: Self.id(2)) }
            #expect(one == line)
            // Added again it stays as it is.
            line.attempts = 7
            let again = line
            try await store.writing { try $0.add(again) }
            #expect(try await lines(store, of: 2) == orders)
        }
    }

    @Test("a line is taken by one of two who read it, and settled by whoever took it last", arguments: Backend.allCases)
    func takesOnce(backend: Backend) async throws {
        try await backend.withStore { store in
            try await store.writing { try $0.save(Self.record(1)) }
            try await store.append(try Fixture.newcomer(1, Fixture.enrolment("1")))
            let later = Self.now.adding(days: 1)
            let read = try await due(store, 1, at: later)
            #expect(read.count == 1)
            let until = later.adding(milliseconds: 60_000)
            let first = try await store.recording { try $0.take(read, until: until) }
            let second = try await store.recording { try $0.take(read, until: until) }
            #expect(first.map(\.attempts) == [1])
            #expect(second == [])
            #expect(try await due(store, 1, at: later) == [])
            let again = try await due(store, 1, at: until)
            #expect(again == first)
            let retaken = try await store.recording { try $0.take(again, until: until.adding(days: 1)) }
            #expect(retaken.map(\.attempts) == [2])
            // The first is late: somebody has taken it since.
            var late = try #require(first.first)
            late.state = .sent
            let tooLate = late
            try await store.recording { try $0.settle([tooLate]) }
            #expect(try await lines(store, of: 1) == retaken)
            var failed = try #require(retaken.first)
            failed.triedAt = until
            failed.failedAt = until
            failed.status = 500
            failed.reason = "it answered 500"
            failed.answer = "é\n"
            failed.state = .givenUp
            let settled = failed
            try await store.recording { try $0.settle([settled]) }
            #expect(try await lines(store, of: 1) == [settled])
            let back = try await store.recording { try $0.putBack([settled, tooLate], dueAt: later) }
            #expect(back == 1)
            let waiting = try await due(store, 1, at: later)
            #expect(waiting.map(\.attempts) == [0])
            #expect(waiting.map(\.failedAt) == [until])
        }
    }

    @Test(
        "lines come by when they are due, in the lanes asked for, and no more than asked for",
        arguments: Backend.allCases
    )
    func findsDue(backend: Backend) async throws {
        try await backend.withStore { store in
            try await store.writing { try $0.save(Self.record(1)) }
            try await enrol(9, in: store)
            let all = try await due(store, 1, at: Self.now.adding(days: 1))
            #expect(all.map(\.event.member) == (1...9).map { Fixture.member($0) })
            let some = try await due(store, 1, at: Self.now.adding(days: 1), in: LaneSet([2, 5, 63]))
            #expect(some.map(\.event.member) == [Fixture.member(2), Fixture.member(5)])
            let few = try await due(store, 1, at: Self.now.adding(days: 1), limit: 4)
            #expect(few == Array(all.prefix(4)))
            #expect(try await due(store, 1, at: Instant(milliseconds: 0)) == [])
            let highest = try Fixture.newcomer(63, Fixture.enrolment("63"))
            try await store.append(highest)
            let top = try await due(store, 1, at: Self.now.adding(days: 1), in: LaneSet([63]))
            #expect(top.map(\.event.member) == [Fixture.member(63)])
        }
    }

    @Test(
        "a webhook's lines are listed newest first, page by page, all or those that fail",
        arguments: Backend.allCases
    )
    func lists(backend: Backend) async throws {
        try await backend.withStore { store in
            try await store.writing { try $0.save(Self.record(1)) }
            try await enrol(7, in: store)
            let all = try await lines(store, of: 1)
            #expect(all.count == 7)
            var paged: [OutboxLine] = []
            while true {
                let before = paged.last?.mark
                let page = try await store.reading { archive in
                    try archive.outboxLines(for: Self.id(1), onlyFailing: false, before: before, limit: 3)
                }
                if page.isEmpty { break }
                paged += page
            }
            #expect(paged == all)
            let later = Self.now.adding(days: 1)
            let taken = try await store.recording { try $0.take([all[1], all[4]], until: later) }
            let failed = taken.map { line in
                var line = line
                line.failedAt = later
                return line
            }
            try await store.recording { try $0.settle(failed) }
            let failing = try await store.reading { archive in
                try archive.outboxLines(for: Self.id(1), onlyFailing: true, before: nil, limit: 9)
            }
            #expect(failing.map(\.event) == [all[1].event, all[4].event])
            #expect(OutboxMark(text: all[0].mark.text) == all[0].mark)
            let (first, none) = try await store.reading { archive in
                (try archive.outboxListener(after: ""), try archive.outboxListener(after: Self.id(1).text))
            }
            #expect(first == Self.id(1).text)
            #expect(none == nil)
            try await store.recording { try $0.removeOutboxLines(all, evenWaiting: false) }
            #expect(try await lines(store, of: 1).count == 7)
            try await store.recording { try $0.removeOutboxLines(all, evenWaiting: true) }
            #expect(try await lines(store, of: 1) == [])
        }
    }

    @Test("a lane is leased to one, until it runs out, is left, or a clock was set back", arguments: Backend.allCases)
    func leases(backend: Backend) async throws {
        try await backend.withStore { store in
            let now = Self.now
            let until = now.adding(milliseconds: LaneLease.length)
            func lease(_ lanes: LaneSet, _ name: String, at moment: Instant) async throws -> LaneSet {
                try await store.recording { ledger in
                    try ledger.leaseLanes(
                        lanes,
                        to: name,
                        until: moment.adding(milliseconds: LaneLease.length),
                        now: moment
                    )
                }
            }
            let fresh = try await store.reading { try $0.laneLeases() }
            #expect(fresh.map(\.lane) == Array(0..<64))
            #expect(fresh.allSatisfy { $0.owner == nil && $0.isFree(at: now) })
            #expect(try await lease(LaneSet([1, 2, 63]), "a", at: now) == LaneSet([1, 2, 63]))
            #expect(try await lease(LaneSet([2, 3]), "b", at: now) == LaneSet([3]))
            #expect(try await lease(LaneSet([2]), "a", at: now.adding(milliseconds: 9)) == LaneSet([2]))
            try await store.recording { try $0.leaveLanes(LaneSet([1, 3]), by: "a") }
            #expect(try await lease(LaneSet([1, 3, 63]), "c", at: now) == LaneSet([1]))
            #expect(try await lease(LaneSet([63]), "c", at: until) == LaneSet([63]))
            // An hour back: what is leased then holds nobody.
            #expect(try await lease(.all, "d", at: now.adding(milliseconds: -3_600_000)) == .all)
        }
    }

    @Test("servers that are there are known, and forgotten when they say nothing", arguments: Backend.allCases)
    func workers(backend: Backend) async throws {
        try await backend.withStore { store in
            func announce(_ name: String, at moment: Instant) async throws -> [String] {
                try await store.recording { ledger in
                    try ledger.announceLaneWorker(
                        name,
                        until: moment.adding(milliseconds: LaneLease.length),
                        now: moment
                    )
                    return try ledger.laneWorkers()
                }
            }
            #expect(try await announce("b", at: Self.now) == ["b"])
            #expect(try await announce("a", at: Self.now.adding(milliseconds: 20_000)) == ["a", "b"])
            #expect(try await announce("a", at: Self.now.adding(milliseconds: 30_000)) == ["a"])
            try await store.recording { try $0.forgetLaneWorker("a") }
            #expect(try await announce("c", at: Self.now) == ["c"])
        }
    }

    @Test("members whom something falls due for come by lanes", arguments: Backend.allCases)
    func dueMembers(backend: Backend) async throws {
        try await backend.withStore { store in
            try await enrol(5, in: store)
            let far = Self.now.adding(days: 2_000)
            let (all, some, none) = try await store.reading { archive in
                (
                    try archive.members(dueBy: far, in: .all, limit: 9),
                    try archive.members(dueBy: far, in: LaneSet([2, 4]), limit: 9),
                    try archive.members(dueBy: far, in: .none, limit: 9)
                )
            }
            #expect(all == (1...5).map { Fixture.member($0) })
            #expect(some == [Fixture.member(2), Fixture.member(4)])
            #expect(none == [])
        }
    }
}
