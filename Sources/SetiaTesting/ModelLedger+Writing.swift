internal import SetiaCore
internal import SetiaService

extension ModelLedger {
    func append(_ parts: [MemberPart]) -> [(any Error)?] {
        parts.map { part in
            do {
                try check(part)
            } catch {
                return error
            }
            write(part)
            return nil
        }
    }

    func put(_ shop: Shop) {
        kept.shops[shop.id] = shop
        kept.configurationVersion += 1
    }

    func publish(_ programme: PublishedProgramme) throws {
        guard kept.programmes[programme.number] == nil else { throw StoreFailure.broken("a version is published once") }
        kept.programmes[programme.number] = programme
        kept.configurationVersion += 1
    }

    func cancelProgramme(_ number: Int, at: Instant) -> Bool {
        guard let programme = kept.programmes[number], programme.cancelledAt == nil else { return false }
        kept.programmes[number]?.cancelledAt = at
        kept.configurationVersion += 1
        return true
    }

    func save(_ draft: ProgrammeDraft) -> Bool {
        guard (kept.drafts[draft.name]?.revision ?? 0) == draft.revision - 1 else { return false }
        kept.drafts[draft.name] = draft
        return true
    }

    func removeDraft(_ name: Key) -> Bool { kept.drafts.removeValue(forKey: name) != nil }

    func add(_ key: APIKey, hash: [UInt8]) throws {
        guard kept.apiKeys[hash] == nil, !kept.apiKeys.values.contains(where: { $0.id == key.id }) else {
            throw StoreFailure.broken("an API key is added once")
        }
        kept.apiKeys[hash] = key
    }

    func revokeAPIKey(_ id: String, at: Instant) -> Bool {
        guard let (hash, key) = kept.apiKeys.first(where: { $0.value.id == id }) else { return false }
        kept.apiKeys[hash] = APIKey(
            id: key.id,
            name: key.name,
            scopes: key.scopes,
            rate: key.rate,
            createdAt: key.createdAt,
            revokedAt: key.revokedAt ?? at
        )
        return true
    }

    func setPerson(_ document: [UInt8]?, of member: MemberID) throws {
        guard kept.members[member] != nil else { throw StoreFailure.broken("a person is a member") }
        kept.persons[member] = document
    }

    func add(_ identity: SealedIdentity, to member: MemberID) throws {
        guard kept.members[member] != nil else { throw StoreFailure.broken("an identity is a member's") }
        guard kept.owners[identity.hash] == nil else { throw StoreFailure.broken("an identity is one member's") }
        write(identity, of: member)
    }

    func remove(_ identity: IdentityHash, of member: MemberID) {
        guard kept.owners[identity] == member else { return }
        kept.identities[member]?.removeAll { $0.hash == identity }
        kept.owners[identity] = nil
    }

    func move(_ identity: SealedIdentity, from: MemberID, to: MemberID) throws {
        guard kept.members[to] != nil else { throw StoreFailure.broken("an identity is a member's") }
        guard kept.owners[identity.hash] == from else { throw StoreFailure.broken("only an identity of hers moves") }
        kept.identities[from]?.removeAll { $0.hash == identity.hash }
        write(identity, of: to)
    }

    func erase(_ tombstone: Tombstone) -> Bool {
        let member = tombstone.member
        guard var state = kept.members[member] else { return false }
        kept.keys[member] = nil
        kept.persons[member] = nil
        kept.words[member] = nil
        kept.birthdays[member] = nil
        kept.contacts.preferences[member] = nil
        kept.identities[member] = nil
        kept.owners = kept.owners.filter { $0.value != member }
        kept.staff.erase(member)
        kept.talk.erase(member)
        forgetSurveyComments(of: member)
        kept.productReviews[member] = nil
        kept.reviewPhotos[member] = nil
        kept.cases.erase(member, at: tombstone.erasedAt)
        kept.gatherings.erase(member)
        kept.events[member] = kept.events[member]?.map { stored in
            StoredEvent(
                member: member,
                event: stored.event,
                recordedAt: stored.recordedAt,
                sealed: nil,
                decision: stored.decision
            )
        }
        state.status = .erased
        state.facts = MemberFacts()
        kept.members[member] = state
        return true
    }

    func erased(of members: [MemberID]) -> Set<MemberID> {
        Set(members.filter { kept.members[$0]?.status == .erased })
    }

