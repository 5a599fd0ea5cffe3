internal import SetiaCore
internal import SetiaService

extension ModelLedger {
    func configurationVersion() -> Int64 { kept.configurationVersion }

    func drafts() -> [ProgrammeDraft] { kept.drafts.values.sorted { $0.name < $1.name } }

    func draft(_ name: Key) -> ProgrammeDraft? { kept.drafts[name] }

    func programmes() -> [PublishedProgramme] { kept.programmes.values.sorted { $0.number < $1.number } }

    func shops() -> [Shop] { kept.shops.values.sorted { $0.id < $1.id } }

    func claims(_ keys: [ClaimKey]) -> [Claim?] { keys.map { kept.claims[$0] } }

    func members(with identities: [IdentityHash]) -> [MemberID?] { identities.map { kept.owners[$0] } }

    func states(_ requests: [StateRequest]) -> [MemberState?] {
        requests.map { request in
            guard var state = kept.members[request.member] else { return nil }
            state.records = request.orders.compactMap { record(of: $0, member: request.member) }
            return state
        }
    }

    func keys(of members: [MemberID]) -> [WrappedKey?] { members.map { kept.keys[$0] } }

    func event(_ id: EventID) -> StoredEvent? {
        kept.events[id.member]?.first { $0.decision.number == id.number }
    }

    func event(of member: MemberID, source: Key, id: Key) -> EventID? {
        kept.events[member]?.first { $0.event.source == source && $0.event.id == id }.map {
            EventID(member: member, number: $0.decision.number)
        }
    }

    func events(of member: MemberID, before: Int64?, limit: Int) -> [StoredEvent] {
        let older = (kept.events[member] ?? []).filter { $0.decision.number < before ?? .max }
        return Array(older.reversed().prefix(limit))
    }

    func entries(of member: MemberID, wallet: Key?, before: Int64?, limit: Int) -> [Entry] {
        let older = kept.entries(of: member).filter {
            $0.number < before ?? .max && (wallet == nil || $0.wallet == wallet)
        }
        return Array(older.reversed().prefix(limit))
    }

    func person(_ member: MemberID) -> SealedPerson? {
        guard kept.members[member] != nil else { return nil }
        let identities = (kept.identities[member] ?? []).sorted { one, other in
            if one.addedAt != other.addedAt { return one.addedAt < other.addedAt }
            if one.hash.kind != other.hash.kind { return Key(one.hash.kind.rawValue) < Key(other.hash.kind.rawValue) }
            return one.hash.bytes.lexicographicallyPrecedes(other.hash.bytes)
        }
        return SealedPerson(document: kept.persons[member], identities: identities)
    }

    func members(after: MemberID?, limit: Int) -> [MemberID] {
        let later = kept.members.keys.filter { member in after.map { $0 < member } ?? true }
        return Array(later.sorted().prefix(limit))
    }

    func members(dueBy moment: Instant, limit: Int) -> [MemberID] {
        let due = kept.members.values.compactMap { state in
            state.nextLook.flatMap { $0 <= moment ? (at: $0, member: state.member) : nil }
        }
        return due.sorted { ($0.at, $0.member) < ($1.at, $1.member) }.prefix(limit).map(\.member)
    }

    func history(of member: MemberID) -> [StoredEvent] { kept.events[member] ?? [] }

    func ledger(of member: MemberID) -> [Entry] { kept.entries(of: member) }

    func purchases(_ each: (MemberID?, Instant, Money) throws -> Void) throws {
        for (member, events) in kept.events {
            for stored in events {
                guard case .orderPaid(let order) = stored.event.matter, let paid = stored.paid else { continue }
                let key = OrderKey(source: stored.event.source, id: order.id)
                if kept.orders[member]?[key]?.isReturned == true { continue }
                let total = try self.kept(of: paid, kept.orders[member]?[key])
                try each(kept.members[member]?.isGuest == true ? nil : member, paid.at, total)
            }
        }
    }

