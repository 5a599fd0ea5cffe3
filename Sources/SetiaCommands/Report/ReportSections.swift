internal import JSONText
internal import SetiaCore
internal import SetiaInsight
internal import SetiaService

/// What the report says beside its counts: the same sections as the page has, as tables for terminals and programs.
struct ReportSections {
    let insight: InsightSnapshot
    let measures: Measures

    /// A section: its name in JSON, what stands over it, and its tables.
    struct Section {
        let key: String
        let title: String
        let tables: [Findings.Table]
        let notes: [String]
        var definitions: [Definition] = []
    }

    /// What the figures of all sections count, each once.
    var definitions: [Definition] {
        var definitions: [Definition] = []
        for definition in all.flatMap(\.definitions) where !definitions.contains(definition) {
            definitions.append(definition)
        }
        return definitions
    }

    /// Coming back, segments and what is to come, by currency; then figures by definition, phases, points owed, what the
    /// programme is worth, bought or real, and brand loyalty: what there is data for.
    var all: [Section] {
        insight.customers.flatMap(sections) + figures + phases + insight.points.filter { $0.issued > .zero }.map(points)
            + worth + bought + brands
    }

    /// For people.
    var text: String {
        all.map { section in
            let notes = section.notes.map { wrapped("note: \($0)") }
            return (["\(section.title)"] + section.tables.map(\.text) + notes).joined(separator: "\n\n")
        }.joined(separator: "\n\n")
    }

    /// For programs.
    var json: JSON {
        .array(
            all.map { section in
                var object: JSONObject = ["section": .string(section.key), "title": .string(section.title)]
                for table in section.tables { object.set(table.key, table.json) }
                if !section.notes.isEmpty { object.set("notes", .array(section.notes.map { .string($0) })) }
                return .object(object)
            }
        )
    }

    private static let figureColumns: [Findings.Column] = [
        .init("figure"), .init("value"), .init("lower", "95 % from"), .init("upper", "to"), .init("n"),
        .init("few", ""),
    ]

    // MARK: - Customers

    private func sections(_ customers: CustomerInsight) -> [Section] {
        let code = customers.currency.code
        return [
            Section(
                key: "returning",
                title: "coming back, \(code)",
                tables: [returning(customers), within(customers)],
                notes: [],
                definitions: [
                    .repeatPurchaseRate, .retention, .churnByRhythm, .reactivation, .frequency, .orderValue,
                    .timeBetween, .repeatWithin, .timeToSecond,
                ]
            ),
            Section(
                key: "segments",
                title: "segments, \(code)",
                tables: customers.segments.isEmpty ? [] : [segments(customers)],
                notes: customers.segments.isEmpty ? ["fewer than five customers have no fifths"] : [],
                definitions: [.rfm]
            ),
            outlook(customers),
        ]
    }

    private func returning(_ customers: CustomerInsight) -> Findings.Table {
        var table = Findings.Table("figures", "", Self.figureColumns)
        func add(_ name: String, _ share: Share) {
            table.add(
                .text(name),
                .rate(share.value),
                .rate(share.interval95?.lower),
                .rate(share.interval95?.upper),
                .count(share.denominator),
                .text(share.denominator > 0 && share.isSmall ? "few" : "")
            )
        }
        func add(_ name: String, _ moments: Moments, scale: Double, decimals: Int) {
            let interval = moments.isSmall ? nil : moments.interval()
            func cell(_ value: Double?) -> Findings.Cell {
                value.map { .number($0 / scale, decimals: decimals) } ?? .none
            }
            table.add(
                .text(name),
                cell(moments.count > 0 ? moments.mean : nil),
                cell(interval?.lower),
                cell(interval?.upper),
                .count(moments.count),
                .text(moments.count > 0 && moments.isSmall ? "few" : "")
            )
        }
        add("repeat purchase", customers.repeatRate)
        add("retention, \(CustomerInsight.window) days", customers.activity.retention)
        add("retention, the \(CustomerInsight.window) days before", customers.activityBefore.retention)
        add("churn by own rhythm", customers.rhythm.churn)
        add("reactivation", customers.activity.reactivation)
        add("orders a customer", customers.frequency.orders, scale: 1, decimals: 2)
        add(
            "order value, \(customers.currency.code)",
            customers.frequency.orderValue,
            scale: (0..<customers.decimals).reduce(1.0) { scale, _ in scale * 10 },
            decimals: customers.decimals
        )
        if let gap = customers.rhythm.medianGap {
            let range = customers.rhythm.medianGapInterval
            table.add(
                .text("days between purchases, median"),
                .count(gap),
                range.map { .count($0.lowerBound) } ?? .none,
                range.map { .count($0.upperBound) } ?? .none,
                .count(customers.rhythm.gaps),
                .text(customers.rhythm.gaps < 30 ? "few" : "")
            )
        }
        return table
    }

    private func within(_ customers: CustomerInsight) -> Findings.Table {
        var table = Findings.Table(
            "second",
            "second visit",
            [
                .init("days", "within days"), .init("share"), .init("lower", "95 % from"), .init("upper", "to"),
                .init("n"), .init("estimate", "Kaplan-Meier"),
            ]
        )
        for row in customers.within {
            table.add(
                .count(row.days),
                .rate(row.share.value),
                .rate(row.share.interval95?.lower),
                .rate(row.share.interval95?.upper),
                .count(row.share.denominator),
                .rate(row.estimate)
            )
        }
        return table
    }

