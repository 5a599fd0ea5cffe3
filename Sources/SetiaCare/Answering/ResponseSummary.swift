package import SetiaCore

/// An episode with what it is counted under.
package struct ResponseSample: Sendable, Hashable {
    /// The episode.
    package let episode: WaitingEpisode
    /// The channel by which the member wrote.
    package let channel: Key
    /// Whose work it was; none is nobody's.
    package let team: Key?
    /// How much business time it took, or has taken so far, without pauses; in milliseconds.
    package let businessTime: Int64

    /// An episode with what it is counted under.
    package init(episode: WaitingEpisode, channel: Key, team: Key?, businessTime: Int64) {
        self.episode = episode
        self.channel = channel
        self.team = team
        self.businessTime = businessTime
    }
}

/// How fast answers came (rule K-26).
package struct ResponseSummary: Sendable, Hashable {
    /// The channel, the team or the person; none is all, or what belongs to nobody.
    package let group: Key?
    /// How many were answered.
    package let answered: Int
    /// How many are not answered and were due.
    package let overdue: Int
    /// For how many a promise can be judged: answered ones with a promise, and overdue ones.
    package let promised: Int
    /// How many of those came in time.
    package let inTime: Int
    /// The middle one of the answered, by the wall clock, in milliseconds; none where nothing was answered.
    package let medianWall: Int64?
    /// What nine of ten did not exceed, by the wall clock, in milliseconds.
    package let p90Wall: Int64?
    /// The middle one in business time.
    package let medianBusiness: Int64?
    /// What nine of ten did not exceed, in business time.
    package let p90Business: Int64?
    /// How much of all the waiting was waiting for the member, in hundredths of a per cent, rounded down.
    package let pausedShare: Int

    /// How many of the promises were kept, in hundredths of a per cent, rounded down; none where there were none.
    package var attainment: Int? { promised == 0 ? nil : inTime * 10_000 / promised }

    /// What a summary is made for.
    package enum Grouping: Sendable, Hashable, CaseIterable {
        /// One for all.
        case all
        /// One for each channel.
        case channel
        /// One for each team.
        case team
        /// One for each person who answered; what nobody answered is nobody's.
        case person
    }

    /// The answers of some time, by group.
    ///
    /// - Parameters:
    ///   - samples: Each episode once, in any order.
    ///   - grouping: What a summary is made for.
    ///   - now: As of when; what is due later does not count yet.
    /// - Returns: By the group's key, what belongs to nobody first; nothing for a group without episodes that count.
    /// - Complexity: O(*n* log *n*).
    package static func of(_ samples: [ResponseSample], by grouping: Grouping, asOf now: Instant) -> [ResponseSummary] {
        let counted = samples.filter { $0.episode.isAnswered || $0.episode.isInTime(asOf: now) != nil }
        let keyed = counted.map { (key: grouping.key(of: $0), sample: $0) }
        let sorted = keyed.sorted { left, right in
            guard let one = left.key, let other = right.key else { return left.key == nil && right.key != nil }
            return one < other
        }
        return sorted.chunked { $0.key == $1.key }.map { chunk in
            ResponseSummary(group: chunk[chunk.startIndex].key, chunk.map(\.sample), asOf: now)
        }
    }

    private init(group: Key?, _ samples: [ResponseSample], asOf now: Instant) {
        self.group = group
        let answers = samples.filter(\.episode.isAnswered)
        answered = answers.count
        overdue = samples.count - answers.count
        let judged = samples.compactMap { $0.episode.isInTime(asOf: now) }
        promised = judged.count
        inTime = judged.count { $0 }
        let wall = answers.map { $0.episode.wallTime(asOf: now) }.sorted()
        let business = answers.map(\.businessTime).sorted()
        medianWall = median(wall)
        p90Wall = ninetieth(wall)
        medianBusiness = median(business)
        p90Business = ninetieth(business)
        let all = samples.reduce(0) { $0 + $1.episode.wallTime(asOf: now) }
        let paused = samples.reduce(0) { $0 + $1.episode.pausedTime(asOf: now) }
        pausedShare = all == 0 ? 0 : Int(Int128(paused) * 10_000 / Int128(all))
    }
}

extension ResponseSummary.Grouping {
    fileprivate func key(of sample: ResponseSample) -> Key? {
        switch self {
        case .all: nil
        case .channel: sample.channel
        case .team: sample.team
        case .person: sample.episode.isAnswered ? sample.episode.ending?.replier : nil
        }
    }
}

/// The middle one; of an even number the mean of the middle two, rounded down.
private func median(_ sorted: [Int64]) -> Int64? {
    guard let last = sorted.indices.last else { return nil }
    let (low, high) = (sorted[last / 2], sorted[(last + 1) / 2])
    return low + (high - low) / 2
}

/// The smallest that nine of ten do not exceed (nearest rank).
private func ninetieth(_ sorted: [Int64]) -> Int64? {
    sorted.isEmpty ? nil : sorted[(sorted.count * 9 + 9) / 10 - 1]
}

extension Array {
    /// Neighbours that belong together, as one.
    fileprivate func chunked(_ belongs: (Element, Element) -> Bool) -> [ArraySlice<Element>] {
        var chunks: [ArraySlice<Element>] = []
        var start = 0
        for index in indices where index == count - 1 || !belongs(self[index], self[index + 1]) {
            chunks.append(self[start...index])
            start = index + 1
        }
        return chunks
    }
}
