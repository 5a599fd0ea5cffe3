internal import SetiaCore
internal import SetiaInsight
internal import SetiaWire

/// A category's brands, period by period, beside what the Dirichlet expects of them.
struct DirichletReport {
    private let file: BrandFile
    private let trend: BrandTrend
    private let panels: [(name: String, panel: BrandPanel)]
    private let notFitted: [String]
    private let households: Int?

    /// - Throws: `FitFailure` where no period gives a fit.
    init(_ file: BrandFile, by period: BrandPeriod, households: Int?) throws {
        self.file = file
        self.households = households
        guard let span = file.log.span else { fault("a log of brands without a day") }
        var panels: [(name: String, panel: BrandPanel)] = []
        var day = span.lowerBound
        while day <= span.upperBound {
            let days = period.unit.map { day.startOf($0)...day.endOf($0) } ?? span
            let name = period.unit.map { $0 == .year ? "\(day.year)" : "from \(days.lowerBound)" } ?? "all"
            panels.append((name, file.log.panel(days, names: file.brands, households: households)))
            day = days.upperBound.adding(days: 1)
        }
        self.panels = panels
        var (fitted, notFitted, failure) = ([BrandTrend.Period](), [String](), FitFailure?.none)
        for (name, panel) in panels {
            do throws(FitFailure) {
                fitted.append(.init(name: name, panel: panel, fit: try fitDirichlet(panel)))
            } catch {
                notFitted.append("\(name): no Dirichlet, \(error.what)")
                failure = error
            }
        }
        if fitted.isEmpty, let failure { throw failure }
        trend = BrandTrend(fitted)
        self.notFitted = notFitted
    }

    var findings: Findings {
        let span = file.log.span.map { ", \($0.lowerBound) to \($0.upperBound)" } ?? ""
        var findings = Findings(
            subject: """
                brand loyalty of \(file.name): \(counted(file.brands.count, "brand")), \
                \(counted(max(file.log.households, households ?? 0), "household"))\(span)
                """
        )
        findings.tables = [periods]
        if let last = trend.periods.last { findings.tables.append(brands(last)) }
        findings.export = everyBrand
        findings.notes = trend.words + notFitted
        if let last = trend.periods.last { findings.notes += reading(last) }
        return findings
    }

    private var periods: Findings.Table {
        var table = Findings.Table(
            "periods",
            "",
            [
                .init("period"), .init("n", "households"), .init("buyers"), .init("purchases"), .init("M"), .init("K"),
                .init("S"), .init("polarisation"), .init("lower", "95 % from"), .init("upper", "to"),
                .init("requirements", "share of requirements"), .init("expectedRequirements", "expected"),
            ]
        )
        for period in trend.periods {
            let (panel, model, range) = (period.panel, period.fit.model, period.fit.polarisation.interval)
            table.add(
                .text(period.name),
                .count(panel.households),
                .count(panel.buyers),
                .count(panel.purchases),
                .number(model.rate, decimals: 4),
                .number(model.shape, decimals: 4),
                .number(model.spread, decimals: 4),
                .number(model.polarisation, decimals: 4),
                .number(range.lower, decimals: 4),
                .number(range.upper, decimals: 4),
                .rate(panel.shareOfRequirements),
                .rate(model.shareOfRequirements)
            )
        }
        return table
    }

    private static let columns: [Findings.Column] = [
        .init("brand"), .init("share"), .init("penetration"), .init("expectedPenetration", "exp."),
        .init("purchases", "a buyer"), .init("expectedPurchases", "exp."), .init("category", "of category"),
        .init("expectedCategory", "exp."), .init("requirements"), .init("expectedRequirements", "exp."),
        .init("sole"), .init("expectedSole", "exp."),
    ]

    private func cells(_ period: BrandTrend.Period, _ brand: Int) -> [Findings.Cell] {
        let (real, expected) = (period.panel.observed[brand], period.fit.model.expected(brand))
        return [
            .text(period.panel.brands[brand]), .rate(real.share), .rate(real.penetration), .rate(expected.penetration),
            .number(real.purchasesPerBuyer, decimals: 2), .number(expected.purchasesPerBuyer, decimals: 2),
            .number(real.categoryPurchasesPerBuyer, decimals: 2),
            .number(expected.categoryPurchasesPerBuyer, decimals: 2), .rate(real.shareOfRequirements),
            .rate(expected.shareOfRequirements), .rate(real.soleBuyers), .rate(expected.soleBuyers),
        ]
    }