    func keptOrders(of wanted: MemberID?, _ each: (MemberID, Instant, [Order.Line]) throws -> Void) throws {
        for member in kept.members.keys.sorted() where wanted == nil || wanted == member {
            guard kept.members[member]?.isGuest == false else { continue }
            for stored in kept.events[member] ?? [] {
                guard case .orderPaid(let order) = stored.event.matter, let paid = stored.paid else { continue }
                let record = kept.orders[member]?[OrderKey(source: stored.event.source, id: order.id)]
                if record?.isReturned == true { continue }
                try each(member, paid.at, order.lines.kept(after: record?.returned.lines ?? []))
            }
        }
    }

    func soldOrders(_ each: (Instant, [Order.Line], [Order.Line]) throws -> Void) throws {
        for member in kept.members.keys.sorted() where kept.members[member]?.isGuest == false {
            for stored in kept.events[member] ?? [] {
                guard case .orderPaid(let order) = stored.event.matter, let paid = stored.paid else { continue }
                let record = kept.orders[member]?[OrderKey(source: stored.event.source, id: order.id)]
                let left = order.lines.kept(after: record?.returned.lines ?? [])
                try each(paid.at, order.lines, record?.isReturned == true ? [] : left)
            }
        }
    }

    /// What was paid for what is kept of an order.
    func kept(of paid: OrderRecord.Paid, _ record: OrderRecord?) throws -> Money {
        let paidBack = record?.returned.lines.reduce(0) { $0 + $1.net } ?? 0
        return try Money(minorUnits: paid.total.minorUnits - paidBack, currency: paid.total.currency)
    }

    func pointSums() -> [PointSum] {
        let all = kept.events.values.joined().flatMap(\.decision.entries)
        let groups = Dictionary(grouping: all) { WalletAndKind(wallet: $0.wallet, kind: $0.kind) }
        return groups.keys.sorted().map { group in
            let entries = groups[group] ?? []
            return PointSum(
                wallet: group.wallet,
                kind: group.kind,
                points: entries.reduce(.zero) { $0 + $1.points },
                entries: Int64(entries.count)
            )
        }
    }

    func memberCounts() -> [MemberStatus: Int64] {
        kept.members.values.reduce(into: [:]) { counts, state in
            if !state.isGuest { counts[state.status, default: 0] += 1 }
        }
    }

    func apiKey(hash: [UInt8]) -> APIKey? { kept.apiKeys[hash] }

    func apiKeys() -> [APIKey] {
        kept.apiKeys.values.sorted { ($0.createdAt, Key($0.id)) < ($1.createdAt, Key($1.id)) }
    }

    func importJob(_ id: String) -> ImportJob? { kept.imports[id] }

    private func record(of order: OrderKey, member: MemberID) -> OrderRecord? {
        var record = kept.orders[member]?[order]
        let claim = kept.claims[ClaimKey(source: order.source, kind: .order, key: order.id)]
        if let claim, claim.event.member == member,
            let id = claim.isPending ? paidEvent(of: order, member: member) : claim.event
        {
            var own = record ?? OrderRecord(key: order)
            own.paid = event(id)?.paid
            record = own
        }
        return record
    }

    private func paidEvent(of order: OrderKey, member: MemberID) -> EventID? {
        kept.events[member]?.first { stored in
            guard case .orderPaid(let paid) = stored.event.matter else { return false }
            return stored.event.source == order.source && paid.id == order.id
        }.map { EventID(member: member, number: $0.decision.number) }
    }
}

private struct WalletAndKind: Hashable, Comparable {
    let wallet: Key
    let kind: Entry.Kind

    static func < (one: WalletAndKind, other: WalletAndKind) -> Bool {
        (one.wallet, Key(one.kind.rawValue)) < (other.wallet, Key(other.kind.rawValue))
    }
}
