internal import ArgumentParser
internal import SetiaCore
internal import SetiaInsight
internal import SetiaServer
internal import SetiaService
internal import SetiaWire

/// `setia insight recommend`: whether suggestions hit more often than what a shop has for nothing.
struct InsightRecommendCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "recommend",
        abstract: "Check suggestions against what customers then bought.",
        discussion: """
            Learns from what was bought before a day and looks at what each customer bought from then on: what \
            customers bought who bought the same (Jaccard), what most bought, and what she bought herself most often. \
            A table has customer, date and item, a row each.

            EXAMPLES
              setia insight recommend lines.csv --split 2026-01-01
              setia insight recommend lines.csv --split 2026-01-01 --top 5 --json
              setia insight recommend pos.csv --columns customer=card,item=sku --split 2026-01-01
            """
    )

    @Argument(help: ArgumentHelp("The table.", valueName: "file"))
    var file: String

    @Option(help: ArgumentHelp("Which column gives which field: field=column,…", valueName: "list"))
    var columns: [String] = []

    @Option(help: ArgumentHelp("The first day that is not learnt from.", valueName: "day"))
    var split: String

    @Option(help: ArgumentHelp("How many items are shown.", valueName: "number"))
    var top = 10

    @OptionGroup var output: FindingsOptions

    func validate() throws {
        guard Day(iso: split) != nil else { throw ValidationError("'\(split)' is no day, such as 2026-01-01.") }
        guard (1...100).contains(top) else { throw ValidationError("--top is 1 to 100.") }
    }

    func run() async throws {
        try await reporting {
            guard let day = Day(iso: split) else { return }
            let read = try ItemFile(try InputFile(file), try ColumnMapping(columns: columns, values: []), split: day)
            let check = RecommenderCheck(read.customers, most: top)
            guard check.customers >= 30 else {
                throw CommandFailure(
                    "there is too little to check",
                    why:
                        "\(counted(check.customers, "customer")) bought both before \(day) and after, and 30 are the least",
                    todo: "name another day with --split",
                    .badData
                )
            }
            var findings = Findings(
                subject: """
                    suggestions of \(read.name), \(counted(read.items, "item")), learnt before \(day): what \
                    \(counted(check.customers, "customer")) bought then of \(check.most) shown
                    """
            )
            findings.tables = [table(check)]
            findings.notes = notes(check)
            if read.leftOut > 0 {
                findings.notes.append(
                    "\(counted(read.leftOut, "item")) with fewest buyers left out; \(grouped(read.items)) are told apart"
                )
            }
            try output.tell(findings)
        }
    }

    private func table(_ check: RecommenderCheck) -> Findings.Table {
        var table = Findings.Table(
            "methods",
            "",
            [
                .init("items"), .init("method"), .init("n", "customers"), .init("precision"),
                .init("lower", "95 % from"),
                .init("upper", "to"), .init("recall"),
            ]
        )
        for row in check.rows {
            let range = row.precision.interval()
            table.add(
                .text(row.isNewOnly ? "new" : "all"),
                .text(name(row.method)),
                .count(row.precision.count),
                .number(row.precision.mean, decimals: 4),
                range.map { .number($0.lower, decimals: 4) } ?? .none,
                range.map { .number($0.upper, decimals: 4) } ?? .none,
                .number(row.recall.mean, decimals: 4)
            )
        }
        return table
    }

    private func name(_ method: RecommenderCheck.Method) -> String {
        switch method {
        case .popular: "what most bought"
        case .together: "bought together"
        case .again: "buy again"
        }
    }

    private func notes(_ check: RecommenderCheck) -> [String] {
        func mean(_ method: RecommenderCheck.Method, isNewOnly: Bool) -> Double {
            check.rows.first { $0.method == method && $0.isNewOnly == isNewOnly }?.precision.mean ?? 0
        }
        let (again, together) = (mean(.again, isNewOnly: false), mean(.together, isNewOnly: false))
        return [
            again >= together
                ? "\"buy again\" hits at least as often as what is bought together: show it by itself, and suggest new items beside"
                : "what is bought together hits more often than \"buy again\": repeats are few here",
            mean(.together, isNewOnly: true) > mean(.popular, isNewOnly: true)
                ? "of new items, what is bought together hits more often than what most bought"
                : "of new items, what is bought together hits no more often than what most bought: suggest that",
            "a hit is no effect: who would have bought it anyway counts; the control group tells (GET /v1/members/…/recommendations)",
        ]
    }
}

