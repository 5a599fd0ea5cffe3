internal import ArgumentParser
internal import SetiaCore
internal import SetiaServer
internal import SetiaService
internal import SetiaWire

/// `setia import events`: purchases from a table, or any events as CloudEvents, one a line.
struct ImportEventsCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "events",
        abstract: "Take in orders (CSV), or events (JSON Lines of CloudEvents).",
        discussion: """
            Fields of a CSV: orderId, time, amount; customer, card, email, phone or member; sku, quantity, categories, \
            store, channel, currency. Columns of these names are found by themselves. Rows with the same order id that \
            stand together are one order. Amounts are of the whole line, such as 12.50. Times without a zone are the \
            programme's.

            EXAMPLES
              setia import events baskets.csv --columns orderId=basket,customer=house
              setia import events till.csv --set currency=MYR,source=till --history
              setia import events events.jsonl --restart
            """
    )

    @Argument(help: ArgumentHelp("The file: .csv, or .jsonl.", valueName: "file"))
    var file: String

    @Option(help: ArgumentHelp("Which column gives which field: field=column,…", valueName: "list"))
    var columns: [String] = []

    @Option(help: ArgumentHelp("One value for the whole file: field=value,…", valueName: "list"))
    var set: [String] = []

    @Option(help: "csv or jsonl, where the name does not say it.")
    var format: ImportFormat?

    @Flag(help: "History: send no messages, and let time pass for everybody at the end.")
    var history = false

    @Option(help: ArgumentHelp("Events in one transaction: fewer beside a busy server.", valueName: "number"))
    var batch = 10_000

    @Flag(help: "Begin at the first row, even where an earlier import stopped.")
    var restart = false

    @OptionGroup var brand: BrandOptions
    @OptionGroup var output: OutputOptions

    func validate() throws {
        guard (1...100_000).contains(batch) else { throw ValidationError("--batch is 1 to 100000.") }
    }

    func run() async throws {
        try await reporting {
            let input = try InputFile(file)
            let format = try format ?? ImportFormat(ofFile: file)
            if format == .jsonl, !columns.isEmpty || !set.isEmpty {
                throw ValidationError("--columns and --set are for CSV files; JSON Lines name their fields themselves.")
            }
            let mapping = try ColumnMapping(columns: columns, values: set)
            try await brand.withBrand { brand in
                try await record(input, format, mapping, brand.service)
            }
        }
    }

    private func record(
        _ input: InputFile,
        _ format: ImportFormat,
        _ mapping: ColumnMapping,
        _ service: SetiaService
    ) async throws {
        let shell = Shell.current
        guard let version = try await service.currentVersion() else { throw Unready.noProgramme }
        var run = try await ImportRun(
            "events",
            input,
            told: "\(format.rawValue)\u{1E}\(mapping.text)",
            unit: format == .csv ? "orders" : "events",
            restart: restart,
            service
        )
        guard !run.isDone else { return try run.finish(json: output.json) }
        let pieces: any EventPieces =
            switch format {
            case .csv:
                try OrderPieces(input, mapping, version, service, resume: run.place, size: batch)
            case .jsonl:
                EventLinePieces(input, service, resume: run.place, size: batch)
            }
        let columns = pieces.columns
        let buried = try service.buried()
        var next = Task { try await pieces.next() }
        defer { next.cancel() }
        while let piece = try await next.value {
            // The next piece is read while this one is recorded.
            next = Task { try await pieces.next() }
            let (job, refused) = try await service.importEvents(piece, of: run.job, buried: buried, isHistory: history)
            {
                SetiaWire.problem(for: $0).detail
            }
            run.advance(to: job, refused: refused.map { $0.named(by: columns) })
            try Task.checkCancellation()
        }
        run.end()
        if history { try await passTime(service, shell) }
        try run.finish(json: output.json)
    }

    private func passTime(_ service: SetiaService, _ shell: Shell) async throws {
        let progress = Progress("time passes", unit: "members")
        let changed = try await service.passTime { progress.show(done: nil, count: Int64($0)) }
        progress.end()
        shell.note("time has passed for \(counted(changed, "member")) up to \(shell.surroundings.now().rfc3339)")
    }
}

/// In which form a file holds what is to be imported.
enum ImportFormat: String, ExpressibleByArgument, CaseIterable {
    /// Comma-separated values with a first row of names.
    case csv
    /// One JSON object a line.
    case jsonl

    /// The format that a file's name tells.
    init(ofFile name: String) throws {
        switch name.split(separator: ".").last?.lowercased() {
        case "csv", "tsv", "txt": self = .csv
        case "jsonl", "ndjson", "json": self = .jsonl
        default:
            throw CommandFailure(
                "\(name) is of no known format",
                why: "its name ends neither in .csv nor in .jsonl",
                todo: "say it: --format csv, or --format jsonl",
                .usage
            )
        }
    }
}

extension RefusedRow {
    /// The same, with the column's name in the place of a field's.
    func named(by columns: [String: String]) -> RefusedRow {
        RefusedRow(row: row, field: columns[field] ?? field, reason: reason)
    }
}
