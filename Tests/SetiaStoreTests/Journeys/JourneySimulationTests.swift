import JSONText
import SetiaCare
import SetiaCore
import SetiaService
import SetiaTesting
import Testing

@Suite("What would happen in a journey")
struct JourneySimulationTests {
    @Test("Y-13: what a simulation tells is what happens, to the minute", arguments: Backend.allCases)
    func same(backend: Backend) async throws {
        let steps = """
              morning: {waitUntil: "09:00"}
              hello: \(JourneyBench.mail("Hi"))
              coin: {split: {days: 50%, ways: 50%}}
              days: {wait: 2 days}
              ways: {branch: [{if: member.orders >= 1, to: end}], next: visit}
              visit: {waitFor: {event: order.paid, atMost: 3 days, late: gift}, next: end}
              gift: {points: {wallet: points, give: 50}}
              again: \(JourneyBench.mail("Again"))
            """
        try await backend.withStore { store in
            let bench = try await JourneyBench(store)
            let ana = try await bench.member("ana")
            try await bench.put("test", steps, trigger: "segment: friends")
            let simulation = try await bench.service.simulateJourney("test", member: ana, days: 30)
            #expect(simulation.ending == .done)
            #expect(simulation.lines.first?.day == 1)
            #expect(simulation.lines.compactMap { $0.decision?.verdict.name } == ["sent", "sent"])
            #expect(try await bench.path(ana) == ["none"], "nothing is kept")
            let heard = try await bench.service.simulateJourney("test", member: ana, days: 30, happens: ["visit"])
            #expect(heard.lines.last?.outcome == "happened")

            // The same, in earnest, looked at each half hour.
            try await bench.store.recording { ledger in
                var enrolment = JourneyEnrolment(
                    id: Identifier(high: 5, low: 5),
                    member: ana,
                    journey: "test",
                    version: 1,
                    entry: "test",
                    enteredAt: simulation.from
                )
                enrolment.dueAt = simulation.from
                try ledger.enrol([enrolment])
            }
            _ = try await bench.service.change("test", .start, by: .operator)
            for _ in 0..<(48 * 8) {
                _ = try await bench.service.advanceJourneys()
                _ = try await bench.service.runBroadcasts()
                bench.brand.clock.advance(milliseconds: 1_800_000)
            }
            let happened = try #require(try await bench.service.journeys(of: ana).first)
            #expect(happened.path.map(\.step) == simulation.lines.map(\.step.key))
            #expect(happened.path.map(\.at) == simulation.lines.map(\.at))
            #expect(happened.ending == simulation.ending && bench.mails.count == 2)
        }
    }

    @Test("Y-13: each template, simulated with one member", arguments: ["templates.txt"])
    func templates(name: String) async throws {
        let bench = try await JourneyBench(ModelStore(), at: "2026-03-02T18:20")
        let ana = try await bench.member("ana")
        var text = ""
        for template in [
            "welcome", "post-purchase", "birthday", "anniversary", "tier-warning", "points-expiring",
            "replenishment", "win-back", "recovery", "advocate",
        ] {
            let simulation = try await bench.service.simulateJourney(
                "test",
                document: TestJourneys.document(template),
                member: ana,
                days: 60
            )
            text += "\(template)\n"
            for line in simulation.lines {
                let minutes = simulation.zone.millisecondsIntoDay(line.at) / 60_000
                let decision = line.decision.map { " \($0.verdict.name) \($0.reason.rawValue)" } ?? ""
                let outcome = line.outcome.text.isEmpty ? "" : " \(line.outcome)"
                text +=
                    "  day \(line.day), minute \(minutes): \(line.step.key) (\(line.step.word))\(outcome)\(decision)\n"
            }
            text += "  \(simulation.ending?.rawValue ?? "under way")\n"
        }
        let difference = Golden.difference(of: text, from: name)
        #expect(difference == nil, "\(difference ?? "")")
    }

    @Test("what cannot be simulated is said")
    func refused() async throws {
        let bench = try await JourneyBench(ModelStore())
        let ana = try await bench.member("ana")
        await #expect(throws: JourneyRefusal.unknownJourney) {
            try await bench.service.simulateJourney("test", member: ana)
        }
        try await bench.put("test", "  a: {wait: 1 day}")
        await #expect(throws: JourneyRefusal.unknownMember) {
            try await bench.service.simulateJourney("test", member: MemberID(Identifier(high: 7, low: 7)))
        }
        await #expect(throws: JourneyRefusal.malformedName) { try await bench.put("1st", "  a: {wait: 1 day}") }
    }
}
