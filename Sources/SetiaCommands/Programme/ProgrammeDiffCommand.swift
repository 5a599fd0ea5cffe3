internal import ArgumentParser
internal import JSONText
internal import SetiaCore
internal import SetiaServer
internal import SetiaService
internal import SetiaWire

/// `setia programme diff`: what is another in one programme than in another.
struct ProgrammeDiffCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "diff",
        abstract: "Say in words what is another in one programme than in another.",
        discussion: """
            Each of the two is a file, the number of a version, current for the one that holds now, or draft: and a \
            name. Two files need no database. Ends with 0, whether or not they differ.

            EXAMPLES
              setia programme diff current next.yaml
              setia programme diff 1 2 --lines
              setia programme diff current draft:ramadan --language ms
            """
    )

    @Argument(help: ArgumentHelp("What it was.", valueName: "from"))
    var from: String

    @Argument(help: ArgumentHelp("What it is, or is to be.", valueName: "to"))
    var to: String

    @Flag(help: "Show the lines that went and came as well.")
    var lines = false

    @Option(help: ArgumentHelp("en, ms, id or th.", valueName: "code"))
    var language = "en"

    @OptionGroup var brand: BrandOptions
    @OptionGroup var output: OutputOptions

    func run() async throws {
        try await reporting {
            guard let language = Language(rawValue: language) else {
                throw CommandFailure(
                    "there is no language '\(language)' here",
                    why: "there are en, ms, id and th",
                    todo: "setia programme diff \(from) \(to) --language en",
                    .usage
                )
            }
            let (old, new) = (ProgrammeReference(text: from), ProgrammeReference(text: to))
            if old == nil, new == nil {
                try tell(try file(from), try file(to), shops: [], language)
                return
            }
            try await brand.withBrand { brand in
                let one = try await document(from, old, brand)
                let other = try await document(to, new, brand)
                try tell(one, other, shops: try await brand.service.shops(), language)
            }
        }
    }

    private func file(_ path: String) throws -> String {
        try InputFile(path).text(atMost: mostProgrammeBytes)
    }

    private func document(_ text: String, _ reference: ProgrammeReference?, _ brand: Brand) async throws -> String {
        guard let reference else { return try file(text) }
        return try await brand.service.document(reference).document
    }

    private func tell(_ old: String, _ new: String, shops: [Shop], _ language: Language) throws {
        let shell = Shell.current
        let changes = toldChanges(
            from: try programme(old, from),
            to: try programme(new, to),
            shops: shops,
            language: language
        )
        let lineChanges = lineChanges(from: old, to: new)
        if output.json {
            let body = ComparisonBody(
                from: from,
                to: to,
                changes: changes.map {
                    ComparisonBody.Change(change: $0.change, before: $0.before, after: $0.after, text: $0.text)
                },
                lines: lineChanges
            )
            shell.say(try JSON.parse(body.bytes).pretty)
            return
        }
        for change in changes { shell.say(change.text) }
        if changes.isEmpty { shell.note("both mean the same") }
        guard lines, !lineChanges.isEmpty else { return }
        if !changes.isEmpty { shell.say("") }
        for change in lineChanges { shell.say("\(change.line) \(change.marked)") }
    }

    private func programme(_ document: String, _ name: String) throws -> Programme {
        let (programme, problems) = parseProgramme(document, knowsTimeZone: knowsTimeZone)
        guard let programme else {
            Shell.current.note(SetiaCommands.lines(of: problems, in: name))
            throw CommandFailure(
                "\(name) cannot be compared",
                why: "it has \(counted(problems.count, "problem"))",
                todo: "mend them first",
                .badData
            )
        }
        return programme
    }
}
