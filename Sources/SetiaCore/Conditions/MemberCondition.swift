extension Condition {
    /// Why it cannot be asked of a member apart from what she does; none where it can.
    ///
    /// - Parameter ofSegment: Whether it says who belongs to a segment, which asks for no other segment.
    /// - Returns: the reason.
    package func whyNotOfMember(ofSegment: Bool) -> String? {
        let what = ofSegment ? "a segment" : "an audience"
        for test in tests {
            switch test {
            case .event, .total, .someLine:
                return "\(what) knows the member and no event; leave out what begins with 'event.'"
            case .expression(let expression) where expression.readsEvent:
                return "\(what) knows the member and no event; leave out what begins with 'event.'"
            case .inSegment where ofSegment: return "a segment cannot ask for segments; say what those ask"
            case .expression(let expression) where expression.readsSegments && ofSegment:
                return "a segment cannot ask for segments; say what those ask"
            case .expression, .atLeast, .member, .inSegment: continue
            }
        }
        return nil
    }
}

extension ProgrammeVersion {
    /// A condition over members, as a segment of this programme would have it (rule C-1).
    ///
    /// - Parameter text: The condition, such as `member.orders >= 10`.
    /// - Returns: the condition.
    /// - Throws: where it cannot be understood, or asks for more than the member.
    package func memberCondition(_ text: String) throws(MalformedCondition) -> Condition {
        let vocabulary = ConditionVocabulary(
            currencies: programme.currencies,
            tierSets: programme.tierSets,
            achievements: programme.achievements.map(\.key),
            events: programme.events,
            segments: programme.segments.map(\.key),
            countsBehaviour: true
        )
        let condition = try Condition.parse(text, vocabulary, on: .memberEnrolled)
        if let reason = condition.whyNotOfMember(ofSegment: true) {
            throw MalformedCondition(offset: 0, reason: reason)
        }
        return condition
    }

    /// Whether a condition over members holds of one at a moment.
    package func holds(_ condition: Condition, of state: MemberState, at moment: Instant) -> Bool {
        scene(of: state, at: moment).holds(condition)
    }

    /// Whether a condition over members holds of one at a moment, with what was counted of what she did.
    package func holds(
        _ condition: Condition,
        of state: MemberState,
        counting behaviour: BehaviourCounts?,
        at moment: Instant
    ) -> Bool {
        scene(of: state, counting: behaviour, at: moment).holds(condition)
    }
}
