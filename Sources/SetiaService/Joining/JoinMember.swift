internal import JSONText
package import SetiaCore

/// Somebody who joins by herself: what she said, and the one identity that she has shown to be hers.
package struct Joining: Sendable, Hashable {
    /// What she is called.
    package let name: String
    /// What she was sent a code to.
    package let identity: Identity
    /// What rules may know.
    package let facts: MemberFacts
    /// What she agreed to, with the wording that she saw.
    package let consents: [Consent]

    /// Somebody who joins.
    package init(name: String, identity: Identity, facts: MemberFacts, consents: [Consent]) {
        self.name = name
        self.identity = identity
        self.facts = facts
        self.consents = consents
    }
}

/// What came of it.
package enum Joined: Sendable, Hashable {
    /// She is a member now, and has a card.
    case new(MemberID)
    /// She was one already; nothing that is known of her was changed.
    case already(MemberID)

    /// Who.
    package var member: MemberID {
        switch self {
        case .new(let member), .already(let member): member
        }
    }
}

extension SetiaService {
    /// Enrols who has shown that an identity is hers, with a new card and what she agreed to, all or nothing.
    ///
    /// - Throws: `MemberRefusal`, `Refusal`, or the world's trouble; nothing is written then.
    package func join(_ joining: Joining) async throws -> Joined {
        if let known = try await member(with: joining.identity),
            let state = try await store.reading({ try $0.states([StateRequest(member: known)])[0] }),
            state.status != .prospect
        {
            return .already(known)
        }
        let now = surroundings.now()
        let newID = MemberID(surroundings.newIdentifier())
        let eventID = Key(surroundings.newIdentifier().text)
        let card = Identity(card: CardNumber(surroundings.newIdentifier()))
        let matters = joining.consents.map { consent in
            (id: Key(surroundings.newIdentifier().text), matter: Event.Matter.consentChanged(consent))
        }
        let new = NewMember(
            identities: [joining.identity, card],
            facts: joining.facts,
            person: ["name": .string(joining.name)]
        )
        let receipt = try await store.writing { ledger in
            try self.enrol(
                Enrolment(
                    new: new,
                    newID: newID,
                    event: ("setia/join", eventID),
                    followedBy: matters,
                    now: now
                ),
                in: ledger
            )
        }
        return .new(receipt.member)
    }
}

/// The number of a new card: twelve digits, the last of which shows most slips of the finger (Luhn, ISO/IEC 7812-1).
package struct CardNumber: Sendable, Hashable {
    /// The twelve digits.
    package let text: String

    /// The number that follows from what chance there is in an id.
    package init(_ identifier: Identifier) {
        let chance = (identifier.high ^ identifier.low &* 0x9e37_79b9_7f4a_7c15) % 10_000_000_000
        let digits = String(chance)
        let body = "8" + String(repeating: "0", count: 10 - digits.count) + digits
        text = body + String(CardNumber.checkDigit(of: body))
    }

    /// The digit that makes the sum of Luhn's rule a multiple of ten.
    static func checkDigit(of digits: String) -> Int {
        var sum = 0
        for (place, digit) in digits.utf8.reversed().enumerated() {
            let value = Int(digit) - 48
            let doubled = place % 2 == 0 ? value * 2 : value
            sum += doubled > 9 ? doubled - 9 : doubled
        }
        return (10 - sum % 10) % 10
    }
}

extension Identity {
    /// A card.
    init(card: CardNumber) {
        do {
            self = try Identity(kind: .card, text: card.text)
        } catch {
            fault("a card number that is no identity: \(error.reason)")
        }
    }
}
