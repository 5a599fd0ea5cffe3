package import SetiaCore

/// What the condition of a rule asks for, in the words of one language, each part by itself.
///
/// - Parameters:
///   - rule: A rule of the programme.
///   - programme: Names and decimals are its.
///   - shops: Those with a name; another is told by its key.
///   - language: What to write in.
/// - Returns: such as "for Gold and above", and expressions as they are written; nothing where the rule always holds.
package func conditions(of rule: Rule, in programme: Programme, shops: [Shop], language: Language) -> [String] {
    let explaining = explaining(programme, shops, language)
    let expressions = rule.condition.tests.compactMap { test in
        if case .expression(let expression) = test { expression.text } else { nil }
    }
    return explaining.circumstances(of: rule.id).map(explaining.words.circumstance) + expressions
}

/// What caps let through at most, in the words of one language, each by itself.
///
/// - Parameters:
///   - caps: Of a rule or of a wallet.
///   - wallet: Whose points they count.
///   - programme: Names are its.
///   - language: What to write in.
/// - Returns: such as "at most once a day".
package func limits(_ caps: [Cap], wallet: Key, in programme: Programme, language: Language) -> [String] {
    let explaining = explaining(programme, [], language)
    return caps.map { cap in
        switch cap.measure {
        case .times(let times): explaining.words.atMost(.times(times), cap.span)
        case .points(let points): explaining.words.atMost(.points(explaining.quantity(points, wallet)), cap.span)
        }
    }
}

/// One who explains what a programme says, and no event.
private func explaining(_ programme: Programme, _ shops: [Shop], _ language: Language) -> Explaining {
    Explaining(
        event: Event(source: "", id: "", occurredAt: Instant(milliseconds: 0), matter: .timePassed),
        decision: Decision(
            number: 1,
            programmeVersion: 1,
            isLate: false,
            entries: [],
            reasons: [],
            balances: [],
            levels: []
        ),
        programme: programme,
        shops: shops,
        language: language,
        words: language.catalogue(years: .gregorian),
        zone: FixedOffset.utc,
        shopZone: FixedOffset.utc
    )
}