/// Items that customers bought, before a day and from it on.
struct ItemFile {
    private(set) var customers: [RecommenderCheck.Customer] = []
    /// Items that are told apart, and those that are not.
    private(set) var items = 0
    private(set) var leftOut = 0
    let name: String

    private struct Row {
        let customer: Int32
        let item: Int32
        let day: Int32
    }

    /// - Throws: `CommandFailure` where a row cannot be used, or none can.
    init(_ input: InputFile, _ mapping: ColumnMapping, split: Day) throws {
        name = input.name
        // Somewhere on earth it is tomorrow already.
        let today = FixedOffset.utc.day(of: Shell.current.surroundings.now()).adding(days: 1)
        var table = try CSVTable(source: input.source, mapping: mapping, required: ["customer", "date", "item"])
        var (people, names, bad, rows) = (MemberNames(), MemberNames(), BadRows(), [Row]())
        let progress = Progress("reading", unit: "rows")
        defer { progress.end() }
        while true {
            do {
                guard try table.next() else { break }
                let day = try table.day("date")
                guard day <= today else { throw table.problem("date", "is after today") }
                guard let customer = table.column(of: "customer"), let item = table.column(of: "item") else { break }
                guard let who = table.withBytes(customer, { $0.isEmpty ? nil : people.number(of: $0) }) else {
                    throw table.problem("customer", "is empty")
                }
                guard let what = table.withBytes(item, { $0.isEmpty ? nil : names.number(of: $0) }) else {
                    throw table.problem("item", "is empty")
                }
                rows.append(Row(customer: Int32(who), item: Int32(what), day: day.number))
            } catch let problem as RowProblem {
                bad.add(problem)
            }
            if table.row & 0xFFF == 0 {
                try Task.checkCancellation()
                progress.show(done: Double(table.offset) / Double(max(1, input.size)), count: table.row)
            }
        }
        try bad.refuse(input.name)
        guard !rows.isEmpty else {
            throw CommandFailure(
                "there is nothing to measure",
                why: "no row of \(input.name) has an item",
                todo: "give what was bought: customer, date, item",
                .badData
            )
        }
        fill(&rows, names, split)
    }

    /// Puts rows together by customer, the items with most buyers before the day alone.
    private mutating func fill(_ rows: inout [Row], _ names: MemberNames, _ split: Day) {
        rows.sort { ($0.customer, $0.item, $0.day) < ($1.customer, $1.item, $1.day) }
        var buyers = [Int](repeating: 0, count: names.count)
        for (place, row) in rows.enumerated() where row.day < split.number {
            let isFirst = place == 0 || rows[place - 1].customer != row.customer || rows[place - 1].item != row.item
            buyers[Int(row.item)] += isFirst ? 1 : 0
        }
        let kept = buyers.indices.filter { buyers[$0] > 0 }
            .sorted { (-buyers[$0], names[$0]) < (-buyers[$1], names[$1]) }
        items = min(kept.count, CoPurchases.mostItems)
        leftOut = kept.count - items
        var isKept = [Bool](repeating: false, count: names.count)
        for item in kept.prefix(CoPurchases.mostItems) { isKept[item] = true }
        var start = 0
        while start < rows.count {
            var end = start
            var (before, after) = ([Recommender.Own](), Set<Key>())
            while end < rows.count, rows[end].customer == rows[start].customer {
                let item = rows[end].item
                // One of several on a day counts once.
                var (times, last, previous) = (0, Int32.min, Int32.min)
                while end < rows.count, rows[end].customer == rows[start].customer, rows[end].item == item {
                    let day = rows[end].day
                    end += 1
                    guard isKept[Int(item)] else { continue }
                    if day >= split.number {
                        after.insert(Key(names[Int(item)]))
                    } else if day != previous {
                        times += 1
                        (last, previous) = (day, day)
                    }
                }
                if times > 0 {
                    before.append(.init(item: Key(names[Int(item)]), times: times, last: Day(number: last)))
                }
            }
            customers.append(.init(before: before, after: after))
            start = end
        }
    }
}
