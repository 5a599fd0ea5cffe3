package import SetiaCore
package import SetiaInsight

/// What to suggest to one member, with the reason of each.
package struct Recommendations: Sendable {
    /// For whom.
    package let member: MemberID
    /// What she buys again and again.
    package let again: [Recommender.Own]
    /// What she has not bought yet.
    package let others: [Recommender.Suggestion]
    /// By what `others` was chosen.
    package let basis: Basis
    /// When all purchases were read last; none before the first time since the start.
    package let measuredAt: Instant?
    /// How many members it was learnt from.
    package let members: Int

    /// By what suggestions are chosen.
    package enum Basis: String, Sendable, Hashable, CaseIterable {
        /// By what she bought, and what others bought who bought that.
        case purchases
        /// By what most members buy: she is one of the tenth that what the others get is compared with.
        case control
        /// By what most members buy, since she does not want her purchases used for it.
        case declined
    }

    /// The purpose whose consent, once withdrawn, keeps her purchases out of it.
    package static let purpose: Key = "recommendations"
    /// One member in so many is in the control group.
    package static let controlOneIn: UInt64 = 10
}

extension SetiaService {
    /// What to suggest to a member now: from her own orders as they are, and from all others as they were measured last.
    ///
    /// Members in the control group, a tenth of all by a hash of their ids, get what most buy: what suggestions bring is the
    /// difference between the two groups, and nothing else is.
    ///
    /// - Parameters:
    ///   - member: Whose id is known; of a merged account there is nothing.
    ///   - excluding: Items that shall not be among them.
    ///   - most: At most so many of each kind.
    /// - Returns: The suggestions, or none where there is no such member.
    /// - Throws: the world's trouble.
    package func recommendations(
        for member: MemberID,
        excluding: Set<Key> = [],
        most: Int
    ) async throws -> Recommendations? {
        let snapshot = insight()
        let found = try await store.reading { archive -> (own: [Recommender.Own], hasDeclined: Bool)? in
            guard let state = try archive.states([StateRequest(member: member)])[0], state.status != .erased else {
                return nil
            }
            let zone = try self.configuration(archive).published().version(at: self.surroundings.now()).zone
            var own: [Key: (times: Int, last: Day)] = [:]
            try archive.keptOrders(of: member) { _, at, lines in
                let day = zone.day(of: at)
                for item in Set(lines.map(\.sku)) {
                    let before = own[item] ?? (times: 0, last: day)
                    own[item] = (times: before.times + 1, last: max(before.last, day))
                }
            }
            let hasDeclined = state.consents.contains {
                $0.consent.purpose == Recommendations.purpose && !$0.consent.isGiven
            }
            return (
                own.keys.sorted().map { item in
                    Recommender.Own(item: item, times: own[item]?.times ?? 0, last: own[item]?.last ?? Day(number: 0))
                },
                hasDeclined
            )
        }
        guard let found else { return nil }
        let recommender = snapshot?.assortment.recommender ?? Recommender(CoPurchases())
        let basis: Recommendations.Basis =
            found.hasDeclined ? .declined : isControl(member) ? .control : .purchases
        let others =
            switch basis {
            case .purchases: recommender.others(found.own, excluding: excluding, most: most)
            case .control:
                recommender.mostBought(excluding: excluding.union(found.own.map(\.item)), most: most)
            case .declined: recommender.mostBought(excluding: excluding, most: most)
            }
        return Recommendations(
            member: member,
            again: basis == .declined ? [] : recommender.again(found.own, excluding: excluding, most: most),
            others: others,
            basis: basis,
            measuredAt: snapshot?.at,
            members: recommender.members
        )
    }

    /// Whether a member is one of the tenth that what the others get is compared with: the same for ever, and by nothing
    /// that she does.
    private func isControl(_ member: MemberID) -> Bool {
        var hash: UInt64 = 0xcbf2_9ce4_8422_2325
        for byte in "recommendations/\(member.text)".utf8 { hash = (hash ^ UInt64(byte)) &* 0x100_0000_01b3 }
        hash = (hash ^ (hash >> 31)) &* 0x7fb5_d329_728e_a185
        return (hash ^ (hash >> 27)) % Recommendations.controlOneIn == 0
    }
}
