internal import ArgumentParser
internal import JSONText
internal import SetiaCore
internal import SetiaServer
internal import SetiaService
internal import SetiaWire

/// `setia import stores`: the places and shops that events name.
struct ImportStoresCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "stores",
        abstract: "Add stores, or change those that are there already.",
        discussion: """
            Fields: id, name, country, timeZone, currency. An id has small letters, digits, hyphens, underscores and \
            full stops; a time zone is called as in Asia/Jakarta. JSON Lines, as setia export writes them, name their \
            fields themselves.

            EXAMPLES
              setia import stores stores.csv
              setia import stores shops.csv --columns id=no --set country=MY,currency=MYR
              setia import stores out/stores.jsonl --database fresh.db --json
            """
    )

    @Argument(help: ArgumentHelp("The file: .csv, or .jsonl.", valueName: "file"))
    var file: String

    @Option(help: ArgumentHelp("Which column gives which field: field=column,…", valueName: "list"))
    var columns: [String] = []

    @Option(help: ArgumentHelp("One value for all stores: field=value,…", valueName: "list"))
    var set: [String] = []

    @OptionGroup var brand: BrandOptions
    @OptionGroup var output: OutputOptions

    func run() async throws {
        try await reporting {
            let input = try InputFile(file)
            let format = try ImportFormat(ofFile: file)
            if format == .jsonl, !columns.isEmpty || !set.isEmpty {
                throw ValidationError("--columns and --set are for CSV files; JSON Lines name their fields themselves.")
            }
            let mapping = try ColumnMapping(columns: columns, values: set)
            try await brand.withBrand { brand in
                switch format {
                case .csv:
                    var table = try ShopTable(source: input.source, mapping: mapping)
                    try await record(brand.service) { try table.next() }
                case .jsonl:
                    var lines = LineReader(at: 0, rows: 0, source: input.source)
                    try await record(brand.service) { try next(&lines) }
                }
            }
        }
    }

    /// The next store of a file of JSON Lines.
    private func next(_ lines: inout LineReader) throws -> ShopTable.Item? {
        let parsed = try lines.next { line in Result { try parseShop(try JSON.parse(line)) } }
        guard let parsed else { return nil }
        let row = lines.row
        do {
            return .shop(row: row, try parsed.get())
        } catch let malformed as MalformedBody {
            return .refused(malformed.problems.map { RowProblem(row: row, column: $0.field, reason: $0.reason) })
        } catch let failure as JSONFailure {
            let reason = "is not JSON: column \(failure.column): \(failure.reason)"
            return .refused([RowProblem(row: row, column: "", reason: reason)])
        }
    }

    private func record(_ service: SetiaService, _ next: () throws -> ShopTable.Item?) async throws {
        let shell = Shell.current
        var (added, changed) = (0, 0)
        var refused: [RowProblem] = []
        while let item = try next() {
            switch item {
            case .refused(let problems): refused += problems
            case .shop(let row, let shop):
                do {
                    if try await service.putShop(shop) { added += 1 } else { changed += 1 }
                } catch let refusal as ShopRefusal {
                    let (field, reason) = words(refusal)
                    refused.append(RowProblem(row: row, column: field, reason: reason))
                }
            }
        }
        for problem in refused {
            shell.note("row \(problem.row)\(problem.column.isEmpty ? "" : ", \(problem.column)"): \(problem.reason)")
        }
        if output.json {
            let summary: JSON = .object([
                "added": .integer(Int64(added)), "changed": .integer(Int64(changed)),
                "refused": .integer(Int64(refused.count)),
            ])
            shell.say(summary.pretty)
        } else {
            shell.say("\(counted(added, "store")) added, \(changed) there already, \(refused.count) refused")
        }
        if !refused.isEmpty { throw endWithFindings() }
    }
}

private func words(_ refusal: ShopRefusal) -> (field: String, reason: String) {
    switch refusal {
    case .unknownTimeZone: ("timeZone", "must be an IANA time zone that this machine knows, such as Asia/Jakarta")
    case .unknownCurrency(_, let taken):
        ("currency", "must be one of the programme's: \(taken.joined(separator: ", "))")
    case .online: ("id", "must not be online, which is what every event is that names no store")
    }
}
