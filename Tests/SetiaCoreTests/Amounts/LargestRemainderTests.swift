import SetiaCore
import Testing

@Suite("Sharing by largest remainder")
struct LargestRemainderTests {
    @Test(
        "what is left over goes to the largest fractions, and among equals to the first",
        arguments: [
            (10, [1, 1, 1], [4, 3, 3]),
            (100, [1, 2, 3], [17, 33, 50]),
            (7, [50, 30, 20], [4, 2, 1]),
            (1, [1, 1], [1, 0]),
            (2, [1, 1, 1], [1, 1, 0]),
            (-10, [1, 1, 1], [-4, -3, -3]),
            (5, [0, 1, 0, 1], [0, 3, 0, 2]),
            (0, [3, 4], [0, 0]),
            (3, [7], [3]),
            (0, [], []),
            (20, [0, 0, 0], [7, 7, 6]),
            (.max, [.max, .max], [.max / 2 + 1, .max / 2]),
            (.min, [1], [.min]),
            (.min, [.max, .max], [.min / 2, .min / 2]),
        ] as [(Int64, [Int64], [Int64])]
    )
    func examples(total: Int64, weights: [Int64], shares: [Int64]) {
        #expect(shared(total, inProportionTo: weights) == shares)
    }

    @Test("shares add up exactly and miss their exact part by less than one", arguments: 0..<300 as Range<UInt64>)
    func laws(seed: UInt64) {
        var random = SplitMix64(seed: seed)
        let total = Int64.random(in: -1_000_000...1_000_000, using: &random)
        let weights = (0..<Int.random(in: 1...12, using: &random)).map { _ in
            Int64.random(in: 0...(Bool.random(using: &random) ? 3 : 1_000_000), using: &random)
        }
        let shares = shared(total, inProportionTo: weights)
        #expect(shares.reduce(0, +) == total)
        let sum = weights.reduce(0, +)
        guard sum > 0 else { return }
        for (weight, share) in zip(weights, shares) {
            // share − total × weight / sum lies between −1 and 1.
            #expect((share * sum - total * weight).magnitude < sum.magnitude)
            if weight == 0 { #expect(share == 0) }
        }
        #expect(shared(-total, inProportionTo: weights) == shares.map { -$0 })
    }

    @Test("a part of greater weight never gets less", arguments: 0..<100 as Range<UInt64>)
    func greaterWeightGetsNoLess(seed: UInt64) {
        var random = SplitMix64(seed: seed)
        let weights = (0..<8).map { _ in Int64.random(in: 0...50, using: &random) }.sorted(by: >)
        let shares = shared(.random(in: 0...500, using: &random), inProportionTo: weights)
        #expect(shares == shares.sorted(by: >))
    }

    @Test("sharing among nobody, or by weights below zero or past 64 bits, stops the program")
    func faults() async {
        await #expect(processExitsWith: .failure) { _ = shared(1, inProportionTo: []) }
        await #expect(processExitsWith: .failure) { _ = shared(1, inProportionTo: [2, -1]) }
        await #expect(processExitsWith: .failure) { _ = shared(1, inProportionTo: [.max, .max, .max]) }
    }
}
