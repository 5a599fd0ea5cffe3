internal import SetiaCare
internal import SetiaCore

extension SetiaService {
    /// So many messages go together at most; the rest has the next turn.
    private static let mostGathered = 20

    /// Takes all that waits for a member to go together, and makes one mail of it (rule G-15).
    ///
    /// Each is decided about by itself, in the transaction that takes it. Together they keep one place under her limits: that
    /// of the first of them.
    ///
    /// - Returns: what was taken, and the mail; none where nothing may go now, or somebody else has it.
    /// - Throws: the world's trouble.
    func gather(_ due: Contact) async throws -> ([Contact], Mail)? {
        let now = surroundings.now()
        let member = due.member
        let taken = try await store.recording { ledger -> ([Contact], Mail)? in
            guard let state = try ledger.states([StateRequest(member: member)])[0],
                let known = try ledger.contact(due.id, of: member), known.isGathered,
                let key = try ledger.keys(of: [member])[0]
            else { return nil }
            let waiting = try ledger.contacts(of: member, limit: 200).filter { contact in
                contact.isGathered && contact.purpose == known.purpose && contact.channel == known.channel
                    && contact.nextAt.map { $0 <= now } ?? false
            }
            var (contacts, broadcasts, turns): ([Contact], [Broadcast], [Instant?]) = ([], [], [])
            for contact in waiting.sorted(by: { $0.id < $1.id }).prefix(SetiaService.mostGathered) {
                guard let broadcast = try ledger.broadcast(contact.broadcast), broadcast.state == .running else {
                    continue
                }
                let terms = try self.contactTerms(for: broadcast, at: now, ledger)
                let decided = try self.decideContacts(
                    [member],
                    broadcast,
                    onceKey: contact.onceKey,
                    by: contact.channel,
                    terms,
                    at: now,
                    ledger
                ).first
                guard let decided else { continue }
                var contact = contact
                let turn = contact.nextAt
                contact.take(decided.decision, at: now)
                if decided.decision.verdict == .sent {
                    contacts.append(contact)
                    broadcasts.append(broadcast)
                    turns.append(turn)
                } else {
                    _ = try ledger.save(contact, ifTurnAt: turn)
                }
            }
            guard !contacts.isEmpty else { return nil }
            for place in contacts.indices {
                contacts[place].way = .sending
                contacts[place].tries += 1
                contacts[place].nextAt = now.adding(milliseconds: SetiaService.sendingLease)
                if place == 0 {
                    contacts[place].reservation = .reserved
                    contacts[place].takenAt = now
                }
                // The member is locked: nobody else has taken one of them meanwhile.
                guard try ledger.save(contacts[place], ifTurnAt: turns[place]) else {
                    throw StoreFailure(kind: .busy, message: "a message is being taken by somebody else")
                }
            }
            let brand = try self.brandName(ledger)
            return (contacts, try self.digest(contacts, broadcasts, state, key, brand, ledger))
        }
        if taken == nil { changeSignal.tell([member]) }
        return taken
    }

    /// Several messages as one mail: each with its own title and words, and one end.
    private func digest(
        _ contacts: [Contact],
        _ broadcasts: [Broadcast],
        _ state: MemberState,
        _ key: WrappedKey,
        _ brand: String,
        _ archive: any Archive
    ) throws -> Mail {
        let first = try mail(contacts[0], broadcasts[0], state, key, brand, archive)
        guard contacts.count > 1 else { return first }
        let words = try zip(contacts, broadcasts).map { try self.words($0, $1, state, key, brand, archive) }
        let page = BroadcastPage(
            subject: digestSubject(contacts.count, brand, first.language),
            text: words.map { "\($0.title)\n\n\($0.text)" }.joined(separator: "\n\n* * *\n\n"),
            foot: words[0].foot
        )
        return Mail(
            to: first.to,
            subject: page.subject,
            text: page.plain,
            html: page.html,
            language: first.language,
            id: first.id,
            at: first.at,
            list: first.list
        )
    }

    private func digestSubject(_ count: Int, _ brand: String, _ language: Language) -> String {
        switch language {
        case .en: "\(count) things from \(brand)"
        case .ms: "\(count) perkara daripada \(brand)"
        case .id: "\(count) hal dari \(brand)"
        case .th: "\(count) เรื่องจาก \(brand)"
        }
    }
}

extension Contact {
    /// What went together and surely did not leave waits to go together again.
    mutating func gather(again moment: Instant) {
        var inputs = decision.inputs
        inputs.digestAt = moment
        decision = ContactDecision(
            verdict: .digested,
            reason: .limit,
            rulesVersion: decision.rulesVersion,
            inputs: inputs
        )
        way = nil
        nextAt = moment
    }
}
