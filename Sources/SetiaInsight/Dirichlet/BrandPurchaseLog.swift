package import SetiaCore

/// Which household bought which brand on which day, row by row: panels are cut out of it.
package struct BrandPurchaseLog: Sendable {
    private var rows: [Row] = []
    /// The first and the last day that came.
    package private(set) var span: ClosedRange<Day>?
    /// One more than the greatest household number.
    package private(set) var households = 0

    private struct Row: Sendable, Hashable, Comparable {
        let household: Int32
        let day: Int32
        let brand: Int32
        /// What counts once: the day, or the order.
        let occasion: Int32

        static func < (left: Row, right: Row) -> Bool {
            (left.household, left.brand, left.occasion) < (right.household, right.brand, right.occasion)
        }
    }

    package init() {}

    /// How many rows came that have a brand.
    package var count: Int { rows.count }

    /// Adds a purchase, or a household that is known to have bought nothing of the category where there is no brand.
    ///
    /// Of an `order` a brand counts once; where none is named, of a day.
    package mutating func append(household: Int32, day: Day, brand: Int32?, order: Int32? = nil) {
        households = max(households, Int(household) + 1)
        guard let brand else { return }
        rows.append(Row(household: household, day: day.number, brand: brand, occasion: order ?? day.number))
        span = span.map { min($0.lowerBound, day)...max($0.upperBound, day) } ?? day...day
    }

    /// The panel of the days: all households of the log, or more where more are known to be in it.
    package func panel(_ days: ClosedRange<Day>, names: [String], households known: Int? = nil) -> BrandPanel {
        let window = days.lowerBound.number...days.upperBound.number
        let sorted = rows.filter { window.contains($0.day) }.sorted()
        var bought: [BrandPanel.Bought] = []
        var start = 0
        while start < sorted.count {
            var (end, times, occasion) = (start, 0, Int32.min)
            while end < sorted.count, sorted[end].household == sorted[start].household,
                sorted[end].brand == sorted[start].brand
            {
                times += sorted[end].occasion == occasion ? 0 : 1
                occasion = sorted[end].occasion
                end += 1
            }
            bought.append(.init(household: sorted[start].household, brand: sorted[start].brand, times: times))
            start = end
        }
        return BrandPanel(names: names, households: max(households, known ?? 0), bought: bought)
    }
}
