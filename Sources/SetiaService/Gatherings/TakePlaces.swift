internal import JSONText
package import SetiaCare
package import SetiaCore

/// A gathering as it stands for one member.
package struct OwnGathering: Sendable, Hashable {
    /// Which.
    package let gathering: Gathering
    /// All places there at that moment.
    package let tally: GatheringTally
    /// What she has there, what has lapsed included; none where she never asked.
    package let place: GatheringPlace?
    /// How many wait before her, where she waits.
    package let before: Int64
    /// From when on she may ask; none is from the beginning.
    package let opens: Instant?
    /// At what moment.
    package let now: Instant

    /// What she has there, what has lapsed left out.
    package var live: GatheringPlace? { place.flatMap { $0.isLive(at: now) ? $0 : nil } }
    /// Whether she may ask for a place now.
    package var mayAsk: Bool {
        live == nil && gathering.cancelledAt == nil && now < gathering.startsAt && opens.map { now >= $0 } ?? true
    }
}

extension SetiaService {
    /// Asks for a place for a member (rules ): one is held for ten minutes, or she waits.
    ///
    /// Sent again it is the same place.
    ///
    /// - Returns: the gathering as it stands for her then, and whether she has newly asked.
    /// - Throws: `GatheringRefusal`, `Unready`, or the world's trouble.
    package func askForPlace(at key: Key, for member: MemberID, mayWait: Bool = true) async throws -> (
        own: OwnGathering, isNew: Bool
    ) {
        try await changePlace(at: key, of: member) { gathering, own, tally, opens, now, ledger in
            let place = try gathering.ask(own, member: member, opens: opens, mayWait: mayWait, tally, at: now)
            guard place != own else { return false }
            try ledger.put(place)
            return true
        }
    }

    /// Makes what is held for a member, or offered to her, hers (rule X-4); hers already, it is the same.
    ///
    /// - Throws: `GatheringRefusal`, `Unready`, or the world's trouble.
    package func confirmPlace(at key: Key, of member: MemberID) async throws -> OwnGathering {
        try await changePlace(at: key, of: member) { gathering, own, _, _, now, ledger in
            let before = try own.map { try ledger.waiting(at: key, before: $0.number) } ?? 0
            return try self.keep(try gathering.confirm(own, before: before, at: now), own, ledger)
        }.own
    }

    /// Gives a member's place back, or her wish for one; who waits is offered it at once.
    ///
    /// - Throws: `GatheringRefusal`, `Unready`, or the world's trouble.
    package func cancelPlace(at key: Key, of member: MemberID) async throws -> OwnGathering {
        try await changePlace(at: key, of: member) { gathering, own, _, _, now, ledger in
            try self.keep(try gathering.cancel(own, at: now), own, ledger)
        }.own
    }

    /// Lets a member in at the door, and tells the ledger once that she was there (rules ).
    ///
    /// - Parameters:
    ///   - key: Where.
    ///   - member: Who has shown her card; none is a card that nobody has, for which the answer is the same as for one
    ///     without a place.
    ///   - actor: Who stands at the door; by an API key whose scope was looked at.
    /// - Returns: her place, whether she was let in before, and how she is called.
    /// - Throws: `GatheringRefusal`, `StaffRefusal`, `Unready`, or the world's trouble.
    package func checkIn(at key: Key, _ member: MemberID?, by actor: AuditActor) async throws -> (
        place: GatheringPlace, wasIn: Bool, name: String?
    ) {
        let now = surroundings.now()
        let (place, wasIn, name) = try await store.recording { ledger -> (GatheringPlace, Bool, String?) in
            if case .apiKey = actor {} else { try self.require(.useTill, of: actor, ledger) }
            let accounts = try member.flatMap { try self.accounts(of: $0, ledger) } ?? []
            guard let gathering = try ledger.lockGathering(key) else { throw GatheringRefusal.unknownGathering }
            let own = try self.ownPlace(key, accounts, at: now, ledger)
            let place = try gathering.checkIn(own, at: now)
            if place != own { try ledger.put(place) }
            let wrapped = try ledger.keys(of: [place.member])[0]
            let person = try self.open(try ledger.person(place.member)?.document, of: place.member, with: wrapped)
            return (place, place == own, person["name"]?.string)
        }
        if place.untold == .attendance { try await tellAttendance(place) }
        changeSignal.tell([place.member])
        return (place, wasIn, name)
    }

