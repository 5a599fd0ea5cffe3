import JSONText
import SetiaCare
import SetiaCore
import SetiaService
import SetiaTesting
import Testing

@Suite("Pauses and clocks of members, on each store")
struct PauseTests {
    @Test("G-16: in a pause of hers no offers go, and after it they do", arguments: Backend.allCases)
    func pause(backend: Backend) async throws {
        try await backend.withStore { store in
            let bench = try await BroadcastBench(store)
            let service = bench.service
            let (ana, budi) = (try await bench.member("ana"), try await bench.member("budi"))
            let until = bench.brand.clock.now.adding(days: 7)
            #expect(try await service.pause(ana, days: 7) == ContactPreference(pausedUntil: until))
            let broadcast = try await bench.start()
            try await bench.run()
            #expect(bench.mails.map(\.to.address) == ["budi@example.com"])
            let waiting = try #require(try await bench.contact(ana, broadcast))
            #expect(waiting.decision.reason == .paused && waiting.nextAt == until)
            // Ended, it has its turn when it would have had it; a new one goes at once.
            #expect(try await service.pause(ana, days: nil) == ContactPreference())
            let second = try await bench.start("Second", changing: [("atLimit", .string("drop"))])
            try await bench.run()
            #expect(try await bench.contact(ana, second)?.way == .sent)
            #expect(try await bench.contact(budi, second)?.decision.reason == .limit)
            brand(bench, at: until)
            try await bench.run()
            #expect(try await bench.contact(ana, broadcast)?.way == .sent)
            for days in [0, -1, 366] {
                await #expect(throws: ContactPreferenceRefusal.noPause) { try await service.pause(ana, days: days) }
            }
            let nobody = MemberID(service.surroundings.newIdentifier())
            await #expect(throws: ContactPreferenceRefusal.unknownMember) { try await service.pause(nobody, days: 7) }
        }
    }

    private func brand(_ bench: BroadcastBench, at moment: Instant) { bench.brand.clock.now = moment }

    @Test("G-16: night is night by her clocks, where she said which those are", arguments: Backend.allCases)
    func clocks(backend: Backend) async throws {
        try await backend.withStore { store in
            let bench = try await BroadcastBench(store, at: "2026-03-02T21:30")
            let service = bench.service
            let (ana, budi) = (try await bench.member("ana"), try await bench.member("budi"))
            #expect(try await service.chooseZone(ana, "Asia/Jakarta").zone == "Asia/Jakarta")
            let broadcast = try await bench.start()
            try await bench.run()
            // In Jakarta it is 20:30.
            #expect(try await bench.contact(ana, broadcast)?.way == .sent)
            #expect(try await bench.contact(budi, broadcast)?.decision.reason == .quietHours)
            await #expect(throws: ContactPreferenceRefusal.noZone) { try await service.chooseZone(ana, "Asia/Nowhere") }
            #expect(try await service.pause(ana, days: 1).zone == "Asia/Jakarta", "one leaves the other as it is")
            #expect(try await service.chooseZone(ana, nil).zone == nil)
        }
    }

    @Test(
        "G-16: of two accounts that become one the longer pause and her clocks stay hers, and erased nothing of it is kept",
        arguments: Backend.allCases
    )
    func merged(backend: Backend) async throws {
        try await backend.withStore { store in
            let bench = try await BroadcastBench(store)
            let service = bench.service
            let (ana, budi) = (try await bench.member("ana"), try await bench.member("budi"))
            let until = bench.brand.clock.now.adding(days: 30)
            _ = try await service.pause(ana, days: 30)
            _ = try await service.chooseZone(ana, "Asia/Jakarta")
            _ = try await service.pause(budi, days: 7)
            _ = try await service.mergeMember(ana, into: budi, by: .operator)
            #expect(
                try await service.contactPreference(of: budi)
                    == ContactPreference(pausedUntil: until, zone: "Asia/Jakarta")
            )
            let broadcast = try await bench.start()
            try await bench.run()
            #expect(bench.mails.isEmpty)
            #expect(try await bench.contact(budi, broadcast)?.decision.reason == .paused)
            _ = try await service.eraseMember(budi)
            #expect(try await service.contactPreference(of: budi) == ContactPreference())
        }
    }
}
