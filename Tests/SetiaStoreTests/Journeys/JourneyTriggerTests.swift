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
}
