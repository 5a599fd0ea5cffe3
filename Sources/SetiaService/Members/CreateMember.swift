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
            try self.enrol(new, as: newID, eventID: Key(eventID.text), source: "setia/members", now: now, in: ledger)
        }
        changeSignal.tell([receipt.member])
        return receipt
    }

    /// Enrols within a transaction that others share; what follows from it at once is written with it, or nothing is.
    func enrol(
        _ new: NewMember,
        as newID: MemberID,
        eventID: Key,
        source: Key,
        followedBy matters: [(id: Key, matter: Event.Matter)] = [],
        now: Instant,
        in ledger: any Ledger
    ) throws -> Receipt {
        let book = try configuration(ledger).published()
        if let joinedAt = new.joinedAt, joinedAt.milliseconds > now.milliseconds + SetiaService.clockTolerance {
            throw MemberRefusal.joinsInTheFuture(joinedAt: joinedAt, now: now)
        }
        let hashes = new.identities.map(sealing.identityHash)
        let owners = try ledger.members(with: hashes)
        let known = Set(owners.compactMap { $0 })
        guard known.count < 2 else { throw MemberRefusal.severalPeople }
        let member = known.first ?? newID
        let kept = try ledger.states([StateRequest(member: member)])[0]
        if kept.map({ $0.status != .prospect }) ?? false, let place = owners.firstIndex(of: member) {
            throw MemberRefusal.identityTaken(kind: hashes[place].kind, place: place)
        }
        let state = kept ?? MemberState(member: member)
        let event = Event(
            source: source,
            id: eventID,
            occurredAt: max(new.joinedAt ?? now, state.number == 0 ? Instant(milliseconds: .min) : state.clock),
            matter: .memberEnrolled(new.facts)
        )
        let (after, decision) = try decide(book.version(at: event.occurredAt), state, event)
        let key = try kept == nil ? sealing.newMemberKey() : ledger.keys(of: [member])[0]
        guard let key else { throw SealingFailure.unreadable(.person) }
        let person =
            new.person.members.isEmpty
            ? nil
            : try sealing.seal(JSON.object(new.person).canonical, for: member, use: .person, with: key)
        var seen: Set<IdentityHash> = []
        var identities: [SealedIdentity] = []
        // Claimed for her by an event that was stopped before it wrote her: hers, and not in her rows yet.
        var reserved: [SealedIdentity] = []
        for (identity, (hash, owner)) in zip(new.identities, zip(hashes, owners)) {
            guard owner == nil || kept == nil, seen.insert(hash).inserted else { continue }
            let sealed = SealedIdentity(
                hash: hash,
                sealed: try sealing.seal(Array(identity.value.utf8), for: member, use: .identity, with: key),
                evidence: "enrolment",
                addedAt: now
            )
            if owner == nil { identities.append(sealed) } else { reserved.append(sealed) }
        }
        var last = after
        var events = [recorded(event, of: member, decision, now)]
        for (id, matter) in matters {
            let following = Event(source: source, id: id, occurredAt: now, matter: matter)
            let (next, decision) = try decide(book.version(at: now), last, following)
            last = next
            events.append(recorded(following, of: member, decision, now))
        }
        let part = MemberPart(
            state: last,
            newcomer: kept == nil
                ? MemberPart.Newcomer(key: key, identities: identities, person: person, reserved: reserved) : nil,
            events: events
        )
        if let failure = try ledger.append([part])[0] { throw failure }
        if kept != nil {
            for identity in identities { try ledger.add(identity, to: member) }
            if let person { try ledger.setPerson(person, of: member) }
        }
        try ledger.addWords(words(of: new.person, new.identities), of: member)
        return Receipt(member: member, event: event, recordedAt: now, decision: decision, isReplay: false)
    }

    /// An event of our own, with nothing personal in it, as it is written.
    func recorded(
        _ event: Event,
        of member: MemberID,
        _ decision: Decision,
        _ now: Instant
    ) -> MemberPart.RecordedEvent {
        let prepared = prepare(Intake(event: event, who: .member(member)))
        return MemberPart.RecordedEvent(
            event: event,
            facts: prepared.facts,
            sealed: nil,
            contentHash: prepared.contentHash,
            claims: prepared.claims,
            recordedAt: now,
            decision: decision
        )
    }
}
