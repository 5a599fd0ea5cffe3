internal import SetiaCore
internal import SetiaInsight
internal import SetiaWire

/// Customers to fit a model to, and where they are from.
struct CustomerInput {
    var heading: String
    /// As the model knows them.
    var customers: [CustomerSummary]
    /// What each spent a repeat purchase, in whole units of money; empty where that is not known.
    var meanSpends: [Double] = []
    /// What each is called; none where the file does not say.
    var names: [String] = []
    /// Of the customers' times.
    var unit: TimeSpan.Unit
    var currency = ""
    var notes: [String] = []
    var hasFindings = false
    /// The watch with its hold-out, where something is held out: what the model is checked on.
    var check: WatchedCustomers?

    init(heading: String, customers: [CustomerSummary], unit: TimeSpan.Unit) {
        (self.heading, self.customers, self.unit) = (heading, customers, unit)
    }

    /// Customers of a history; those of the whole of it are forecast, whatever is held out to check.
    init(_ purchases: Purchases, holdOut: Day?) throws {
        let watched = WatchedCustomers(purchases.columns, through: purchases.end)
        self.init(
            heading: purchases.heading("lifetime model"),
            customers: watched.summaries,
            unit: .week
        )
        let scale = (0..<purchases.decimals).reduce(1.0) { scale, _ in scale * 10 }
        meanSpends = watched.meanSpends.map { $0 / scale }
        names = watched.members.map { purchases.name(Int($0)) }
        currency = purchases.currency
        notes = purchases.notes
        hasFindings = purchases.hasFindings
        guard let holdOut else { return }
        guard let span = purchases.columns.days, holdOut > span.lowerBound, holdOut <= purchases.end else {
            throw CommandFailure(
                "nothing is held out",
                why: "\(holdOut) does not lie within the purchases, which end on \(purchases.end)",
                todo: "name a day with purchases before it and after it, such as the middle of the history",
                .badData
            )
        }
        let check = WatchedCustomers(
            purchases.columns,
            through: holdOut.adding(days: -1),
            holdOutThrough: purchases.end
        )
        guard !check.members.isEmpty else {
            throw CommandFailure(
                "nobody is in the hold-out",
                why: "no customer bought before \(holdOut)",
                todo: "name a later day",
                .badData
            )
        }
        self.check = check
    }
}

/// Reads customers who are summed up already: x, tx, T and perhaps spend, a row each.
struct SummaryFile {
    private let mapping: ColumnMapping
    private let unit: TimeSpan.Unit

    /// Nil where the file is none: it has no `T`.
    init?(_ input: InputFile, _ mapping: ColumnMapping, _ unit: TimeSpan.Unit) throws {
        var reader = CSVReader(source: input.source)
        let header = try reader.readHeader()
        func has(_ field: String) -> Bool {
            header.contains(field) || mapping.columns.contains { $0.field == field }
        }
        guard has("T"), !has("date") else { return nil }
        self.unit = unit
        // The names that the packages of Python use.
        let others = [("x", "frequency"), ("tx", "recency"), ("spend", "monetary_value")].filter { field, column in
            !has(field) && header.contains(column)
        }
        self.mapping =
            others.isEmpty
            ? mapping
            : try ColumnMapping(
                columns: mapping.columns.map { "\($0.field)=\"\($0.source)\"" } + others.map { "\($0)=\($1)" },
                values: mapping.values.map { "\($0.field)=\"\($0.source)\"" }
            )
    }

    func read(_ input: InputFile) throws -> CustomerInput {
        var table = try CSVTable(
            source: input.source,
            mapping: mapping,
            required: ["x", "tx", "T"],
            optional: ["spend", "customer"]
        )
        let progress = Progress("reading", unit: "customers")
        defer { progress.end() }
        var summaries = CustomerInput(heading: "", customers: [], unit: unit)
        var bad = BadRows()
        while true {
            do {
                guard try table.next() else { break }
                let repeats = try table.number("x")
                guard repeats >= 0, repeats <= 1_000_000, repeats.rounded() == repeats else {
                    throw table.problem("x", "is no whole number of 0 or more")
                }
                let (last, watched) = (try table.number("tx"), try table.number("T"))
                let spend = table.has("spend") ? try table.number("spend") : nil
                guard let customer = CustomerSummary(repeats: Int(repeats), lastAt: last, watched: watched) else {
                    throw table.problem("tx", "contradicts x or T: 0 ≤ tx ≤ T, and tx is 0 where x is")
                }
                if let spend {
                    guard spend >= 0 else { throw table.problem("spend", "is below 0") }
                    summaries.meanSpends.append(spend)
                }
                if table.has("customer") { summaries.names.append(try table.text("customer")) }
                summaries.customers.append(customer)
            } catch let problem as RowProblem {
                bad.add(problem)
            }
            if table.row & 0xFFF == 0 {
                progress.show(done: Double(table.offset) / Double(max(1, input.size)), count: table.row)
            }
        }
        try bad.refuse(input.name)
        summaries.heading =
            "lifetime model of \(input.name): \(counted(summaries.customers.count, "customer")), times in \(unit.rawValue)s"
        return summaries
    }
}
