internal import SetiaCore
internal import SetiaInsight
internal import SetiaService

/// The report for people: one figure a line, months as a table, definitions at the foot.
struct ReportText {
    private let report: Report
    private let programme: Programme
    private let sections: ReportSections
    private let withCohorts: Bool

    init(_ report: Report, _ programme: Programme, _ sections: ReportSections, withCohorts: Bool) {
        self.report = report
        self.programme = programme
        self.sections = sections
        self.withCohorts = withCohorts
    }

    var text: String {
        var parts = ["\(programme.name), \(report.at.rfc3339), days of \(report.timeZone)", figures, repeats]
        if !report.months.isEmpty { parts.append(months) }
        if withCohorts, !report.cohorts.isEmpty { parts.append(cohorts) }
        let more = sections.text
        if !more.isEmpty { parts.append(more) }
        parts.append(definitions)
        let others = sections.definitions
        if !others.isEmpty { parts.append(others.map { wrapped($0.sentence) }.joined(separator: "\n")) }
        return parts.joined(separator: "\n\n")
    }

    private var figures: String {
        var table = TextTable([("", .left), ("", .right), ("", .left)])
        for status in MemberStatus.allCases {
            if let count = report.members[status], count > 0 {
                table.add("members, \(status.rawValue)", grouped(count), "")
            }
        }
        table.add("customers", grouped(report.customers), "")
        table.add(
            "orders",
            grouped(report.orders),
            report.guestOrders > 0 ? "guests' \(grouped(report.guestOrders))" : ""
        )
        for money in report.revenue {
            table.add("revenue", amount(money), money.currency.code)
        }
        for wallet in report.points {
            let name = wallet.wallet.text
            table.add("\(name) issued", grouped(wallet.issued.units), "")
            if wallet.opened != .zero { table.add("\(name) brought along", grouped(wallet.opened.units), "") }
            table.add("\(name) spent", grouped(wallet.spent.units), "")
            table.add("\(name) expired", grouped(wallet.expired.units), "")
            if wallet.clawedBack != .zero { table.add("\(name) taken back", grouped(wallet.clawedBack.units), "") }
            if wallet.adjusted != .zero { table.add("\(name) by hand", grouped(wallet.adjusted.units), "") }
            table.add("\(name) outstanding", grouped(wallet.outstanding.units), "")
        }
        return table.text
    }

    private var repeats: String {
        var table = TextTable([
            ("repeat purchase", .left), ("rate", .right), ("95 %", .left), ("customers", .right), ("of n", .right),
            ("", .left),
        ])
        func add(_ name: String, _ share: Share) {
            table.add(
                name,
                share.value.map(percent) ?? "-",
                share.interval95.map { "\(percent($0.lower)) to \(percent($0.upper))" } ?? "-",
                grouped(share.numerator),
                grouped(share.denominator),
                share.isSmall ? "few" : ""
            )
        }
        add("on two days or more", report.repeatRate)
        add("two orders or more", report.repeatRateByOrders)
        for (days, share) in report.repeatWithin { add("within \(days) days", share) }
        return table.text
    }

    private var months: String {
        var table = TextTable([
            ("month", .left), ("active", .right), ("new", .right), ("orders", .right), ("revenue", .right),
            ("retention", .right), ("churn", .right), ("n", .right), ("", .left),
        ])
        for month in report.months {
            let row = month.row
            table.add(
                row.month.description,
                grouped(row.active),
                grouped(row.new),
                grouped(row.orders),
                revenue(month),
                row.retention.value.map(percent) ?? "-",
                row.churn.value.map(percent) ?? "-",
                grouped(row.retention.denominator),
                row.retention.denominator > 0 && row.retention.isSmall ? "few" : ""
            )
        }
        return table.text
    }

    private var cohorts: String {
        let ages = report.cohorts.map(\.active.count).max() ?? 0
        var columns: [(title: String, alignment: TextTable.Alignment)] = [("cohort", .left)]
        columns += (0..<ages).map { (title: $0 == 0 ? "size" : "+\($0)", alignment: .right) }
        var table = TextTable(columns)
        for cohort in report.cohorts {
            let cells = cohort.active.map { grouped($0) }
            table.add([cohort.month.description] + cells + Array(repeating: "", count: ages - cells.count))
        }
        return table.text
    }

    private var definitions: String {
        """
        customers: members with an order that did not come back whole. revenue: what was paid for what is kept of these
        orders, in the month of the order. repeat purchase: of n customers, those who bought on a second day (or a second
        time), over all purchases there are; within days: those whose second day came so soon after the first.
        retention: of n active in the month before, those active in the month; churn: the rest. few: n is below 30, too
        few to read much into. 95 %: Wilson's interval.
        """
    }

    /// One currency's amount stands alone; several say which they are.
    private func revenue(_ month: Report.Month) -> String {
        guard report.revenue.count > 1 else { return month.revenue.map(amount).joined() }
        return month.revenue.filter { $0.minorUnits > 0 }.map { "\(amount($0)) \($0.currency)" }.joined(separator: ", ")
    }

    private func amount(_ money: Money) -> String {
        writtenAmount(money.minorUnits, decimals: programme.decimals(of: money.currency) ?? 0)
    }
}
