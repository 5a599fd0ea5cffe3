internal import SQLBase
internal import SetiaCore
internal import SetiaService

// Reads and writes `finding_word`, `finding_member` and `finding_state`.

extension TableLedger {
    func members(withWord word: WordHash, before: MemberID?, limit: Int) throws -> [MemberID] {
        try connection.rows(
            "SELECT member_id FROM finding_word WHERE hash = $1 AND member_id < $2 ORDER BY member_id DESC LIMIT $3",
            // Behind every id: those have digits and small letters only.
            [.integer(word.number), .text(before?.text ?? "~"), .integer(Int64(limit))]
        ).map { try $0.memberID(0) }
    }

    func has(_ member: MemberID, word: WordHash) throws -> Bool {
        try connection.first(
            "SELECT 1 FROM finding_word WHERE hash = $1 AND member_id = $2",
            [.integer(word.number), .text(member.text)]
        ) != nil
    }

    func words(of member: MemberID) throws -> [WordHash] {
        let row = try connection.first(
            "SELECT hashes FROM finding_member WHERE member_id = $1",
            [.text(member.text)]
        )
        guard let bytes = row?.blob(0) else { return [] }
        guard bytes.count % 8 == 0 else { throw MalformedDocument(field: "hashes") }
        return stride(from: 0, to: bytes.count, by: 8).map { start in
            let bits = bytes[start..<start + 8].reduce(0 as UInt64) { $0 << 8 | UInt64($1) }
            return WordHash(Int64(bitPattern: bits))
        }
    }

    func setWords(_ words: [WordHash], of member: MemberID) throws {
        let kept = Set(try self.words(of: member))
        let wanted = Set(words)
        guard kept != wanted else { return }
        let id = SQLValue.text(member.text)
        for word in kept.subtracting(wanted).sorted() {
            try connection.run(
                "DELETE FROM finding_word WHERE hash = $1 AND member_id = $2",
                [.integer(word.number), id]
            )
        }
        for word in wanted.subtracting(kept).sorted() {
            try connection.run(
                "INSERT INTO finding_word (hash, member_id) VALUES ($1, $2)",
                [.integer(word.number), id]
            )
        }
        guard !wanted.isEmpty else {
            try connection.run("DELETE FROM finding_member WHERE member_id = $1", [id])
            return
        }
        try connection.run(
            """
            INSERT INTO finding_member (member_id, hashes) VALUES ($1, $2)
            ON CONFLICT (member_id) DO UPDATE SET hashes = excluded.hashes
            """,
            [id, .blob(bytes(of: wanted))]
        )
    }

    /// Writes by which words members are found who are new; each has some.
    func insert(_ words: [(member: MemberID, words: [WordHash])]) throws {
        let sets = words.map { member, words in (SQLValue.text(member.text), Set(words)) }
        try connection.run(
            addingWords,
            sets.flatMap { id, words in words.sorted().map { [.integer($0.number), id] } }
        )
        try connection.run(addingFound, sets.map { id, words in [id, .blob(bytes(of: words))] })
    }

    private func bytes(of words: Set<WordHash>) -> [UInt8] {
        var bytes: [UInt8] = []
        for word in words.sorted() {
            let bits = UInt64(bitPattern: word.number)
            for shift in stride(from: 56, through: 0, by: -8) { bytes.append(UInt8(truncatingIfNeeded: bits >> shift)) }
        }
        return bytes
    }

    func addWords(_ words: [WordHash], of member: MemberID) throws {
        try setWords(self.words(of: member) + words, of: member)
    }

    func searchProgress() throws -> SearchProgress {
        let row = try connection.first("SELECT after_member_id, is_done FROM finding_state WHERE id = 1")
        guard let row else { throw MalformedDocument(field: "finding_state") }
        return SearchProgress(after: row.isNull(0) ? nil : try row.memberID(0), isDone: row.int(1) != 0)
    }

    func save(_ progress: SearchProgress) throws {
        try connection.run(
            "UPDATE finding_state SET after_member_id = $1, is_done = $2 WHERE id = 1",
            [.optional(progress.after?.text), .integer(progress.isDone ? 1 : 0)]
        )
    }
}

// Reads `member` and `event` for lists.

extension TableLedger {
    func state(of member: MemberID, fitting filter: MemberFilter) throws -> MemberState? {
        guard let row = try row(of: member, fitting: filter) else { return nil }
        let state = try state(of: member, row)
        return filter.fits(state) ? state : nil
    }

    func fits(_ member: MemberID, _ filter: MemberFilter) throws -> Bool {
        guard let row = try row(of: member, fitting: filter) else { return false }
        return try !filter.asksDocument || filter.fits(try state(of: member, row))
    }

