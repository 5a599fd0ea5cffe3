internal import SetiaCore
internal import SetiaInsight

/// Complaints and claims by cause, as a table: a row a cause, those that only came before last.
package enum CaseTable {
    /// The rows, their heads first; costs in minor units, shares from 0 to 1.
    package static func rows(_ measured: MeasuredCases) -> [[String]] {
        let figures = measured.figures
        let later = figures.recurrence.map(\.cause).filter { key in !figures.causes.contains { $0.key == key } }
        let heads = [
            "cause", "cases", "points", "cost", "currency", "members_watched", "came_again", "share", "lower", "upper",
        ]
        return [heads]
            + (figures.causes.map(\.key) + later).map { key in
                let cause = figures.causes.first { $0.key == key }
                let again = figures.recurrence.first { $0.cause == key }?.again ?? Share(0, of: 0)
                let cost = measured.currency == nil ? nil : cause?.cost
                return [
                    key.text, "\(cause?.count ?? 0)", "\(cause?.points.units ?? 0)", cost.map { "\($0)" } ?? "",
                    cost == nil ? "" : measured.currency?.code ?? "", "\(again.denominator)", "\(again.numerator)",
                    again.value.map(fourDecimals) ?? "", again.interval95.map { fourDecimals($0.lower) } ?? "",
                    again.interval95.map { fourDecimals($0.upper) } ?? "",
                ]
            }
    }

    /// A part from 0 to 1 with four decimals.
    private static func fourDecimals(_ part: Double) -> String {
        let digits = "\(Int((part * 10_000).rounded()))"
        let padded = String(repeating: "0", count: max(0, 5 - digits.count)) + digits
        return "\(padded.dropLast(4)).\(padded.suffix(4))"
    }
}
