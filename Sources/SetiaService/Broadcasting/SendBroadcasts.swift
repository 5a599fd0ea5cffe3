internal import SetiaCare
internal import SetiaCore

extension SetiaService {
    /// How long whoever hands a message over may take; afterwards nobody knows whether it left.
    static let sendingLease: Int64 = 120_000
    /// So many are handed over at the same time.
    private static let sendingAtOnce = 4

    /// Does what is to be done for broadcasts now: plans, hands over what has its turn, and ends what is done.
    ///
    /// A message is decided about in the transaction that takes it, and only what was taken is handed over. Whoever dies
    /// in between leaves a message of which nobody knows whether it left: it is marked so and never sent again (rules G-6
    /// and G-7).
    ///
    /// - Parameter most: At most so many messages.
    /// - Returns: how many members were planned and messages looked at; 0 where there is nothing to do now.
    /// - Throws: the world's trouble.
    package func runBroadcasts(most: Int = 200) async throws -> Int {
        var done = try await planBroadcasts()
        for broadcast in try await store.reading({ try $0.broadcastsAtWork() }) {
            let now = surroundings.now()
            var due = try await store.reading { try $0.contactsDue(of: broadcast.id, by: now, limit: most) }
            if broadcast.state == .running {
                let waiting = due.filter { $0.way != .sending }
                let allowed = try await takeTurns(of: broadcast, wanted: waiting.count, at: now)
                due = due.filter { $0.way == .sending } + waiting.prefix(allowed)
            } else if broadcast.state == .paused {
                due = due.filter { $0.way == .sending }
            }
            for start in stride(from: 0, to: due.count, by: SetiaService.sendingAtOnce) {
                await withTaskGroup(of: Void.self) { group in
                    for contact in due[start..<min(due.count, start + SetiaService.sendingAtOnce)] {
                        group.addTask { await self.send(contact) }
                    }
                }
            }
            if broadcast.state == .stopped { done += try await dropWaiting(of: broadcast.id) }
            done += due.count
            try await settle(broadcast.id)
        }
        return done
    }

    /// How many messages may leave now, so that no more than so many a minute do (rule G-9).
    private func takeTurns(of broadcast: Broadcast, wanted: Int, at now: Instant) async throws -> Int {
        guard wanted > 0 else { return 0 }
        let rate = Int64(broadcast.content.perMinute)
        // What was not used within five seconds, or one message's time, is lost: a pause is no reason for a flood.
        let slack = max(5_000, 60_000 / rate)
        let from = max(broadcast.slot, now.adding(milliseconds: -slack))
        let free = now.milliseconds(since: from) * rate / 60_000
        let taken = min(Int64(wanted), max(0, free))
        guard taken > 0 else { return 0 }
        let until = from.adding(milliseconds: (taken * 60_000 + rate - 1) / rate)
        let isOurs = try await store.writing {
            try $0.takeSlots(of: broadcast.id, from: broadcast.slot, until: until)
        }
        return isOurs ? Int(taken) : 0
    }

    /// Hands one message over, if it may go now, and writes down what became of it.
    private func send(_ due: Contact) async {
        do {
            let (contacts, form): ([Contact], OutgoingForm)
            if due.isGathered {
                guard let (gathered, mail) = try await gather(due) else { return }
                (contacts, form) = (gathered, .mail(mail))
            } else {
                guard let (contact, own) = try await take(due) else { return }
                (contacts, form) = ([contact], own)
            }
            do {
                switch form {
                case .mail(let mail): try await staffPorts.mail.send(mail)
                case .post(let post, let adapter): try await send(post, adapter, to: contacts[0])
                }
                try await note(contacts, .left)
            } catch {
                let failure = error as? MailFailure ?? MailFailure(isTemporary: true, reason: "\(error)")
                staffPorts.onFailure(failure)
                try await note(
                    contacts,
                    failure.mayHaveLeft ? .unknown : .neverLeft,
                    isForGood: !failure.isTemporary,
                    isGathered: due.isGathered
                )
            }
        } catch {
            staffPorts.onFailure(error)
        }
    }

