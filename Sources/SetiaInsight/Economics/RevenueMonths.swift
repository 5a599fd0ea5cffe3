internal import Glibc
package import SetiaCore

/// What new and returning customers paid, month by month.
///
/// A customer is new in the month of her first purchase and returning in each one after it: what she pays in her first
/// month counts as new, however often she comes in it.
///
/// - Version: 1, `Definition.revenueByMonth`.
package struct RevenueMonths: Sendable, Hashable {
    /// One month.
    package struct Row: Sendable, Hashable {
        /// Which.
        package let month: CalendarMonth
        /// Customers whose first purchase is in it.
        package var newCustomers = 0
        /// Customers who bought in it and in a month before.
        package var returningCustomers = 0
        /// What the new ones paid, in minor units.
        package var new: Int64 = 0
        /// What the returning ones paid, in minor units.
        package var returning: Int64 = 0

        /// What all of them paid.
        package var total: Int64 { new + returning }
    }

    /// Whose revenue is told.
    package enum Part: String, Sendable, Hashable, CaseIterable {
        case new, returning, total
    }

    /// From the month of the first purchase to the one that is not over, empty ones too.
    package let rows: [Row]
    /// The month that is not over, which no summary counts.
    package let present: CalendarMonth
    /// The last months that are over, at most twelve.
    package let year: Year

    /// Customers of the last months that are over.
    package struct Year: Sendable, Hashable {
        /// How many months.
        package var months = 0
        /// Customers whose first purchase is in them.
        package var new = 0
        /// Customers who bought in one of them and in a month before that one, each once.
        package var kept = 0
    }

    /// The months that are over.
    package var finished: [Row] { rows.filter { $0.month < present } }

    /// Counts purchases.
    ///
    /// - Parameters:
    ///   - purchases: In one currency.
    ///   - end: The last day of which all purchases are known; its month is not over.
    package init(_ purchases: PurchaseColumns, until end: Day) {
        let present = CalendarMonth(of: end)
        self.present = present
        var firsts = [Int32](repeating: .max, count: purchases.memberCount)
        // The last month that is over in which a member bought.
        var lasts = [Int32](repeating: .min, count: purchases.memberCount)
        purchases.eachPurchase { member, day, _ in
            let month = CalendarMonth(of: Day(number: day)).number
            firsts[Int(member)] = min(firsts[Int(member)], month)
            if month < present.number { lasts[Int(member)] = max(lasts[Int(member)], month) }
        }
        guard let start = purchases.days.map({ CalendarMonth(of: $0.lowerBound).number }), start <= present.number
        else {
            rows = []
            year = Year()
            return
        }
        var rows = (start...present.number).map { Row(month: CalendarMonth(number: $0)) }
        for month in monthly(purchases.history(through: end)) {
            let place = Int(month.month.number - start)
            guard rows.indices.contains(place) else { continue }
            rows[place].newCustomers = month.new
            rows[place].returningCustomers = month.active - month.new
        }
        purchases.eachPurchase { member, day, amount in
            let month = CalendarMonth(of: Day(number: day)).number
            guard month <= present.number else { return }
            if firsts[Int(member)] == month {
                rows[Int(month - start)].new += amount
            } else {
                rows[Int(month - start)].returning += amount
            }
        }
        self.rows = rows
        var year = Year()
        let from = max(start, present.number - 12)
        year.months = Int(present.number - from)
        for member in firsts.indices where firsts[member] < present.number {
            if firsts[member] >= from { year.new += 1 }
            if lasts[member] >= from, lasts[member] > firsts[member] { year.kept += 1 }
        }
        self.year = year
    }

    /// How steady a part is: the standard deviation of its months over their mean, 0 where all are alike.
    ///
    /// Of the months that are over, the very first left out, since nobody can return in it; at most the last 24.
    ///
    /// - Returns: none for fewer than six months, or where nothing was paid.
    package func steadiness(of part: Part) -> (months: Int, estimate: Estimate)? {
        let values = finished.dropFirst().suffix(24).map { row in
            switch part {
            case .new: Double(row.new)
            case .returning: Double(row.returning)
            case .total: Double(row.total)
            }
        }
        let moments = Moments(values)
        guard moments.count >= 6, moments.mean > 0, let deviation = moments.standardDeviation else { return nil }
        let ratio = deviation / moments.mean
        // As for a normal number; months that follow each other make it wider than it says.
        let error = ratio * ((0.5 + ratio * ratio) / Double(moments.count - 1)).squareRoot()
        return (
            moments.count,
            Estimate(
                value: ratio,
                interval: Interval(lower: max(0, ratio - z95 * error), upper: ratio + z95 * error)
            )
        )
    }
}
