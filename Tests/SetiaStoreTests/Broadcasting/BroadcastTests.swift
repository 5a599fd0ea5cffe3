import JSONText
import SetiaCare
import SetiaCore
import SetiaService
import SetiaTesting
import Testing

@Suite("Broadcasts, on each store")
struct BroadcastTests {
    @Test(
        "G-1: each member whom it is meant for has one contact with its verdict and reason, however often it is planned",
        arguments: Backend.allCases
    )
    func contacts(backend: Backend) async throws {
        try await backend.withStore { store in
            let bench = try await BroadcastBench(store)
            let ana = try await bench.member("ana")
            let budi = try await bench.member("budi", agrees: false)
            let cha = try await bench.member("cha", hasAddress: false)
            let dee = try await bench.member("dee")
            try await bench.choose(dee, isGiven: false)
            let broadcast = try await bench.start()
            try await bench.run()
            let reasons = try await [ana, budi, cha, dee].asyncMap {
                try await bench.contact($0, broadcast)?.decision.reason
            }
            #expect(reasons == [.allowed, .noConsent, .unreachable, .consentWithdrawn])
            let contact = try #require(try await bench.contact(ana, broadcast))
            #expect(contact.way == .sent && contact.reservation == .committed && contact.nextAt == nil)
            #expect(contact.decision.inputs.consent?.consent.evidence == "preferences")
            let again = Contact(
                member: ana,
                id: Identifier(high: 1, low: 1),
                broadcast: broadcast,
                decision: contact.decision,
                at: contact.decidedAt
            )
            try await store.recording { try $0.plan([again]) }
            #expect(try await bench.service.contacts(of: ana, limit: 9).count == 1)
            let results = try await bench.service.broadcastResults(broadcast.id)
            #expect(results.broadcast.state == .done && results.broadcast.isSettled)
            #expect(results.targeted == 4 && results.count("sent") == 1 && results.count("blocked") == 3)
            #expect(bench.mails.map(\.to.address) == ["ana@example.com"])
        }
    }

    @Test(
        "G-2, acceptance 3: what may go at 20:59:59 goes, later it waits for eight; consent withdrawn at night blocks it",
        arguments: Backend.allCases
    )
    func quiet(backend: Backend) async throws {
        try await backend.withStore { store in
            let bench = try await BroadcastBench(store)
            let ana = try await bench.member("ana")
            let budi = try await bench.member("budi")
            bench.at("21:00:00")
            let broadcast = try await bench.start()
            try await bench.run()
            #expect(bench.mails.isEmpty)
            let waiting = try #require(try await bench.contact(ana, broadcast))
            #expect(waiting.decision.reason == .quietHours)
            let eight = try #require(Instant(rfc3339: "2026-03-03T08:00:00+08:00"))
            #expect(waiting.decision.inputs.quietEnds == eight)
            let turn = try #require(waiting.nextAt)
            #expect(turn >= eight && turn < eight.adding(milliseconds: 45 * 60_000))
            bench.at("2026-03-03T03:00:00")
            try await bench.choose(budi, isGiven: false)
            bench.at("2026-03-03T08:45:00")
            try await bench.run()
            #expect(bench.mails.map(\.to.address) == ["ana@example.com"])
            let blocked = try #require(try await bench.contact(budi, broadcast))
            #expect(blocked.decision.reason == .consentWithdrawn && blocked.decision.verdict == .blocked)
        }
    }

    @Test("G-2: a second promotion of the day waits for exactly a day after the first", arguments: Backend.allCases)
    func limits(backend: Backend) async throws {
        try await backend.withStore { store in
            let bench = try await BroadcastBench(store)
            let ana = try await bench.member("ana")
            let first = try await bench.start("First")
            try await bench.run()
            let taken = try #require(try await bench.contact(ana, first)?.takenAt)
            bench.at("15:00:00")
            let second = try await bench.start("Second")
            let third = try await bench.start("Third", changing: [("atLimit", .string("drop"))])
            try await bench.run()
            let waiting = try #require(try await bench.contact(ana, second))
            #expect(waiting.decision.verdict == .deferred(until: taken.adding(days: 1)))
            #expect(waiting.decision.inputs.limit == "promotions-day")
            #expect(try await bench.contact(ana, third)?.decision.verdict == .dropped)
            brand(bench, at: taken.adding(days: 1).adding(milliseconds: -1))
            _ = try await bench.service.runBroadcasts()
            #expect(bench.mails.count == 1)
            brand(bench, at: taken.adding(days: 1))
            _ = try await bench.service.runBroadcasts()
            #expect(bench.mails.count == 2)
        }
    }

    private func brand(_ bench: BroadcastBench, at moment: Instant) { bench.brand.clock.now = moment }

