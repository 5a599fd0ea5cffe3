internal import ArgumentParser

/// `setia programme`: what each event means.
struct ProgrammeCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "programme",
        abstract: "Check, publish and show what events mean.",
        discussion: """
            A programme is one YAML document with wallets, tiers and rules. What is published stays; a change is a new \
            version, which decides from its day on.

            EXAMPLES
              setia programme validate kopi-setia.yaml
              setia programme publish kopi-setia.yaml --from 2027-01-01
              setia programme show --version 1 > version-1.yaml
            """,
        subcommands: [ProgrammeValidateCommand.self, ProgrammePublishCommand.self, ProgrammeShowCommand.self]
    )
}
