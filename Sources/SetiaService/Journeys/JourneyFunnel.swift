package import SetiaCare
package import SetiaCore

/// How members are spread over a journey (rule Y-12).
package struct JourneyFunnel: Sendable {
    /// Which, and how it stands.
    package let view: JourneyView
    /// How many began it, in all versions.
    package var began = 0
    /// How many are on their way.
    package var underWay = 0
    /// How many came to what it is for.
    package var reachedGoal = 0
    /// How many ended how; those that none did are left out.
    package var endings: [JourneyEnrolment.Ending: Int] = [:]
    /// One a step of the newest version, in its order.
    package var steps: [Step]
    /// How messages of a step stand: by verdict, reason and way.
    package var messages: [Key: [ContactCount]] = [:]

    /// How members are spread over a step.
    package struct Step: Sendable, Hashable {
        /// Which.
        package let key: Key
        /// How many came to it at least once.
        package var came = 0
        /// How many stand at it now.
        package var stand = 0
        /// How often what came of it, by outcome; those without one are left out.
        package var outcomes: [Key: Int] = [:]
    }
}

extension SetiaService {
    /// How members are spread over a journey: whoever began it is on her way or has ended it in one way.
    ///
    /// - Returns: all versions together, by the steps of the newest.
    /// - Throws: `JourneyRefusal.unknownJourney`, or the world's trouble.
    /// - Complexity: O(members who began it).
    package func journeyFunnel(_ key: Key) async throws -> JourneyFunnel {
        let view = try await journey(key)
        return try await store.reading { archive in
            let steps = (view.journey?.steps ?? []).map { JourneyFunnel.Step(key: $0.key) }
            var funnel = JourneyFunnel(view: view, steps: steps)
            var places: [Key: Int] = [:]
            for (place, step) in steps.enumerated() { places[step.key] = place }
            try archive.enrolments(of: key) { enrolment in
                funnel.began += 1
                if enrolment.goalAt != nil { funnel.reachedGoal += 1 }
                if let ending = enrolment.ending {
                    funnel.endings[ending, default: 0] += 1
                } else {
                    funnel.underWay += 1
                    if let place = enrolment.step.flatMap({ places[$0] }) { funnel.steps[place].stand += 1 }
                }
                var seen: Set<Key> = []
                for visit in enrolment.path {
                    guard let place = places[visit.step] else { continue }
                    if seen.insert(visit.step).inserted { funnel.steps[place].came += 1 }
                    if !visit.outcome.text.isEmpty { funnel.steps[place].outcomes[visit.outcome, default: 0] += 1 }
                }
            }
            for broadcast in try archive.journeyBroadcasts(key) {
                guard let step = broadcast.journey?.step else { continue }
                funnel.messages[step, default: []] += try archive.contactCounts(of: broadcast.id)
            }
            return funnel
        }
    }

    /// The journeys of a member, the newest first.
    package func journeys(of member: MemberID) async throws -> [JourneyEnrolment] {
        try await store.reading { try $0.enrolments(of: [member], onlyUnderWay: false).reversed() }
    }
}

extension JourneyFunnel {
    /// How many messages of a step left, wait for their turn, and will not go.
    package func messages(at step: Key) -> (sent: Int64, waiting: Int64, notSent: Int64) {
        var (sent, waiting, not): (Int64, Int64, Int64) = (0, 0, 0)
        for count in messages[step] ?? [] {
            switch (count.verdict, count.way) {
            case ("sent", .sent): sent += count.count
            case ("sent", .due), ("sent", .sending), ("deferred", _): waiting += count.count
            default: not += count.count
            }
        }
        return (sent, waiting, not)
    }
}
