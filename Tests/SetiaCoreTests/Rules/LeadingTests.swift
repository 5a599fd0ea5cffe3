import SetiaCore
import Testing

@Suite("The level that speaks for a member")
struct LeadingTests {
    private static func ladder(_ key: Key, _ currency: String, _ levels: [Key]) -> TierSet {
        TierSet(
            key: key,
            currency: Kopi.currency(currency),
            levels: levels.enumerated().map { place, level in
                TierSet.Level(key: level, threshold: Int64(place) * 100_000, name: Words([]))
            }
        )
    }

    private let sets = [
        ladder("status", "MYR", ["silver", "gold", "platinum"]), ladder("status_th", "THB", ["gold", "platinum"]),
    ]

    private func member(_ standings: [(Key, Key)], spent: [(Key, Int)] = []) -> MemberState {
        var state = MemberState(member: MemberID(Identifier(high: 1, low: 1)))
        state.standings = standings.map {
            Standing(tierSet: $0.0, level: $0.1, since: Instant(milliseconds: 0), until: nil)
        }
        state.tallies = spent.map { set, year in
            let start = Day(year: year, month: 1, day: 1) ?? Day(number: 0)
            return Tally(
                tierSet: set,
                metric: "net spend",
                buckets: [Tally.Bucket(start: start, amount: 1)]
            )
        }
        return state
    }

    @Test("the highest of several ladders counts")
    func highest() {
        let state = member([("status", "silver"), ("status_th", "platinum")])
        #expect(state.leadingStanding(among: sets)?.level == "platinum")
        #expect(member([("status", "gold"), ("status_th", "gold")]).leadingStanding(among: sets)?.tierSet == "status")
    }

    @Test("of equally high ones, the one on which she spends counts")
    func spending() {
        let state = member([("status", "silver"), ("status_th", "gold")], spent: [("status_th", 2026)])
        #expect(state.leadingStanding(among: sets)?.tierSet == "status_th")
        #expect(member([]).leadingStanding(among: sets) == nil)
    }

    @Test("she climbs the ladder on which she spends, whatever level she has elsewhere")
    func climbing() {
        let state = member([("status", "silver")], spent: [("status", 2024), ("status_th", 2026)])
        #expect(state.climbing(among: sets)?.key == "status_th")
        #expect(member([("status", "silver")]).climbing(among: sets)?.key == "status")
    }
}
