/// A ladder of levels and what climbs it.
///
/// What is measured is never what can be spent, unless the brand asks for it: spending or losing points costs no level
/// (rule T-1).
package struct TierSet: Sendable, Hashable {
    /// Such as `status`.
    package let key: Key
    /// What is measured; at least one, and several where levels combine them (rules T-1, T-6 and T-7).
    package let measures: [Measure]
    /// Over which days it is measured (rule T-8).
    package let window: Window
    /// From the lowest up; each asks for more than the one below.
    package let levels: [Level]
    /// What becomes of a level at the end of its term (rules T-3 and T-9).
    package let terms: Terms
    /// Whether points that events give are measured.
    let measuresPoints: Bool
    /// Whether time or a balance may change a level between terms, or it is to be spoken of before they end.
    let needsLooks: Bool

    /// A step of the ladder.
    package struct Level: Sendable, Hashable {
        /// Such as `gold`.
        package let key: Key
        /// What it asks of each measure, in their order; none asks nothing of it; inclusive.
        package let asks: [Int64?]
        /// Whether one of them is enough.
        package let isAny: Bool
        /// What members call it.
        package let name: Words
        /// What members have of it, in their languages; may be none.
        package let benefits: [Words]

        /// A level.
        package init(key: Key, asks: [Int64?], isAny: Bool = false, name: Words, benefits: [Words] = []) {
            self.key = key
            self.asks = asks
            self.isAny = isAny
            self.name = name
            self.benefits = benefits
        }

        /// A level of a ladder with one measure.
        package init(key: Key, threshold: Int64, name: Words, benefits: [Words] = []) {
            self.init(key: key, asks: [threshold], name: name, benefits: benefits)
        }

        /// What it asks of the first measure; 0 where nothing.
        package var threshold: Int64 { (asks.first ?? nil) ?? 0 }

        /// Whether everybody reaches it.
        package var asksNothing: Bool {
            isAny ? asks.contains { $0 == 0 } : asks.allSatisfy { ($0 ?? 0) <= 0 }
        }

        /// Whether these amounts, one a measure, reach it.
        func isReached(by amounts: [Int64]) -> Bool {
            for (place, asked) in asks.enumerated() {
                guard let asked else { continue }
                if (amounts[place] >= asked) == isAny { return isAny }
            }
            return !isAny
        }
    }

    /// A ladder; `levels` from the lowest up.
    package init(key: Key, measures: [Measure], window: Window, levels: [Level], terms: Terms = Terms()) {
        self.key = key
        self.measures = measures
        self.window = window
        self.levels = levels
        self.terms = terms
        measuresPoints = measures.contains { if case .earned = $0.metric { true } else { false } }
        needsLooks =
            terms.downgrade == .immediate || !terms.warnings.isEmpty
            || measures.contains { measure in
                switch measure.metric {
                case .monthsSinceJoining, .balance: true
                case .netSpend, .earned, .orders, .events: false
                }
            }
    }

    /// A ladder of net spend in the calendar year; `levels` from the lowest up.
    package init(key: Key, currency: Currency, levels: [Level]) {
        self.init(
            key: key,
            measures: [Measure(.netSpend(currency))],
            window: .calendar(.year, startMonth: 1),
            levels: levels
        )
    }

    /// The currency in which spend is measured; none where it is not.
    package var currency: Currency? {
        for measure in measures { if case .netSpend(let currency) = measure.metric { return currency } }
        return nil
    }

    /// The place of the level of this key, 0 for the lowest; none where there is no such level.
    package func place(of level: Key) -> Int? {
        levels.firstIndex { $0.key == level }
    }
}

extension TierSet {
    /// What is measured.
    package enum Metric: Sendable, Hashable {
        /// What was paid after discounts, in minor units of one currency.
        case netSpend(Currency)
        /// Points that events gave in a wallet.
        case earned(wallet: Key)
        /// Paid orders.
        case orders
        /// How often something happened.
        case events(EventType)
        /// Whole months since she joined.
        case monthsSinceJoining
        /// Points that can be used: spending them costs the level.
        case balance(wallet: Key)
    }

