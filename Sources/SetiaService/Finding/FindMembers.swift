internal import JSONText
internal import SetiaCore

extension SetiaService {
    /// So many events are passed for one page of a list at most.
    package static let mostPassed = 2_400
    /// So many members with a word are looked at, the newest of them; of several words so many times ten with one.
    static let mostFound = 2_000

    /// A page of the members whom `query` asks for, the one who was active last first.
    ///
    /// Without a text, by when it was recorded: a page is read along the events, newest first, and ends early with
    /// `wasCut` where few of those who were active fit. With a text, by the world's time, of at most 2,000 who fit.
    ///
    /// - Parameters:
    ///   - query: Whom.
    ///   - after: Where the page before ended; none is the first page.
    ///   - limit: At most so many rows; at least 1.
    /// - Returns: the page; `wasCut` says when not all were looked at.
    /// - Throws: `FindingRefusal`, or the world's trouble.
    package func findMembers(
        _ query: MemberQuery,
        after: MemberCursor? = nil,
        limit: Int
    ) async throws -> MemberList {
        let now = surroundings.now()
        return try await store.reading { archive in
            let finder = try MemberFinder(self, archive, query, now: now)
            return finder.text.isEmpty
                ? try finder.list(after: after, limit: max(1, limit))
                : try finder.search(after: after, limit: max(1, limit))
        }
    }

    /// Hands over all members whom `query` asks for, in portions of bounded size: for a file.
    ///
    /// Each who fits from beginning to end comes once, whatever is recorded meanwhile; in no order that is promised.
    ///
    /// - Parameters:
    ///   - query: Whom.
    ///   - write: Takes a portion; the next is read when it returns.
    /// - Returns: how many there were.
    /// - Throws: what `write` throws, or the world's trouble.
    package func exportMembers(
        _ query: MemberQuery,
        write: ([MemberRow]) async throws -> Void
    ) async throws -> Int {
        let now = surroundings.now()
        var (place, count) = (nil as MemberID?, 0)
        while true {
            let from = place
            let (rows, next) = try await store.reading { archive in
                try MemberFinder(self, archive, query, now: now).portion(after: from, limit: 500)
            }
            count += rows.count
            if !rows.isEmpty { try await write(rows) }
            guard let next else { return count }
            place = next
        }
    }
}

/// One query over one view of what is kept.
struct MemberFinder {
    let text: SearchText
    private let service: SetiaService
    private let archive: any Archive
    private let query: MemberQuery
    private let filter: MemberFilter
    private let programme: Programme?
    private let now: Instant

    init(_ service: SetiaService, _ archive: any Archive, _ query: MemberQuery, now: Instant) throws {
        self.service = service
        self.archive = archive
        self.query = query
        self.now = now
        text = SearchText(query.text)
        let version = try service.configuration(archive).book?.version(at: now)
        programme = version?.programme
        let zone: any LocalTime = version?.zone ?? FixedOffset.utc
        var filter = MemberFilter()
        filter.status = query.status
        filter.country = query.country
        filter.language = query.language
        filter.joinedFrom = query.joinedFrom.map { zone.start(of: $0) }
        filter.joinedBefore = query.joinedTo.map { zone.start(of: $0.adding(days: 1)) }
        if let tier = query.tier {
            filter.level = MemberFilter.Level(tierSets: programme?.tierSets ?? [], level: tier)
        }
        self.filter = filter
    }
}

// MARK: - Without a text

extension MemberFinder {
    /// A page along the events.
    func list(after: MemberCursor?, limit: Int) throws -> MemberList {
        let mark = try after.map { cursor in
            guard cursor.text.utf8.first == UInt8(ascii: "e") else { throw FindingRefusal.malformedCursor }
            return String(cursor.text.dropFirst())
        }
        var found: [(state: MemberState, activity: Activity)] = []
        var goOn: String?
        do {
            goOn = try archive.activities(before: mark, at: query.stores, passing: SetiaService.mostPassed) {
                activity in
                guard let state = try archive.state(of: activity.member, fitting: filter) else { return true }
                found.append((state, activity))
                // One more than asked for tells whether there is a next page.
                return found.count <= limit
            }
        } catch is MalformedMark {
            throw FindingRefusal.malformedCursor
        }
        let isFull = found.count > limit
        // Events stand in the order in which they were written, which an import does not keep to the minute.
        let page = found.prefix(limit).enumerated()
            .sorted { ($1.element.activity.at, $0.offset) < ($0.element.activity.at, $1.offset) }.map(\.element)
        let rows = try self.rows(page.map { ($0.state, $0.activity.at) })
        let next = isFull ? found[limit - 1].activity.mark : goOn
        return MemberList(rows: rows, next: next.map { MemberCursor(text: "e\($0)") }, wasCut: !isFull && goOn != nil)
    }
}

