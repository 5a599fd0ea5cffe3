/// One calendar month: who bought, who was new, who stayed.
///
/// - Window: a calendar month of local days.
/// - Excluded: orders returned in full and orders of nobody known, which are not appended.
/// - Version: 1, `Definition.monthly`.
package struct MonthlyRow: Sendable, Hashable {
    package let month: CalendarMonth
    /// Members with a purchase in the month.
    package let active: Int
    /// Members whose first purchase of all is in the month.
    package let new: Int
    package let orders: Int
    package let revenueMinorUnits: Int64
    /// Of the members active in the month before, those active in this one too.
    ///
    /// In the first month, and after a month without purchases, it is of nobody: undefined, not 0.
    package let retention: Share

    /// A month as it was counted.
    package init(
        month: CalendarMonth,
        active: Int,
        new: Int,
        orders: Int,
        revenueMinorUnits: Int64,
        retention: Share
    ) {
        self.month = month
        self.active = active
        self.new = new
        self.orders = orders
        self.revenueMinorUnits = revenueMinorUnits
        self.retention = retention
    }

    /// Of the members active in the month before, those not active in this one.
    ///
    /// Who buys again later was silent and came back: the months of silence stay churn, and the month of return makes
    /// none good.
    package var churn: Share { retention.rest }
}

/// Every month from the first purchase to the last, those without purchases too.
///
/// - Complexity: O(*active months of all members*).
package func monthly(_ history: PurchaseHistory) -> [MonthlyRow] {
    let totals = history.totals
    var active = [Int](repeating: 0, count: totals.orders.count)
    var new = active
    var stayed = active
    if let near = history.nearMonths {
        // In the first row who bought, in the second who had in the month before as well.
        var bits = MonthBits(rows: 2)
        var firsts = [Int](repeating: 0, count: 65)
        bits.add { add in
            for member in near.members {
                add(member.months, 0)
                add(member.months & member.months << 1, 1)
                firsts[member.months.trailingZeroBitCount] += 1
            }
        }
        for month in totals.months {
            let (place, bit) = (Int(month - totals.first), Int(month - near.first))
            (active[place], stayed[place], new[place]) = (bits[0, bit], bits[1, bit], firsts[bit])
        }
    } else {
        for member in history.members.indices {
            var previous: Int32?
            history.forEachActiveMonth(of: member) { month in
                let place = Int(month - totals.first)
                active[place] += 1
                switch previous {
                case nil: new[place] += 1
                case month - 1: stayed[place] += 1
                default: break
                }
                previous = month
            }
        }
    }
    return totals.months.map { month in
        let place = Int(month - totals.first)
        return MonthlyRow(
            month: CalendarMonth(number: month),
            active: active[place],
            new: new[place],
            orders: totals.orders[place],
            revenueMinorUnits: totals.revenueMinorUnits[place],
            retention: Share(stayed[place], of: place == 0 ? 0 : active[place - 1])
        )
    }
}
