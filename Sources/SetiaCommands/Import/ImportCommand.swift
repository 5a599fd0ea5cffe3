internal import ArgumentParser

/// `setia import`: what a brand has had before it had Setia.
struct ImportCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "import",
        abstract: "Take in events, members or stores.",
        discussion: """
            An import can be stopped at any moment and goes on where it was; the same file twice changes nothing. Rows \
            that cannot be taken are listed with their reason, and the rest is taken.

            EXAMPLES
              setia import stores stores.csv
              setia import members members.csv --columns card=card_no,joinedAt=since
              setia import events orders.csv --columns orderId=basket,customer=house
            """,
        subcommands: [ImportEventsCommand.self, ImportMembersCommand.self, ImportStoresCommand.self]
    )
}
