import JSONText
import SetiaCare
import SetiaCore
import SetiaService
import SetiaTesting
import Testing

@Suite("Journeys, on each store")
struct JourneyRunTests {
    private static let gift = "  day: {wait: 1 day}\n  gift: {points: {wallet: points, give: 50}}"

    @Test(
        "Y-1: whoever began finishes on her version, and whoever begins afterwards begins on the new one",
        arguments: Backend.allCases
    )
    func versions(backend: Backend) async throws {
        try await backend.withStore { store in
            let bench = try await JourneyBench(store)
            try await bench.start("test", Self.gift)
            let ana = try await bench.member("ana")
            try await bench.run()
            #expect(try await bench.put("test", Self.gift).kept.version == 1, "the same again is no new version")
            let changed = try await bench.put("test", Self.gift.replacing("50", with: "80"))
            #expect(changed.kept.version == 2 && changed.kept.state == .live)
            let budi = try await bench.member("budi")
            try await bench.run()
            bench.at("2026-03-03T11:00:00")
            try await bench.run()
            #expect(try await bench.brand.points(of: ana) == 50)
            #expect(try await bench.brand.points(of: budi) == 80)
            #expect(try await bench.path(ana) == ["day", "gift=done", "end:done"])
        }
    }

    @Test(
        "Y-3: an event begins a journey once, however often it is heard; what is old news begins nothing",
        arguments: Backend.allCases
    )
    func begins(backend: Backend) async throws {
        try await backend.withStore { store in
            let bench = try await JourneyBench(store)
            let ana = try await bench.member("ana")
            try await bench.start(
                "test",
                "  day: {wait: 1 day}",
                trigger: "event: order.paid, where: 'event.total >= money(\"5.00 MYR\")'",
                more: "again: 10 days"
            )
            let now = bench.brand.clock.now
            try await bench.brand.buy(1_000, ana, id: "old", when: now.adding(days: -3))
            try await bench.brand.buy(100, ana, id: "small")
            try await bench.run()
            #expect(try await bench.path(ana) == ["none"])
            try await bench.brand.buy(1_000, ana, id: "first")
            try await bench.brand.buy(1_000, ana, id: "second")
            await withTaskGroup(of: Void.self) { group in
                for _ in 0..<4 { group.addTask { _ = try? await bench.service.runJourneys() } }
            }
            try await bench.run()
            #expect(try await bench.service.journeys(of: ana).count == 1)
            for (day, count) in [("2026-03-05", 1), ("2026-03-13", 2)] {
                bench.at("\(day)T10:00:00")
                try await bench.run()
                try await bench.brand.buy(1_000, ana, id: Key("on-\(day)"))
                try await bench.run()
                #expect(try await bench.service.journeys(of: ana).count == count, "\(day)")
            }
        }
    }

