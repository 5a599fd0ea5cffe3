internal import ArgumentParser
internal import SetiaCore
internal import SetiaServer
internal import SetiaService
internal import SetiaWire

/// `setia import members`: how a shop leaves its old system.
struct ImportMembersCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "members",
        abstract: "Take in members with the points they had elsewhere.",
        discussion: """
            Fields of a CSV: email, phone, card, customer; name, birthDate, country, language, ageBand, joinedAt; \
            wallet, points, expiresAt; tierSet, level, levelUntil. JSON Lines look like POST /v1/members, and may have balances of \
            {wallet, points, expiresAt}, level of {tierSet, level, until} and consents of {purpose, by, given, \
            wording, evidence}. What they bring is opened as of now: \
            import older events first. Who was erased does not come back.

            EXAMPLES
              setia import members members.csv
              setia import members old.csv --columns card=card_no,points=balance
              setia import members members.jsonl --database new.db
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

    @Option(help: ArgumentHelp("Members in one transaction.", valueName: "number"))
    var batch = 500

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
        guard let version = try await service.currentVersion() else { throw Unready.noProgramme }
        var run = try await ImportRun(
            "members",
            input,
            told: "\(format.rawValue)\u{1E}\(mapping.text)",
            unit: "members",
            restart: restart,
            service
        )
        guard !run.isDone else { return try run.finish(json: output.json) }
        let pieces: any MemberPieces =
            switch format {
            case .csv: try MemberTablePieces(input, mapping, version, resume: run.place, size: batch)
            case .jsonl: MemberLinePieces(input, version, resume: run.place, size: batch)
            }
        let buried = try service.buried()
        var next = Task { try await pieces.next() }
        defer { next.cancel() }
        while let piece = try await next.value {
            next = Task { try await pieces.next() }
            let (job, refused) = try await service.importMembers(
                piece.members,
                refused: piece.refused,
                rows: piece.rows,
                offset: piece.offset,
                isLast: piece.isLast,
                of: run.job,
                buried: buried,
                describe: words
            )
            run.advance(to: job, refused: refused)
            try Task.checkCancellation()
        }
        run.end()
        try run.finish(json: output.json)
    }
}

/// Why a member is not taken; none for what is no answer but trouble.
private func words(_ error: any Error) -> (field: String, reason: String)? {
    switch error {
    case let refusal as Refusal: (refusal.field, SetiaWire.problem(for: refusal).detail)
    case let refusal as MemberRefusal:
        switch refusal {
        case .noIdentity: ("identities", "has none")
        case .identityTaken(let kind, _): (kind.rawValue, "is another member's")
        case .severalPeople: ("identities", "belong to different people whom we know")
        case .joinsInTheFuture: ("joinedAt", "is in the future")
        case .bornInTheFuture: ("birthDate", "is in the future")
        }
    case let refusal as ArrivalRefusal:
        switch refusal {
        case .erased: ("identities", "belong to a member who was erased")
        }
    default: nil
    }
}
