/// What a reward would cost a member now, and what stands between her and it (rule W-5).
package struct RewardQuote: Sendable, Hashable {
    /// Which.
    package let reward: Reward
    /// Whether nothing stands between her and one of it.
    package let canHave: Bool
    /// One for each price, in the order of the document.
    package let prices: [PriceQuote]
    /// What stands between her and it whatever the price, in the order in which a redemption would be refused for it.
    package let obstacles: [RewardRefusal]
    /// How many are left, where they are counted and it is known.
    package let left: Int64?
    /// How many more she may have by her limits and by what is left, points aside; none has no end.
    package let mayHave: Int64?

    /// A price, and what is missing of it.
    package struct PriceQuote: Sendable, Hashable {
        /// What it costs.
        package let price: Reward.Price
        /// What she could use of its wallet.
        package let available: Points
        /// How many points are missing; 0 where she can pay.
        package let missing: Points
    }

    /// Whether points alone are missing, and at least half of them are there.
    package var isNear: Bool {
        guard !canHave, obstacles.isEmpty else { return false }
        return prices.contains { $0.missing > .zero && $0.available.units >= $0.missing.units }
    }

    /// The first price she can pay, else the one of which fewest points are missing; none never.
    package var best: PriceQuote? {
        prices.first { $0.missing == .zero } ?? prices.min { $0.missing < $1.missing }
    }
}

/// What each reward of the programme would cost a member now, and what stands between her and it.
///
/// Nothing is set aside: what it says may be another a moment later, and a redemption is asked again.
///
/// - Parameters:
///   - version: The programme that holds now.
///   - state: The member.
///   - now: The moment; what falls due by then is taken as done.
///   - store: Where she asks; none is online.
///   - channel: By which way she asks.
///   - left: How many of a reward's stock are left; none where it is not known.
/// - Returns: one for each reward, in the order of the document; those that are over last are among them.
/// - Complexity: O(rewards × (prices + limits) + lots).
package func quote(
    _ version: ProgrammeVersion,
    _ state: MemberState,
    at now: Instant,
    store: StoreID? = nil,
    channel: Key? = nil,
    left: (Key) -> Int64?
) -> [RewardQuote] {
    let event = Event(
        source: RewardRedemption.ourSource,
        id: "quote",
        occurredAt: max(now, state.clock),
        store: store,
        channel: channel,
        matter: .rewardRedeemed(RewardWish(id: "quote", reward: "quote"))
    )
    var deciding = Deciding(version: version, state: state, event: event, counting: .asking)
    deciding.advance()
    var quotes: [RewardQuote] = []
    for reward in version.programme.rewards where !reward.isPresent {
        var obstacles = deciding.obstacles(to: reward)
        // Of what she is held out of she sees nothing (rule C-9).
        if obstacles.contains(where: \.isHeldOut) { continue }
        let day = version.zone.day(of: event.occurredAt)
        if let limit = deciding.fullLimit(of: reward, 1, on: day) {
            obstacles.append(limit)
        }
        let stock = reward.counter.flatMap { left($0) }
        if reward.stock != .unlimited, let stock, stock < 1 {
            obstacles.append(.outOfStock(reward: reward.key, left: stock))
        }
        let prices = reward.prices.map { price in
            let available = price.wallet.flatMap { deciding.state.account($0)?.standing(at: deciding.at).available }
            let has = available ?? .zero
            return RewardQuote.PriceQuote(price: price, available: has, missing: max(.zero, price.points - has))
        }
        let isPayable = prices.contains { $0.missing == .zero }
        quotes.append(
            RewardQuote(
                reward: reward,
                canHave: obstacles.isEmpty && isPayable && state.status == .active,
                prices: prices,
                obstacles: obstacles,
                left: stock,
                mayHave: [deciding.room(of: reward, on: day), stock.map { max(0, $0) }].compactMap(\.self).min()
            )
        )
    }
    return quotes
}
