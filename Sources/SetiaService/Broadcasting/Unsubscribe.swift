internal import SetiaCare
package import SetiaCore

/// What a link in a message leads to: what she may say by it.
package struct UnsubscribeView: Sendable {
    /// Whose.
    package let member: MemberID
    /// In which language the message was meant to be.
    package let language: Language?
    /// What it was for.
    package let purpose: Key
    /// How it went.
    package let channel: Key
    /// Whether she still gets such messages.
    package let isSubscribed: Bool
    /// Whether she can take back that she wants no more.
    package let canUndo: Bool
}

/// What she says by a link in a message.
package enum UnsubscribeStep: String, Sendable, Hashable {
    /// No more of this kind by this way.
    case this
    /// Nothing any more for which consent is asked.
    case all
    /// The last was a mistake.
    case undo
}

extension SetiaService {
    /// For how long what was said by a link can be taken back.
    private static let undoing: Int64 = 86_400_000

    /// What a link in a message leads to; looking changes nothing (rule G-11).
    ///
    /// - Returns: none where the link is not ours, or the member was erased.
    package func unsubscribeView(_ token: String) async throws -> UnsubscribeView? {
        guard let place = contactPlace(token) else { return nil }
        let now = surroundings.now()
        return try await store.reading { archive in
            guard let contact = try archive.contact(place.contact, of: place.member),
                let state = try archive.states([StateRequest(member: place.member)])[0], state.status != .erased
            else { return nil }
            let held = state.consents.first {
                $0.consent.purpose == contact.purpose && $0.consent.channel == contact.channel
            }
            return UnsubscribeView(
                member: place.member,
                language: state.facts.language.flatMap { Language(rawValue: $0.text) },
                purpose: contact.purpose,
                channel: contact.channel,
                isSubscribed: held?.isEffective ?? false,
                canUndo: self.canUndo(held, contact, at: now)
            )
        }
    }

    private func canUndo(_ held: ConsentHeld?, _ contact: Contact, at now: Instant) -> Bool {
        guard let held, !held.consent.isGiven, held.consent.evidence == "link" else { return false }
        return now.milliseconds(since: held.since) < SetiaService.undoing && contact.decision.inputs.consent != nil
    }

    /// Does what she says by a link in a message: at once, without a password, and as often as she likes.
    ///
    /// - Returns: how it stands afterwards; none where the link is not ours, or the member was erased.
    /// - Throws: `Refusal`, or the world's trouble.
    package func unsubscribe(_ token: String, _ step: UnsubscribeStep = .this) async throws -> UnsubscribeView? {
        guard let place = contactPlace(token), let before = try await unsubscribeView(token) else { return nil }
        let state = try await store.reading { try $0.states([StateRequest(member: place.member)])[0] }
        var words: [Consent] = []
        switch step {
        case .undo:
            let contact = try await store.reading { try $0.contact(place.contact, of: place.member) }
            if before.canUndo, let consent = contact?.decision.inputs.consent?.consent { words = [consent] }
        case .this, .all:
            let held = (state?.consents ?? []).filter(\.consent.isGiven).map(\.consent)
            words = held.filter { step == .all || ($0.purpose == before.purpose && $0.channel == before.channel) }
                .map { Consent(purpose: $0.purpose, channel: $0.channel, isGiven: false, evidence: "link") }
        }
        try await say(words, of: place.member, source: "setia/link")
        return try await unsubscribeView(token)
    }

    /// Records what a member says about consents, each as an event of hers.
    func say(_ consents: [Consent], of member: MemberID, source: Key) async throws {
        guard !consents.isEmpty else { return }
        let now = surroundings.now()
        let intakes = consents.map { consent in
            let event = Event(
                source: source,
                id: Key(surroundings.newIdentifier().text),
                occurredAt: now,
                matter: .consentChanged(consent)
            )
            return prepare(Intake(event: event, who: .member(member)))
        }
        for outcome in try await record(intakes) {
            switch outcome {
            case .recorded, .kept: continue
            case .refused(let refusal): throw refusal
            case .failed(let error): throw error
            }
        }
    }

    /// Takes in that a mail of a broadcast did not arrive, or that she called it unwanted (rule G-12).
    ///
    /// - Parameters:
    ///   - messageID: What the mail was called.
    ///   - cause: What follows from it.
    /// - Returns: whether the mail was ours.
    /// - Throws: the world's trouble.
    func suppress(_ messageID: String, _ cause: ContactState.Suppression.Cause) async throws -> Bool {
        guard let local = messageID.split(separator: "@").first, let place = contactPlace(String(local)) else {
            return false
        }
        let now = surroundings.now()
        let until: Instant? = cause == .softBounces ? now.adding(days: 3) : nil
        return try await store.recording { ledger in
            guard try ledger.states([StateRequest(member: place.member)])[0] != nil,
                let contact = try ledger.contact(place.contact, of: place.member)
            else { return false }
            let suppression = ContactState.Suppression(channel: contact.channel, cause: cause, until: until)
            try ledger.add(suppression, since: now, to: place.member)
            return true
        }
    }

    /// A member's contacts, the newest first, with what each broadcast is called; what she got and what she did not.
    package func contacts(of member: MemberID, limit: Int) async throws -> [ContactView] {
        try await store.reading { archive in
            var broadcasts: [Identifier: Broadcast] = [:]
            return try archive.contacts(of: member, limit: limit).map { contact in
                if broadcasts[contact.broadcast] == nil {
                    broadcasts[contact.broadcast] = try archive.broadcast(contact.broadcast)
                }
                return ContactView(contact: contact, broadcast: broadcasts[contact.broadcast])
            }
        }
    }

    /// Says yes or no to messages for a purpose by a way, by a member who has shown who she is (rule G-13).
    ///
    /// - Parameters:
    ///   - member: Who.
    ///   - purpose: What for.
    ///   - channel: By which way.
    ///   - isGiven: Whether she agrees.
    ///   - wording: Which words she saw.
    /// - Throws: `Refusal`, or the world's trouble.
    package func chooseConsent(
        of member: MemberID,
        purpose: Key,
        channel: Key,
        isGiven: Bool,
        wording: Key
    ) async throws {
        let consent = Consent(
            purpose: purpose,
            channel: channel,
            isGiven: isGiven,
            wording: wording,
            evidence: "preferences"
        )
        try await say([consent], of: member, source: "setia/portal")
    }
}

/// A contact with its broadcast.
package struct ContactView: Sendable {
    /// What was planned, and what became of it.
    package let contact: Contact
    /// Of which broadcast; none where that is gone.
    package let broadcast: Broadcast?
}
