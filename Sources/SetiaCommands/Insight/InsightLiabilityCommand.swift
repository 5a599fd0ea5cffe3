internal import ArgumentParser
internal import SetiaCore
internal import SetiaInsight
internal import SetiaServer
internal import SetiaService
internal import SetiaWire

/// `setia insight liability`: what is owed as points, and how much of it will be asked for.
struct InsightLiabilityCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "liability",
        abstract: "Points outstanding, breakage, and the contract liability of IFRS 15.",
        discussion: """
            Ultimate redemption by chain ladder with Mack's error, unless --expected says the share. With --point-value, \
            what was put aside and released by month, for the accountant (--csv). A file has date, kind (issue, redeem, \
            expire, cancel), points, lot or issued; expires and amount (of the sale).

            EXAMPLES
              setia insight liability --database shop.db --point-value "0.01 MYR"
              setia insight liability points.csv --close 2026-03
              setia insight liability points.csv --point-value "0.01 MYR" --csv ifrs15.csv
            """
    )

    @Argument(help: ArgumentHelp("A table of what moved; else the brand's own.", valueName: "file"))
    var file: String?

    @Option(help: ArgumentHelp("Which column gives which field: field=column,…", valueName: "list"))
    var columns: [String] = []

    @Option(help: ArgumentHelp("The brand's wallet; else the first.", valueName: "name"))
    var wallet: String?

    @Option(help: ArgumentHelp("The month to close; else the last finished one.", valueName: "month"))
    var close: String?

    @Option(help: ArgumentHelp("What a redeemed point is worth: \"0.01 MYR\".", valueName: "amount"))
    var pointValue: String?

    @Option(help: ArgumentHelp("Decimals of the file's amounts.", valueName: "number"))
    var decimals = 2

    @Option(help: ArgumentHelp("The share expected to be redeemed, 0 to 1.", valueName: "share"))
    var expected: Double?

    @OptionGroup var brand: BrandOptions
    @OptionGroup var output: FindingsOptions

    func validate() throws {
        guard (0...4).contains(decimals) else { throw ValidationError("--decimals is 0 to 4.") }
        if let expected, !(0...1).contains(expected) { throw ValidationError("--expected is 0 to 1.") }
        if let close, month(close) == nil { throw ValidationError("'\(close)' is no month, such as 2026-03.") }
        if file != nil, wallet != nil { throw ValidationError("--wallet is for the brand's own points.") }
    }

    func run() async throws {
        try await reporting {
            let read = try await read()
            guard let first = read.book.first, let last = read.book.last else {
                throw CommandFailure(
                    "there is nothing to measure",
                    why: "no points were issued in \(read.subject)",
                    todo: "check the file's columns, or --wallet",
                    .badData
                )
            }
            let finished = CalendarMonth(number: read.present.number - 1)
            let closing = close.flatMap { month($0) } ?? (file == nil ? finished : min(finished, last))
            guard closing >= first else {
                throw CommandFailure(
                    "there is nothing to close",
                    why: "points were first issued in \(first), and the month to close is \(closing)",
                    todo: "wait for the end of the month, or name a later one with --close",
                    .badData
                )
            }
            var findings = Findings(subject: "points liability of \(read.subject), closed \(closing)")
            findings.notes = read.notes
            if closing > finished { findings.notes.append("\(closing) is not over: its figures will change") }
            let expiry = outstanding(read.book, closing)
            findings.tables = [forecast(read.book, closing, &findings.notes), expiry]
            if let value = read.value {
                let schedule = LiabilitySchedule(
                    read.book,
                    sales: read.sales,
                    value: value,
                    rate: expected,
                    through: closing
                )
                findings.tables.insert(accounts(schedule, value), at: 0)
                if schedule.withoutEstimate > 0, expected == nil {
                    findings.notes.append(
                        """
                        at the close of \(counted(schedule.withoutEstimate, "month")) nothing could be estimated yet: \
                        all points were expected to be redeemed
                        """
                    )
                }
                if read.sales.isEmpty {
                    findings.notes.append("no sales stand beside the points: nothing was put aside for them")
                }
            } else {
                findings.notes.append("without --point-value there are points only, no money")
            }
            findings.definitions = [.redemptionFlow, .redemptionCohort, .ultimateRedemption, .pointsLiability]
            try output.tell(findings)
        }
    }

    private func month(_ text: String) -> CalendarMonth? {
        Day(iso: text + "-01").map { CalendarMonth(of: $0) }
    }

    private func forecast(_ book: PointBook, _ closing: CalendarMonth, _ notes: inout [String]) -> Findings.Table {
        var table = Findings.Table(
            "issues",
            "by month of issue, in points",
            [
                .init("month"), .init("issued"), .init("redeemed"), .init("lapsed"), .init("outstanding"),
                .init("toCome", "to come"), .init("lower", "95 % from"), .init("upper", "to"),
                .init("ultimate", "ultimate rate"), .init("remark", ""),
            ]
        )
        let forecast: RedemptionForecast?
        do {
            forecast = try RedemptionForecast(book, through: closing)
        } catch {
            forecast = nil
            notes.append("no estimate of ultimate redemption: \(error.words)")
        }
        guard let first = book.first else { return table }
        for (place, number) in (first.number...closing.number).enumerated() {
            let month = CalendarMonth(number: number)
            let issued = book.issued(in: month)
            let row = forecast?.rows[place]
            let range = row.flatMap { $0.toCome.standardError > 0 ? $0.toCome.interval95 : nil }
            let outstanding = book.outstanding(of: month, through: closing).units
            var remarks: [String] = []
            if row?.isTooYoung == true { remarks.append("too young: by the rate of those before") }
            if row?.isCut == true { remarks.append("cut at what is left") }
            table.add(
                .text(month.description),
                .count(issued.units),
                .count(book.redeemed(of: month, through: closing).units),
                .count(book.lapsed(of: month, through: closing).units),
                .count(outstanding),
                row.map { .count(Int64($0.toCome.value.rounded())) } ?? .none,
                range.map { .count(Int64($0.lower.rounded())) } ?? .none,
                range.map { .count(min(outstanding, Int64($0.upper.rounded()))) } ?? .none,
                .rate(row?.rate),
                .text(remarks.joined(separator: "; "))
            )
        }
        if forecast?.rows.contains(where: \.isTooYoung) == true {
            notes.append("months of which nothing was redeemed yet have an estimate and no range of their own")
        }
        if let forecast {
            let range = forecast.rateInterval
            notes.append(
                """
                of \(grouped(forecast.issued.units)) points issued, \(percent(forecast.rate)) will have been redeemed in \
                the end (95 %: \(percent(range.lower)) to \(percent(range.upper))); breakage is the rest
                """
            )
        }
        return table
    }

    private func outstanding(_ book: PointBook, _ closing: CalendarMonth) -> Findings.Table {
        var table = Findings.Table(
            "expiry",
            "outstanding now, by the month in which it lapses",
            [.init("lapses"), .init("points")]
        )
        for (expiry, points) in book.outstandingByExpiry {
            table.add(.text(expiry?.description ?? "never"), .count(points.units))
        }
        return table
    }

    private func accounts(_ schedule: LiabilitySchedule, _ value: PointValue) -> Findings.Table {
        var table = Findings.Table(
            "accounts",
            "IFRS 15, in \(value.currency)",
            [
                .init("month"), .init("sales"), .init("revenueAtOnce", "revenue at once"),
                .init("deferred", "put aside"), .init("opening"), .init("released"),
                .init("catchUp", "of it catch-up"), .init("closing", "liability"),
            ]
        )
        func amount(_ units: Int64) -> Findings.Cell { .amount(units, decimals: value.decimals) }
        for month in schedule.months {
            table.add(
                .text(month.month.description),
                amount(month.sales),
                amount(month.goods),
                amount(month.deferred),
                amount(month.opening),
                amount(month.released),
                amount(month.catchUp),
                amount(month.closing)
            )
        }
        return table
    }
}

