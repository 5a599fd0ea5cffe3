internal import ArgumentParser
internal import JSONText
internal import SetiaCare
internal import SetiaCore
internal import SetiaServer
internal import SetiaService
internal import SetiaWire

/// `setia journey`: what happens to members step by step.
struct JourneyCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "journey",
        abstract: "What happens to members step by step.",
        discussion: """
            A journey is YAML: what begins it, and steps that wait, choose, send and give. Members finish on the version \
            that they began; setia serve lets them go on.

            EXAMPLES
              setia journey new --template welcome > welcome.yaml
              setia journey put welcome welcome.yaml
              setia journey start welcome
            """,
        subcommands: [
            JourneyNewCommand.self, JourneyPutCommand.self, JourneyListCommand.self, JourneyShowCommand.self,
            JourneySimulateCommand.self, JourneyStartCommand.self, JourneyPauseCommand.self,
            JourneyResumeCommand.self, JourneyStopCommand.self,
        ]
    )
}

/// What a person is told of a refusal.
func journeyFailure(_ refusal: JourneyRefusal) -> CommandFailure {
    switch refusal {
    case .unknownJourney:
        CommandFailure(
            "nothing was done",
            why: "there is no journey of this name",
            todo: "setia journey list shows the names",
            .notThere
        )
    case .malformedName:
        CommandFailure(
            "the journey was not kept",
            why: "a name is a letter, and then letters, digits, hyphens and underscores; 64 at most",
            todo: "choose one such as win-back",
            .badData
        )
    case .changed(let version):
        CommandFailure(
            "the journey was not kept",
            why: "version \(version) was kept meanwhile",
            todo: "setia journey show tells what it says",
            .badData
        )
    case .notFrom(let state):
        CommandFailure(
            "nothing was done",
            why: "the journey is \(state.rawValue)",
            todo: "setia journey show tells how it stands",
            .badData
        )
    case .noAddress:
        CommandFailure(
            "nothing was started",
            why: "links in its messages would lead nowhere",
            todo: "say the server's public address: SETIA_URL",
            .notSetUp
        )
    case .tooMany:
        CommandFailure(
            "the journey was not kept",
            why: "there are \(SetiaService.mostJourneys) journeys already",
            todo: "put a new version of one that is there",
            .badData
        )
    case .nothingAwaited(let step, let steps):
        CommandFailure(
            "nothing was simulated",
            why: "'\(step)' is no step that waits for something",
            todo: steps.isEmpty
                ? "leave --happens out" : "say one of \(steps.map(\.text).joined(separator: ", "))",
            .badData
        )
    case .unknownMember:
        CommandFailure(
            "nothing was simulated",
            why: "there is no such member",
            todo: "setia member find tells the ids",
            .notThere
        )
    }
}

/// What a person is told of a document.
func journeyFailure(_ malformed: MalformedJourney) -> CommandFailure {
    CommandFailure(
        "the journey cannot be taken",
        why: malformed.description,
        todo: "mend it in the file",
        .badData
    )
}

/// `setia journey new`: a document to begin with.
struct JourneyNewCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "new",
        abstract: "Print a journey to begin with, in four languages.",
        discussion: """
            EXAMPLES
              setia journey new --template welcome > welcome.yaml
              setia journey new --template birthday --wallet stars
              setia journey new --template post-purchase --survey visit
            """
    )

    @Option(
        help: ArgumentHelp(
            "\(JourneyTemplate.allCases.map(\.rawValue).joined(separator: ", ")).",
            valueName: "name"
        )
    )
    var template: String

    @Option(help: ArgumentHelp("From which points are given.", valueName: "wallet"))
    var wallet = "points"

    @Option(help: ArgumentHelp("Which survey is asked after a purchase.", valueName: "survey"))
    var survey: String?

    func run() async throws {
        try await reporting {
            guard let found = JourneyTemplate(rawValue: template) else {
                throw CommandFailure(
                    "nothing was printed",
                    why: "there is no template '\(template)'",
                    todo: "there are: \(JourneyTemplate.allCases.map(\.rawValue).joined(separator: ", "))",
                    .badData
                )
            }
            let document = found.document(wallet: Key(wallet), survey: survey.map { Key($0) })
            Shell.current.say(String(document.reversed().drop { $0 == "\n" }.reversed()))
        }
    }
}

