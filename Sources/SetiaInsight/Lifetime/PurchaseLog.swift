package import SetiaCore

/// Who bought when and for how much, row by row: what the lifetime models are fitted to.
///
/// Rows may come in any order. A day's purchases of a member count as one. A negative amount is a refund: it takes off the
/// member's purchases before it, the newest first; a day of which nothing is left did not happen.
package struct PurchaseLog: Sendable {
    private var members: [Int32] = []
    private var days: [Int32] = []
    private var amounts: [Int64] = []
    /// One more than the greatest member number.
    package private(set) var memberCount = 0
    /// The first and the last day that came.
    package private(set) var span: ClosedRange<Day>?

    package init() {}

    /// How many rows came.
    package var count: Int { days.count }

    /// Adds a purchase, or a refund where `amount` is below 0.
    ///
    /// - Parameters:
    ///   - member: A number from 0, given densely by the caller.
    ///   - day: The local day.
    ///   - amount: In any small unit, the same for all.
    package mutating func append(member: Int32, day: Day, amount: Int64) {
        members.append(member)
        days.append(day.number)
        amounts.append(amount)
        memberCount = max(memberCount, Int(member) + 1)
        span = span.map { min($0.lowerBound, day)...max($0.upperBound, day) } ?? day...day
    }

    /// A day on which a member bought, and what was paid and kept.
    struct Purchase: Sendable, Hashable {
        let day: Int32
        var amount: Int64
    }

    /// Calls `body` with each member who has rows, her purchases by day, and whether more was refunded than she bought.
    func forEachMember(_ body: (_ member: Int32, _ purchases: [Purchase], _ isOverRefunded: Bool) -> Void) {
        var starts = [Int](repeating: 0, count: memberCount + 1)
        for member in members { starts[Int(member) + 1] += 1 }
        for member in 0..<memberCount { starts[member + 1] += starts[member] }
        var places = [Int](repeating: 0, count: members.count)
        var next = starts
        for (row, member) in members.enumerated() {
            places[next[Int(member)]] = row
            next[Int(member)] += 1
        }
        for member in 0..<memberCount where starts[member + 1] > starts[member] {
            let rows = places[starts[member]..<starts[member + 1]].sorted { (days[$0], $0) < (days[$1], $1) }
            let (purchases, isOverRefunded) = netted(rows)
            body(Int32(member), purchases, isOverRefunded)
        }
    }

    private func netted(_ rows: [Int]) -> (purchases: [Purchase], isOverRefunded: Bool) {
        var purchases: [Purchase] = []
        for row in rows where amounts[row] >= 0 {
            if purchases.last?.day == days[row] {
                purchases[purchases.count - 1].amount += amounts[row]
            } else {
                purchases.append(Purchase(day: days[row], amount: amounts[row]))
            }
        }
        var isOverRefunded = false
        for row in rows where amounts[row] < 0 {
            var due = -amounts[row]
            while due > 0 {
                guard let place = purchases.lastIndex(where: { $0.day <= days[row] && $0.amount > 0 }) else {
                    isOverRefunded = true
                    break
                }
                let taken = min(due, purchases[place].amount)
                purchases[place].amount -= taken
                due -= taken
                if purchases[place].amount == 0 { purchases.remove(at: place) }
            }
        }
        return (purchases, isOverRefunded)
    }
}
