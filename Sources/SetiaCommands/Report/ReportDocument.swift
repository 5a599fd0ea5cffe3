internal import JSONText
internal import SetiaCore
internal import SetiaInsight
internal import SetiaService

/// The report for programs: names that stay, whole numbers as they are, rates with six decimals beside their counts.
struct ReportDocument {
    private let report: Report
    private let sections: ReportSections

    init(_ report: Report, _ sections: ReportSections) {
        self.report = report
        self.sections = sections
    }

    var json: JSON {
        .object([
            "at": .string(report.at.rfc3339),
            "cohorts": .array(
                report.cohorts.map { cohort in
                    .object([
                        "active": .array(cohort.active.map { .integer(Int64($0)) }),
                        "month": .string(cohort.month.description),
                    ])
                }
            ),
            "customers": .integer(Int64(report.customers)),
            "definitions": .array(sections.definitions.map(\.json)),
            "guestOrders": .integer(Int64(report.guestOrders)),
            "members": .object(
                JSONObject(
                    MemberStatus.allCases.compactMap { status in
                        report.members[status].map { (status.rawValue, .integer($0)) }
                    }
                )
            ),
            "months": .array(report.months.map(month)),
            "orders": .integer(Int64(report.orders)),
            "points": .object(JSONObject(report.points.map { ($0.wallet.text, points($0)) })),
            "repeat": .object([
                "byDays": share(report.repeatRate), "byOrders": share(report.repeatRateByOrders),
                "withinDays": .object(JSONObject(report.repeatWithin.map { ("\($0.days)", share($0.share)) })),
            ]),
            "revenue": .array(report.revenue.map(money)),
            "sections": sections.json,
            "timeZone": .string(report.timeZone.text),
        ])
    }

    private func month(_ month: Report.Month) -> JSON {
        .object([
            "active": .integer(Int64(month.row.active)), "churn": share(month.row.churn),
            "month": .string(month.row.month.description), "new": .integer(Int64(month.row.new)),
            "orders": .integer(Int64(month.row.orders)), "retention": share(month.row.retention),
            "revenue": .array(month.revenue.map(money)),
        ])
    }

    private func points(_ figures: Report.WalletFigures) -> JSON {
        .object([
            "adjusted": .integer(figures.adjusted.units), "clawedBack": .integer(figures.clawedBack.units),
            "expired": .integer(figures.expired.units), "issued": .integer(figures.issued.units),
            "opened": .integer(figures.opened.units), "outstanding": .integer(figures.outstanding.units),
            "spent": .integer(figures.spent.units),
        ])
    }

    private func money(_ money: Money) -> JSON {
        .object(["amount": .integer(money.minorUnits), "currency": .string(money.currency.code)])
    }

    private func share(_ share: Share) -> JSON {
        .object([
            "count": .integer(Int64(share.numerator)), "lower": decimal(share.interval95?.lower),
            "n": .integer(Int64(share.denominator)), "rate": decimal(share.value),
            "upper": decimal(share.interval95?.upper),
        ])
    }

    /// Six decimals; null where there is nobody to speak of.
    private func decimal(_ value: Double?) -> JSON {
        guard let value else { return .null }
        let millionths = Int64((value * 1_000_000).rounded())
        let digits = String(millionths % 1_000_000)
        return .decimal("\(millionths / 1_000_000)." + String(repeating: "0", count: 6 - digits.count) + digits)
    }
}