    func keys(notOf epoch: String, after: MemberID?, limit: Int) -> [(member: MemberID, key: WrappedKey)] {
        let others = kept.keys.filter { key in key.value.epoch != epoch && after.map { $0 < key.key } ?? true }
        let sorted = others.sorted { $0.key < $1.key }
        return sorted.prefix(limit).map { (member: $0.key, key: $0.value) }
    }

    func rewrap(_ key: WrappedKey, of member: MemberID) {
        if kept.keys[member] != nil { kept.keys[member] = key }
    }

    func save(_ job: ImportJob) { kept.imports[job.id] = job }

    func reserve(_ reservation: Reservation) {
        for key in reservation.claims where kept.claims[key] == nil {
            kept.claims[key] = Claim(
                event: EventID(member: reservation.member, number: reservation.token),
                contentHash: reservation.contentHash
            )
        }
    }

    func reserve(_ identity: IdentityHash, for member: MemberID) {
        kept.owners[identity] = kept.owners[identity] ?? member
    }

    func settle(_ reservation: Reservation, as event: EventID) {
        for key in reservation.claims {
            let claim = kept.claims[key]
            guard claim == nil || claim?.event.number == reservation.token else { continue }
            kept.claims[key] = Claim(event: event, contentHash: claim?.contentHash ?? reservation.contentHash)
        }
    }

    func release(_ reservation: Reservation) {
        for key in reservation.claims where kept.claims[key]?.event.number == reservation.token {
            kept.claims[key] = nil
        }
    }
}

extension ModelLedger {
    /// Finds all that a database's tables would refuse, so that a part is written whole or not at all.
    private func check(_ part: MemberPart) throws {
        let member = part.state.member
        guard (kept.members[member] == nil) == (part.newcomer != nil) else {
            throw StoreFailure.broken("a newcomer is new, and anyone else is there")
        }
        let claims = part.events.flatMap(\.claims)
        guard Set(claims).count == claims.count, claims.allSatisfy({ kept.claims[$0] == nil }) else {
            throw StoreFailure.broken("a key is claimed once")
        }
        let identities = (part.newcomer?.identities ?? []).map(\.hash)
        guard Set(identities).count == identities.count, identities.allSatisfy({ kept.owners[$0] == nil }) else {
            throw StoreFailure.broken("an identity is one member's")
        }
        var last = kept.events[member]?.last?.decision.number ?? 0
        for recorded in part.events {
            guard recorded.decision.number > last else { throw StoreFailure.broken("numbers rise") }
            last = recorded.decision.number
            guard recorded.decision.entries.allSatisfy({ $0.points != .zero }) else {
                throw StoreFailure.broken("an entry moves something")
            }
        }
    }

    private func write(_ part: MemberPart) {
        let member = part.state.member
        var state = part.state
        for record in state.records where record.hasLater {
            var later = record
            later.paid = nil
            kept.orders[member, default: [:]][record.key] = later
        }
        state.records = []
        kept.members[member] = state
        for row in part.redemptions { kept.redemptions[member, default: [:]][row.id] = row }
        want(part.rewardLetters)
        add(part.supplierOrders)
        for row in part.listings { kept.listings[member, default: [:]][row.listing.segment] = row.listing }
        for row in part.exposures { kept.exposures[member, default: [:]][row.exposure.campaign] = row.exposure }
        if let newcomer = part.newcomer {
            kept.keys[member] = newcomer.key
            kept.persons[member] = newcomer.person
            setWords(newcomer.words, of: member)
            for identity in newcomer.identities + newcomer.reserved { write(identity, of: member) }
        }
        for recorded in part.events {
            let id = EventID(member: member, number: recorded.decision.number)
            kept.sequence.append(id)
            kept.outbox.tell(recorded, of: member)
            for key in recorded.claims { kept.claims[key] = Claim(event: id, contentHash: recorded.contentHash) }
            kept.events[member, default: []].append(
                StoredEvent(
                    member: member,
                    event: recorded.event,
                    recordedAt: recorded.recordedAt,
                    sealed: recorded.sealed,
                    decision: recorded.decision
                )
            )
        }
    }

    private func write(_ identity: SealedIdentity, of member: MemberID) {
        kept.owners[identity.hash] = member
        kept.identities[member, default: []].append(identity)
    }
}
