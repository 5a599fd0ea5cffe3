internal import SetiaCare
internal import SetiaCore
internal import SetiaService

/// All that the model keeps of contacts.
struct KeptContacts: Sendable {
    var broadcasts: [Identifier: Broadcast] = [:]
    /// By member and then by id.
    var contacts: [MemberID: [Identifier: Contact]] = [:]
    var suppressions: [MemberID: [ContactState.Suppression]] = [:]
    var preferences: [MemberID: ContactPreference] = [:]
}

extension ModelLedger {
    func broadcasts(limit: Int) -> [Broadcast] {
        Array(kept.contacts.broadcasts.values.filter { $0.journey == nil }.sorted { $0.id > $1.id }.prefix(limit))
    }

    func broadcast(_ id: Identifier) -> Broadcast? { kept.contacts.broadcasts[id] }

    func broadcastsAtWork() -> [Broadcast] {
        kept.contacts.broadcasts.values.filter { !$0.isSettled }.sorted { $0.id < $1.id }
    }

    func contactCounts(of broadcast: Identifier) -> [ContactCount] {
        var counts: [[String]: Int64] = [:]
        for contact in contacts(of: broadcast) {
            let names = [
                contact.decision.verdict.name, contact.decision.reason.rawValue, contact.way?.rawValue ?? "",
            ]
            counts[names, default: 0] += 1
        }
        return counts.sorted { $0.key.lexicographicallyPrecedes($1.key) }.compactMap { names, count in
            ContactDecision.Reason(rawValue: names[1]).map {
                ContactCount(verdict: names[0], reason: $0, way: Contact.Way(rawValue: names[2]), count: count)
            }
        }
    }

    func contactsDue(of broadcast: Identifier, by moment: Instant, limit: Int) -> [Contact] {
        let due = contacts(of: broadcast).filter { $0.nextAt.map { $0 <= moment } ?? false }
        func place(_ contact: Contact) -> (Int64, Identifier) { (contact.nextAt?.milliseconds ?? 0, contact.id) }
        return Array(due.sorted { place($0) < place($1) }.prefix(limit))
    }

    func contact(_ id: Identifier, of member: MemberID) -> Contact? { kept.contacts.contacts[member]?[id] }

    func contacts(of member: MemberID, limit: Int) -> [Contact] {
        Array((kept.contacts.contacts[member] ?? [:]).values.sorted { $0.id > $1.id }.prefix(limit))
    }

    func contactGrounds(of members: [MemberID], since: Instant) -> [ContactGrounds] {
        members.map { member in
            let identities = kept.identities[member] ?? []
            let sends: [ContactState.Send] = contacts(of: member, limit: .max).compactMap { contact in
                guard let at = contact.takenAt, at > since, let state = contact.reservation else { return nil }
                return ContactState.Send(
                    onceKey: contact.onceKey,
                    purpose: contact.purpose,
                    channel: contact.channel,
                    kind: contact.kind,
                    at: at,
                    state: state
                )
            }
            var grounds = ContactGrounds(
                emailEvidence: identities.filter { $0.hash.kind == .email }.map(\.evidence),
                suppressions: kept.contacts.suppressions[member] ?? [],
                sends: sends,
                waitingSince: (conversations(of: member, limit: .max).compactMap { $0.waiting?.since }
                    + memberCases(of: member, limit: .max).filter { $0.isOpen && $0.kind.isTrouble }.map(\.openedAt))
                    .min()
            )
            grounds.phoneEvidence = identities.filter { $0.hash.kind == .phone }.map(\.evidence)
            grounds.preference = kept.contacts.preferences[member] ?? ContactPreference()
            return grounds
        }
    }

    func lastWritten(by members: [MemberID]) -> [[ContactState.Inbound]] {
        members.map { member in
            let written = messages(of: member, before: nil, limit: .max).map(\.message).filter { $0.kind == .inbound }
            let channels = Set(written.map(\.channel.rawValue)).sorted()
            return channels.map { channel in
                let newest = written.filter { $0.channel.rawValue == channel }.map(\.at).max()
                return ContactState.Inbound(channel: Key(channel), at: newest ?? Instant(milliseconds: 0))
            }
        }
    }

    func contactPreference(of member: MemberID) -> ContactPreference? { kept.contacts.preferences[member] }

    func save(_ preference: ContactPreference, of member: MemberID, at now: Instant) {
        kept.contacts.preferences[member] = preference
    }

    func save(_ broadcast: Broadcast) { kept.contacts.broadcasts[broadcast.id] = broadcast }

    func takeSlots(of broadcast: Identifier, from: Instant, until: Instant) -> Bool {
        guard var known = kept.contacts.broadcasts[broadcast], known.state == .running, known.slot == from else {
            return false
        }
        known.slot = until
        kept.contacts.broadcasts[broadcast] = known
        return true
    }

    func plan(_ contacts: [Contact]) {
        for contact in contacts {
            let isThere = kept.contacts.contacts[contact.member]?.values.contains { $0.onceKey == contact.onceKey }
            guard isThere != true else { continue }
            kept.contacts.contacts[contact.member, default: [:]][contact.id] = contact
        }
    }

    func save(_ contact: Contact, ifTurnAt turn: Instant?) -> Bool {
        guard let known = kept.contacts.contacts[contact.member]?[contact.id], known.nextAt == turn else {
            return false
        }
        kept.contacts.contacts[contact.member]?[contact.id] = contact
        return true
    }

    func add(_ suppression: ContactState.Suppression, since: Instant, to member: MemberID) {
        var own = kept.contacts.suppressions[member] ?? []
        own.removeAll { $0.channel == suppression.channel && $0.cause == suppression.cause }
        kept.contacts.suppressions[member] = own + [suppression]
    }

    private func contacts(of broadcast: Identifier) -> [Contact] {
        kept.contacts.contacts.values.flatMap { $0.values.filter { $0.broadcast == broadcast } }
    }
}