    /// The row of a member, if she fits as far as a look at it tells.
    private func row(of member: MemberID, fitting filter: MemberFilter) throws -> SQLRow? {
        try connection.first(
            """
            SELECT status, is_guest, number, clock_ms, due_ms, joined_ms, document
            FROM member WHERE member_id = $1 AND is_guest = 0 AND document LIKE $2
            """,
            [.text(member.text), .text(filter.documentPattern)]
        ).flatMap { row in
            guard filter.status == nil || row.text(0) == filter.status?.rawValue else { return nil }
            return filter.fits(joinedAt: row.instantOrNil(5)) ? row : nil
        }
    }

    func lastActivity(of member: MemberID, at stores: [StoreID]?) throws -> Instant? {
        guard let stores else {
            return try connection.first(
                """
                SELECT occurred_ms FROM event WHERE member_id = $1 AND type <> 'time.passed'
                    AND type NOT IN ('gift', 'anniversary', 'points.expiring', 'level.ending', 'tiers.reviewed')
                ORDER BY number DESC LIMIT 1
                """,
                [.text(member.text)]
            )?.instant(0)
        }
        var last: Instant?
        try connection.query(ActivityRow.ofMember, [.text(member.text), .integer(0)]) { row in
            if last == nil, ActivityRow.isAt(stores, row.textOrNil(1)) { last = row.instant(0) }
        }
        return last
    }

    func activities(
        before mark: String?,
        at stores: [StoreID]?,
        passing most: Int,
        _ each: (Activity) throws -> Bool
    ) throws -> String? {
        if stores == [] { return nil }
        var seen: Set<String> = []
        return try walk(before: mark, passing: most) { row in
            guard ActivityRow.isAt(stores, row.store), seen.insert(row.member).inserted else { return true }
            guard let member = MemberID(text: row.member) else { throw MalformedDocument(field: "member_id") }
            guard try !hasLater(row, at: stores) else { return true }
            return try each(Activity(member: member, at: row.at, mark: row.mark))
        }
    }

    func newestMark() throws -> String? {
        switch connection.dialect {
        case .sqlite:
            // 2026-11: of one table only, so that SQLite looks at its end and not at each row.
            let row = try connection.first("SELECT MAX(rowid) FROM event")
            return row.flatMap { $0.isNull(0) ? nil : String($0.int(0)) }
        case .postgres:
            let row = try connection.first(
                """
                SELECT recorded_ms, member_id, number FROM event WHERE type <> 'time.passed'
                ORDER BY recorded_ms DESC, member_id DESC, number DESC LIMIT 1
                """
            )
            return row.map { "\($0.int(0)).\($0.text(1)).\($0.int(2))" }
        }
    }

    /// Whether she did something later, which the walk met or will meet in another portion.
    private func hasLater(_ row: ActivityRow, at stores: [StoreID]?) throws -> Bool {
        let values: [SQLValue] = [.text(row.member), .integer(row.number)]
        guard let stores else { return try connection.first(ActivityRow.anyLater, values) != nil }
        var found = false
        try connection.query(ActivityRow.ofMember, values) { later in
            if ActivityRow.isAt(stores, later.textOrNil(1)) { found = true }
        }
        return found
    }

    /// Walks back over rows of `event` in the order in which they were written.
    ///
    /// - Returns: where to go on; none at the end.
    private func walk(before mark: String?, passing most: Int, _ each: (ActivityRow) throws -> Bool) throws -> String? {
        switch connection.dialect {
        case .sqlite: try walkRows(before: mark, passing: most, each)
        case .postgres: try walkIndex(before: mark, passing: most, each)
        }
    }

    /// SQLite: along the index `event_by_activity`, in which rows of a moment stand as they were written.
    private func walkRows(
        before mark: String?,
        passing most: Int,
        _ each: (ActivityRow) throws -> Bool
    ) throws -> String? {
        var place: [SQLValue] = [.integer(.max), .integer(.max)]
        if let mark {
            let parts = mark.split(separator: ".", omittingEmptySubsequences: false)
            guard parts.count == 2, let at = Int64(parts[0]), let row = Int64(parts[1]), row > 0 else {
                throw MalformedMark()
            }
            place = [.integer(at), .integer(row)]
        }
        var (passed, last, isStopped) = (0, mark, false)
        do {
            try connection.query(
                """
                SELECT rowid, member_id, number, occurred_ms, store_id, recorded_ms FROM event
                WHERE type <> 'time.passed'
                    AND type NOT IN ('gift', 'anniversary', 'points.expiring', 'level.ending', 'tiers.reviewed')
                    AND recorded_ms <= $1 AND (recorded_ms < $1 OR rowid < $2)
                ORDER BY recorded_ms DESC, rowid DESC LIMIT $3
                """,
                place + [.integer(Int64(most))]
            ) { row in
                passed += 1
                let mark = "\(row.int(5)).\(row.int(0))"
                last = mark
                guard try each(ActivityRow(row, mark: mark)) else {
                    isStopped = true
                    throw EndOfWalk()
                }
            }
        } catch is EndOfWalk {}
        return isStopped || passed == most ? last : nil
    }

