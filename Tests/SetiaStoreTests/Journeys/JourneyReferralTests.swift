import SetiaCare
import SetiaCore
import SetiaService
import SetiaTesting
import Testing

@Suite("Journeys that hear of friends, on each store")
struct JourneyReferralTests {
    @Test(
        "Y-18: a friend who came by her own code and bought is what a referral is for",
        arguments: Backend.allCases
    )
    func friend(backend: Backend) async throws {
        try await backend.withStore { store in
            let bench = try await JourneyBench(
                store,
                more: "referral: {friend: {wallet: points, fixed: 300}, wait: 14 days}\n"
            )
            try await bench.start(
                "test",
                "  asked: {wait: 60 days}\n  end-of-it: {exit: true}",
                more: "goal: {event: referral.made}"
            )
            try await bench.start(
                "narrow",
                "  asked: {wait: 60 days}",
                more: "goal: {event: referral.made, where: event.campaign == \"spring\"}"
            )
            let ana = try await bench.member("ana")
            try await bench.run()
            let code = try #require(try await bench.service.referralCode(of: ana)).shown
            let budi = try await bench.member("budi")
            try await bench.service.refer(budi, code: code, from: ReferralOrigin())
            try await bench.brand.buy(2_000, budi, id: "A")
            try await bench.run()
            #expect(try await bench.service.journeys(of: ana).allSatisfy { $0.ending == nil && $0.goalAt == nil })
            bench.at("2026-03-18T10:00:00")
            _ = try await bench.service.passTime()
            try await bench.run()
            let hers = try await bench.service.journeys(of: ana)
            #expect(hers.filter { $0.ending == .goal }.map(\.journey) == ["test"])
            #expect(hers.first { $0.journey == "narrow" }?.ending == nil)
            #expect(try await bench.service.journeys(of: budi).allSatisfy { $0.goalAt == nil })
        }
    }
}
