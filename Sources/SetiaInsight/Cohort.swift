/// The members who first bought in one month, and how many of them bought in each month since.
///
/// - Numerator: `active[age]`, the cohort's members with a purchase `age` months after the first month.
/// - Denominator: `size`, which is `active[0]`.
/// - Window: calendar months of local days, up to the last month of the history, which may be unfinished.
/// - Excluded: orders returned in full and orders of nobody known, which are not appended.
/// - Version: 1, `Definition.cohorts`.
package struct Cohort: Sendable, Hashable {
    /// The month of the first purchase.
    package let month: CalendarMonth
    /// Distinct active members by months since the first; one number for each month there is.
    package let active: [Int]

    /// A cohort as it was counted; at least one month.
    package init(month: CalendarMonth, active: [Int]) {
        self.month = month
        self.active = active
    }

    package var size: Int { active[0] }

    /// Who of the cohort was active `age` months after its first month, or nil when that month is not there yet.
    package func retention(atAge age: Int) -> Share? {
        active.indices.contains(age) ? Share(active[age], of: size) : nil
    }
}

/// The triangle of cohorts, a row for each month from the first purchase to the last.
///
/// A month in which nobody was new is a row of zeros.
///
/// - Complexity: O(*active months of all members* + *months*²).
package func cohorts(_ history: PurchaseHistory) -> [Cohort] {
    let months = history.totals.months
    if let near = history.nearMonths { return cohorts(months, near) }
    let width = months.count
    // Row by row in one block: cohorts down, ages across.
    var counts = [Int](repeating: 0, count: width * width)
    counts.withUnsafeMutableBufferPointer { counts in
        for member in history.members.indices {
            var first: Int32?
            history.forEachActiveMonth(of: member) { month in
                let joined = first ?? month
                first = joined
                counts[Int(joined - months.lowerBound) * width + Int(month - joined)] += 1
            }
        }
    }
    return months.enumerated().map { row, number in
        Cohort(month: CalendarMonth(number: number), active: Array(counts[row * width..<row * width + width - row]))
    }
}

/// The same where each member's months are the bits of one word: the lowest is her cohort.
private func cohorts(_ months: Range<Int32>, _ near: NearMonths) -> [Cohort] {
    var bits = MonthBits(rows: 64)
    bits.add { add in
        for member in near.members where member.months != 0 { add(member.months, member.months.trailingZeroBitCount) }
    }
    return months.map { number in
        let row = Int(number - near.first)
        let active = (number..<months.upperBound).map { bits[row, Int($0 - near.first)] }
        return Cohort(month: CalendarMonth(number: number), active: active)
    }
}