/// Points to measure, and what stands beside them.
struct PointsToMeasure: Sendable {
    var subject: String
    var book: PointBook
    /// By month, in the currency of `value`.
    var sales: [CalendarMonth: Int64] = [:]
    var value: PointValue?
    var present: CalendarMonth
    var notes: [String] = []
}

extension InsightLiabilityCommand {
    fileprivate func read() async throws -> PointsToMeasure {
        guard let file else { return try await readBrand() }
        let input = try InputFile(file)
        let progress = Progress("reading", unit: "rows")
        defer { progress.end() }
        var reading = PointFile(decimals: decimals, today: Shell.current.surroundings.now())
        var points = try reading.read(input, try ColumnMapping(columns: columns, values: []), progress)
        points.value = try pointValue.map { try value($0) }
        return points
    }

    private func readBrand() async throws -> PointsToMeasure {
        let progress = Progress("reading", unit: "entries")
        defer { progress.end() }
        let (brand, wallet, shell) = (brand, wallet.map { Key($0) }, Shell.current)
        let read = try await endingOnInterrupt {
            try await Shell.$current.withValue(shell) {
                try await brand.withBrand { brand in
                    try await brand.service.brandPoints(of: wallet) { progress.show(done: nil, count: Int64($0)) }
                }
            }
        }
        let value: PointValue?
        do {
            value = try pointValue.map { text throws(MalformedPointValue) in
                try PointValue("\(read.wallet.text)=\(text)", in: read.programme)
            }
        } catch {
            throw ValidationError("--point-value: \(error).")
        }
        var points = PointsToMeasure(
            subject: "\(try brand.location), wallet \(read.wallet)",
            book: read.book,
            value: value,
            present: read.present
        )
        if let value {
            points.sales = read.sales[value.currency] ?? [:]
            let others = read.sales.keys.filter { $0 != value.currency }.sorted()
            if !others.isEmpty {
                points.notes.append("sales in \(others.map(\.code).joined(separator: ", ")) are not in it")
            }
        }
        if read.owed > .zero {
            points.notes.append("members owe \(grouped(read.owed.units)) points, which are not taken off")
        }
        return points
    }

    private func value(_ text: String) throws -> PointValue {
        let parts = text.split(separator: " ")
        var scale: Int64 = 1
        for _ in 0..<decimals { scale *= 10 }
        guard parts.count == 2, let amount = Rational(decimal: String(parts[0])), amount >= .zero,
            amount <= 1_000_000, let currency = try? Currency(String(parts[1])),
            let minorUnits = amount.times(Rational(scale))
        else { throw ValidationError("--point-value: '\(text)' is no amount with its currency, such as 0.01 MYR.") }
        return PointValue(wallet: Key("points"), minorUnits: minorUnits, currency: currency, decimals: decimals)
    }
}

extension ChainLadder.Silence {
    /// Why there is no estimate, in a few words.
    var words: String {
        switch self {
        case .tooFewRows(let count): "\(counted(count, "month")), and it takes four"
        case .nothing: "nothing was redeemed yet"
        case .nothingBy(let age): "nothing was redeemed by the age of \(counted(age, "month")), and later something was"
        }
    }
}
