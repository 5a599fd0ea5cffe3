import SetiaCare
import SetiaCore
import SetiaService
import SetiaTesting
import Testing

@Suite("What begins a journey")
struct JourneyTriggerTests {
    private static let gift = "  gift: {points: {wallet: points, give: 100}}"

    @Test("a birthday begins a journey, although no rule of the programme asks for it", arguments: Backend.allCases)
    func birthday(backend: Backend) async throws {
        try await backend.withStore { store in
            let bench = try await JourneyBench(store)
            let ana = try await bench.brand.enrol(card: "KS-1", born: "1990-03-05")
            _ = try await bench.service.keepCalendar()
            try await bench.start("test", Self.gift, trigger: "event: birthday", more: "again: 300 days")
            for day in 3...7 {
                bench.at("2026-03-0\(day)T09:00:00")
                for _ in 0..<2 { _ = try await bench.service.keepCalendar() }
                try await bench.run()
                #expect(try await bench.brand.points(of: ana) == (day < 5 ? 0 : 100), "\(day)")
            }
            #expect(try await bench.path(ana) == ["gift=done", "end:done"])
        }
    }

    @Test("a milestone that is reached begins a journey, once", arguments: Backend.allCases)
    func milestone(backend: Backend) async throws {
        try await backend.withStore { store in
            let bench = try await JourneyBench(
                store,
                more: """
                    milestones:
                      second: {name: {en: Second purchase, th: ครั้งที่สอง}, on: purchase, number: 2}

                    """
            )
            let ana = try await bench.member("ana")
            try await bench.start("test", Self.gift, trigger: "event: milestone.reached", more: "again: always")
            for (number, paths) in [(1, ["none"]), (2, ["gift=done", "end:done"]), (3, ["gift=done", "end:done"])] {
                bench.at("2026-03-0\(number + 1)T12:00:00")
                try await bench.brand.buy(1_000, ana, id: Key("o-\(number)"))
                try await bench.run()
                #expect(try await bench.path(ana) == paths, "\(number)")
            }
            #expect(try await bench.brand.points(of: ana) == 130)
        }
    }

    @Test("Y-9: her own rhythm begins a journey once for each time that she bought", arguments: Backend.allCases)
    func rhythm(backend: Backend) async throws {
        try await backend.withStore { store in
            let bench = try await JourneyBench(store)
            let ana = try await bench.member("ana")
            let budi = try await bench.member("budi")
            try await bench.start("test", Self.gift, trigger: "rhythm: true", more: "again: always")
            for day in ["2026-03-02", "2026-03-12", "2026-03-22"] {
                bench.at("\(day)T12:00:00")
                try await bench.brand.buy(1_000, ana, id: Key("ana-\(day)"))
                try await bench.run()
            }
            try await bench.brand.buy(1_000, budi, id: "budi")
            for day in ["2026-03-31", "2026-04-01", "2026-04-02", "2026-04-08"] {
                bench.at("\(day)T12:00:00")
                try await bench.run()
                #expect(try await bench.service.journeys(of: ana).count == (day == "2026-03-31" ? 0 : 1), "\(day)")
            }
            #expect(try await bench.path(budi) == ["none"], "whoever bought once has no rhythm")
        }
    }

    @Test("Y-8: a phase begins a journey when she comes into it", arguments: Backend.allCases)
    func phase(backend: Backend) async throws {
        try await backend.withStore { store in
            let bench = try await JourneyBench(store)
            let ana = try await bench.member("ana")
            try await bench.start(
                "test",
                "  call: {task: Call her}",
                trigger: "phase: disappointment",
                more: "exitOn: [goal, consent]"
            )
            try await bench.run()
            bench.at("2026-03-03T12:00:00")
            try await bench.run()
            _ = try await bench.service.openCase(
                NewCase(member: ana, kind: .complaint, text: "Cold", source: .staff),
                by: .operator
            )
            try await bench.run()
            #expect(try await bench.path(ana) == ["none"])
            bench.at("2026-03-04T12:00:00")
            try await bench.run()
            #expect(try await bench.path(ana) == ["call=opened", "end:done"])
            #expect(try await bench.service.cases(of: ana).map(\.one.kind).contains(.task))
        }
    }

    @Test("Y-15: a step that tells an event tells it to webhooks, once", arguments: Backend.allCases)
    func webhook(backend: Backend) async throws {
        try await backend.withStore { store in
            let bench = try await JourneyBench(store)
            let hook = NewWebhook(url: "https://shop.example.com/hooks", topics: .some([.custom("app.gift-due")]))
            _ = try await bench.service.addWebhook(hook, by: .operator)
            try await bench.start("test", "  due: {event: app.gift-due}")
            let ana = try await bench.member("ana")
            try await bench.run()
            #expect(try await bench.path(ana) == ["due=done", "end:done"])
            let courier = WebhookCourier(service: bench.service)
            for _ in 0..<3 {
                _ = try await courier.round(.all)
                await courier.settled()
            }
            let told = bench.brand.receiver.received
            #expect(told.count == 1)
            #expect(told.first?.text.contains("app.gift-due") == true && told.first?.text.contains(ana.text) == true)
        }
    }

    @Test("Y-6: a time of day is hers where she said where she lives", arguments: Backend.allCases)
    func herClock(backend: Backend) async throws {
        try await backend.withStore { store in
            let bench = try await JourneyBench(store)
            bench.at("10:30:00")
            try await bench.start("test", "  morning: {waitUntil: \"09:00\"}\n\(Self.gift)")
            let ana = try await bench.member("ana")
            let budi = try await bench.member("budi")
            _ = try await bench.service.chooseZone(ana, "Asia/Jakarta")
            try await bench.run()
            let hours: [(String, [Int64])] = [
                ("08:59", [0, 0]), ("09:05", [0, 100]), ("09:55", [0, 100]), ("10:05", [100, 100]),
            ]
            for (hour, points) in hours {
                bench.at("2026-03-03T\(hour):00")
                try await bench.run()
                let had = [try await bench.brand.points(of: ana), try await bench.brand.points(of: budi)]
                #expect(had == points, "\(hour)")
            }
            let simulated = try await bench.service.simulateJourney("test", member: ana, days: 3)
            #expect(simulated.lines.map(\.at).last == DocumentBrand.at("2026-03-04T10:00"))
        }
    }
}
