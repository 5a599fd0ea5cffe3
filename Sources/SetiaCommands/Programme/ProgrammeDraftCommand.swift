internal import ArgumentParser
internal import JSONText
internal import SetiaCore
internal import SetiaServer
internal import SetiaService
internal import SetiaWire

/// `setia programme draft`: documents that are kept and not published.
struct ProgrammeDraftCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "draft",
        abstract: "Keep documents without publishing them.",
        discussion: """
            A draft has a name, may have problems, and changes nothing. The console shows the same drafts.

            EXAMPLES
              setia programme draft save ramadan next.yaml
              setia programme draft show ramadan > next.yaml
              setia programme publish draft:ramadan --at 2027-02-08
            """,
        subcommands: [
            ProgrammeDraftSaveCommand.self, ProgrammeDraftListCommand.self, ProgrammeDraftShowCommand.self,
            ProgrammeDraftRemoveCommand.self,
        ]
    )
}

/// `setia programme draft save`.
struct ProgrammeDraftSaveCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "save",
        abstract: "Keep a document as a draft, problems and all.",
        discussion: """
            What is wrong with it is told on standard error, and it is kept all the same.

            EXAMPLES
              setia programme draft save ramadan next.yaml
              setia programme draft save ramadan next.yaml --revision 3
              setia programme draft save ramadan next.yaml --json
            """
    )

    @Argument(help: ArgumentHelp("What it is called.", valueName: "name"))
    var name: String

    @Argument(help: ArgumentHelp("The document.", valueName: "file"))
    var file: String

    @Option(
        help: ArgumentHelp("Only if this is the one there, 0 for none; whichever if not said.", valueName: "number")
    )
    var revision: Int64?

    @OptionGroup var brand: BrandOptions
    @OptionGroup var output: OutputOptions

    func run() async throws {
        try await reporting {
            let text = try InputFile(file).text(atMost: mostProgrammeBytes)
            try await brand.withBrand { brand in
                let draft = try await brand.service.saveDraft(name, text, replacing: revision, by: .operator)
                let (_, problems) = parseProgramme(text, knowsTimeZone: knowsTimeZone)
                let shell = Shell.current
                if output.json {
                    let answer: JSON = .object([
                        "name": .string(name), "problems": .array(problems.map(\.json)),
                        "revision": .integer(draft.revision),
                    ])
                    shell.say(answer.pretty)
                    return
                }
                if !problems.isEmpty { shell.note(lines(of: problems, in: file)) }
                let state = problems.isEmpty ? "can be published" : "has \(counted(problems.count, "problem"))"
                shell.say("draft \(name) is kept, revision \(draft.revision); it \(state)")
            }
        }
    }
}

/// `setia programme draft list`.
struct ProgrammeDraftListCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "list",
        abstract: "List the drafts, by name.",
        discussion: """
            EXAMPLES
              setia programme draft list
              setia programme draft list --database shop.db
              setia programme draft list --json
            """
    )

    @OptionGroup var brand: BrandOptions
    @OptionGroup var output: OutputOptions

    func run() async throws {
        try await reporting {
            try await brand.withBrand { brand in
                let drafts = try await brand.service.drafts()
                let shell = Shell.current
                if output.json {
                    let items = drafts.map { draft -> JSON in
                        .object([
                            "name": .string(draft.name.text), "revision": .integer(draft.revision),
                            "savedAt": .string(draft.savedAt.rfc3339),
                        ])
                    }
                    shell.say(JSON.array(items).pretty)
                    return
                }
                if drafts.isEmpty { shell.note("there is no draft") }
                for draft in drafts {
                    let problems = parseProgramme(draft.document, knowsTimeZone: knowsTimeZone).problems.count
                    let state = problems == 0 ? "can be published" : counted(problems, "problem")
                    shell.say("\(draft.name), revision \(draft.revision), saved \(draft.savedAt.rfc3339), \(state)")
                }
            }
        }
    }
}

/// `setia programme draft show`.
struct ProgrammeDraftShowCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "show",
        abstract: "Print a draft, to the byte.",
        discussion: """
            EXAMPLES
              setia programme draft show ramadan
              setia programme draft show ramadan > next.yaml
              setia programme draft show ramadan --database shop.db
            """
    )

    @Argument(help: ArgumentHelp("Which draft.", valueName: "name"))
    var name: String

    @OptionGroup var brand: BrandOptions

    func run() async throws {
        try await reporting {
            try await brand.withBrand { brand in
                Shell.current.out(try await brand.service.draft(Key(name)).document)
            }
        }
    }
}

/// `setia programme draft remove`.
struct ProgrammeDraftRemoveCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "remove",
        abstract: "Take a draft away.",
        discussion: """
            EXAMPLES
              setia programme draft show ramadan > kept.yaml
              setia programme draft remove ramadan
              setia programme draft remove ramadan --database shop.db
            """
    )

    @Argument(help: ArgumentHelp("Which draft.", valueName: "name"))
    var name: String

    @OptionGroup var brand: BrandOptions

    func run() async throws {
        try await reporting {
            try await brand.withBrand { brand in
                try await brand.service.removeDraft(Key(name), by: .operator)
                Shell.current.say("draft \(name) is gone")
            }
        }
    }
}