    private func segments(_ customers: CustomerInsight) -> Findings.Table {
        var table = Findings.Table(
            "segments",
            "",
            [
                .init("segment"), .init("customers"), .init("orders"),
                .init("spent", "spent, \(customers.currency.code)"),
            ]
        )
        for row in customers.segments {
            table.add(
                .text(row.segment.rawValue),
                .count(row.customers),
                .count(row.orders),
                .amount(row.spent, decimals: customers.decimals)
            )
        }
        return table
    }

    private func outlook(_ customers: CustomerInsight) -> Section {
        let title = "what is to come within a year, \(customers.currency.code)"
        guard let outlook = customers.outlook else {
            let why = customers.silence?.what ?? "nothing to fit"
            return Section(key: "outlook", title: title, tables: [], notes: ["no model fits: \(why)"])
        }
        var table = Findings.Table("figures", "", Array(Self.figureColumns.dropLast()))
        let scale = (0..<customers.decimals).reduce(1.0) { scale, _ in scale * 10 }
        func add(_ name: String, _ estimate: Estimate, scale: Double = 1, decimals: Int = 0) {
            table.add(
                .text(name),
                .number(estimate.value / scale, decimals: decimals),
                .number(estimate.interval.lower / scale, decimals: decimals),
                .number(estimate.interval.upper / scale, decimals: decimals),
                .count(outlook.customers)
            )
        }
        add("customers expected to be active", outlook.active)
        add("days with a purchase", outlook.purchases)
        if let worth = outlook.worth {
            add("spend, \(customers.currency.code)", worth, scale: scale, decimals: customers.decimals)
        }
        var bands = Findings.Table("bands", "", [.init("band"), .init("customers")])
        bands.add(.text("active"), .count(outlook.bands.active))
        bands.add(.text("at risk"), .count(outlook.bands.atRisk))
        bands.add(.text("gone"), .count(outlook.bands.gone))
        var notes: [String] = []
        if let check = outlook.check {
            notes.append(
                """
                checked on the last quarter of the history: \(Int64(check.expected.rounded())) days expected, \
                \(Int64(check.actual)) came\(check.isOff ? "; do not believe the figures above" : "")
                """
            )
        } else {
            notes.append("the history is too short to check the model")
        }
        return Section(key: "outlook", title: title, tables: [table, bands], notes: notes)
    }

    // MARK: - Points and worth

    private func points(_ points: PointsInsight) -> Section {
        var table = Findings.Table(
            "points",
            "",
            [.init("figure"), .init("value"), .init("lower", "95 % from"), .init("upper", "to")]
        )
        func add(_ name: String, _ units: Points) { table.add(.text(name), .count(units.units), .none, .none) }
        add("issued", points.issued)
        add("redeemed", points.redeemed)
        add("lapsed", points.lapsed)
        add("outstanding", points.outstanding)
        if points.owed > .zero { add("owed by members", points.owed) }
        if let forecast = points.forecast {
            table.add(
                .text("ultimate redemption"),
                .rate(forecast.rate),
                .rate(forecast.rateInterval.lower),
                .rate(min(1, forecast.rateInterval.upper))
            )
        }
        var notes: [String] = []
        if let money = points.money {
            func add(_ name: String, _ units: Int64, _ interval: Interval? = nil) {
                func cell(_ value: Double?) -> Findings.Cell {
                    value.map { .amount(Int64($0.rounded()), decimals: money.decimals) } ?? .none
                }
                table.add(
                    .text("\(name), \(money.currency.code)"),
                    .amount(units, decimals: money.decimals),
                    cell(interval?.lower),
                    cell(interval?.upper)
                )
            }
            add("outstanding, if all were redeemed", money.outstanding)
            if let expected = money.expected { add("still to be redeemed", expected, money.expectedInterval) }
            if let liability = money.liability { add("contract liability, IFRS 15, \(points.close)", liability) }
        } else {
            notes.append("in money nothing is told: write what a point costs under 'worth' in the programme")
        }
        if let silence = points.silence { notes.append("no estimate of ultimate redemption yet: \(silence.words)") }
        var expiry = Findings.Table(
            "expiry",
            "outstanding, by the month in which it lapses",
            [.init("lapses"), .init("points")]
        )
        for row in points.byExpiry where row.points > .zero {
            expiry.add(.text(row.expiry.map { "\($0)" } ?? "never"), .count(row.points.units))
        }
        return Section(
            key: "points",
            title: "points owed, \(points.wallet)",
            tables: [table] + (expiry.rows.isEmpty ? [] : [expiry]),
            notes: notes,
            definitions: [.ultimateRedemption, .pointsLiability]
        )
    }

    private var worth: [Section] {
        let worth = insight.worth
        guard !worth.subjects.isEmpty || worth.economics != nil else { return [] }
        let findings = WorthReport(insight: worth).findings
        return [
            Section(
                key: "worth",
                title: findings.subject,
                tables: findings.tables,
                notes: findings.notes,
                definitions: findings.definitions
            )
        ]
    }
}
