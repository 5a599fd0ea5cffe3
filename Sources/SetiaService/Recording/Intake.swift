package import JSONText
package import SetiaCore

/// An event at the door: parsed, and not yet recorded.
package struct Intake: Sendable {
    /// What happened, as rules may know it.
    package let event: Event
    /// Whom it is about, as the sender says it.
    package let who: Who
    /// What else was said: everything that is not a known fact.
    ///
    /// It is sealed, or not kept where nobody is known.
    package let personal: JSONObject

    /// Whom an event is about.
    package enum Who: Sendable, Hashable {
        /// A member, by id.
        case member(MemberID)
        /// Whoever has this identity; a prospect is made where nobody has.
        case identity(Identity)
        /// Nobody is named: a guest.
        case nobody
    }

    /// An event at the door.
    package init(event: Event, who: Who, personal: JSONObject = [:]) {
        self.event = event
        self.who = who
        self.personal = personal
    }
}

/// What the sender of an event is told: the same however often it is sent.
package struct Receipt: Sendable, Hashable {
    /// Whom the event was about.
    package let member: MemberID
    /// The event as it was written.
    package let event: Event
    /// When it was written.
    package let recordedAt: Instant
    /// What it did and why.
    package let decision: Decision
    /// Whether it had been recorded before, and this is the first answer again.
    package let isReplay: Bool

    /// A receipt.
    package init(member: MemberID, event: Event, recordedAt: Instant, decision: Decision, isReplay: Bool) {
        self.member = member
        self.event = event
        self.recordedAt = recordedAt
        self.decision = decision
        self.isReplay = isReplay
    }

    /// The id under which the event is asked for again.
    package var id: EventID {
        EventID(member: member, number: decision.number)
    }
}

/// The id of a recorded event: its member and her own number of it.
package struct EventID: Sendable, Hashable {
    /// Whose.
    package let member: MemberID
    /// Her number of it; from 1.
    package let number: Int64

    /// An event's id.
    package init(member: MemberID, number: Int64) {
        self.member = member
        self.number = number
    }

    /// The id that `text` is, or none.
    package init?(text: String) {
        let parts = text.split(separator: "-", maxSplits: 1, omittingEmptySubsequences: false)
        guard parts.count == 2, let member = MemberID(text: String(parts[0])), let number = Int64(parts[1]),
            number > 0, String(number) == parts[1]
        else { return nil }
        self.init(member: member, number: number)
    }

    /// Opaque to others: the member's id, a hyphen, the number.
    package var text: String {
        "\(member.text)-\(number)"
    }
}
