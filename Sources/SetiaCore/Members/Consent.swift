/// What a member agreed to, or no longer agrees to: for a purpose, by a channel, in words that are on record.
package struct Consent: Sendable, Hashable {
    /// Such as `marketing`.
    package let purpose: Key
    /// Such as `email`.
    package let channel: Key
    /// Given, or withdrawn.
    package let isGiven: Bool
    /// Which wording she saw; none is not known.
    package let wording: Key?
    /// How it can be shown: a form, a recording.
    ///
    /// None is unproven, and allows nothing until it is proven.
    package let evidence: Key?

    /// A consent, or its withdrawal.
    package init(purpose: Key, channel: Key, isGiven: Bool, wording: Key? = nil, evidence: Key? = nil) {
        self.purpose = purpose
        self.channel = channel
        self.isGiven = isGiven
        self.wording = wording
        self.evidence = evidence
    }
}

/// Where a consent stands, and since when.
package struct ConsentHeld: Sendable, Hashable {
    /// What was said last.
    package let consent: Consent
    /// When.
    package let since: Instant

    /// A consent as it stands.
    package init(consent: Consent, since: Instant) {
        self.consent = consent
        self.since = since
    }

    /// Whether it allows anything: given, and shown to be.
    package var isEffective: Bool {
        consent.isGiven && consent.evidence != nil
    }
}

extension Deciding {
    /// The newest word for a purpose and channel holds; what came before stays in the events.
    mutating func note(_ consent: Consent) {
        let held = ConsentHeld(consent: consent, since: event.occurredAt)
        let place = state.consents.firstIndex {
            $0.consent.purpose == consent.purpose && $0.consent.channel == consent.channel
        }
        guard let place else {
            state.consents.append(held)
            return
        }
        if state.consents[place].since <= held.since { state.consents[place] = held }
    }
}
