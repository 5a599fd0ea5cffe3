internal import SetiaCore

extension Explaining {
    /// All that a rule's condition asks for.
    func circumstances(of rule: Key) -> [Circumstance] {
        self.rule(rule)?.condition.tests.compactMap { circumstance($0) } ?? []
    }

    /// The test of a rule's condition that did not hold; none where the rule is another by now.
    func circumstance(_ rule: Key, _ condition: String, _ test: Int) -> Circumstance? {
        guard let held = self.rule(rule)?.condition, held.text == condition, held.tests.indices.contains(test) else {
            return nil
        }
        return circumstance(held.tests[test])
    }

    /// Her level on the ladder that a rule asks for, as it was when the rule was read: a level that this very order
    /// reached counts from the next one on.
    func levelAsked(by rule: Key) -> String? {
        for case .atLeast(let set, let asked) in self.rule(rule)?.condition.tests ?? [] {
            var level = decision.levels.first { $0.tierSet == set }?.level
            for case .levelReached(set, let from, _, _) in decision.reasons { level = from }
            return name(ofLevel: level ?? asked, in: set)
        }
        return nil
    }

    /// What a test asks for; none for an expression, which has no words of its own.
    private func circumstance(_ test: Condition.Test) -> Circumstance? {
        switch test {
        case .expression: nil
        case .atLeast(let set, let level):
            .level(
                name(ofLevel: level, in: set),
                isHighest: programme.tierSet(set)?.levels.last?.key == level
            )
        case .member(.country, let codes): .country(codes.map { words.country($0) })
        case .member(.language, let codes): .language(codes.map { words.language($0) })
        case .member(.ageBand, let bands): .age(bands.map(\.text))
        case .event(.store, let stores): .place(place(of: stores))
        case .event(.channel, let channels): .channel(channels.map { Circumstance.Way($0) })
        case .total(let comparison, let money): .total(comparison, amount(money))
        case .inSegment(let segment): .segment(name(ofSegment: segment))
        case .someLine(let category): .category(words.category(category) ?? spelledOut(category))
        }
    }

    /// A key as a person would write it: hyphens and underscores are spaces.
    private func spelledOut(_ key: Key) -> String {
        String(key.text.map { $0 == "-" || $0 == "_" ? " " : $0 })
    }
}
