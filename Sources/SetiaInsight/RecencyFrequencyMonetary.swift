/// A member's fifth by recency, frequency and spend: 5 for the best, 1 for the least (Hughes' RFM).
package struct RFMScore: Sendable, Hashable {
    /// The member's number, as given when purchases were appended.
    package let member: Int32
    package let recency: Int
    package let frequency: Int
    package let monetary: Int
}

/// Every buyer's fifths by last purchase day, number of orders and amount paid.
///
/// Fifths are those of SQL's `ntile(5)`: as equal in size as can be, the first ones greater by one. Members who tie are
/// told apart by their numbers, the lower one ranking lower: two with equal purchases can be in different fifths.
///
/// - Window: the purchases in the history.
/// - Excluded: orders returned in full and orders of nobody known, which are not appended.
/// - Version: 1, `Definition.rfm`.
/// - Returns: By member number, ascending.
/// - Complexity: O(*n* log *n*) in the number of buyers.
package func rfm(_ history: PurchaseHistory) -> [RFMScore] {
    let members = history.members
    let buyers = members.indices.filter { members[$0].isBuyer }
    let recency = fifths(of: buyers) { Int64(members[$0].lastDay) }
    let frequency = fifths(of: buyers) { Int64(members[$0].orders) }
    let monetary = fifths(of: buyers) { members[$0].amountMinorUnits }
    return buyers.indices.map { place in
        RFMScore(
            member: Int32(buyers[place]),
            recency: recency[place],
            frequency: frequency[place],
            monetary: monetary[place]
        )
    }
}

/// The fifth of each member, in the order of `members`, which is ascending.
private func fifths(of members: [Int], by measure: (Int) -> Int64) -> [Int] {
    let ranked = members.enumerated()
        .map { (measure: measure($1), place: $0) }
        .sorted { ($0.measure, $0.place) < ($1.measure, $1.place) }
    let (size, greater) = members.count.quotientAndRemainder(dividingBy: 5)
    var fifths = [Int](repeating: 0, count: members.count)
    for (rank, entry) in ranked.enumerated() {
        let inGreater = greater * (size + 1)
        fifths[entry.place] = rank < inGreater ? rank / (size + 1) + 1 : (rank - inGreater) / size + greater + 1
    }
    return fifths
}
