internal import ArgumentParser
internal import SetiaCore
internal import SetiaInsight
internal import SetiaWire

/// `setia insight fit`: who is still active, how much they will buy, and what that is worth.
struct InsightFitCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "fit",
        abstract: "Fit a lifetime model: who is active, what they will buy, what it is worth.",
        discussion: """
            Of purchases (customer, date, amount), of summaries (x, tx, T, spend; or frequency, recency, T, \
            monetary_value), of occasions (x, tx, n, count; bg-bb) or of contracts (alive; sbg). Where the data give no \
            fit, it says why and gives no numbers (65); where the hold-out speaks against the model, it ends with 1.

            EXAMPLES
              setia insight fit --database shop.db --members forecast.csv
              setia insight fit orders.csv --model pareto-nbd --holdout 2026-01-01
              setia insight fit cohort.csv --model sbg --columns alive=subscribers
            """
    )

    @OptionGroup var source: PurchaseOptions

    @Option(help: "bg-nbd, mbg-nbd, pareto-nbd, bg-bb or sbg.")
    var model = LifetimeModel.mbgNBD

    @Option(help: ArgumentHelp("How far to look ahead: 52w, 90d, 12m, 1y; or occasions.", valueName: "time"))
    var horizon = TimeSpan(days: 364, text: "52w")

    @Option(help: ArgumentHelp("The first day to hold out, to check the model.", valueName: "day"))
    var holdout: String?

    @Option(help: ArgumentHelp("Discount a year.", valueName: "rate"))
    var discount = 0.1

    @Option(help: ArgumentHelp("What is left of a unit of spend.", valueName: "share"))
    var margin = 1.0

    @Option(help: ArgumentHelp("The unit of a summary's times: day, week, month or year.", valueName: "unit"))
    var unit = TimeSpan.Unit.week

    @Option(help: ArgumentHelp("Write each customer's forecast into this new file.", valueName: "file"))
    var members: String?

    @Option(help: ArgumentHelp("Draw the check into this new HTML file.", valueName: "file"))
    var html: String?

    @OptionGroup var output: FindingsOptions

    func validate() throws {
        guard (0...10).contains(discount) else { throw ValidationError("--discount is 0 to 10, such as 0.1.") }
        guard margin > 0, margin.isFinite else { throw ValidationError("--margin is above 0, such as 0.4.") }
        if let holdout, Day(iso: holdout) == nil {
            throw ValidationError("'\(holdout)' is no day, such as 2026-03-01.")
        }
        guard model.dropout != nil || (holdout == nil && members == nil && html == nil) else {
            throw ValidationError("--holdout, --members and --html are for bg-nbd, mbg-nbd and pareto-nbd.")
        }
        guard model.dropout != nil || source.file != nil else {
            throw ValidationError("--model \(model.rawValue) is for a file: occasions or contracts.")
        }
    }

    func run() async throws {
        try await reporting {
            do {
                try await fit()
            } catch let failure as FitFailure {
                throw CommandFailure(
                    "there is no fit",
                    why: failure.what,
                    todo: failure.advice,
                    .badData
                )
            }
        }
    }

    private func fit() async throws {
        guard let kind = model.dropout else {
            let file = try InputFile(source.file ?? "")
            let mapping = try ColumnMapping(columns: source.columns, values: source.set)
            return try output.tell(
                model == .bgBB
                    ? try occasions(file, mapping, horizon)
                    : try contracts(file, mapping, discount)
            )
        }
        let input = try await read()
        let report = try FitReport(
            kind,
            input,
            horizon: horizon,
            discount: discount,
            margin: margin
        )
        if let members { try report.writeMembers(to: members) }
        if let html {
            let file = try OutputFile(html, appending: false, mode: 0o644)
            try file.write((try report.html + "\n").utf8)
            try file.finish()
        }
        try output.tell(report.findings)
        if report.isOff || input.hasFindings { throw endWithFindings() }
    }

    private func read() async throws -> CustomerInput {
        if let file = source.file {
            let mapping = try ColumnMapping(columns: source.columns, values: source.set)
            let input = try InputFile(file)
            if let summaries = try SummaryFile(input, mapping, unit) {
                guard holdout == nil else {
                    throw CommandFailure(
                        "nothing can be held out of summaries",
                        why: "\(file) does not say when purchases were made",
                        todo: "give the purchases themselves: customer, date, amount",
                        .usage
                    )
                }
                return try summaries.read(input)
            }
        }
        let purchases = try await source.read()
        return try CustomerInput(purchases, holdOut: holdout.flatMap { Day(iso: $0) })
    }
}

/// Which model is fitted.
enum LifetimeModel: String, ExpressibleByArgument, CaseIterable {
    case bgNBD = "bg-nbd"
    case mbgNBD = "mbg-nbd"
    case paretoNBD = "pareto-nbd"
    case bgBB = "bg-bb"
    case sBG = "sbg"

    /// Which of those that are fitted to purchases over time.
    var dropout: DropoutModelKind? { DropoutModelKind(rawValue: rawValue) }
}

/// A stretch of time as people write it: 52w, 90d, 12m, 1y.
struct TimeSpan: ExpressibleByArgument {
    let days: Double
    let text: String

    enum Unit: String, ExpressibleByArgument, CaseIterable {
        case day, week, month, year

        var days: Double {
            switch self {
            case .day: 1
            case .week: 7
            case .month: 365.25 / 12
            case .year: 365.25
            }
        }
    }

    init(days: Double, text: String) {
        (self.days, self.text) = (days, text)
    }

    init?(argument: String) {
        let unit = Unit.allCases.first { $0.rawValue.prefix(1) == argument.suffix(1) }
        let number = unit == nil ? argument[...] : argument.dropLast()
        guard let number = Double(number), number > 0, number.isFinite else { return nil }
        self.init(days: number * (unit ?? .week).days, text: unit == nil ? argument + "w" : argument)
    }

    var defaultValueDescription: String { text }

    /// As a number of occasions, where no unit is meant.
    var occasions: Int { Int(Double(text.prefix { $0.isNumber }) ?? 1) }
}
