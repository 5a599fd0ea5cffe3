/// Something that is counted of what a member did in the last days (rule C-15).
package struct BehaviourMeasure: Sendable, Hashable {
    /// What is counted.
    package let deed: Deed
    /// Of how many days: today and those before it, by the calendar of the programme; 1 to `mostDays`.
    package let days: Int

    /// What members do.
    package enum Deed: Sendable, Hashable {
        /// Orders of which something is kept.
        case orders
        /// Times that she came by.
        case visits
        /// Stays that ended.
        case stays
        /// Rewards that she had and kept; of all rewards, or of one.
        case redemptions(of: Key?)
        /// What she paid for what is kept, in one currency: of everything, or of a part.
        case spend(Currency, on: Part?)
        /// How many pieces of a part she bought and kept.
        case units(of: Part)
    }

    /// A part of what is sold.
    package enum Part: Sendable, Hashable {
        /// Lines that have this category.
        case category(Key)
        /// Lines of this product.
        case product(Key)

        func takes(_ line: Order.Line) -> Bool {
            switch self {
            case .category(let category): line.categories.contains(category)
            case .product(let product): line.sku == product
            }
        }
    }

    /// The widest window, some three years.
    package static let mostDays = 1_100

    /// A measure.
    package init(_ deed: Deed, days: Int) {
        self.deed = deed
        self.days = days
    }

    /// Whether it asks for redemptions of rewards.
    package var readsRedemptions: Bool { if case .redemptions = deed { true } else { false } }

    /// Whether it asks for lines of orders.
    package var readsLines: Bool {
        switch deed {
        case .units, .spend(_, on: .some): true
        case .orders, .visits, .stays, .redemptions, .spend(_, on: nil): false
        }
    }
}

/// Something that a member did, as it is counted.
package struct MemberDeed: Sendable, Hashable {
    /// When: an order when it was paid, a reward when it was asked for.
    package let at: Instant
    /// What.
    package let matter: Matter

    /// What a member did.
    package enum Matter: Sendable, Hashable {
        /// She paid an order, of which this is kept: what was paid for it, and its lines where they were asked for.
        case order(Money, lines: [Order.Line])
        /// She came by.
        case visit
        /// She stayed.
        case stay
        /// She had this reward.
        case redemption(of: Key)
    }

    /// Something that she did.
    package init(at: Instant, _ matter: Matter) {
        self.at = at
        self.matter = matter
    }
}

/// What was counted of one member.
package struct BehaviourCounts: Sendable, Hashable {
    private let measures: [BehaviourMeasure]
    private var values: [Int64]
    private let firsts: [Day]
    private let today: Day

    /// Nothing yet, of what is to be counted.
    ///
    /// - Parameters:
    ///   - measures: What is counted, each once.
    ///   - today: The programme's day on which it is asked.
    package init(_ measures: [BehaviourMeasure], today: Day) {
        self.measures = measures
        self.today = today
        values = Array(repeating: 0, count: measures.count)
        firsts = measures.map { today.adding(days: 1 - $0.days) }
    }

    /// Counts what she did on a day of the programme, in each window that it falls into.
    package mutating func add(_ matter: MemberDeed.Matter, on day: Day) {
        guard day <= today else { return }
        for place in measures.indices where firsts[place] <= day {
            let (sum, overflow) = values[place].addingReportingOverflow(measures[place].deed.counts(matter))
            values[place] = overflow ? .max : sum
        }
    }

    /// What was counted, money in minor units; none where it was not asked for.
    package func value(of measure: BehaviourMeasure) -> Int64? {
        measures.firstIndex(of: measure).map { values[$0] }
    }
}

extension BehaviourMeasure.Deed {
    /// What one thing that she did adds.
    fileprivate func counts(_ matter: MemberDeed.Matter) -> Int64 {
        switch (self, matter) {
        case (.orders, .order), (.visits, .visit), (.stays, .stay): 1
        case (.redemptions(let reward), .redemption(let had)): reward == nil || reward == had ? 1 : 0
        case (.spend(let currency, nil), .order(let paid, _)): currency == paid.currency ? paid.minorUnits : 0
        case (.spend(let currency, let part?), .order(let paid, let lines)):
            currency == paid.currency ? sum(lines, of: part, \.net) : 0
        case (.units(let part), .order(_, let lines)): sum(lines, of: part, \.quantity)
        default: 0
        }
    }

    private func sum(_ lines: [Order.Line], of part: BehaviourMeasure.Part, _ value: (Order.Line) -> Int64) -> Int64 {
        lines.reduce(0) { sum, line in
            guard part.takes(line) else { return sum }
            let (next, overflow) = sum.addingReportingOverflow(value(line))
            return overflow ? .max : next
        }
    }
}

extension Condition {
    /// What it counts of what a member did in the last days, each once, in the order of the text.
    package var measures: [BehaviourMeasure] {
        var measures: [BehaviourMeasure] = []
        for test in tests {
            guard case .expression(let expression) = test else { continue }
            for measure in expression.measures where !measures.contains(measure) { measures.append(measure) }
        }
        return measures
    }
}
