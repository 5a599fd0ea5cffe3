package import SetiaCore

/// The days on which each member bought, each once and ascending: 4 bytes a purchase and 8 a member.
package struct MemberDays: Sendable {
    private var days: [Int32] = []
    /// Where each member's days begin in `days`; one more than there are members.
    private var starts: [Int] = [0]

    /// The days of purchases from `first` through `last`, where they are named.
    ///
    /// - Complexity: O(*purchases*), and O(*n* log *n*) in those of one member.
    package init(_ purchases: PurchaseColumns, from first: Day? = nil, through last: Day? = nil) {
        let window = (first?.number ?? .min)...(last?.number ?? .max)
        var ends = [Int](repeating: 0, count: purchases.memberCount + 1)
        purchases.eachPurchase { member, day, _ in
            if window.contains(day) { ends[Int(member) + 1] += 1 }
        }
        for member in 0..<purchases.memberCount { ends[member + 1] += ends[member] }
        var all = [Int32](repeating: 0, count: ends[purchases.memberCount])
        var next = ends
        purchases.eachPurchase { member, day, _ in
            if window.contains(day) {
                all[next[Int(member)]] = day
                next[Int(member)] += 1
            }
        }
        starts.reserveCapacity(purchases.memberCount + 1)
        // Days of a member are few and mostly in order already; what stays is moved to the front.
        var kept = 0
        for member in 0..<purchases.memberCount {
            let range = ends[member]..<ends[member + 1]
            all[range].sort()
            var previous = Int32.min
            for place in range where all[place] != previous {
                previous = all[place]
                all[kept] = previous
                kept += 1
            }
            starts.append(kept)
        }
        all.removeSubrange(kept...)
        days = all
    }

    package var memberCount: Int { starts.count - 1 }

    /// A member's days, ascending; none where she bought nothing.
    package subscript(member: Int) -> ArraySlice<Int32> { days[starts[member]..<starts[member + 1]] }
}