    /// One of the things that a ladder measures.
    package struct Measure: Sendable, Hashable {
        /// What the document calls it; where there is one measure only, as the metric is called.
        package let key: Key
        /// What it is.
        package let metric: Metric
        /// Under which name it is counted in a member's state.
        let tally: Key

        /// A measure.
        package init(_ metric: Metric, key: Key? = nil) {
            self.metric = metric
            tally = metric.name
            self.key = key ?? metric.name
        }
    }

    /// Over which days it is measured.
    package enum Window: Sendable, Hashable {
        /// Stretches of the calendar; the first begins with `startMonth`, 1 to 12.
        case calendar(CalendarUnit, startMonth: Int)
        /// The last so many months, up to the day.
        case rolling(months: Int)
        /// Years since she joined.
        case anniversary
        /// So many months from the day on which the level was reached.
        case term(months: Int)
        /// All of a membership.
        case lifetime
    }

    /// What becomes of a level at the end of its term.
    package struct Terms: Sendable, Hashable {
        /// What becomes of a level that what was measured no longer reaches.
        package let downgrade: Downgrade
        /// For how many days after its term a level is kept, in which it can still be reached; mostly 0.
        package let graceDays: Int
        /// Whether a level holds for the next stretch of the calendar as well.
        package let holdsNext: Bool
        /// What a return does to a level.
        package let onReturn: OnReturn
        /// How many days before the end of a term a level that would be lost is spoken of, most days first.
        package let warnings: [Int]
        /// Whether points count before they can be used.
        package let pendingCounts: Bool

        /// Terms; what is not said is the default.
        package init(
            downgrade: Downgrade = .oneLevel,
            graceDays: Int = 0,
            holdsNext: Bool = true,
            onReturn: OnReturn = .now,
            warnings: [Int] = [],
            pendingCounts: Bool = false
        ) {
            self.downgrade = downgrade
            self.graceDays = graceDays
            self.holdsNext = holdsNext
            self.onReturn = onReturn
            self.warnings = warnings
            self.pendingCounts = pendingCounts
        }
    }

    /// What becomes of a level that what was measured no longer reaches.
    package enum Downgrade: String, Sendable, Hashable, CaseIterable {
        /// Down by one at the end of its term; the default.
        case oneLevel
        /// Down to what is reached at the end of its term.
        case reassess
        /// Nothing: who has a level keeps it.
        case none
        /// Down to what is reached, as soon as it is.
        case immediate
    }

    /// What a return does to a level that was gained in a time still open.
    package enum OnReturn: String, Sendable, Hashable, CaseIterable {
        /// It goes where what is left does not reach it; the default.
        case now
        /// It stays until its term ends.
        case atPeriodEnd
        /// What came back counts on.
        case never
    }
}

extension TierSet.Metric {
    /// What it is called where it is kept, for ever.
    package var name: Key {
        switch self {
        case .netSpend: "net spend"
        case .earned(let wallet): Key("earned \(wallet)")
        case .orders: "orders"
        case .events(let type): Key("events \(type.rawValue)")
        case .monthsSinceJoining: "months since joining"
        case .balance(let wallet): Key("balance \(wallet)")
        }
    }
}

extension TierSet.Metric {
    /// The metric of a name under which it was kept; none where there is no such one.
    ///
    /// Of spend the name does not say the currency, and it is never asked for here.
    package init?(name: Key) {
        let words = name.text.split(separator: " ", maxSplits: 1, omittingEmptySubsequences: false)
        guard let first = words.first else { return nil }
        let rest = words.count == 2 ? Key(String(words[1])) : ""
        switch String(first) {
        case "earned" where words.count == 2: self = .earned(wallet: rest)
        case "balance" where words.count == 2: self = .balance(wallet: rest)
        case "events":
            guard let type = EventType(named: rest.text) else { return nil }
            self = .events(type)
        case "orders" where words.count == 1: self = .orders
        case "months" where name == "months since joining": self = .monthsSinceJoining
        default: return nil
        }
    }
}
