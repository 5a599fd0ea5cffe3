/// What must hold for a rule: one or more tests joined by `&&`.
///
/// The text is the Common Expression Language over `event` and `member` (`ConditionLanguage`). The forms below mean here
/// what they mean there; they are told apart since they can be said to members in words, and are quick.
///
/// | form | holds when |
/// |---|---|
/// | `true` | always |
/// | `member.tiers.status.atLeast("gold")` | she stood there, or higher, before this event |
/// | `member.country == "MY"`, `member.language == …`, `member.ageBand == …` | the fact is known and the same |
/// | `event.total >= money("100.00 MYR")`, also `>`, `<`, `<=`, `==` | an order of that currency compares so |
/// | `event.store == "bangsar"`, `event.channel == "app"` | the event says so |
/// | `event.lines.exists(line, "coffee" in line.categories)` | a line is of that category |
/// | `member.inSegment("regulars")` | she belongs to that segment (rule C-1) |
///
/// `member.x in ["a", "b"]` and `event.x in […]` take the place of `==` where several will do.
package struct Condition: Sendable, Hashable {
    /// What the programme says, as it was written.
    package let text: String
    /// All of these must hold; none is always.
    package let tests: [Test]

    /// No condition.
    package static let always = Condition(text: "true", tests: [])

    /// One test.
    package enum Test: Sendable, Hashable {
        /// She stands at this level of the set or above it.
        case atLeast(tierSet: Key, level: Key)
        /// A fact of hers is one of these.
        case member(Fact, oneOf: [Key])
        /// A field of the event is one of these.
        case event(Field, oneOf: [Key])
        /// The order's total compares so with an amount of the same currency.
        case total(Comparison, Money)
        /// A line has this category.
        case someLine(category: Key)
        /// She belongs to this segment; asked where segments are known.
        case inSegment(Key)
        /// Any other expression; apart, so that a test stays small.
        indirect case expression(ExpressionTest)
    }

    /// A fact of a member that rules may read.
    package enum Fact: String, Sendable, Hashable, CaseIterable {
        case country, language, ageBand
    }

    /// A field of an event that rules may read.
    package enum Field: String, Sendable, Hashable, CaseIterable {
        case store, channel
    }

    /// How two amounts compare.
    package enum Comparison: String, Sendable, Hashable, CaseIterable {
        case atLeast = ">="
        case atMost = "<="
        case above = ">"
        case below = "<"
        case equal = "=="
    }

    /// A condition as it was parsed.
    package init(text: String, tests: [Test]) {
        self.text = text
        self.tests = tests
    }
}

extension Condition {
    /// Whether it would still hold for what is kept of an order for which it held.
    ///
    /// Only what it asks of the basket is asked again: who the member was is as it was.
    ///
    /// - Parameters:
    ///   - kept: What is kept.
    ///   - scene: What an expression looks at, with what is kept in place of the order.
    /// - Returns: whether it does.
    func stillHolds(_ kept: Order, scene: (ConditionLanguage) -> ConditionScene) -> Bool {
        tests.allSatisfy { test in
            switch test {
            case .expression(let expression):
                !expression.readsBasket || expression.holds(in: scene(expression.language))
            case .total(let comparison, let amount):
                comparison.holds(kept.total, amount.minorUnits)
            case .someLine(let category): kept.lines.contains { $0.categories.contains(category) }
            case .atLeast, .member, .event, .inSegment: true
            }
        }
    }
}

extension Condition.Test {
    /// Whether it holds; an expression and a segment are asked elsewhere (`ExpressionTest`, `SegmentScene`).
    func holds(_ tierSets: [TierSet], _ state: MemberState, _ event: Event) -> Bool {
        holds(tierSets, state.standings, state.facts, event)
    }

    /// Whether it holds of a member of whom this is known; what a whole member would be copied for is handed in.
    func holds(_ tierSets: [TierSet], _ standings: [Standing], _ facts: MemberFacts, _ event: Event) -> Bool {
        switch self {
        case .expression, .inSegment: return false
        case .atLeast(let set, let level):
            guard let ladder = tierSets.firstIndex(where: { $0.key == set }),
                let standing = standings.firstIndex(where: { $0.tierSet == set }),
                let wanted = tierSets[ladder].place(of: level),
                let held = tierSets[ladder].place(of: standings[standing].level)
            else { return false }
            return held >= wanted
        case .member(let fact, let values):
            guard let value = facts.value(of: fact) else { return false }
            return values.contains(value)
        case .event(.store, let values):
            guard let store = event.store else { return false }
            return values.contains(store.key)
        case .event(.channel, let values):
            guard let channel = event.channel else { return false }
            return values.contains(channel)
        case .total(let comparison, let amount):
            guard case .orderPaid(let order) = event.matter, order.currency == amount.currency else { return false }
            return comparison.holds(order.total, amount.minorUnits)
        case .someLine(let category):
            guard case .orderPaid(let order) = event.matter else { return false }
            return order.lines.contains { $0.categories.contains(category) }
        }
    }
}

extension Condition.Comparison {
    fileprivate func holds(_ left: Int64, _ right: Int64) -> Bool {
        switch self {
        case .atLeast: left >= right
        case .atMost: left <= right
        case .above: left > right
        case .below: left < right
        case .equal: left == right
        }
    }
}

extension MemberFacts {
    fileprivate func value(of fact: Condition.Fact) -> Key? {
        switch fact {
        case .country: country
        case .language: language
        case .ageBand: ageBand
        }
    }
}
