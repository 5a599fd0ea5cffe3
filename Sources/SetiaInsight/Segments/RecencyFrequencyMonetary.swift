package import SetiaCore

/// A member's fifth by recency, frequency and spend: 5 for the best, 1 for the least (Hughes' RFM).
package struct RFMScore: Sendable, Hashable {
    /// The member's number, as given when purchases were appended.
    package let member: Int32
    private let recencyScore: UInt8
    private let frequencyScore: UInt8
    private let monetaryScore: UInt8

    package init(member: Int32, recency: Int, frequency: Int, monetary: Int) {
        self.member = member
        recencyScore = UInt8(truncatingIfNeeded: recency)
        frequencyScore = UInt8(truncatingIfNeeded: frequency)
        monetaryScore = UInt8(truncatingIfNeeded: monetary)
    }

    package var recency: Int { Int(recencyScore) }
    package var frequency: Int { Int(frequencyScore) }
    package var monetary: Int { Int(monetaryScore) }

    /// The three digits as one number: 555 is best.
    package var code: Int { recency * 100 + frequency * 10 + monetary }
}

/// Every buyer's fifths by last purchase day, number of orders and amount paid.
///
/// Fifths are those of SQL's `ntile(5)`: as equal in size as can be, the first ones greater by one. Members who tie are
/// told apart by their numbers, the lower one ranking lower: two with equal purchases can be in different fifths, and
/// `rfmTies` says how many are.
///
/// - Window: the purchases in the history.
/// - Excluded: orders returned in full and orders of nobody known, which are not appended.
/// - Version: 1, `Definition.rfm`.
/// - Returns: By member number, ascending.
/// - Complexity: O(*n*) in the number of buyers, mostly: see `Fifths`.
package func rfm(_ history: PurchaseHistory) -> [RFMScore] {
    // In one pass: members take more room than what is looked at of them.
    var buyers: [Int32] = []
    var days: [Int32] = []
    var orders: [Int32] = []
    var amounts: [Int64] = []
    buyers.reserveCapacity(history.members.count)
    days.reserveCapacity(history.members.count)
    orders.reserveCapacity(history.members.count)
    amounts.reserveCapacity(history.members.count)
    for (number, member) in history.members.enumerated() where member.isBuyer {
        buyers.append(Int32(number))
        days.append(member.lastDay)
        orders.append(member.orders)
        amounts.append(member.amountMinorUnits)
    }
    let recency = Fifths(days).scores
    let frequency = Fifths(orders).scores
    let monetary = Fifths(amounts).scores
    return buyers.indices.map { place in
        RFMScore(
            member: buyers[place],
            recency: Int(recency[place]),
            frequency: Int(frequency[place]),
            monetary: Int(monetary[place])
        )
    }
}

/// Every buyer's scores by fixed limits, as seen on a day.
///
/// - Returns: By member number, ascending.
package func rfm(_ history: PurchaseHistory, by limits: RFMThresholds, on day: Day) -> [RFMScore] {
    history.members.indices.compactMap { number in
        let member = history.members[number]
        guard member.isBuyer else { return nil }
        let silent = Int(day.number) - Int(member.lastDay)
        return RFMScore(
            member: Int32(number),
            recency: 1 + limits.recencyDays.count { silent <= $0 },
            frequency: 1 + limits.orders.count { Int(member.orders) >= $0 },
            monetary: 1 + limits.amounts.count { member.amountMinorUnits >= $0 }
        )
    }
}

/// Buyers whom fifths tell apart though their measures are equal.
package struct RFMTies: Sendable, Hashable {
    /// How many buyers share their measure with one in another fifth.
    package let recency: Int
    package let frequency: Int
    package let monetary: Int
    package let buyers: Int
}

/// How far ties decide about fifths: where they decide about most buyers, fixed limits tell more.
package func rfmTies(_ history: PurchaseHistory) -> RFMTies {
    let buyers = history.members.filter(\.isBuyer)
    return RFMTies(
        recency: Fifths(buyers.map(\.lastDay)).tied,
        frequency: Fifths(buyers.map(\.orders)).tied,
        monetary: Fifths(buyers.map(\.amountMinorUnits)).tied,
        buyers: buyers.count
    )
}
