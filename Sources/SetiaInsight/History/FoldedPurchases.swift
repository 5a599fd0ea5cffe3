import SetiaCore

/// The days of a history that are folded, and the months that they are in.
struct FoldedWindow: Sendable {
    let days: ClosedRange<Int32>
    /// As numbers of `CalendarMonth`.
    let months: ClosedRange<Int32>

    /// The days from `first` through `last` that purchases are on; none where there is no such day.
    init?(of purchases: PurchaseColumns, _ first: Day?, _ last: Day?) {
        guard let days = purchases.days else { return nil }
        let start = max(first ?? days.lowerBound, days.lowerBound)
        let end = min(last ?? days.upperBound, days.upperBound)
        guard start <= end else { return nil }
        self.days = start.number...end.number
        months = CalendarMonth(of: start).number...CalendarMonth(of: end).number
    }

    /// Whether each month has a bit of a word.
    var fitsBits: Bool { months.count <= 64 }
}

/// Some of the purchases, folded: what members have of them, and what months have.
struct FoldedPurchases: Sendable {
    private(set) var members: [MemberPurchases]
    private(set) var orders: [Int]
    private(set) var revenueMinorUnits: [Int64]

    /// Folds the purchases of some pieces; the months of the window must fit in a word.
    init(_ purchases: PurchaseColumns, _ pieces: Range<Int>, in window: FoldedWindow) {
        members = Array(repeating: MemberPurchases(), count: purchases.memberCount)
        orders = Array(repeating: 0, count: window.months.count)
        revenueMinorUnits = Array(repeating: 0, count: window.months.count)
        let days = window.days
        let places = days.map { day in
            UInt8(truncatingIfNeeded: CalendarMonth(of: Day(number: day)).number - window.months.lowerBound)
        }
        let isOverflowing = members.withUnsafeMutableBufferPointer { members in
            places.withUnsafeBufferPointer { places in
                orders.withUnsafeMutableBufferPointer { orders in
                    revenueMinorUnits.withUnsafeMutableBufferPointer { revenue in
                        var isOverflowing = false
                        purchases.eachPurchase(in: pieces) { member, day, amount in
                            guard day >= days.lowerBound, day <= days.upperBound else { return }
                            let place = Int(places[Int(day &- days.lowerBound)])
                            orders[place] &+= 1
                            let (sum, overflow) = revenue[place].addingReportingOverflow(amount)
                            revenue[place] = sum
                            isOverflowing = isOverflowing || overflow
                            members[Int(member)].add(Day(number: day), amount, months: 1 << UInt64(place))
                        }
                        return isOverflowing
                    }
                }
            }
        }
        if isOverflowing { fault("a month's revenue overflows") }
    }

    /// Adds other purchases of the same members, folded in the same window.
    mutating func add(_ other: FoldedPurchases) {
        members.withUnsafeMutableBufferPointer { members in
            other.members.withUnsafeBufferPointer { others in
                for member in members.indices { members[member].add(others[member]) }
            }
        }
        for month in orders.indices {
            orders[month] += other.orders[month]
            let (sum, overflow) = revenueMinorUnits[month].addingReportingOverflow(other.revenueMinorUnits[month])
            if overflow { fault("a month's revenue overflows: \(revenueMinorUnits[month])") }
            revenueMinorUnits[month] = sum
        }
    }
}
