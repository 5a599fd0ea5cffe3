package import SetiaCore

/// What the condition of a rule asks for, in the words of one language, each part by itself.
///
/// - Parameters:
///   - rule: A rule of the programme.
///   - programme: Names and decimals are its.
///   - shops: Those with a name; another is told by its key.
///   - language: What to write in.
/// - Returns: such as "for Gold and above"; nothing where the rule always holds.
package func conditions(of rule: Rule, in programme: Programme, shops: [Shop], language: Language) -> [String] {
    // Conditions speak of no event; the one that explaining asks for says nothing.
    let nothing = Event(source: "", id: "", occurredAt: Instant(milliseconds: 0), matter: .timePassed)
    let explaining = Explaining(
        event: nothing,
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
    return explaining.circumstances(of: rule.id).map(explaining.words.circumstance)
}