    @Test(
        "Y-5: whoever dies at any moment leaves her where she was, and each thing is done once",
        arguments: Backend.allCases
    )
    func dying(backend: Backend) async throws {
        let steps = """
              ways: {branch: [{if: member.orders >= 1, to: end}], next: gift}
              gift: {points: {wallet: points, give: 50}}
              due: {event: app.gift-due}
              call: {task: Call her}
              hello: \(JourneyBench.mail("Hi"))
              coin: {split: {pause: 50%, other: 50%}}
              other: {goal: true, next: pause}
              pause: {wait: 1 day}
              last: {points: {wallet: points, give: 7}}
            """
        try await backend.withStore { store in
            let bench = try await JourneyBench(store)
            try await bench.start("test", steps)
            var deaths = 0
            for moment in 1...60 {
                bench.at("2026-03-02T10:00:00")
                let member = try await bench.member("m\(moment)")
                let dying = DyingStore(store, after: moment)
                let server = bench.brand.server(on: dying)
                for _ in 0..<3 { for _ in 0..<20 { if try await runs(server) == 0 { break } } }
                if dying.isDead { deaths += 1 }
                // Another goes on, when whatever the first had taken is free again.
                bench.brand.clock.advance(milliseconds: 61_000)
                try await bench.run()
                bench.at("2026-03-03T11:00:00")
                try await bench.run()
                let path = try await bench.path(member).filter { !$0.hasPrefix("coin") && $0 != "other" }
                #expect(
                    path == [
                        "ways=gift", "gift=done", "due=done", "call=opened", "hello", "pause", "last=done", "end:done",
                    ],
                    "\(moment)"
                )
                #expect(try await bench.brand.points(of: member) == 57, "\(moment)")
                #expect(try await bench.brand.events(of: member, .custom("app.gift-due")).count == 1, "\(moment)")
                #expect(try await bench.service.cases(of: member).count == 1, "\(moment)")
                #expect(try await bench.service.contacts(of: member, limit: 9).count == 1, "\(moment)")
                if !dying.isDead { break }
            }
            #expect(deaths > 10, "there are so many moments")
            let verification = try await bench.service.verify()
            #expect(verification.discrepancies.isEmpty, "\(verification.discrepancies)")
        }
    }

    private func runs(_ server: SetiaService) async throws -> Int {
        do { return try await server.runJourneys() } catch is DyingStore.Death { return 0 }
    }

    @Test(
        "Y-5: of several servers that take at the same moment none takes a member twice",
        arguments: Backend.allCases
    )
    func servers(backend: Backend) async throws {
        try await backend.withStore { store in
            let bench = try await JourneyBench(store)
            try await bench.start("test", "  pause: {wait: 1 hour}\n" + Self.gift)
            var members: [MemberID] = []
            for number in 0..<120 { members.append(try await bench.member("m\(number)", agrees: false)) }
            let servers = (0..<4).map { _ in bench.brand.server(on: store) }
            var taken = 0
            for time in ["2026-03-02T10:00:00", "2026-03-02T12:00:00", "2026-03-03T13:00:00", "2026-03-03T13:02:00"] {
                bench.at(time)
                taken += try await withThrowingTaskGroup(of: Int.self) { group in
                    for server in servers {
                        group.addTask {
                            var taken = 0
                            for _ in 0..<6 { taken += try await server.advanceJourneys() }
                            return taken
                        }
                        group.addTask {
                            for _ in 0..<3 { _ = try await server.runJourneys() }
                            return 0
                        }
                    }
                    return try await group.reduce(0, +)
                }
            }
            try await bench.run()
            for member in members {
                #expect(try await bench.path(member) == ["pause", "day", "gift=done", "end:done"])
                #expect(try await bench.brand.points(of: member) == 50)
                #expect(try await bench.brand.events(of: member, .pointsAdjusted).count == 1)
            }
            #expect(taken <= 120 * 4, "each is taken once a turn")
        }
    }

    @Test(
        "Y-7: a message leaves by the rules of contact, and she goes on whatever becomes of it",
        arguments: Backend.allCases
    )
    func messages(backend: Backend) async throws {
        try await backend.withStore { store in
            let bench = try await JourneyBench(store, at: "2026-03-02T22:00")
            try await bench.start(
                "test",
                "  hello: \(JourneyBench.mail("Hi"))\n  gift: {points: {wallet: points, give: 50}}",
                more: "exitOn: []"
            )
            let ana = try await bench.member("ana")
            let budi = try await bench.member("budi", agrees: false)
            try await bench.run()
            #expect(bench.mails.isEmpty)
            #expect(try await bench.brand.points(of: budi) == 50)
            let contacts = try await bench.service.contacts(of: ana, limit: 9)
            #expect(contacts.map(\.contact.decision.reason) == [.quietHours])
            #expect(contacts.first?.broadcast?.content.name == "Test: hello")
            #expect(try await bench.service.contacts(of: budi, limit: 9).map(\.contact.decision.reason) == [.noConsent])
            bench.at("2026-03-03T09:00:00")
            try await bench.run()
            #expect(bench.mails.map(\.to.address) == ["ana@example.com"])
            #expect(bench.mails.first?.list != nil, "each has a link that ends it")
            #expect(try await bench.service.broadcasts() == [], "messages of journeys are no broadcasts of their own")
        }
    }

    @Test(
        "Y-8: it begins for whoever it comes to hold of, and not for whom it held at the start",
        arguments: Backend.allCases
    )
    func looked(backend: Backend) async throws {
        try await backend.withStore { store in
            let bench = try await JourneyBench(store)
            let ana = try await bench.member("ana")
            let budi = try await bench.member("budi")
            _ = try await bench.service.list([ana], on: "friends", isIn: true, by: .operator)
            try await bench.start("list", Self.gift, trigger: "segment: friends", more: "again: always")
            try await bench.start("orders", Self.gift, trigger: "when: member.orders >= 1")
            try await bench.run()
            _ = try await bench.service.list([budi], on: "friends", isIn: true, by: .operator)
            try await bench.brand.buy(1_000, ana, id: "one")
            try await bench.run()
            #expect(try await bench.path(budi) == ["none"], "looked at once a day")
            bench.at("2026-03-03T01:00:00")
            try await bench.run()
            #expect(try await bench.service.journeys(of: ana).map(\.journey) == ["orders"])
            #expect(try await bench.service.journeys(of: budi).map(\.journey) == ["list"])
            _ = try await bench.service.list([budi], on: "friends", isIn: false, by: .operator)
            for day in ["2026-03-04", "2026-03-05"] {
                bench.at("\(day)T02:00:00")
                try await bench.run()
            }
            _ = try await bench.service.list([budi], on: "friends", isIn: true, by: .operator)
            bench.at("2026-03-06T02:00:00")
            try await bench.run()
            #expect(try await bench.service.journeys(of: budi).count == 2, "she came in again")
            #expect(try await bench.service.journeys(of: ana).count == 1)
        }
    }

    @Test("Y-10: a pause holds everybody where she is, and a stop ends it for all", arguments: Backend.allCases)
    func paused(backend: Backend) async throws {
        try await backend.withStore { store in
            let bench = try await JourneyBench(store)
            try await bench.start(
                "test",
                "  hello: \(JourneyBench.mail("Hi"))\n  days: {wait: 3 days}\n  gift: {points: {wallet: points, give: 50}}"
            )
            let ana = try await bench.member("ana")
            try await bench.run()
            bench.at("2026-03-04T10:00:00")
            _ = try await bench.service.change("test", .pause, by: .operator)
            await #expect(throws: JourneyRefusal.notFrom(.paused)) {
                try await bench.service.change("test", .start, by: .operator)
            }
            let budi = try await bench.member("budi")
            bench.at("2026-03-07T10:00:00")
            try await bench.run()
            #expect(try await bench.path(ana) == ["hello", "days"])
            #expect(try await bench.path(budi) == ["none"])
            _ = try await bench.service.change("test", .resume, by: .operator)
            try await bench.run()
            #expect(try await bench.path(ana) == ["hello", "days", "gift=done", "end:done"])
            bench.at("2026-03-07T23:00:00")
            let cha = try await bench.member("cha")
            try await bench.run()
            _ = try await bench.service.change("test", .stop, by: .operator)
            try await bench.run()
            #expect(try await bench.path(cha) == ["hello", "days", "end:stopped"])
            let contact = try #require(try await bench.service.contacts(of: cha, limit: 1).first?.contact)
            #expect(contact.decision.reason == .stopped)
            bench.at("2026-03-20T10:00:00")
            try await bench.run()
            #expect(bench.mails.count == 1)
            await #expect(throws: JourneyRefusal.notFrom(.stopped)) { try await bench.put("test", Self.gift) }
        }
    }

    @Test(
        "Y-11: an order, a complaint and a consent withdrawn end it before anything more is done",
        arguments: Backend.allCases
    )
    func exits(backend: Backend) async throws {
        try await backend.withStore { store in
            let bench = try await JourneyBench(store)
            let steps = "  days: {wait: 3 days}\n  hello: \(JourneyBench.mail("Hi"))\n\(Self.gift)"
            try await bench.start("test", steps, more: "goal: {event: order.paid}")
            let members = try await ["ana", "budi", "cha", "dee"].asyncMap { try await bench.member($0) }
            try await bench.run()
            bench.at("2026-03-03T10:00:00")
            try await bench.brand.buy(1_000, members[0], id: "one")
            _ = try await bench.service.openCase(
                NewCase(member: members[1], kind: .complaint, text: "Cold", source: .staff),
                by: .operator
            )
            try await bench.choose(members[2], isGiven: false)
            try await bench.run()
            #expect(try await bench.path(members[0]) == ["days", "end:goal"])
            #expect(try await bench.path(members[2]) == ["days", "end:consent"])
            bench.at("2026-03-05T11:00:00")
            try await bench.run()
            #expect(try await bench.path(members[1]) == ["days", "end:complaint"])
            bench.at("2026-03-06T12:00:00")
            try await bench.run()
            #expect(try await bench.path(members[3]) == ["days", "hello", "day", "gift=done", "end:done"])
            // That her complaint is here is a letter of its own (rule J-12).
            let journeys = bench.mails.filter { $0.subject != "We have what you told us" }
            #expect(journeys.map(\.to.address) == ["dee@example.com"])
        }
    }

    @Test("Y-12: whoever began is on her way or has ended, in one way", arguments: Backend.allCases)
    func funnel(backend: Backend) async throws {
        try await backend.withStore { store in
            let bench = try await JourneyBench(store)
            let steps =
                "  visit: {waitFor: {event: order.paid, atMost: 2 days}}\n  hello: \(JourneyBench.mail("Hi"))\n\(Self.gift)"
            try await bench.start("test", steps, more: "goal: {event: order.returned}")
            var random = SplitMix64(seed: 7)
            var members: [MemberID] = []
            for day in 2...9 {
                bench.at("2026-03-0\(day)T10:00:00")
                for number in 0..<3 { members.append(try await bench.member("m\(day)-\(number)", agrees: number > 0)) }
                if let one = members.randomElement(using: &random) {
                    try await bench.brand.buy(1_000, one, id: Key("o\(day)"))
                }
                try await bench.run()
                let funnel = try await bench.service.journeyFunnel("test")
                #expect(funnel.began == members.count)
                #expect(funnel.began == funnel.underWay + funnel.endings.values.reduce(0, +))
                #expect(funnel.steps.map(\.stand).reduce(0, +) == funnel.underWay)
                #expect(funnel.steps[0].came == funnel.began)
                let messages = funnel.messages(at: "hello")
                #expect(messages.sent + messages.waiting + messages.notSent == Int64(funnel.steps[1].came))
            }
            #expect(try await bench.service.journeyFunnel("test").endings[.done] ?? 0 > 5)
        }
    }

    @Test(
        "Y-15: points, a task and an event come about once, and are seen where they belong",
        arguments: Backend.allCases
    )
    func deeds(backend: Backend) async throws {
        try await backend.withStore { store in
            let bench = try await JourneyBench(store)
            try await bench.start(
                "test",
                "  gift: {points: {wallet: points, give: 50}}\n  call: {task: Call her}\n  due: {event: app.gift-due}"
            )
            let ana = try await bench.member("ana")
            try await bench.run()
            try await bench.run()
            let adjusted = try await bench.brand.events(of: ana, .pointsAdjusted)
            #expect(adjusted.map(\.event.source) == ["setia/journeys"])
            #expect(try await bench.brand.events(of: ana, .custom("app.gift-due")).count == 1)
            let cases = try await bench.service.cases(of: ana).map(\.one)
            #expect(cases.map(\.kind) == [.task] && cases.map(\.source) == [.journey])
            #expect(try await bench.service.openedCase(cases[0].id)?.steps.first?.text == "Call her")
        }
    }
}

extension Array {
    fileprivate func asyncMap<R>(_ body: (Element) async throws -> R) async rethrows -> [R] {
        var results: [R] = []
        for element in self { results.append(try await body(element)) }
        return results
    }
}
