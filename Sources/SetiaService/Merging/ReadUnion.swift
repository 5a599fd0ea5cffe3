package import SetiaCore

/// A place in the history of a member and of the accounts that came to her: below which number to go on in each.
package struct HistoryPlace: Sendable, Hashable {
    /// By account, in the order of their ids.
    var numbers: [MemberID: Int64]

    init(_ numbers: [MemberID: Int64]) { self.numbers = numbers }

    /// The place that `text` writes, in the history of `member`; or none.
    ///
    /// A number alone is hers.
    package init?(text: String, of member: MemberID) {
        if let number = Int64(text) {
            numbers = [member: number]
            return
        }
        numbers = [:]
        for part in text.split(separator: ".") {
            let pair = part.split(separator: "-")
            guard pair.count == 2, let account = MemberID(text: String(pair[0])), let number = Int64(pair[1]) else {
                return nil
            }
            numbers[account] = number
        }
        guard !numbers.isEmpty else { return nil }
    }

    /// Opaque to others; in the history of `member` a number alone is hers.
    package func text(of member: MemberID) -> String {
        if numbers.count == 1, let number = numbers[member] { return String(number) }
        return numbers.keys.sorted().map { "\($0.text)-\(numbers[$0] ?? 0)" }.joined(separator: ".")
    }
}

/// A page of a history.
package struct HistoryPage<Item: Sendable>: Sendable {
    /// Newest first, each with whose account it is of.
    package let items: [(account: MemberID, item: Item)]
    /// Where the next page begins; none on the last.
    package let next: HistoryPlace?
}

extension SetiaService {
    /// A page of what happened to a member and to the accounts that came to her (rule L-21), newest first; none where there
    /// is no such member.
    package func history(of id: MemberID, before: HistoryPlace?, limit: Int) async throws -> HistoryPage<StoredEvent>? {
        try await union(of: id, before, limit) { archive, account, before, limit in
            try archive.events(of: account, before: before, limit: limit)
                .map { (number: $0.decision.number, at: $0.recordedAt, item: $0) }
        }
    }

    /// The same of her ledger.
    package func ledger(
        of id: MemberID,
        wallet: Key?,
        before: HistoryPlace?,
        limit: Int
    ) async throws -> HistoryPage<Entry>? {
        try await union(of: id, before, limit) { archive, account, before, limit in
            try archive.entries(of: account, wallet: wallet, before: before, limit: limit)
                .map { (number: $0.number, at: $0.at, item: $0) }
        }
    }

    private func union<Item: Sendable>(
        of id: MemberID,
        _ before: HistoryPlace?,
        _ limit: Int,
        _ read:
            @escaping @Sendable (any Archive, MemberID, Int64?, Int) throws -> [(
                number: Int64, at: Instant, item: Item
            )]
    ) async throws -> HistoryPage<Item>? {
        try await store.reading { archive in
            guard let accounts = try self.accounts(of: id, archive) else { return nil }
            var heads: [(account: MemberID, rest: ArraySlice<(number: Int64, at: Instant, item: Item)>)] = []
            for account in accounts {
                // An account that the place does not name has been read to its end.
                if let before, before.numbers[account] == nil { continue }
                heads.append((account, try read(archive, account, before?.numbers[account], limit + 1)[...]))
            }
            var items: [(account: MemberID, item: Item)] = []
            var places: [MemberID: Int64] = [:]
            for head in heads { places[head.account] = before?.numbers[head.account] ?? .max }
            while items.count < limit {
                var newest: Int?
                for place in heads.indices {
                    guard let mine = heads[place].rest.first else { continue }
                    if let other = newest.flatMap({ heads[$0].rest.first }), other.at >= mine.at { continue }
                    newest = place
                }
                guard let newest, let taken = heads[newest].rest.popFirst() else { break }
                items.append((heads[newest].account, taken.item))
                places[heads[newest].account] = taken.number
            }
            let open = heads.filter { !$0.rest.isEmpty }.map(\.account)
            guard !open.isEmpty else { return HistoryPage(items: items, next: nil) }
            return HistoryPage(items: items, next: HistoryPlace(places.filter { open.contains($0.key) }))
        }
    }

    /// How many accounts are looked at of one person's.
    static let mostAccounts = 50

    /// A member's own account and those that came to her, directly or with one that did; none where there is no such one.
    func accounts(of id: MemberID, _ archive: any Archive) throws -> [MemberID]? {
        var accounts: [MemberID] = []
        var wanted = [id]
        while let next = wanted.popLast(), accounts.count < Self.mostAccounts {
            guard !accounts.contains(next) else { continue }
            guard let state = try archive.states([StateRequest(member: next)])[0] else {
                if accounts.isEmpty { return nil }
                continue
            }
            accounts.append(next)
            wanted += state.mergedIn.map(\.other)
        }
        return accounts
    }

    /// Whose an account is by now: its own member's, or hers to whom it went; none where there is no such account.
    func owner(of account: MemberID, _ archive: any Archive) throws -> MemberState? {
        var state = try archive.states([StateRequest(member: account)])[0]
        var steps = 0
        while let other = state?.merged?.other, steps < Self.mostAccounts {
            state = try archive.states([StateRequest(member: other)])[0]
            steps += 1
        }
        return state
    }
}
