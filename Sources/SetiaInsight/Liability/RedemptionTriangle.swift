import SetiaCore

/// What has happened of each month's issue by each age: rows by month of issue, ages in months, sums so far.
///
/// The newest row has one age, the one before it two, and so on up to the oldest: each row ends at the close.
package struct RedemptionTriangle: Sendable, Hashable {
    /// The month of the first row.
    package let first: CalendarMonth
    /// Sums so far by age; row 0 is the longest.
    package let rows: [[Double]]

    /// A triangle of so many rows, each one shorter than the row before; anything else is a fault.
    package init(first: CalendarMonth, rows: [[Double]]) {
        for (place, row) in rows.enumerated() where row.count != rows.count - place {
            fault("row \(place) of a triangle of \(rows.count) has \(row.count) ages")
        }
        self.first = first
        self.rows = rows
    }

    package var count: Int { rows.count }

    package func month(of row: Int) -> CalendarMonth { CalendarMonth(number: first.number + Int32(row)) }

    /// What it was, so many months before the close.
    package func asOf(monthsBefore months: Int) -> RedemptionTriangle {
        let kept = max(0, count - months)
        return RedemptionTriangle(
            first: first,
            rows: (0..<kept).map { Array(rows[$0].prefix(kept - $0)) }
        )
    }
}
