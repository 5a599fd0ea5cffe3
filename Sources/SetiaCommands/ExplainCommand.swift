internal import ArgumentParser
internal import JSONText
internal import SetiaCore
internal import SetiaServer
internal import SetiaService

/// `setia explain`: why an event did what it did.
struct ExplainCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "explain",
        abstract: "Tell why an event gave what it gave.",
        discussion: """
            An event's id is in the receipt of whoever sent it, and in setia member show --ledger.

            EXAMPLES
              setia explain 01kb4ezy00e9gt8f9e1s2w3x4y-7
              setia explain 01kb4ezy00e9gt8f9e1s2w3x4y-7 --language th
              setia explain 01kb4ezy00e9gt8f9e1s2w3x4y-7 --json
            """
    )

    @Argument(help: ArgumentHelp("The event's id.", valueName: "event"))
    var event: String

    @Option(help: "en, ms, id or th; the member's own if not said.")
    var language: String?

    @OptionGroup var brand: BrandOptions
    @OptionGroup var output: OutputOptions

    func validate() throws {
        guard let language else { return }
        guard Language(rawValue: language) != nil else {
            throw ValidationError("--language is \(Language.allCases.map(\.rawValue).joined(separator: ", ")).")
        }
    }

    func run() async throws {
        try await reporting {
            guard let id = EventID(text: event) else { throw notThere("it has not the form of an event's id") }
            try await brand.withBrand { brand in
                let wanted = language.flatMap { Language(rawValue: $0) }
                guard let explanation = try await brand.service.explanation(of: id, in: wanted) else {
                    throw notThere("nothing was recorded under this id")
                }
                if output.json {
                    Shell.current.say(json(explanation, id).pretty)
                } else {
                    show(explanation)
                }
            }
        }
    }

    private func notThere(_ why: String) -> CommandFailure {
        CommandFailure(
            "there is no such event",
            why: why,
            todo: "setia member show MEMBER --ledger shows the ids of her events",
            .notThere
        )
    }

    private func show(_ explanation: Explanation) {
        let shell = Shell.current
        shell.say(explanation.headline)
        var table = TextTable([("", .right), ("", .left)])
        for step in explanation.steps {
            table.add(step.points.map { ($0 > 0 ? "+" : "") + grouped($0) } ?? "", step.text)
        }
        for line in table.lines { shell.say("  \(line)") }
        for line in explanation.balance { shell.say(line) }
    }

    private func json(_ explanation: Explanation, _ id: EventID) -> JSON {
        .object([
            "balance": .array(explanation.balance.map { .string($0) }),
            "event": .string(id.text), "headline": .string(explanation.headline),
            "language": .string(explanation.language.rawValue),
            "steps": .array(
                explanation.steps.map { step in
                    var members: [(String, JSON)] = [("code", .string(step.code)), ("text", .string(step.text))]
                    if let points = step.points { members.append(("points", .integer(points))) }
                    if let rule = step.rule { members.append(("rule", .string(rule.text))) }
                    return .object(JSONObject(members))
                }
            ),
        ])
    }
}
