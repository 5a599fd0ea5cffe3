package import SetiaCore

/// What a member can have, as she looks.
package struct RewardsView: Sendable {
    /// Whose.
    package let state: MemberState
    /// The moment.
    package let at: Instant
    /// The programme that holds then.
    package let version: ProgrammeVersion
    /// One for each reward, in the order of the programme.
    package let quotes: [RewardQuote]
}

extension SetiaService {
    /// What each reward costs a member now, and what stands between her and it; nothing is set aside (rule W-5).
    ///
    /// - Parameters:
    ///   - member: Who.
    ///   - place: Where she asks; none is online.
    ///   - channel: By which way.
    /// - Returns: the quotes; none where there is no such member.
    /// - Throws: where no programme is published, or the world's trouble.
    package func rewards(of member: MemberID, store place: StoreID? = nil, channel: Key? = nil) async throws
        -> RewardsView?
    {
        let now = surroundings.now()
        return try await store.reading { archive in
            guard let state = try archive.states([StateRequest(member: member)])[0] else { return nil }
            let version = try self.configuration(archive).published().version(at: now)
            let left = try self.stockLeft(version.programme.rewards, archive)
            let quotes = quote(version, state, at: now, store: place, channel: channel) { left[$0] }
            return RewardsView(
                state: try self.advanced(state, to: now, archive),
                at: now,
                version: version,
                quotes: quotes
            )
        }
    }

    /// How many are left of what is counted, by the counter; 0 of what nothing was ever put on the shelf of.
    func stockLeft(_ rewards: [Reward], _ archive: any Archive) throws -> [Key: Int64] {
        let keys = rewards.compactMap(\.counter)
        guard !keys.isEmpty else { return [:] }
        var left: [Key: Int64] = [:]
        for (key, counter) in zip(keys, try archive.counters(keys)) {
            guard let counter else {
                left[key] = 0
                continue
            }
            if let rest = counter.left { left[key] = rest }
        }
        return left
    }
}

/// A reward of the programme with how many there are of it.
package struct ShelvedReward: Sendable, Hashable {
    /// Which.
    package let reward: Reward
    /// Its shelf; none where it has none, or nothing was ever put on it.
    package let shelf: SharedCounter?
    /// How many are where, over all members.
    package let sum: RewardSum

    /// A reward on its shelf.
    package init(reward: Reward, shelf: SharedCounter?, sum: RewardSum) {
        self.reward = reward
        self.shelf = shelf
        self.sum = sum
    }

    /// How many are left; none has no end.
    package var left: Int64? { reward.stock == .unlimited ? nil : shelf.map { $0.left } ?? 0 }
}

extension SetiaService {
    /// All rewards of the programme that holds now, each with how many there are and how many were had.
    package func catalogue() async throws -> [ShelvedReward] {
        let now = surroundings.now()
        return try await store.reading { archive in
            guard let version = try self.configuration(archive).book?.version(at: now) else { return [] }
            let rewards = version.programme.rewards
            let counters = try archive.counters(rewards.map { Reward.counter(of: $0.key) })
            let sums = Dictionary(try archive.rewardSums().map { ($0.reward, $0) }, uniquingKeysWith: { one, _ in one })
            return zip(rewards, counters).map { reward, counter in
                ShelvedReward(
                    reward: reward,
                    shelf: reward.stock == .unlimited ? nil : counter,
                    sum: sums[reward.key] ?? RewardSum(reward: reward.key, held: 0, had: 0, open: 0, offShelf: 0)
                )
            }
        }
    }
}
