internal import ArgumentParser
internal import SetiaCore
internal import SetiaInsight
internal import SetiaServer
internal import SetiaService
internal import SetiaWire

/// Which purchases are measured: those of a file, or the brand's own.
struct PurchaseOptions: ParsableArguments {
    @Argument(help: ArgumentHelp("A table of purchases; else the brand's own.", valueName: "file"))
    var file: String?

    @Option(help: ArgumentHelp("Which column gives which field: field=column,…", valueName: "list"))
    var columns: [String] = []

    @Option(help: ArgumentHelp("One value for all of it: currency=MYR", valueName: "list"))
    var set: [String] = []

    @Option(help: ArgumentHelp("Decimals of the file's amounts.", valueName: "number"))
    var decimals = 2

    @Option(help: ArgumentHelp("Only what was paid in it.", valueName: "code"))
    var currency: String?

    @Option(help: ArgumentHelp("The first day that counts.", valueName: "day"))
    var from: String?

    @Option(help: ArgumentHelp("The last day that counts.", valueName: "day"))
    var to: String?

    @Flag(help: "Leave out rows that cannot be used, and say how many.")
    var skipBadRows = false

    @OptionGroup var brand: BrandOptions

    func validate() throws {
        guard file != nil || (columns.isEmpty && set.isEmpty && !skipBadRows) else {
            throw ValidationError("--columns, --set and --skip-bad-rows are for a file.")
        }
        guard (0...4).contains(decimals) else { throw ValidationError("--decimals is 0 to 4.") }
        for day in [from, to].compactMap({ $0 }) where Day(iso: day) == nil {
            throw ValidationError("'\(day)' is no day, such as 2026-03-01.")
        }
        if let currency, (try? Currency(currency)) == nil {
            throw ValidationError("'\(currency)' is no currency, such as MYR.")
        }
    }

    var window: (first: Day?, last: Day?) { (from.flatMap { Day(iso: $0) }, to.flatMap { Day(iso: $0) }) }

    /// Reads them.
    ///
    /// - Throws: `CommandFailure` where there are none, or they cannot be measured together.
    func read() async throws -> Purchases {
        let purchases = try await file.map { try readFile($0) }.asyncOr { try await readBrand() }
        guard purchases.columns.count > 0 else {
            throw CommandFailure(
                "there is nothing to measure",
                why: "no purchase counts in \(purchases.subject)",
                todo: "look at the window, --currency and the columns; setia report tells what the brand has",
                .badData
            )
        }
        return purchases
    }

    private func readFile(_ name: String) throws -> Purchases {
        let input = try InputFile(name)
        let progress = Progress("reading", unit: "rows")
        defer { progress.end() }
        var reading = PurchaseFile(
            decimals: decimals,
            currency: currency,
            window: window,
            today: Shell.current.surroundings.now(),
            skipsBadRows: skipBadRows
        )
        return try reading.read(input, try ColumnMapping(columns: columns, values: set), progress)
    }

    private func readBrand() async throws -> Purchases {
        let wanted = currency.flatMap { try? Currency($0) }
        let progress = Progress("reading", unit: "orders")
        defer { progress.end() }
        let (brand, window) = (brand, window)
        let shell = Shell.current
        return try await endingOnInterrupt {
            try await Shell.$current.withValue(shell) {
                try await brand.withBrand { brand in
                    let read = try await brand.service.brandPurchases(
                        in: wanted,
                        from: window.first,
                        through: window.last
                    ) { progress.show(done: nil, count: Int64($0)) }
                    return Purchases(read, location: "\(try self.brand.location)")
                }
            }
        }
    }
}

/// Purchases to measure, and what was said of them on the way.
struct Purchases: Sendable {
    var columns: PurchaseColumns
    /// What each member's number stands for.
    var name: @Sendable (Int) -> String
    /// Where they are from.
    var subject: String
    /// Of amounts; empty where the file does not say.
    var currency: String
    var decimals: Int
    /// The last day of which all purchases are known.
    var end: Day
    var notes: [String] = []
    /// Whether rows were left out.
    var hasFindings = false

    init(
        columns: PurchaseColumns,
        name: @escaping @Sendable (Int) -> String,
        subject: String,
        currency: String,
        decimals: Int,
        end: Day
    ) {
        self.columns = columns
        self.name = name
        self.subject = subject
        self.currency = currency
        self.decimals = decimals
        self.end = end
    }

    init(_ brand: BrandPurchases, location: String) {
        let members = brand.members
        self.init(
            columns: brand.columns,
            name: { members[$0].text },
            subject: location,
            currency: brand.currency?.code ?? "",
            decimals: brand.decimals,
            end: brand.end
        )
        if brand.guestOrders > 0 { notes.append("\(counted(brand.guestOrders, "order")) of guests left out") }
        if brand.otherCurrencies > 0 {
            notes.append("\(counted(brand.otherCurrencies, "order")) in other currencies left out")
        }
    }

    /// "orders.csv: 6,919 purchases of 2,357 customers, 1997-01-01 to 1998-06-30, amounts in USD".
    func heading(_ what: String) -> String {
        let days = columns.days.map { ", \($0.lowerBound) to \($0.upperBound)" } ?? ""
        let money = currency.isEmpty ? "" : ", amounts in \(currency)"
        return "\(what) of \(subject): \(counted(columns.count, "purchase"))\(days)\(money)"
    }
}

extension Optional {
    /// The value, or what is made where there is none.
    fileprivate func asyncOr(_ other: () async throws -> Wrapped) async throws -> Wrapped {
        if let self { return self }
        return try await other()
    }
}
