package import SetiaCore

/// What to suggest to a member: what she buys anyway, and what members bought who bought what she did.
///
/// The two are kept apart. In categories that people buy again and again, "buy again" hits more often than any model
/// (`docs/insight/recommending.md` has the numbers): whoever mixes the two believes that the model is good.
package struct Recommender: Sendable {
    /// The fewest members who must have bought both, for one to be suggested because of the other.
    package static let leastBoth = 3

    private let bought: CoPurchases
    /// All items, those with most buyers first; of equal ones by name.
    private let popular: [Int32]

    package init(_ bought: CoPurchases) {
        self.bought = bought
        popular = bought.items.indices.map { Int32($0) }.sorted { one, other in
            let (left, right) = (bought.buyers[Int(one)], bought.buyers[Int(other)])
            return left == right ? bought.items[Int(one)] < bought.items[Int(other)] : left > right
        }
    }

    /// How many members it has learnt from.
    package var members: Int { bought.members }
    /// How many items it knows.
    package var items: Int { bought.items.count }

    /// An item that she has bought.
    package struct Own: Sendable, Hashable {
        package let item: Key
        /// In how many orders.
        package let times: Int
        package let last: Day

        package init(item: Key, times: Int, last: Day) {
            (self.item, self.times, self.last) = (item, times, last)
        }
    }

    /// An item that she has not bought.
    package struct Suggestion: Sendable, Hashable {
        package let item: Key
        /// The sum of its likenesses to what she bought; 0 where it is only popular.
        package let score: Double
        /// What she bought that speaks most for it; none where it is only popular.
        package let because: Key?
        /// How many members bought it, of those who bought `because` where there is one.
        package let buyers: Int
        /// Of how many: the buyers of `because`, or all members.
        package let of: Int

        package init(item: Key, score: Double, because: Key?, buyers: Int, of: Int) {
            (self.item, self.score, self.because) = (item, score, because)
            (self.buyers, self.of) = (buyers, of)
        }
    }

    /// What she buys again and again, most often first; of equal ones the latest, then by name.
    package func again(_ own: [Own], excluding: Set<Key> = [], most: Int) -> [Own] {
        Array(
            own.filter { $0.times > 1 && !excluding.contains($0.item) }
                .sorted {
                    ($1.times, $1.last.number, $0.item) < ($0.times, $0.last.number, $1.item)
                }
                .prefix(most)
        )
    }

    /// What members bought who bought what she did, the likest first; then what most buy, where those are too few.
    ///
    /// Nothing that she has bought is among them. Ties go by name, so that the same history gives the same list.
    package func others(_ own: [Own], excluding: Set<Key> = [], most: Int) -> [Suggestion] {
        let had = own.compactMap { bought.number(of: $0.item) }.sorted()
        var hidden = excluding
        hidden.formUnion(own.map(\.item))
        var found: [Suggestion] = []
        for candidate in popular where !hidden.contains(bought.items[Int(candidate)]) {
            var (score, best, because) = (0.0, 0.0, Int32?.none)
            for item in had where bought.both(candidate, item) >= Recommender.leastBoth {
                let likeness = bought.likeness(candidate, item)
                score += likeness
                if likeness > best { (best, because) = (likeness, item) }
            }
            guard let because else { continue }
            found.append(
                Suggestion(
                    item: bought.items[Int(candidate)],
                    score: score,
                    because: bought.items[Int(because)],
                    buyers: Int(bought.both(candidate, because)),
                    of: Int(bought.buyers[Int(because)])
                )
            )
        }
        found.sort { ($1.score, $0.item) < ($0.score, $1.item) }
        let chosen = found.prefix(most)
        guard chosen.count < most else { return Array(chosen) }
        hidden.formUnion(chosen.map(\.item))
        return chosen + mostBought(excluding: hidden, most: most - chosen.count)
    }

    /// The items most like all that she bought, her own among them: what a list that mixes the two would show.
    package func likest(_ own: [Own], most: Int) -> [Key] {
        let had = own.compactMap { bought.number(of: $0.item) }
        var scores = [Double](repeating: 0, count: bought.items.count)
        for item in had {
            for other in scores.indices { scores[other] += bought.likeness(item, Int32(other)) }
        }
        return scores.indices.filter { scores[$0] > 0 }
            .sorted { (scores[$1], bought.items[$0]) < (scores[$0], bought.items[$1]) }
            .prefix(most).map { bought.items[$0] }
    }

    /// What most members buy: for those of whom nothing is known, and for the control group.
    package func mostBought(excluding: Set<Key> = [], most: Int) -> [Suggestion] {
        var found: [Suggestion] = []
        for item in popular where found.count < most && !excluding.contains(bought.items[Int(item)]) {
            found.append(
                Suggestion(
                    item: bought.items[Int(item)],
                    score: 0,
                    because: nil,
                    buyers: Int(bought.buyers[Int(item)]),
                    of: bought.members
                )
            )
        }
        return found
    }
}
