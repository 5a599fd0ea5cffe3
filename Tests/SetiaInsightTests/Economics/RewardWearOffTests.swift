import SetiaCore
import SetiaInsight
import Testing

@Suite("What followed rewards by their number")
struct RewardWearOffTests {
    private func fold(until end: Int32) -> RewardWearOff.Fold { RewardWearOff.Fold(until: Day(number: end)) }

    @Test("visits 28 days before and after count, the day of the reward and the day beyond do not")
    func window() throws {
        var fold = fold(until: 128)
        fold.add(visits: [0, 71, 72, 100, 128, 129][...], rewards: [100])
        let row = try #require(fold.finished.rows.first)
        #expect(row.ordinal == 1 && row.before.mean == 1 && row.after.mean == 1 && row.lift.count == 1)
        #expect(row.interval == nil, "one member tells nothing")
    }

    @Test(
        "a reward that cannot be watched whole is left out and keeps its number",
        arguments: [(27, 100, 1), (28, 100, 2)]
    )
    func unseen(first: Int32, second: Int32, count: Int) {
        var fold = fold(until: 128)
        fold.add(visits: [0, 5, 90][...], rewards: [first, second, 101, 101])
        let rows = fold.finished.rows
        // The third, on day 101, ends after what is known.
        #expect(rows.map(\.ordinal) == (count == 1 ? [2] : [1, 2]))
        fold.add(visits: [][...], rewards: [50])
        #expect(fold.finished.rows == rows)
    }

    /// Members who come with a chance each day, raised after each reward by less and less.
    private func world(seed: UInt64, lift: Double, fading: Double) -> RewardWearOff {
        var random = SplitMix64(seed: seed)
        var fold = fold(until: 600)
        for _ in 0..<400 {
            let pace = Double.random(in: 0.05..<0.25, using: &random)
            let rewards: [Int32] = [60, 160, 260, 360, 460]
            var visits: [Int32] = [0]
            for day in 1...600 as ClosedRange<Int32> {
                var chance = pace
                if let number = rewards.lastIndex(where: { $0 < day }), day - rewards[number] <= 28 {
                    chance *= 1 + lift * (1 - fading * Double(number) / 4)
                }
                if Double.random(in: 0..<1, using: &random) < chance { visits.append(day) }
            }
            fold.add(visits: visits[...], rewards: rewards)
        }
        return fold.finished
    }

    @Test("rewards that wear off are seen to, and those that do not are not", arguments: 0..<2 as Range<UInt64>)
    func fades(seed: UInt64) throws {
        let fading = world(seed: seed, lift: 1, fading: 1)
        #expect(fading.rows.count == 5)
        let first = try #require(fading.rows[0].interval)
        #expect(first.lower > 0, "the first is followed by more")
        let fade = try #require(fading.fade)
        #expect(fade.ordinal == 5)
        #expect(try #require(fade.change.interval()).upper < 0)
        let steady = try #require(world(seed: seed &+ 100, lift: 1, fading: 0).fade?.change.interval(z: 3.29))
        #expect(steady.lower < 0 && steady.upper > 0)
    }

    @Test("where nothing follows rewards, at most a few of many intervals leave 0 out")
    func nothing() {
        let wrong = (0..<6 as Range<UInt64>).reduce(0) { wrong, seed in
            wrong
                + world(seed: seed, lift: 0, fading: 0).rows.compactMap(\.interval).count {
                    $0.lower > 0 || $0.upper < 0
                }
        }
        // Of thirty; one or two would be by chance.
        #expect(wrong <= 6)
    }
}
