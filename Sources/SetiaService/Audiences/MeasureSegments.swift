internal import SetiaCore
internal import SetiaInsight

extension SetiaService {
    /// Measures who belongs to the segments that name kinds of customers, or count what members did in the last days, and
    /// writes them on (rules C-11 and C-17).
    ///
    /// What was measured is written by events of the members, so that a decision can be made again without reading more than
    /// the member.
    ///
    /// - Returns: how many members were written on or taken off.
    /// - Throws: `Unready`, or the world's trouble; what was written by then stays.
    /// - Complexity: O(orders + members × segments).
    @discardableResult
    package func measureSegments() async throws -> Int {
        try await measureKinds() + measureBehaviour()
    }

    /// Members are scored by recency, frequency and spending among all who bought, in the currency in which most orders were
    /// paid.
    private func measureKinds() async throws -> Int {
        let segments = try await programmeNow().programme.segments.filter(\.isMeasured)
        guard !segments.isEmpty else { return 0 }
        let purchases = try await brandPurchasesByCurrency().max { $0.columns.count < $1.columns.count }
        var wanted: [Key: Set<MemberID>] = [:]
        if let purchases {
            for score in rfm(await purchases.columns.folded()) {
                let kind = Key(RFMSegment(score).rawValue)
                let member = purchases.members[Int(score.member)]
                for segment in segments where segment.takes(kind, score) {
                    wanted[segment.key, default: []].insert(member)
                }
            }
        }
        return try await write(wanted, on: segments)
    }

    /// Writes who belongs to the segments that count what members did in the last days, as it is now (rule C-17).
    ///
    /// - Returns: how many members were written on or taken off; without such segments nothing is read.
    /// - Throws: `Unready`, or the world's trouble; what was written by then stays.
    /// - Complexity: O(what members did in the widest window + members × segments).
    @discardableResult
    package func measureBehaviour() async throws -> Int {
        let now = surroundings.now()
        let version = try await programmeNow()
        let segments = version.programme.segments.filter(\.countsBehaviour)
        guard !segments.isEmpty else { return 0 }
        var (wanted, after) = ([Key: Set<MemberID>](), MemberID?.none)
        repeat {
            let from = after
            let page = try await store.reading { archive in
                try self.belonging(after: from, limit: 1_000, version, now, archive)
            }
            for (member, own) in page.members {
                for segment in own { wanted[segment, default: []].insert(member) }
            }
            after = page.last
            try Task.checkCancellation()
        } while after != nil
        return try await write(wanted, on: segments)
    }

    private func write(_ wanted: [Key: Set<MemberID>], on segments: [MemberSegment]) async throws -> Int {
        var changed = 0
        for segment in segments {
            let held = try await listed(on: segment.key)
            let own = wanted[segment.key] ?? []
            let (on, off) = (own.subtracting(held).sorted(), held.subtracting(own).sorted())
            let source = MemberSegment.measuringSource
            changed += try await write(on, on: segment.key, isIn: true, from: source).changed
            changed += try await write(off, on: segment.key, isIn: false, from: source).changed
        }
        return changed
    }

    private func listed(on segment: Key) async throws -> Set<MemberID> {
        var (members, after) = (Set<MemberID>(), MemberID?.none)
        while true {
            let from = after
            let rows = try await store.reading { try $0.listed(on: segment, after: from, limit: 10_000) }
            members.formUnion(rows.map(\.member))
            after = rows.last?.member
            guard rows.count == 10_000 else { return members }
        }
    }
}

extension MemberSegment {
    /// Whether a customer of this kind and score belongs to it.
    fileprivate func takes(_ name: Key, _ score: RFMScore) -> Bool {
        guard case .measured(let cells) = kind else { return false }
        let scores = Array("\(score.code)".utf8)
        return cells.contains { cell in
            cell == name
                || MemberSegment.isCell(cell.text)
                    && zip(cell.text.utf8, scores).allSatisfy { $0 == UInt8(ascii: "*") || $0 == $1 }
        }
    }
}
