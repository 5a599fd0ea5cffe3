internal import ArgumentParser
internal import JSONText
internal import SetiaCore
internal import SetiaWire

/// `setia programme validate`: whether a document can be published, without a database.
struct ProgrammeValidateCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "validate",
        abstract: "Say all that is wrong with a programme document; needs no database.",
        discussion: """
            Each problem is a line of file:line:column: reason. Ends with 0 where there is none, else with 65.

            EXAMPLES
              setia programme validate kopi-setia.yaml
              setia programme validate drafts/next.yaml --json
              setia programme validate next.yaml && setia programme publish next.yaml
            """
    )

    @Argument(help: ArgumentHelp("The document.", valueName: "file"))
    var file: String

    @OptionGroup var output: OutputOptions

    func run() async throws {
        try await reporting {
            let shell = Shell.current
            let text = try InputFile(file).text(atMost: mostProgrammeBytes)
            let (programme, problems) = parseProgramme(text, knowsTimeZone: knowsTimeZone)
            if output.json {
                let answer: JSON = .object([
                    "file": .string(file), "problems": .array(problems.map(\.json)), "valid": .bool(problems.isEmpty),
                ])
                shell.say(answer.pretty)
            } else if let programme {
                let parts = [
                    counted(programme.rules.count, "rule"), counted(programme.wallets.count, "wallet"),
                    counted(programme.tierSets.count, "tier set"),
                ]
                shell.say("\(file) can be published: \(programme.name), \(parts.joined(separator: ", "))")
            } else {
                shell.say(lines(of: problems, in: file))
                shell.note("\(counted(problems.count, "problem")); nothing can be published until they are mended")
            }
            guard problems.isEmpty else { throw ExitCode(CommandFailure.Status.badData.rawValue) }
        }
    }
}
