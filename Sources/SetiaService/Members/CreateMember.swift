package import JSONText
package import SetiaCore

/// Who is to become a member, and what is known of her.
package struct NewMember: Sendable {
    /// How she is recognised; at least one.
    package let identities: [Identity]
    /// What rules may know.
    package let facts: MemberFacts
    /// What is personal: a name and the like; sealed.
    package let person: JSONObject
    /// Since when she is a member; none is now.
    package let joinedAt: Instant?

    /// Someone to be enrolled.
    package init(identities: [Identity], facts: MemberFacts, person: JSONObject = [:], joinedAt: Instant? = nil) {
        self.identities = identities
        self.facts = facts
        self.person = person
        self.joinedAt = joinedAt
    }
}

/// Why somebody cannot become a member.
package enum MemberRefusal: Error, Sendable, Hashable {
    /// Nothing says how she is recognised.
    case noIdentity
    /// A member has this identity already; the place in the list, from 0.
    case identityTaken(kind: IdentityKind, place: Int)
    /// The identities belong to several people whom we know; which of them she is, a person must say.
    case severalPeople
    /// She is said to have joined later than the clock allows: more than five minutes ahead.
    case joinsInTheFuture(joinedAt: Instant, now: Instant)
    /// She is said to be born after today.
    case bornInTheFuture
}

extension SetiaService {
    /// Enrols a member: a new one, or the prospect whom one of her identities names already.
    ///
    /// - Returns: the receipt of her enrolment.
    /// - Throws: `MemberRefusal`, `Refusal`, or the world's trouble; nothing is written then.
    package func createMember(_ new: NewMember) async throws -> Receipt {
        guard !new.identities.isEmpty else { throw MemberRefusal.noIdentity }
        let now = surroundings.now()
        let newID = MemberID(surroundings.newIdentifier())
        let eventID = surroundings.newIdentifier()
        let receipt = try await store.writing { ledger in
            try self.enrol(
                Enrolment(new: new, newID: newID, event: ("setia/members", Key(eventID.text)), now: now),
                in: ledger
            )
        }
        changeSignal.tell([receipt.member])
        return receipt
    }
}
