package import SetiaCore

/// What became of a change of a list.
package struct ListChanged: Sendable, Hashable {
    /// Who was written on it, or taken off.
    package var changed = 0
    /// Who stood there already, or did not.
    package var unchanged = 0
    /// Who is no member, or left.
    package var unknown: [MemberID] = []
}

extension SetiaService {
    /// How many may be written on a list at once.
    package static let mostListed = 10_000

    /// Who numbers what is written on lists by Setia itself.
    private static let listSource: Key = "setia/segments"

    /// Writes members on a list, or takes them off it; each is an event of her own (rule C-3).
    ///
    /// - Parameters:
    ///   - members: Who.
    ///   - segment: Which list.
    ///   - isIn: Whether they stand on it from now on.
    ///   - actor: Who does it; it is written in the log.
    /// - Returns: how many were changed; the same again changes nobody.
    /// - Throws: `SegmentRefusal`, `Unready`, or the world's trouble; what was changed by then stays.
    package func list(
        _ members: [MemberID],
        on segment: Key,
        isIn: Bool,
        by actor: AuditActor
    ) async throws -> ListChanged {
        let programme = try await programmeNow().programme
        guard let found = programme.segment(segment) else {
            let known = programme.segments.filter(\.isList).map(\.key.text)
            throw SegmentRefusal.unknownSegment(segment.text, known: known)
        }
        guard found.isList else { throw SegmentRefusal.notAList(segment.text) }
        guard members.count <= Self.mostListed else { throw SegmentRefusal.tooMany(most: Self.mostListed) }
        var seen: Set<MemberID> = []
        let unique = members.filter { seen.insert($0).inserted }
        let result = try await write(unique, on: segment, isIn: isIn, from: Self.listSource)
        if result.changed > 0 {
            let details = ["changed": String(result.changed), "isIn": isIn ? "yes" : "no"]
            try await note(
                .listChanged,
                by: actor,
                member: unique.count == 1 ? unique[0] : nil,
                subject: segment.text,
                details: details
            )
        }
        return result
    }

    /// Writes members on a list, or takes them off it, some hundred at a time.
    func write(_ unique: [MemberID], on segment: Key, isIn: Bool, from source: Key) async throws -> ListChanged {
        let now = surroundings.now()
        var result = ListChanged()
        for start in stride(from: 0, to: unique.count, by: 500) {
            let part = Array(unique[start..<min(unique.count, start + 500)])
            let states = try await store.reading { try $0.states(part.map { StateRequest(member: $0) }) }
            var intakes: [PreparedIntake] = []
            for (member, state) in zip(part, states) {
                guard let state, state.status != .erased, state.status != .closed else {
                    result.unknown.append(member)
                    continue
                }
                guard state.lists.contains(where: { $0.segment == segment && $0.isIn }) != isIn else {
                    result.unchanged += 1
                    continue
                }
                let event = Event(
                    source: source,
                    id: Key(surroundings.newIdentifier().text),
                    occurredAt: now,
                    matter: .segmentChanged(SegmentChange(segment: segment, isIn: isIn))
                )
                intakes.append(prepare(Intake(event: event, who: .member(member))))
            }
            guard !intakes.isEmpty else { continue }
            for outcome in try await record(intakes) {
                switch outcome {
                case .recorded: result.changed += 1
                case .refused(let refusal): throw refusal
                case .failed(let error): throw error
                case .kept: preconditionFailure("a list never waits")
                }
            }
        }
        return result
    }
}
