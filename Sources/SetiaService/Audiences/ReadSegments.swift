package import SetiaCore
internal import Synchronization

/// How many active members belong to each segment, as it was at a moment.
package struct SegmentCounts: Sendable, Hashable {
    /// When they were counted.
    package let at: SetiaCore.Instant
    /// The segments of the programme that holds, in the order of the document, with how many belong to each.
    package let segments: [(segment: MemberSegment, count: Int)]
    /// How many active members there are.
    package let ofMembers: Int

    package static func == (one: SegmentCounts, other: SegmentCounts) -> Bool {
        one.at == other.at && one.ofMembers == other.ofMembers
            && one.segments.elementsEqual(other.segments) { $0.segment == $1.segment && $0.count == $1.count }
    }

    package func hash(into hasher: inout Hasher) {
        hasher.combine(at)
        hasher.combine(ofMembers)
    }
}

/// Some of the members of a segment.
package struct SegmentPortion: Sendable, Hashable {
    /// Who belongs to it, by id.
    package let members: [MemberID]
    /// Behind whom to go on; none where there is nobody more.
    package let next: MemberID?
}

/// Who would belong to a segment.
package struct SegmentPreview: Sendable, Hashable {
    /// How many.
    package let count: Int
    /// How many active members there are.
    package let ofMembers: Int
    /// The first of them, by id.
    package let members: [MemberID]

    /// So many of so many, and the first of them.
    package init(count: Int, ofMembers: Int, members: [MemberID]) {
        self.count = count
        self.ofMembers = ofMembers
        self.members = members
    }
}

/// Why nothing is read of a segment, or no list changed.
package enum SegmentRefusal: Error, Sendable, Hashable {
    /// The programme has no such segment; it has these.
    case unknownSegment(String, known: [String])
    /// It says by itself who belongs to it: nobody is written on it.
    case notAList(String)
    /// So many at once and no more.
    case tooMany(most: Int)
}

extension SetiaService {
    /// How many members belong to each segment.
    ///
    /// Counted anew where something was recorded since, by asking every active member as she stands now; nobody is asked
    /// twice at the same time.
    ///
    /// - Throws: `Unready`, or the world's trouble.
    /// - Complexity: O(members × segments), a thousand members at a time.
    package func segmentCounts() async throws -> SegmentCounts {
        let now = surroundings.now()
        let (mark, version) = try await store.reading { archive in
            let version = try self.configuration(archive).published().version(at: now)
            return ("\(try archive.configurationVersion())/\(try archive.newestMark() ?? "")", version)
        }
        let day = version.zone.day(of: now)
        if let known = segmentBoard.counts(mark, day) { return known }
        var counts = Array(repeating: 0, count: version.programme.segments.count)
        var (members, after) = (0, MemberID?.none)
        let places = Dictionary(uniqueKeysWithValues: version.programme.segments.enumerated().map { ($1.key, $0) })
        repeat {
            let from = after
            let page = try await store.reading { archive in
                try self.belonging(after: from, limit: 1_000, version, now, archive)
            }
            for (_, segments) in page.members {
                members += 1
                for segment in segments { if let place = places[segment] { counts[place] += 1 } }
            }
            after = page.last
            try Task.checkCancellation()
        } while after != nil
        let found = SegmentCounts(
            at: now,
            segments: Array(zip(version.programme.segments, counts)).map { (segment: $0.0, count: $0.1) },
            ofMembers: members
        )
        segmentBoard.keep(found, mark, day)
        return found
    }

    /// Who belongs to a segment, by id, at most `limit`.
    ///
    /// A list is read; else members are asked until enough were found, at most 20,000 of them at once: a portion may be
    /// empty and still go on.
    ///
    /// - Throws: `SegmentRefusal.unknownSegment`, `Unready`, or the world's trouble.
    package func members(of segment: Key, after: MemberID?, limit: Int) async throws -> SegmentPortion {
        let now = surroundings.now()
        let version = try await store.reading { archive in
            try self.configuration(archive).published().version(at: now)
        }
        guard let found = version.programme.segment(segment) else {
            throw SegmentRefusal.unknownSegment(segment.text, known: version.programme.segments.map(\.key.text))
        }
        if found.isList || found.isMeasured {
            let rows = try await store.reading { try $0.listed(on: segment, after: after, limit: limit + 1) }
            return SegmentPortion(
                members: rows.prefix(limit).map(\.member),
                next: rows.count > limit ? rows[limit - 1].member : nil
            )
        }
        var (members, from, looked) = ([MemberID](), after, 0)
        while looked < 20_000 {
            let start = from
            let page = try await store.reading { archive in
                try self.asked(after: start, limit: 1_000, version, now, archive, counting: found.measures) {
                    version.belongs($0, to: segment, counting: $1, at: $2)
                }
            }
            looked += 1_000
            for (member, belongs) in page.members where belongs {
                members.append(member)
                if members.count == limit { return SegmentPortion(members: members, next: member) }
            }
            from = page.last
            if from == nil { return SegmentPortion(members: members, next: nil) }
        }
        return SegmentPortion(members: members, next: from)
    }

