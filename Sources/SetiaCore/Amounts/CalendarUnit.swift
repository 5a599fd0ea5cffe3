/// A stretch of the calendar that begins on the first of a month.
package enum CalendarUnit: Sendable, Hashable, CaseIterable {
    case month, quarter, halfYear, year
}

extension CalendarUnit {
    /// How many months it has.
    package var months: Int {
        switch self {
        case .month: 1
        case .quarter: 3
        case .halfYear: 6
        case .year: 12
        }
    }

    /// The month, 1 to 12, in which the unit that holds `month` begins.
    func firstMonth(containing month: Int) -> Int {
        month - (month - 1) % months
    }
}
