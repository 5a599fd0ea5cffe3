internal import SetiaCore
internal import SetiaService

extension ModelLedger {
    func activities(
        before mark: String?,
        at stores: [StoreID]?,
        passing most: Int,
        _ each: (Activity) throws -> Bool
    ) throws -> String? {
        var before = kept.sequence.count
        if let mark {
            guard let place = Int(mark), place > 0 else { throw MalformedMark() }
            before = min(before, place - 1)
        }
        var passed = 0
        while before > 0 {
            before -= 1
            let id = kept.sequence[before]
            guard let stored = event(id), stored.event.type.isDoing else { continue }
            passed += 1
            let mark = String(before + 1)
            if doings(of: id.member, at: stores).last?.id == id {
                let activity = Activity(member: id.member, at: stored.event.occurredAt, mark: mark)
                if try !each(activity) { return before == 0 ? nil : mark }
            }
            if passed == most { return before == 0 ? nil : mark }
        }
        return nil
    }

    func lastActivity(of member: MemberID, at stores: [StoreID]?) -> Instant? {
        doings(of: member, at: stores).last?.event.occurredAt
    }

    func state(of member: MemberID, fitting filter: MemberFilter) -> MemberState? {
        kept.members[member].flatMap { filter.fits($0) ? $0 : nil }
    }

    func fits(_ member: MemberID, _ filter: MemberFilter) -> Bool { state(of: member, fitting: filter) != nil }

    func members(withWord word: WordHash, before: MemberID?, limit: Int) -> [MemberID] {
        let found = kept.words.filter { $0.value.contains(word) }.keys.filter { member in
            before.map { member < $0 } ?? true
        }
        return Array(found.sorted(by: >).prefix(limit))
    }

    func has(_ member: MemberID, word: WordHash) -> Bool { kept.words[member]?.contains(word) ?? false }

    func words(of member: MemberID) -> [WordHash] { (kept.words[member] ?? []).sorted() }

    func searchProgress() -> SearchProgress { kept.searchProgress }

    func snapshot(_ name: String) -> KeptSnapshot? { kept.snapshots[name] }

    func newestMark() -> String? { kept.sequence.isEmpty ? nil : String(kept.sequence.count) }

    func everyone(_ each: (MemberID, MemberStatus, Instant?) throws -> Void) throws {
        for state in kept.members.values where !state.isGuest { try each(state.member, state.status, state.joinedAt) }
    }

    func sales(_ each: (Sale) throws -> Void) throws {
        for (member, events) in kept.events {
            for stored in events {
                guard case .orderPaid(let order) = stored.event.matter, let paid = stored.paid else { continue }
                let key = OrderKey(source: stored.event.source, id: order.id)
                if kept.orders[member]?[key]?.isReturned == true { continue }
                let store = stored.event.store ?? .online
                let total = try self.kept(of: paid, kept.orders[member]?[key])
                try each(Sale(member: member, at: paid.at, total: total, store: store))
            }
        }
    }

    func movements(_ each: (MemberID, Entry) throws -> Void) throws {
        for member in kept.members.keys.sorted() {
            for entry in kept.entries(of: member) { try each(member, entry) }
        }
    }

    private func doings(of member: MemberID, at stores: [StoreID]?) -> [StoredEvent] {
        (kept.events[member] ?? []).filter { stored in
            stored.event.type.isDoing && stores.map { $0.contains(stored.event.store ?? .online) } ?? true
        }
    }
}

extension ModelLedger {
    func setWords(_ words: [WordHash], of member: MemberID) {
        kept.words[member] = words.isEmpty ? nil : Set(words)
    }

    func addWords(_ words: [WordHash], of member: MemberID) {
        setWords(self.words(of: member) + words, of: member)
    }

    func save(_ progress: SearchProgress) { kept.searchProgress = progress }

    func save(_ snapshot: KeptSnapshot) { kept.snapshots[snapshot.name] = snapshot }
}
