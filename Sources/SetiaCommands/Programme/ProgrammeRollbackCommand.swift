internal import ArgumentParser
internal import SetiaServer
internal import SetiaService

/// `setia programme rollback`: publishes an older version anew.
struct ProgrammeRollbackCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "rollback",
        abstract: "Publish an older version anew, as the next one.",
        discussion: """
            From now on its document decides again. What the versions between decided stays: history is not rewritten.

            EXAMPLES
              setia programme rollback --reason "the new rate was a mistake"
              setia programme rollback 2 --reason "the campaign is over"
              setia programme rollback 2 --reason "the campaign is over" --json
            """
    )

    @Argument(help: ArgumentHelp("Which version; the one before that holds now if not said.", valueName: "number"))
    var version: Int?

    @Option(help: ArgumentHelp("Why, for the list of versions and the log.", valueName: "text"))
    var reason: String

    @OptionGroup var brand: BrandOptions
    @OptionGroup var output: OutputOptions

    func run() async throws {
        try await reporting {
            try await brand.withBrand { brand in
                tell(
                    try await brand.service.rollBackProgramme(to: version, reason: reason, by: .operator),
                    output
                )
            }
        }
    }
}
