internal import ArgumentParser
internal import JSONText
internal import SetiaCore
internal import SetiaServer
internal import SetiaService
internal import SetiaWire

/// `setia programme publish`: makes a document the next version.
struct ProgrammePublishCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "publish",
        abstract: "Make a document the next version of the programme.",
        discussion: """
            Makes the database and its keys where there are none. The same document twice is one version. What was \
            decided stays decided: a version begins now or later. Until it begins, it can be cancelled.

            EXAMPLES
              setia programme publish kopi-setia.yaml --database shop.db
              setia programme publish next.yaml --at 2027-01-01
              setia programme publish draft:ramadan --at 2027-02-08T06:00:00+08:00
            """
    )

    @Argument(help: ArgumentHelp("The document, or draft: and the name of a draft.", valueName: "file"))
    var file: String

    @Option(
        name: [.customLong("at"), .customLong("from")],
        help: ArgumentHelp("From when it holds, a day or a moment; now if not said.", valueName: "date")
    )
    var from: String?

    @Option(help: ArgumentHelp("Why, for the list of versions.", valueName: "text"))
    var reason: String?

    @OptionGroup var brand: BrandOptions
    @OptionGroup var output: OutputOptions

    func run() async throws {
        try await reporting {
            if case .draft(let name)? = ProgrammeReference(text: file) {
                try await brand.withBrand { brand in
                    let draft = try await brand.service.draft(name)
                    try requireNoProblems(draft.document)
                    try await publish(draft.document, draft: name, brand)
                }
                return
            }
            let text = try InputFile(file).text(atMost: mostProgrammeBytes)
            try requireNoProblems(text)
            try await brand.withBrand(mayCreate: true) { brand in
                try await publish(text, brand)
            }
        }
    }

    /// A document with problems makes no database.
    private func requireNoProblems(_ text: String) throws {
        let (_, problems) = parseProgramme(text, knowsTimeZone: knowsTimeZone)
        guard !problems.isEmpty else { return }
        Shell.current.note(lines(of: problems, in: file))
        throw CommandFailure(
            "\(file) is not published",
            why: "it has \(counted(problems.count, "problem"))",
            todo: "mend them; setia programme validate \(file) lists them again",
            .badData
        )
    }

    private func publish(_ text: String, draft: Key? = nil, _ brand: Brand) async throws {
        do {
            let published = try await brand.service.publishProgramme(
                text,
                validFrom: try validFrom(text, brand),
                bringsHistory: true,
                reason: reason,
                draft: draft,
                by: .operator
            )
            tell(published, output)
        } catch let refusal as ProgrammeRefusal {
            throw refused(refusal)
        }
    }

    private func validFrom(_ text: String, _ brand: Brand) throws -> Instant? {
        guard let from else { return nil }
        let zoneName = try Programme(document: text).timeZone
        guard let zone = brand.service.zone(zoneName), let instant = instant(inTable: from, zone: zone) else {
            throw CommandFailure(
                "'\(from)' is no moment",
                why: "it is neither a day nor an RFC 3339 time",
                todo: "write --at 2027-01-01, or --at 2027-01-01T06:00:00+08:00",
                .usage
            )
        }
        return instant
    }

    private func refused(_ refusal: ProgrammeRefusal) -> CommandFailure {
        switch refusal {
        case .beginsInThePast(let instant):
            CommandFailure(
                "\(file) is not published",
                why: "\(instant.rfc3339) is over, and something was recorded already: what was decided stays decided",
                todo: "leave out --at, or name a moment to come",
                .badData
            )
        case .beginsBeforeTheNewest(let number, let instant):
            CommandFailure(
                "\(file) is not published",
                why: "version \(number) is published and begins later, on \(instant.rfc3339)",
                todo: "let it begin then or after it: --at \(instant.rfc3339); or setia programme cancel \(number)",
                .badData
            )
        case .unknownVersion, .hasBegun, .reasonMissing, .reasonTooLong: programmeFailure(refusal)
        }
    }
}
