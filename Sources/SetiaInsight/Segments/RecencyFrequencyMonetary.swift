package import SetiaCore

/// A member's fifth by recency, frequency and spend: 5 for the best, 1 for the least (Hughes' RFM).
package struct RFMScore: Sendable, Hashable {
    /// The member's number, as given when purchases were appended.
    package let member: Int32
    package let recency: Int
    package let frequency: Int
    package let monetary: Int

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
/// - Complexity: O(*n*) in the number of buyers, for each byte in which their measures differ.
package func rfm(_ history: PurchaseHistory) -> [RFMScore] {
    let members = history.members
    let buyers = members.indices.filter { members[$0].isBuyer }
    let recency = fifths(ranked(buyers) { Int64(members[$0].lastDay) })
    let frequency = fifths(ranked(buyers) { Int64(members[$0].orders) })
    let monetary = fifths(ranked(buyers) { members[$0].amountMinorUnits })
    return buyers.indices.map { place in
        RFMScore(
            member: Int32(buyers[place]),
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
    let members = history.members
    let buyers = members.indices.filter { members[$0].isBuyer }
    func ties(_ measure: (Int) -> Int64) -> Int {
        let order = ranked(buyers, by: measure)
        let fifths = fifths(order)
        var (tied, place) = (0, 0)
        while place < order.count {
            let first = place
            let value = measure(buyers[Int(order[first])])
            while place < order.count, measure(buyers[Int(order[place])]) == value { place += 1 }
            if fifths[Int(order[first])] != fifths[Int(order[place - 1])] { tied += place - first }
        }
        return tied
    }
    return RFMTies(
        recency: ties { Int64(members[$0].lastDay) },
        frequency: ties { Int64(members[$0].orders) },
        monetary: ties { members[$0].amountMinorUnits },
        buyers: buyers.count
    )
}

/// Places of `members`, lowest measure first and then lowest place: sorted by bytes, as many as the measures differ in.
private func ranked(_ members: [Int], by measure: (Int) -> Int64) -> [Int32] {
    guard members.count < Int(Int32.max) else { fault("\(members.count) members to rank") }
    let measures = members.map(measure)
    guard let least = measures.min(), let most = measures.max() else { return [] }
    // Counted from the least, so that there are no signs and few bytes.
    var keys = measures.map { UInt64(bitPattern: $0 &- least) }
    let highest = UInt64(bitPattern: most &- least)
    var places = (0..<members.count).map { Int32($0) }
    var (nextKeys, nextPlaces) = (keys, places)
    for shift in stride(from: UInt64(0), to: 64, by: 11) where highest >> shift > 0 {
        var starts = [Int](repeating: 0, count: 2_049)
        for key in keys { starts[Int(key >> shift & 2_047) + 1] += 1 }
        for digit in 0..<2_048 { starts[digit + 1] += starts[digit] }
        for (key, place) in zip(keys, places) {
            let digit = Int(key >> shift & 2_047)
            nextKeys[starts[digit]] = key
            nextPlaces[starts[digit]] = place
            starts[digit] += 1
        }
        swap(&keys, &nextKeys)
        swap(&places, &nextPlaces)
    }
    return places
}

/// The fifth of each place, given the places in their order.
private func fifths(_ order: [Int32]) -> [UInt8] {
    let (size, greater) = order.count.quotientAndRemainder(dividingBy: 5)
    var fifths = [UInt8](repeating: 0, count: order.count)
    var rank = 0
    for fifth in 1...5 {
        for _ in 0..<(fifth <= greater ? size + 1 : size) {
            fifths[Int(order[rank])] = UInt8(fifth)
            rank += 1
        }
    }
    return fifths
}
