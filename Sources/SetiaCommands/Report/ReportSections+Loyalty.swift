internal import SetiaCore
internal import SetiaInsight
internal import SetiaService

extension ReportSections {
    /// Figures by definition, of the last year; none where none of them has a value.
    var figures: [Section] {
        guard measures.figures.contains(where: { $0.value != nil }) else { return [] }
        return [section("measures", MeasuresReport(measures: measures).findings)]
    }

    /// In which phases members are; none where nobody is in any.
    var phases: [Section] {
        guard insight.phases.months.contains(where: { $0.total > 0 }) else { return [] }
        return [section("phases", PhaseReport(insight: insight.phases).findings)]
    }

    /// Bought or real, without the name of any member; none where nobody bought.
    var bought: [Section] {
        guard let bought = insight.bought, bought.members > 0 else { return [] }
        return [section("bought", BoughtReport(bought).findings)]
    }

    /// Brand loyalty year by year; none where no order names a brand or a category.
    var brands: [Section] {
        guard let everything = insight.assortment.loyalties.first(where: { $0.category == nil }) else { return [] }
        let what = insight.assortment.hasBrands ? "brands" : "categories"
        var notes = everything.trend?.words ?? ["there is no year of which loyalty can be told"]
        for year in everything.years {
            if let silence = year.silence { notes.append("the year to \(year.end.iso): no Dirichlet, \(silence.what)") }
        }
        notes.append("polarisation is 1/(1+S): 0 where all members choose alike, 1 where each buys one only")
        var tables = [years(everything)]
        if let last = everything.years.last { tables.append(each(last, what)) }
        return [Section(key: "brands", title: "brand loyalty, of \(what)", tables: tables, notes: notes)]
    }

    private func section(_ key: String, _ findings: Findings) -> Section {
        Section(
            key: key,
            title: findings.subject,
            tables: findings.tables,
            notes: findings.notes,
            definitions: findings.definitions
        )
    }

    private func years(_ loyalty: BrandLoyalty) -> Findings.Table {
        var table = Findings.Table(
            "years",
            "",
            [
                .init("yearTo", "year to"), .init("n", "members"), .init("buyers"), .init("purchases"), .init("S"),
                .init("polarisation"), .init("lower", "95 % from"), .init("upper", "to"),
                .init("requirements", "share of requirements"), .init("expectedRequirements", "expected"),
                .init("few", ""),
            ]
        )
        for year in loyalty.years {
            func cell(_ number: Double?) -> Findings.Cell { number.map { .number($0, decimals: 4) } ?? .none }
            table.add(
                .text(year.end.iso),
                .count(year.panel.households),
                .count(year.panel.buyers),
                .count(year.panel.purchases),
                cell(year.fit?.model.spread),
                cell(year.fit?.model.polarisation),
                cell(year.fit?.polarisation.interval.lower),
                cell(year.fit?.polarisation.interval.upper),
                .rate(year.panel.shareOfRequirements),
                .rate(year.fit?.model.shareOfRequirements),
                .text(year.panel.buyers < 30 ? "few" : "")
            )
        }
        return table
    }

    /// The largest of the last year, beside what is expected of each.
    private func each(_ year: BrandLoyalty.Year, _ what: String) -> Findings.Table {
        var table = Findings.Table(
            "brands",
            "\(what) in the year to \(year.end.iso), beside what is expected",
            [
                .init("brand"), .init("buyers"), .init("share"), .init("penetration"),
                .init("expectedPenetration", "exp."), .init("purchases", "a buyer"), .init("expectedPurchases", "exp."),
                .init("requirements"), .init("expectedRequirements", "exp."), .init("sole"),
                .init("expectedSole", "exp."),
            ]
        )
        for place in year.panel.brands.indices.prefix(25) {
            let (real, expected) = (year.panel.observed[place], year.fit?.model.expected(place))
            table.add(
                .text(year.panel.brands[place]),
                .count(Int((real.penetration * Double(year.panel.households)).rounded())),
                .rate(real.share),
                .rate(real.penetration),
                .rate(expected?.penetration),
                .number(real.purchasesPerBuyer, decimals: 2),
                expected.map { .number($0.purchasesPerBuyer, decimals: 2) } ?? .none,
                .rate(real.shareOfRequirements),
                .rate(expected?.shareOfRequirements),
                .rate(real.soleBuyers),
                .rate(expected?.soleBuyers)
            )
        }
        return table
    }
}
