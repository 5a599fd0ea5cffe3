package import SetiaCore

/// What a verification found.
package struct Verification: Sendable {
    /// Members that were looked at.
    package var members = 0
    /// Events that were decided again.
    package var events = 0
    /// Entries that were added up.
    package var entries = 0
    /// What does not agree of members.
    package var discrepancies: [Discrepancy] = []
    /// Rewards of which another number is taken than members have.
    package var shelves: [ShelfFault] = []
    /// Codes, promotions and discount budgets of which another number is used than carts took; at most a hundred each.
    package var uses: [UseFault] = []

    /// How much does not agree.
    package var findings: Int { discrepancies.count + shelves.count + uses.count }
    /// Whether all agrees.
    package var isClean: Bool { findings == 0 }

    /// Nothing looked at yet.
    package init() {}
}

/// Something kept that does not follow from what it should follow from.
package struct Discrepancy: Sendable, Hashable {
    /// Whose.
    package let member: MemberID
    /// The number of the event or entry, where it is about one.
    package let number: Int64?
    /// What was found and what follows, in words without anything personal.
    package let finding: String

    /// A discrepancy.
    package init(member: MemberID, number: Int64?, finding: String) {
        self.member = member
        self.number = number
        self.finding = finding
    }
}

extension SetiaService {
    /// Proves every account from its entries and every state from its events.
    ///
    /// Each member: her entries add up along their numbers to the balances that they name, no lot goes below zero or above
    /// what it opened with, and her events, decided again by the versions that decided them, give the entries, the
    /// decisions and the state that are kept. Of each reward that is counted, what is taken is what members have; of
    /// codes, promotions and discount budgets, what is used is what carts took. Reads only.
    ///
    /// - Parameter onProgress: Is told how many members are done so far.
    /// - Returns: what was looked at, and what does not agree.
    /// - Throws: `Unready` without a programme, or the world's trouble.
    package func verify(onProgress: @Sendable (Int) -> Void = { _ in }) async throws -> Verification {
        var verification = Verification()
        var after: MemberID?
        while true {
            let from = after
            let (found, last) = try await store.reading { archive in
                try self.verifyPage(after: from, in: archive)
            }
            verification.add(found)
            guard let last else {
                verification.shelves = try await lastingShelfFaults()
                verification.uses = try await store.reading { try $0.useFaults(limit: 100) }
                return verification
            }
            after = last
            onProgress(verification.members)
        }
    }

    private func verifyPage(after: MemberID?, in archive: any Archive) throws -> (Verification, last: MemberID?) {
        let members = try archive.members(after: after, limit: 200)
        var verification = Verification()
        guard !members.isEmpty else { return (verification, nil) }
        let book = try configuration(archive).published()
        for (member, state) in zip(members, try archive.states(members.map { StateRequest(member: $0) })) {
            let ledger = try archive.ledger(of: member)
            let history = try archive.history(of: member)
            verification.members += 1
            verification.events += history.count
            verification.entries += ledger.count
            verification.discrepancies += proveEntries(ledger, of: member, state)
            verification.discrepancies += replay(history, of: member, state, ledger, book)
        }
        return (verification, members.last)
    }

