package import SetiaCore

/// The customers of a history as they were known at the end of a day, and what they did after it.
///
/// A day's purchases of a customer count as one.
package struct WatchedCustomers: Sendable {
    /// The last day of the watch.
    package let end: Day
    /// The last day of the hold-out; none where nothing is held out.
    package let holdOutEnd: Day?
    /// Customers by member number, ascending: those whose first purchase is not after the end.
    package private(set) var members: [Int32] = []
    package private(set) var summaries: [CustomerSummary] = []
    /// The first day of each.
    private(set) var firstDays: [Int32] = []
    /// The mean spend of her repeat days within the watch, in minor units; 0 where there is none.
    package private(set) var meanSpends: [Double] = []
    /// Days with a purchase in the hold-out.
    package private(set) var heldOut: [Int] = []
    /// Repeat days of all customers by the day they fell on, up to the end of the hold-out.
    private(set) var repeatDays: [Int32: Int] = [:]

    /// Takes the customers out of a history; weeks are days divided by 7.
    ///
    /// - Complexity: O(*purchases*), and O(*n* log *n*) in those of one member.
    package init(_ purchases: PurchaseColumns, through end: Day, holdOutThrough holdOutEnd: Day? = nil) {
        self.end = end
        self.holdOutEnd = holdOutEnd
        let last = max(end, holdOutEnd ?? end).number
        var starts = [Int](repeating: 0, count: purchases.memberCount + 1)
        purchases.forEach { member, day, _ in if day <= last { starts[Int(member) + 1] += 1 } }
        for member in 0..<purchases.memberCount { starts[member + 1] += starts[member] }
        var rows = [(day: Int32, amount: Int64)](repeating: (0, 0), count: starts[purchases.memberCount])
        var next = starts
        purchases.forEach { member, day, amount in
            guard day <= last else { return }
            rows[next[Int(member)]] = (day, amount)
            next[Int(member)] += 1
        }
        for member in 0..<purchases.memberCount where starts[member + 1] > starts[member] {
            add(Int32(member), rows[starts[member]..<starts[member + 1]].sorted { $0.day < $1.day })
        }
    }

    private mutating func add(_ member: Int32, _ rows: [(day: Int32, amount: Int64)]) {
        let first = rows[0].day
        guard first <= end.number else { return }
        var (repeats, last, spend, later, day) = (0, first, Int64(0), 0, first)
        for row in rows where row.day > first {
            let isNew = row.day != day
            day = row.day
            if isNew { repeatDays[row.day, default: 0] += 1 }
            if row.day <= end.number {
                repeats += isNew ? 1 : 0
                last = row.day
                spend += row.amount
            } else if isNew {
                later += 1
            }
        }
        guard
            let summary = CustomerSummary(
                repeats: repeats,
                lastAt: Double(last - first) / 7,
                watched: Double(end.number - first) / 7
            )
        else { return }
        members.append(member)
        summaries.append(summary)
        firstDays.append(first)
        meanSpends.append(repeats > 0 ? Double(spend) / Double(repeats) : 0)
        heldOut.append(later)
    }

    /// What gamma-gamma is fitted to, in amounts of `unit` minor units.
    package func spending(unit: Double) -> Spending {
        Spending(zip(summaries, meanSpends).map { (purchases: $0.repeats, mean: $1 / unit) })
    }
}
