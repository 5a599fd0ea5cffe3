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
            decided stays decided: a version begins now or later.

            EXAMPLES
              setia programme publish kopi-setia.yaml --database shop.db
              setia programme publish kopi-setia.yaml --from 2027-01-01
              setia programme publish next.yaml --from 2027-01-01T06:00:00+08:00
            """
    )

    @Argument(help: ArgumentHelp("The document.", valueName: "file"))
    var file: String

    @Option(help: ArgumentHelp("From when it holds, a day or a moment; now if not said.", valueName: "date"))
    var from: String?

    @OptionGroup var brand: BrandOptions
    @OptionGroup var output: OutputOptions

    func run() async throws {
        try await reporting {
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

    private func publish(_ text: String, _ brand: Brand) async throws {
        let shell = Shell.current
        let published: (programme: PublishedProgramme, isNew: Bool)
        do {
            published = try await brand.service.publishProgramme(text, validFrom: try validFrom(text, brand))
        } catch let refusal as ProgrammeRefusal {
            throw refused(refusal)
        }
        let (programme, isNew) = published
        if output.json {
            let answer: JSON = .object([
                "new": .bool(isNew), "publishedAt": .string(programme.publishedAt.rfc3339),
                "validFrom": .string(programme.validFrom.rfc3339), "version": .integer(Int64(programme.number)),
            ])
            shell.say(answer.pretty)
        } else if isNew {
            shell.say("version \(programme.number) is published and holds from \(programme.validFrom.rfc3339)")
        } else {
            shell.say("version \(programme.number) is this very document already; nothing was changed")
        }
    }

    private func validFrom(_ text: String, _ brand: Brand) throws -> Instant? {
        guard let from else { return nil }
        let zoneName = try Programme(document: text).timeZone
        guard let zone = brand.service.zone(zoneName), let instant = instant(inTable: from, zone: zone) else {
            throw CommandFailure(
                "'\(from)' is no moment",
                why: "it is neither a day nor an RFC 3339 time",
                todo: "write --from 2027-01-01, or --from 2027-01-01T06:00:00+08:00",
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
                why: "\(instant.rfc3339) is over, and what was decided stays decided",
                todo: "leave out --from, or name a moment to come",
                .badData
            )
        case .beginsBeforeTheNewest(let number, let instant):
            CommandFailure(
                "\(file) is not published",
                why: "version \(number) is published and begins later, on \(instant.rfc3339)",
                todo: "let it begin then or after it: --from \(instant.rfc3339)",
                .badData
            )
        }
    }
}
