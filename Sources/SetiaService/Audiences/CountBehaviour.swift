internal import SetiaCore

extension SetiaService {
    /// Counts what members did in the last days, those of a page in one pass over an index (rules C-15 and C-16).
    ///
    /// - Parameters:
    ///   - measures: What is counted, each once.
    ///   - states: Of whom, in the order of their ids.
    ///   - version: Whose days they are.
    ///   - now: When it is asked.
    ///   - archive: What was kept.
    /// - Returns: The counts of each of them; none where nothing is counted.
    /// - Throws: the world's trouble.
    /// - Complexity: O(what they did in the widest window).
    func counted(
        _ measures: [BehaviourMeasure],
        of states: [MemberState],
        _ version: ProgrammeVersion,
        _ now: SetiaCore.Instant,
        _ archive: any Archive
    ) throws -> ((MemberID) -> BehaviourCounts?)? {
        guard let widest = measures.map(\.days).max(), let first = states.first, let last = states.last else {
            return nil
        }
        let zone = version.zone
        let today = zone.day(of: now)
        let since = zone.start(of: today.adding(days: 1 - widest))
        let nothing = BehaviourCounts(measures, today: today)
        func wish(_ first: MemberID, _ last: MemberID) -> DeedWish {
            DeedWish(
                first: first,
                last: last,
                since: since,
                readsLines: measures.contains(where: \.readsLines),
                readsRedemptions: measures.contains(where: \.readsRedemptions)
            )
        }
        var counts: [MemberID: BehaviourCounts] = [:]
        try archive.deeds(wish(first.member, last.member)) { member, deed in
            counts[member, default: nothing].add(deed.matter, on: zone.day(of: deed.at))
        }
        for state in states where !state.mergedIn.isEmpty {
            for account in try accounts(mergedInto: state, archive) {
                try archive.deeds(wish(account, account)) { _, deed in
                    counts[state.member, default: nothing].add(deed.matter, on: zone.day(of: deed.at))
                }
            }
        }
        return { counts[$0] ?? nothing }
    }

    /// The accounts that were found to be hers too, and those that had been found to be theirs.
    private func accounts(mergedInto state: MemberState, _ archive: any Archive) throws -> [MemberID] {
        var (found, ahead) = ([MemberID](), state.mergedIn.map(\.other))
        while let account = ahead.popLast() {
            guard account != state.member, !found.contains(account) else { continue }
            found.append(account)
            for case let other? in try archive.states([StateRequest(member: account)]) {
                ahead += other.mergedIn.map(\.other)
            }
        }
        return found
    }
}

extension Programme {
    /// What its segments count of what members did, each once.
    var measures: [BehaviourMeasure] {
        var measures: [BehaviourMeasure] = []
        for measure in segments.flatMap(\.measures) where !measures.contains(measure) { measures.append(measure) }
        return measures
    }
}