// MARK: - With a text

extension MemberFinder {
    private struct Hit {
        let member: MemberID
        let at: Instant

        /// Whether it stands before a place in the list.
        func precedes(_ at: Instant, _ member: MemberID) -> Bool {
            self.at == at ? self.member > member : self.at > at
        }
    }

    /// A page of those who have the text.
    func search(after: MemberCursor?, limit: Int) throws -> MemberList {
        let place = try after.map(position)
        let exact = Set(try archive.members(with: text.exact.map(service.sealing.identityHash)).compactMap { $0 })
        let (candidates, isComplete) = try self.candidates()
        var hits: [Hit] = []
        for member in exact.union(candidates) {
            guard let at = try archive.lastActivity(of: member, at: query.stores) else { continue }
            let hit = Hit(member: member, at: at)
            if let place, hit.precedes(place.at, place.member) || member == place.member { continue }
            if try archive.fits(member, filter) { hits.append(hit) }
        }
        hits.sort { $0.precedes($1.at, $1.member) }
        var rows: [MemberRow] = []
        var hasMore = false
        for hit in hits {
            guard let known = try opened(hit.member, isNamed: exact.contains(hit.member)),
                let state = try archive.state(of: hit.member, fitting: filter)
            else { continue }
            guard rows.count < limit else {
                hasMore = true
                break
            }
            rows.append(try row(state, hit.at, known))
        }
        let last = rows.last.flatMap { row in row.lastActiveAt.map { "t\($0.milliseconds)-\(row.id.text)" } }
        return MemberList(
            rows: rows,
            next: hasMore ? last.map { MemberCursor(text: $0) } : nil,
            wasCut: try !isComplete || !archive.searchProgress().isDone,
            wasTooShort: text.hasShortWord
        )
    }

    private func position(_ cursor: MemberCursor) throws(FindingRefusal) -> (at: Instant, member: MemberID) {
        guard cursor.text.utf8.first == UInt8(ascii: "t"), let hyphen = cursor.text.lastIndex(of: "-"),
            let at = Int64(cursor.text.dropFirst().prefix(upTo: hyphen)),
            let member = MemberID(text: String(cursor.text[hyphen...].dropFirst()))
        else { throw .malformedCursor }
        return (Instant(milliseconds: at), member)
    }

    /// Members who have all terms, as far as their hashes tell, and whether these are all.
    private func candidates() throws -> (members: [MemberID], isComplete: Bool) {
        guard !text.terms.isEmpty else { return ([], true) }
        let words = Set(text.terms.map { service.sealing.wordHash($0.word) }).sorted()
        let most = SetiaService.mostFound
        // The rarest word is walked, and its members are asked for the others.
        let begun = try words.map { word in
            (word: word, members: try archive.members(withWord: word, before: nil, limit: most + 1))
        }
        guard let rarest = begun.min(by: { $0.members.count < $1.members.count }) else { return ([], true) }
        let others = begun.map(\.word).filter { $0 != rarest.word }
        var found: [MemberID] = []
        var (members, passed) = (rarest.members, 0)
        while true {
            for member in members {
                guard try others.allSatisfy({ try archive.has(member, word: $0) }) else { continue }
                guard found.count < most else { return (found, false) }
                found.append(member)
            }
            passed += members.count
            guard members.count > most, let last = members.last else { return (found, true) }
            guard passed < most * 10 else { return (found, false) }
            members = try archive.members(withWord: rarest.word, before: last, limit: most + 1)
        }
    }
}

// MARK: - For a file

extension MemberFinder {
    /// A portion of all who fit, and where to go on; none at the end.
    func portion(after: MemberID?, limit: Int) throws -> (rows: [MemberRow], next: MemberID?) {
        guard text.isEmpty else { return try portionOfText(after: after, limit: limit) }
        let members = try archive.members(after: after, limit: limit)
        return (try rows(of: members, areNamed: true), members.count < limit ? nil : members.last)
    }

