internal import JSONText
internal import SetiaCore

/// Somebody to be enrolled within a transaction that others share.
struct Enrolment: Sendable {
    /// Who she is.
    let new: NewMember
    /// Which id she gets, unless one of her identities names a prospect already.
    let newID: MemberID
    /// The enrolment's own event.
    let event: (source: Key, id: Key)
    /// What follows from it at once, written with it, or nothing is.
    var followedBy: [(id: Key, matter: Event.Matter)] = []
    /// When it is written.
    let now: Instant
}

extension SetiaService {
    /// Enrols one, as `enrol` of many does.
    ///
    /// - Throws: `MemberRefusal`, `Refusal`, or the world's trouble; nothing is written then.
    func enrol(_ enrolment: Enrolment, in ledger: any Ledger) throws -> Receipt {
        try enrol([enrolment], in: ledger)[0].get()
    }

    /// Enrols several, one after the other in the order given; each by itself, all or nothing.
    ///
    /// Those who have nothing to do with each other are looked up and written together, so that a database on another
    /// machine is asked a few times for all of them.
    ///
    /// - Returns: for each the receipt of her enrolment, or `MemberRefusal`, `Refusal`, or what kept it from being
    ///   written.
    /// - Throws: where nothing can be read or written at all.
    func enrol(_ enrolments: [Enrolment], in ledger: any Ledger) throws -> [Result<Receipt, any Error>] {
        let book = try configuration(ledger).published()
        var results: [Result<Receipt, any Error>] = []
        while results.count < enrolments.count {
            let rest = enrolments[results.count...].map { enrolment in
                HashedEnrolment(enrolment: enrolment, hashes: enrolment.new.identities.map(sealing.identityHash))
            }
            results += try enrol(firstStrangers(of: rest), book, in: ledger)
        }
        return results
    }

    /// The first of them up to one who shares an identity with somebody before her.
    private func firstStrangers(of enrolments: [HashedEnrolment]) -> [HashedEnrolment] {
        var seen: Set<IdentityHash> = []
        return Array(
            enrolments.prefix { enrolment in
                let hashes = Set(enrolment.hashes)
                guard seen.isDisjoint(with: hashes) else { return false }
                seen.formUnion(hashes)
                return true
            }
        )
    }

    /// Enrols the first of `enrolments`, no two of whom share an identity: up to one who is the same prospect as
    /// somebody before her by another identity.
    ///
    /// - Returns: results for at least one.
    private func enrol(
        _ enrolments: [HashedEnrolment],
        _ book: ProgrammeBook,
        in ledger: any Ledger
    ) throws -> [Result<Receipt, any Error>] {
        let found = try ledger.members(with: enrolments.flatMap(\.hashes))
        var next = 0
        var members: Set<MemberID> = []
        var candidates: [Candidate] = []
        for enrolment in enrolments {
            let owners = Array(found[next..<(next + enrolment.hashes.count)])
            next += enrolment.hashes.count
            let candidate = Candidate(enrolment: enrolment.enrolment, hashes: enrolment.hashes, owners: owners)
            guard members.insert(candidate.member).inserted else { break }
            candidates.append(candidate)
        }
        let known = candidates.filter(\.isKnown).map(\.member)
        let states = known.isEmpty ? [] : try ledger.states(known.map { StateRequest(member: $0) })
        let keys = known.isEmpty ? [] : try ledger.keys(of: known)
        let kept = zip(known, zip(states, keys)).reduce(into: [:]) { kept, one in kept[one.0] = one.1 }
        var counters = CounterBook()
        let decided = candidates.map { candidate in
            Result {
                let (state, key) = kept[candidate.member] ?? (nil, nil)
                return try enrolled(candidate, state, key, book, &counters, ledger)
            }
        }
        let written = decided.compactMap { try? $0.get() }
        let failures = written.isEmpty ? [] : try ledger.append(written.map(\.part))
        let birthdays = zip(written, failures).compactMap { $1 == nil ? $0.birthday : nil }
        if !birthdays.isEmpty { try ledger.setBirthdays(birthdays) }
        let parts = zip(written, failures).filter { $0.1 == nil }.flatMap(\.0.part.events)
        try counters.settle(parts.map { ($0.event.counterCause, $0.decision) }, in: ledger)
        var failure = failures.makeIterator()
        return try decided.map { result in
            switch result {
            case .failure(let error): return .failure(error)
            case .success(let enrolled):
                if let failure = failure.next() ?? nil { return .failure(failure) }
                try keepRest(of: enrolled, in: ledger)
                return .success(enrolled.receipt)
            }
        }
    }