    @Test(
        "G-2, acceptance 8: a promotion waits while a question of hers waits for an answer",
        arguments: Backend.allCases
    )
    func complaint(backend: Backend) async throws {
        try await backend.withStore { store in
            let bench = try await BroadcastBench(store)
            let ana = try await bench.member("ana")
            let question = try await bench.service.receive(
                Inbound(member: ana, text: "My coffee was cold.", channel: .portal)
            )
            let broadcast = try await bench.start()
            try await bench.run()
            let waiting = try #require(try await bench.contact(ana, broadcast))
            #expect(waiting.decision.reason == .openComplaint && bench.mails.isEmpty)
            bench.at("12:00:00")
            _ = try await bench.service.answer(
                Answering(member: ana, conversation: question.conversation.identifier, text: "We are sorry."),
                by: .operator
            )
            brand(bench, at: try #require(waiting.nextAt))
            try await bench.run()
            #expect(bench.mails.count == 1)
        }
    }

    @Test(
        "K-4: a promotion waits while a complaint of hers is open, praise holds nothing up",
        arguments: Backend.allCases
    )
    func openCase(backend: Backend) async throws {
        try await backend.withStore { store in
            let bench = try await BroadcastBench(store)
            let (ana, budi) = (try await bench.member("ana"), try await bench.member("budi"))
            let service = bench.service
            let cold = try await service.openCase(
                NewCase(member: ana, kind: .complaint, text: "Cold.", source: .api),
                by: .operator
            )
            _ = try await service.openCase(
                NewCase(member: budi, kind: .praise, text: "Lovely.", source: .api),
                by: .operator
            )
            // Beside what it sends, each step of a case has a letter of its own.
            func offers() -> [String] { bench.mails.map(\.text).filter { $0.contains("RM 12.50") } }
            let broadcast = try await bench.start()
            try await bench.run()
            let waiting = try #require(try await bench.contact(ana, broadcast))
            #expect(waiting.decision.reason == .openComplaint && offers().count == 1)
            #expect(try await bench.contact(budi, broadcast)?.decision.verdict == .sent)
            bench.at("12:00:00")
            for state in [CaseState.owned, .answered, .learned, .closed] {
                _ = try await service.change(cold.id, .move(state, text: "So.", cause: .staff), by: .operator)
            }
            brand(bench, at: try #require(waiting.nextAt))
            try await bench.run()
            #expect(offers().count == 2)
        }
    }

    @Test("G-3: what contradicts the facts, lacks a language or cannot be read is refused, each field by its name")
    func refused() async throws {
        let bench = try await BroadcastBench(ModelStore())
        let words: (String) -> JSON = { .object(["subject": .string("Hi"), "text": .string($0)]) }
        let cases: [(String, JSON, String)] = [
            ("mail", .object(["en": words("RM 12.50 until 31 March 2026")]), "mail.th"),
            (
                "mail",
                .object([
                    "en": words("RM 12.00 until 31 March 2026"), "th": words("RM 12.50 2026-03-31"),
                ]), "mail.en"
            ),
            ("mail", .object(["en": words("RM 12.50"), "th": words("RM 12.50 2026-03-31")]), "mail.en"),
            ("mail", .object(["fr": words("RM 12.50 2026-03-31")]), "mail.fr"),
            ("facts", .array([.string("perhaps")]), "facts[0]"),
            ("facts", .string("RM 1"), "facts"),
            ("segment", .string("nobody"), "segment"),
            ("perMinute", .integer(0), "perMinute"),
            ("atLimit", .string("sometimes"), "atLimit"),
            ("holdOut", .string("95 %"), "holdOut"),
            ("expiresAt", .string("tomorrow"), "expiresAt"),
            ("name", .string(""), "name"),
            ("colour", .string("red"), "colour"),
        ]
        for (field, value, wanted) in cases {
            do {
                _ = try await bench.service.writeBroadcast(
                    BroadcastBench.content(changing: [(field, value)]),
                    by: .operator
                )
                Issue.record("\(field) was taken")
            } catch BroadcastRefusal.malformed(let problems) {
                #expect(problems.contains { $0.field == wanted && !$0.reason.isEmpty }, "\(field): \(problems)")
            }
        }
    }

    @Test(
        "G-4, acceptance 7: targeted is sent, deferred, dropped, withheld and blocked, whatever happens and whoever dies",
        arguments: 0..<12 as Range<UInt64>
    )
    func addsUp(seed: UInt64) async throws {
        for backend in [Backend.model, .sqlite] {
            try await backend.withStore { store in
                var random = SplitMix64(seed: seed)
                let bench = try await BroadcastBench(store)
                var members: [MemberID] = []
                for number in 0..<12 {
                    let member = try await bench.member(
                        "m\(number)",
                        agrees: Bool.random(using: &random),
                        hasAddress: Int.random(in: 0..<5, using: &random) > 0
                    )
                    members.append(member)
                }
                let first = try await bench.start(changing: [("holdOut", .string("30 %"))])
                var running = [first.id]
                for step in 0..<40 {
                    let failures: [MailFailure?] = [
                        nil, nil, nil, MailFailure(isTemporary: true, reason: "busy"),
                        MailFailure(isTemporary: false, reason: "no"),
                        MailFailure(isTemporary: true, mayHaveLeft: true, reason: "silence"),
                    ]
                    bench.brand.mailbox.failure = failures.randomElement(using: &random) ?? nil
                    switch Int.random(in: 0..<8, using: &random) {
                    case 0: bench.brand.clock.advance(milliseconds: Int64.random(in: 0...40_000_000, using: &random))
                    case 1:
                        if let member = members.randomElement(using: &random) {
                            try await bench.choose(member, isGiven: Bool.random(using: &random))
                        }
                    case 2 where running.count < 4: running.append(try await bench.start("B\(step)").id)
                    case 3:
                        let step: BroadcastStep = [.pause, .resume, .resume].randomElement(using: &random) ?? .resume
                        _ = try? await bench.service.change(running[0], step, by: .operator)
                    default: break
                    }
                    _ = try await bench.service.runBroadcasts(most: Int.random(in: 1...5, using: &random))
                    for id in running {
                        let results = try await bench.service.broadcastResults(id)
                        let parts = ["sent", "deferred", "dropped", "withheld", "blocked"].map { results.count($0) }
                        #expect(parts.reduce(0, +) == results.targeted, "seed \(seed), step \(step)")
                        #expect(!results.broadcast.isPlanned || results.targeted == 12)
                        let ways = Contact.Way.allCases.map { results.count($0) }.reduce(0, +)
                        #expect(ways == results.count("sent"))
                    }
                }
                let sent = Dictionary(grouping: bench.mails, by: { $0.list?.token ?? "" })
                #expect(sent.allSatisfy { $0.value.count == 1 }, "no message twice, seed \(seed)")
            }
        }
    }

    @Test("G-5: the preview is what the start decides, with how many wait until when", arguments: Backend.allCases)
    func preview(backend: Backend) async throws {
        try await backend.withStore { store in
            let bench = try await BroadcastBench(store)
            for number in 0..<8 { try await bench.member("m\(number)", agrees: number < 6) }
            bench.at("22:00:00")
            let broadcast = try await bench.service.writeBroadcast(BroadcastBench.content(), by: .operator)
            let preview = try await bench.service.previewBroadcast(broadcast.id)
            #expect(preview.tally.targeted == 8 && preview.tally.deferred == 6 && preview.tally.blocked == 2)
            let eight = try #require(Instant(rfc3339: "2026-03-03T08:00:00+08:00"))
            #expect(preview.waits == [eight: 6])
            _ = try await bench.service.change(broadcast.id, .start, by: .operator)
            try await bench.run()
            let results = try await bench.service.broadcastResults(broadcast.id)
            #expect(results.count("deferred") == 6 && results.count("blocked") == 2)
        }
    }

    @Test("G-5: a segment is written to, and nobody else; those held out get nothing", arguments: Backend.allCases)
    func segment(backend: Backend) async throws {
        try await backend.withStore { store in
            let bench = try await BroadcastBench(store)
            var members: [MemberID] = []
            for number in 0..<30 { members.append(try await bench.member("m\(number)")) }
            _ = try await bench.service.list(Array(members[0..<20]), on: "friends", isIn: true, by: .operator)
            let broadcast = try await bench.start(
                changing: [("segment", .string("friends")), ("holdOut", .string("50 %"))]
            )
            try await bench.run()
            let results = try await bench.service.broadcastResults(broadcast.id)
            #expect(results.targeted == 20 && results.count("sent") + results.count("withheld") == 20)
            #expect((3...17).contains(results.count("withheld")))
            #expect(bench.mails.count == Int(results.count("sent")))
        }
    }

    @Test("an erased member is written to no more, and her contacts name nobody", arguments: Backend.allCases)
    func erased(backend: Backend) async throws {
        try await backend.withStore { store in
            let bench = try await BroadcastBench(store)
            let ana = try await bench.member("ana")
            bench.at("22:00:00")
            let broadcast = try await bench.start()
            try await bench.run()
            #expect(try await bench.service.eraseMember(ana))
            bench.at("2026-03-03T09:00:00")
            try await bench.run()
            #expect(bench.mails.isEmpty)
            #expect(try await bench.contact(ana, broadcast)?.decision.verdict == .blocked)
        }
    }
}

extension Array {
    fileprivate func asyncMap<T>(_ body: (Element) async throws -> T) async throws -> [T] {
        var result: [T] = []
        for element in self { result.append(try await body(element)) }
        return result
    }
}

@Suite("Choices of members, on each store")
struct ChoiceTests {
    @Test(
        "G-13: what she ends on her card ends at once, and what she agrees to is kept with the words she saw",
        arguments: Backend.allCases
    )
    func choices(backend: Backend) async throws {
        try await backend.withStore { store in
            let bench = try await BroadcastBench(store)
            let ana = try await bench.member("ana", agrees: false)
            try await bench.choose(ana, isGiven: true)
            let held = try #require(try await bench.service.points(of: ana)?.state.consents.first)
            #expect(held.consent.wording == "test-1" && held.isEffective)
            try await bench.choose(ana, isGiven: false)
            let broadcast = try await bench.start()
            try await bench.run()
            let view = try #require(try await bench.service.contacts(of: ana, limit: 1).first)
            #expect(view.contact.decision.reason == .consentWithdrawn && view.broadcast?.id == broadcast.id)
            #expect(view.json["consent"]?["given"]?.bool == false)
        }
    }
}
