package import SetiaCare
package import SetiaCore

/// One message that is planned for one member, and what became of it; it names nobody and says nothing (rule G-1).
package struct Contact: Sendable, Hashable {
    /// For whom.
    package let member: MemberID
    /// Its own.
    package let id: Identifier
    /// Of which broadcast.
    package let broadcast: Identifier
    /// What makes it once.
    package let onceKey: Key
    /// What it is for.
    package let purpose: Key
    /// How it travels.
    package let channel: Key
    /// What kind of message it is.
    package let kind: ContactIntent.Kind
    /// The decision that stands.
    package var decision: ContactDecision
    /// When that was made.
    package var decidedAt: Instant
    /// How far it is on its way; none where it may not go, or not yet.
    package var way: Way?
    /// What is kept of the limits for it; none where it never took a place.
    package var reservation: ContactState.Send.Reservation?
    /// When it took that place: from then on it counts.
    package var takenAt: Instant?
    /// When it has its turn; none is never again.
    package var nextAt: Instant?
    /// How often it was handed over.
    package var tries: Int

    /// How far a message is on its way that may go.
    package enum Way: String, Sendable, Hashable, CaseIterable {
        /// It waits for its turn.
        case due
        /// Somebody hands it over just now, or died while doing it.
        case sending
        /// The mail server or the network took it.
        case sent
        /// It did not leave and will not.
        case failed
        /// Nobody knows whether it left: it is not sent again.
        case unknown
    }

    /// A message that was just planned.
    package init(
        member: MemberID,
        id: Identifier,
        broadcast: Broadcast,
        onceKey: Key? = nil,
        by channel: Key = BroadcastContent.mail,
        decision: ContactDecision,
        at now: Instant
    ) {
        let intent = broadcast.intent(onceKey ?? broadcast.onceKey, by: channel)
        self.init(
            member: member,
            id: id,
            broadcast: broadcast.id,
            onceKey: intent.onceKey,
            purpose: intent.purpose,
            channel: intent.channel,
            kind: intent.kind,
            decision: decision,
            decidedAt: now
        )
        take(decision, at: now)
    }

    /// A message as it is kept.
    package init(
        member: MemberID,
        id: Identifier,
        broadcast: Identifier,
        onceKey: Key,
        purpose: Key,
        channel: Key,
        kind: ContactIntent.Kind,
        decision: ContactDecision,
        decidedAt: Instant
    ) {
        self.member = member
        self.id = id
        self.broadcast = broadcast
        self.onceKey = onceKey
        self.purpose = purpose
        self.channel = channel
        self.kind = kind
        self.decision = decision
        self.decidedAt = decidedAt
        tries = 0
    }

    /// Puts a decision in the place of the one before.
    package mutating func take(_ new: ContactDecision, at now: Instant) {
        decision = new
        decidedAt = now
        switch new.verdict {
        case .sent:
            way = .due
            nextAt = now
        case .deferred(let until):
            way = nil
            nextAt = until
        case .digested:
            way = nil
            nextAt = new.inputs.digestAt
        case .dropped, .withheld, .blocked:
            way = nil
            nextAt = nil
        }
    }
}

extension Contact {
    /// Whether it waits to go together with others (rule G-15).
    var isGathered: Bool { decision.verdict == .digested && way == nil && nextAt != nil }

    /// Until when it waits; none where it does not, or nobody knows.
    package var waitsUntil: Instant? {
        switch decision.verdict {
        case .deferred(let until): until
        case .digested: decision.inputs.digestAt
        case .sent, .dropped, .withheld, .blocked: nil
        }
    }
}

extension ContactDecision.Verdict {
    /// Its name, as it is kept and told; `deferred` without until when.
    package var name: String {
        switch self {
        case .sent: "sent"
        case .deferred: "deferred"
        case .dropped: "dropped"
        case .digested: "digested"
        case .withheld: "withheld"
        case .blocked: "blocked"
        }
    }
}

/// How many contacts of a broadcast have one verdict, reason and way.
package struct ContactCount: Sendable, Hashable {
    /// What became of them.
    package let verdict: String
    /// Why.
    package let reason: ContactDecision.Reason
    /// How far they are on their way, of those that may go.
    package let way: Contact.Way?
    /// How many.
    package let count: Int64

    /// A count.
    package init(verdict: String, reason: ContactDecision.Reason, way: Contact.Way?, count: Int64) {
        self.verdict = verdict
        self.reason = reason
        self.way = way
        self.count = count
    }
}
