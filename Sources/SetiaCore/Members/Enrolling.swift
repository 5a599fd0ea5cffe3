extension Deciding {
    /// She joins: what collected before is hers to use, and welcome rules give what they give.
    mutating func enrol(_ facts: MemberFacts) throws(Refusal) {
        guard state.status == .prospect else { throw .alreadyEnrolled(state.member) }
        state.status = .active
        state.isGuest = false
        state.joinedAt = event.occurredAt
        state.facts = state.facts.updated(by: facts)
        reasons.append(.joined)
        climbAll()
        try giveFixed()
        countHappening()
    }
}
