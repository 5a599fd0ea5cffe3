internal import ArgumentParser

/// `setia staff`: who works with the brand.
struct StaffCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "staff",
        abstract: "Staff accounts: invite, list, link, disable.",
        discussion: """
            The first owner is invited here; owners invite everybody else in the console. Roles: owner, manager, agent, \
            analyst, till.

            EXAMPLES
              setia staff invite --name Aisyah --email aisyah@example.com --role owner
              setia staff list
              setia staff link aisyah@example.com
            """,
        subcommands: [StaffInviteCommand.self, StaffListCommand.self, StaffLinkCommand.self, StaffDisableCommand.self]
    )
}
