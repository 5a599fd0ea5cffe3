package import SetiaCare
package import SetiaCore

/// How fast members were answered in some time (rule N-13).
package struct ResponseFigures: Sendable {
    /// First answers: all, by channel, by team, by person.
    package let first: [ResponseSummary.Grouping: [ResponseSummary]]
    /// Answers after the first.
    package let next: [ResponseSummary.Grouping: [ResponseSummary]]
    /// How many conversations were closed.
    package let closed: Int
    /// From the first message to the closing, by the wall clock, in milliseconds: the middle one; none where none was.
    package let medianResolution: Int64?
    /// What nine of ten did not exceed.
    package let p90Resolution: Int64?
    /// What people are called who answered, by their keys.
    package let names: [Key: String]
}

extension SetiaService {
    /// How fast members were answered who wrote from `from` on and before `until`; closings are those of that time.
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
            var resolutions: [Int64] = []
            try archive.closings(from: from, until: until) { start, end in
                resolutions.append(max(0, end.milliseconds(since: start)))
            }
            resolutions.sort()
            func summaries(_ samples: [ResponseSample]) -> [ResponseSummary.Grouping: [ResponseSummary]] {
                ResponseSummary.Grouping.allCases.reduce(into: [:]) { all, grouping in
                    all[grouping] = ResponseSummary.of(samples, by: grouping, asOf: now)
                }
            }
            let count = resolutions.count
            return ResponseFigures(
                first: summaries(samples.first),
                next: summaries(samples.next),
                closed: count,
                medianResolution: count == 0
                    ? nil : (resolutions[(count - 1) / 2] + resolutions[count / 2]) / 2,
                p90Resolution: count == 0 ? nil : resolutions[(count * 9 + 9) / 10 - 1],
                names: names
            )
        }
    }
}
