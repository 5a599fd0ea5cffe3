import SetiaCore
import SetiaInsight
import Testing

@Suite("Recommendations")
struct RecommenderTests {
    private func together(_ baskets: [[Key]]) -> CoPurchases {
        var bought = CoPurchases()
        for basket in baskets { bought.add(basket) }
        return bought
    }

    private func own(_ items: Key...) -> [Recommender.Own] {
        items.map { Recommender.Own(item: $0, times: 1, last: Day(number: 0)) }
    }

    @Test("likeness is of those who bought one or the other, those who bought both")
    func jaccard() throws {
        let bought = together([["a", "b"], ["b", "a"], ["a"], ["c"], []])
        let (a, b, c) = (bought.number(of: "a"), bought.number(of: "b"), bought.number(of: "c"))
        #expect(bought.likeness(try #require(a), try #require(b)) == 2.0 / 3)
        #expect(bought.likeness(try #require(b), try #require(a)) == 2.0 / 3)
        #expect(bought.likeness(try #require(a), try #require(c)) == 0)
        #expect(bought.members == 4 && bought.number(of: "d") == nil)
    }

    @Test("what goes with her purchases comes first, says because of what, and never what she has")
    func because() {
        let baskets: [[Key]] =
            Array(repeating: ["latte", "bun"], count: 6) + Array(repeating: ["tea", "cake"], count: 9)
            + Array(repeating: ["tea"], count: 20)
        let recommender = Recommender(together(baskets))
        let found = recommender.others(own("latte"), most: 3)
        #expect(
            found.first
                == Recommender.Suggestion(item: "bun", score: 1, because: "latte", buyers: 6, of: 6)
        )
        // Then what most buy, which says so by naming no reason.
        #expect(found.dropFirst().map(\.item) == ["tea", "cake"] && found.dropFirst().allSatisfy { $0.because == nil })
        #expect(!recommender.others(own("latte", "tea"), most: 9).contains { $0.item == "tea" || $0.item == "latte" })
    }

    @Test("two who bought both are too few to suggest it to a third")
    func leastBoth() {
        let recommender = Recommender(together([["a", "b"], ["a", "b"], ["a"], ["c"], ["c"], ["c"]]))
        #expect(recommender.others(own("a"), most: 1) == recommender.mostBought(excluding: ["a"], most: 1))
    }

    @Test("what is left out is nowhere, and of a stranger only what most buy is told")
    func exclusions() {
        let recommender = Recommender(together(Array(repeating: ["a", "b", "c"], count: 4)))
        #expect(recommender.others(own("a"), excluding: ["b"], most: 5).map(\.item) == ["c"])
        #expect(recommender.others([], most: 2).map(\.item) == ["a", "b"])
        #expect(recommender.others(own("unheard"), most: 1).map(\.because) == [nil])
        #expect(Recommender(CoPurchases()).others(own("a"), most: 5).isEmpty)
        let twice = [
            Recommender.Own(item: "x", times: 2, last: Day(number: 5)),
            Recommender.Own(item: "y", times: 3, last: Day(number: 1)),
            Recommender.Own(item: "w", times: 2, last: Day(number: 5)),
            Recommender.Own(item: "z", times: 1, last: Day(number: 9)),
        ]
        #expect(recommender.again(twice, excluding: ["y"], most: 5).map(\.item) == ["w", "x"])
    }

    @Test("the order in which members come changes nothing", arguments: 0..<10)
    func order(seed: UInt64) {
        var random = SplitMix64(seed: seed)
        let items: [Key] = (0..<12).map { Key("i\($0)") }
        var baskets = (0..<80).map { _ in items.filter { _ in Bool.random(using: &random) } }
        let one = Recommender(together(baskets))
        baskets.shuffle(using: &random)
        let other = Recommender(together(baskets))
        for item in items {
            #expect(one.others(own(item), most: 12).map(\.item) == other.others(own(item), most: 12).map(\.item))
        }
    }

    @Test("more items than it tells apart are left out, and counted")
    func tooMany() {
        var bought = CoPurchases()
        for start in stride(from: 0, to: CoPurchases.mostItems + 100, by: 100) {
            bought.add((start..<start + 100).map { Key("i\($0)") })
        }
        #expect(bought.items.count == CoPurchases.mostItems && bought.leftOut == 104)
    }
}
