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
    guard most.subtractingReportingOverflow(least).overflow == false, most - least <= Int64(UInt32.max) else {
        return members.indices.sorted { (measures[$0], $0) < (measures[$1], $1) }.map { Int32($0) }
    }
    // Measure counted from the least above, place below: one word moves as one.
    var words = measures.enumerated().map { UInt64($1 - least) << 32 | UInt64($0) }
    sort(&words, most: UInt64(most - least))
    return words.map { Int32(truncatingIfNeeded: $0) }
}

/// Sorts by the upper half of each word, keeping the order of equal ones; no upper half is above `most`.
private func sort(_ words: inout [UInt64], most: UInt64) {
    var other = words
    for shift in stride(from: UInt64(0), to: 32, by: 11) where most >> shift > 0 {
        words.withUnsafeBufferPointer { words in
            other.withUnsafeMutableBufferPointer { other in
                var starts = [Int](repeating: 0, count: 2_049)
                starts.withUnsafeMutableBufferPointer { starts in
                    for word in words { starts[Int(truncatingIfNeeded: word >> (32 + shift) & 2_047) + 1] += 1 }
                    for digit in 0..<2_048 { starts[digit + 1] += starts[digit] }
                    for word in words {
                        let digit = Int(truncatingIfNeeded: word >> (32 + shift) & 2_047)
                        other[starts[digit]] = word
                        starts[digit] += 1
                    }
                }
            }
        }
        swap(&words, &other)
    }
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
