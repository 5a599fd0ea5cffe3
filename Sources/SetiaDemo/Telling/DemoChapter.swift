package import JSONText
package import SetiaCore
package import SetiaWire

/// A day of the story: who joined, and what happened, in the order in which it did.
package struct DemoChapter: Sendable {
    /// By the calendar of each store.
    package let day: Day
    /// Who joined, earliest first.
    package var joining: [DemoJoining] = []
    /// What happened, earliest first; to those who join on the day, after they did.
    package var events: [DemoEvent] = []
}

/// Somebody joins.
package struct DemoJoining: Sendable {
    /// The id that she gets.
    package let member: MemberID
    /// The event by which she joins, with its own id and moment.
    package let enrolment: Event
    /// How she is recognised, the card first.
    package let identities: [ParsedIdentity]
    /// Her name, and where she lives if she said so.
    package let person: JSONObject
    /// What she agreed to, said in the same moment; each with the id of its event.
    package let consents: [(id: Key, consent: Consent)]
}

/// Something happens.
package struct DemoEvent: Sendable {
    /// What.
    package let event: Event
    /// Whom it is about.
    package let who: Who
    /// What else was said, to be sealed.
    package let personal: JSONObject

    /// Whom an event is about.
    package enum Who: Sendable, Hashable {
        /// A member.
        case member(MemberID)
        /// Somebody who is known and never joined.
        case prospect(ParsedIdentity)
        /// Nobody was named.
        case guest
    }

    init(_ event: Event, _ who: Who, personal: JSONObject = [:]) {
        self.event = event
        self.who = who
        self.personal = personal
    }
}
