internal import ArgumentParser

/// Runs the command that the process was called with, and ends the process as it ends.
package func runCommandLine() async {
    await SetiaCommand.main()
}

/// The whole command line: `setia` and its commands, one file each.
struct SetiaCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "setia",
        abstract: "A loyalty platform in one file: events in, points out, and every point says why.",
        discussion: """
            A brand is a database and a key file. --database names it (or SETIA_DATABASE; else ./setia.db), its keys \
            stand beside it (or --keys, SETIA_KEYS). Data goes to standard output, everything else to standard error.

            EXAMPLES
              setia programme publish kopi-setia.yaml --database shop.db
              setia import events orders.csv --columns customer=card_no --database shop.db
              setia serve --database shop.db --port 8080

            EXIT CODES
              0 done · 1 done, with findings (refused rows, discrepancies) · 64 wrong usage · 65 bad data
              66 no such file or member · 69 database away or busy · 73 cannot create · 74 cannot read or write
              78 not set up: no keys, no programme
            """,
        subcommands: [
            ServeCommand.self, ImportCommand.self, ExportCommand.self, ProgrammeCommand.self, MemberCommand.self,
            KeyCommand.self, ReportCommand.self, ExplainCommand.self, VerifyCommand.self, DoctorCommand.self,
        ]
    )
}
