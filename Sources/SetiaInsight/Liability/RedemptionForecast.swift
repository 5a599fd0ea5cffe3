package import SetiaCore

/// How many of the points issued in each month will have been redeemed in the end.
///
/// By chain ladder where the triangle can say it. A month of which nothing was redeemed yet has nothing to grow from:
/// chain ladder would say 0 for it. It gets what the months before it came to, by their issue, in proportion to its
/// own (Bühlmann's Cape Cod method), and is marked.
package struct RedemptionForecast: Sendable {
    package let rows: [Row]
    package let issued: Points
    /// What is still to come of all, with Mack's standard error of those months that chain ladder speaks of.
    package let toCome: ChainLadder.Estimate
    /// Redeemed so far and still to come, of all issued; above 0.
    package var rate: Double { issued == .zero ? 0 : (redeemed + toCome.value) / Double(issued.units) }
    /// The range of `rate` at 95 %.
    package var rateInterval: Interval {
        let n = Double(issued.units)
        let range = toCome.interval95
        return Interval(lower: (redeemed + range.lower) / n, upper: (redeemed + range.upper) / n)
    }
    private let redeemed: Double

    /// One month's issue.
    package struct Row: Sendable, Hashable {
        package let month: CalendarMonth
        package let issued: Points
        package let redeemed: Points
        package let toCome: ChainLadder.Estimate
        /// Whether chain ladder has nothing to go on for this month.
        package let isTooYoung: Bool
        /// Whether more would be redeemed than was issued; the estimate is then cut there.
        package let isCut: Bool

        /// Points that will have been redeemed in the end, whole ones.
        package var ultimate: Points { Points(redeemed.units + Int64(toCome.value.rounded())) }
        /// Of those issued; none where none were.
        package var rate: Double? { issued.units > 0 ? Double(ultimate.units) / Double(issued.units) : nil }
    }

    /// - Throws: Why the triangle says nothing.
    package init(_ book: PointBook, through close: CalendarMonth) throws(ChainLadder.Silence) {
        guard let triangle = book.triangle(through: close) else { throw .tooFewRows(0) }
        // Where nothing was redeemed of the youngest months, the ages that only they need are left out.
        var speaking = triangle
        let young = triangle.rows.reversed().prefix { ($0.last ?? 0) <= 0 }.count
        if young > 0, triangle.count - young >= 4 {
            speaking = RedemptionTriangle(
                first: triangle.first,
                rows: (0..<triangle.count - young).map { place in
                    Array(triangle.rows[place].suffix(triangle.rows[place].count - young))
                }
            )
        }
        let ladder = try ChainLadder(speaking)
        let months = (0..<triangle.count).map { triangle.month(of: $0) }
        let grown = zip(months, ladder.rows).reduce(into: (redeemed: 0.0, exposed: 0.0)) { sum, pair in
            sum.redeemed += pair.1.latest
            sum.exposed += Double(book.issued(in: pair.0).units) * pair.1.developed
        }
        let rate = grown.exposed > 0 ? grown.redeemed / grown.exposed : 0
        var rows: [Row] = []
        for (place, month) in months.enumerated() {
            let issued = book.issued(in: month)
            let redeemed = Points(Int64(triangle.rows[place].last ?? 0))
            let isTooYoung = redeemed <= .zero && issued > .zero
            let estimate =
                isTooYoung || place >= ladder.rows.count
                ? ChainLadder.Estimate(value: Double(issued.units) * rate, standardError: 0)
                : ladder.rows[place].toCome
            let most = Double(book.outstanding(of: month, through: close).units)
            rows.append(
                Row(
                    month: month,
                    issued: issued,
                    redeemed: redeemed,
                    toCome: estimate.value > most
                        ? ChainLadder.Estimate(value: max(0, most), standardError: estimate.standardError) : estimate,
                    isTooYoung: isTooYoung,
                    isCut: estimate.value > most
                )
            )
        }
        self.rows = rows
        issued = rows.reduce(.zero) { $0 + $1.issued }
        redeemed = rows.reduce(0) { $0 + Double($1.redeemed.units) }
        toCome = ChainLadder.Estimate(
            value: rows.reduce(0) { $0 + $1.toCome.value },
            standardError: ladder.total.standardError
        )
    }
}
