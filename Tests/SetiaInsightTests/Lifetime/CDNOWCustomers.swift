import SetiaCore

@testable import SetiaInsight

/// CDNOW's sample as the literature splits it: 39 weeks to learn from, 39 to look at afterwards.
struct CDNOWCustomers {
    let customers: WatchedCustomers
    let base: CustomerBase

    init() throws {
        var purchases = PurchaseColumns()
        for purchase in try CDNOWSample.purchases() {
            purchases.append(member: purchase.member, day: purchase.day, amountMinorUnits: purchase.cents)
        }
        customers = WatchedCustomers(
            purchases,
            through: Day(iso: "1997-09-30") ?? Day(number: 0),
            holdOutThrough: Day(iso: "1998-06-30")
        )
        base = CustomerBase(customers.summaries)
    }
}

/// Whether two numbers are the same but for a part of `relative`.
func isClose(_ value: Double, _ expected: Double, relative: Double = 1e-5) -> Bool {
    abs(value - expected) <= relative * abs(expected)
}
