import SetiaCare
import SetiaCore
import SetiaService
import SetiaTesting
import Testing

@Suite("Journeys that give a reward")
struct JourneyRewardTests {
    private static let rewards = """
        rewards:
          cake: {kind: free-product, name: {en: Cake, th: เค้ก}, price: free, limit: 1 per year}
          mug: {kind: physical-good, name: {en: Mug, th: แก้ว}, price: {points: 500}}
          toy: {kind: free-product, name: {en: Toy, th: ของเล่น}, gift: true}

        """

    @Test(
        "Y-17: a step gives a reward once, within its limits, and none that costs something",
        arguments: Backend.allCases
    )
    func given(backend: Backend) async throws {
        try await backend.withStore { store in
            let bench = try await JourneyBench(store, more: Self.rewards)
            for (reward, reason) in [
                ("mug", "'mug' has a price; a step gives only what is 'price: free'"),
                ("toy", "there is no reward 'toy' under 'rewards'; there are: cake, mug"),
            ] {
                do {
                    try await bench.put("wrong", "  one: {reward: \(reward)}")
                    Issue.record("\(reward) was taken")
                } catch { #expect("\(error)".contains(reason), "\(error)") }
            }
            try await bench.start(
                "cake",
                "  cake: {reward: cake}\n  pause: {wait: 1 hour}",
                trigger: "event: order.paid",
                more: "again: always"
            )
            var deaths = 0
            for moment in 1...20 {
                let member = try await bench.member("m\(moment)")
                for number in 1...2 {
                    try await bench.brand.buy(1_000, member, id: Key("o-\(moment)-\(number)"))
                    let dying = DyingStore(store, after: moment)
                    let server = bench.brand.server(on: dying)
                    for _ in 0..<20 {
                        do { if try await server.runJourneys() == 0 { break } } catch is DyingStore.Death {}
                    }
                    if dying.isDead { deaths += 1 }
                    bench.brand.clock.advance(milliseconds: 61_000)
                    try await bench.run()
                    let outcome = number == 1 ? "cake=done" : "cake=refused"
                    #expect(try await bench.path(member) == [outcome, "pause"], "\(moment)")
                    bench.brand.clock.advance(milliseconds: 7_200_000)
                    try await bench.run()
                }
                let rows = try #require(try await bench.service.redemptions(of: member))
                #expect(rows.map(\.reward) == ["cake"], "\(moment)")
                #expect(try await bench.brand.points(of: member) == 20, "\(moment)")
            }
            #expect(deaths > 2)
            #expect(try await bench.service.verify().discrepancies.isEmpty)
        }
    }
}
