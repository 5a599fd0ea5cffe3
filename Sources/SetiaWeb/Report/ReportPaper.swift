internal import Mustache
package import SetiaCore
internal import SetiaInsight
internal import SetiaPages
package import SetiaService

/// The report as one HTML file that needs nothing else: it opens anywhere, and prints on A4.
///
/// It names no member, so that it may go round by mail.
package struct ReportPaper {
    private let report: Report
    private let insight: InsightSnapshot
    private let measures: Measures
    private let brand: BrandView
    private let brandName: String
    private let visit: Visit

    private var texts: Texts { visit.texts }
    private var wording: Wording { visit.wording }

    /// The most months of its table; older ones are in `setia report`.
    private static let mostMonths = 24

    /// A report of the brand whose programme is `version`, in one language.
    ///
    /// - Parameters:
    ///   - report: The counts.
    ///   - insight: What was measured at the same time.
    ///   - measures: Figures by definition, of the last year.
    ///   - version: The programme that holds.
    ///   - brandName: What people call the brand; none is the programme's name, written as a name.
    ///   - language: What to write in.
    package init(
        _ report: Report,
        _ insight: InsightSnapshot,
        _ measures: Measures,
        version: ProgrammeVersion,
        brandName: String? = nil,
        language: Language
    ) {
        self.report = report
        self.insight = insight
        self.measures = measures
        self.brandName = brandName ?? SetiaWeb.brandName(of: version.programme)
        brand = BrandView(version: version, zone: version.zone, shops: [])
        visit = Visit(
            path: "",
            parameters: [:],
            query: .empty,
            form: .empty,
            cookies: [:],
            client: "",
            now: report.at,
            language: language,
            theme: .light
        )
    }

    /// The file's text, without an end of line behind it.
    package var html: String {
        get throws {
            let customers = insight.customers.map(section)
            let wallets = insight.points.filter { $0.issued > .zero }.map(PointsView(brand: brand, visit: visit).fields)
            let worth = WorthView(insight: insight.worth, visit: visit).fields
            let isWorth = !insight.worth.subjects.isEmpty || insight.worth.economics != nil
            var fields: Fields = [
                "t": TextTree(texts: texts), "language": visit.language.rawValue, "brand": brandName,
                "style": String(decoding: PageSources.paper, as: UTF8.self),
                "asOf": texts.say(
                    "report.asOf",
                    ["when": wording.moment(report.at, in: brand.zone), "zone": report.timeZone.text]
                ),
                "isEmpty": report.orders == 0, "short": short, "cards": cards,
                "sections": customers, "hasWallets": !wallets.isEmpty, "wallets": wallets,
                "months": months,
            ]
            if isWorth { fields["worth"] = worth }
            let others = loyalty
            for (name, part) in others { fields[name] = part }
            var parts = customers
            if let figures = others["figures"] { parts.append(figures) }
            parts += wallets
            if isWorth { parts.append(worth) }
            if let bought = others["bought"] { parts.append(bought) }
            fields["definitions"] = definitions(
                parts,
                hasPhases: others["phases"] != nil,
                hasBrands: others["loyalty"] != nil
            )
            let text = try Templates.library().render(fields, withTemplate: "report") ?? ""
            return text.hasSuffix("\n") ? String(text.dropLast()) : text
        }
    }

    // MARK: - In short

    /// What a reader in a hurry takes along: how loyal, what is to come, who may leave, what is owed.
    private var short: [String] {
        var lines: [String] = []
        if let rate = report.repeatRate.value, let interval = report.repeatRate.interval95 {
            lines.append(
                texts.say(
                    report.repeatRate.isSmall ? "report.short.repeatFew" : "report.short.repeat",
                    [
                        "share": wording.percent(rate) ?? "", "all": wording.number(Int64(report.customers)),
                        "lower": wording.percent(interval.lower) ?? "", "upper": wording.percent(interval.upper) ?? "",
                    ]
                )
            )
        }
        for customers in insight.customers {
            let view = CustomerView(insight: customers, brand: brand, visit: visit)
            let words = view.homeFacts.compactMap { fact -> String? in
                guard let label = fact["label"] as? String, let text = fact["text"] as? String else { return nil }
                return texts.say("report.short.fact", ["label": label, "text": text])
            }
            lines += insight.customers.count > 1 ? words.map { "\(customers.currency.code): \($0)" } : words
        }
        for points in insight.points where points.issued > .zero {
            lines.append(
                texts.say(
                    "report.short.fact",
                    [
                        "label": capitalised(brand.wallet(points.wallet, visit.language)),
                        "text": texts.say(
                            "report.short.points",
                            [
                                "outstanding": wording.number(points.outstanding.units),
                                "issued": wording.number(points.issued.units),
                            ]
                        ),
                    ]
                )
            )
        }
        return lines
    }

    private var cards: [Fields] {
        let enrolled = (report.members[.active] ?? 0) + (report.members[.suspended] ?? 0)
        func card(_ key: String, _ value: String, _ note: String) -> Fields {
            ["label": texts.say("report.figure.\(key)"), "value": value, "note": note]
        }
        return [
            card(
                "members",
                wording.number(enrolled),
                texts.say("figure.members.note", count: Int64(report.customers))
            ),
            card(
                "orders",
                wording.number(Int64(report.orders)),
                texts.say("report.figure.guests", ["n": wording.number(Int64(report.guestOrders))])
            ),
        ]
            + report.revenue.map { card("revenue", brand.money($0, wording), $0.currency.code) }
    }

    // MARK: - The parts

    /// Customers who pay in one currency.
    private func section(_ customers: CustomerInsight) -> Fields {
        let view = CustomerView(insight: customers, brand: brand, visit: visit)
        var fields: Fields = [
            "returning": view.returning, "segments": view.segments([:]), "risk": view.risk([:]),
        ]
        if insight.customers.count > 1 {
            fields["currency"] = texts.say("customers.currencyNote", ["currency": customers.currency.code])
        }
        return fields
    }

    /// Figures by definition, phases, bought or real, and brand loyalty: what there is data for.
    private var loyalty: [String: Fields] {
        var parts: [String: Fields] = [:]
        if measures.figures.contains(where: { $0.value != nil }) {
            let view = MeasuresView(brand: brand, visit: visit, channels: [])
            let cards = measures.figures.map { view.card($0, measures) }
            parts["figures"] = ["about": view.about(measures), "cards": cards]
        }
        if insight.phases.months.contains(where: { $0.total > 0 }) {
            parts["phases"] = PhaseView(insight: insight.phases, visit: visit).fields([:], brand.zone)
        }
        if let bought = insight.bought, bought.members > 0 {
            // Whose visits follow rewards most is for the console: the report does not print it, since it names nobody.
            parts["bought"] = BoughtView(insight: bought, brand: brand, visit: visit).fields([:])
        }
        if !insight.assortment.loyalties.isEmpty {
            parts["loyalty"] = LoyaltyView(insight: insight.assortment, brand: brand, visit: visit).fields
        }
        return parts
    }

    /// The last months, the newest first.
    private var months: [Fields] {
        report.months.suffix(Self.mostMonths).reversed().map { month in
            let row = month.row
            return [
                "month": texts.say("month.\(row.month.month)", ["year": String(row.month.year)]),
                "active": wording.number(Int64(row.active)), "new": wording.number(Int64(row.new)),
                "orders": wording.number(Int64(row.orders)),
                "revenue": month.revenue.map { brand.money($0, wording) }.joined(separator: " · "),
                "retention": wording.percent(row.retention.value) ?? "–",
                "isFew": row.retention.denominator > 0 && row.retention.isSmall,
                "n": wording.number(Int64(row.retention.denominator)),
            ]
        }
    }

    /// What each figure means, each once, in the order in which they stand.
    private func definitions(_ parts: [Fields], hasPhases: Bool, hasBrands: Bool) -> [Fields] {
        var seen: Set<String> = []
        var definitions: [Fields] = []
        func add(_ cards: [Fields]) {
            for card in cards {
                guard let label = card["label"] as? String, let definition = card["definition"] as? String,
                    seen.insert(label).inserted
                else { continue }
                definitions.append(["label": label, "definition": definition])
            }
        }
        for part in parts {
            for fields in [part, part["returning"] as? Fields, part["risk"] as? Fields].compactMap({ $0 }) {
                add(fields["cards"] as? [Fields] ?? [])
            }
        }
        func add(_ label: String, _ definition: String) {
            add([["label": texts.say(label), "definition": texts.say(definition)]])
        }
        if hasPhases { add("customers.room.phases", "customers.phases.definition") }
        if hasBrands {
            add("customers.room.brands", "customers.brands.norm")
            add("customers.brands.brand", "customers.brands.definition")
        }
        add([["label": texts.say("customers.who"), "definition": texts.say("customers.segmentsDefinition")]])
        add([["label": texts.say("report.months"), "definition": texts.say("report.months.definition")]])
        return definitions
    }
}

/// What people call a brand that has not said so: its programme's name, written as a name.
func brandName(of programme: Programme) -> String {
    programme.name.text.split(separator: "-").map { $0.prefix(1).uppercased() + $0.dropFirst() }
        .joined(separator: " ")
}
