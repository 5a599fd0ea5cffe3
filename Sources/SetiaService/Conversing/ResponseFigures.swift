package import SetiaCare
package import SetiaCore

/// How fast members were answered in some time (rule N-13).
package struct ResponseFigures: Sendable {
    /// First answers: all, by channel, by team, by person.
    package let first: [ResponseSummary.Grouping: [ResponseSummary]]
    /// Answers after the first.
    package let next: [ResponseSummary.Grouping: [ResponseSummary]]
    /// Closings, from the message that began a matter or opened it again; what is answered there is closed here, and what
    /// is overdue is still open (rule N-18).
    package let resolution: [ResponseSummary.Grouping: [ResponseSummary]]
    /// What people are called who answered, by their keys.
    package let names: [Key: String]
}

extension SetiaService {
    /// How fast members were answered who wrote from `from` on and before `until`; closings are those of that time, and what
    /// was to be closed then and is open still.
    package func responseFigures(from: Instant, until: Instant) async throws -> ResponseFigures {
        let now = surroundings.now()
        return try await store.reading { archive in
            var samples: (first: [ResponseSample], next: [ResponseSample]) = ([], [])
            var names: [Key: String] = [:]
            try archive.waitings(from: from, until: until) { waiting in
                let sample = ResponseSample(
                    episode: waiting.episode,
                    channel: Key(waiting.channel.rawValue),
                    team: waiting.team,
                    businessTime: waiting.businessTime ?? 0
                )
                if waiting.isFirst { samples.first.append(sample) } else { samples.next.append(sample) }
                if let key = waiting.episode.ending?.replier, let name = waiting.replierName { names[key] = name }
            }
            var resolutions: [ResponseSample] = []
            func add(_ conversation: Conversation) {
                guard let sample = ResponseSample(closingOf: conversation) else { return }
                resolutions.append(sample)
                if let key = conversation.resolution?.replier, let name = conversation.resolution?.replierName {
                    names[key] = name
                }
            }
            try archive.closings(from: from, until: until) { add($0) }
            try archive.unresolved(from: from, until: until) { add($0) }
            func summaries(_ samples: [ResponseSample]) -> [ResponseSummary.Grouping: [ResponseSummary]] {
                ResponseSummary.Grouping.allCases.reduce(into: [:]) { all, grouping in
                    all[grouping] = ResponseSummary.of(samples, by: grouping, asOf: now)
                }
            }
            return ResponseFigures(
                first: summaries(samples.first),
                next: summaries(samples.next),
                resolution: summaries(resolutions),
                names: names
            )
        }
    }
}

extension ResponseSample {
    /// How long a matter took, or takes; none where the member has not written.
    fileprivate init?(closingOf conversation: Conversation) {
        guard let resolution = conversation.resolution else { return nil }
        let ending = conversation.closedAt.map {
            WaitingEpisode.Ending(at: max($0, resolution.from), replier: resolution.replier, kind: .answered)
        }
        self.init(
            episode: WaitingEpisode(
                openedAt: resolution.from,
                dueAt: resolution.dueAt,
                calendarVersion: resolution.version,
                ending: ending
            ),
            channel: Key(conversation.channel.rawValue),
            team: conversation.team,
            // What was closed before business time was kept is told by the wall clock, which is longer.
            businessTime: resolution.businessTime ?? ending?.at.milliseconds(since: resolution.from) ?? 0
        )
    }
}