    /// Who would belong to a segment with this condition, now: asked of all active members, nothing is written.
    ///
    /// - Parameters:
    ///   - text: The condition, such as `member.orders >= 10`.
    ///   - limit: How many members are named at most.
    /// - Returns: how many, of how many, and the first of them by id.
    /// - Throws: `MalformedCondition`, `Unready`, or the world's trouble.
    /// - Complexity: O(members), a thousand at a time.
    package func previewSegment(_ text: String, naming limit: Int) async throws -> SegmentPreview {
        let now = surroundings.now()
        let version = try await store.reading { archive in
            try self.configuration(archive).published().version(at: now)
        }
        let condition = try version.memberCondition(text)
        var (found, count, all, after) = ([MemberID](), 0, 0, MemberID?.none)
        repeat {
            let from = after
            let page = try await store.reading { archive in
                try self.asked(after: from, limit: 1_000, version, now, archive, counting: condition.measures) {
                    version.holds(condition, of: $0, counting: $1, at: $2)
                }
            }
            all += page.members.count
            for (member, belongs) in page.members where belongs {
                count += 1
                if found.count < limit { found.append(member) }
            }
            after = page.last
            try Task.checkCancellation()
        } while after != nil
        return SegmentPreview(count: count, ofMembers: all, members: found)
    }

    /// All active members who belong to a segment, by id; all active ones where none is named.
    func activeMembers(in segment: Key?) async throws -> [MemberID] {
        let now = surroundings.now()
        let version = try await store.reading { archive in
            try self.configuration(archive).published().version(at: now)
        }
        let measures = segment.flatMap { version.programme.segment($0)?.measures } ?? []
        var (members, after) = ([MemberID](), MemberID?.none)
        repeat {
            let from = after
            let page = try await store.reading { archive in
                try self.asked(after: from, limit: 1_000, version, now, archive, counting: measures) {
                    state,
                    counts,
                    moment in
                    segment.map { version.belongs(state, to: $0, counting: counts, at: moment) } ?? true
                }
            }
            members += page.members.filter(\.1).map(\.0)
            after = page.last
            try Task.checkCancellation()
        } while after != nil
        return members
    }

    /// The segments of a page of members, those only who are active; `last` is none where there is nobody more.
    func belonging(
        after: MemberID?,
        limit: Int,
        _ version: ProgrammeVersion,
        _ now: SetiaCore.Instant,
        _ archive: any Archive
    ) throws -> (members: [(MemberID, [Key])], last: MemberID?) {
        try asked(after: after, limit: limit, version, now, archive, counting: version.programme.measures) {
            version.segments(of: $0, counting: $1, at: $2)
        }
    }

    /// What is asked of a page of members, as they stand now and with what is counted of them, those only who are active.
    private func asked<Answer>(
        after: MemberID?,
        limit: Int,
        _ version: ProgrammeVersion,
        _ now: SetiaCore.Instant,
        _ archive: any Archive,
        counting measures: [BehaviourMeasure],
        _ answer: (MemberState, BehaviourCounts?, SetiaCore.Instant) -> Answer
    ) throws -> (members: [(MemberID, Answer)], last: MemberID?) {
        let ids = try archive.members(after: after, limit: limit)
        let states = try archive.states(ids.map { StateRequest(member: $0) }).map { state in
            state.flatMap { $0.status == .active && !$0.isGuest ? $0 : nil }
        }
        let behaviour = try counted(measures, of: states.compactMap { $0 }, version, now, archive)
        let members: [(MemberID, Answer)] = states.compactMap { state in
            guard var state else { return nil }
            if let due = state.nextDue, due <= now {
                let time = Event(source: "setia/segments", id: "", occurredAt: now, matter: .timePassed)
                if let later = try? decide(version, state, time).state { state = later }
            }
            return (state.member, answer(state, behaviour?(state.member), max(now, state.clock)))
        }
        return (members, ids.count < limit ? nil : ids.last)
    }
}

/// The newest counts, for whoever asks before something has happened.
final class SegmentBoard: Sendable {
    private let state = Mutex<(counts: SegmentCounts, mark: String, day: Day)?>(nil)

    func counts(_ mark: String, _ day: Day) -> SegmentCounts? {
        state.withLock { $0.flatMap { $0.mark == mark && $0.day == day ? $0.counts : nil } }
    }

    func keep(_ counts: SegmentCounts, _ mark: String, _ day: Day) {
        state.withLock { $0 = (counts, mark, day) }
    }
}