    /// Lapses what is over and offers what is free to who waits, in a transaction that holds the gathering.
    ///
    /// - Returns: all places as they are then.
    /// - Throws: `Unready`, or the world's trouble.
    @discardableResult
    func settle(_ gathering: Gathering, at now: Instant, _ ledger: any Ledger) throws -> GatheringTally {
        for due in try ledger.gatheringPlacesDue(gathering.key, by: now) {
            _ = try ledger.move(gathering.lapse(due, at: now), from: due.state)
        }
        var tally = try ledger.gatheringTally(gathering.key, at: now)
        let version = try configuration(ledger).published().version(at: now)
        let quiet = ContactRules.of(version.programme.contact, version: version.number, hashKey: memberHashKey)
            .quiet
        guard let offers = gathering.offers(tally, at: now, quiet: quiet, in: version.zone) else { return tally }
        let next = try ledger.gatheringPlaces(gathering.key, .waiting, after: 0, limit: Int(offers.count))
        for waiting in next where try ledger.move(gathering.offer(waiting, until: offers.until), from: .waiting) {
            tally.waiting -= 1
            tally.offered += 1
        }
        return tally
    }

    /// What a member has there, of all accounts that are hers: a confirmed place, else what is live, else what she had.
    func ownPlace(_ key: Key, _ accounts: [MemberID], at now: Instant, _ archive: any Archive) throws -> GatheringPlace?
    {
        let places = try accounts.compactMap { try archive.gatheringPlace(key, of: $0) }
        let live = places.filter { $0.isLive(at: now) }
        return live.first { $0.state == .confirmed } ?? live.first ?? places.first
    }

    /// A gathering as it stands for a member.
    func own(
        _ gathering: Gathering,
        _ state: MemberState,
        _ accounts: [MemberID],
        _ version: ProgrammeVersion,
        at now: Instant,
        _ archive: any Archive
    ) throws -> OwnGathering {
        let place = try ownPlace(gathering.key, accounts, at: now, archive)
        let before = try place.flatMap { place in
            place.state == .waiting ? try archive.waiting(at: gathering.key, before: place.number) : nil
        }
        return OwnGathering(
            gathering: gathering,
            tally: try archive.gatheringTally(gathering.key, at: now),
            place: place,
            before: before ?? 0,
            opens: gathering.opens { self.isAmong($0, state, version, at: now) },
            now: now
        )
    }

    private func isAmong(
        _ who: Gathering.Early.Who,
        _ state: MemberState,
        _ version: ProgrammeVersion,
        at now: Instant
    ) -> Bool {
        switch who {
        case .segment(let key): return version.belongs(state, to: key, at: now)
        case .level(let set, let level):
            guard let tierSet = version.programme.tierSets.first(where: { $0.key == set }),
                let wanted = tierSet.place(of: level), let standing = state.standing(in: set),
                let own = tierSet.place(of: standing.level)
            else { return false }
            return own >= wanted
        }
    }

    /// Changes a member's place in a transaction that holds her and then the gathering.
    private func changePlace(
        at key: Key,
        of member: MemberID,
        _ change:
            @escaping @Sendable (Gathering, GatheringPlace?, GatheringTally, Instant?, Instant, any Ledger) throws ->
            Bool
    ) async throws -> (own: OwnGathering, isNew: Bool) {
        let now = surroundings.now()
        let result = try await store.recording { ledger -> (OwnGathering, Bool) in
            guard let kept = try ledger.states([StateRequest(member: member)])[0], kept.isOnesOwn else {
                throw GatheringRefusal.notActive
            }
            let version = try self.configuration(ledger).published().version(at: now)
            let state = try self.advanced(kept, to: now, ledger)
            let accounts = try self.accounts(of: member, ledger) ?? [member]
            guard let gathering = try ledger.lockGathering(key) else { throw GatheringRefusal.unknownGathering }
            let tally = try self.settle(gathering, at: now, ledger)
            let own = try self.ownPlace(key, accounts, at: now, ledger)
            let opens = gathering.opens { self.isAmong($0, state, version, at: now) }
            let isChanged = try change(gathering, own, tally, opens, now, ledger)
            if isChanged { try self.settle(gathering, at: now, ledger) }
            return (try self.own(gathering, state, accounts, version, at: now, ledger), isChanged)
        }
        if result.1 { changeSignal.tell([member]) }
        return result
    }

    private func keep(_ place: GatheringPlace, _ own: GatheringPlace?, _ ledger: any Ledger) throws -> Bool {
        guard place != own else { return false }
        try ledger.put(place)
        return true
    }
}