    /// Those who are named exactly come with the first portion; in the others they are passed over.
    private func portionOfText(after: MemberID?, limit: Int) throws -> (rows: [MemberRow], next: MemberID?) {
        let exact = Set(try archive.members(with: text.exact.map(service.sealing.identityHash)).compactMap { $0 })
        let word = text.terms.first.map { service.sealing.wordHash($0.word) }
        let walked = try word.map { try archive.members(withWord: $0, before: after, limit: limit) } ?? []
        let others = try rows(of: walked.filter { !exact.contains($0) }, areNamed: false)
        let named = after == nil ? try rows(of: exact.sorted(), areNamed: true) : []
        return (named + others, walked.count < limit ? nil : walked.last)
    }

    private func rows(of members: [MemberID], areNamed: Bool) throws -> [MemberRow] {
        try members.compactMap { member in
            guard let state = try archive.state(of: member, fitting: filter) else { return nil }
            let at = try archive.lastActivity(of: member, at: query.stores)
            guard at != nil || query.stores == nil else { return nil }
            return try opened(member, isNamed: areNamed).map { try row(state, at, $0) }
        }
    }
}

// MARK: - Rows

extension MemberFinder {
    /// What is known of somebody in clear.
    private typealias Known = (name: String?, identities: [Identity])

    private func rows(_ found: [(state: MemberState, at: Instant)]) throws -> [MemberRow] {
        try found.compactMap { state, at in
            try opened(state.member, isNamed: true).map { try row(state, at, $0) }
        }
    }

    /// What is known of her, if it has all terms; hashes of beginnings say yes too often.
    ///
    /// Whoever is named already, by an identity or by no text at all, need not have them. Her name is looked at first:
    /// to open identities costs several times as much.
    private func opened(_ member: MemberID, isNamed: Bool) throws -> Known? {
        do {
            return try openedWhole(member, isNamed: isNamed)
        } catch SealingFailure.unreadable {
            // Her key is gone, as where an old backup was restored: the others are shown all the same.
            return isNamed ? (nil, []) : nil
        }
    }

    private func openedWhole(_ member: MemberID, isNamed: Bool) throws -> Known? {
        guard let key = try archive.keys(of: [member])[0], let sealed = try archive.person(member) else {
            return isNamed ? (nil, []) : nil
        }
        let name = personName(of: try service.open(sealed.document, of: member, with: key))
        let words = isNamed ? [] : foldedWords(of: name ?? "")
        guard isNamed || text.terms.allSatisfy({ $0.isOfNumber || $0.fits(name: words, []) }) else { return nil }
        let identities = try service.open(sealed.identities, of: member, with: key)
        guard isNamed || text.terms.allSatisfy({ $0.fits(name: words, identities) }) else { return nil }
        return (name, identities)
    }

    private func row(
        _ kept: MemberState,
        _ at: Instant?,
        _ known: Known
    ) throws -> MemberRow {
        let state = try service.advanced(kept, to: now, archive)
        func value(_ kind: IdentityKind) -> String? { known.identities.first { $0.kind == kind }?.value }
        let wallet = programme?.wallets.first?.key
        return MemberRow(
            id: state.member,
            name: known.name,
            status: state.status,
            tier: state.leadingStanding(among: programme?.tierSets ?? [])?.level,
            balance: wallet.map { (state.account($0) ?? Account(wallet: $0)).standing(at: now) },
            lastActiveAt: at,
            joinedAt: state.joinedAt,
            card: value(.card),
            phone: value(.phone).map(hint(ofPhone:)),
            email: value(.email).map(hint(ofEmail:))
        )
    }
}

/// A telephone number of which its owner knows which it is: `+60••••6789`.
func hint(ofPhone phone: String) -> String {
    "\(phone.prefix(3))••••\(phone.suffix(4))"
}

/// An address of which its owner knows which it is: `a••••@example.com`.
func hint(ofEmail email: String) -> String {
    let parts = email.split(separator: "@", maxSplits: 1)
    guard parts.count == 2 else { return "••••" }
    return "\(parts[0].prefix(1))••••@\(parts[1])"
}
