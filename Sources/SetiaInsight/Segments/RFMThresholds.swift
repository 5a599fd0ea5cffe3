/// Fixed limits for recency, frequency and spend, which stay the same from month to month.
///
/// Fifths always put a fifth of the members at the top, however the brand fares; limits do not.
package struct RFMThresholds: Sendable, Hashable {
    /// Days since the last purchase, at most, for 5, 4, 3 and 2; rising.
    package let recencyDays: [Int]
    /// Orders, at least, for 2, 3, 4 and 5; rising.
    package let orders: [Int]
    /// Minor units, at least, for 2, 3, 4 and 5; rising.
    package let amounts: [Int64]

    /// None where there are not four of each, or they do not rise.
    package init?(recencyDays: [Int], orders: [Int], amounts: [Int64]) {
        guard recencyDays.count == 4, orders.count == 4, amounts.count == 4, rises(recencyDays), rises(orders),
            rises(amounts)
        else { return nil }
        self.recencyDays = recencyDays
        self.orders = orders
        self.amounts = amounts
    }
}

private func rises<Number: Comparable>(_ numbers: [Number]) -> Bool {
    zip(numbers, numbers.dropFirst()).allSatisfy { $0 < $1 }
}
