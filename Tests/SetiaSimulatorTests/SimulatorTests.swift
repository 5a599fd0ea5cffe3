import SetiaSimulator
import Testing

// One seed after the other: each is a machine's work by itself, and the other suites run beside it.
@Suite("Simulator", .serialized)
struct SimulatorTests {
    @Test(
        "whatever arrives, in whatever order, however often and whatever fails: the books agree",
        arguments: 1...4 as ClosedRange<UInt64>
    )
    func seeds(seed: UInt64) async {
        let failure = await Simulator(seed: seed, steps: 80).run()
        #expect(failure == nil, "\(failure.map(\.description) ?? "")")
    }

    @Test("a defect that is put into the store is found, and told by the few steps that matter")
    func findsDefects() async throws {
        for sabotage in FaultyStore.Sabotage.allCases {
            let failure = try #require(await Simulator(seed: 3, steps: 80).run(sabotage: sabotage), "\(sabotage)")
            #expect(failure.finding.invariant == .books, "\(failure)")
            #expect((1...4).contains(failure.steps.count), "\(failure)")
            #expect(failure.description.hasPrefix("seed 3, step "))
        }
    }

    @Test("a seed is the same plan each time")
    func plansAreOfSeeds() {
        let (one, other) = (Plan(seed: 9, steps: 60), Plan(seed: 9, steps: 60))
        #expect(one.programme == other.programme)
        #expect(one.steps.map(\.description) == other.steps.map(\.description))
        #expect(Plan(seed: 10, steps: 60).programme != one.programme)
    }

    @Test("shrinking leaves nothing out that matters, and nothing in that does not")
    func shrinking() async {
        let steps = Plan(seed: 1, steps: 100).steps
        let kept = await shrunk(steps) { fewer in
            let numbers = fewer.map(\.number)
            return numbers.contains(17) && numbers.contains(18) && numbers.contains(93)
        }
        #expect(kept.map(\.number) == [17, 18, 93])
    }
}
