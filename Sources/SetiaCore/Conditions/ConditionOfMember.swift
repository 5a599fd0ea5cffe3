extension ProgrammeVersion {
    /// Whether a condition holds for a member at a moment, and for an event of hers where there is one.
    ///
    /// Unlike rules, which ask how she stood before the event, it asks how she stands.
    ///
    /// - Parameters:
    ///   - condition: What is asked, checked for the type of the event, or for a member alone.
    ///   - state: How she stands.
    ///   - event: What happened; none where only she is asked about.
    ///   - moment: When.
    /// - Returns: whether all of its tests hold.
    package func holds(_ condition: Condition, of state: MemberState, on event: Event? = nil, at moment: Instant)
        -> Bool
    {
        let asked = event ?? Event(source: "setia/journeys", id: "", occurredAt: moment, matter: .timePassed)
        var order: Order?
        if case .orderPaid(let paid) = asked.matter { order = paid }
        return condition.tests.allSatisfy { test in
            switch test {
            case .inSegment(let segment): return belongs(state, to: segment, at: moment)
            case .expression(let expression):
                let language = expression.language
                let scene = ConditionScene(
                    language,
                    event: EventSource(language: language, event: asked, order: order, zone: zone),
                    member: MemberSource(
                        language: language,
                        state: state,
                        tierSets: programme.tierSets,
                        wallets: programme.wallets,
                        segments: programme.segments,
                        zone: zone,
                        moment: moment
                    )
                )
                return expression.holds(in: scene)
            case .atLeast, .member, .event, .total, .someLine: return test.holds(programme.tierSets, state, asked)
            }
        }
    }
}
