internal import ArgumentParser

/// `setia programme`: what each event means.
struct ProgrammeCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "programme",
        abstract: "Check, compare, publish and show what events mean.",
        discussion: """
            A programme is one YAML document with wallets, tiers and rules. What is published stays; a change is a new \
            version, which decides from its day on.

            EXAMPLES
              setia programme new --template retail --out retail.yaml
              setia programme publish next.yaml --at 2027-01-01
              setia programme rollback --reason "the rate was a mistake"
            """,
        subcommands: [
            ProgrammeNewCommand.self, ProgrammeValidateCommand.self, ProgrammeDiffCommand.self,
            ProgrammePublishCommand.self, ProgrammeShowCommand.self, ProgrammeBudgetsCommand.self,
            ProgrammeCancelCommand.self,
            ProgrammeRollbackCommand.self, ProgrammeReevaluateCommand.self, ProgrammeDraftCommand.self,
        ]
    )
}