    /// Decides about a message again, and takes it if it may go: nobody else has it then (rule G-6).
    private func take(_ due: Contact) async throws -> (Contact, OutgoingForm)? {
        let now = surroundings.now()
        let brand = try await store.reading { try self.brandName($0) }
        let taken = try await store.recording { ledger -> (Contact, OutgoingForm)? in
            guard try ledger.states([StateRequest(member: due.member)])[0] != nil,
                var contact = try ledger.contact(due.id, of: due.member),
                let turn = contact.nextAt, turn <= now,
                let broadcast = try ledger.broadcast(contact.broadcast)
            else { return nil }
            if contact.way == .sending {
                // Whoever had it did not come back: it may have left, and is not sent twice.
                contact.way = .unknown
                contact.nextAt = nil
                _ = try ledger.save(contact, ifTurnAt: turn)
                return nil
            }
            guard broadcast.state == .running else { return nil }
            let terms = try self.contactTerms(for: broadcast, at: now, ledger)
            guard
                let decided = try self.decideContacts(
                    [due.member],
                    broadcast,
                    onceKey: contact.onceKey,
                    by: contact.channel,
                    terms,
                    at: now,
                    ledger
                ).first
            else { return nil }
            contact.take(decided.decision, at: now)
            if try self.isGivenBack(contact, broadcast, ledger) {
                // There is nothing to tell of any more.
                let version = decided.decision.rulesVersion
                contact.take(ContactDecision(verdict: .dropped, reason: .stopped, rulesVersion: version), at: now)
                _ = try ledger.save(contact, ifTurnAt: turn)
                return nil
            }
            guard decided.decision.verdict == .sent, let key = try ledger.keys(of: [due.member])[0] else {
                _ = try ledger.save(contact, ifTurnAt: turn)
                return nil
            }
            contact.way = .sending
            contact.tries += 1
            contact.reservation = .reserved
            contact.takenAt = now
            contact.nextAt = now.adding(milliseconds: SetiaService.sendingLease)
            if contact.channel == BroadcastContent.mail {
                let mail = try self.mail(contact, broadcast, decided.state, key, brand, ledger)
                return try ledger.save(contact, ifTurnAt: turn) ? (contact, .mail(mail)) : nil
            }
            switch try self.post(contact, broadcast, decided.state, key, brand, at: now, ledger) {
            case .ready(let post, let adapter):
                return try ledger.save(contact, ifTurnAt: turn) ? (contact, .post(post, adapter)) : nil
            case .barred(let reason):
                let decision = decided.decision
                contact.take(
                    ContactDecision(
                        verdict: .blocked,
                        reason: reason,
                        rulesVersion: decision.rulesVersion,
                        inputs: decision.inputs
                    ),
                    at: now
                )
                contact.reservation = .released
                _ = try ledger.save(contact, ifTurnAt: turn)
                return nil
            case .unsayable:
                contact.way = .failed
                contact.reservation = .released
                contact.nextAt = nil
                _ = try ledger.save(contact, ifTurnAt: turn)
                return nil
            }
        }
        if taken == nil { changeSignal.tell([due.member]) }
        return taken
    }

    /// Writes down whether messages of one member left that went as one mail.
    private func note(
        _ contacts: [Contact],
        _ outcome: ContactState.Send.Reservation.Outcome,
        isForGood: Bool = false,
        isGathered: Bool = false
    ) async throws {
        guard let member = contacts.first?.member else { return }
        let now = surroundings.now()
        try await store.recording { ledger in
            _ = try ledger.states([StateRequest(member: member)])
            for contact in contacts {
                guard var known = try ledger.contact(contact.id, of: member), known.way == .sending,
                    known.tries == contact.tries
                else { continue }
                let turn = known.nextAt
                known.reservation = known.reservation?.after(outcome)
                known.nextAt = nil
                switch outcome {
                case .left:
                    known.way = .sent
                    try self.noteAsked(known, at: now, ledger)
                case .unknown: known.way = .unknown
                case .neverLeft:
                    // What went together is tried again together.
                    let delay = RetrySchedule.delay(after: known.tries, of: contacts[0].id.text)
                    known.way = isForGood || delay == nil ? .failed : .due
                    if !isForGood, let delay {
                        let again = now.adding(milliseconds: delay)
                        known.nextAt = again
                        if isGathered { known.gather(again: again) }
                    }
                }
                _ = try ledger.save(known, ifTurnAt: turn)
            }
        }
        changeSignal.tell([member])
    }

    /// Drops what waits of a stopped broadcast; what is being handed over is left to whoever does it.
    private func dropWaiting(of id: Identifier) async throws -> Int {
        var dropped = 0
        while true {
            // All turns that there are: none is further away than this.
            let far = surroundings.now().adding(days: 36_500)
            let waiting = try await store.reading { try $0.contactsDue(of: id, by: far, limit: 1_000) }
                .filter { $0.way != .sending }
            guard !waiting.isEmpty else { return dropped }
            let now = surroundings.now()
            let stretch = store.isDistributed ? 1 : 200
            for start in stride(from: 0, to: waiting.count, by: stretch) {
                let part = waiting[start..<min(waiting.count, start + stretch)]
                dropped += try await store.recording { ledger in
                    try part.reduce(0) { count, contact in
                        var contact = contact
                        let decision = ContactDecision(
                            verdict: .dropped,
                            reason: .stopped,
                            rulesVersion: contact.decision.rulesVersion
                        )
                        let turn = contact.nextAt
                        contact.take(decision, at: now)
                        return try ledger.save(contact, ifTurnAt: turn) ? count + 1 : count
                    }
                }
            }
        }
    }

    /// Ends a broadcast of which nothing has a turn any more.
    private func settle(_ id: Identifier) async throws {
        let now = surroundings.now()
        let far = now.adding(days: 36_500)
        let isOver = try await store.reading { archive in
            guard let broadcast = try archive.broadcast(id), broadcast.isPlanned else { return false }
            return try archive.contactsDue(of: id, by: far, limit: 1).isEmpty
        }
        guard isOver else { return }
        try await store.writing { ledger in
            guard var broadcast = try ledger.broadcast(id), broadcast.isPlanned, !broadcast.isSettled,
                try ledger.contactsDue(of: id, by: far, limit: 1).isEmpty
            else { return }
            if broadcast.state == .running || broadcast.state == .paused {
                broadcast.state = .done
                broadcast.endedAt = now
            }
            broadcast.isSettled = true
            try ledger.save(broadcast)
        }
    }
}
