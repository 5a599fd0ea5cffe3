internal import ArgumentParser
internal import SetiaCore
internal import SetiaInsight
internal import SetiaService
internal import SetiaWire

/// `setia insight dirichlet`: whether a category's buyers are loyal to its brands, and whether that declines.
struct InsightDirichletCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "dirichlet",
        abstract: "Brand loyalty over years: penetration, share of requirements, polarisation.",
        discussion: """
            Of purchases of one category (customer, date, brand), a row each; a brand counts once a day, or once an order \
            where the file has orderId. A row without a brand is a household that bought nothing of it. With --guide, of printed figures (brand, share, penetration).

            EXAMPLES
              setia insight dirichlet yogurt.csv --by year
              setia insight dirichlet yogurt.csv --households 2500
              setia insight dirichlet brands.csv --guide --penetration 0.56 --purchases 2.6
            """
    )

    @Argument(help: ArgumentHelp("The table.", valueName: "file"))
    var file: String

    @Option(help: ArgumentHelp("Which column gives which field: field=column,…", valueName: "list"))
    var columns: [String] = []

    @Option(help: "Compare by year, half, quarter or month; or all as one.")
    var by = BrandPeriod.year

    @Option(help: ArgumentHelp("Households of the panel, with those who bought nothing.", valueName: "number"))
    var households: Int?

    @Flag(help: "The table has printed figures of brands, and no households.")
    var guide = false

    @Option(help: ArgumentHelp("With --guide: the share of households who bought the category.", valueName: "share"))
    var penetration: Double?

    @Option(help: ArgumentHelp("With --guide: how often those bought it.", valueName: "number"))
    var purchases: Double?

    @OptionGroup var output: FindingsOptions

    func validate() throws {
        guard guide == (penetration != nil), guide == (purchases != nil) else {
            throw ValidationError("--guide, --penetration and --purchases go together.")
        }
        if let penetration, !(penetration > 0 && penetration < 1) {
            throw ValidationError("--penetration is above 0 and below 1.")
        }
        if let purchases, !(purchases >= 1 && purchases.isFinite) { throw ValidationError("--purchases is 1 or more.") }
        if let households, households < 1 { throw ValidationError("--households is 1 or more.") }
    }

    func run() async throws {
        try await reporting {
            let input = try InputFile(file)
            let mapping = try ColumnMapping(columns: columns, values: [])
            if let penetration, let purchases {
                return try output.tell(
                    try guideFindings(input, mapping, penetration: penetration, purchases: purchases)
                )
            }
            let log = try BrandFile(input, mapping, today: Shell.current.surroundings.now())
            do {
                try output.tell(try DirichletReport(log, by: by, households: households).findings)
            } catch let failure as FitFailure {
                throw CommandFailure("there is no fit", why: failure.what, todo: failure.advice, .badData)
            }
        }
    }
}

/// What is compared with what.
enum BrandPeriod: String, ExpressibleByArgument, CaseIterable {
    case year, half, quarter, month, all

    var unit: CalendarUnit? {
        switch self {
        case .year: .year
        case .half: .halfYear
        case .quarter: .quarter
        case .month: .month
        case .all: nil
        }
    }
}

/// Purchases of a category, read from a table.
struct BrandFile {
    private(set) var log = BrandPurchaseLog()
    private(set) var brands: [String] = []
    let name: String

    /// - Throws: `CommandFailure` where a row cannot be used, or none can.
    init(_ input: InputFile, _ mapping: ColumnMapping, today: Instant) throws {
        name = input.name
        // Somewhere on earth it is tomorrow already.
        let today = FixedOffset.utc.day(of: today).adding(days: 1)
        var table = try CSVTable(
            source: input.source,
            mapping: mapping,
            required: ["customer", "date", "brand"],
            optional: ["orderId"]
        )
        var (households, names, orders, bad) = (MemberNames(), MemberNames(), MemberNames(), BadRows())
        let progress = Progress("reading", unit: "rows")
        defer { progress.end() }
        while true {
            do {
                guard try table.next() else { break }
                let day = try table.day("date")
                guard day <= today else { throw table.problem("date", "is after today") }
                guard let customer = table.column(of: "customer"), let brand = table.column(of: "brand") else { break }
                let household = table.withBytes(customer) { $0.isEmpty ? nil : households.number(of: $0) }
                guard let household else { throw table.problem("customer", "is empty") }
                let bought = table.withBytes(brand) { $0.isEmpty ? nil : names.number(of: $0) }
                let order = table.column(of: "orderId").flatMap { column in
                    table.withBytes(column) { $0.isEmpty ? nil : orders.number(of: $0) }
                }
                log.append(household: household, day: day, brand: bought, order: order)
            } catch let problem as RowProblem {
                bad.add(problem)
            }
            if table.row & 0xFFF == 0 {
                try Task.checkCancellation()
                progress.show(done: Double(table.offset) / Double(max(1, input.size)), count: table.row)
            }
        }
        try bad.refuse(input.name)
        guard log.count > 0 else {
            throw CommandFailure(
                "there is nothing to measure",
                why: "no row of \(input.name) has a brand",
                todo: "give purchases: customer, date, brand",
                .badData
            )
        }
        brands = (0..<names.count).map { names[$0] }
    }
}