    private func brands(_ period: BrandTrend.Period) -> Findings.Table {
        var table = Findings.Table("brands", "brands, \(period.name), beside what is expected", DirichletReport.columns)
        for brand in period.panel.brands.indices.prefix(25) { table.rows.append(cells(period, brand)) }
        return table
    }

    private var everyBrand: Findings.Table {
        var table = Findings.Table("brands", "", [.init("period")] + DirichletReport.columns)
        for period in trend.periods {
            for brand in period.panel.brands.indices {
                table.rows.append([.text(period.name)] + cells(period, brand))
            }
        }
        return table
    }

    private func reading(_ period: BrandTrend.Period) -> [String] {
        var notes: [String] = []
        if let jeopardy = period.panel.doubleJeopardy {
            notes.append(
                jeopardy > 0.3
                    ? "double jeopardy: smaller brands have fewer buyers, who also buy them less often "
                        + "(correlation \(fixed(jeopardy, 2))); that alone is no weakness of a small brand"
                    : "no double jeopardy here: penetration and purchases a buyer do not rise together "
                        + "(correlation \(fixed(jeopardy, 2)))"
            )
        }
        if households == nil {
            notes.append("the panel is who stands in the file; with others who bought nothing, say --households")
        }
        if period.panel.brands.count > 25 {
            notes.append("the 25 largest brands of \(period.panel.brands.count) are shown; --csv writes all")
        }
        notes.append("polarisation is 1/(1+S): 0 where all households choose alike, 1 where each buys one brand only")
        return notes
    }
}

/// The guide's table, from printed figures.
func guideFindings(
    _ input: InputFile,
    _ mapping: ColumnMapping,
    penetration: Double,
    purchases: Double
) throws -> Findings {
    var table = try CSVTable(source: input.source, mapping: mapping, required: ["brand", "share", "penetration"])
    var (names, brands, bad) = ([String](), [(share: Double, penetration: Double)](), BadRows())
    while true {
        do {
            guard try table.next() else { break }
            let (share, reach) = (try table.number("share"), try table.number("penetration"))
            guard share > 0, share < 1 else { throw table.problem("share", "is above 0 and below 1, such as 0.25") }
            guard reach > 0, reach < 1 else { throw table.problem("penetration", "is above 0 and below 1") }
            names.append(try table.text("brand"))
            brands.append((share, reach))
        } catch let problem as RowProblem {
            bad.add(problem)
        }
    }
    try bad.refuse(input.name)
    guard brands.reduce(0, { $0 + $1.share }) < 1 + 1e-6 * Double(brands.count + 1) else {
        throw CommandFailure(
            "the shares add up to more than 1",
            why: "they come to \(fixed(brands.reduce(0) { $0 + $1.share }, 4))",
            todo: "give shares of the category's purchases",
            .badData
        )
    }
    guard
        let model = Dirichlet(
            Dirichlet.Guide(penetration: penetration, purchasesPerBuyer: purchases, brands: brands)
        )
    else {
        throw CommandFailure(
            "the figures fit no Dirichlet",
            why: "no K gives that penetration, or no S gives any brand its own",
            todo: "check penetration, purchases and shares: they must be of one panel and one time",
            .badData
        )
    }
    var findings = Findings(
        subject: """
            Dirichlet of \(input.name): M \(fixed(model.rate, 4)), K \(fixed(model.shape, 4)), \
            S \(fixed(model.spread, 4)), polarisation \(fixed(model.polarisation, 4))
            """
    )
    var rows = Findings.Table(
        "brands",
        "",
        [
            .init("brand"), .init("share"), .init("penetration"), .init("expectedPenetration", "expected"),
            .init("purchases", "a buyer"), .init("category", "of category"), .init("requirements"), .init("sole"),
        ]
    )
    for (place, name) in names.enumerated() {
        let figures = model.expected(place)
        rows.add(
            .text(name),
            .number(figures.share, decimals: 4),
            .number(brands[place].penetration, decimals: 4),
            .number(figures.penetration, decimals: 4),
            .number(figures.purchasesPerBuyer, decimals: 4),
            .number(figures.categoryPurchasesPerBuyer, decimals: 4),
            .rate(figures.shareOfRequirements),
            .rate(figures.soleBuyers)
        )
    }
    findings.tables = [rows]
    findings.notes = ["from printed figures, without a standard error; with households at hand, leave out --guide"]
    return findings
}