    /// Invariants 1 to 3: entries add up, lots stay within themselves, and both give the accounts that are kept.
    private func proveEntries(_ entries: [Entry], of member: MemberID, _ state: MemberState?) -> [Discrepancy] {
        var found: [Discrepancy] = []
        var balances: [Key: Points] = [:]
        var lots: [Key: [Int64: (opened: Points, left: Points)]] = [:]
        var held: [Key: Points] = [:]
        for entry in entries {
            let balance = (balances[entry.wallet] ?? .zero) + entry.points
            balances[entry.wallet] = balance
            if balance != entry.balance {
                found.append(
                    Discrepancy(
                        member: member,
                        number: entry.number,
                        finding: "entries add up to \(balance.units), the entry says \(entry.balance.units)"
                    )
                )
            }
            if entry.lot == Entry.held { held[entry.wallet, default: .zero] += entry.points }
            guard entry.isOfLot else { continue }
            var lot = lots[entry.wallet, default: [:]][entry.lot] ?? (opened: .zero, left: .zero)
            if entry.lot == entry.number { lot.opened = entry.points }
            lot.left += entry.points
            lots[entry.wallet, default: [:]][entry.lot] = lot
            if lot.left < .zero || lot.left > lot.opened {
                found.append(
                    Discrepancy(
                        member: member,
                        number: entry.number,
                        finding: "lot \(entry.lot) holds \(lot.left.units) of \(lot.opened.units)"
                    )
                )
            }
        }
        for account in state?.accounts ?? [] {
            let sum = balances[account.wallet] ?? .zero
            if sum != account.balance {
                found.append(
                    Discrepancy(
                        member: member,
                        number: nil,
                        finding:
                            "\(account.wallet): entries add up to \(sum.units), the state says \(account.balance.units)"
                    )
                )
            }
            let set = account.holds.reduce(Points.zero) { $0 + $1.points }
            if set != held[account.wallet] ?? .zero {
                found.append(
                    Discrepancy(
                        member: member,
                        number: nil,
                        finding: "\(account.wallet): holds differ from the entries"
                    )
                )
            }
            let kept = account.lots.map { [$0.number, $0.left.units] }
            let proved = (lots[account.wallet] ?? [:]).filter { $0.value.left > .zero }
                .map { [$0.key, $0.value.left.units] }
            if kept.sorted(by: { $0[0] < $1[0] }) != proved.sorted(by: { $0[0] < $1[0] }) {
                found.append(
                    Discrepancy(member: member, number: nil, finding: "\(account.wallet): lots differ from the entries")
                )
            }
        }
        return found
    }

    /// The events decided again, by the versions that decided them.
    private func replay(
        _ history: [StoredEvent],
        of member: MemberID,
        _ kept: MemberState?,
        _ ledger: [Entry],
        _ book: ProgrammeBook
    ) -> [Discrepancy] {
        var state = MemberState(member: member)
        var entries: [Entry] = []
        var past: [DecidedEvent] = []
        for stored in history {
            guard let version = book.version(numbered: stored.decision.programmeVersion) else {
                return [
                    Discrepancy(
                        member: member,
                        number: stored.decision.number,
                        finding: "version \(stored.decision.programmeVersion) of the programme is not there"
                    )
                ]
            }
            do {
                // A late event that was put in its turn is put there again.
                let (after, decision) =
                    stored.decision.isInTurn
                    ? try decide(
                        version,
                        state,
                        stored.event,
                        Refold(
                            of: stored.event,
                            after: past,
                            state,
                            under: book,
                            counting: stored.decision.counting
                        ),
                        counting: stored.decision.counting
                    )
                    : try decide(version, state, stored.event, counting: stored.decision.counting)
                state = after
                entries += decision.entries
                past.append(stored.decided)
                if decision != stored.decision {
                    return [
                        Discrepancy(
                            member: member,
                            number: stored.decision.number,
                            finding: "decided again, the event gives another decision"
                        )
                    ]
                }
            } catch {
                return [
                    Discrepancy(
                        member: member,
                        number: stored.decision.number,
                        finding: "decided again, the event is refused: \(error)"
                    )
                ]
            }
        }
        var found: [Discrepancy] = []
        if entries != ledger {
            found.append(Discrepancy(member: member, number: nil, finding: "entries differ from what the events give"))
        }
        if let kept, !state.agrees(with: kept) {
            found.append(
                Discrepancy(member: member, number: nil, finding: "the state differs from what the events give")
            )
        }
        return found
    }
}

extension MemberState {
    /// Whether a replayed state is the kept one: order records stand elsewhere, and an erased member's facts are gone.
    fileprivate func agrees(with kept: MemberState) -> Bool {
        var mine = self
        var other = kept
        mine.records = []
        other.records = []
        // Noted since 2026-11: an older state gets it with her next order.
        if other.lastOrderAt == nil { mine.lastOrderAt = nil }
        if kept.status == .erased {
            mine.status = .erased
            mine.facts = MemberFacts()
            other.facts = MemberFacts()
        }
        return mine == other
    }
}

extension Verification {
    fileprivate mutating func add(_ other: Verification) {
        members += other.members
        events += other.events
        entries += other.entries
        discrepancies += other.discrepancies
    }
}