/// `setia journey put`: keeps a document as the next version.
struct JourneyPutCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "put",
        abstract: "Keep a journey, or its next version; nobody begins it yet.",
        discussion: """
            Of a journey that runs, whoever begins from now on begins on the new version, and whoever is on her way \
            finishes on hers.

            EXAMPLES
              setia journey put welcome welcome.yaml
              setia journey put welcome welcome.yaml --json
              setia journey put welcome welcome.yaml --database shop.db
            """
    )

    @Argument(help: "Its name.")
    var name: String

    @Argument(help: "The file.")
    var file: String

    @OptionGroup var brand: BrandOptions
    @OptionGroup var output: OutputOptions

    func run() async throws {
        try await reporting {
            let text = try InputFile(file).text(atMost: 1_000_000)
            try await brand.withBrand { brand in
                let view = try await brand.service.putJourney(name, text, by: .operator)
                let shell = Shell.current
                if output.json { return shell.say(JSON.object(view.object(withDocument: false)).pretty) }
                shell.say("\(view.kept.key): \(view.kept.state.rawValue), version \(view.kept.version)")
            }
        }
    }
}

/// `setia journey list`: the journeys that there are.
struct JourneyListCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "list",
        abstract: "List the journeys.",
        discussion: """
            EXAMPLES
              setia journey list
              setia journey list --json
              setia journey list --database shop.db
            """
    )

    @OptionGroup var brand: BrandOptions
    @OptionGroup var output: OutputOptions

    func run() async throws {
        try await reporting {
            try await brand.withBrand { brand in
                let journeys = try await brand.service.journeys()
                let shell = Shell.current
                if output.json {
                    return shell.say(JSON.array(journeys.map { .object($0.object(withDocument: false)) }).pretty)
                }
                guard !journeys.isEmpty else { return shell.note("there are no journeys") }
                var table = TextTable([("name", .left), ("state", .left), ("version", .right), ("what", .left)])
                for view in journeys {
                    table.add(
                        view.kept.key.text,
                        view.kept.state.rawValue,
                        "\(view.kept.version)",
                        view.journey?.name ?? "does not fit the programme"
                    )
                }
                shell.say(table.text)
            }
        }
    }
}

/// `setia journey show`: how members are spread over a journey.
struct JourneyShowCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "show",
        abstract: "Show how many members are where in a journey.",
        discussion: """
            EXAMPLES
              setia journey show welcome
              setia journey show welcome --document > welcome.yaml
              setia journey show welcome --json
            """
    )

    @Argument(help: "Its name.")
    var name: String

    @Flag(help: "Print the document of the newest version and nothing else.")
    var document = false

    @OptionGroup var brand: BrandOptions
    @OptionGroup var output: OutputOptions

    func run() async throws {
        try await reporting {
            try await brand.withBrand { brand in
                let funnel = try await brand.service.journeyFunnel(Key(name))
                let (shell, view) = (Shell.current, funnel.view)
                if document { return shell.say(view.version.document) }
                if output.json { return shell.say(funnel.json.pretty) }
                let what = view.journey?.name ?? name
                shell.say("\(what): \(view.kept.state.rawValue), version \(view.kept.version)")
                shell.say(
                    "began \(grouped(Int64(funnel.began))), under way \(grouped(Int64(funnel.underWay))), "
                        + "goal \(grouped(Int64(funnel.reachedGoal)))"
                )
                var table = TextTable([
                    ("step", .left), ("does", .left), ("came", .right), ("now", .right), ("then", .left),
                ])
                for step in funnel.steps {
                    var then = step.outcomes.sorted { $0.key < $1.key }.map { "\($0.key) \(grouped(Int64($0.value)))" }
                    if funnel.messages[step.key] != nil {
                        let messages = funnel.messages(at: step.key)
                        then.append("sent \(grouped(messages.sent)), not \(grouped(messages.notSent))")
                    }
                    table.add(
                        step.key.text,
                        view.journey?.step(step.key)?.word ?? "",
                        grouped(Int64(step.came)),
                        grouped(Int64(step.stand)),
                        then.joined(separator: ", ")
                    )
                }
                shell.say(table.text)
                if let trouble = view.trouble { shell.note(trouble) }
            }
        }
    }
}
