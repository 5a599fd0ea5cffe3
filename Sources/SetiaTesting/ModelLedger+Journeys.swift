internal import SetiaCare
internal import SetiaCore
internal import SetiaService

/// All that the model keeps of journeys.
struct KeptJourneys: Sendable {
    var journeys: [Key: KeptJourney] = [:]
    var versions: [Key: [JourneyVersion]] = [:]
    /// By member and then by id.
    var enrolments: [MemberID: [Identifier: JourneyEnrolment]] = [:]
    var marks: [Key: Set<MemberID>] = [:]
}

extension ModelLedger {
    func journeys() -> [KeptJourney] { kept.journeys.journeys.values.sorted { $0.key < $1.key } }

    func journey(_ key: Key) -> KeptJourney? { kept.journeys.journeys[key] }

    func journeyVersions(_ key: Key) -> [JourneyVersion] { kept.journeys.versions[key] ?? [] }

    func journeyBroadcasts(_ key: Key) -> [Broadcast] {
        kept.contacts.broadcasts.values.filter { $0.journey?.journey == key }.sorted { $0.id < $1.id }
    }

    func enrolments(of journey: Key, dueBy moment: Instant, in lanes: LaneSet, limit: Int) -> [JourneyEnrolment] {
        let due = kept.journeys.enrolments.values.flatMap(\.values).filter { one in
            one.journey == journey && lanes.contains(one.member) && (one.dueAt.map { $0 <= moment } ?? false)
        }
        func place(_ one: JourneyEnrolment) -> (Int64, MemberID, Identifier) {
            (one.dueAt?.milliseconds ?? 0, one.member, one.id)
        }
        return Array(due.sorted { place($0) < place($1) }.prefix(limit))
    }

    func enrolments(of members: [MemberID], onlyUnderWay: Bool) -> [JourneyEnrolment] {
        members.flatMap { (kept.journeys.enrolments[$0] ?? [:]).values }
            .filter { !onlyUnderWay || $0.dueAt != nil }
            .sorted { ($0.member, $0.enteredAt, $0.id) < ($1.member, $1.enteredAt, $1.id) }
    }

    func enrolments(again those: [JourneyEnrolment]) -> [JourneyEnrolment] {
        those.compactMap { kept.journeys.enrolments[$0.member]?[$0.id] }.filter { $0.dueAt != nil }
    }

    func enrolments(of journey: Key, _ each: (JourneyEnrolment) throws -> Void) throws {
        for enrolments in kept.journeys.enrolments.values {
            for one in enrolments.values where one.journey == journey { try each(one) }
        }
    }

    func journeyMarks(_ journey: Key, of members: [MemberID]) -> Set<MemberID> {
        (kept.journeys.marks[journey] ?? []).intersection(members)
    }

    func complaining(_ members: [MemberID]) -> Set<MemberID> {
        Set(
            members.filter { member in
                memberCases(of: member, limit: .max).contains { $0.isOpen && $0.kind.isTrouble }
            }
        )
    }

    func save(_ journey: KeptJourney) { kept.journeys.journeys[journey.key] = journey }

    func add(_ version: JourneyVersion) { kept.journeys.versions[version.journey, default: []].append(version) }

    func enrol(_ enrolments: [JourneyEnrolment]) {
        for one in enrolments {
            let own = kept.journeys.enrolments[one.member] ?? [:]
            guard !own.values.contains(where: { $0.journey == one.journey && $0.entry == one.entry }) else { continue }
            kept.journeys.enrolments[one.member, default: [:]][one.id] = one
        }
    }

    func save(_ enrolments: [JourneyEnrolment]) {
        for one in enrolments where kept.journeys.enrolments[one.member]?[one.id] != nil {
            kept.journeys.enrolments[one.member]?[one.id] = one
        }
    }

    func setJourneyMarks(_ journey: Key, _ members: [MemberID], isSet: Bool) {
        if isSet {
            kept.journeys.marks[journey, default: []].formUnion(members)
        } else {
            kept.journeys.marks[journey]?.subtract(members)
        }
    }
}