    /// What is written for one of them.
    ///
    /// - Throws: `MemberRefusal`, `Refusal` or `SealingFailure`.
    private func enrolled(
        _ candidate: Candidate,
        _ kept: MemberState?,
        _ keptKey: WrappedKey?,
        _ book: ProgrammeBook,
        _ counters: inout CounterBook,
        _ ledger: any Ledger
    ) throws -> Enrolled {
        let (new, now, member) = (candidate.enrolment.new, candidate.enrolment.now, candidate.member)
        if let joinedAt = new.joinedAt, joinedAt.milliseconds > now.milliseconds + SetiaService.clockTolerance {
            throw MemberRefusal.joinsInTheFuture(joinedAt: joinedAt, now: now)
        }
        let birthDate = BirthDate(of: new.person)
        if let birthDate, birthDate.isBehind(book.version(at: now).zone.day(of: now)) {
            throw MemberRefusal.bornInTheFuture
        }
        guard Set(candidate.owners.compactMap { $0 }).count < 2 else { throw MemberRefusal.severalPeople }
        if kept.map({ $0.status != .prospect }) ?? false, let place = candidate.owners.firstIndex(of: member) {
            throw MemberRefusal.identityTaken(kind: candidate.hashes[place].kind, place: place)
        }
        let state = kept ?? MemberState(member: member)
        let source = candidate.enrolment.event.source
        let event = Event(
            source: source,
            id: candidate.enrolment.event.id,
            occurredAt: max(new.joinedAt ?? now, state.number == 0 ? Instant(milliseconds: .min) : state.clock),
            matter: .memberEnrolled(new.facts)
        )
        let (after, decision) = try counters.decide(
            book.version(at: event.occurredAt),
            state,
            event,
            in: ledger,
            at: now
        )
        guard let key = try kept == nil ? sealing.newMemberKey() : keptKey else {
            throw SealingFailure.unreadable(.person)
        }
        let person =
            new.person.members.isEmpty
            ? nil
            : try sealing.seal(JSON.object(new.person).canonical, for: member, use: .person, with: key)
        let (identities, reserved) = try sealed(candidate, key, isNew: kept == nil)
        var last = after
        var events = [recorded(event, of: member, decision, now)]
        for (id, matter) in candidate.enrolment.followedBy {
            let following = Event(source: source, id: id, occurredAt: now, matter: matter)
            let (next, decision) = try counters.decide(book.version(at: now), last, following, in: ledger, at: now)
            last = next
            events.append(recorded(following, of: member, decision, now))
        }
        let words = words(of: new.person, new.identities)
        let newcomer = MemberPart.Newcomer(
            key: key,
            identities: identities,
            person: person,
            words: words,
            reserved: reserved
        )
        return Enrolled(
            part: MemberPart(state: last, newcomer: kept == nil ? newcomer : nil, events: events),
            kept: kept == nil ? nil : newcomer,
            birthday: birthDate.map { birthday($0, of: member, toldAt: now) },
            receipt: Receipt(member: member, event: event, recordedAt: now, decision: decision, isReplay: false)
        )
    }

    /// Her identities, each once, sealed: those that nobody has yet, and, where she is new, those that were claimed for
    /// her by an event that was stopped before it wrote her: hers, and not in her rows yet.
    private func sealed(
        _ candidate: Candidate,
        _ key: WrappedKey,
        isNew: Bool
    ) throws -> (free: [SealedIdentity], reserved: [SealedIdentity]) {
        var seen: Set<IdentityHash> = []
        var (free, reserved) = ([SealedIdentity](), [SealedIdentity]())
        let found = zip(candidate.hashes, candidate.owners)
        for (identity, (hash, owner)) in zip(candidate.enrolment.new.identities, found) {
            guard owner == nil || isNew, seen.insert(hash).inserted else { continue }
            let sealed = SealedIdentity(
                hash: hash,
                sealed: try sealing.seal(
                    Array(identity.value.utf8),
                    for: candidate.member,
                    use: .identity,
                    with: key
                ),
                evidence: "enrolment",
                addedAt: candidate.enrolment.now
            )
            if owner == nil { free.append(sealed) } else { reserved.append(sealed) }
        }
        return (free, reserved)
    }

    /// What is new of a prospect who was there: her part holds her events only.
    private func keepRest(of enrolled: Enrolled, in ledger: any Ledger) throws {
        guard let rest = enrolled.kept else { return }
        let member = enrolled.receipt.member
        for identity in rest.identities { try ledger.add(identity, to: member) }
        if let person = rest.person { try ledger.setPerson(person, of: member) }
        try ledger.addWords(rest.words, of: member)
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

/// Somebody to be enrolled, with the hashes of her identities.
private struct HashedEnrolment {
    let enrolment: Enrolment
    let hashes: [IdentityHash]
}

/// Somebody to be enrolled, with who has her identities now.
private struct Candidate {
    let enrolment: Enrolment
    let hashes: [IdentityHash]
    let owners: [MemberID?]

    var isKnown: Bool { owners.contains { $0 != nil } }
    var member: MemberID { owners.compactMap { $0 }.first ?? enrolment.newID }
}

/// What is written for one enrolment.
private struct Enrolled {
    let part: MemberPart
    /// What is written besides where she was there.
    let kept: MemberPart.Newcomer?
    /// Where she told when she was born.
    let birthday: Birthday?
    let receipt: Receipt
}
