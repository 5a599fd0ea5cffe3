package import SetiaCore

/// The customers of a purchase log as they were known at the end of a day, and what they did after it.
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
    /// The mean spend of her repeat days within the watch, in the log's unit; 0 where there is none.
    package private(set) var meanSpends: [Double] = []
    /// Days with a purchase in the hold-out.
    package private(set) var heldOut: [Int] = []
    /// Repeat days of all customers by the day they fell on, up to the end of the hold-out.
    private(set) var repeatDays: [Int32: Int] = [:]
    /// Members whose refunds came to more than their purchases: left out, since rows of theirs are missing.
    package private(set) var overRefunded = 0
    /// Members all of whose purchases were refunded: left out.
    package private(set) var withoutPurchase = 0

    /// Takes the customers out of a log; weeks are days divided by 7.
    package init(_ log: PurchaseLog, through end: Day, holdOutThrough holdOutEnd: Day? = nil) {
        self.end = end
        self.holdOutEnd = holdOutEnd
        log.forEachMember { member, purchases, isOverRefunded in
            guard !isOverRefunded else {
                overRefunded += 1
                return
            }
            guard let first = purchases.first?.day else {
                withoutPurchase += 1
                return
            }
            guard first <= end.number else { return }
            add(member, first, purchases)
        }
    }

    private mutating func add(_ member: Int32, _ first: Int32, _ purchases: [PurchaseLog.Purchase]) {
        var (repeats, last, spend, later) = (0, first, Int64(0), 0)
        let holdOutEnd = holdOutEnd?.number ?? end.number
        for purchase in purchases.dropFirst() where purchase.day <= holdOutEnd {
            repeatDays[purchase.day, default: 0] += 1
            if purchase.day <= end.number {
                repeats += 1
                last = purchase.day
                spend += purchase.amount
            } else {
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

    /// What gamma-gamma is fitted to, in the log's unit divided by `unit`.
    package func spending(unit: Double) -> Spending {
        Spending(zip(summaries, meanSpends).map { (purchases: $0.repeats, mean: $1 / unit) })
    }
}
