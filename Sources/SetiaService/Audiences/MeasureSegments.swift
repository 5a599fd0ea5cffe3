internal import SetiaCore
internal import SetiaInsight

extension SetiaService {
    /// Measures who belongs to the segments that name kinds of customers, and writes them on (rule C-11).
    ///
    /// Members are scored by recency, frequency and spending among all who bought, in the currency in which most orders were
    /// paid. What was measured is written by events of the members, so that a decision can be made again.
    ///
    /// - Returns: how many members were written on or taken off.
    /// - Throws: `Unready`, or the world's trouble; what was written by then stays.
    /// - Complexity: O(orders + members × segments).
    @discardableResult
    package func measureSegments() async throws -> Int {
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