    /// PostgreSQL: along the index `event_by_activity`.
    private func walkIndex(
        before mark: String?,
        passing most: Int,
        _ each: (ActivityRow) throws -> Bool
    ) throws -> String? {
        var place: [SQLValue] = [.integer(.max), .text(""), .integer(0)]
        if let mark {
            let parts = mark.split(separator: ".", omittingEmptySubsequences: false)
            guard parts.count == 3, let at = Int64(parts[0]), let number = Int64(parts[2]) else {
                throw MalformedMark()
            }
            place = [.integer(at), .text(String(parts[1])), .integer(number)]
        }
        var (passed, last, isStopped) = (0, mark, false)
        do {
            try connection.query(
                """
                SELECT recorded_ms, member_id, number, occurred_ms, store_id FROM event
                WHERE type <> 'time.passed'
                    AND type NOT IN ('gift', 'anniversary', 'points.expiring', 'level.ending', 'tiers.reviewed')
                    AND (recorded_ms, member_id, number) < ($1, $2, $3)
                ORDER BY recorded_ms DESC, member_id DESC, number DESC LIMIT $4
                """,
                place + [.integer(Int64(most))]
            ) { row in
                passed += 1
                let mark = "\(row.int(0)).\(row.text(1)).\(row.int(2))"
                last = mark
                guard try each(ActivityRow(row, mark: mark)) else {
                    isStopped = true
                    throw EndOfWalk()
                }
            }
        } catch is EndOfWalk {}
        return isStopped || passed == most ? last : nil
    }
}

/// Ends a query that has found what it looked for.
private struct EndOfWalk: Error {}

/// A row of `event` as a walk needs it.
private struct ActivityRow {
    let member: String
    let number: Int64
    let at: Instant
    let store: String?
    let mark: String

    static let anyLater: SQLStatement = """
        SELECT 1 FROM event WHERE member_id = $1 AND number > $2 AND type <> 'time.passed'
            AND type NOT IN ('gift', 'anniversary', 'points.expiring', 'level.ending', 'tiers.reviewed') LIMIT 1
        """
    static let ofMember: SQLStatement = """
        SELECT occurred_ms, store_id FROM event WHERE member_id = $1 AND number > $2 AND type <> 'time.passed'
            AND type NOT IN ('gift', 'anniversary', 'points.expiring', 'level.ending', 'tiers.reviewed')
        ORDER BY number DESC
        """

    init(_ row: SQLRow, mark: String) {
        member = row.text(1)
        number = row.int(2)
        at = row.instant(3)
        store = row.textOrNil(4)
        self.mark = mark
    }

    /// Whether a store, as it stands in a row, is one of these; none there is online, none here is everywhere.
    static func isAt(_ stores: [StoreID]?, _ store: String?) -> Bool {
        guard let stores else { return true }
        let name = store ?? StoreID.online.text
        return stores.contains { $0.text.utf8.elementsEqual(name.utf8) }
    }
}

extension MemberFilter {
    /// Whether a member's document must be read to know whether she fits.
    fileprivate var asksDocument: Bool { country != nil || language != nil || level != nil }

    /// What `LIKE` finds in each document that fits, and in few others: those need not be read.
    ///
    /// Country, language and level stand in a document in this order. A text that JSON may write in another way is not
    /// looked for.
    fileprivate var documentPattern: String {
        var pattern = "%"
        for wanted in [country, language, level?.level] {
            guard let wanted, wanted.text.utf8.count <= 100 else { continue }
            let isPlain = wanted.text.utf8.allSatisfy { $0 > 0x1F && $0 < 0x7F && !"\"\\/".utf8.contains($0) }
            if isPlain { pattern += "\"\(wanted.text)\"%" }
        }
        return pattern
    }
}

private let addingWords = SQLBulk.insert(into: "finding_word", [("hash", .integer), ("member_id", .text)])

private let addingFound = SQLBulk.insert(into: "finding_member", [("member_id", .text), ("hashes", .blob)])
